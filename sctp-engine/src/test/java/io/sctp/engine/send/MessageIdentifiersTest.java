package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** RFC 8260 section 2.1. */
final class MessageIdentifiersTest {
    private final MessageIdentifiers identifiers = new MessageIdentifiers();

    @Test
    void shouldBeginAtZero() {
        assertEquals(0, identifiers.next(0, false));
        assertEquals(0, identifiers.next(0xFFFF, true));
    }

    @Test
    void shouldCountStreamsAndOrdersApart() {
        identifiers.advance(3, false);
        identifiers.advance(3, false);
        identifiers.advance(3, true);
        assertEquals(2, identifiers.next(3, false));
        assertEquals(1, identifiers.next(3, true));
        assertEquals(0, identifiers.next(2, true));
        assertEquals(0, identifiers.next(4, false));
    }

    @Test
    void shouldGoOnBehindTheHighest() {
        identifiers.set(3, false, -1);
        identifiers.advance(3, false);
        assertEquals(0, identifiers.next(3, false));
    }

    @Test
    void shouldKeepNumbersWhenAHigherStreamIsUsed() {
        identifiers.set(3, true, 7);
        identifiers.set(0xFFFF, true, 8);
        assertEquals(7, identifiers.next(3, true));
        assertEquals(8, identifiers.next(0xFFFF, true));
        assertEquals(0, identifiers.next(0xFFFF, false));
    }

    @Test
    void shouldBeginStreamsAgain() {
        for (final int stream : new int[] {1, 2, 3}) {
            identifiers.set(stream, false, 5);
            identifiers.set(stream, true, 6);
        }
        identifiers.reset(1, 2, 1000);
        assertEquals(0, identifiers.next(1, false));
        assertEquals(0, identifiers.next(2, true));
        assertEquals(5, identifiers.next(3, false));
        assertEquals(6, identifiers.next(3, true));
        identifiers.reset();
        assertEquals(0, identifiers.next(3, false));
        assertEquals(0, identifiers.next(3, true));
    }
}
