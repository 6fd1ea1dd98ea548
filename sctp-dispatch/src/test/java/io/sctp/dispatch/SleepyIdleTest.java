package io.sctp.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class SleepyIdleTest {
    private static final int BEFORE_SLEEP = 30;

    private int sleeps;

    private int sleepsIn(final SleepyIdle idle, final int rounds) {
        sleeps = 0;
        for (int i = 0; i < rounds; i++) {
            idle.idle(0);
        }
        return sleeps;
    }

    @Test
    void shouldSleepOnlyAfterSomeRoundsWithoutWork() {
        final SleepyIdle idle = new SleepyIdle(() -> ++sleeps > 0);
        assertEquals(0, sleepsIn(idle, BEFORE_SLEEP));
        assertEquals(2, sleepsIn(idle, 2));
        idle.idle(1);
        assertEquals(0, sleepsIn(idle, BEFORE_SLEEP), "there was work");
        assertEquals(1, sleepsIn(idle, 1));
    }

    /** It parks for a while instead, and asks again. */
    @Test
    void shouldLookAgainWhereNobodyWouldWakeIt() {
        final SleepyIdle idle = new SleepyIdle(() -> ++sleeps < 0);
        sleepsIn(idle, BEFORE_SLEEP);
        assertEquals(5, sleepsIn(idle, 5));
    }
}
