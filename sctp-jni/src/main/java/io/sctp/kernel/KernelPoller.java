package io.sctp.kernel;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.SctpServerChannel;
import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import io.sctp.spi.Deadline;
import io.sctp.spi.InterruptHook;
import io.sctp.spi.PollerSkeleton;
import io.sctp.spi.VirtualThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;

/**
 * A poller over an epoll instance. Each event carries the number of a registration. Numbers are never reused, so an
 * event of a descriptor that was meanwhile closed and reused finds no registration.
 */
final class KernelPoller extends PollerSkeleton<KernelEndpoint<?>, KernelPoller.Watched> {
    private static final String POLL = "poll";
    private static final int EVENTS_AT_ONCE = 1024;
    private static final long WAKE_UP = 0;

    private final SocketHandle epoll;
    private final int wakeFd;

    /** Guarded by this. */
    private final Registrations watched = new Registrations();

    private final ByteBuffer events =
            ByteBuffer.allocateDirect(EVENTS_AT_ONCE * Abi.ReadyEvent.SIZE).order(ByteOrder.nativeOrder());
    private final long eventsAddress = Syscalls.address(events);

    /** An interrupt makes a poll return at once, and closes nothing. */
    private final InterruptHook interrupts = new InterruptHook(this::wakeup);

    private KernelPoller(final SocketHandle epoll, final int wakeFd) {
        super("kernel", KernelEndpoint.class);
        this.epoll = epoll;
        this.wakeFd = wakeFd;
    }

    static KernelPoller open(final ReadinessWatcher watcher) throws SctpException {
        final int epollFd = check("open poller", Syscalls.epollCreate());
        int wakeFd = -1;
        boolean opened = false;
        try {
            wakeFd = check("open poller", Syscalls.eventCreate());
            check(
                    "open poller",
                    Syscalls.epollControl(epollFd, Abi.Poll.EPOLL_CTL_ADD, wakeFd, Abi.Poll.POLLIN, WAKE_UP));
            final KernelPoller poller = new KernelPoller(new SocketHandle(epollFd, wakeFd, watcher), wakeFd);
            opened = true;
            return poller;
        } finally {
            if (!opened) {
                Syscalls.close(epollFd);
            }
            if (!opened && wakeFd >= 0) {
                Syscalls.close(wakeFd);
            }
        }
    }

    // ---- Registrations

    @Override
    protected Watched newRegistration(final KernelEndpoint<?> channel, final Handler handler) {
        return new Watched(channel, handler);
    }

    @Override
    protected boolean isOpen() {
        return epoll.isOpen();
    }

    private void control(final int operation, final Watched registration) throws IOException {
        final int epollFd = epoll.acquire("watch");
        try {
            registration
                    .channel()
                    .doing(
                            "watch",
                            fd -> check(
                                    "watch",
                                    Syscalls.epollControl(
                                            epollFd, operation, fd, registration.epollEvents(), registration.number)));
        } finally {
            epoll.release();
        }
    }

    // ---- Polling

    @Override
    protected int poll(final Deadline deadline, final int limit) throws IOException {
        final int epollFd = epoll.acquire(POLL);
        try {
            return dispatch(waitForEvents(epollFd, deadline, Math.min(limit, EVENTS_AT_ONCE)));
        } finally {
            epoll.release();
        }
    }

    private int waitForEvents(final int epollFd, final Deadline deadline, final int capacity) throws IOException {
        int ready = Syscalls.epollWait(epollFd, eventsAddress, capacity, 0);
        while ((ready == 0 || ready == -Errno.EINTR.number())
                && !deadline.expired()
                && !Thread.currentThread().isInterrupted()) {
            if (VirtualThreads.isCurrentVirtual()) {
                try {
                    epoll.await(Abi.Poll.POLLIN, deadline, POLL);
                } catch (final SctpException.TimedOut e) {
                    return 0;
                }
                ready = Syscalls.epollWait(epollFd, eventsAddress, capacity, 0);
            } else {
                ready = waitInSystemCall(epollFd, capacity, deadline);
            }
        }
        epoll.requireStillOpen(POLL);
        return ready == -Errno.EINTR.number() ? 0 : check(POLL, ready);
    }

    private int waitInSystemCall(final int epollFd, final int capacity, final Deadline deadline) {
        interrupts.begin();
        try {
            return Syscalls.epollWait(epollFd, eventsAddress, capacity, deadline.remainingMillis());
        } finally {
            interrupts.end();
        }
    }

    /**
     * Calls the handlers of all reported channels. The kernel reports ready channels in turn, so a channel skipped here
     * might be skipped for ever.
     */
    private int dispatch(final int count) throws IOException {
        int handled = 0;
        for (int i = 0; i < count; i++) {
            final int offset = i * Abi.ReadyEvent.SIZE;
            final long number = events.getLong(offset + Abi.ReadyEvent.DATA);
            if (number == WAKE_UP) {
                Syscalls.eventDrain(wakeFd);
                continue;
            }
            final Watched registration = find(number);
            // An earlier handler may have changed the interest meanwhile.
            final int ready = registration == null
                    ? 0
                    : registration.readiness(events.getInt(offset + Abi.ReadyEvent.EVENTS)) & registration.interest();
            if (ready != 0) {
                handled++;
                call(registration, ready);
            }
        }
        return handled;
    }

    private synchronized Watched find(final long number) {
        return watched.get(number);
    }

    @Override
    public void wakeup() {
        try {
            epoll.acquire("wake up");
        } catch (final ClosedChannelException e) {
            return; // no thread polls any more
        }
        Syscalls.eventSignal(wakeFd);
        epoll.release();
    }

    @Override
    protected boolean closeNow() {
        watched.clear();
        return epoll.close();
    }

    private static int check(final String operation, final int result) throws SctpException {
        if (result < 0) {
            throw SctpException.of(operation, -result, null, null);
        }
        return result;
    }

    /**
     * The registrations by number. The low bits are an index into a table, the high bits count additions, so that no
     * number is used twice. Lookups allocate nothing. Guarded by its own monitor.
     */
    private static final class Registrations {
        private Watched[] table = new Watched[16];
        private int size;
        private int next;
        private long generation;

        Watched get(final long number) {
            final int place = (int) number;
            final Watched found = place < table.length ? table[place] : null;
            return found != null && found.number == number ? found : null;
        }

        /** Returns the number for a new registration, which {@link #put} then adds. */
        long nextNumber() {
            if (size == table.length) {
                table = Arrays.copyOf(table, 2 * size); // first, as it may throw for lack of memory
                next = size;
            }
            while (table[next] != null) {
                next = (next + 1) % table.length;
            }
            return ++generation << Integer.SIZE | next;
        }

        void put(final Watched registration) {
            table[(int) registration.number] = registration;
            size++;
        }

        @SuppressWarnings("ReferenceEquality")
        void remove(final Watched registration) {
            if (get(registration.number) == registration) { // and the poller was not closed
                table[(int) registration.number] = null;
                next = (int) registration.number;
                size--;
            }
        }

        void clear() {
            Arrays.fill(table, null);
            size = 0;
        }
    }

    /** One channel watched. Its fields are guarded by the poller. */
    final class Watched extends PollerSkeleton.Watched<KernelEndpoint<?>> {
        private final Runnable cancelAction = this::cancel;

        /** Of the last time that the kernel was asked for it. */
        private long number;

        private boolean isAsked;

        Watched(final KernelEndpoint<?> endpoint, final Handler handler) {
            super(KernelPoller.this, endpoint, handler);
        }

        /** epoll always reports errors, so with interest 0 the descriptor is removed from it. */
        @Override
        protected void watchFor(final int interest) throws IOException {
            if (interest == 0) {
                stopAsking();
                return;
            }
            if (isAsked) {
                control(Abi.Poll.EPOLL_CTL_MOD, this);
                return;
            }
            number = watched.nextNumber();
            control(Abi.Poll.EPOLL_CTL_ADD, this);
            watched.put(this);
            isAsked = true;
        }

        private void stopAsking() throws IOException {
            if (isAsked) {
                isAsked = false;
                watched.remove(this);
                control(Abi.Poll.EPOLL_CTL_DEL, this);
            }
        }

        @Override
        protected void stopWatching() {
            try {
                stopAsking();
            } catch (final IOException e) {
                // The channel or the poller is closed, so the kernel has already removed the descriptor.
                assert !channel().isOpen() || !epoll.isOpen() : e;
            }
        }

        @Override
        protected void cancelWithChannel() {
            channel().onClose(cancelAction);
        }

        @Override
        protected void leaveChannel() {
            channel().dropOnClose(cancelAction);
        }

        int epollEvents() {
            final int wanted = interest();
            return ((wanted & (READABLE | ACCEPTABLE)) != 0 ? Abi.Poll.POLLIN : 0)
                    | ((wanted & WRITABLE) != 0 ? Abi.Poll.POLLOUT : 0);
        }

        /** The next receive, send or finishConnect reports an error or a hang-up, so every interest counts as ready. */
        int readiness(final int epollEvents) {
            if ((epollEvents & (Abi.Poll.POLLERR | Abi.Poll.POLLHUP)) != 0) {
                return interest();
            }
            final int in = channel() instanceof SctpServerChannel ? ACCEPTABLE : READABLE;
            return ((epollEvents & Abi.Poll.POLLIN) != 0 ? in : 0)
                    | ((epollEvents & Abi.Poll.POLLOUT) != 0 ? WRITABLE : 0);
        }
    }
}
