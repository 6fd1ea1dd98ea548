package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.IpAddressParameter;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import io.sctp.engine.packet.SackChunk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Packets that nobody honest sends, with good checksums. */
final class HostilePacketTest {
    private static final int FIRST_CHUNK = PacketHeader.LENGTH;

    private final EnginePair pair = EnginePair.withDefaults();
    private final Checksum checksum = new Checksum();
    private final RawPeer peer = new RawPeer(pair);
    private final ByteBuffer packet = peer.packet;
    private final ByteBuffer answer = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();

    @Test
    void shouldSurviveRandomChangesToEveryPacket() {
        for (int seed = 0; seed < 300; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final EnginePair victim = EnginePair.withDefaults();
            victim.tap = (fromClient, buffer, offset, length) -> {
                if (random.nextInt(3) == 0) {
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        buffer.put(offset + PacketHeader.LENGTH + random.nextInt(length - 12), (byte) random.nextInt());
                    }
                    checksum.write(buffer, offset, length);
                }
                return true;
            };
            victim.beginToConnect();
            final ReceiveInfo info = new ReceiveInfo();
            for (int i = 0; i < 40; i++) {
                victim.run();
                Sends.send(victim.clientSide, packet, 0, 1 + random.nextInt(2000), i % 3, random.nextInt(16), 0, 0);
                if (victim.serverEvents.association != null) {
                    Sends.send(victim.serverEvents.association, packet, 0, 1 + random.nextInt(500), 0, 0, 0, 0);
                    victim.serverEvents.association.receive(answer, 0, answer.capacity(), info);
                }
                if (victim.client.nextTimeoutNs() != SctpEngine.NO_TIMEOUT) {
                    victim.expireNext();
                }
            }
            assertTrue(victim.server.memoryUsedBytes() < 8 << 20, "seed " + seed);
        }
    }

    @Test
    void shouldSurviveRandomBytes() {
        final SplittableRandom random = new SplittableRandom(7);
        pair.connect();
        for (int i = 0; i < 20_000; i++) {
            final int length = 12 + random.nextInt(120);
            PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, pair.serverSide.localTag());
            for (int at = 12; at < length; at++) {
                packet.put(at, (byte) random.nextInt());
            }
            // A type and a length that make sense get further than noise does.
            packet.put(12, (byte) random.nextInt(16));
            packet.putShort(14, (short) random.nextInt(length));
            peer.hand(length);
            if (pair.serverSide.state() == AssociationState.CLOSED) {
                pair.server.release(pair.serverSide);
                break;
            }
        }
        pair.run();
    }

    /** Section 3.2: the two highest bits. */
    @Test
    void shouldReportAnUnknownChunkThatAsksForIt() {
        pair.connect();
        PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, pair.serverSide.localTag());
        Chunk.write(packet, 12, 0xC7, 0, 8);
        packet.putInt(16, 0x01020304);
        peer.hand(20);
        pair.run();
        assertTrue(
                pair.clientEvents.events.contains("error " + CauseCode.UNRECOGNIZED_CHUNK),
                pair.clientEvents.events::toString);
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
    }

    /** Section 6.5. */
    @Test
    void shouldReportAStreamThatDoesNotExist() {
        pair.connect();
        final int tsn = pair.clientSide.nextTsn();
        writeData(tsn, 5, 60_000);
        pair.run();
        assertTrue(
                pair.clientEvents.events.contains("error " + CauseCode.INVALID_STREAM),
                pair.clientEvents.events::toString);
    }

    /** Section 6.2. */
    @Test
    void shouldAbortOnDataWithoutUserData() {
        pair.connect();
        writeData(1, 0, 0);
        pair.run();
        assertEquals(CauseCode.NO_USER_DATA, pair.clientSide.closeCause());
    }

    @Test
    void shouldAbortOnDataWithoutATsn() {
        pair.connect();
        peer.giveChunk(pair.serverSide.localTag(), ChunkType.DATA, 3);
        assertEquals(CauseCode.PROTOCOL_VIOLATION, pair.serverSide.closeCause());
    }

    /**
     * Chunks of each type and of each length up to some, last in their packets: nothing behind the end is looked at.
     */
    @Test
    void shouldNotReadOnWhereAPacketEnds() {
        EnginePair victim = pair.connect();
        RawPeer hostile = peer;
        for (int type = 0; type < 256; type++) {
            for (int length = Chunk.HEADER_LENGTH; length < 40; length++) {
                PacketHeader.write(hostile.packet, 0, EnginePair.PORT, EnginePair.PORT, victim.serverSide.localTag());
                for (int at = FIRST_CHUNK; at < FIRST_CHUNK + length; at++) {
                    hostile.packet.put(at, (byte) (type + length));
                }
                Chunk.write(hostile.packet, FIRST_CHUNK, type, 3, length);
                hostile.give(FIRST_CHUNK + length);
                if (victim.serverSide.state() != AssociationState.ESTABLISHED) {
                    victim = EnginePair.withDefaults().connect();
                    hostile = new RawPeer(victim);
                }
            }
        }
    }

    @Test
    void shouldAbortWhenSomethingNeverSentIsAcknowledged() {
        pair.connect();
        PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, pair.serverSide.localTag());
        Chunk.write(packet, 12, ChunkType.SACK, 0, SackChunk.FIXED_LENGTH);
        packet.putInt(16, pair.serverSide.nextTsn() + 5);
        packet.putLong(20, 0);
        peer.hand(28);
        pair.run();
        assertEquals(CauseCode.PROTOCOL_VIOLATION, pair.clientSide.closeCause());
    }

    @Test
    void shouldRefuseAMessageLongerThanTheLimitAndNameIt() {
        final AssociationConfig strict = AssociationConfig.builder()
                .receiveWindowBytes(32 * 1024)
                .maxMessageBytes(4000)
                .build();
        final EnginePair uneven = new EnginePair(AssociationConfig.builder().build(), strict).connect();
        Sends.send(uneven.clientSide, answer, 0, 4001, 0, 0, 0, 0);
        uneven.run();
        assertEquals(CauseCode.OUT_OF_RESOURCE, uneven.clientSide.closeCause());
        assertEquals(
                "closed MESSAGE_TOO_LONG 4", uneven.serverEvents.events.get(uneven.serverEvents.events.size() - 1));
    }

    /** Section 8.5: the right ports are not enough. */
    @Test
    void shouldDiscardAnAbortWithTheWrongTag() {
        pair.connect();
        PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, pair.serverSide.localTag() + 1);
        Chunk.write(packet, 12, ChunkType.ABORT, 0, 4);
        peer.hand(16);
        pair.run();
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
    }

    /** A packet out of the blue is answered by a shorter one, if at all. */
    @Test
    void shouldNotAmplify() {
        for (int type = 0; type < 256; type++) {
            PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, 99);
            Chunk.write(packet, 12, type, 0, 8);
            packet.putInt(16, 0);
            peer.hand(20);
            int answered = 0;
            int length = pair.server.pollTransmit(0, answer, 0, answer.capacity(), transmit);
            while (length > 0) {
                answered += length;
                length = pair.server.pollTransmit(0, answer, 0, answer.capacity(), transmit);
            }
            assertTrue(answered <= 20, "type " + type + " is answered by " + answered + " bytes");
        }
    }

    @Test
    void shouldBoundAnswersToAFloodOfInits() {
        for (int i = 0; i < 1000; i++) {
            PacketHeader.write(packet, 0, 1 + i, EnginePair.PORT, 0);
            InitChunk.writeFixed(packet, 12, 77 + i, 10_000, 10, 10, 1);
            Chunk.write(packet, 12, ChunkType.INIT, 0, InitChunk.FIXED_LENGTH);
            peer.hand(32);
        }
        assertEquals(0, pair.server.associationCount());
        assertEquals(1000 - 64, pair.server.counters().repliesDropped());
    }

    @Test
    void shouldDiscardWhatSeemsToComeFromAnAddressOfSeveralOrOfNone() {
        final ByteBuffer cookieEcho = cookieEcho();
        for (final int address : new int[] {-1, 0, 0xE000_0001, 0xEF01_0203}) {
            peer.source = IpAddress.ofIpv4(address);
            packet.put(0, cookieEcho, 0, cookieEcho.capacity());
            assertEquals(List.of(), peer.give(cookieEcho.capacity()));
            assertEquals(List.of(), peer.giveChunk(77, ChunkType.SHUTDOWN_ACK, 0));
            assertEquals(List.of(), peer.giveChunk(77, ChunkType.DATA, 3, 1, 0, 0, 0));
        }
        peer.source = new IpAddress(0xFF02_0000_0000_0000L, 1);
        packet.put(0, cookieEcho, 0, cookieEcho.capacity());
        assertEquals(List.of(), peer.give(cookieEcho.capacity()));
        assertEquals(0, pair.server.associationCount());
    }

    @Test
    void shouldNotAbortAnAssociationWhoseInitComesAgainFromAnotherListedAddress() {
        final IpAddress second = IpAddress.ofIpv4(0x0A0A_0A0A);
        final int parameters = peer.init(77, 10_000, 10, 10);
        final IpAddress first = peer.source;
        int end = parameters + IpAddressParameter.write(packet, parameters, first.high(), first.low());
        end += IpAddressParameter.write(packet, end, second.high(), second.low());
        final ByteBuffer init = ByteBuffer.allocate(end).put(0, packet, 0, end);
        peer.connect(end);
        peer.source = second;
        packet.put(0, init, 0, end);
        assertEquals(List.of(), peer.giveInit(end));
        packet.put(0, init, 0, end);
        packet.putInt(FIRST_CHUNK + InitChunk.INITIATE_TAG_OFFSET, 78);
        assertEquals(ChunkType.ABORT, peer.giveInit(end).get(0).type(), "another's is refused");
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
    }

    /** A packet with a genuine cookie, which makes an association. */
    private ByteBuffer cookieEcho() {
        final RawPeer.Answer initAck =
                peer.giveInit(peer.init(77, 10_000, 10, 10)).get(0);
        int at = InitChunk.FIXED_LENGTH;
        while (Parameter.type(initAck.bytes(), at) != ParameterType.STATE_COOKIE) {
            at = Parameter.next(initAck.bytes(), at);
        }
        final int length = Parameter.length(initAck.bytes(), at);
        final ByteBuffer made = ByteBuffer.allocate(FIRST_CHUNK + Chunk.padded(length));
        PacketHeader.write(made, 0, EnginePair.PORT, EnginePair.PORT, InitChunk.initiateTag(initAck.bytes(), 0));
        made.put(FIRST_CHUNK, initAck.bytes(), at, length);
        Chunk.write(made, FIRST_CHUNK, ChunkType.COOKIE_ECHO, 0, length);
        return made;
    }

    private void writeData(final int tsn, final int payload, final int stream) {
        PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, pair.serverSide.localTag());
        final int flags = DataChunk.FLAG_BEGIN | DataChunk.FLAG_END;
        DataChunk.writeHeader(packet, 12, flags, payload, tsn, stream << 16, 0);
        peer.hand(12 + Chunk.padded(DataChunk.HEADER_LENGTH + payload));
    }
}
