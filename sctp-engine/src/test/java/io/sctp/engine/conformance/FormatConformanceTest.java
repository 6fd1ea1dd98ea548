package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.PacketMaker.chunk;
import static io.sctp.engine.conformance.PacketMaker.ints;
import static io.sctp.engine.conformance.PacketMaker.ipv4;
import static io.sctp.engine.conformance.PacketMaker.join;
import static io.sctp.engine.conformance.PacketMaker.packet;
import static io.sctp.engine.conformance.PacketMaker.tlv;
import static io.sctp.engine.conformance.Wire.PEER_TAG;
import static io.sctp.engine.conformance.Wire.PEER_TSN;
import static io.sctp.engine.conformance.Wire.SECOND;
import static io.sctp.engine.conformance.Wire.only;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.Sends;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packets, chunks and parameters as such (RFC 9260 sections 3.1 and 3.2). What is sent, {@link PacketReader} checks.
 */
final class FormatConformanceTest {
    private static final int UNKNOWN_TAG = 0x1234_5678;
    private static final int PAD = 0x84;

    private final Wire wire = new Wire();

    /** A life of an association in which each chunk is sent, in each length. */
    @Conforms({"3#1", "3.1#1", "3.1#2", "3.1#4", "3.2#1", "3.2#2", "3.2#3", "3.2.1#1", "3.2.1#2", "3.2.2#2"})
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void shouldSendWellFormedChunksOfAnyLength(final int odd) {
        final byte[] unknown = tlv(0xC0FF, new byte[] {1, 2, 3, 4, 5, 6, 7});
        wire.accept(unknown, tlv(0xC0FE, new byte[5 + odd]), ipv4(0x0A010001));
        final List<Packet> sent = new ArrayList<>();
        for (int length = 1; length < 9; length++) {
            sent.addAll(wire.send(length + odd, 0, 0, 7));
        }
        sent.addAll(wire.giveChunks(PacketMaker.chunkOf(4, tlv(1, new byte[9 + odd]))));
        sent.addAll(wire.giveChunks(chunk(0xC7, 0, new byte[9 + odd])));
        sent.addAll(wire.giveChunks(PacketMaker.data(3, PEER_TSN, 0, 0, new byte[9 + odd])));
        sent.addAll(wire.pass(SECOND));
        wire.association.abort(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        sent.addAll(wire.poll());
        for (final int type : new int[] {0, 3, 4, 5, 6, 9}) {
            assertTrue(sent.stream().anyMatch(packet -> packet.has(type)), "a chunk of type " + type);
        }
    }

    /** The same for what the initiator sends, and for the end. */
    @Conforms({"3#1", "3.1#1", "3.1#2", "3.1#4", "3.2.2#2", "3#2", "3.2#2"})
    @Test
    void shouldSendWellFormedPacketsFromSetUpToShutdown() {
        wire.connect();
        final byte[] oddCookie = tlv(7, new byte[] {1, 2, 3, 4, 5});
        final byte[] initAck =
                packet(wire.tag, PacketMaker.init(2, PEER_TAG, 10_000, 1, 1, 1, oddCookie, tlv(0xC0FF, new byte[3])));
        final Packet echo = only(wire.give(initAck));
        assertEquals(List.of(10, 9), echo.types());
        wire.giveChunks(chunk(11, 0));
        wire.association.shutdown();
        assertEquals(List.of(7), only(wire.poll()).types());
        assertEquals(List.of(14), only(wire.giveChunks(chunk(8, 0))).types());
        assertEquals(CloseReason.SHUTDOWN, wire.association.closeReason());
    }

    /** With all that beyond RFC 9260 can be in INIT and INIT ACK. */
    @Conforms({
        "3.2.1#1",
        "3.2.1#2",
        "3.3.2#1",
        "3.3.2#2",
        "3.3.2.1#1",
        "3.3.2.1.4#1",
        "3.3.2.1.5#1",
        "3.3.3#1",
        "3.3.3.1#1",
        "3.3.3.1#2",
        "3.2.1#4",
        "3.2.1#5"
    })
    @Test
    void shouldSendEachParameterOfAnInitOnce() {
        final AssociationConfig all = AssociationConfig.builder()
                .localAddresses(List.of(IpAddress.ofIpv4(0x0A000002), new IpAddress(0x2001_0DB8L << 32, 2)))
                .authenticationSupported(true)
                .addressReconfigurationSupported(true)
                .interleavingSupported(true)
                .reconfigurationSupported(true)
                .partialReliability(true)
                .adaptationIndication(5)
                .build();
        final Wire rich = new Wire(all);
        final Packet.Piece init = rich.connect().chunk(1);
        assertEquals(1, init.parts(16, 5).size());
        assertEquals(1, init.parts(16, 6).size());
        assertEquals(1, init.parts(16, 0x8002).size());
        final Wire responding = new Wire(all).listen();
        final byte[] parameters = join(init.parts(16).stream()
                .map(part -> tlv(part.type(), part.bytes()))
                .toArray(byte[][]::new));
        final Packet.Piece initAck =
                only(responding.give(Wire.initPacket(parameters))).chunk(2);
        assertEquals(1, initAck.parts(16, 5).size());
        assertEquals(1, initAck.parts(16, 6).size());
        assertEquals(1, initAck.parts(16, 0x8002).size());
    }

    @Conforms("3#2")
    @Test
    void shouldSendNumbersInNetworkByteOrder() {
        final AssociationConfig config = AssociationConfig.builder()
                .receiveWindowBytes(0x0001_0203)
                .maxMessageBytes(1000)
                .outboundStreams(0x0102)
                .maxInboundStreams(0x0304)
                .build();
        final Wire other = new Wire(config);
        final Packet.Piece init = other.connect().chunk(1);
        assertArrayEquals(
                new byte[] {0, 1, 2, 3, 1, 2, 3, 4},
                ByteBuffer.allocate(8).put(0, init.bytes(), 4, 8).array());
        other.give(other.initAckPacket());
        other.giveChunks(chunk(11, 0));
        final Packet.Piece data = only(other.send(1, 9, 0, 0x0506_0708)).chunk(0);
        assertEquals(other.tsn, data.at(0));
        assertArrayEquals(new byte[] {0, 9, 0, 0, 5, 6, 7, 8, 1}, data.bytesFrom(4));
        final Packet.Piece sack = only(other.giveChunks(PacketMaker.data(3 | 8, PEER_TSN, 0, 0, new byte[1])))
                .chunk(3);
        assertEquals(PEER_TSN, sack.at(0));
    }

    /** Whoever sends from port 0 gets no answer, since that would go to port 0; and nobody can be sent to there. */
    @Conforms({"3.1#1", "3.1#2"})
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 8, 10})
    void shouldSendNothingFromOrToPortZero(final int type) {
        wire.listen();
        final boolean isInit = type == 1;
        final byte[] chunk = isInit ? PacketMaker.init(1, PEER_TAG, 10_000, 1, 1, 1) : chunk(type, 0, new byte[16]);
        final int tag = isInit ? 0 : UNKNOWN_TAG;
        assertEquals(List.of(), wire.give(packet(0, PacketMaker.PORT, tag, chunk)));
        assertEquals(List.of(), wire.give(packet(PacketMaker.PORT, 0, tag, chunk)));
        assertEquals(0, wire.engine.associationCount());
    }

    @Conforms({"3.1#3", "3.3.2#4"})
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSendEverythingUnderTheTagOfTheInit(final boolean lists) {
        wire.accept(lists ? ipv4(0x0A010001) : new byte[0]);
        assertAllUnderThePeersTag();
    }

    @Conforms({"3.1#3", "3.3.3#3"})
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSendEverythingUnderTheTagOfTheInitAck(final boolean lists) {
        wire.connect();
        final byte[] initAck = wire.initAckPacket(lists ? ipv4(0x0A010001) : new byte[0]);
        assertEquals(PEER_TAG, only(wire.give(initAck)).tag());
        wire.giveChunks(chunk(11, 0));
        assertAllUnderThePeersTag();
    }

    @Conforms({"3.1#3", "3.3.2#4"})
    @Test
    void shouldProbeThePathMtuUnderThePeersTag() {
        final Wire own = new Wire(
                AssociationConfig.builder().pathMtuRaiseNs(600 * SECOND).build());
        own.accept();
        final List<Packet> probes =
                own.pass(10 * SECOND).stream().filter(packet -> packet.has(PAD)).toList();
        assertTrue(!probes.isEmpty(), "no probe");
        probes.forEach(packet -> assertEquals(PEER_TAG, packet.tag(), packet::toString));
    }

    private void assertAllUnderThePeersTag() {
        final List<Packet> sent = new ArrayList<>(wire.send(3000, 0, 0, 0));
        sent.addAll(wire.giveChunks(chunk(4, 0, tlv(1, new byte[8]))));
        sent.addAll(wire.giveChunks(PacketMaker.data(3, PEER_TSN, 0, 0, new byte[9])));
        sent.addAll(wire.giveChunks(PacketMaker.data(3, PEER_TSN + 1, 60_000, 0, new byte[9])));
        sent.addAll(wire.pass(2 * SECOND));
        sent.addAll(wire.giveChunks(Wire.sack(wire.association.nextTsn() - 1)));
        sent.addAll(wire.pass(60 * SECOND));
        wire.association.shutdown();
        sent.addAll(wire.poll());
        sent.addAll(wire.giveChunks(chunk(8, 0)));
        for (final int type : new int[] {0, 3, 4, 5, 7, 9, 14}) {
            assertTrue(sent.stream().anyMatch(packet -> packet.has(type)), "a chunk of type " + type);
        }
        sent.forEach(packet -> assertEquals(PEER_TAG, packet.tag(), packet::toString));
    }

    /** An association that is aborted by either user, or because its peer broke the protocol. */
    @Conforms({"3.1#3", "3.3.7#5"})
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAbortUnderThePeersTag(final boolean byUser) {
        wire.accept();
        if (byUser) {
            wire.association.abort();
        }
        final Packet abort =
                only(byUser ? wire.poll() : wire.giveChunks(PacketMaker.data(3, PEER_TSN, 0, 0, new byte[0])));
        assertEquals(List.of(6), abort.types());
        assertEquals(PEER_TAG, abort.tag());
        assertEquals(0, abort.chunk(6).flags());
    }

    /** Also while this end sets up an association with who sent it (section 8.5.1, rule E), whatever the tag. */
    @Conforms({"3#1", "3.1#5", "3.3.13#1", "3.3.13#2"})
    @ParameterizedTest
    @CsvSource({
        "CLOSED, false",
        "COOKIE_WAIT, false",
        "COOKIE_WAIT, true",
        "COOKIE_ECHOED, false",
        "COOKIE_ECHOED, true"
    })
    void shouldReflectTheTagOfAShutdownAckThatFitsNoAssociation(final AssociationState state, final boolean rightTag) {
        if (state != AssociationState.CLOSED) {
            wire.connect();
        }
        if (state == AssociationState.COOKIE_ECHOED) {
            wire.give(wire.initAckPacket());
        }
        final int tag = rightTag ? wire.tag : UNKNOWN_TAG;
        final Packet complete = only(wire.give(packet(tag, chunk(8, 0))));
        assertEquals(List.of(14), complete.types());
        assertEquals(tag, complete.tag());
        assertEquals(1, complete.chunk(14).flags());
        if (state != AssociationState.CLOSED) {
            assertEquals(state, wire.association.state());
        }
    }

    /** Padding of DATA, of a chunk before another one, and of the last. */
    @Conforms({"3.2#4", "3.2#2"})
    @Test
    void shouldNotLookAtThePaddingOfChunks() {
        wire.accept();
        final byte[] first = PacketMaker.data(3, PEER_TSN, 0, 0, new byte[] {1, 2, 3, 4, 5});
        final byte[] second = PacketMaker.data(3 | 8, PEER_TSN + 1, 0, 1, new byte[] {6, 7});
        final byte[] heartbeat = PacketMaker.chunkOf(4, tlv(1, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}));
        List.of(first, second, heartbeat).forEach(FormatConformanceTest::dirty);
        final List<Packet> answers = wire.giveChunks(first, second, heartbeat);
        assertEquals(1, Wire.chunks(answers, 3).size());
        assertEquals(PEER_TSN + 1, Wire.chunks(answers, 3).get(0).at(0));
        assertEquals(13, Wire.chunks(answers, 5).get(0).value().capacity());
        assertReceives(1, 2, 3, 4, 5);
        assertReceives(6, 7);
        assertNull(wire.association.closeReason());
    }

    private void assertReceives(final int... bytes) {
        final ByteBuffer message = ByteBuffer.allocateDirect(100);
        assertEquals(bytes.length, wire.association.receive(message, 0, 100, new ReceiveInfo()));
        for (int i = 0; i < bytes.length; i++) {
            assertEquals(bytes[i], message.get(i));
        }
    }

    /** Of what belongs to no association, or is to make one. */
    @Conforms("3.2#4")
    @Test
    void shouldNotLookAtThePaddingOfChunksBeforeTheSetUp() {
        wire.listen();
        final byte[] init = dirtyEnd(PacketMaker.init(1, PEER_TAG, 10_000, 1, 1, PEER_TSN, tlv(0x8005, new byte[5])));
        assertEquals(List.of(2), only(wire.give(packet(0, init))).types());
        final byte[] data = dirty(PacketMaker.data(3, 1, 0, 0, new byte[1]));
        assertEquals(
                List.of(6),
                only(wire.give(Wire.STRANGER, packet(UNKNOWN_TAG, data))).types());
        final Wire initiating = new Wire();
        initiating.connect();
        final byte[] initAck = dirtyEnd(PacketMaker.init(2, PEER_TAG, 10_000, 1, 1, PEER_TSN, tlv(7, new byte[5])));
        assertEquals(
                List.of(10),
                only(initiating.give(packet(initiating.tag, initAck))).types());
    }

    /** Fills the padding of a chunk's last parameter, 3 bytes that its length does not count. */
    private static byte[] dirtyEnd(final byte[] chunk) {
        ByteBuffer.wrap(chunk).putShort(2, (short) (chunk.length - 3));
        return dirty(chunk);
    }

    /** Fills the padding of a chunk or parameter. */
    private static byte[] dirty(final byte[] chunk) {
        for (int at = ByteBuffer.wrap(chunk).getShort(2); at < chunk.length; at++) {
            chunk[at] = (byte) 0xEE;
        }
        return chunk;
    }

    /** In ABORT, where a cause that does not fit would matter, and in ERROR. */
    @Conforms("3.2.1#3")
    @Test
    void shouldNotLookAtThePaddingOfCauses() {
        final byte[] odd = dirty(tlv(13, new byte[5]));
        wire.accept();
        wire.giveChunks(chunk(9, 0, odd, tlv(12, new byte[4])));
        assertTrue(wire.events.events.contains("error 13"), wire.events.events::toString);
        wire.giveChunks(chunk(6, 0, odd, tlv(12, new byte[4])));
        assertEquals(CloseReason.PEER_ABORTED, wire.association.closeReason());
    }

    @Conforms("3.2.1#3")
    @Test
    void shouldNotLookAtThePaddingOfParameters() {
        wire.listen();
        final byte[] odd = tlv(0xC0FF, new byte[] {1, 2, 3, 4, 5});
        odd[odd.length - 1] = (byte) 0xEE;
        odd[odd.length - 2] = (byte) 0xEE;
        odd[odd.length - 3] = (byte) 0xEE;
        final Packet initAck = only(wire.give(Wire.initPacket(odd, ipv4(0x0A010001), odd)));
        final List<Packet.Piece> reported = initAck.chunk(2).parts(16, 8);
        assertEquals(2, reported.size());
        assertArrayEquals(
                new byte[] {(byte) 0xC0, (byte) 0xFF, 0, 9, 1, 2, 3, 4, 5},
                reported.get(0).bytes());
        wire.give(wire.echoPacket(initAck));
        assertEquals(2, wire.association.pathCount(), "the address between them was read");
    }

    /** In an INIT ACK, too; the highest bit says that what follows is read, the next that it is reported. */
    @Conforms("3.2.2#1")
    @ParameterizedTest
    @ValueSource(ints = {0x00FF, 0x40FF, 0x80FF, 0xC0FF})
    void shouldReportUnknownParametersOfAnInitInItsInitAck(final int type) {
        wire.listen();
        final byte[] value = {1, 2, 3, 4, 5};
        final Packet.Piece initAck = only(wire.give(Wire.initPacket(tlv(type, value), ipv4(0x0A010001))))
                .chunk(2);
        final List<Packet.Piece> reported = initAck.parts(16, 8);
        assertEquals((type & 0x4000) != 0 ? 1 : 0, reported.size());
        for (final Packet.Piece parameter : reported) {
            assertEquals(type, parameter.shortAt(0));
            assertEquals(9, parameter.shortAt(2));
            assertArrayEquals(value, parameter.bytesFrom(4));
        }
    }

    /** All of them, also where an association is there already or is being set up. */
    @Conforms("3.2.2#1")
    @ParameterizedTest
    @EnumSource(
            value = AssociationState.class,
            names = {"CLOSED", "COOKIE_WAIT", "COOKIE_ECHOED", "ESTABLISHED"})
    void shouldReportAllUnknownParametersOfAnInitInEachState(final AssociationState state) {
        if (state == AssociationState.ESTABLISHED) {
            wire.accept();
        } else if (state == AssociationState.CLOSED) {
            wire.listen();
        } else {
            wire.connect();
        }
        if (state == AssociationState.COOKIE_ECHOED) {
            wire.give(wire.initAckPacket());
        }
        final byte[][] unknown = new byte[6][];
        for (int i = 0; i < unknown.length; i++) {
            unknown[i] = tlv(0xC0F0 + i, new byte[7 * i]);
        }
        final Packet.Piece initAck = only(wire.give(
                        packet(0, PacketMaker.init(1, 5555, 10_000, 1, 1, 1, join(unknown)))))
                .chunk(2);
        final List<Packet.Piece> reported = initAck.parts(16, 8);
        assertEquals(unknown.length, reported.size());
        for (int i = 0; i < unknown.length; i++) {
            assertEquals(0xC0F0 + i, reported.get(i).shortAt(0));
            assertEquals(4 + 7 * i, reported.get(i).value().capacity());
        }
    }

    /** Nothing but the user's own data may stand before what sets an association up. */
    @Conforms({"3.2.2#2", "5.1#6", "3.3.11#1"})
    @Test
    void shouldSendCookieEchoFirstHoweverMuchIsQueued() {
        wire.connect();
        for (int i = 0; i < 20; i++) {
            assertEquals(List.of(), wire.send(1000, i % 3, i % 2 == 0 ? Sends.UNORDERED : 0, 0));
        }
        final List<Packet> sent = wire.give(wire.initAckPacket(tlv(0xC0FF, new byte[5])));
        assertEquals(10, only(sent).types().get(0));
        assertTrue(only(sent).has(0), "data goes with it");
        final List<Packet> again = wire.pass(SECOND);
        assertEquals(10, only(again).types().get(0));
        assertEquals(AssociationState.COOKIE_ECHOED, wire.association.state());
    }

    /** What it is told of the cookie goes in a parameter of its own; and it has no tag, though it knew the peer's. */
    @Conforms({"3.1#4", "3.2.1#4", "3.2.1#5", "3.3.2#1"})
    @Test
    void shouldSendAWellFormedInitAfterAStaleCookie() {
        final Packet.Piece first = wire.connect().chunk(1);
        wire.give(wire.initAckPacket());
        final Packet again = only(wire.giveChunks(chunk(9, 0, tlv(3, ints(5000)))));
        assertEquals(0, again.tag());
        final Packet.Piece init = again.chunk(1);
        assertEquals(first.value().slice(0, 16), init.value().slice(0, 16));
        assertEquals(1, init.parts(16, 9).size(), "Cookie Preservative");
        assertEquals(4, init.parts(16, 9).get(0).value().capacity());
        assertEquals(0, init.parts(16, 5).size() + init.parts(16, 6).size(), "addresses");
    }

    /** Parameters of the same number mean the same in an INIT, an INIT ACK and a cause. */
    @Conforms({"3.2.1#4", "3.2.1#5"})
    @Test
    void shouldKnowAnAddressByTheSameTypeInAllChunks() {
        final Wire two = new Wire(AssociationConfig.builder()
                .localAddresses(List.of(IpAddress.ofIpv4(0x0A000002), IpAddress.ofIpv4(0x0A010002)))
                .build());
        assertEquals(0x0A010002, two.connect().chunk(1).parts(16, 5).get(1).at(0));
        two.give(two.initAckPacket(ipv4(0x0A010001)));
        assertEquals(2, two.association.pathCount());
        wire.accept(ipv4(0x0A010001));
        assertEquals(2, wire.association.pathCount());
        final Packet abort = only(wire.give(Wire.initPacket(ipv4(0x0A020001))));
        assertArrayEquals(
                join(ints(11 << 16 | 12), ints(5 << 16 | 8, 0x0A020001)),
                abort.chunk(6).bytes());
    }
}
