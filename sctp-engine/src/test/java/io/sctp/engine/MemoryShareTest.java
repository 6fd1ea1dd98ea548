package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are never finished, or never read, do not keep the memory of others. */
final class MemoryShareTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int BEGIN = DataChunk.FLAG_BEGIN;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private final ReceiveInfo info = new ReceiveInfo();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndAnAssociationWhoseMessageIsNeverFinished(final boolean interleaving) {
        final EnginePair pair = connect(interleaving);
        final BulkPeer peer = new BulkPeer(pair);
        if (interleaving) {
            peer.iData(peer.tsn++, BEGIN, 1, 0, 0, 16);
        } else {
            peer.data(peer.tsn++, BEGIN, 1, 0, 16);
        }
        peer.hand();
        pass(pair, 299);
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
        pass(pair, 302);
        assertEquals(CloseReason.MESSAGE_UNFINISHED, pair.serverSide.closeReason());
        assertEquals(CauseCode.OUT_OF_RESOURCE, pair.serverSide.closeCause());
        assertEquals(1, pair.server.counters().reassemblyTimeouts());
        assertEquals(0, pair.server.memoryBlocks());
    }

    /** What arrives of another message does not help where fragments say themselves what they belong to. */
    @Test
    void shouldEndAnAssociationWhoseOtherMessagesGoOn() {
        final EnginePair pair = connect(true);
        final BulkPeer peer = new BulkPeer(pair);
        peer.iData(peer.tsn++, BEGIN, 1, 0, 0, 16);
        for (int i = 0; i < 40; i++) {
            peer.iData(peer.tsn++, 3, 2, i, 0, 16);
            peer.hand();
            pass(pair, 10L * (i + 1));
            pair.serverSide.receive(buffer, 0, 100, info);
        }
        assertEquals(CloseReason.MESSAGE_UNFINISHED, pair.serverSide.closeReason());
    }

    @Test
    void shouldWaitForAMessageThatGoesOn() {
        final EnginePair pair = connect(false);
        final BulkPeer peer = new BulkPeer(pair);
        for (int i = 0; i < 10; i++) {
            peer.data(peer.tsn++, i == 0 ? BEGIN : i == 9 ? DataChunk.FLAG_END : 0, 1, 0, 16);
            peer.hand();
            pass(pair, 200L * (i + 1));
        }
        assertEquals(160, pair.serverSide.receive(buffer, 0, 1000, info));
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
    }

    private static EnginePair connect(final boolean interleaving) {
        final AssociationConfig config = AssociationConfig.builder()
                .interleavingSupported(interleaving)
                .heartbeatIntervalNs(0)
                .build();
        return new EnginePair(config, config).connect();
    }

    private static void pass(final EnginePair pair, final long untilS) {
        pair.nowNs = untilS * SECOND;
        pair.server.handleTimeout(pair.nowNs);
    }

    // -- a pool that is too small -----------------------------------------------------------------------------------

    /** Forty peers begin messages and never end them; then an honest one wants to be served. */
    @Test
    void shouldServeOthersWhenUnfinishedMessagesFillThePool() {
        final EngineConfig config = EngineConfig.builder()
                .associations(
                        AssociationConfig.builder().receiveWindowBytes(1 << 18).build())
                .memoryLimitBytes(2 << 20)
                .build();
        final SctpEngine server = new SctpEngine(config, new SplittableRandom(1), 0);
        server.listen(EnginePair.PORT);
        final AssociationConfig attacking = AssociationConfig.builder().build();
        for (int i = 0; i < 40; i++) {
            final SctpEngine attacker = new SctpEngine(EngineConfig.of(attacking), new SplittableRandom(100 + i), 0);
            final Association association = open(attacker, i);
            settle(server, attacker, i);
            Sends.send(association, buffer, 0, 100_000, 0, 0, 0, 0);
            losesEnds = true;
            settle(server, attacker, i);
            losesEnds = false;
        }
        server.pollEvents(new RecordingHandler(), Integer.MAX_VALUE);
        assertTrue(server.associationCount() >= 10, () -> "only " + server.associationCount() + " are left");
        final SctpEngine honest = new SctpEngine(EngineConfig.of(attacking), new SplittableRandom(7), 0);
        final Association association = open(honest, 99);
        settle(server, honest, 99);
        for (int round = 0; round < 20; round++) {
            Sends.send(association, buffer, 0, 10_000, 0, 0, 0, round);
            settle(server, honest, 99);
        }
        assertEquals(AssociationState.ESTABLISHED, association.state());
        assertEquals(0, association.bufferedBytes(), "not everything was taken");
        assertTrue(server.counters().associationsEvicted() > 0);
    }

    private final ByteBuffer wire = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();

    /** Whether packets are lost whose first chunk ends a message. */
    private boolean losesEnds;

    private boolean endsMessage(final int packet) {
        return Chunk.type(wire, packet + 12) == ChunkType.DATA
                && (Chunk.flags(wire, packet + 12) & DataChunk.FLAG_END) != 0;
    }

    private static IpAddress address(final int number) {
        return IpAddress.ofIpv4(0x0A000100 + number);
    }

    private static Association open(final SctpEngine client, final int number) {
        return client.connect(
                0, 6000 + number, EnginePair.PORT, List.of(EnginePair.SERVER_ADDRESS), EnginePair.UDP_PORT, 0);
    }

    private void settle(final SctpEngine server, final SctpEngine client, final int number) {
        boolean busy = true;
        while (busy) {
            busy = carry(client, server, number) > 0;
            busy |= answer(server, client, number) > 0;
        }
    }

    private int carry(final SctpEngine from, final SctpEngine to, final int number) {
        int packets = 0;
        int length = from.pollTransmit(0, wire, 0, wire.capacity(), transmit);
        while (length > 0) {
            for (int at = 0; at < length; at += transmit.segmentLength()) {
                packets++;
                if (!losesEnds || !endsMessage(at)) {
                    final int packet = Math.min(transmit.segmentLength(), length - at);
                    to.handlePacket(
                            0,
                            wire,
                            at,
                            packet,
                            address(number).high(),
                            address(number).low(),
                            EnginePair.UDP_PORT,
                            0);
                }
            }
            length = from.pollTransmit(0, wire, 0, wire.capacity(), transmit);
        }
        return packets;
    }

    /** Carries what the server has for this client; what it has for others is lost. */
    private int answer(final SctpEngine server, final SctpEngine client, final int number) {
        int packets = 0;
        int length = server.pollTransmit(0, wire, 0, wire.capacity(), transmit);
        while (length > 0) {
            packets++;
            if (transmit.addressLow() == address(number).low()) {
                for (int at = 0; at < length; at += transmit.segmentLength()) {
                    client.handlePacket(
                            0,
                            wire,
                            at,
                            Math.min(transmit.segmentLength(), length - at),
                            EnginePair.SERVER_ADDRESS.high(),
                            EnginePair.SERVER_ADDRESS.low(),
                            EnginePair.UDP_PORT,
                            0);
                }
            }
            length = server.pollTransmit(0, wire, 0, wire.capacity(), transmit);
        }
        return packets;
    }
}
