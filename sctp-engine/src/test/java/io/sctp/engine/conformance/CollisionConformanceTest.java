package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.PacketMaker.chunk;
import static io.sctp.engine.conformance.PacketMaker.init;
import static io.sctp.engine.conformance.PacketMaker.ints;
import static io.sctp.engine.conformance.PacketMaker.ipv4;
import static io.sctp.engine.conformance.PacketMaker.packet;
import static io.sctp.engine.conformance.PacketMaker.tlv;
import static io.sctp.engine.conformance.Wire.PEER;
import static io.sctp.engine.conformance.Wire.PEERS_SECOND;
import static io.sctp.engine.conformance.Wire.PEER_TAG;
import static io.sctp.engine.conformance.Wire.PEER_TSN;
import static io.sctp.engine.conformance.Wire.SECOND;
import static io.sctp.engine.conformance.Wire.WINDOW;
import static io.sctp.engine.conformance.Wire.only;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.Sends;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.path.TransportPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** INIT and COOKIE ECHO where there is an association already (RFC 9260 sections 5.2.1, 5.2.2 and 5.2.4). */
final class CollisionConformanceTest {
    /** The tag of the peer that begins anew. */
    private static final int NEW_TAG = 5555;

    private static final int NEW_TSN = 77_000;
    private static final byte[] NEW_INIT = packet(0, init(1, NEW_TAG, WINDOW, 10, 100, NEW_TSN));
    private static final byte[] FOREIGN_INIT = packet(0, init(1, NEW_TAG, WINDOW, 10, 10, NEW_TSN, ipv4(0x0A020001)));

    private final Wire wire = new Wire();

    // -- INIT while this end sets up --------------------------------------------------------------------------------

    /** What the INIT said, the INIT ACK says again; and the INIT is sent again when it always was. */
    @Conforms({"5.2.1#1", "5.2.1#2", "5.2.1#7", "5.2.1#8", "5.2.1#9", "5.2.1#10"})
    @Test
    void shouldAnswerAnInitInCookieWaitWithWhatItsOwnSaid() {
        final Packet.Piece own = wire.connect().chunk(1);
        wire.nowNs = SECOND / 2;
        final Packet answer = only(wire.give(NEW_INIT));
        assertEquals(NEW_TAG, answer.tag());
        assertEquals(PEER, answer.destination());
        assertSameFields(own, answer);
        assertEquals(AssociationState.COOKIE_WAIT, wire.association.state());
        final Packet again = only(wire.pass(SECOND / 2));
        assertEquals(SECOND, again.timeNs());
        assertArrayEquals(own.bytes(), again.chunk(1).bytes());
        assertEquals(1, wire.engine.associationCount());
    }

    @Conforms({"5.2.1#5", "5.2.1#7", "5.2.1#8", "5.2.1#9", "5.2.1#10"})
    @Test
    void shouldAnswerAnInitInCookieEchoedWithWhatItsOwnSaid() {
        final Packet.Piece own = wire.connect().chunk(1);
        wire.give(wire.initAckPacket());
        wire.nowNs = SECOND / 2;
        final Packet answer = only(wire.give(NEW_INIT));
        assertEquals(NEW_TAG, answer.tag());
        assertSameFields(own, answer);
        assertEquals(AssociationState.COOKIE_ECHOED, wire.association.state());
        final Packet again = only(wire.pass(SECOND / 2));
        assertEquals(List.of(10), again.types());
        assertEquals(SECOND, again.timeNs());
        wire.giveChunks(chunk(11, 0));
        assertEquals(AssociationState.ESTABLISHED, wire.association.state());
        assertEquals(PEER_TAG, only(wire.send(4, 0, 0, 0)).tag());
    }

    /** Also where the association, or the port, has parameters of its own. */
    @Conforms({"5.2.1#1", "5.2.1#5", "5.1.1#1", "3.3.3#10"})
    @ParameterizedTest
    @EnumSource(
            value = AssociationState.class,
            names = {"CLOSED", "COOKIE_WAIT", "COOKIE_ECHOED", "ESTABLISHED"})
    void shouldAnswerAnInitWithParametersOfItsOwn(final AssociationState state) {
        final AssociationConfig own = AssociationConfig.builder()
                .outboundStreams(3)
                .maxInboundStreams(5)
                .receiveWindowBytes(70_000)
                .maxMessageBytes(1000)
                .build();
        if (state == AssociationState.CLOSED) {
            wire.engine.listen(PacketMaker.PORT, own);
        } else {
            wire.association =
                    wire.engine.connect(0, own, PacketMaker.PORT, PacketMaker.PORT, List.of(PEER), Wire.UDP_PORT, 0);
            wire.tag = only(wire.poll()).chunk(1).at(0);
        }
        if (state == AssociationState.COOKIE_ECHOED || state == AssociationState.ESTABLISHED) {
            wire.give(wire.initAckPacket());
        }
        if (state == AssociationState.ESTABLISHED) {
            wire.giveChunks(chunk(11, 0));
        }
        final Packet.Piece initAck = only(wire.give(NEW_INIT)).chunk(2);
        assertEquals(70_000, initAck.at(4));
        assertEquals(3, initAck.shortAt(8));
        assertEquals(5, initAck.shortAt(10));
    }

    private static void assertSameFields(final Packet.Piece init, final Packet answer) {
        final byte[] fixed = new byte[16];
        answer.chunk(2).value().get(0, fixed);
        final byte[] expected = new byte[16];
        init.value().get(0, expected);
        assertArrayEquals(expected, fixed);
        assertEquals(1, answer.chunk(2).parts(16, 7).size(), "cookies");
    }

    /** Neither to who only listed the address that was asked, nor to an address that is listed. */
    @Conforms({"5.2.1#2", "5.2.1#3", "5.2.1#4"})
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAnswerAnInitInCookieWaitOnlyWhereTheUserWanted(final boolean named) {
        wire.connect(PEER, PEERS_SECOND);
        final IpAddress source = named ? PEERS_SECOND : Wire.STRANGER;
        final byte[] init =
                packet(0, init(1, NEW_TAG, WINDOW, 10, 10, NEW_TSN, ipv4((int) PEER.low()), ipv4((int) source.low())));
        final List<Packet> initAcks =
                wire.give(source, init).stream().filter(packet -> packet.has(2)).toList();
        if (named) {
            assertEquals(PEERS_SECOND, only(initAcks).destination());
        }
        initAcks.forEach(
                packet -> assertTrue(List.of(PEER, PEERS_SECOND).contains(packet.destination()), packet::toString));
        assertEquals(AssociationState.COOKIE_WAIT, wire.association.state());
    }

    /**
     * Where the INIT came from nobody asked: what is listed and was asked gets the answer, not what is only one of
     * both.
     */
    @Conforms({"5.2.1#2", "5.2.1#3", "5.2.1#4"})
    @Test
    void shouldAnswerAnInitInCookieWaitToTheListedAddressThatTheUserWanted() {
        wire.connect(PEER, PEERS_SECOND);
        final byte[] listed = PacketMaker.join(ipv4(0x0A020001), ipv4((int) PEERS_SECOND.low()));
        final Packet initAck =
                only(wire.give(Wire.STRANGER, packet(0, init(1, NEW_TAG, WINDOW, 10, 10, NEW_TSN, listed))));
        assertEquals(List.of(2), initAck.types());
        assertEquals(PEERS_SECOND, initAck.destination());
    }

    @Conforms({"5.2.1#6", "5.2.1#8", "5.2.1#10"})
    @Test
    void shouldDiscardAnInitWithANewAddressInCookieEchoed() {
        wire.connect();
        wire.give(wire.initAckPacket());
        assertTrue(wire.give(FOREIGN_INIT).stream().noneMatch(packet -> packet.has(2)), "an INIT ACK");
        final byte[] init = packet(0, init(1, NEW_TAG, WINDOW, 10, 10, NEW_TSN, ipv4((int) PEER.low())));
        assertTrue(wire.give(Wire.STRANGER, init).stream().noneMatch(packet -> packet.has(2)), "from elsewhere");
        assertEquals(AssociationState.COOKIE_ECHOED, wire.association.state());
        assertEquals(1, wire.association.pathCount());
        assertEquals(1, wire.engine.associationCount());
    }

    /** A cookie that this end gave out before it knew the peer has no Tie-Tags, the one from COOKIE-ECHOED has. */
    @Conforms("5.2.1#11")
    @Test
    void shouldPutTieTagsInTheCookieOfCookieEchoed() {
        wire.connect();
        final int without = cookieLength(NEW_INIT);
        wire.give(wire.initAckPacket());
        assertEquals(without + 8, cookieLength(NEW_INIT));
        // They are the association's: the next cookie has the same.
        assertArrayEquals(cookie(NEW_INIT), cookie(NEW_INIT));
    }

    private int cookieLength(final byte[] init) {
        return cookie(init).length;
    }

    private byte[] cookie(final byte[] init) {
        return only(wire.give(init)).chunk(2).parts(16, 7).get(0).bytes();
    }

    /** Action B: the peer's INIT crossed this end's. Its tag is new to this end, or another than it had. */
    @Conforms("5.2.4#4")
    @ParameterizedTest
    @EnumSource(
            value = AssociationState.class,
            names = {"COOKIE_WAIT", "COOKIE_ECHOED", "ESTABLISHED"})
    void shouldTakeTheTagOfAPeerWhoseInitCrossedItsOwn(final AssociationState state) {
        wire.connect();
        if (state != AssociationState.COOKIE_WAIT) {
            wire.give(wire.initAckPacket());
        }
        final Packet initAck = only(wire.give(NEW_INIT));
        if (state == AssociationState.ESTABLISHED) {
            wire.giveChunks(chunk(11, 0));
        }
        assertEquals(state, wire.association.state());
        final Packet ack = wire.give(wire.echoPacket(initAck)).get(0);
        assertEquals(11, ack.types().get(0));
        assertEquals(NEW_TAG, ack.tag());
        assertEquals(AssociationState.ESTABLISHED, wire.association.state());
        assertEquals(NEW_TAG, wire.association.peerTag());
        assertEquals(1, wire.engine.associationCount());
        final List<Packet> later = wire.pass(20 * SECOND);
        assertTrue(later.stream().noneMatch(packet -> packet.has(1) || packet.has(10)), "T1 still runs");
        final Packet data = only(wire.send(4, 0, 0, 0));
        assertEquals(NEW_TAG, data.tag());
        assertEquals(
                NEW_TSN,
                Wire.chunks(wire.giveChunks(PacketMaker.data(3 | 8, NEW_TSN, 0, 0, new byte[4])), 3)
                        .get(0)
                        .at(0));
    }

    // -- INIT when it is up -----------------------------------------------------------------------------------------

    /** In each state, and it stays that state. */
    @Conforms({"5.2.2#1", "5.2.2#4", "5.2.2#5", "5.2.2#6", "5.2.2#7", "5.2.2#8", "3.1#3", "3.3.2#4"})
    @ParameterizedTest
    @EnumSource(
            value = AssociationState.class,
            names = {"ESTABLISHED", "SHUTDOWN_PENDING", "SHUTDOWN_SENT", "SHUTDOWN_RECEIVED"})
    void shouldAnswerAnInitAndStayAsItIs(final AssociationState state) {
        bring(state);
        final int window = wire.association.path(0).congestionWindowBytes();
        final int buffered = wire.association.bufferedBytes();
        final Packet answer = only(wire.give(NEW_INIT));
        assertEquals(NEW_TAG, answer.tag());
        final Packet.Piece initAck = answer.chunk(2);
        assertEquals(1, initAck.parts(16, 7).size());
        assertNotEquals(wire.tag, initAck.at(0));
        assertNotEquals(0, initAck.at(0));
        assertNotEquals(initAck.at(0), only(wire.give(NEW_INIT)).chunk(2).at(0), "a random tag");
        assertEquals(state, wire.association.state());
        assertEquals(wire.tag, wire.association.localTag());
        assertEquals(PEER_TAG, wire.association.peerTag());
        assertEquals(1, wire.association.pathCount());
        assertEquals(window, wire.association.path(0).congestionWindowBytes());
        assertEquals(buffered, wire.association.bufferedBytes());
        assertEquals(List.of("established"), wire.events.events.subList(0, 1));
        assertTrue(
                wire.events.events.stream()
                        .noneMatch(event -> event.startsWith("closed") || event.startsWith("restart")),
                wire.events.events::toString);
        final List<Packet> later = wire.pass(2 * SECOND);
        later.forEach(packet -> assertEquals(PEER_TAG, packet.tag()));
        if (state == AssociationState.ESTABLISHED) {
            assertEquals(
                    PEER_TSN,
                    only(wire.giveChunks(PacketMaker.data(3 | 8, PEER_TSN, 0, 0, new byte[4])))
                            .chunk(3)
                            .at(0));
            assertEquals(wire.tsn, only(wire.send(4, 0, 0, 0)).chunk(0).at(0));
        } else {
            assertTrue(!later.isEmpty(), "timers run on");
        }
    }

    @Conforms({"5.2.2#2", "5.2.2#3", "5.2.2#7", "5.2.2#8", "5.1#12"})
    @ParameterizedTest
    @EnumSource(
            value = AssociationState.class,
            names = {"ESTABLISHED", "SHUTDOWN_PENDING", "SHUTDOWN_SENT", "SHUTDOWN_RECEIVED"})
    void shouldAbortAnInitWithANewAddressAndStayAsItIs(final AssociationState state) {
        bring(state);
        final byte[] known = ipv4((int) PEER.low());
        for (final byte[] listed : List.of(
                ipv4(0x0A020001),
                PacketMaker.join(known, ipv4(0x0A020001)),
                PacketMaker.join(known, PacketMaker.ipv6(0x2001_0DB8L << 32, 1)))) {
            final Packet abort = only(wire.give(packet(0, init(1, NEW_TAG, WINDOW, 10, 10, NEW_TSN, listed))));
            assertEquals(List.of(6), abort.types());
            assertEquals(NEW_TAG, abort.tag());
            assertEquals(0, abort.chunk(6).flags());
        }
        assertEquals(state, wire.association.state());
        assertEquals(PEER_TAG, wire.association.peerTag());
        assertEquals(1, wire.association.pathCount());
        // An address that it has is no new one.
        assertEquals(
                List.of(2),
                only(wire.give(packet(0, init(1, NEW_TAG, WINDOW, 10, 10, NEW_TSN, ipv4((int) PEER.low())))))
                        .types());
    }

    private void bring(final AssociationState state) {
        wire.accept();
        if (state == AssociationState.SHUTDOWN_PENDING || state == AssociationState.SHUTDOWN_RECEIVED) {
            wire.send(100, 0, 0, 0);
        }
        if (state == AssociationState.SHUTDOWN_PENDING || state == AssociationState.SHUTDOWN_SENT) {
            wire.association.shutdown();
            wire.poll();
        } else if (state != AssociationState.ESTABLISHED) {
            wire.giveChunks(chunk(7, 0, ints(wire.tsn - 1)));
        }
        assertEquals(state, wire.association.state());
    }

    // -- restart ----------------------------------------------------------------------------------------------------

    /** The cookie of a restart is known by its Tie-Tags; what it was before is forgotten. */
    @Conforms({"5.2.2#4", "5.2.4#2", "5.1#13"})
    @Test
    void shouldBeginAnewWhenThePeerDoes() {
        wire.accept();
        for (int i = 0; i < 40; i++) {
            wire.send(1400, 0, 0, 0);
            wire.giveChunks(Wire.sack(wire.association.nextTsn() - 1));
        }
        wire.send(1400, 0, 0, 0);
        wire.pass(2 * SECOND);
        final var before = ((TransportPath) wire.association.path(0)).congestion();
        final int initial = new Wire().accept().association.path(0).congestionWindowBytes();
        assertTrue(before.windowBytes() < initial, "T3-rtx left " + before.windowBytes());
        final Packet initAck = only(wire.give(NEW_INIT));
        final Packet ack = wire.give(wire.echoPacket(initAck)).get(0);
        assertEquals(11, ack.types().get(0));
        assertEquals(NEW_TAG, ack.tag());
        assertTrue(wire.events.events.contains("restarted"), wire.events.events::toString);
        final var after = ((TransportPath) wire.association.path(0)).congestion();
        assertEquals(initial, after.windowBytes());
        assertEquals(new Wire().accept().association.path(0).slowStartThresholdBytes(), after.thresholdBytes());
        wire.tag = initAck.chunk(2).at(0);
        assertEquals(wire.tag, wire.association.localTag());
        assertEquals(
                NEW_TSN,
                only(wire.giveChunks(PacketMaker.data(3, NEW_TSN, 0, 0, new byte[4])))
                        .chunk(3)
                        .at(0),
                "the first data of the new one");
    }

    /** Also a window that had grown. */
    @Conforms("5.2.4#2")
    @Test
    void shouldForgetAWindowThatHadGrownWhenThePeerBeginsAnew() {
        wire.accept();
        final int initial = wire.association.path(0).congestionWindowBytes();
        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < 10; j++) {
                Sends.send(wire.association, java.nio.ByteBuffer.allocateDirect(1400), 0, 1400, 0, 0, 0, 0);
            }
            wire.poll();
            wire.giveChunks(Wire.sack(wire.association.nextTsn() - 1));
        }
        assertTrue(wire.association.path(0).congestionWindowBytes() > 2 * initial, "it did not grow");
        wire.give(wire.echoPacket(only(wire.give(NEW_INIT))));
        assertEquals(initial, wire.association.path(0).congestionWindowBytes());
    }

    /** One without Tie-Tags, given out before there was an association, or with those of another one. */
    @Conforms({"5.2.2#9", "5.2.2#4"})
    @Test
    void shouldNotBeginAnewForACookieWithoutItsTieTags() {
        wire.listen();
        final Packet early = only(wire.give(NEW_INIT));
        wire.accept();
        assertEquals(List.of(), wire.give(wire.echoPacket(early)));
        assertEquals(wire.tag, wire.association.localTag());
        assertEquals(
                early.chunk(2).parts(16, 7).get(0).value().capacity() + 8,
                cookieLength(NEW_INIT),
                "Tie-Tags where there was no association");
        // Restarted once, the cookies from before are of another association.
        final Packet first = only(wire.give(NEW_INIT));
        final Packet second = only(wire.give(packet(0, init(1, NEW_TAG + 1, WINDOW, 10, 100, NEW_TSN))));
        wire.give(wire.echoPacket(first));
        assertEquals(first.chunk(2).at(0), wire.association.localTag());
        assertEquals(List.of(), wire.give(wire.echoPacket(second)));
        assertEquals(first.chunk(2).at(0), wire.association.localTag());
        assertEquals(1, wire.engine.associationCount());
    }

    /** Once with both tags of the association it is good, else not. */
    @Conforms("5.2.4#1")
    @Test
    void shouldAnswerACookieThatIsTooOldWithAnErrorUnlessItMadeTheAssociation() {
        wire.listen();
        final Packet own = only(wire.give(Wire.initPacket()));
        wire.give(wire.echoPacket(own));
        wire.tag = own.chunk(2).at(0);
        final Packet other = only(wire.give(NEW_INIT));
        wire.nowNs = 61 * SECOND;
        final Packet error = only(wire.give(wire.echoPacket(other)));
        assertEquals(List.of(9), error.types());
        assertEquals(3, error.chunk(9).parts(0).get(0).type());
        assertEquals(NEW_TAG, error.tag());
        assertEquals(wire.tag, wire.association.localTag());
        assertEquals(11, wire.give(wire.echoPacket(own)).get(0).types().get(0));
        assertEquals(List.of("established"), wire.events.events);
    }

    /** One tag alone makes a cookie that is too old no good: this end's, of INITs that crossed, or the peer's. */
    @Conforms("5.2.4#1")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAnswerACookieThatIsTooOldWithAnErrorThoughOneTagIsTheAssociations(final boolean isOwn) {
        final Packet initAck;
        if (isOwn) {
            wire.connect();
            wire.give(wire.initAckPacket());
            initAck = only(wire.give(NEW_INIT));
            wire.giveChunks(chunk(11, 0));
            assertEquals(wire.tag, initAck.chunk(2).at(0));
        } else {
            wire.accept();
            initAck = only(wire.give(Wire.initPacket()));
            assertNotEquals(wire.tag, initAck.chunk(2).at(0));
        }
        wire.nowNs = 61 * SECOND;
        final Packet error = only(wire.give(wire.echoPacket(initAck)));
        assertEquals(List.of(9), error.types());
        assertEquals(3, error.chunk(9).parts(0).get(0).type());
        assertEquals(PEER_TAG, wire.association.peerTag());
        assertEquals(wire.tag, wire.association.localTag());
        assertEquals(List.of("established"), wire.events.events);
    }

    @Conforms("5.2.4#3")
    @Test
    void shouldNotBeginAnewInShutdownAckSent() {
        wire.accept();
        final Packet initAck = only(wire.give(NEW_INIT));
        wire.giveChunks(chunk(7, 0, ints(wire.tsn - 1)));
        assertEquals(AssociationState.SHUTDOWN_ACK_SENT, wire.association.state());
        final List<Packet> answers = wire.give(wire.echoPacket(initAck));
        assertEquals(1, Wire.chunks(answers, 8).size(), "SHUTDOWN ACK again");
        assertEquals(10, Wire.chunks(answers, 9).get(0).parts(0).get(0).type());
        assertTrue(answers.stream().noneMatch(packet -> packet.has(11)), "COOKIE ACK");
        assertEquals(AssociationState.SHUTDOWN_ACK_SENT, wire.association.state());
        assertEquals(wire.tag, wire.association.localTag());
        assertEquals(1, wire.engine.associationCount());
        final List<Packet> toInit = new ArrayList<>(wire.give(NEW_INIT));
        assertTrue(toInit.stream().noneMatch(packet -> packet.has(2)), "INIT ACK");
        assertEquals(List.of(), tlvs(toInit));
    }

    private static List<byte[]> tlvs(final List<Packet> packets) {
        return Wire.chunks(packets, 2).stream()
                .map(chunk -> tlv(7, chunk.bytes()))
                .toList();
    }
}
