package io.sctp.engine.receive;

import static io.sctp.engine.receive.TextChunks.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.packet.SackChunk;
import org.junit.jupiter.api.Test;

/** The SACKs that answer arriving chunks, and those that report a larger window (RFC 9260 section 6.2). */
final class InboundSackTest {
    private static final int WINDOW = ReceivingEnd.WINDOW;

    private final ReceivingEnd end = new ReceivingEnd();

    @Test
    void shouldAcknowledgeAllThatThereIs() {
        end.data(100, WHOLE, 1, 0, "a");
        end.data(102, WHOLE, 1, 2, "c");
        end.inbound.oweSack();
        assertFalse(end.inbound.owesSeveral());
        assertEquals(SackChunk.FIXED_LENGTH + SackChunk.BLOCK_LENGTH, end.inbound.sackLength(1000));
        assertEquals("100 window 872 [2-2]", end.sack());
    }

    /** Each packet is owed one of its own, with what it would have said when its packet had come. */
    @Test
    void shouldWriteAsManySacksAsAreOwed() {
        end.data(100, WHOLE, 1, 0, "a");
        end.inbound.oweSack();
        end.data(102, WHOLE, 1, 2, "c");
        end.data(102, WHOLE, 1, 2, "c");
        end.inbound.oweSack();
        end.data(103, WHOLE, 1, 3, "d");
        end.data(103, WHOLE, 1, 3, "d");
        end.inbound.oweSack();
        assertTrue(end.inbound.owesSeveral());
        assertEquals(SackChunk.FIXED_LENGTH, end.inbound.sackLength(1000));
        assertEquals("100 window 936 []", end.sack());
        assertEquals("100 window 872 [2-2] twice 102", end.sack());
        assertFalse(end.inbound.owesSeveral());
        end.data(104, WHOLE, 1, 4, "e");
        assertEquals("100 window 744 [2-4] twice 103", end.sack(), "the last tells of all");
        assertEquals("100 window 744 [2-4]", end.sack(), "but of duplicates once");
    }

    @Test
    void shouldReportDuplicatesAgainHoweverManyItHasReported() {
        end.data(100, WHOLE, 1, 0, "a");
        for (int i = 0; i < 16; i++) {
            end.data(100, WHOLE, 1, 0, "a");
        }
        end.sack();
        end.data(100, WHOLE, 1, 0, "a");
        assertEquals("100 window 936 [] twice 100", end.sack());
    }

    /** RFC 9260 section 6.2: by a quarter of the buffer, so that updates are few. */
    @Test
    void shouldTellThePeerOfAWindowThatHasGrown() {
        end.data(100, WHOLE, 1, 0, "a".repeat(WINDOW - 200));
        end.sack();
        assertFalse(end.inbound.isWindowUpdateDue(100));
        end.readAll();
        assertTrue(end.inbound.isWindowUpdateDue(100));
        end.sack();
        assertFalse(end.inbound.isWindowUpdateDue(100));
        end.data(101, WHOLE, 1, 1, "a".repeat(WINDOW - 250));
        end.sack();
        end.readAll();
        assertFalse(end.inbound.isWindowUpdateDue(100), "a quarter was left: it was not small");
        assertFalse(end.inbound.isWindowUpdateDue(125));
        assertTrue(end.inbound.isWindowUpdateDue(126), "two packets did not fit");
    }

    @Test
    void shouldNotTellThePeerOfAWindowThatHasGrownLittle() {
        end.data(100, WHOLE, 1, 0, "a".repeat(249));
        end.data(101, WHOLE, 1, 1, "b".repeat(751));
        end.sack();
        end.receive();
        assertFalse(end.inbound.isWindowUpdateDue(100));
        end.receive();
        assertTrue(end.inbound.isWindowUpdateDue(100));
    }
}
