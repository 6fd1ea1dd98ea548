package io.sctp.dispatch;

import java.util.concurrent.TimeUnit;

/**
 * Decides whether the poller's thread may call a channel's handler: only while the handler takes less time than waking
 * another thread. One that took longer is not called for some messages, for twice as many each time in a row.
 */
final class HandlerPace {
    /** About as long as it takes until a woken thread runs. */
    static final long SHORT_NS = TimeUnit.MICROSECONDS.toNanos(50);

    private static final int MOST_DOUBLINGS = 10;

    private int slowCalls;
    private int leftOut;

    /** Whether to call it for this message. {@link #took} or {@link #tookLong} should follow then. */
    boolean mayCall() {
        if (leftOut == 0) {
            return true;
        }
        leftOut--;
        return false;
    }

    void took(final long durationNs) {
        if (durationNs < SHORT_NS) {
            slowCalls = 0;
        } else {
            tookLong();
        }
    }

    void tookLong() {
        slowCalls = Math.min(slowCalls + 1, MOST_DOUBLINGS);
        leftOut = (1 << slowCalls) - 1;
    }
}
