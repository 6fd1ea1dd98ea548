package io.sctp.bench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PacingClockTest {
    private static final int TIMES = 1_000;
    private static final long LEFT_NS = 3_000;

    /** One that gives way once more instead is back too early, and then late by what the next turn takes. */
    @Test
    void shouldWaitForTheLastMicrosecondsToTheirEnd() {
        final PacingClock clock = PacingClock.forThisThread();
        int tooEarly = 0;
        for (int i = 0; i < TIMES; i++) {
            final long deadlineNs = clock.nanoTime() + LEFT_NS;
            clock.idleUntil(deadlineNs);
            tooEarly += clock.nanoTime() - deadlineNs < 0 ? 1 : 0;
        }
        assertEquals(0, tooEarly, "of " + TIMES);
    }
}
