package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.UncutRoutes;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.EngineMark;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.ParameterType;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.send.BurstLimit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Only a peer that runs this engine is sent several packets in one piece: see {@code EngineMark}. */
final class EngineMarkTest {
    private static final int LENGTH = 1400;
    private static final long SECOND = 1_000_000_000;
    private static final UncutRoutes TO_SERVER =
            (high, low) -> high == EnginePair.SERVER_ADDRESS.high() && low == EnginePair.SERVER_ADDRESS.low();
    private static final UncutRoutes ON_THE_MACHINE = new UncutRoutes() {
        @Override
        public boolean leadTo(final long addressHigh, final long addressLow) {
            return TO_SERVER.leadTo(addressHigh, addressLow);
        }

        @Override
        public boolean stayOnTheMachine(final long addressHigh, final long addressLow) {
            return leadTo(addressHigh, addressLow);
        }
    };
    private static final int TOGETHER = 140;
    private static final int MESSAGES = 20 * TOGETHER;

    private final EnginePair pair = new EnginePair(
            AssociationConfig.builder().maxBurst(0).build(),
            AssociationConfig.builder().build());
    private final ReceiveInfo info = new ReceiveInfo();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();
    private final List<String> pads = new ArrayList<>();

    @Test
    void shouldSendSeveralPacketsInOnePieceToThisEngine() {
        pair.connect();
        assertTrue(packetsInOnePiece(pair.client, true) > 1);
        assertTrue(packetsInOnePiece(pair.server, false) > 1);
    }

    @Test
    void shouldSendEachPacketByItselfToAnyOtherPeer() {
        pair.tap = (fromClient, packet, offset, length) -> {
            disguise(packet, offset, length);
            return true;
        };
        pair.connect();
        assertEquals(1, packetsInOnePiece(pair.client, true));
        assertEquals(1, packetsInOnePiece(pair.server, false));
    }

    @Test
    void shouldSendSeveralPacketsInOnePieceToAnyPeerWhereTheDriverSaysSo() {
        pair.tap = (fromClient, packet, offset, length) -> {
            disguise(packet, offset, length);
            return true;
        };
        pair.connect();
        pair.client.uncutRoutes(TO_SERVER);
        pair.server.uncutRoutes(TO_SERVER);
        assertTrue(packetsInOnePiece(pair.client, true) > 1);
        assertEquals(1, packetsInOnePiece(pair.server, false));
    }

    /** It may have to look for the answer. */
    @Test
    void shouldNotAskTheDriverForASinglePacket() {
        pair.tap = (fromClient, packet, offset, length) -> {
            disguise(packet, offset, length);
            return true;
        };
        pair.connect();
        pair.client.uncutRoutes((high, low) -> {
            throw new AssertionError("asked");
        });
        Sends.send(pair.clientSide, buffer, 0, LENGTH, 0, 0, 0, 0);
        pair.run();
    }

    /** A kernel may have taken the place of the engine that sent the mark. */
    @Test
    void shouldAskAgainAfterARetransmissionTimeout() {
        pair.connect();
        pair.tap = (fromClient, packet, offset, length) -> !fromClient;
        Sends.send(pair.clientSide, buffer, 0, LENGTH, 0, 0, 0, 0);
        pair.run();
        pair.expireNext();
        assertFalse(((TransportPath) pair.clientSide.path(0)).takesUncut());
        pads.clear();
        pair.tap = this::notePads;
        pair.pass(5 * SECOND);
        assertEquals(List.of("client sctpjav?", "server sctpjava"), pads);
        assertTrue(packetsInOnePiece(pair.client, true) > 1);
    }

    @Test
    void shouldAskNoOtherPeer() {
        pair.tap = (fromClient, packet, offset, length) -> {
            disguise(packet, offset, length);
            return true;
        };
        pair.connect();
        pair.tap = (fromClient, packet, offset, length) -> !fromClient;
        Sends.send(pair.clientSide, buffer, 0, LENGTH, 0, 0, 0, 0);
        pair.run();
        pair.expireNext();
        pair.tap = this::notePads;
        pair.pass(100 * SECOND);
        assertEquals(List.of(), pads);
    }

    @Test
    void shouldAskLessAndLessOftenWhoDoesNotAnswer() {
        pair.connect();
        pair.tap = (fromClient, packet, offset, length) -> !fromClient;
        Sends.send(pair.clientSide, buffer, 0, LENGTH, 0, 0, 0, 0);
        pair.run();
        pair.tap = (fromClient, packet, offset, length) -> {
            notePads(fromClient, packet, offset, length);
            return length != PacketHeader.LENGTH + EngineMark.LENGTH;
        };
        for (int second = 0; second < 100; second++) {
            pair.pass(SECOND);
            Sends.send(pair.clientSide, buffer, 0, LENGTH, 0, 0, 0, 0);
        }
        assertTrue(pads.size() >= 5 && pads.size() <= 8, pads::toString);
        assertEquals(1, packetsInOnePiece(pair.client, true));
    }

    @Test
    void shouldAskAtAFurtherAddress() {
        final MultihomedPair two = new MultihomedPair(2, AssociationConfig.builder()).connect();
        two.pass(10 * SECOND);
        for (int i = 0; i < two.clientSide.pathCount(); i++) {
            assertTrue(((TransportPath) two.clientSide.path(i)).takesUncut(), "path " + i);
        }
    }

    @Test
    void shouldAskAtEachAddressWhateverAnotherAnswers() {
        final MultihomedPair three = new MultihomedPair(3, AssociationConfig.builder());
        three.tap = (net, wire, offset, length) ->
                net != 1 || Chunk.type(wire, offset + PacketHeader.LENGTH) != ChunkType.PAD;
        three.connect();
        three.pass(10 * SECOND);
        assertFalse(((TransportPath) three.clientSide.path(1)).takesUncut());
        assertTrue(((TransportPath) three.clientSide.path(2)).takesUncut());
    }

    @Test
    void shouldNotKnowWhoIsBehindAnotherUdpPort() {
        pair.connect();
        pair.clientSide.udpPort(pair.clientSide.path(0), EnginePair.UDP_PORT + 1);
        assertEquals(1, packetsInOnePiece(pair.client, true));
    }

    @Test
    void shouldAnswerAllQuestionsOfAPacketByOne() {
        pair.connect();
        final RawPeer peer = new RawPeer(pair);
        PacketHeader.write(peer.packet, 0, EnginePair.PORT, EnginePair.PORT, pair.serverSide.localTag());
        int end = RawPeer.FIRST;
        for (int i = 0; i < 50; i++) {
            peer.packet.put(end, EngineMark.question());
            end += EngineMark.LENGTH;
        }
        final List<RawPeer.Answer> answers = peer.give(end);
        assertEquals(1, answers.size(), answers::toString);
        assertEquals(ChunkType.PAD, answers.get(0).type());
    }

    @Test
    void shouldIgnoreOtherPadding() {
        pair.connect();
        final RawPeer peer = new RawPeer(pair);
        assertEquals(List.of(), peer.giveChunk(pair.serverSide.localTag(), ChunkType.PAD, 0));
        assertEquals(List.of(), peer.giveChunk(pair.serverSide.localTag(), ChunkType.PAD, 0, 1, 2));
        assertEquals(List.of(), peer.giveChunk(pair.serverSide.localTag(), ChunkType.PAD, 0, 1, 2, 3));
    }

    @Test
    void shouldSendMoreAtOnceToThisEngineWithoutANetworkInBetween() {
        pair.connect();
        pair.client.uncutRoutes(ON_THE_MACHINE);
        final int burst = longestBurst(SECOND / 10_000);
        assertTrue(burst > BurstLimit.MOST && burst <= BurstLimit.MOST_WITHOUT_QUEUE, "packets: " + burst);
    }

    @Test
    void shouldSendNoMoreAtOnceThroughANetwork() {
        pair.connect();
        pair.client.uncutRoutes(TO_SERVER);
        assertEquals(BurstLimit.MOST, longestBurst(SECOND / 10_000));
    }

    /** A program on the same machine that passes packets on has a queue, too. */
    @Test
    void shouldSendNoMoreAtOnceWherePacketsAreDelayed() {
        pair.connect();
        pair.client.uncutRoutes(ON_THE_MACHINE);
        assertEquals(BurstLimit.MOST, longestBurst(SECOND / 100));
    }

    @Test
    void shouldSendNoMoreAtOnceToAnyOtherPeer() {
        pair.tap = (fromClient, packet, offset, length) -> {
            disguise(packet, offset, length);
            return true;
        };
        pair.connect();
        pair.client.uncutRoutes(ON_THE_MACHINE);
        assertEquals(BurstLimit.MOST, longestBurst(SECOND / 10_000));
    }

    /** Returns the most packets that the client sends before the server answers, in round trips of this time. */
    private int longestBurst(final long roundTripNs) {
        final int[] bursts = new int[2];
        pair.tap = (fromClient, packet, offset, length) -> {
            pair.nowNs += fromClient ? 0 : roundTripNs;
            bursts[0] = fromClient ? bursts[0] + 1 : 0;
            bursts[1] = Math.max(bursts[0], bursts[1]);
            return true;
        };
        int received = 0;
        for (int i = 0; i < MESSAGES; i++) {
            Sends.send(pair.clientSide, buffer, 0, LENGTH, 0, 0, 0, 0);
            if (i % TOGETHER == TOGETHER - 1) {
                pair.run();
                while (pair.serverSide.receive(buffer, 0, LENGTH, info) > 0) {
                    received++;
                }
            }
        }
        assertEquals(MESSAGES, received);
        return bursts[1];
    }

    private boolean notePads(final boolean fromClient, final ByteBuffer packet, final int offset, final int length) {
        for (int at = offset + PacketHeader.LENGTH;
                at < offset + length;
                at += Chunk.padded(Chunk.length(packet, at))) {
            if (Chunk.type(packet, at) == ChunkType.PAD) {
                final byte[] value = new byte[Chunk.length(packet, at) - Chunk.HEADER_LENGTH];
                packet.get(at + Chunk.HEADER_LENGTH, value);
                pads.add((fromClient ? "client " : "server ") + new String(value, StandardCharsets.US_ASCII));
            }
        }
        return true;
    }

    private int packetsInOnePiece(final SctpEngine sender, final boolean isClient) {
        for (int i = 0; i < 10; i++) {
            assertEquals(
                    SendResult.QUEUED,
                    Sends.send((isClient ? pair.clientSide : pair.serverSide), buffer, 0, LENGTH, 0, 0, 0, 0));
        }
        final int length = sender.pollTransmit(pair.nowNs, buffer, 0, buffer.capacity(), transmit);
        assertTrue(length > LENGTH);
        return transmit.segmentCount();
    }

    /** Gives the mark another type, as if its sender were somebody else who made a parameter up. */
    private static void disguise(final ByteBuffer packet, final int offset, final int length) {
        for (int at = offset; at < offset + length - 1; at++) {
            if ((packet.getShort(at) & 0xFFFF) == ParameterType.ENGINE_MARK) {
                packet.putShort(at, (short) (ParameterType.ENGINE_MARK + 1));
                new Checksum().write(packet, offset, length);
            }
        }
    }
}
