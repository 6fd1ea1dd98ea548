package io.sctp.dispatch;

import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The sleep of a worker's thread, during which the poller's thread may do the worker's work instead of waking it.
 *
 * <p>A thread that had work watches during its next sleep, which is short. It can be replaced only then. If it finds
 * that it has been replaced for the time of such a sleep without a break, it ends that: the thread that replaces it
 * remains the worker's, and the calling thread is free to become the poller's. A thread that watches in vain sleeps for
 * longer.
 *
 * <p>No wake-up is lost: the thread falls asleep, looks for work a last time, and only then parks; the poller's thread
 * first publishes work, and then calls {@link #wake} or {@link #tryReplace}. What one thread has written is visible to
 * the next one that does its work.
 */
final class WatchfulSleep {
    /** A replacement ends after twice this time at the latest. */
    private static final long WATCH_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LONGEST_SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(10);

    // The state is one of these, plus the number of replacements so far times ONE.
    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final int WATCHING = 2;
    private static final int REPLACED = 3;
    private static final int KIND = 3;
    private static final int ONE = 4;

    private final long watchNs;
    private final AtomicInteger state = new AtomicInteger(AWAKE);
    private volatile Thread thread;

    // Used only by the worker's thread.
    private boolean hadWork;
    private int seen = AWAKE;
    private long seenNs;

    WatchfulSleep() {
        this(WATCH_NS);
    }

    /** @param watchNs how long the thread watches */
    WatchfulSleep(final long watchNs) {
        this.watchNs = watchNs;
    }

    private static int kind(final int state) {
        return state & KIND;
    }

    private static int with(final int kind, final int state) {
        return (state & ~KIND) | kind;
    }

    // ---- For the poller's thread

    /** Wakes the worker's thread if it sleeps or is about to. Not during a replacement. */
    void wake() {
        VarHandle.fullFence(); // the work must be visible before it is known whether the thread looks for it again
        final int now = state.get();
        if (isSleep(now) && state.compareAndSet(now, with(AWAKE, now))) {
            LockSupport.unpark(thread);
        }
    }

    private static boolean isSleep(final int state) {
        return kind(state) == ASLEEP || kind(state) == WATCHING;
    }

    /** Takes the place of the worker's thread. {@link #tryReturn} must follow. Returns false if it does not watch. */
    boolean tryReplace() {
        final int now = state.get();
        return kind(now) == WATCHING && state.compareAndSet(now, with(REPLACED, now) + ONE);
    }

    /**
     * Ends the replacement, when all work is done. Returns false if the worker's thread has ended it: then the calling
     * thread is the worker's.
     */
    boolean tryReturn() {
        final int now = state.get();
        return kind(now) == REPLACED && state.compareAndSet(now, with(WATCHING, now));
    }

    // ---- For the worker's thread

    /**
     * Whether the work is the calling thread's. It is not while another one replaces it, and after that not before the
     * next sleep.
     */
    boolean isAwake() {
        return kind(state.get()) == AWAKE;
    }

    /** The thread has had work, so it watches during its next sleep. */
    void hadWork() {
        hadWork = true;
    }

    /**
     * Sleeps until it is woken, or for a while.
     *
     * @param hasWork looks for work a last time
     * @return true if the thread was replaced for too long: it is not the worker's any more, the other one is
     */
    boolean sleep(final BooleanSupplier hasWork) {
        thread = Thread.currentThread();
        final int before = state.get();
        if (kind(before) == AWAKE) {
            state.set(with(hadWork ? WATCHING : ASLEEP, before));
            if (!hasWork.getAsBoolean()) {
                LockSupport.parkNanos(this, hadWork ? watchNs : LONGEST_SLEEP_NS);
            }
        } else if (kind(before) == REPLACED) {
            LockSupport.parkNanos(this, watchNs);
        }
        int now = state.get();
        while (isSleep(now) && !state.compareAndSet(now, with(AWAKE, now))) {
            now = state.get();
        }
        if (kind(now) == REPLACED) {
            return isTooLong(now) && end(now);
        }
        hadWork = kind(before) != AWAKE || with(AWAKE, now) != with(AWAKE, before);
        return false;
    }

    /** Whether this replacement was seen before, for the first time so long ago. */
    private boolean isTooLong(final int replacement) {
        if (replacement != seen) {
            seen = replacement;
            seenNs = System.nanoTime();
            return false;
        }
        return System.nanoTime() - seenNs >= watchNs;
    }

    private boolean end(final int replacement) {
        hadWork = true; // of the other thread: from here on, these fields belong to it
        return state.compareAndSet(replacement, with(AWAKE, replacement));
    }
}
