package io.sctp.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class SleepyIdleTest {
    private int sleeps;

    @Test
    void shouldSleepWhereThereIsNoWork() {
        final SleepyIdle idle = new SleepyIdle(() -> ++sleeps > 0);
        idle.idle(1);
        assertEquals(0, sleeps);
        idle.idle(0);
        idle.idle(0);
        assertEquals(2, sleeps);
    }

    /** It parks for a while instead, and asks again. */
    @Test
    void shouldLookAgainWhereNobodyWouldWakeIt() {
        final SleepyIdle idle = new SleepyIdle(() -> ++sleeps < 0);
        for (int i = 0; i < 40; i++) {
            idle.idle(0);
        }
        assertEquals(40, sleeps);
    }
}
