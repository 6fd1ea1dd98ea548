package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ReconfigChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that are reset and added while the association is up (RFC 6525). */
final class ReconfigTest {
    private static final int ALL_GRANTS = AssociationConfig.GRANT_STREAM_RESET
            | AssociationConfig.GRANT_ASSOCIATION_RESET
            | AssociationConfig.GRANT_MORE_STREAMS;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final ReceiveInfo info = new ReceiveInfo();

    @Test
    void shouldBeginStreamAgainAfterEverythingSentBefore() {
        final EnginePair pair = pair(ALL_GRANTS);
        send(pair.clientSide, 1, 3);
        send(pair.clientSide, 2, 1);
        assertEquals(ReconfigRequest.BEGUN, pair.clientSide.resetOutgoingStreams(1));
        assertEquals(
                SendResult.WOULD_BLOCK, Sends.send(pair.clientSide, buffer, 0, 10, 1, 0, 0, 0), "while it is reset");
        assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, buffer, 0, 10, 2, 0, 0, 0), "another stream");
        pair.run();
        send(pair.clientSide, 1, 1);
        send(pair.clientSide, 2, 1);
        pair.run();
        assertArrayEquals(new int[] {10, 11, 12, 20, 21, 10, 22}, sequences(pair.serverSide));
        assertTrue(pair.clientEvents.events.contains("reset outgoing PERFORMED [1]"));
        assertTrue(pair.serverEvents.events.contains("reset incoming PERFORMED [1]"));
        assertTrue(pair.clientEvents.events.contains("writable"), "who was refused is told");
    }

    @Test
    void shouldAskPeerToResetItsStreams() {
        final EnginePair pair = pair(ALL_GRANTS);
        send(pair.serverSide, 3, 2);
        pair.run();
        assertEquals(ReconfigRequest.BEGUN, pair.clientSide.resetIncomingStreams(3, 4));
        pair.run();
        send(pair.serverSide, 3, 1);
        pair.run();
        assertArrayEquals(new int[] {30, 31, 30}, sequences(pair.clientSide));
        assertTrue(pair.clientEvents.events.contains("reset incoming PERFORMED [3, 4]"));
        assertTrue(pair.serverEvents.events.contains("reset outgoing PERFORMED [3, 4]"));
        assertEquals(ReconfigRequest.BEGUN, pair.clientSide.resetIncomingStreams(), "the next one");
    }

    @Test
    void shouldGrantResetThatItAskedForItself() {
        final EnginePair pair = new EnginePair(
                        AssociationConfig.builder().build(),
                        AssociationConfig.builder()
                                .grantedReconfigurations(ALL_GRANTS)
                                .build())
                .connect();
        pair.clientSide.resetIncomingStreams();
        pair.run();
        assertTrue(pair.clientEvents.events.contains("reset incoming PERFORMED []"));
        assertEquals(ReconfigRequest.BEGUN, pair.clientSide.addIncomingStreams(5));
        pair.run();
        assertEquals(69, pair.clientSide.inboundStreams());
        assertEquals(69, pair.serverSide.outboundStreams());
    }

    @Test
    void shouldBeginAllNumbersAgain() {
        final EnginePair pair = pair(ALL_GRANTS);
        send(pair.clientSide, 1, 2);
        send(pair.serverSide, 1, 2);
        final int before = pair.clientSide.nextTsn();
        assertEquals(ReconfigRequest.BEGUN, pair.clientSide.resetAssociation());
        pair.pass(5_000_000_000L);
        assertTrue(pair.clientEvents.events.contains("association reset PERFORMED"));
        assertTrue(pair.serverEvents.events.contains("association reset PERFORMED"));
        assertFalse(Math.abs(pair.clientSide.nextTsn() - before) < 1000, "TSNs went on");
        send(pair.clientSide, 1, 1);
        send(pair.serverSide, 1, 1);
        pair.run();
        assertArrayEquals(new int[] {10, 11, 10}, sequences(pair.serverSide));
        assertArrayEquals(new int[] {10, 11, 10}, sequences(pair.clientSide));
        assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state());
    }

    /** The network may hold an acknowledgement back for longer than it takes to begin all numbers again. */
    @Test
    void shouldNotTakeOldAcknowledgementsForOnesOfWhatWasNeverSent() {
        final EnginePair pair = pair(ALL_GRANTS);
        final List<byte[]> held = new ArrayList<>();
        pair.tap = (fromClient, packet, offset, length) -> {
            if (!fromClient && Chunk.type(packet, offset + PacketHeader.LENGTH) == ChunkType.SACK) {
                final byte[] copy = new byte[length];
                packet.get(offset, copy);
                held.add(copy);
            }
            return true;
        };
        for (int i = 0; i < 20; i++) {
            send(pair.clientSide, 1, 1);
            pair.pass(300_000_000L);
        }
        pair.tap = (fromClient, packet, offset, length) -> true;
        for (int i = 0; i < 4; i++) {
            assertEquals(ReconfigRequest.BEGUN, (i % 2 == 0 ? pair.clientSide : pair.serverSide).resetAssociation());
            pair.pass(5_000_000_000L);
            for (final byte[] old : held) {
                buffer.put(0, old);
                pair.client.handlePacket(
                        pair.nowNs,
                        buffer,
                        0,
                        old.length,
                        EnginePair.SERVER_ADDRESS.high(),
                        EnginePair.SERVER_ADDRESS.low(),
                        EnginePair.UDP_PORT,
                        0);
            }
            pair.run();
            assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state(), "after " + (i + 1) + " resets");
        }
        assertTrue(held.size() > 10, "held " + held.size());
    }

    @Test
    void shouldAddStreams() {
        final EnginePair pair = pair(ALL_GRANTS);
        assertEquals(SendResult.INVALID_STREAM, Sends.send(pair.clientSide, buffer, 0, 10, 64, 0, 0, 0));
        pair.clientSide.addOutgoingStreams(2);
        pair.run();
        assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, buffer, 0, 10, 65, 0, 0, 0));
        pair.run();
        assertArrayEquals(new int[] {650}, sequences(pair.serverSide));
        assertTrue(pair.clientEvents.events.contains("streams added PERFORMED 0 2"));
        assertTrue(pair.serverEvents.events.contains("streams added PERFORMED 2 0"));
        pair.clientSide.addIncomingStreams(3);
        pair.run();
        assertEquals(67, pair.serverSide.outboundStreams());
        assertEquals(67, pair.clientSide.inboundStreams());
        assertEquals(ReconfigRequest.INVALID, pair.clientSide.addIncomingStreams(65536));
    }

    @Test
    void shouldDenyWhatIsNotGranted() {
        final EnginePair pair = pair(0);
        pair.clientSide.resetOutgoingStreams(1);
        pair.run();
        pair.clientSide.resetIncomingStreams(1);
        pair.run();
        pair.clientSide.resetAssociation();
        pair.run();
        pair.clientSide.addOutgoingStreams(1);
        pair.run();
        pair.clientSide.addIncomingStreams(1);
        pair.run();
        for (final String event : new String[] {
            "reset outgoing DENIED [1]",
            "reset incoming DENIED [1]",
            "association reset DENIED",
            "streams added DENIED 0 1",
            "streams added DENIED 1 0"
        }) {
            assertTrue(pair.clientEvents.events.contains(event), event + " in " + pair.clientEvents.events);
        }
        assertEquals(64, pair.clientSide.outboundStreams());
        send(pair.clientSide, 1, 1);
        pair.run();
        assertArrayEquals(new int[] {10}, sequences(pair.serverSide));
    }

    @Test
    void shouldSayWhatCannotBegin() {
        final EnginePair pair = new EnginePair(
                        AssociationConfig.builder().build(),
                        AssociationConfig.builder()
                                .reconfigurationSupported(false)
                                .build())
                .connect();
        assertFalse(pair.clientSide.isReconfigurable());
        assertEquals(ReconfigRequest.NOT_SUPPORTED, pair.clientSide.resetOutgoingStreams());
        final EnginePair other = pair(ALL_GRANTS);
        assertEquals(ReconfigRequest.INVALID, other.clientSide.resetOutgoingStreams(64));
        other.clientSide.resetOutgoingStreams(1);
        assertEquals(ReconfigRequest.BUSY, other.clientSide.addOutgoingStreams(1));
        other.clientSide.abort();
        assertEquals(ReconfigRequest.NOT_ESTABLISHED, other.clientSide.addOutgoingStreams(1));
        other.run();
        assertTrue(other.clientEvents.events.contains("reset outgoing FAILED [1]"));
    }

    @Test
    void shouldRepeatRequestAndAnswerThatWereLost() {
        final EnginePair pair = pair(ALL_GRANTS);
        final int[] dropped = {0};
        pair.tap = (fromClient, packet, offset, length) -> {
            final boolean reconfig =
                    Chunk.type(packet, offset + PacketHeader.LENGTH) == ChunkType.RE_CONFIG && dropped[0] < 4;
            dropped[0] += reconfig ? 1 : 0;
            return !reconfig || dropped[0] == 2;
        };
        pair.clientSide.addOutgoingStreams(2);
        pair.pass(30_000_000_000L);
        assertEquals(4, dropped[0]);
        assertEquals(66, pair.clientSide.outboundStreams());
        assertEquals(66, pair.serverSide.inboundStreams(), "added once");
    }

    @Test
    void shouldWaitForDataThatIsStillMissing() {
        final EnginePair pair = pair(ALL_GRANTS);
        send(pair.clientSide, 1, 1);
        pair.tap = (fromClient, packet, offset, length) ->
                Chunk.type(packet, offset + PacketHeader.LENGTH) != ChunkType.DATA;
        pair.run();
        pair.clientSide.resetOutgoingStreams(1);
        pair.run();
        assertFalse(pair.clientEvents.events.contains("reset outgoing PERFORMED [1]"));
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(10_000_000_000L);
        assertTrue(pair.clientEvents.events.contains("reset outgoing PERFORMED [1]"));
        send(pair.clientSide, 1, 1);
        pair.run();
        assertArrayEquals(new int[] {10, 10}, sequences(pair.serverSide));
    }

    /**
     * A peer that wants to reset the association holds sends back; so does a request of this end's own, but not every
     * one.
     */
    @Test
    void shouldSendAgainThoughPeerGaveItsResetUpWhileOwnRequestWaited() {
        final AssociationConfig config = AssociationConfig.builder()
                .grantedReconfigurations(ALL_GRANTS)
                .rtoMaxNs(3_000_000_000L)
                .build();
        final EnginePair pair = new EnginePair(config, config).connect();
        pair.tap = (fromClient, packet, offset, length) ->
                fromClient || Chunk.type(packet, offset + PacketHeader.LENGTH) != ChunkType.DATA;
        send(pair.serverSide, 1, 1);
        pair.run();
        pair.clientSide.resetAssociation();
        pair.run();
        assertEquals(
                SendResult.WOULD_BLOCK,
                Sends.send(pair.serverSide, buffer, 0, 10, 1, 0, 0, 0),
                "the peer wants a reset");
        pair.tap = (fromClient, packet, offset, length) ->
                Chunk.type(packet, offset + PacketHeader.LENGTH) != ChunkType.RE_CONFIG;
        pair.pass(500_000_000L);
        assertEquals(ReconfigRequest.BEGUN, pair.serverSide.addOutgoingStreams(2));
        pair.pass(5_000_000_000L);
        pair.tap = (fromClient, packet, offset, length) ->
                Chunk.type(packet, offset + PacketHeader.LENGTH) != ChunkType.RE_CONFIG
                        || Parameter.type(packet, offset + PacketHeader.LENGTH + Chunk.HEADER_LENGTH)
                                != ReconfigChunk.ASSOCIATION_RESET;
        pair.pass(5_000_000_000L);
        assertTrue(pair.serverEvents.events.contains("streams added PERFORMED 0 2"));
        send(pair.serverSide, 1, 1);
        pair.run();
        assertArrayEquals(new int[] {10, 11}, sequences(pair.clientSide));
    }

    /** Or else what is given up later would be told by numbers that mean other messages now. */
    @ParameterizedTest(name = "interleaved: {0}")
    @ValueSource(booleans = {false, true})
    void shouldTakeTheAnswerForAnAcknowledgementOfWhatWasSentBefore(final boolean interleaved) {
        final AssociationConfig config = AssociationConfig.builder()
                .grantedReconfigurations(ALL_GRANTS)
                .interleavingSupported(interleaved)
                .build();
        final EnginePair pair = new EnginePair(config, config).connect();
        pair.tap = (fromClient, packet, offset, length) ->
                Chunk.type(packet, offset + PacketHeader.LENGTH) != ChunkType.SACK;
        sendMortal(pair, 1);
        sendMortal(pair, 1);
        pair.run();
        pair.clientSide.resetOutgoingStreams(1);
        pair.run();
        assertTrue(pair.clientEvents.events.contains("reset outgoing PERFORMED [1]"));
        pair.tap = (fromClient, packet, offset, length) -> false;
        sendMortal(pair, 2);
        pair.pass(3_000_000_000L);
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(20_000_000_000L);
        send(pair.clientSide, 1, 1);
        pair.run();
        assertArrayEquals(
                new int[] {10, 11, 10}, sequences(pair.serverSide), "the last one is of the stream begun anew");
        assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state());
    }

    private void sendMortal(final EnginePair pair, final int stream) {
        pair.client.advanceTo(pair.nowNs);
        assertEquals(
                SendResult.QUEUED,
                Sends.send(pair.clientSide, buffer, 0, 10, stream, 0, 0, 0, Policy.LIFETIME, 500_000_000L, null));
    }

    private static EnginePair pair(final int granted) {
        final AssociationConfig config =
                AssociationConfig.builder().grantedReconfigurations(granted).build();
        return new EnginePair(config, config).connect();
    }

    private void send(final Association from, final int stream, final int count) {
        for (int i = 0; i < count; i++) {
            assertEquals(SendResult.QUEUED, Sends.send(from, buffer, 0, 10, stream, 0, 0, 0));
        }
    }

    /** Returns stream and sequence number of each message, as {@code 10 * stream + ssn}. */
    private int[] sequences(final Association at) {
        final List<Integer> all = new ArrayList<>();
        while (at.receive(buffer, 0, buffer.capacity(), info) >= 0) {
            all.add(10 * info.stream() + info.ssn());
        }
        return all.stream().mapToInt(Integer::intValue).toArray();
    }
}
