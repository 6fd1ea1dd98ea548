package io.sctp.dispatch;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * The default of a dispatcher's threads: one without work sleeps until it is woken. It does not look for work for a
 * while before, since other threads of the dispatcher may need its processor to have work for it. An agent that cannot
 * be woken for what it waits for looks again and again, less and less often.
 */
final class SleepyIdle implements IdleStrategy {
    /** An agent that another thread wakes. */
    interface Sleeper {
        /** Sleeps until there is work. Returns false if nobody would wake it. */
        boolean sleep();
    }

    private static final int SPINS = 10;
    private static final int YIELDS = 20;

    private final Sleeper agent;
    private final IdleStrategy awake =
            new BackoffIdleStrategy(SPINS, YIELDS, TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.MILLISECONDS.toNanos(1));

    SleepyIdle(final Sleeper agent) {
        this.agent = agent;
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (!agent.sleep()) {
            awake.idle();
        }
    }

    @Override
    public void reset() {
        awake.reset();
    }
}
