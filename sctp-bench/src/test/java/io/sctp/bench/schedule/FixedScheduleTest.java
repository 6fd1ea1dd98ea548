package io.sctp.bench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FixedScheduleTest {
    @Test
    void shouldSpaceMessagesEqually() {
        final Schedule schedule = new FixedSchedule(4, 0, 1);
        assertEquals(0, schedule.nextNs());
        assertEquals(250_000_000, schedule.nextNs());
        assertEquals(500_000_000, schedule.nextNs());
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
