package io.sctp.bench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FixedScheduleTest {
    private static final long MILLI = 1_000_000;

    @Test
    void shouldSpaceMessagesEqually() {
        final Schedule schedule = new FixedSchedule(4, 0, 1);
        assertEquals(0, schedule.nextNs());
        assertEquals(250_000_000, schedule.nextNs());
        assertEquals(500_000_000, schedule.nextNs());
    }

    @Test
    void shouldTellWhatRemainsForAnyStretchOfTime() {
        for (int given = 0; given < 12; given++) {
            for (long from = 0; from <= 10; from++) {
                assertEquals(Math.max(0, 10 - Math.max(from, given)), remaining(given, from * MILLI, 10 * MILLI));
                assertEquals(
                        Math.max(0, 10 - Math.max(from + 1, given)), remaining(given, from * MILLI + 1, 10 * MILLI));
            }
        }
        assertEquals(0, remaining(0, 5 * MILLI, 4 * MILLI));
    }

    private static long remaining(final int given, final long fromNs, final long untilNs) {
        final Schedule schedule = new FixedSchedule(1_000, 0, 1);
        for (int i = 0; i < given; i++) {
            schedule.nextNs();
        }
        return schedule.remaining(fromNs, untilNs);
    }

    @Test
    void shouldLetAssociationsSendInTurn() {
        assertEquals(0, new FixedSchedule(1, 0, 4).nextNs());
        assertEquals(250_000_000, new FixedSchedule(1, 1, 4).nextNs());
        assertEquals(750_000_000, new FixedSchedule(1, 3, 4).nextNs());
    }

    @Test
    void shouldNotDriftAtARateThatDividesNoSecond() {
        final Schedule schedule = new FixedSchedule(300_007, 0, 1);
        long last = 0;
        for (int i = 0; i <= 300_007 * 10; i++) {
            last = schedule.nextNs();
        }
        assertEquals(10_000_000_000L, last);
    }
}
