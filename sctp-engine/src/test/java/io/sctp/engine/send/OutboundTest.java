package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.FailedMessage;
import io.sctp.engine.SendOptions;
import io.sctp.engine.SendResult;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.DataChunk;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 9260 sections 6.1 and 6.9. */
final class OutboundTest {
    private static final int AT = 12;

    private final SendingEnd end = new SendingEnd();
    private final Outbound outbound = end.outbound;

    // -- the send buffer --------------------------------------------------------------------------------------------

    @Test
    void shouldRefuseWhatCannotBeSent() {
        assertEquals(SendResult.INVALID_STREAM, end.queue(new SendOptions().stream(SendingEnd.STREAMS), 10));
        assertEquals(SendResult.INVALID_STREAM, end.queue(new SendOptions().stream(-1), 10));
        assertEquals(SendResult.EMPTY, end.queue(0));
        assertEquals(SendResult.TOO_LONG, end.queue(SendingEnd.BUFFER + 1));
        assertEquals(SendResult.QUEUED, end.queue(SendingEnd.BUFFER));
        outbound.addStreams(1);
        assertEquals(SendResult.WOULD_BLOCK, end.queue(new SendOptions().stream(SendingEnd.STREAMS), 10));
    }

    @Test
    void shouldTakeMessagesUntilTheBufferIsFull() {
        end.queue(SendingEnd.BUFFER - 64);
        assertEquals(SendResult.QUEUED, end.queue(1), "which counts as 64 bytes");
        assertEquals(SendingEnd.BUFFER, outbound.bufferedBytes());
        assertEquals(SendResult.WOULD_BLOCK, end.queue(1));
        assertFalse(outbound.takeWritable());
        outbound.buffer().limit(3 * SendingEnd.BUFFER);
        assertTrue(outbound.takeWritable(), "half of it is free");
        assertFalse(outbound.takeWritable(), "it says so once");
    }

    @Test
    void shouldTakeNoMessageOfAStreamThatIsHeld() {
        end.queue(10);
        outbound.hold(0);
        assertEquals(SendResult.WOULD_BLOCK, end.queue(10));
        assertEquals(SendResult.QUEUED, end.queue(new SendOptions().stream(1), 10));
        assertTrue(outbound.isHeldDataQueued());
        end.writeNew();
        assertFalse(outbound.isHeldDataQueued());
        outbound.unhold();
        assertEquals(SendResult.QUEUED, end.queue(10));
    }

    // -- packets ----------------------------------------------------------------------------------------------------

    @Test
    void shouldBundleMessagesIntoAPacket() {
        assertTrue(outbound.isDrained());
        end.queue(100);
        end.queue(new SendOptions().stream(3).unordered(true), 200);
        assertFalse(outbound.isQueueEmpty());
        assertEquals(List.of(0, 1), end.writeNew());
        assertTrue(outbound.isQueueEmpty());
        assertFalse(outbound.isDrained());
        assertEquals(2, outbound.unacknowledgedChunks());
        assertEquals(1, outbound.orderedChunksSent());
        assertEquals(1, outbound.unorderedChunksSent());
        assertEquals(2, end.one.flightChunks());
        assertEquals(SendingEnd.WINDOW - 300, outbound.peerWindow());
        end.sack(1);
        assertTrue(outbound.isDrained());
        assertEquals(0, outbound.bufferedBytes());
    }

    @Test
    void shouldCutAMessageThatIsLongerThanAPacket() {
        end.queue(new SendOptions().sackImmediately(true), 3000);
        assertEquals(List.of(0), end.writeNew());
        assertChunk(DataChunk.FLAG_BEGIN, 1400);
        assertEquals(List.of(1), end.writeNew());
        assertChunk(0, 1400);
        end.queue(100);
        assertEquals(List.of(2, 3), end.writeNew());
        assertChunk(DataChunk.FLAG_END | DataChunk.FLAG_IMMEDIATE, 200);
    }

    /** One that fits a packet of its own waits for it. */
    @Test
    void shouldNotCutAMessageThatFitsAPacket() {
        end.queue(100);
        end.queue(1400);
        assertEquals(List.of(0), end.writeNew());
        assertEquals(List.of(1), end.writeNew());
        assertChunk(DataChunk.FLAG_BEGIN | DataChunk.FLAG_END, 1400);
    }

    @Test
    void shouldKeepToTheCongestionWindow() {
        for (int i = 0; i < 50; i++) {
            end.queue(1000);
        }
        int packets = 0;
        while (!end.writeNew().isEmpty()) {
            packets++;
        }
        assertTrue(end.one.flight().bytes() >= end.one.congestion().windowBytes());
        assertEquals(packets, end.one.flightChunks());
        assertTrue(packets < 50);
    }

    /** Section 6.1, rule A. */
    @Test
    void shouldKeepToThePeersWindow() {
        end.send(1);
        end.sackWithWindow(250, 0);
        for (int i = 0; i < 3; i++) {
            end.queue(100);
        }
        assertEquals(List.of(1, 2), end.writeNew());
        assertFalse(outbound.windowAllowsNew(1400));
        assertFalse(outbound.isWindowClosed(1400), "a SACK will open it");
        end.sackWithWindow(0, 2);
        assertTrue(outbound.isWindowClosed(1400));
        outbound.probe().demand();
        assertTrue(outbound.windowAllowsNew(1400), "a probe may go");
    }

    // -- failure ----------------------------------------------------------------------------------------------------

    @Test
    void shouldHandBackWhatWasNotAcknowledged() {
        end.send(2);
        end.queue(100);
        end.sack(0);
        assertEquals(0, outbound.fail(end.paths, FailedMessage.Reason.ASSOCIATION_OVER, 12, 1));
        assertEquals(8, outbound.fail(end.paths, FailedMessage.Reason.ASSOCIATION_OVER, 12, 9));
        assertEquals(0, outbound.bufferedBytes());
        assertEquals(0, end.one.flightChunks());
        assertTrue(outbound.failed().first().wasSent());
        assertEquals(12, outbound.failed().first().causeCode());
        outbound.failed().removeFirst();
        assertFalse(outbound.failed().first().wasSent());
        outbound.failed().removeFirst();
        assertTrue(outbound.failed().isEmpty());
        assertEquals(0, end.pool.liveBlocks());
    }

    /** Section 5.1.1: the peer granted fewer streams than were asked for. */
    @Test
    void shouldHandBackMessagesOfStreamsThatWereNotGranted() {
        end.queue(new SendOptions().stream(9), 100);
        end.queue(100);
        outbound.start(SendingEnd.FIRST, 5, SendingEnd.WINDOW);
        assertEquals(5, outbound.streamCount());
        assertEquals(List.of(), end.writeNew());
        assertEquals(1, outbound.failUngranted(10));
        assertEquals(
                FailedMessage.Reason.NO_SUCH_STREAM, outbound.failed().first().reason());
        assertEquals(List.of(0), end.writeNew());
    }

    @Test
    void shouldBeginAgainWithOtherNumbers() {
        end.send(1);
        end.sack(0);
        assertFalse(outbound.isRestarted());
        outbound.restart(500);
        assertTrue(outbound.isRestarted());
        assertEquals(500, outbound.nextTsn());
        end.queue(100);
        end.writeNew();
        assertEquals(0, DataChunk.ssn(end.packet, AT));
    }

    private void assertChunk(final int flags, final int length) {
        assertEquals(flags, Chunk.flags(end.packet, AT));
        assertEquals(DataChunk.HEADER_LENGTH + length, Chunk.length(end.packet, AT));
    }
}
