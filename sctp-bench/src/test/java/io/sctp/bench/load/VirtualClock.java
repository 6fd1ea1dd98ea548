package io.sctp.bench.load;

import io.sctp.bench.schedule.Clock;

/** A clock that goes on only when somebody waits for it. */
final class VirtualClock implements Clock {
    private long nowNs;

    @Override
    public long nanoTime() {
        return nowNs;
    }

    @Override
    public void idleUntil(final long deadlineNs) {
        nowNs = Math.max(nowNs + 1, deadlineNs);
    }
}
