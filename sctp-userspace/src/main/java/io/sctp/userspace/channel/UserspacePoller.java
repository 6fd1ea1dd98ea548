package io.sctp.userspace.channel;

import io.sctp.SctpEndpoint;
import io.sctp.SctpPoller;
import io.sctp.spi.ChannelExceptions;
import io.sctp.spi.Deadline;
import io.sctp.userspace.driver.Waiters;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches channels. A channel that may be ready is put into a queue and checked in its turn. If it was ready, it goes
 * to the end of the queue to be checked again, until it is not ready.
 */
public final class UserspacePoller implements SctpPoller {
    private static final String POLL = "poll";

    // All guarded by the poller's monitor. No driver's lock is taken while it is held.
    private final Map<UserspaceEndpoint<?>, Watched> watched = new HashMap<>();
    private final ArrayDeque<Watched> candidates = new ArrayDeque<>();
    private Thread waiting;
    private boolean woken;
    private boolean open = true;

    // ---- Registrations

    @Override
    public Registration register(final SctpEndpoint channel, final int interest, final Handler handler)
            throws IOException {
        Objects.requireNonNull(handler, "handler");
        if (!(channel instanceof UserspaceEndpoint<?> endpoint)) {
            throw ChannelExceptions.illegalSelector(
                    "watch", null, null, channel + " is not a channel of the provider 'userspace'");
        }
        final Watched registration = new Watched(endpoint, handler);
        registration.checkInterest(interest);
        registration.interest = interest;
        synchronized (this) {
            requireOpen("watch");
        }
        endpoint.requireOpen("watch");
        synchronized (this) {
            requireOpen("watch");
            if (watched.containsKey(endpoint)) {
                throw new IllegalStateException(endpoint + " is registered here already");
            }
            endpoint.beginToBeWatched();
            watched.put(endpoint, registration);
        }
        endpoint.watchers().add(registration);
        registration.mayBeReady();
        if (!endpoint.isOpen()) {
            registration.cancel();
        }
        return registration;
    }

    private void requireOpen(final String operation) throws ClosedChannelException {
        if (!open) {
            throw ChannelExceptions.closed(operation, null, null, "the poller is closed");
        }
    }

    @Override
    public int size() {
        synchronized (this) {
            return watched.size();
        }
    }

    // ---- Polling

    @Override
    public int poll(final Duration timeout, final int limit) throws IOException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is below 1");
        }
        final Deadline deadline = timeout == null ? Deadline.NEVER : Deadline.in(timeout);
        while (true) {
            final int handled = dispatch(limit);
            if (handled > 0 || !awaitCandidate(deadline)) {
                return handled;
            }
        }
    }

    /** Checks each candidate once, until enough are ready. */
    private int dispatch(final int limit) throws IOException {
        int left;
        synchronized (this) {
            requireOpen(POLL);
            left = candidates.size();
        }
        int handled = 0;
        while (left-- > 0 && handled < limit) {
            final Watched candidate = takeCandidate();
            if (candidate == null) {
                break;
            }
            final int ready = readinessOf(candidate);
            if (ready != 0) {
                candidate.mayBeReady();
                handled++;
                candidate.handler.onReady(candidate, ready);
            }
        }
        return handled;
    }

    /** A candidate whose check throws an error keeps its place. The error goes to the caller, and may be temporary. */
    private static int readinessOf(final Watched candidate) {
        try {
            return candidate.readiness();
        } catch (final RuntimeException | Error e) {
            candidate.mayBeReady();
            throw e;
        }
    }

    private synchronized Watched takeCandidate() {
        final Watched candidate = candidates.poll();
        if (candidate != null) {
            candidate.isCandidate = false;
        }
        return candidate;
    }

    /** Waits for a candidate. Returns false after the timeout, a wake-up or an interrupt. */
    private boolean awaitCandidate(final Deadline deadline) throws IOException {
        while (true) {
            synchronized (this) {
                if (!open) {
                    throw ChannelExceptions.closedMeanwhile(POLL, null, null, "the poller was closed");
                }
                if (woken || deadline.expired() || Thread.currentThread().isInterrupted()) {
                    woken = false;
                    waiting = null;
                    return false;
                }
                if (!candidates.isEmpty()) {
                    waiting = null;
                    return true;
                }
                waiting = Thread.currentThread();
            }
            Waiters.park(this, deadline);
        }
    }

    private void unpark() {
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    @Override
    public void wakeup() {
        synchronized (this) {
            woken = true;
            unpark();
        }
    }

    @Override
    public void close() {
        final Watched[] left;
        synchronized (this) {
            if (!open) {
                return;
            }
            open = false;
            left = watched.values().toArray(Watched[]::new);
            watched.clear();
            candidates.clear();
            unpark();
        }
        for (final Watched registration : left) {
            registration.endpoint.watchers().remove(registration);
            registration.endpoint.endToBeWatched();
        }
    }

    /** A registration of one channel. */
    final class Watched implements Registration {
        private final UserspaceEndpoint<?> endpoint;
        private final Handler handler;
        private volatile int interest;
        private boolean isCandidate;

        Watched(final UserspaceEndpoint<?> endpoint, final Handler handler) {
            this.endpoint = endpoint;
            this.handler = handler;
        }

        @Override
        public SctpEndpoint channel() {
            return endpoint;
        }

        @Override
        public int interest() {
            return interest;
        }

        @Override
        public Registration interest(final int newInterest) throws IOException {
            checkInterest(newInterest);
            synchronized (UserspacePoller.this) {
                if (watched.get(endpoint) != this) {
                    throw ChannelExceptions.cancelled("change interest", null, null, endpoint.toString());
                }
            }
            interest = newInterest;
            mayBeReady();
            return this;
        }

        @Override
        public void cancel() {
            synchronized (UserspacePoller.this) {
                if (!watched.remove(endpoint, this)) {
                    return;
                }
                candidates.remove(this);
            }
            endpoint.endToBeWatched();
            endpoint.watchers().remove(this);
        }

        /** Adds the channel to the candidates; called by the driver and others. */
        void mayBeReady() {
            synchronized (UserspacePoller.this) {
                if (!isCandidate && interest != 0 && watched.get(endpoint) != null) {
                    candidates.add(this);
                    isCandidate = true;
                    unpark();
                }
            }
        }

        private int readiness() {
            endpoint.enter();
            try {
                return endpoint.readyFor(interest);
            } finally {
                endpoint.leave();
            }
        }

        private void checkInterest(final int wanted) {
            if ((wanted & ~endpoint.possibleInterests()) != 0) {
                throw new IllegalArgumentException("interest " + wanted + " is not possible for "
                        + endpoint.getClass().getSimpleName());
            }
        }
    }
}
