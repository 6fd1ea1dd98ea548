package io.sctp.bench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PoissonScheduleTest {
    private static final int COUNT = 200_000;
    private static final double MEAN_NS = 1_000_000;

    @Test
    void shouldKeepTheRateOnAverage() {
        final Schedule schedule = new PoissonSchedule(1_000, 7);
        long last = 0;
        for (int i = 0; i < COUNT; i++) {
            last = schedule.nextNs();
        }
        assertEquals(COUNT * MEAN_NS, (double) last, COUNT * MEAN_NS * 0.01);
    }

    @Test
    void shouldSpaceMessagesExponentially() {
        final Schedule schedule = new PoissonSchedule(1_000, 7);
        long previous = 0;
        int beyondMean = 0;
        int beyondThreeMeans = 0;
        for (int i = 0; i < COUNT; i++) {
            final long next = schedule.nextNs();
            assertTrue(next >= previous, "time goes back at message " + i);
            beyondMean += next - previous > MEAN_NS ? 1 : 0;
            beyondThreeMeans += next - previous > 3 * MEAN_NS ? 1 : 0;
            previous = next;
        }
        assertEquals(Math.exp(-1), (double) beyondMean / COUNT, 0.005);
        assertEquals(Math.exp(-3), (double) beyondThreeMeans / COUNT, 0.002);
    }

    @Test
    void shouldRepeatItselfFromTheSameSeed() {
        final Schedule one = new PoissonSchedule(1_000, 7);
        final Schedule other = new PoissonSchedule(1_000, 7);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(one.nextNs(), other.nextNs());
        }
    }
}
