package io.sctp.userspace.channel;

import io.sctp.userspace.driver.LogLimit;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Notifies endpoints when the machine's addresses have changed. Java has no event for this, so a thread polls while
 * there are endpoints to notify. Its monitor is taken after any driver's lock.
 */
public final class AddressWatch {
    /** Far less than a path takes to fail. A poll costs a fraction of a millisecond. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private final LogLimit log = new LogLimit(System.getLogger("io.sctp.userspace"));

    private final Supplier<List<InetAddress>> machine;
    private final Duration interval;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, AddressWatch::thread);
    private final Set<Runnable> followers = new HashSet<>();
    /** Counts the periods with followers. The result of a poll from an earlier period is not used. */
    private final AtomicLong rounds = new AtomicLong();

    private ScheduledFuture<?> looking;
    private volatile List<InetAddress> known = List.of();

    AddressWatch(final Supplier<List<InetAddress>> machine, final Duration interval) {
        this.machine = machine;
        this.interval = interval;
        clock.setRemoveOnCancelPolicy(true);
        // The thread ends when there is nothing to poll for.
        clock.setKeepAliveTime(interval.toNanos(), TimeUnit.NANOSECONDS);
        clock.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(final Runnable work) {
        final Thread thread = new Thread(work, "sctp-addresses");
        thread.setDaemon(true);
        return thread;
    }

    /** Adds a follower, which is called without any lock at each change. */
    synchronized void add(final Runnable follower) {
        if (clock.isShutdown()) {
            return;
        }
        if (looking == null) {
            rounds.incrementAndGet();
            known = machine.get();
            looking = clock.scheduleWithFixedDelay(
                    this::look, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        }
        followers.add(follower);
    }

    /** Removes a follower. It may be called once more. */
    synchronized void remove(final Runnable follower) {
        if (followers.remove(follower) && followers.isEmpty()) {
            looking.cancel(false);
            looking = null;
        }
    }

    /** Ends the thread. Followers added later are never called. */
    synchronized void close() {
        clock.shutdownNow();
        followers.clear();
        looking = null;
    }

    /** The machine's addresses at the last poll; empty before there is a follower. */
    List<InetAddress> addresses() {
        return known;
    }

    private void look() {
        try {
            final long round = rounds.get();
            for (final Runnable follower : toBeTold(machine.get(), round)) {
                tell(follower);
            }
        } catch (final Throwable thrown) { // an executor does not repeat a task that throws
            log.log(System.Logger.Level.ERROR, "the machine's addresses could not be read", thrown);
        }
    }

    private void tell(final Runnable follower) {
        try {
            follower.run();
        } catch (final Throwable thrown) { // the other followers must be called all the same
            log.log(System.Logger.Level.ERROR, "a channel failed to follow the machine's addresses", thrown);
        }
    }

    /** Returns the followers if something has changed. A thread with a driver's lock does not wait here for a poll. */
    private synchronized List<Runnable> toBeTold(final List<InetAddress> now, final long round) {
        if (now.equals(known) || round != rounds.get()) { // the poll is older than the current followers
            return List.of();
        }
        known = now;
        return List.copyOf(followers);
    }
}
