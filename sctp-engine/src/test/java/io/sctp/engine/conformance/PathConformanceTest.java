package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.PacketMaker.chunk;
import static io.sctp.engine.conformance.PacketMaker.data;
import static io.sctp.engine.conformance.PacketMaker.init;
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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.PathState;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that nobody has confirmed (RFC 9260 sections 3.3.5 and 5.4). */
final class PathConformanceTest {
    private static final int HEARTBEAT = 4;
    private static final int PMDCS = 1452;

    private final Wire wire = new Wire();

    /** All 64 bits of it change from one HEARTBEAT to the next, none as another does; which path it is for apart. */
    @Conforms("3.3.5#1")
    @Test
    void shouldVerifyAPathWithARandomNonce() {
        final Wire own = new Wire(AssociationConfig.builder()
                .rtoMaxNs(SECOND)
                .heartbeatIntervalNs(SECOND)
                .maxAssociationRetransmissions(1000)
                .maxPathRetransmissions(1000)
                .build());
        own.accept(ipv4(0x0A010001));
        final List<Packet> sent = own.pass(100 * SECOND);
        final List<byte[]> infos = sent.stream()
                .filter(packet -> packet.destination().equals(PEERS_SECOND) && packet.has(HEARTBEAT))
                .map(packet -> packet.chunk(HEARTBEAT).parts(0).get(0).bytes())
                .toList();
        assertTrue(infos.size() > 40, "heartbeats: " + infos.size());
        final Set<List<Boolean>> columns = new HashSet<>();
        for (int bit = 0; bit < 8 * infos.get(0).length; bit++) {
            final int place = bit;
            final int first = infos.get(0)[place / 8] >> place % 8;
            final List<Boolean> column = infos.stream()
                    .map(info -> ((info[place / 8] >> place % 8 ^ first) & 1) != 0)
                    .toList();
            if (column.contains(true)) {
                columns.add(column);
            }
        }
        assertTrue(columns.size() >= 64, columns.size() + " random bits");
    }

    /** An answer with any bit wrong, or to another path, confirms nothing; the right one does. */
    @Conforms("3.3.5#1")
    @Test
    void shouldBelieveNoAnswerButToTheNonce() {
        wire.listen();
        final Packet initAck = only(wire.give(Wire.initPacket(ipv4(0x0A010001))));
        final List<Packet> sent = wire.give(wire.echoPacket(initAck));
        sent.addAll(wire.pass(100 * Wire.MILLI));
        wire.tag = initAck.chunk(2).at(0);
        final byte[] information = sent.stream()
                .filter(packet -> packet.destination().equals(PEERS_SECOND))
                .map(packet -> packet.chunk(HEARTBEAT).bytes())
                .findFirst()
                .orElseThrow();
        for (int bit = 32; bit < 8 * information.length; bit++) {
            final byte[] forged = information.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            wire.give(PEERS_SECOND, packet(wire.tag, chunk(5, 0, forged)));
            assertEquals(PathState.UNCONFIRMED, wire.association.path(1).state(), "bit " + bit);
        }
        wire.give(PEERS_SECOND, packet(wire.tag, chunk(5, 0, information)));
        assertEquals(PathState.ACTIVE, wire.association.path(1).state());
    }

    /** Data, SACKs, what was lost, an ERROR, SHUTDOWN: none goes to where only a HEARTBEAT or its ACK may. */
    @Conforms("5.4#1")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSendOnlyHeartbeatsToAnUnconfirmedAddress(final boolean accepts) {
        final List<Packet> sent = new ArrayList<>();
        wire.listen();
        if (accepts) {
            final Packet initAck = only(wire.give(Wire.initPacket(ipv4(0x0A010001))));
            wire.tag = initAck.chunk(2).at(0);
            sent.addAll(wire.give(wire.echoPacket(initAck)));
        } else {
            wire.connect();
            sent.addAll(wire.give(wire.initAckPacket(ipv4(0x0A010001))));
            sent.addAll(wire.give(PEERS_SECOND, packet(wire.tag, chunk(11, 0))));
        }
        sent.addAll(wire.give(PEERS_SECOND, packet(wire.tag, data(3 | 8, PEER_TSN, 0, 0, new byte[4]))));
        sent.addAll(wire.give(PEERS_SECOND, packet(wire.tag, data(3 | 8, PEER_TSN + 1, 60_000, 0, new byte[4]))));
        sent.addAll(wire.give(PEERS_SECOND, packet(wire.tag, chunk(0xC7, 0, new byte[4]))));
        sent.addAll(wire.give(PEERS_SECOND, packet(wire.tag, chunk(HEARTBEAT, 0, tlv(1, new byte[8])))));
        sent.addAll(wire.send(3000, 0, 0, 0));
        // Nothing is acknowledged, and the only confirmed address fails.
        sent.addAll(wire.pass(30 * SECOND));
        sent.addAll(wire.give(PEERS_SECOND, packet(wire.tag, chunk(7, 0, PacketMaker.ints(wire.tsn + 2)))));
        sent.addAll(wire.pass(10 * SECOND));
        final List<Packet> there = sent.stream()
                .filter(packet -> packet.destination().equals(PEERS_SECOND))
                .toList();
        assertTrue(!there.isEmpty(), "no heartbeat");
        final Set<Integer> types = new HashSet<>();
        there.forEach(packet -> types.addAll(packet.types()));
        assertEquals(Set.of(HEARTBEAT, 5), types);
        assertTrue(
                sent.stream()
                        .anyMatch(
                                packet -> packet.has(0) && packet.destination().equals(PEER)),
                "no data");
    }

    /** The answer to a repeated cookie that came from elsewhere. */
    @Conforms({"5.4#2", "5.1#8", "5.1.5#5"})
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSendCookieAckToAnUnconfirmedAddressOnlyWithAHeartbeat(final boolean isFirst) {
        wire.listen();
        final Packet initAck = only(wire.give(Wire.initPacket(ipv4(0x0A010001))));
        final List<Packet> sent = new ArrayList<>();
        if (!isFirst) {
            sent.addAll(wire.give(wire.echoPacket(initAck)));
        }
        sent.addAll(wire.give(PEERS_SECOND, wire.echoPacket(initAck)));
        assertTrue(sent.stream().anyMatch(packet -> packet.has(11)), "no COOKIE ACK");
        sent.stream()
                .filter(packet -> packet.has(11) && packet.destination().equals(PEERS_SECOND))
                .forEach(packet -> assertTrue(packet.has(HEARTBEAT), packet::toString));
    }

    /**
     * An INIT ACK from an address that the user did not name: COOKIE ECHO goes there with a HEARTBEAT, or not at all.
     */
    @Conforms({"5.4#4", "5.4#5", "5.4#6"})
    @ParameterizedTest
    @ValueSource(ints = {16, 1000, 1390, 1400, 1412, 1420, 1424, 1428, 1432})
    void shouldSendCookieEchoToAnUnconfirmedAddressOnlyWithAHeartbeat(final int cookieLength) {
        final Wire own =
                new Wire(AssociationConfig.builder().maxPacketSize(PMDCS).build());
        own.connect();
        final byte[] initAck =
                packet(own.tag, init(2, PEER_TAG, WINDOW, 10, 10, PEER_TSN, tlv(7, new byte[cookieLength]), ipv4((int)
                        PEER.low())));
        final List<Packet> sent = new ArrayList<>(own.give(Wire.STRANGER, initAck));
        sent.addAll(own.send(100, 0, 0, 0));
        sent.addAll(own.pass(8 * SECOND));
        assertTrue(sent.stream().anyMatch(packet -> packet.has(10)), "no COOKIE ECHO");
        for (final Packet packet : sent) {
            if (packet.destination().equals(Wire.STRANGER)) {
                assertTrue(packet.has(HEARTBEAT), packet::toString);
                assertTrue(length(packet) <= PMDCS, "length " + length(packet));
            }
        }
    }

    /** The one that was asked is not the peer's any more: COOKIE ECHO can go only to where the INIT ACK came from. */
    @Conforms({"5.4#4", "5.4#5", "5.4#6", "3.2.2#2", "5.1#6"})
    @ParameterizedTest
    @ValueSource(ints = {16, 1000, 1412, 1416, 1417, 1420, 1436, 1437, 5000})
    void shouldSendCookieEchoWithAHeartbeatWhereOnlyAStrangerAnswered(final int cookieLength) {
        final Wire own =
                new Wire(AssociationConfig.builder().maxPacketSize(PMDCS).build());
        own.connect();
        final byte[] initAck =
                packet(own.tag, init(2, PEER_TAG, WINDOW, 10, 10, PEER_TSN, tlv(7, new byte[cookieLength])));
        final List<Packet> sent = new ArrayList<>(own.give(Wire.STRANGER, initAck));
        sent.addAll(own.send(100, 0, 0, 0));
        sent.addAll(own.pass(8 * SECOND));
        final boolean fits = 12 + 4 + cookieLength + 20 <= PMDCS;
        assertEquals(fits, sent.stream().anyMatch(packet -> packet.has(10)), "a COOKIE ECHO");
        for (final Packet packet : sent) {
            assertEquals(List.of(10, HEARTBEAT), packet.types());
            assertEquals(Wire.STRANGER, packet.destination());
            assertTrue(length(packet) <= PMDCS, "length " + length(packet));
        }
    }

    private static int length(final Packet packet) {
        return 12
                + packet.chunks().stream()
                        .mapToInt(chunk -> 4 + PacketMaker.padded(chunk.value().capacity()))
                        .sum();
    }

    /** The addresses that the user named are confirmed, but those that the peer adds are not (rules 1 and 3). */
    @Conforms("5.4#1")
    @Test
    void shouldTakeOnlyWhatTheUserNamedForConfirmed() {
        wire.connect();
        wire.give(Wire.STRANGER, wire.initAckPacket(ipv4(0x0A010001), ipv4((int) PEER.low())));
        wire.give(Wire.STRANGER, packet(wire.tag, chunk(11, 0)));
        assertEquals(AssociationState.ESTABLISHED, wire.association.state());
        for (int i = 0; i < wire.association.pathCount(); i++) {
            final IpAddress address = new IpAddress(
                    wire.association.path(i).addressHigh(),
                    wire.association.path(i).addressLow());
            assertEquals(address.equals(PEER), wire.association.path(i).isConfirmed(), address::toString);
        }
        wire.send(3000, 0, 0, 0).forEach(packet -> assertEquals(PEER, packet.destination(), packet::toString));
    }

    /** Packets of an association with two addresses have the same ports, wherever they go and come from. */
    @Conforms({"1.3#2", "3#2", "3.2.1#4", "3.2.1#5"})
    @Test
    void shouldUseOnePortAtAllAddresses() {
        final Wire own = new Wire(AssociationConfig.builder()
                .localAddresses(List.of(IpAddress.ofIpv4(0x0A000002), IpAddress.ofIpv4(0x0A010002)))
                .build());
        own.engine.listen(7000);
        final byte[] init = packet(6000, 7000, 0, init(1, PEER_TAG, WINDOW, 10, 10, PEER_TSN, ipv4(0x0A010001)));
        final Packet initAck = only(own.give(init));
        final byte[] echo = chunk(10, 0, initAck.chunk(2).parts(16, 7).get(0).bytes());
        final List<Packet> sent = own.give(packet(6000, 7000, initAck.chunk(2).at(0), echo));
        sent.addAll(own.send(3000, 0, 0, 0));
        sent.addAll(own.pass(60 * SECOND));
        assertEquals(2, sent.stream().map(Packet::destination).distinct().count());
        for (final Packet packet : sent) {
            assertEquals(7000, packet.sourcePort());
            assertEquals(6000, packet.destinationPort());
        }
        // From another port it is another peer.
        assertEquals(
                List.of(2),
                only(own.give(packet(6001, 7000, 0, init(1, PEER_TAG, WINDOW, 10, 10, PEER_TSN))))
                        .types());
    }
}
