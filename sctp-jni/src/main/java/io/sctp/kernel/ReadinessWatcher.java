package io.sctp.kernel;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.jni.Abi;
import io.sctp.jni.Syscalls;
import io.sctp.spi.Deadline;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes virtual threads when the sockets they wait for are ready: a daemon thread for each direction, started when a
 * virtual thread first waits. Two, since an epoll instance takes a descriptor only once, and one thread may wait to send
 * while another waits to receive.
 *
 * <p>Safe for use by several threads at once.
 */
final class ReadinessWatcher {
    private static final int EVENTS_AT_ONCE = 256;

    private final Direction readers = new Direction("sctp-read-watcher", true);
    private final Direction writers = new Direction("sctp-write-watcher", false);

    /** Parks the current virtual thread until the socket is ready or closed; false if the deadline has passed. */
    boolean await(final SocketHandle socket, final int events, final Deadline deadline, final String operation)
            throws SctpException {
        final Direction direction = events == Abi.Poll.POLLIN ? readers : writers;
        return direction.await(socket, events, deadline, operation);
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
        private volatile int epollFd = -1;

        Direction(final String name, final boolean reading) {
            this.name = name;
            this.reading = reading;
        }

        boolean await(final SocketHandle socket, final int events, final Deadline deadline, final String operation)
                throws SctpException {
            final ParkedThreads parked = reading ? socket.readers() : socket.writers();
            final Thread self = Thread.currentThread();
            boolean interrupted = false;
            parked.add(self);
            try {
                arm(socket, events, operation);
                while (socket.isOpen() && parked.contains(self)) {
                    if (deadline.isNever()) {
                        LockSupport.park(this);
                    } else if (deadline.expired()) {
                        return false;
                    } else {
                        LockSupport.parkNanos(this, deadline.remainingNanos());
                    }
                    interrupted |= Thread.interrupted(); // else park would return at once from now on
                }
                return true;
            } finally {
                parked.remove(self);
                if (interrupted) {
                    self.interrupt();
                }
            }
        }

        private void arm(final SocketHandle socket, final int events, final String operation) throws SctpException {
            final int epoll = started(operation);
            final int fd = socket.fd();
            final int interest = events | Abi.Poll.EPOLLONESHOT;
            watched.put(fd, socket);
            int result = Syscalls.epollControl(epoll, Abi.Poll.EPOLL_CTL_MOD, fd, interest, fd);
            if (result == -Errno.ENOENT.number()) {
                result = Syscalls.epollControl(epoll, Abi.Poll.EPOLL_CTL_ADD, fd, interest, fd);
                if (result == -Errno.EEXIST.number()) { // another thread came first
                    result = Syscalls.epollControl(epoll, Abi.Poll.EPOLL_CTL_MOD, fd, interest, fd);
                }
            }
            if (result < 0) {
                throw SctpException.of(operation, -result, null, null);
            }
        }

        private int started(final String operation) throws SctpException {
            final int epoll = epollFd;
            return epoll >= 0 ? epoll : start(operation);
        }

        private synchronized int start(final String operation) throws SctpException {
            if (epollFd < 0) {
                final int made = Syscalls.epollCreate();
                if (made < 0) {
                    throw SctpException.of(operation, -made, null, null);
                }
                epollFd = made;
                final Thread thread = new Thread(this::run, name);
                thread.setDaemon(true);
                thread.start();
            }
            return epollFd;
        }

        private void run() {
            final ByteBuffer events = ByteBuffer.allocateDirect(EVENTS_AT_ONCE * Abi.ReadyEvent.SIZE)
                    .order(ByteOrder.nativeOrder());
            final long address = Syscalls.address(events);
            while (true) {
                final int count = Syscalls.epollWait(epollFd, address, EVENTS_AT_ONCE, -1);
                if (count < 0 && count != -Errno.EINTR.number()) {
                    throw new AssertionError("epoll_wait on a descriptor of our own: errno " + -count);
                }
                for (int i = 0; i < count; i++) {
                    final int fd = (int) events.getLong(i * Abi.ReadyEvent.SIZE + Abi.ReadyEvent.DATA);
                    final SocketHandle socket = watched.get(fd);
                    if (socket != null) {
                        (reading ? socket.readers() : socket.writers()).unparkAll();
                    }
                }
            }
        }
    }
}
