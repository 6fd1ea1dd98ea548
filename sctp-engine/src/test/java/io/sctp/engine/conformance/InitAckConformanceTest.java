package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.PacketMaker.chunk;
import static io.sctp.engine.conformance.PacketMaker.init;
import static io.sctp.engine.conformance.PacketMaker.ipv4;
import static io.sctp.engine.conformance.PacketMaker.ipv6;
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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** INIT ACK as it is taken, the COOKIE ECHO that answers it, and T1 (RFC 9260 sections 3.3.3, 4, 5.1 and 5.1.4). */
final class InitAckConformanceTest {
    private static final byte[] COOKIE = tlv(7, new byte[] {9, 8, 7, 6, 5});
    private static final byte[] HOST_NAME = tlv(11, new byte[] {'p', 'e', 'e', 'r', 0});
    private static final byte[] COOKIE_ACK = chunk(11, 0);

    /** Max.Init.Retransmits of the tests that count. */
    private static final int RETRANSMISSIONS = 3;

    private final Wire wire = new Wire(
            AssociationConfig.builder().maxInitRetransmissions(RETRANSMISSIONS).build());

    // -- what an INIT ACK lacks -------------------------------------------------------------------------------------

    /** Whatever else it lacks. */
    @Conforms("3.3.3#5")
    @ParameterizedTest
    @CsvSource({"100000, 10", "1499, 10", "100000, 0", "0, 0"})
    void shouldEndTheSetUpOnAnInitAckWithoutATag(final int window, final int streams) {
        wire.connect();
        assertEquals(List.of(), wire.give(packet(wire.tag, init(2, 0, window, streams, streams, PEER_TSN, COOKIE))));
        assertEnded();
    }

    /** The one that cannot be taken is told so under its own tag. */
    @Conforms({"3.3.3#11", "3.3.3#13", "5.1#12"})
    @ParameterizedTest
    @CsvSource({"0, 10", "10, 0"})
    void shouldEndTheSetUpOnAnInitAckWithoutStreams(final int outbound, final int inbound) {
        wire.connect();
        final Packet abort =
                only(wire.give(packet(wire.tag, init(2, 5555, WINDOW, outbound, inbound, PEER_TSN, COOKIE))));
        assertEquals(List.of(6), abort.types());
        assertEquals(5555, abort.tag());
        assertEnded();
    }

    @Conforms({"5.1#12", "3.1#3"})
    @Test
    void shouldEndTheSetUpOnAnInitAckWithoutACookie() {
        wire.connect();
        final Packet abort = only(wire.give(packet(wire.tag, init(2, 5555, WINDOW, 10, 10, PEER_TSN))));
        assertEquals(List.of(6), abort.types());
        assertEquals(5555, abort.tag());
        assertEquals(2, abort.chunk(6).parts(0).get(0).type(), "a mandatory parameter is missing");
        assertEnded();
    }

    /** It is discarded, and the one that was asked may still answer. */
    @Conforms({"3.3.3#7", "3.3.3#8", "5.1#12"})
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1499})
    void shouldDiscardAnInitAckWithTooSmallAWindow(final int window) {
        wire.connect();
        final List<Packet> answers = wire.give(packet(wire.tag, init(2, 5555, window, 10, 10, PEER_TSN, COOKIE)));
        assertEquals(5555, only(answers).tag());
        assertEquals(List.of(6), only(answers).types());
        assertEquals(AssociationState.COOKIE_WAIT, wire.association.state());
        assertEquals(List.of(1), only(wire.pass(SECOND)).types());
        assertEquals(
                List.of(10),
                only(wire.give(packet(wire.tag, init(2, PEER_TAG, 1500, 10, 10, PEER_TSN, COOKIE))))
                        .types());
        wire.giveChunks(COOKIE_ACK);
        assertEquals(AssociationState.ESTABLISHED, wire.association.state());
        assertEquals(PEER_TAG, wire.association.peerTag());
    }

    /** An association that is up, or almost, has no use for one, whatever it lacks. */
    @Conforms("3.3.3#8")
    @ParameterizedTest
    @CsvSource({"true, 5555, 1499", "true, 0, 100000", "false, 5555, 1499", "false, 0, 100000"})
    void shouldNotTouchAnAssociationThatIsUpForAnInitAckWithTooSmallAWindow(
            final boolean isUp, final int tag, final int window) {
        if (isUp) {
            wire.connected();
        } else {
            wire.connect();
            wire.give(wire.initAckPacket());
        }
        wire.give(packet(wire.tag, init(2, tag, window, 10, 10, PEER_TSN, COOKIE)));
        if (!isUp) {
            assertEquals(AssociationState.COOKIE_ECHOED, wire.association.state());
            assertEquals(List.of(10), only(wire.pass(SECOND)).types());
            wire.giveChunks(COOKIE_ACK);
        }
        assertEquals(AssociationState.ESTABLISHED, wire.association.state());
        assertEquals(PEER_TAG, only(wire.send(4, 0, 0, 0)).tag());
    }

    @Conforms({"3.3.3#2", "3.3.2.1.4#2", "5.1.2#2", "5.1#12"})
    @Test
    void shouldAbortOnAHostNameInAnInitAck() {
        wire.connect();
        final byte[] initAck = packet(wire.tag, init(2, 5555, WINDOW, 10, 10, PEER_TSN, COOKIE, HOST_NAME));
        final Packet abort = only(wire.give(PEER, initAck));
        assertEquals(List.of(6), abort.types());
        assertEquals(5555, abort.tag());
        assertEquals(PEER, abort.destination());
        assertEquals(AssociationState.CLOSED, wire.association.state());
    }

    private void assertEnded() {
        assertEquals(CloseReason.SETUP_FAILED, wire.association.closeReason());
        assertEquals(0, wire.engine.associationCount());
        assertEquals("closed SETUP_FAILED", wire.events.events.get(0).substring(0, 19));
        assertEquals(List.of(), wire.pass(100 * SECOND));
    }

    // -- what it brings ---------------------------------------------------------------------------------------------

    /** Longer than an Ethernet frame, with many addresses and a long cookie. */
    @Conforms("3.3.3#14")
    @Test
    void shouldTakeALongInitAck() {
        wire.connect();
        final byte[][] parameters = new byte[400][];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = ipv4(0x0B00_0001 + i);
        }
        final byte[] initAck = packet(
                wire.tag,
                init(2, PEER_TAG, WINDOW, 10, 10, PEER_TSN, PacketMaker.join(parameters), tlv(7, new byte[1200])));
        assertTrue(initAck.length > 4000, "long");
        final Packet.Piece echo = only(wire.give(initAck)).chunk(10);
        assertEquals(1200, echo.value().capacity());
        wire.giveChunks(COOKIE_ACK);
        assertEquals(AssociationState.ESTABLISHED, wire.association.state());
    }

    @Conforms({"3.3.3#15", "5.1.2#1"})
    @Test
    void shouldUseTheSourceAloneWhereAnInitAckListsNoAddress() {
        wire.connect(PEER, PEERS_SECOND, IpAddress.ofIpv4(0x0A020001));
        final byte[] initAck = wire.initAckPacket();
        wire.give(PEERS_SECOND, initAck);
        wire.give(PEERS_SECOND, packet(wire.tag, COOKIE_ACK));
        assertEquals(1, wire.association.pathCount());
        final List<Packet> sent = new ArrayList<>(wire.send(4, 0, 0, 0));
        sent.addAll(wire.pass(20 * SECOND));
        sent.forEach(packet -> assertEquals(PEERS_SECOND, packet.destination()));
    }

    @Conforms("5.1.2#3")
    @Test
    void shouldKnowThePeerByTheSourceOfItsInitAckAndAllThatItListed() {
        wire.connected(ipv4(0x0A010001), ipv4(0x0A020001));
        assertEquals(3, wire.association.pathCount());
        assertTrue(wire.association.path(0).hasAddress(PEER.high(), PEER.low()));
        assertTrue(wire.association.path(1).hasAddress(PEERS_SECOND.high(), PEERS_SECOND.low()));
    }

    /** Whoever answers under the tag of the INIT, of either family. */
    @Conforms({"5.1.2#3", "5.1.2#4"})
    @Test
    void shouldKnowThePeerByTheSourceOfItsInitAckThoughItWasNotAsked() {
        final IpAddress ipv6 = new IpAddress(0x2001_0DB8L << 32, 1);
        wire.connect();
        final byte[] initAck = wire.initAckPacket(ipv4(0x0A020001), ipv6(ipv6.high(), ipv6.low()));
        wire.give(Wire.STRANGER, initAck);
        assertEquals(AssociationState.COOKIE_ECHOED, wire.association.state());
        final Set<IpAddress> known = new HashSet<>();
        for (int i = 0; i < wire.association.pathCount(); i++) {
            known.add(new IpAddress(
                    wire.association.path(i).addressHigh(),
                    wire.association.path(i).addressLow()));
        }
        assertEquals(Set.of(Wire.STRANGER, IpAddress.ofIpv4(0x0A020001), ipv6), known);
    }

    /** At once, with what was in the parameter and no more. */
    @Conforms({"3.3.11#2", "5.1.4#1", "3.2#2"})
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 6, 7, 400})
    void shouldEchoTheCookieAsItCame(final int length) {
        final byte[] cookie = new byte[length];
        for (int i = 0; i < length; i++) {
            cookie[i] = (byte) (i * 7 + 1);
        }
        wire.connect();
        final long begin = wire.nowNs;
        final List<Packet> sent =
                wire.give(packet(wire.tag, init(2, PEER_TAG, WINDOW, 10, 10, PEER_TSN, tlv(7, cookie))));
        assertArrayEquals(cookie, only(sent).chunk(10).bytes());
        assertEquals(begin, only(sent).timeNs());
        assertArrayEquals(cookie, only(wire.pass(SECOND)).chunk(10).bytes(), "again");
    }

    // -- T1 ---------------------------------------------------------------------------------------------------------

    /** After 1, 2 and 4 seconds; each is the INIT that it was. */
    @Conforms({"4#3", "4#4", "5.1.6#1"})
    @Test
    void shouldSendInitAgainAtEachExpiry() {
        final Packet first = wire.connect();
        final List<Packet> again = wire.pass(7 * SECOND + SECOND / 2);
        assertEquals(
                List.of(SECOND, 3 * SECOND, 7 * SECOND),
                again.stream().map(Packet::timeNs).toList());
        for (final Packet packet : again) {
            assertEquals(List.of(1), packet.types());
            assertArrayEquals(first.chunk(1).bytes(), packet.chunk(1).bytes());
        }
        assertEquals(AssociationState.COOKIE_WAIT, wire.association.state());
    }

    /** RTO.Max bounds the wait. */
    @Conforms("5.1.6#1")
    @Test
    void shouldNotWaitLongerThanTheLargestRtoForAnInitAck() {
        final Wire own = new Wire(AssociationConfig.builder()
                .rtoMaxNs(3 * SECOND)
                .rtoInitialNs(2 * SECOND)
                .build());
        own.connect();
        assertEquals(
                List.of(2 * SECOND, 5 * SECOND, 8 * SECOND, 11 * SECOND),
                own.pass(12 * SECOND).stream().map(Packet::timeNs).toList());
    }

    @Conforms({"4#4", "4#5"})
    @ParameterizedTest
    @ValueSource(ints = {0, 1, RETRANSMISSIONS})
    void shouldGiveUpAfterAllRetransmissionsOfInit(final int retransmissions) {
        final Wire own = new Wire(AssociationConfig.builder()
                .maxInitRetransmissions(retransmissions)
                .build());
        own.connect();
        assertEquals(retransmissions, own.pass(200 * SECOND).size());
        assertEquals(List.of("closed SETUP_FAILED 0"), own.events.events);
        assertEquals(0, own.engine.associationCount());
    }

    @Conforms({"4#6", "4#7", "5.1.4#2", "5.1.4#3"})
    @Test
    void shouldSendCookieEchoAgainAtEachExpiry() {
        wire.connect();
        final Packet first = only(wire.give(wire.initAckPacket()));
        final List<Packet> again = wire.pass(7 * SECOND + SECOND / 2);
        assertEquals(
                List.of(SECOND, 3 * SECOND, 7 * SECOND),
                again.stream().map(Packet::timeNs).toList());
        for (final Packet packet : again) {
            assertEquals(List.of(10), packet.types());
            assertArrayEquals(first.chunk(10).bytes(), packet.chunk(10).bytes());
        }
        assertEquals(AssociationState.COOKIE_ECHOED, wire.association.state());
    }

    @Conforms({"4#7", "4#8"})
    @ParameterizedTest
    @ValueSource(ints = {0, 1, RETRANSMISSIONS})
    void shouldGiveUpAfterAllRetransmissionsOfCookieEcho(final int retransmissions) {
        final Wire own = new Wire(AssociationConfig.builder()
                .maxInitRetransmissions(retransmissions)
                .build());
        own.connect();
        own.give(own.initAckPacket());
        assertEquals(retransmissions, own.pass(200 * SECOND).size());
        assertEquals(List.of("closed SETUP_FAILED 0"), own.events.events);
        assertEquals(0, own.engine.associationCount());
    }

    /** What INIT used up does not count for COOKIE ECHO. */
    @Conforms("4#7")
    @Test
    void shouldCountRetransmissionsOfCookieEchoAlone() {
        wire.connect();
        assertEquals(RETRANSMISSIONS, wire.pass(8 * SECOND).size());
        wire.give(wire.initAckPacket());
        assertEquals(RETRANSMISSIONS, wire.pass(600 * SECOND).size());
    }

    // -- until COOKIE ACK -------------------------------------------------------------------------------------------

    /** Messages of the user wait, or go with the COOKIE ECHO. */
    @Conforms("5#1")
    @Test
    void shouldSendNoDataBeforeTheSetUp() {
        wire.connect();
        assertEquals(List.of(), wire.send(100, 0, 0, 0));
        assertTrue(wire.pass(3 * SECOND).stream().noneMatch(packet -> packet.has(0)));
        final Packet echo = only(wire.give(wire.initAckPacket()));
        assertEquals(List.of(10, 0), echo.types());
    }

    @Conforms({"5.1#7", "3.2.2#2", "5.1#6"})
    @Test
    void shouldSendNothingButCookieEchoUntilCookieAckComes() {
        wire.connect();
        final List<Packet> sent = new ArrayList<>(wire.give(wire.initAckPacket(ipv4(0x0A010001))));
        final byte[] heartbeat = PacketMaker.chunk(4, 0, tlv(1, new byte[8]));
        sent.addAll(wire.send(3000, 0, 0, 0));
        sent.addAll(wire.send(10, 1, 4, 0));
        sent.addAll(wire.giveChunks(heartbeat));
        sent.addAll(wire.give(PEERS_SECOND, packet(wire.tag, heartbeat)));
        sent.addAll(wire.giveChunks(PacketMaker.data(3 | 8, PEER_TSN, 0, 0, new byte[4])));
        sent.addAll(wire.giveChunks(chunk(0xC7, 0, new byte[4])));
        sent.addAll(wire.giveChunks(Wire.sack(wire.tsn)));
        wire.association.requestHeartbeat(wire.association.path(0));
        sent.addAll(wire.pass(8 * SECOND));
        assertEquals(1 + RETRANSMISSIONS, sent.size());
        sent.forEach(packet -> assertEquals(10, packet.types().get(0), packet::toString));
        final List<Packet> then = wire.giveChunks(COOKIE_ACK);
        assertTrue(then.stream().anyMatch(packet -> packet.has(0)), "data goes then");
    }
}
