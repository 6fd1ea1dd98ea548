package io.sctp.kernel;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import io.sctp.spi.Deadline;
import io.sctp.spi.ProviderHealth;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes parked threads, mostly virtual ones, when their sockets are ready. It has a daemon thread for each direction,
 * which is started when a thread first parks, and again if it has ended. There are two because an epoll instance can
 * hold a descriptor only once, and one thread may wait to send while another waits to receive.
 *
 * <p>Safe for use by several threads at once.
 */
final class ReadinessWatcher {
    private static final int EVENTS_AT_ONCE = 256;
    private static final int WATCH_FOREVER = -1;
    private static final long WAIT_FOR_MEMORY_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Direction readers = new Direction("sctp-read-watcher", true);
    private final Direction writers = new Direction("sctp-write-watcher", false);

    /**
     * Parks the current thread until the socket is ready or closed, or the thread is interrupted. Returns false if the
     * deadline has passed.
     */
    boolean await(final SocketHandle socket, final int events, final Deadline deadline, final String operation)
            throws SctpException {
        final Direction direction = events == Abi.Poll.POLLIN ? readers : writers;
        return direction.await(socket, events, deadline, operation);
    }

    /** The two threads. */
    List<ProviderHealth.Worker> health() {
        return List.of(readers.health(), writers.health());
    }

    /** The descriptor is about to be closed. */
    void forget(final int fd) {
        readers.watched.remove(fd);
        writers.watched.remove(fd);
    }

    private static final class Direction {
        private final String name;
        private final boolean reading;
        private final ConcurrentMap<Integer, SocketHandle> watched = new ConcurrentHashMap<>();
        private volatile Watch watch;

        Direction(final String name, final boolean reading) {
            this.name = name;
            this.reading = reading;
        }

        boolean await(final SocketHandle socket, final int events, final Deadline deadline, final String operation)
                throws SctpException {
            final ParkedThreads parked = reading ? socket.readers() : socket.writers();
            final Thread self = Thread.currentThread();
            parked.add(self);
            try {
                final Watch armed = arm(socket, events, operation);
                while (socket.isOpen() && parked.contains(self) && !self.isInterrupted()) {
                    if (deadline.isNever()) {
                        LockSupport.park(this);
                    } else if (deadline.expired()) {
                        return false;
                    } else {
                        LockSupport.parkNanos(this, deadline.remainingNanos());
                    }
                }
                armed.requireWorking(operation);
                return true;
            } finally {
                parked.remove(self);
            }
        }

        private Watch arm(final SocketHandle socket, final int events, final String operation) throws SctpException {
            final Watch armed = started(operation);
            final int fd = socket.fd();
            final int interest = events | Abi.Poll.EPOLLONESHOT;
            watched.put(fd, socket);
            int result = Syscalls.epollControl(armed.epollFd, Abi.Poll.EPOLL_CTL_MOD, fd, interest, fd);
            if (result == -Errno.ENOENT.number()) {
                result = Syscalls.epollControl(armed.epollFd, Abi.Poll.EPOLL_CTL_ADD, fd, interest, fd);
                if (result == -Errno.EEXIST.number()) { // another thread was faster
                    result = Syscalls.epollControl(armed.epollFd, Abi.Poll.EPOLL_CTL_MOD, fd, interest, fd);
                }
            }
            if (result < 0) {
                armed.requireWorking(operation);
                throw SctpException.of(operation, -result, null, null);
            }
            armed.requireWorking(operation); // otherwise threads that park now would not be woken
            return armed;
        }

        private Watch started(final String operation) throws SctpException {
            final Watch running = watch;
            return running != null && running.failure == null ? running : start(operation);
        }

        private synchronized Watch start(final String operation) throws SctpException {
            if (watch == null || watch.failure != null) {
                final int epollFd = Syscalls.epollCreate();
                if (epollFd < 0) {
                    throw SctpException.of(operation, -epollFd, null, null);
                }
                try {
                    final Watch begun = new Watch(this, epollFd);
                    final Thread thread = new Thread(begun::run, name);
                    thread.setDaemon(true);
                    thread.start();
                    watch = begun;
                } catch (final Throwable e) { // no memory, or the system allows no further thread
                    Syscalls.close(epollFd);
                    final SctpException failure = SctpException.of(
                            operation,
                            Errno.EAGAIN.number(),
                            null,
                            null,
                            "no thread can be started that waits for sockets: " + e);
                    failure.initCause(e);
                    throw failure;
                }
            }
            return watch;
        }

        ProviderHealth.Worker health() {
            final Watch last = watch;
            final Throwable failure = last == null ? null : last.failure;
            final ProviderHealth.State state = last == null
                    ? ProviderHealth.State.UNUSED
                    : failure == null ? ProviderHealth.State.RUNNING : ProviderHealth.State.ENDED;
            return new ProviderHealth.Worker(
                    name,
                    0,
                    state,
                    Duration.ZERO,
                    last == null ? 0 : last.shortages.get(),
                    last == null || last.shortages.get() == 0 ? "" : "out of memory",
                    failure == null ? "" : failure.toString());
        }

        private void wake(final int fd) {
            final SocketHandle socket = watched.get(fd);
            if (socket != null) {
                (reading ? socket.readers() : socket.writers()).unparkAll();
            }
        }

        private void wakeAll() {
            for (final SocketHandle socket : watched.values()) {
                (reading ? socket.readers() : socket.writers()).unparkAll();
            }
        }
    }

    /**
     * A thread with its epoll instance. If it ends, all threads that wait get the reason, and the next wait starts a
     * new one.
     */
    private static final class Watch {
        private final Direction direction;
        private final int epollFd;
        private final ByteBuffer events =
                ByteBuffer.allocateDirect(EVENTS_AT_ONCE * Abi.ReadyEvent.SIZE).order(ByteOrder.nativeOrder());
        private volatile Throwable failure;

        /** The number of memory shortages. */
        private final AtomicLong shortages = new AtomicLong();

        Watch(final Direction direction, final int epollFd) {
            this.direction = direction;
            this.epollFd = epollFd;
        }

        void requireWorking(final String operation) throws SctpException {
            final Throwable cause = failure;
            if (cause != null) {
                final SctpException told = SctpException.of(
                        operation,
                        Errno.EIO.number(),
                        null,
                        null,
                        "the thread that watches sockets has ended: " + cause);
                told.initCause(cause);
                throw told;
            }
        }

        private void run() {
            try {
                final long address = Syscalls.address(events);
                while (true) {
                    final int count = Syscalls.epollWait(epollFd, address, EVENTS_AT_ONCE, WATCH_FOREVER);
                    if (count < 0 && count != -Errno.EINTR.number()) {
                        throw new IllegalStateException("epoll_wait on a descriptor of our own: errno " + -count);
                    }
                    for (int i = 0; i < count; i++) {
                        wakeSurely((int) events.getLong(i * Abi.ReadyEvent.SIZE + Abi.ReadyEvent.DATA));
                    }
                }
            } catch (final Throwable e) {
                failure = e;
                direction.wakeAll();
                Syscalls.close(epollFd);
            }
        }

        /** An event is reported only once, so it must not be lost in a memory shortage, which may be temporary. */
        private void wakeSurely(final int fd) {
            while (true) {
                try {
                    direction.wake(fd);
                    return;
                } catch (final OutOfMemoryError e) {
                    shortages.incrementAndGet();
                    LockSupport.parkNanos(this, WAIT_FOR_MEMORY_NS);
                }
            }
        }
    }
}
