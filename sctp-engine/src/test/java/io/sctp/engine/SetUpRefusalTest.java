package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is refused while an association is set up, with which cause, and what limits there are (RFC 9260 section 5.1).
 */
final class SetUpRefusalTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int TAG = 77;
    private static final int WINDOW = 10_000;

    private final EnginePair pair = EnginePair.withDefaults();
    private final RawPeer peer = new RawPeer(pair);

    /** Section 3.3.2: a stream each way at least, and a window of 1,500 bytes. */
    @ParameterizedTest
    @CsvSource({"0, 1, 10000", "1, 0, 10000", "1, 1, 1499"})
    void shouldRefuseAnInitWhoseMandatoryFieldsAreInvalid(final int outbound, final int inbound, final int window) {
        final RawPeer.Answer answer = onlyOne(peer.giveInit(peer.init(TAG, window, outbound, inbound)));
        assertEquals(ChunkType.ABORT, answer.type());
        assertEquals(CauseCode.INVALID_MANDATORY_PARAMETER, answer.cause());
        assertEquals(TAG, answer.tag());
    }

    /** Section 3.3.3: of streams it announces, and uses, no more than the peer takes. */
    @ParameterizedTest
    @CsvSource({"1, 1", "9, 9", "64, 64", "65535, 64"})
    void shouldAnnounceNoMoreStreamsThanThePeerTakes(final int peerTakes, final int expected) {
        final RawPeer.Answer answer = onlyOne(peer.giveInit(peer.init(TAG, WINDOW, 1, peerTakes)));
        assertEquals(expected, InitChunk.outboundStreams(answer.bytes(), 0));
        peer.connect(peer.init(TAG, WINDOW, 1, peerTakes));
        assertEquals(expected, pair.serverSide.outboundStreams());
    }

    /** Section 3.3.2: no answer could carry a tag. */
    @Test
    void shouldNotAnswerAnInitWithoutATag() {
        assertEquals(List.of(), peer.giveInit(peer.init(0, WINDOW, 1, 1)));
    }

    /** Sections 3.3.2.1.4 and 3.3.10.5: host names are no longer used; the cause names the one that came. */
    @Test
    void shouldRefuseAHostNameAndNameIt() {
        final byte[] name = "peer.example\0".getBytes(StandardCharsets.US_ASCII);
        final RawPeer.Answer answer = onlyOne(giveInitWith(ParameterType.HOST_NAME_ADDRESS, name));
        assertEquals(ChunkType.ABORT, answer.type());
        assertEquals(CauseCode.UNRESOLVABLE_ADDRESS, answer.cause());
        final int parameter = Chunk.HEADER_LENGTH + Parameter.HEADER_LENGTH;
        assertEquals(ParameterType.HOST_NAME_ADDRESS, Parameter.type(answer.bytes(), parameter));
        final byte[] named = new byte[name.length];
        answer.bytes().get(parameter + Parameter.HEADER_LENGTH, named);
        assertEquals("peer.example\0", new String(named, StandardCharsets.US_ASCII));
    }

    /** An answer is never longer than what it answers, and fits where answers wait. */
    @ParameterizedTest
    @ValueSource(ints = {0, 256, 257, 1400})
    void shouldNotSayMoreThanWasSaid(final int nameLength) {
        final RawPeer.Answer answer = onlyOne(giveInitWith(ParameterType.HOST_NAME_ADDRESS, new byte[nameLength]));
        assertEquals(CauseCode.UNRESOLVABLE_ADDRESS, answer.cause());
        final int init = InitChunk.FIXED_LENGTH + Parameter.HEADER_LENGTH + nameLength;
        assertTrue(answer.bytes().capacity() < init, () -> answer.bytes().capacity() + " bytes for " + init);
        assertTrue(
                answer.bytes().capacity() <= 4 + 4 + 260, () -> answer.bytes().capacity() + " bytes");
    }

    /** Section 3.3.10.2. */
    @Test
    void shouldRefuseAnInitAckWithoutACookieAndNameWhatIsMissing() {
        final List<ByteBuffer> aborts = new ArrayList<>();
        pair.tap = (fromClient, packet, offset, length) -> {
            final int chunk = offset + PacketHeader.LENGTH;
            if (Chunk.type(packet, chunk) == ChunkType.INIT_ACK) {
                // The cookie becomes something that nobody knows, and that may be skipped.
                final int cookie = chunk + InitChunk.FIXED_LENGTH;
                assertEquals(ParameterType.STATE_COOKIE, Parameter.type(packet, cookie));
                Parameter.write(packet, cookie, 0x80FF, Parameter.length(packet, cookie));
                new Checksum().write(packet, offset, length);
            } else if (Chunk.type(packet, chunk) == ChunkType.ABORT) {
                final ByteBuffer copy = ByteBuffer.allocate(Chunk.length(packet, chunk));
                copy.put(0, packet, chunk, copy.capacity());
                aborts.add(copy);
            }
            return true;
        };
        begin(pair);
        pair.run();
        assertEquals(AssociationState.CLOSED, pair.clientSide.state());
        assertEquals(1, aborts.size(), "aborts");
        final ByteBuffer abort = aborts.get(0);
        assertEquals(CauseCode.MISSING_MANDATORY_PARAMETER, Parameter.type(abort, Chunk.HEADER_LENGTH));
        assertEquals(1, abort.getInt(Chunk.HEADER_LENGTH + 4), "number of missing parameters");
        assertEquals(ParameterType.STATE_COOKIE, abort.getShort(Chunk.HEADER_LENGTH + 8));
    }

    /** Section 3.2.1: the highest bit says whether what follows is read, the next whether its sender is told. */
    @ParameterizedTest
    @CsvSource({"0x00FF, false, false", "0x40FF, true, false", "0x80FF, false, true", "0xC0FF, true, true"})
    void shouldTreatAnUnknownParameterAsItsHighBitsAsk(
            final int type, final boolean isReported, final boolean isSkipped) {
        final int end = addParameter(peer.init(TAG, WINDOW, 1, 1), type, new byte[] {1, 2, 3, 4});
        // Refused if it is read.
        final List<RawPeer.Answer> answers =
                peer.giveInit(addParameter(end, ParameterType.HOST_NAME_ADDRESS, new byte[4]));
        final RawPeer.Answer answer = onlyOne(answers);
        assertEquals(isSkipped ? ChunkType.ABORT : ChunkType.INIT_ACK, answer.type());
        if (!isSkipped) {
            assertEquals(isReported, holds(answer.bytes(), ParameterType.UNRECOGNIZED_PARAMETER));
        }
    }

    /** Sections 3.2.1 and 3.3.10.8: with an ERROR behind the COOKIE ECHO. */
    @Test
    void shouldTellTheServerOfAnUnknownParameterInItsInitAck() {
        pair.tap = (fromClient, packet, offset, length) -> {
            final int chunk = offset + PacketHeader.LENGTH;
            if (Chunk.type(packet, chunk) == ChunkType.INIT_ACK) {
                int at = chunk + InitChunk.FIXED_LENGTH;
                while (Parameter.type(packet, at) == ParameterType.STATE_COOKIE) {
                    at = Parameter.next(packet, at);
                }
                Parameter.write(packet, at, 0xC0FF, Parameter.length(packet, at));
                new Checksum().write(packet, offset, length);
            }
            return true;
        };
        pair.connect();
        assertEquals(List.of("established", "error " + CauseCode.UNRECOGNIZED_PARAMETERS), pair.serverEvents.events);
    }

    // -- limits -----------------------------------------------------------------------------------------------------

    @Test
    void shouldRefuseMoreAssociationsThanAreAllowed() {
        final EnginePair full = new EnginePair(
                        EngineConfig.builder().build(),
                        EngineConfig.builder().maxAssociations(1).build())
                .connect();
        full.clientEvents.events.clear();
        full.client.connect(
                0, EnginePair.PORT + 1, EnginePair.PORT, List.of(EnginePair.SERVER_ADDRESS), EnginePair.UDP_PORT, 0);
        full.run();
        assertEquals(List.of("closed PEER_ABORTED " + CauseCode.OUT_OF_RESOURCE), full.clientEvents.events);
        assertEquals(1, full.server.counters().initsRefused());
        assertEquals(1, full.server.associationCount());
    }

    /** A cookie that was given out while there was room does not get in when there is none. */
    @Test
    void shouldCountAssociationsAgainWhenTheCookieComes() {
        final EnginePair full = new EnginePair(
                EngineConfig.builder().build(),
                EngineConfig.builder().maxAssociations(1).build());
        for (int i = 0; i < 2; i++) {
            full.client.connect(
                    0,
                    EnginePair.PORT + i,
                    EnginePair.PORT,
                    List.of(EnginePair.SERVER_ADDRESS),
                    EnginePair.UDP_PORT,
                    0);
        }
        full.run();
        assertEquals(1, full.server.associationCount());
        assertEquals(1, full.server.counters().initsRefused());
        assertTrue(
                full.clientEvents.events.contains("closed PEER_ABORTED " + CauseCode.OUT_OF_RESOURCE),
                full.clientEvents.events::toString);
    }

    @Test
    void shouldAnswerOnlySoManyInitsInASecond() {
        final EnginePair strict = new EnginePair(
                EngineConfig.builder().build(),
                EngineConfig.builder().maxInitsPerSecond(2).build());
        final RawPeer flood = new RawPeer(strict);
        int answered = 0;
        for (int i = 0; i < 5; i++) {
            answered += flood.giveInit(flood.init(TAG + i, WINDOW, 1, 1)).size();
        }
        assertEquals(2, answered);
        assertEquals(3, strict.server.counters().initsRefused());
        strict.advanceTo(SECOND);
        assertEquals(1, flood.giveInit(flood.init(TAG, WINDOW, 1, 1)).size());
    }

    @Test
    void shouldUseOnlySoManyOfThePeersAddresses() {
        final List<IpAddress> many =
                List.of(EnginePair.SERVER_ADDRESS, IpAddress.ofIpv4(0x0A000003), IpAddress.ofIpv4(0x0A000004));
        final EnginePair listed = new EnginePair(
                        EngineConfig.builder().maxPaths(2).build(),
                        EngineConfig.of(
                                AssociationConfig.builder().localAddresses(many).build()))
                .connect();
        assertEquals(2, listed.clientSide.pathCount());
        assertEquals(AssociationState.ESTABLISHED, listed.clientSide.state());
        final EnginePair given = new EnginePair(
                EngineConfig.builder().maxPaths(2).build(),
                EngineConfig.builder().build());
        assertEquals(
                2,
                given.client
                        .connect(0, EnginePair.PORT, EnginePair.PORT, many, EnginePair.UDP_PORT, 0)
                        .pathCount());
    }

    /** Each is answered by one of the same length; more than are kept get no answer. */
    @Test
    void shouldAnswerOnlySoManyHeartbeatsOfAPacket() {
        final EnginePair strict = new EnginePair(
                        EngineConfig.builder().build(),
                        EngineConfig.builder().maxControlChunks(4).build())
                .connect();
        final RawPeer beating = new RawPeer(strict);
        PacketHeader.write(beating.packet, 0, EnginePair.PORT, EnginePair.PORT, strict.serverSide.localTag());
        final int heartbeats = 10;
        int at = RawPeer.FIRST;
        for (int i = 0; i < heartbeats; i++) {
            Chunk.write(beating.packet, at, ChunkType.HEARTBEAT, 0, 12);
            Parameter.write(beating.packet, at + Chunk.HEADER_LENGTH, ParameterType.HEARTBEAT_INFO, 8);
            at += 12;
        }
        final long answers = beating.give(at).stream()
                .filter(answer -> answer.type() == ChunkType.HEARTBEAT_ACK)
                .count();
        assertEquals(4, answers);
        assertEquals(heartbeats - 4, strict.server.counters().controlChunksDropped());
    }

    // -- helpers ----------------------------------------------------------------------------------------------------

    private List<RawPeer.Answer> giveInitWith(final int type, final byte[] value) {
        return peer.giveInit(addParameter(peer.init(TAG, WINDOW, 1, 1), type, value));
    }

    /** Writes a parameter; returns where the next begins. */
    private int addParameter(final int at, final int type, final byte[] value) {
        Parameter.write(peer.packet, at, type, Parameter.HEADER_LENGTH + value.length);
        peer.packet.put(at + Parameter.HEADER_LENGTH, value);
        return at + Chunk.padded(Parameter.HEADER_LENGTH + value.length);
    }

    private static RawPeer.Answer onlyOne(final List<RawPeer.Answer> answers) {
        assertEquals(1, answers.size(), answers::toString);
        return answers.get(0);
    }

    private static boolean holds(final ByteBuffer initAck, final int wanted) {
        int at = InitChunk.FIXED_LENGTH;
        while (Parameter.fits(initAck, at, initAck.capacity())) {
            if (Parameter.type(initAck, at) == wanted) {
                return true;
            }
            at = Parameter.next(initAck, at);
        }
        return false;
    }

    private static void begin(final EnginePair pair) {
        pair.beginToConnect();
        assertNull(pair.serverSide);
    }
}
