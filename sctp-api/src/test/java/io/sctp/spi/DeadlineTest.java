package io.sctp.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void shouldPassAtOnceWithoutATimeoutAndAllocateNothingForIt() {
        final Deadline now = Deadline.in(Duration.ZERO);
        assertTrue(now.expired(), "a timeout of 0 has not passed");
        assertEquals(0, now.remainingMillis());
        assertSame(now, Deadline.in(Duration.ZERO), "polling in a loop makes a deadline each time");
    }

    @Test
    void shouldNeverPassWhenTheTimeoutIsLongerThanTheClock() {
        final Deadline never = Deadline.in(Duration.ofSeconds(Long.MAX_VALUE));
        assertTrue(never.isNever());
        assertFalse(never.expired());
        assertEquals(Long.MAX_VALUE, never.remainingNanos());
        assertEquals(-1, never.remainingMillis());
    }

    @Test
    void shouldTellWhatIsLeftInMillisecondsRoundedUp() {
        final Deadline later = Deadline.in(LONG);
        final int millis = later.remainingMillis();
        assertTrue(millis > 0 && millis <= LONG.toMillis(), millis + " ms of an hour are left");
        assertFalse(later.expired());
        assertFalse(later.isNever());
    }

    @Test
    void shouldTakeTheSoonerOfTwo() {
        final Deadline later = Deadline.in(LONG);
        assertSame(later, later.orIn(LONG.toNanos() * 2));
        assertTrue(later.orIn(1_000_000).remainingMillis() <= 1);
        assertFalse(Deadline.NEVER.orIn(LONG.toNanos()).isNever());
    }

    @Test
    void shouldRefuseANegativeTimeout() {
        assertThrows(IllegalArgumentException.class, () -> Deadline.in(Duration.ofMillis(-1)));
    }
}
