package io.sctp.engine.receive;

import static io.sctp.engine.receive.Inbound.Outcome.ACCEPTED;
import static io.sctp.engine.receive.TextChunks.BEGIN;
import static io.sctp.engine.receive.TextChunks.END;
import static io.sctp.engine.receive.TextChunks.MIDDLE;
import static io.sctp.engine.receive.TextChunks.UNORDERED;
import static io.sctp.engine.receive.TextChunks.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.packet.ForwardTsnChunk;
import io.sctp.engine.packet.IForwardTsnChunk;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arriving I-DATA chunks (RFC 8260). */
final class InboundIDataTest {
    private static final int WINDOW = ReceivingEnd.WINDOW;
    private static final int LONGEST = ReceivingEnd.LONGEST;
    private static final int OFFSET = ReceivingEnd.OFFSET;

    private ReceivingEnd end = new ReceivingEnd();

    @Test
    void shouldTakeIDataOnceThatIsAgreedOn() {
        end.inbound.interleave(true, 0);
        assertEquals(ACCEPTED, end.iData(100, BEGIN, 1, 0, TextChunks.PPID, "a1"));
        assertEquals(ACCEPTED, end.iData(101, BEGIN, 2, 0, TextChunks.PPID, "b1"));
        assertEquals(ACCEPTED, end.iData(102, END, 1, 0, 1, "a2"));
        assertEquals(ACCEPTED, end.iData(103, END, 2, 0, 1, "b2"));
        assertEquals(List.of("a1a2", "b1b2"), end.readAll());
        assertEquals(TextChunks.PPID, end.info.ppid());
        assertEquals(0, end.info.messageId());
        end.iData(105, WHOLE, 1, 1, TextChunks.PPID, "c");
        end.readAll();
        assertEquals(1, end.info.messageId());
        assertEquals(1, end.info.ssn());
        end.iData(104, WHOLE | UNORDERED, 1, 70_000, 9, "d");
        end.readAll();
        assertEquals(70_000, end.info.messageId());
        assertEquals(9, end.info.ppid());
        assertEquals(0, end.info.ssn());
    }

    /** Linux numbers the second fragment 0. */
    @Test
    void shouldTakeIDataOfAPeerThatNumbersTheSecondFragmentZero() {
        end.inbound.interleave(true, 1);
        end.iData(100, BEGIN, 1, 0, TextChunks.PPID, "a");
        end.iData(101, MIDDLE, 1, 0, 0, "b");
        end.iData(102, END, 1, 0, 1, "c");
        assertEquals(List.of("abc"), end.readAll());
    }

    @Test
    void shouldWaitForTheFragmentsOfEachMessageOfIData() {
        end.inbound.interleave(true, 0);
        end.nowNs = 10;
        end.iData(100, BEGIN, 1, 0, 0, "a");
        end.nowNs = 20;
        end.iData(101, BEGIN, 2, 0, 0, "b");
        assertTrue(end.inbound.noteProgress(20));
        assertEquals(10, end.inbound.waitingSinceNs());
    }

    @Test
    void shouldHandUpPartsOfIDataInTurnIfSeveralMayBe() {
        end = new ReceivingEnd(4);
        end.inbound.partialDelivery(4, true);
        end.inbound.interleave(true, 0);
        end.iData(100, BEGIN, 1, 0, 0, "one ");
        end.iData(101, BEGIN, 2, 0, 0, "two ");
        assertEquals(List.of("one ...", "two ..."), end.readAll());
        end.inbound.partialDelivery(4, false);
        end.iData(102, WHOLE, 3, 0, 0, "waits");
        assertEquals(List.of(), end.readAll());
    }

    @Test
    void shouldHandUpPartsOfAMessageOfIDataHoweverLongItBecomes() {
        end = new ReceivingEnd(4);
        end.inbound.interleave(true, 0);
        end.iData(100, BEGIN, 1, 0, 0, "a".repeat(LONGEST));
        end.readAll();
        assertEquals(ACCEPTED, end.iData(101, MIDDLE, 1, 0, 1, "b"));
    }

    @Test
    void shouldHandUpPartsOfIDataWhenTheWindowIsNearlyUsedUp() {
        end = new ReceivingEnd(WINDOW);
        end.inbound.interleave(true, 0);
        end.iData(100, BEGIN, 1, 0, 0, "a".repeat(500));
        assertEquals(List.of(), end.readAll());
        end.iData(101, BEGIN, 2, 0, 0, "b".repeat(250));
        assertEquals(List.of("a".repeat(500) + "..."), end.readAll());
    }

    @Test
    void shouldTakeDataAgainWhenTheNextAssociationHasNoIData() {
        end.inbound.interleave(true, 0);
        end.iData(100, BEGIN, 1, 0, 0, "lost");
        end.inbound.start(100);
        end.inbound.interleave(false, 0);
        end.data(100, WHOLE, 1, 0, "data");
        assertEquals(List.of("data"), end.readAll());
        assertEquals(0, end.inbound.heldBytes());
    }

    @Test
    void shouldSkipMessagesOfIData() {
        end.inbound.interleave(true, 0);
        end.iData(102, WHOLE, 1, 2, 0, "third");
        final int entry = OFFSET + ForwardTsnChunk.FIXED_LENGTH;
        end.packet.putInt(OFFSET + ForwardTsnChunk.TSN_OFFSET, 101);
        IForwardTsnChunk.writeEntry(end.packet, entry, 1, false, 1);
        end.inbound.forward(end.packet, OFFSET, ForwardTsnChunk.FIXED_LENGTH + IForwardTsnChunk.ENTRY_LENGTH);
        assertEquals(102, end.inbound.tracker().cumulative());
        assertEquals(List.of("third"), end.readAll());
    }
}
