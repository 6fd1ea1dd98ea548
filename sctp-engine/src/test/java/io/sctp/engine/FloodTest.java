package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strangers send more than can be answered; peers get in all the same. */
final class FloodTest {
    private static final long MILLI = 1_000_000L;
    private static final int CLIENTS = 30;

    private final StrayWire wire = new StrayWire();
    private final SctpEngine server = wire.add(
            EnginePair.SERVER_ADDRESS,
            EnginePair.UDP_PORT,
            new SctpEngine(EngineConfig.of(AssociationConfig.builder().build()), new SplittableRandom(1), 0));
    private final SplittableRandom random = new SplittableRandom(5);
    private final Checksum checksum = new Checksum();
    private final ByteBuffer packet = ByteBuffer.allocateDirect(200);

    private void flood(final int type) {
        PacketHeader.write(packet, 0, 1 + random.nextInt(60_000), EnginePair.PORT, type == ChunkType.INIT ? 0 : 7);
        int length = 60;
        if (type == ChunkType.INIT) {
            InitChunk.writeFixed(packet, PacketHeader.LENGTH, 1 + random.nextInt(1 << 30), 100_000, 10, 10, 1);
            length = InitChunk.FIXED_LENGTH;
        }
        Chunk.write(packet, PacketHeader.LENGTH, type, 0, length);
        checksum.write(packet, 0, PacketHeader.LENGTH + length);
        final IpAddress source = IpAddress.ofIpv4(0x0B000000 + random.nextInt(1 << 24));
        server.handlePacket(
                wire.nowNs,
                packet,
                0,
                PacketHeader.LENGTH + length,
                source.high(),
                source.low(),
                EnginePair.UDP_PORT,
                0);
        wire.pollIfLow(server);
    }

    /** A driver polls where room for answers gets low. */
    @Test
    void shouldSayWhenAnswersShouldBePolled() {
        server.listen(EnginePair.PORT);
        assertFalse(server.isReplyRoomLow());
        for (int i = 0; i < 100; i++) {
            flood(ChunkType.INIT);
            flood(ChunkType.DATA);
            assertFalse(server.isReplyRoomLow());
        }
        assertEquals(0, server.counters().repliesDropped());
        assertEquals(0, server.counters().initsRefused());
    }

    /** Where nobody polls, each has the same chance, whoever came first. */
    @Test
    void shouldDrawByLotWhoIsAnsweredWhereTooManyAsk() {
        final EnginePair pair = EnginePair.withDefaults();
        final RawPeer stranger = new RawPeer(pair);
        int late = 0;
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < 256; i++) {
                final int end = stranger.init(1 + i, 10_000, 1, 1);
                Chunk.write(stranger.packet, RawPeer.FIRST, ChunkType.INIT, 0, end - RawPeer.FIRST);
                stranger.hand(end);
            }
            final List<RawPeer.Answer> answers = stranger.answers();
            assertEquals(64, answers.size());
            late += (int) answers.stream().filter(answer -> answer.tag() > 192).count();
        }
        assertTrue(late > 400 && late < 900, late + " of 2560 answers to the last quarter");
    }

    /** Honest ones come behind more than answers find room. */
    @ParameterizedTest
    @CsvSource({"40, 0", "100, 0", "40, 60", "0, 400", "1000, 1000"})
    void shouldLetPeersInWhateverStrangersSend(final int inits, final int others) {
        server.listen(EnginePair.PORT);
        final List<Association> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            final SctpEngine engine = wire.add(
                    IpAddress.ofIpv4(0x0A000100 + i),
                    EnginePair.UDP_PORT,
                    new SctpEngine(
                            EngineConfig.of(AssociationConfig.builder()
                                    .maxInitRetransmissions(30)
                                    .build()),
                            new SplittableRandom(100 + i),
                            0));
            clients.add(engine.connect(
                    0, EnginePair.PORT, EnginePair.PORT, List.of(EnginePair.SERVER_ADDRESS), EnginePair.UDP_PORT, 0));
        }
        wire.beforeDelivery = to -> {
            if (to == server) {
                for (int i = 0; i < inits; i++) {
                    flood(ChunkType.INIT);
                }
                for (int i = 0; i < others; i++) {
                    flood(i % 3 == 0 ? ChunkType.COOKIE_ECHO : i % 3 == 1 ? ChunkType.SHUTDOWN_ACK : ChunkType.DATA);
                }
            }
        };
        wire.pass(8000 * MILLI);
        for (final Association client : clients) {
            assertEquals(AssociationState.ESTABLISHED, client.state());
        }
        assertEquals(CLIENTS, server.associationCount());
    }

    /** However many INITs are refused. */
    @Test
    void shouldNotCountCookiesAmongInits() {
        final EnginePair strict = new EnginePair(
                EngineConfig.builder().build(),
                EngineConfig.builder().maxInitsPerSecond(1).build());
        strict.beginToConnect();
        strict.carry(true);
        strict.carry(false);
        final RawPeer stranger = new RawPeer(strict);
        stranger.source = IpAddress.ofIpv4(0x0A000063);
        for (int i = 0; i < 10; i++) {
            assertEquals(List.of(), stranger.giveInit(stranger.init(77 + i, 10_000, 1, 1)));
            assertEquals(List.of(), stranger.giveChunk(5, ChunkType.COOKIE_ECHO, 0, new int[20]));
        }
        strict.run();
        assertEquals(AssociationState.ESTABLISHED, strict.clientSide.state());
    }

    /** Strangers fill their own places only. */
    @Test
    void shouldSendWhatAnAssociationSaysWhateverStrangersSend() {
        final EnginePair pair = EnginePair.withDefaults().connect();
        final RawPeer stranger = new RawPeer(pair);
        stranger.source = IpAddress.ofIpv4(0x0A000063);
        for (int i = 0; i < 300; i++) {
            PacketHeader.write(stranger.packet, 0, 6000, EnginePair.PORT, 7);
            Chunk.write(stranger.packet, RawPeer.FIRST, ChunkType.SHUTDOWN_ACK, 0, Chunk.HEADER_LENGTH);
            stranger.hand(RawPeer.FIRST + Chunk.HEADER_LENGTH);
            final int end = stranger.init(77 + i, 10_000, 1, 1);
            Chunk.write(stranger.packet, RawPeer.FIRST, ChunkType.INIT, 0, end - RawPeer.FIRST);
            stranger.hand(end);
        }
        pair.serverSide.abort();
        final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
        final Transmit transmit = new Transmit();
        assertTrue(pair.server.pollTransmit(0, out, 0, out.capacity(), transmit) > 0);
        assertEquals(ChunkType.ABORT, Chunk.type(out, PacketHeader.LENGTH));
        assertEquals(EnginePair.CLIENT_ADDRESS.low(), transmit.addressLow());
    }
}
