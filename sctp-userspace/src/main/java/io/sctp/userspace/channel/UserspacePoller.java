package io.sctp.userspace.channel;

import io.sctp.spi.BusyPoller;
import io.sctp.spi.ChannelExceptions;
import io.sctp.spi.Deadline;
import io.sctp.spi.PollerSkeleton;
import io.sctp.userspace.driver.Borrower;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.driver.Waiters;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches channels. A channel that may be ready is put into a queue and checked in its turn. If it was ready, it goes
 * to the end of the queue to be checked again, until it is not ready.
 *
 * <p>While channels are ready again and again, the polling thread does the work of the driver of the last one instead
 * of sleeping until that driver wakes it.
 */
public final class UserspacePoller extends PollerSkeleton<UserspaceEndpoint<?>, UserspacePoller.Watched>
        implements BusyPoller {
    private static final String POLL = "poll";

    // All guarded by the poller's monitor. No driver's lock is taken while it is held.
    private final ArrayDeque<Watched> candidates = new ArrayDeque<>();
    private Thread waiting;
    private Driver borrowed;
    private boolean woken;
    private volatile boolean open = true;

    private final Borrower untilSignalled = new Polling();
    /** The driver of the channel that was ready last; null after a wait in vain. For the polling thread. */
    private Driver busyDriver;

    /** For the polling thread. */
    private boolean pollsForPackets;

    public UserspacePoller() {
        super("userspace", UserspaceEndpoint.class);
    }

    @Override
    protected Watched newRegistration(final UserspaceEndpoint<?> channel, final Handler handler) {
        return new Watched(channel, handler);
    }

    @Override
    protected boolean isOpen() {
        return open;
    }

    // ---- Polling

    @Override
    public void pollForPackets(final boolean wanted) {
        pollsForPackets = wanted;
    }

    @Override
    protected int poll(final Deadline deadline, final int limit) throws IOException {
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
            if (!open) {
                throw ChannelExceptions.closed(POLL, null, null, "the poller is closed");
            }
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
                busyDriver = candidate.channel().driver();
                call(candidate, ready);
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
                    if (waiting != null && !woken) {
                        busyDriver = null;
                    }
                    woken = false;
                    waiting = null;
                    return false;
                }
                if (!candidates.isEmpty()) {
                    waiting = null;
                    return true;
                }
                waiting = Thread.currentThread();
                borrowed = busyDriver;
            }
            sleep(deadline);
        }
    }

    /** Waits until it is signalled, or spuriously. */
    private void sleep(final Deadline deadline) {
        Driver.Drive drive = Driver.Drive.BY_ANOTHER;
        if (busyDriver != null) {
            busyDriver.enter();
            drive = busyDriver.driveAsBorrower(untilSignalled, deadline);
        }
        switch (drive) {
            case SIGNALLED -> busyDriver.leave();
            case BY_ANOTHER -> parkUnlessSignalled(deadline);
            case ENDED -> {}
        }
    }

    /** What this thread signalled itself, before an error ended its work for the driver, has not unparked it. */
    private void parkUnlessSignalled(final Deadline deadline) {
        if (!untilSignalled.isSignalled()) {
            Waiters.park(this, deadline);
        }
    }

    /** Does a driver's work until there is a candidate. */
    private final class Polling implements Borrower {
        @Override
        public boolean isSignalled() {
            synchronized (UserspacePoller.this) {
                return woken || !open || !candidates.isEmpty();
            }
        }

        @Override
        public boolean pollsForPackets() {
            return pollsForPackets;
        }
    }

    private void wakePollingThread() {
        if (waiting == null || waiting.equals(Thread.currentThread())) {
            return;
        }
        LockSupport.unpark(waiting);
        if (borrowed != null) {
            borrowed.wakeIfItWaitsForPackets(waiting);
        }
    }

    @Override
    public void wakeup() {
        synchronized (this) {
            woken = true;
            wakePollingThread();
        }
    }

    @Override
    protected boolean closeNow() {
        final boolean wasOpen = open;
        open = false;
        candidates.clear();
        wakePollingThread();
        return wasOpen;
    }

    /** A registration of one channel. */
    final class Watched extends PollerSkeleton.Watched<UserspaceEndpoint<?>> {
        private boolean isCandidate;

        Watched(final UserspaceEndpoint<?> endpoint, final Handler handler) {
            super(UserspacePoller.this, endpoint, handler);
        }

        @Override
        protected void watchFor(final int interest) {
            mayBeReady();
        }

        @Override
        protected void stopWatching() {
            candidates.remove(this);
        }

        @Override
        protected void cancelWithChannel() {
            channel().watchers().add(this);
            mayBeReady(); // it may have become so before
            if (!channel().isOpen()) {
                cancel();
            }
        }

        @Override
        protected void leaveChannel() {
            channel().watchers().remove(this);
        }

        private void mayBeReady() {
            mayBeReady(interest());
        }

        /** Adds the channel to the candidates if it is watched for one of these; called by the driver and others. */
        void mayBeReady(final int interests) {
            synchronized (UserspacePoller.this) {
                if (!isCandidate && (interest() & interests) != 0 && isEntered()) {
                    candidates.add(this);
                    isCandidate = true;
                    wakePollingThread();
                }
            }
        }

        private int readiness() {
            channel().enter();
            try {
                return channel().readyFor(interest());
            } finally {
                channel().leave();
            }
        }
    }
}
