package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.PacketMaker.chunk;
import static io.sctp.engine.conformance.PacketMaker.init;
import static io.sctp.engine.conformance.PacketMaker.ints;
import static io.sctp.engine.conformance.PacketMaker.ipv4;
import static io.sctp.engine.conformance.PacketMaker.ipv6;
import static io.sctp.engine.conformance.PacketMaker.join;
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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.Association;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an INIT makes: the peer's addresses and the association that has them, its tags, and what the cookie holds (RFC
 * 9260 sections 1.3, 3.3.3.1.1, 5.1.2, 5.2.2 and 5.3.1).
 */
final class InitAssociationConformanceTest {
    private final Wire wire = new Wire();

    @Conforms({"3.3.2.1.2#2", "5.1.2#1"})
    @Test
    void shouldUseTheSourceAloneWhereAnInitListsNoAddress() {
        wire.listen();
        final Packet initAck = only(wire.give(PEERS_SECOND, Wire.initPacket(tlv(0x8005, new byte[4]))));
        wire.give(PEERS_SECOND, wire.echoPacket(initAck));
        assertEquals(List.of(PEERS_SECOND), addresses(wire.association));
        wire.tag = initAck.chunk(2).at(0);
        assertEquals(PEERS_SECOND, only(wire.send(4, 0, 0, 0)).destination());
    }

    @Conforms("5.1.2#3")
    @Test
    void shouldKnowThePeerByItsSourceAndAllThatItListed() {
        final IpAddress ipv6 = new IpAddress(0x2001_0DB8L << 32, 1);
        wire.accept(ipv4(0x0A010001), ipv6(ipv6.high(), ipv6.low()), ipv4(0x0A020001));
        assertEquals(
                Set.of(PEER, PEERS_SECOND, ipv6, IpAddress.ofIpv4(0x0A020001)),
                Set.copyOf(addresses(wire.association)));
        final Wire listed = new Wire().accept(ipv4(0x0A010001), ipv4(0x0A000001));
        assertEquals(Set.of(PEER, PEERS_SECOND), Set.copyOf(addresses(listed.association)));
    }

    /** A COOKIE ECHO from elsewhere makes nobody else the peer: not even a destination, where the INIT listed none. */
    @Conforms({"3.3.2.1.2#2", "5.1.2#1", "5.1.2#3", "5.4#1"})
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKnowThePeerByTheSourceOfItsInitWhereverTheCookieComesFrom(final boolean lists) {
        wire.listen();
        final Packet initAck = only(wire.give(lists ? Wire.initPacket(ipv4(0x0A010001)) : Wire.initPacket()));
        wire.tag = initAck.chunk(2).at(0);
        final List<Packet> sent = wire.give(Wire.STRANGER, wire.echoPacket(initAck));
        final List<IpAddress> known = addresses(wire.association);
        assertTrue(known.containsAll(lists ? List.of(PEER, PEERS_SECOND) : List.of(PEER)), known::toString);
        assertTrue(lists || known.size() == 1, known::toString);
        for (int i = 0; i < known.size(); i++) {
            assertEquals(known.get(i).equals(PEER), wire.association.path(i).isConfirmed());
        }
        assertEquals(PEER, known.get(0));
        assertTrue(wire.association.primaryPath().hasAddress(PEER.high(), PEER.low()));
        sent.addAll(wire.send(4, 0, 0, 0));
        sent.addAll(wire.pass(20 * SECOND));
        assertTrue(sent.stream().anyMatch(packet -> packet.has(0)), "no data");
        sent.stream()
                .filter(packet -> packet.has(0) || !lists)
                .forEach(packet -> assertEquals(PEER, packet.destination(), packet::toString));
    }

    /** An end with addresses of one family only: those of the peer's other family may stay unused, its own may not. */
    @Conforms("5.1.2#6")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldUseAllAddressesOfTheFamilyThatItHas(final boolean accepts) {
        final Wire own = new Wire(AssociationConfig.builder()
                .localAddresses(List.of(IpAddress.ofIpv4(0x0A000002)))
                .build());
        final byte[] list =
                join(ipv6(0x2001_0DB8L << 32, 1), ipv4(0x0A010001), ipv6(0x2001_0DB8L << 32, 2), ipv4(0x0A020001));
        if (accepts) {
            own.accept(list);
        } else {
            own.connected(list);
        }
        assertNull(own.association.closeReason());
        assertTrue(addresses(own.association).containsAll(List.of(PEER, PEERS_SECOND, IpAddress.ofIpv4(0x0A020001))));
    }

    private static List<IpAddress> addresses(final Association association) {
        return IntStream.range(0, association.pathCount())
                .mapToObj(association::path)
                .map(path -> new IpAddress(path.addressHigh(), path.addressLow()))
                .toList();
    }

    /** An INIT from elsewhere that lists an address of the peer: not a new peer. */
    @Conforms({"5.1.2#4", "1.3#1", "5.2.2#2", "5.2.2#3"})
    @Test
    void shouldTakeAnInitThatListsAnAddressOfThePeerForThePeers() {
        wire.listen();
        final Packet initAck = only(wire.give(Wire.initPacket(ipv4(0x0A010001))));
        final List<Packet> sent = wire.give(wire.echoPacket(initAck));
        sent.addAll(wire.pass(SECOND));
        // The peer's second address counts once it has answered.
        sent.stream()
                .filter(packet -> packet.has(4) && packet.destination().equals(PEERS_SECOND))
                .forEach(packet -> wire.give(
                        PEERS_SECOND,
                        packet(
                                initAck.chunk(2).at(0),
                                chunk(5, 0, packet.chunk(4).bytes()))));
        assertTrue(wire.association.path(1).isConfirmed());
        for (final IpAddress known : List.of(PEER, PEERS_SECOND)) {
            final byte[] alone = ipv4((int) known.low());
            for (final byte[] listed : List.of(alone, join(ipv4((int) Wire.STRANGER.low()), alone))) {
                final Packet abort = only(wire.give(Wire.STRANGER, Wire.initPacket(listed)));
                assertEquals(List.of(6), abort.types(), "an address that is new");
                assertEquals(11, abort.chunk(6).parts(0).get(0).type());
            }
        }
        assertEquals(1, wire.engine.associationCount());
    }

    /** The same of IPv6. */
    @Conforms({"5.1.2#4", "5.2.2#2", "5.2.2#3"})
    @Test
    void shouldTakeAnInitThatListsAnIpv6AddressOfThePeerForThePeers() {
        final IpAddress source = new IpAddress(0x2001_0DB8L << 32, 1);
        wire.listen();
        final Packet initAck = only(wire.give(source, Wire.initPacket()));
        wire.give(source, wire.echoPacket(initAck));
        final Packet abort =
                only(wire.give(Wire.STRANGER, Wire.initPacket(ipv4(0x0A020001), ipv6(source.high(), source.low()))));
        assertEquals(List.of(6), abort.types());
        assertEquals(11, abort.chunk(6).parts(0).get(0).type());
        assertEquals(1, wire.engine.associationCount());
    }

    /** Neither by its own doing nor by the peer's. */
    @Conforms({"1.3#1", "5.1.2#4"})
    @Test
    void shouldHaveOneAssociationWithAPeer() {
        wire.accept();
        assertNull(wire.engine.connect(0, PacketMaker.PORT, PacketMaker.PORT, List.of(PEER), Wire.UDP_PORT, 0));
        final Packet initAck = only(wire.give(packet(0, init(1, 5555, WINDOW, 1, 1, 1))));
        wire.give(wire.echoPacket(initAck));
        assertEquals(1, wire.engine.associationCount());
        final Wire initiating = new Wire();
        initiating.connect();
        assertNull(initiating.engine.connect(
                0, PacketMaker.PORT, PacketMaker.PORT, List.of(PEERS_SECOND, PEER), Wire.UDP_PORT, 0));
        assertEquals(1, initiating.engine.associationCount());
    }

    /** Two INITs of one peer whose cookies both come back. */
    @Conforms("1.3#1")
    @Test
    void shouldMakeOneAssociationOfTwoCookies() {
        wire.listen();
        final Packet first = only(wire.give(Wire.initPacket()));
        final Packet second = only(wire.give(Wire.initPacket()));
        wire.give(wire.echoPacket(first));
        wire.give(wire.echoPacket(second));
        assertEquals(1, wire.engine.associationCount());
        assertEquals(first.chunk(2).at(0), wire.association.localTag());
    }

    /** Each new association of a peer has a new tag, and all packets of one have the same. */
    @Conforms("1#3")
    @Test
    void shouldChooseANewTagForEachAssociation() {
        final Set<Integer> tags = new TreeSet<>();
        final Wire own = new Wire(AssociationConfig.builder().build(), new SplittableRandom(5));
        for (int i = 0; i < 20; i++) {
            tags.add(own.connect().chunk(1).at(0));
            own.give(own.initAckPacket());
            own.giveChunks(chunk(11, 0));
            own.association.abort();
            own.poll();
            own.engine.release(own.association);
        }
        assertEquals(20, tags.size());
        tags.clear();
        own.listen();
        for (int i = 0; i < 20; i++) {
            final Packet initAck = only(own.give(Wire.initPacket()));
            tags.add(initAck.chunk(2).at(0));
            own.give(own.echoPacket(initAck));
            own.events.association.abort();
            own.poll();
            own.engine.release(own.events.association);
        }
        assertEquals(20, tags.size());
    }

    @Conforms("1#2")
    @Test
    void shouldKeepItsTag() {
        wire.accept();
        final int own = wire.association.localTag();
        wire.send(5000, 0, 0, 0);
        wire.pass(5 * SECOND);
        wire.give(packet(0, init(1, 5555, WINDOW, 1, 1, 1)));
        wire.giveChunks(Wire.sack(wire.association.nextTsn() - 1));
        assertEquals(own, wire.association.localTag());
        assertEquals(PEER_TAG, wire.association.peerTag());
        wire.association.shutdown();
        assertEquals(PEER_TAG, only(wire.poll()).tag());
        assertEquals(List.of(), wire.give(packet(own + 1, chunk(8, 0))));
        assertEquals(List.of(14), only(wire.give(packet(own, chunk(8, 0)))).types());
    }

    /** A window, a TSN and streams that the peer named are those that are used. */
    @Conforms({"3.3.3.1.1#1", "3.3.2#4"})
    @Test
    void shouldMakeTheAssociationOfWhatTheCookieHolds() {
        final Wire own = new Wire(AssociationConfig.builder()
                        .outboundStreams(30)
                        .maxInboundStreams(4)
                        .build())
                .listen();
        final byte[] init = packet(
                0,
                init(
                        1,
                        5555,
                        2000,
                        6,
                        20,
                        0x7000_0000,
                        ipv4(0x0A010001),
                        tlv(0xC000, new byte[0]),
                        tlv(0xC006, ints(77))));
        final Packet initAck = only(own.give(init));
        // Another INIT comes between.
        own.give(PEERS_SECOND, Wire.initPacket());
        own.give(own.echoPacket(initAck));
        final Association made = own.association;
        assertEquals(5555, made.peerTag());
        assertEquals(initAck.chunk(2).at(0), made.localTag());
        assertEquals(initAck.chunk(2).at(12), made.nextTsn());
        assertEquals(20, made.outboundStreams());
        assertEquals(4, made.inboundStreams());
        assertEquals(2000, made.peerWindow());
        assertTrue(made.isPartiallyReliable());
        assertEquals(List.of(PEER, PEERS_SECOND), addresses(made));
        assertTrue(own.events.events.contains("adaptation 4d"), own.events.events::toString);
        own.tag = made.localTag();
        assertEquals(
                0x7000_0000,
                only(own.giveChunks(PacketMaker.data(3 | 8, 0x7000_0000, 0, 0, new byte[1])))
                        .chunk(3)
                        .at(0));
    }

    /** The same of IPv6, with a UDP port of its own. */
    @Conforms({"3.3.3.1.1#1", "5.1.2#3"})
    @Test
    void shouldMakeTheAssociationOfWhatTheCookieHoldsOfIpv6() {
        final IpAddress source = new IpAddress(0x2001_0DB8_0001_0002L, 0x8003_0004_0005_0006L);
        final IpAddress listed = new IpAddress(0x2001_0DB8_0001_0002L, 0x8003_0004_0005_0007L);
        wire.udpPort = 0xFEDC;
        wire.listen();
        final byte[] init = packet(0, init(1, PEER_TAG, WINDOW, 3, 10, PEER_TSN, ipv6(listed.high(), listed.low())));
        final Packet initAck = only(wire.give(source, init));
        assertEquals(0xFEDC, initAck.udpPort());
        wire.give(source, wire.echoPacket(initAck));
        assertEquals(List.of(source, listed), addresses(wire.association));
        assertEquals(3, wire.association.inboundStreams());
        wire.tag = initAck.chunk(2).at(0);
        final Packet data = only(wire.send(4, 0, 0, 0));
        assertEquals(source, data.destination());
        assertEquals(0xFEDC, data.udpPort());
    }
}
