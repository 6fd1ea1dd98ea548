package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of messages that do not simply arrive whole: in parts, early, late, or handed back. */
final class MessageFateTest {
    private static final AssociationConfig DEFAULTS =
            AssociationConfig.builder().build();
    private static final long MILLI = 1_000_000;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private final ByteBuffer inbox = ByteBuffer.allocateDirect(1 << 18);
    private final ReceiveInfo info = new ReceiveInfo();

    MessageFateTest() {
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) ((i * 31) >> 3));
        }
    }

    /** RFC 6458 section 6.1.11. */
    @Test
    void shouldHandBackWhatWasNotAcknowledgedAndWhatWasNotSent() {
        final EnginePair pair = EnginePair.withDefaults().connect();
        pair.tap = (fromClient, packet, offset, length) -> !fromClient;
        for (int i = 0; i < 3; i++) {
            assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, buffer, 0, 70_000, i, 0, 7, i));
        }
        pair.run();
        pair.clientSide.abort();
        pair.run();
        assertEquals(
                List.of(
                        "established",
                        "failed ASSOCIATION_OVER stream 0 ppid 7 context 0 sent",
                        "failed ASSOCIATION_OVER stream 1 ppid 7 context 1 unsent",
                        "failed ASSOCIATION_OVER stream 2 ppid 7 context 2 unsent",
                        "closed ABORTED 12"),
                pair.clientEvents.events);
        for (final ByteBuffer payload : pair.clientEvents.failed) {
            assertEquals(-1, payload.mismatch(buffer.slice(0, 70_000)));
        }
        assertEquals(0, pair.client.memoryBlocks());
    }

    @Test
    void shouldFreeFailedMessagesWithoutAWordWhenTheUserDoesNotWantThem() {
        final AssociationConfig silent =
                AssociationConfig.builder().reportFailedMessages(false).build();
        final EnginePair pair = new EnginePair(silent, DEFAULTS).connect();
        pair.tap = (fromClient, packet, offset, length) -> !fromClient;
        Sends.send(pair.clientSide, buffer, 0, 1000, 0, 0, 0, 0);
        pair.run();
        pair.clientSide.abort();
        assertEquals(0, pair.client.memoryBlocks());
        pair.run();
        assertEquals(List.of("established", "closed ABORTED 12"), pair.clientEvents.events);
    }

    /** Section 5.1, step C. */
    @Test
    void shouldSendTheFirstMessagesWithTheCookieEcho() {
        final EnginePair pair = new EnginePair(DEFAULTS, DEFAULTS);
        final List<List<Integer>> packets = new ArrayList<>();
        pair.tap = (fromClient, packet, offset, length) -> {
            if (fromClient) {
                packets.add(chunkTypes(packet, offset, length));
            }
            return true;
        };
        pair.beginToConnect();
        assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, buffer, 0, 100, 3, 0, 7, 0));
        assertEquals(SendResult.INVALID_STREAM, Sends.send(pair.clientSide, buffer, 0, 100, 64, 0, 7, 0));
        pair.run();
        assertEquals(
                List.of(List.of(ChunkType.INIT), List.of(ChunkType.COOKIE_ECHO, ChunkType.DATA)),
                packets.subList(0, 2));
        assertEquals(100, pair.serverEvents.association.receive(inbox, 0, 1000, info));
        assertEquals(3, info.stream());
    }

    @Test
    void shouldSendEarlyMessagesAgainWhenTheirAcknowledgementIsLost() {
        final EnginePair pair = new EnginePair(DEFAULTS, DEFAULTS);
        pair.tap = (fromClient, packet, offset, length) ->
                fromClient || !chunkTypes(packet, offset, length).contains(ChunkType.SACK);
        pair.beginToConnect();
        Sends.send(pair.clientSide, buffer, 0, 100, 3, 0, 7, 0);
        pair.pass(900 * MILLI);
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(2000 * MILLI);
        assertTrue(pair.clientEvents.events.contains("drained"), pair.clientEvents.events::toString);
        assertEquals(1, pair.serverEvents.association.readyMessages());
    }

    @Test
    void shouldHandBackEarlyMessagesForStreamsThatAreNotGranted() {
        final AssociationConfig few =
                AssociationConfig.builder().maxInboundStreams(2).build();
        final EnginePair pair = new EnginePair(DEFAULTS, few);
        pair.beginToConnect();
        for (int stream = 0; stream < 4; stream++) {
            Sends.send(pair.clientSide, buffer, 0, 100, stream, 0, 7, stream);
        }
        pair.run();
        assertEquals(2, pair.clientEvents.failed.size());
        assertTrue(
                pair.clientEvents.events.contains("failed NO_SUCH_STREAM stream 2 ppid 7 context 2 unsent"),
                pair.clientEvents.events::toString);
        assertEquals(2, pair.serverEvents.association.readyMessages());
    }

    /** Section 6.9, and RFC 6458 section 8.1.21. */
    @Test
    void shouldHandUpInPartsAMessageThatTheWindowCannotHold() {
        final EnginePair pair = new EnginePair(DEFAULTS, inParts()).connect();
        Sends.send(pair.clientSide, buffer, 0, 200_000, 1, 0, 7, 0);
        Sends.send(pair.clientSide, buffer, 0, 50, 2, 0, 8, 0);
        pair.run();
        int done = 0;
        int parts = 0;
        while (!info.isComplete() || parts == 0) {
            final int length = pair.serverSide.receive(inbox, done, inbox.capacity() - done, info);
            if (length < 0) {
                pair.pass(100 * MILLI);
                continue;
            }
            assertEquals(1, info.stream(), "other messages wait");
            done += length;
            parts++;
        }
        assertEquals(200_000, done);
        assertTrue(parts > 5, "parts: " + parts);
        assertEquals(-1, inbox.slice(0, done).mismatch(buffer.slice(0, done)));
        pair.pass(1000 * MILLI);
        assertEquals(50, pair.serverSide.receive(inbox, 0, 1000, info));
    }

    /** Several messages wait for their turn past the point: each is taken up when it has come. */
    @Test
    void shouldTakeUpALongMessageWhoseTurnComesLate() {
        final EnginePair pair = new EnginePair(DEFAULTS, inParts()).connect();
        final int[] packets = {0};
        pair.tap = (fromClient, packet, offset, length) -> !fromClient || packets[0]++ != 0;
        Sends.send(pair.clientSide, buffer, 0, 1400, 1, 0, 7, 0);
        pair.run();
        Sends.send(pair.clientSide, buffer, 0, 60_000, 1, 0, 7, 0);
        pair.run();
        int done = 0;
        for (int i = 0; i < 200; i++) {
            done += Math.max(0, pair.serverSide.receive(inbox, 0, inbox.capacity(), info));
            pair.pass(100 * MILLI);
        }
        assertEquals(61_400, done);
    }

    /** RFC 6458 section 6.1.7. */
    @Test
    void shouldTellThatTheRestOfAMessageWillNotCome() {
        final EnginePair pair = new EnginePair(DEFAULTS, inParts()).connect();
        Sends.send(pair.clientSide, buffer, 0, 200_000, 1, 0, 7, 0);
        pair.run();
        pair.clientSide.abort();
        pair.run();
        int length = pair.serverSide.receive(inbox, 0, inbox.capacity(), info);
        while (!info.isAborted()) {
            assertTrue(length > 0 && info.isPartial(), "a part of " + length);
            length = pair.serverSide.receive(inbox, 0, inbox.capacity(), info);
        }
        assertEquals(0, length);
        assertEquals(1, info.stream());
        assertFalse(info.isComplete());
        assertEquals(-1, pair.serverSide.receive(inbox, 0, inbox.capacity(), info));
        pair.server.release(pair.serverSide);
        assertEquals(0, pair.server.memoryBlocks());
    }

    /** Section 6.1, rule D. */
    @Test
    void shouldGatherSmallMessagesWhileDataIsUnacknowledgedIfToldTo() {
        final AssociationConfig nagle =
                AssociationConfig.builder().noDelay(false).build();
        final EnginePair pair = new EnginePair(nagle, DEFAULTS).connect();
        final int[] packets = {0};
        // The first message of an association is acknowledged at once.
        Sends.send(pair.clientSide, buffer, 0, 100, 0, 0, 0, 0);
        pair.run();
        assertEquals(100, pair.serverSide.receive(inbox, 0, inbox.capacity(), info));
        pair.tap = (fromClient, packet, offset, length) -> {
            packets[0] += fromClient ? 1 : 0;
            return true;
        };
        for (int i = 0; i < 10; i++) {
            Sends.send(pair.clientSide, buffer, 0, 100, 0, 0, 0, 0);
            pair.run();
        }
        assertEquals(1, packets[0]);
        pair.pass(500 * MILLI);
        assertEquals(2, packets[0]);
        assertEquals(10, pair.serverSide.readyMessages());
    }

    /** Section 6.1, rule A: a peer that keeps its window closed but answers probes is alive. */
    @Test
    void shouldProbeAClosedWindowForAsLongAsThePeerAnswers() {
        final AssociationConfig small = AssociationConfig.builder()
                .receiveWindowBytes(4000)
                .maxMessageBytes(4000)
                .build();
        final EnginePair pair = new EnginePair(DEFAULTS, small).connect();
        for (int i = 0; i < 10; i++) {
            Sends.send(pair.clientSide, buffer, 0, 1000, 0, 0, 0, 0);
        }
        pair.pass(3_600_000 * MILLI);
        assertFalse(pair.clientEvents.events.toString().contains("closed"), pair.clientEvents.events::toString);
        assertEquals(0, pair.clientSide.peerWindow());
        int received = 0;
        for (int i = 0; i < 200; i++) {
            received += pair.serverSide.receive(inbox, 0, 2000, info) >= 0 ? 1 : 0;
            pair.pass(1000 * MILLI);
        }
        assertEquals(10, received);
    }

    private static AssociationConfig inParts() {
        return AssociationConfig.builder()
                .receiveWindowBytes(16_000)
                .maxMessageBytes(16_000)
                .partialDeliveryBytes(4000)
                .build();
    }

    private static List<Integer> chunkTypes(final ByteBuffer packet, final int offset, final int length) {
        final List<Integer> types = new ArrayList<>();
        for (int at = offset + PacketHeader.LENGTH; at < offset + length; ) {
            types.add(Chunk.type(packet, at));
            at += Chunk.padded(Chunk.length(packet, at));
        }
        return types;
    }
}
