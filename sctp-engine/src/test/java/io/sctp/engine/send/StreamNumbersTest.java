package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** RFC 9260 section 6.5. */
final class StreamNumbersTest {
    private final StreamNumbers numbers = new StreamNumbers();

    @Test
    void shouldBeginAtZero() {
        assertEquals(0, numbers.next(0));
        assertEquals(0, numbers.next(0xFFFF));
    }

    @Test
    void shouldCountStreamsApart() {
        numbers.advance(3);
        numbers.advance(3);
        assertEquals(2, numbers.next(3));
        assertEquals(0, numbers.next(2));
        assertEquals(0, numbers.next(4));
    }

    @Test
    void shouldGoOnAtZeroBehind65535() {
        numbers.set(3, 0xFFFF);
        assertEquals(0xFFFF, numbers.next(3));
        numbers.advance(3);
        assertEquals(0, numbers.next(3));
    }

    @Test
    void shouldKeepNumbersWhenAHigherStreamIsUsed() {
        numbers.set(3, 7);
        numbers.set(0xFFFF, 8);
        assertEquals(7, numbers.next(3));
        assertEquals(8, numbers.next(0xFFFF));
    }

    @Test
    void shouldBeginAStreamAgain() {
        numbers.set(3, 7);
        numbers.set(4, 8);
        numbers.reset(3);
        numbers.reset(1000);
        assertEquals(0, numbers.next(3));
        assertEquals(8, numbers.next(4));
        numbers.reset();
        assertEquals(0, numbers.next(4));
    }
}
