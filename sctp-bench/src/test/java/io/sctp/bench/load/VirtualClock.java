package io.sctp.bench.load;

import io.sctp.bench.schedule.Clock;

/** A clock that goes on only when somebody waits for it. */
final class VirtualClock implements Clock {
    private long nowNs;
    private long eventNs = Long.MAX_VALUE;
    private long eventTakesNs;
    private Runnable event;

    /** Has something happen when it is that late; whoever waits then sleeps for longer than wanted. */
    void at(final long timeNs, final long takesNs, final Runnable action) {
        eventNs = timeNs;
        eventTakesNs = takesNs;
        event = action;
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }

    @Override
    public void idleUntil(final long deadlineNs) {
        nowNs = Math.max(nowNs + 1, deadlineNs);
        if (nowNs >= eventNs) {
            eventNs = Long.MAX_VALUE;
            nowNs += eventTakesNs;
            event.run();
        }
    }
}
