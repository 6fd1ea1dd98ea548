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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.Association;
import io.sctp.engine.AssociationState;
import io.sctp.engine.SendResult;
import io.sctp.engine.Sends;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** INIT, as it is sent and taken (RFC 9260 sections 3.3.2, 5.1, 5.1.1 and 5.1.2). */
final class InitConformanceTest {
    private static final byte[] HOST_NAME = tlv(11, new byte[] {'p', 'e', 'e', 'r', 0});

    private final Wire wire = new Wire();

    // -- as it is sent ----------------------------------------------------------------------------------------------

    @Conforms({"5.1#1", "5.1.1#1", "3.3.2.1#1"})
    @Test
    void shouldSendAnInitWithItsTagAndItsStreams() {
        final Wire own = new Wire(AssociationConfig.builder()
                .outboundStreams(7)
                .maxInboundStreams(9)
                .receiveWindowBytes(170_000)
                .build());
        final Packet packet = own.connect();
        assertEquals(0, packet.tag());
        final Packet.Piece init = packet.chunk(1);
        assertEquals(own.association.localTag(), init.at(0));
        assertNotEquals(0, init.at(0));
        assertEquals(170_000, init.at(4));
        assertEquals(7, init.shortAt(8));
        assertEquals(9, init.shortAt(10));
        assertEquals(own.association.nextTsn(), init.at(12));
    }

    @Conforms({"5.1#3", "5.1#4", "5.1.1#1", "3.3.3#4", "3.3.3.1#2"})
    @Test
    void shouldSendAnInitAckWithItsTagAndItsStreams() {
        final Wire own = new Wire(AssociationConfig.builder()
                        .outboundStreams(7)
                        .maxInboundStreams(9)
                        .receiveWindowBytes(170_000)
                        .build())
                .listen();
        final Packet packet = only(own.give(Wire.initPacket()));
        assertEquals(PEER_TAG, packet.tag());
        final Packet.Piece initAck = packet.chunk(2);
        assertEquals(170_000, initAck.at(4));
        assertEquals(7, initAck.shortAt(8));
        assertEquals(9, initAck.shortAt(10));
        assertTrue(initAck.parts(16, 7).get(0).value().capacity() > 16, "a cookie");
        own.give(own.echoPacket(packet));
        assertEquals(initAck.at(0), own.association.localTag());
        assertEquals(initAck.at(12), own.association.nextTsn());
    }

    /** Random numbers that begin with zeros make no tag of 0. */
    @Conforms({"3.3.3#4", "5.1#1"})
    @Test
    void shouldNotTakeZeroForATag() {
        final int[] drawn = {0};
        final RandomGenerator zeros = new RandomGenerator() {
            @Override
            public long nextLong() {
                return drawn[0];
            }

            @Override
            public int nextInt() {
                return drawn[0]++ < 5 ? 0 : drawn[0];
            }
        };
        final Wire own = new Wire(AssociationConfig.builder().build(), zeros).listen();
        assertNotEquals(0, only(own.give(Wire.initPacket())).chunk(2).at(0));
        drawn[0] = 0;
        assertNotEquals(0, own.connect(PEERS_SECOND).chunk(1).at(0));
    }

    /** What the program may configure leaves nothing out of INIT and INIT ACK that must be there. */
    @Conforms({"3.3.2#6", "3.3.2#9", "3.3.2#12", "3.3.3#6", "3.3.3#9", "3.3.3#12"})
    @Test
    void shouldOfferAWindowAndAStreamAtLeast() {
        final AssociationConfigBuilder builder = AssociationConfig.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.receiveWindowBytes(1499));
        assertThrows(IllegalArgumentException.class, () -> builder.outboundStreams(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxInboundStreams(0));
        final AssociationConfig smallest = AssociationConfig.builder()
                .receiveWindowBytes(1500)
                .maxMessageBytes(750)
                .outboundStreams(1)
                .maxInboundStreams(1)
                .build();
        final Packet.Piece init = new Wire(smallest).connect().chunk(1);
        final Packet.Piece initAck =
                only(new Wire(smallest).listen().give(Wire.initPacket())).chunk(2);
        for (final Packet.Piece chunk : List.of(init, initAck)) {
            assertEquals(1500, chunk.at(4));
            assertEquals(1, chunk.shortAt(8));
            assertEquals(1, chunk.shortAt(10));
        }
    }

    /** Of both families, in INIT and INIT ACK; {@link PacketReader} looks for mapped ones. */
    @Conforms("3.3.2.1.2#1")
    @Test
    void shouldListAnIpv4AddressAsOne() {
        final AssociationConfig both = AssociationConfig.builder()
                .localAddresses(List.of(
                        IpAddress.ofIpv4(0x0A000002),
                        new IpAddress(0x2001_0DB8L << 32, 2),
                        IpAddress.ofIpv4(0x0A010002)))
                .build();
        final Packet.Piece init = new Wire(both).connect().chunk(1);
        final Packet.Piece initAck = only(new Wire(both).listen().give(Wire.initPacket(tlv(0x8005, new byte[400]))))
                .chunk(2);
        for (final Packet.Piece chunk : List.of(init, initAck)) {
            assertEquals(
                    List.of(0x0A000002, 0x0A010002),
                    chunk.parts(16, 5).stream().map(address -> address.at(0)).toList());
            assertEquals(1, chunk.parts(16, 6).size());
        }
    }

    // -- what an INIT lacks -----------------------------------------------------------------------------------------

    /** What there is of an association when an INIT comes. */
    private enum Before {
        NOBODY_LISTENS,
        NOTHING,
        COOKIE_WAIT,
        COOKIE_ECHOED,
        ESTABLISHED,
        SHUTDOWN_PENDING,
        SHUTDOWN_SENT,
        SHUTDOWN_RECEIVED
    }

    private void bring(final Before before) {
        switch (before) {
            case NOBODY_LISTENS -> {}
            case NOTHING -> wire.listen();
            case COOKIE_WAIT -> wire.connect();
            case COOKIE_ECHOED -> {
                wire.connect();
                wire.give(wire.initAckPacket());
            }
            default -> {
                wire.accept();
                if (before == Before.SHUTDOWN_PENDING || before == Before.SHUTDOWN_RECEIVED) {
                    wire.send(100, 0, 0, 0);
                }
                if (before == Before.SHUTDOWN_RECEIVED) {
                    wire.giveChunks(chunk(7, 0, ints(wire.tsn - 1)));
                } else if (before != Before.ESTABLISHED) {
                    wire.association.shutdown();
                    wire.poll();
                }
            }
        }
    }

    /** The association is where it was, and goes on from there. */
    private void assertUnchanged(final Before before) {
        if (before == Before.NOBODY_LISTENS || before == Before.NOTHING) {
            assertEquals(0, wire.engine.associationCount());
            return;
        }
        assertEquals(1, wire.engine.associationCount());
        assertEquals(AssociationState.valueOf(before.name()), wire.association.state());
        switch (before) {
            case COOKIE_WAIT -> {
                assertEquals(List.of(1), only(wire.pass(SECOND)).types());
                assertEquals(List.of(10), only(wire.give(wire.initAckPacket())).types());
                wire.giveChunks(chunk(11, 0));
            }
            case COOKIE_ECHOED -> {
                assertEquals(List.of(10), only(wire.pass(SECOND)).types());
                wire.giveChunks(chunk(11, 0));
            }
            case ESTABLISHED -> {}
            default -> {
                assertEquals(wire.tag, wire.association.localTag());
                final List<Packet> sent = wire.pass(2 * SECOND);
                assertTrue(!sent.isEmpty(), "timers run on");
                sent.forEach(packet -> assertEquals(PEER_TAG, packet.tag()));
                return;
            }
        }
        assertStillTalks();
    }

    /** Nobody is accepted, and the one that refuses says to whom; an association with the peer stays as it is. */
    @Conforms({"3.3.2#7", "3.3.2#8", "3.3.2#10", "3.3.2#11", "3.3.2#13", "3.3.2#14", "5.1#12"})
    @ParameterizedTest
    @EnumSource
    void shouldRefuseAnInitWithAFieldThatIsTooSmall(final Before before) {
        bring(before);
        for (final int[] fields : new int[][] {{1499, 1, 1}, {0, 1, 1}, {1500, 0, 1}, {1500, 1, 0}}) {
            assertAborts(packet(0, init(1, 5555, fields[0], fields[1], fields[2], 1)));
        }
        assertUnchanged(before);
    }

    private void assertAborts(final byte[] init) {
        final Packet abort = only(wire.give(init));
        assertEquals(List.of(6), abort.types());
        assertEquals(5555, abort.tag());
        assertEquals(0, abort.chunk(6).flags());
        assertEquals(PEER, abort.destination());
    }

    @Conforms("3.3.2#5")
    @ParameterizedTest
    @EnumSource
    void shouldDiscardAnInitWithoutATag(final Before before) {
        bring(before);
        assertEquals(List.of(), wire.give(packet(0, init(1, 0, WINDOW, 1, 1, 1))));
        assertEquals(List.of(), wire.give(packet(0, init(1, 0, 0, 0, 0, 1))));
        assertEquals(List.of(), wire.give(packet(0, init(1, 0, WINDOW, 1, 1, 1, HOST_NAME))));
        assertUnchanged(before);
    }

    private void assertStillTalks() {
        assertEquals(AssociationState.ESTABLISHED, wire.association.state());
        assertEquals(PEER_TAG, wire.association.peerTag());
        assertEquals(wire.tag, wire.association.localTag());
        assertEquals(List.of("established"), wire.events.events);
        final Packet sack = only(wire.giveChunks(PacketMaker.data(3 | 8, PEER_TSN, 0, 0, new byte[4])));
        assertEquals(PEER_TSN, sack.chunk(3).at(0));
        assertEquals(wire.tsn, only(wire.send(4, 0, 0, 0)).chunk(0).at(0));
    }

    /** Alone, and behind and before an address. */
    @Conforms({"3.3.2#3", "3.3.2.1.4#2", "5.1.2#2", "5.1#12"})
    @ParameterizedTest
    @EnumSource
    void shouldAbortOnAHostNameInAnInit(final Before before) {
        bring(before);
        final byte[] address = ipv4(0x0A000001);
        for (final byte[] parameters : List.of(HOST_NAME, join(address, HOST_NAME), join(HOST_NAME, address))) {
            assertAborts(packet(0, init(1, 5555, WINDOW, 1, 1, 1, parameters)));
        }
        assertUnchanged(before);
    }

    /** Whatever is listed: the host name is no reason to refuse. */
    @Conforms("3.3.2.1.5#2")
    @Test
    void shouldIgnoreAHostNameAmongTheSupportedAddressTypes() {
        wire.accept(tlv(12, new byte[] {0, 5, 0, 11}), ipv4(0x0A010001));
        assertEquals(AssociationState.ESTABLISHED, wire.association.state());
        assertEquals(2, wire.association.pathCount());
        final Wire other = new Wire().accept(tlv(12, new byte[] {0, 11}), ipv4(0x0A010001));
        assertEquals(2, other.association.pathCount());
    }

    /** Section 5.1: why it is refused, under the tag of the INIT. */
    @Conforms("5.1#12")
    @Test
    void shouldRefuseUnderTheTagOfTheInit() {
        assertEquals(
                5555, only(wire.give(packet(0, init(1, 5555, WINDOW, 1, 1, 1)))).tag(), "nobody listens");
        final Wire full = new Wire(EngineConfig.builder().maxAssociations(1).build()).accept();
        final Packet abort = only(full.give(PEERS_SECOND, packet(0, init(1, 5555, WINDOW, 1, 1, 1))));
        assertEquals(5555, abort.tag());
        assertEquals(List.of(6), abort.types());
    }

    // -- where the answer goes --------------------------------------------------------------------------------------

    /** Not to the addresses that are listed. */
    @Conforms({"5.1#2", "5.1#11", "5.1.2#5"})
    @Test
    void shouldAnswerToWhereTheInitCameFrom() {
        wire.listen();
        final byte[] init = Wire.initPacket(ipv4(0x0A000001), ipv4(0x0A020001), ipv6(0x2001_0DB8L << 32, 1));
        for (final IpAddress source : List.of(PEERS_SECOND, PEER, new IpAddress(0x2001_0DB8L << 32, 9))) {
            final Packet initAck = only(wire.give(source, init));
            assertEquals(source, initAck.destination());
            assertEquals(List.of(2), initAck.types());
        }
    }

    /** Not to the primary path either, where there is one: from another address that is known to be the peer's. */
    @Conforms({"5.1#2", "5.1#11", "5.1.2#5"})
    @ParameterizedTest
    @EnumSource(
            value = AssociationState.class,
            names = {"COOKIE_WAIT", "COOKIE_ECHOED", "ESTABLISHED"})
    void shouldAnswerToWhereTheInitCameFromInEachState(final AssociationState state) {
        wire.connect(PEER, PEERS_SECOND);
        if (state != AssociationState.COOKIE_WAIT) {
            wire.give(wire.initAckPacket(ipv4((int) PEERS_SECOND.low())));
        }
        if (state == AssociationState.ESTABLISHED) {
            wire.giveChunks(chunk(11, 0));
        }
        assertEquals(state, wire.association.state());
        assertTrue(wire.association.primaryPath().hasAddress(PEER.high(), PEER.low()));
        final Packet initAck = only(wire.give(PEERS_SECOND, Wire.initPacket()));
        assertEquals(List.of(2), initAck.types());
        assertEquals(PEERS_SECOND, initAck.destination());
    }

    /** Also from other ports of SCTP. */
    @Conforms({"5.1#9", "5.1#10", "3#1"})
    @Test
    void shouldNotBundleInitAckWithAnythingElse() {
        wire.accept(ipv4(0x0A010001));
        wire.send(100, 0, 0, 0);
        wire.send(100, 0, 0, 0);
        wire.giveChunks(chunk(4, 0, tlv(1, new byte[8])));
        wire.association.requestHeartbeat(wire.association.path(0));
        final List<Packet> sent = wire.give(Wire.initPacket());
        final List<Packet> initAcks =
                sent.stream().filter(packet -> packet.has(2)).toList();
        assertEquals(List.of(2), only(initAcks).types());
        final Wire initiating = new Wire();
        initiating.connect();
        initiating.send(100, 0, 0, 0);
        for (final Packet packet : initiating.pass(20 * SECOND)) {
            assertEquals(List.of(1), packet.types());
        }
    }

    // -- nothing is kept --------------------------------------------------------------------------------------------

    /** Neither associations nor memory nor timers; and the cookies of all are good. */
    @Conforms("5.1#5")
    @Test
    void shouldKeepNothingOfAnInit() {
        wire.listen();
        final List<Packet> initAcks = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            wire.nowNs = SECOND * i;
            initAcks.addAll(wire.give(IpAddress.ofIpv4(0x0B000000 + i), Wire.initPacket(ipv4(0x0C000000 + i))));
        }
        assertEquals(500, initAcks.size());
        assertEquals(0, wire.engine.associationCount());
        assertEquals(0, wire.engine.memoryUsedBytes());
        assertEquals(Long.MAX_VALUE, wire.engine.nextTimeoutNs());
        wire.give(IpAddress.ofIpv4(0x0B000000 + 499), wire.echoPacket(initAcks.get(499)));
        assertEquals(1, wire.engine.associationCount());
    }

    // -- streams ----------------------------------------------------------------------------------------------------

    /** The smaller of what is wanted and what is allowed, at either end. */
    @Conforms({"5.1.1#2", "5.1.1#3", "5.1.1#4"})
    @ParameterizedTest
    @CsvSource({"8, 5, true", "5, 8, true", "6, 6, true", "8, 5, false", "5, 8, false", "6, 6, false", "65535, 1, true"
    })
    void shouldUseOnlyAsManyStreamsAsThePeerAllows(final int wanted, final int allowed, final boolean accepts) {
        final Wire own =
                new Wire(AssociationConfig.builder().outboundStreams(wanted).build());
        if (accepts) {
            own.listen();
            final Packet initAck = only(own.give(packet(0, init(1, PEER_TAG, WINDOW, 10, allowed, PEER_TSN))));
            own.give(own.echoPacket(initAck));
        } else {
            own.connect();
            own.give(packet(own.tag, init(2, PEER_TAG, WINDOW, 10, allowed, PEER_TSN, tlv(7, new byte[8]))));
            own.giveChunks(chunk(11, 0));
        }
        final Association association = own.association;
        final int streams = Math.min(wanted, allowed);
        assertEquals(streams, association.outboundStreams());
        final ByteBuffer message = ByteBuffer.allocateDirect(4);
        assertEquals(SendResult.QUEUED, Sends.send(association, message, 0, 4, 0, 0, 0, 0));
        assertEquals(SendResult.QUEUED, Sends.send(association, message, 0, 4, streams - 1, 0, 0, 0));
        assertEquals(SendResult.INVALID_STREAM, Sends.send(association, message, 0, 4, streams, 0, 0, 0));
        final Set<Integer> used = new TreeSet<>();
        Wire.chunks(own.poll(), 0).forEach(data -> used.add(data.shortAt(4)));
        assertEquals(new TreeSet<>(List.of(0, streams - 1)), used);
    }

    @Conforms("3.3.3#10")
    @ParameterizedTest
    @CsvSource({"7, 3", "3, 7", "7, 1"})
    void shouldAskForNoMoreStreamsThanTheInitAllows(final int wanted, final int allowed) {
        final Wire own =
                new Wire(AssociationConfig.builder().outboundStreams(wanted).build()).listen();
        final Packet initAck = only(own.give(packet(0, init(1, PEER_TAG, WINDOW, 10, allowed, PEER_TSN))));
        assertEquals(Math.min(wanted, allowed), initAck.chunk(2).shortAt(8));
        own.give(own.echoPacket(initAck));
        // The same in answer to one that begins anew, and where INITs cross.
        final Packet again = only(own.give(packet(0, init(1, 5555, WINDOW, 10, allowed, PEER_TSN))));
        assertEquals(Math.min(wanted, allowed), again.chunk(2).shortAt(8));
        final Wire initiating =
                new Wire(AssociationConfig.builder().outboundStreams(wanted).build());
        initiating.connect();
        final Packet crossing = only(initiating.give(packet(0, init(1, 5555, WINDOW, 10, allowed, PEER_TSN))));
        assertEquals(Math.min(wanted, allowed), crossing.chunk(2).shortAt(8));
        initiating.give(initiating.initAckPacket());
        final Packet later = only(initiating.give(packet(0, init(1, 5555, WINDOW, 10, allowed, PEER_TSN))));
        assertEquals(Math.min(wanted, allowed), later.chunk(2).shortAt(8));
    }

    /** Messages that were queued while the peer's answer was awaited do not go on streams that there are not. */
    @Conforms({"5.1.1#3", "5.1.1#4"})
    @Test
    void shouldSendNothingOnStreamsThatThePeerDoesNotAllow() {
        final Wire own =
                new Wire(AssociationConfig.builder().outboundStreams(20).build());
        own.connect();
        for (int stream = 0; stream < 20; stream++) {
            own.send(10, stream, 0, 0);
        }
        final List<Packet> sent = own.give(own.initAckPacket());
        sent.addAll(own.giveChunks(chunk(11, 0)));
        final List<Integer> streams =
                Wire.chunks(sent, 0).stream().map(data -> data.shortAt(4)).toList();
        assertEquals(IntStream.range(0, 10).boxed().toList(), streams);
    }
}
