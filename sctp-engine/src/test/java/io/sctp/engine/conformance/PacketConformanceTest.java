package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.ScriptedPeer.MILLI;
import static io.sctp.engine.conformance.ScriptedPeer.PEER_TAG;
import static io.sctp.engine.conformance.ScriptedPeer.PEER_TSN;
import static io.sctp.engine.conformance.ScriptedPeer.PORT;
import static io.sctp.engine.conformance.ScriptedPeer.SECOND;
import static io.sctp.engine.conformance.ScriptedPeer.WINDOW;
import static io.sctp.engine.conformance.ScriptedPeer.chunks;
import static io.sctp.engine.conformance.WireBytes.BEGIN;
import static io.sctp.engine.conformance.WireBytes.END;
import static io.sctp.engine.conformance.WireBytes.UNORDERED;
import static io.sctp.engine.conformance.WireBytes.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.Policy;
import io.sctp.engine.Sends;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.StreamScheduler;
import io.sctp.engine.conformance.WireBytes.Chunk;
import io.sctp.engine.conformance.WireBytes.Packet;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 9260 sections 6.8 to 6.10: checksums, fragments and bundles. {@link WireBytes} refuses wrong packets of the
 * engine.
 */
final class PacketConformanceTest {
    private static final int PACKET = 1452;
    private static final int FORWARD_TSN = 192;

    private final ScriptedPeer peer = ScriptedPeer.withDefaults();

    // -- section 6.8 ------------------------------------------------------------------------------------------------

    /** Each packet of an association is parsed, which includes its checksum. */
    @Test
    @Conforms({"6.8#1", "6.8#2"})
    void shouldSendPacketsWithTagAndChecksum() {
        peer.accepted();
        final List<Packet> packets = new ArrayList<>(peer.send(3000, 0, 0));
        packets.addAll(peer.give(WireBytes.data(PEER_TSN + 1, 0, 0, WHOLE, 3, 'a')));
        packets.addAll(peer.give(WireBytes.chunk(WireBytes.HEARTBEAT, 0, 1 << 16 | 8, 77)));
        peer.association.abort();
        packets.addAll(peer.poll());
        assertTrue(packets.size() >= 5, packets::toString);
        packets.forEach(packet -> assertEquals(PEER_TAG, packet.tag()));
    }

    /** Also of packets that leave together, as they do to a peer that runs this engine. */
    @Test
    @Conforms("6.8#1")
    void shouldGiveEachPacketOfABatchItsChecksum() {
        final byte[] mark = "sctpjava".getBytes(StandardCharsets.US_ASCII);
        final ScriptedPeer same = new ScriptedPeer(
                        AssociationConfig.builder().maxBurst(32).build())
                .accepted(10, WINDOW, WireBytes.parameter(0xBF53, mark));
        assertEquals(4, same.send(5000, 0, 0).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {WireBytes.DATA, WireBytes.ABORT, WireBytes.HEARTBEAT, WireBytes.SHUTDOWN})
    @Conforms({"6.8#3", "6.8#4"})
    void shouldDiscardAPacketWithAWrongChecksum(final int type) {
        peer.accepted();
        final byte[] chunk = type == WireBytes.DATA
                ? WireBytes.data(PEER_TSN, 0, 0, WHOLE, 8, 'a')
                : WireBytes.chunk(type, 0, peer.engineTsn - 1, 0);
        for (int bit = 0; bit < 8 * (12 + chunk.length); bit += 3) {
            final byte[] packet = WireBytes.packet(PORT, PORT, peer.association.localTag(), chunk);
            packet[bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(List.of(), peer.givePacket(packet), "bit " + bit);
        }
        final byte[] zero = WireBytes.packet(PORT, PORT, peer.association.localTag(), chunk);
        Arrays.fill(zero, 8, 12, (byte) 0);
        assertEquals(List.of(), peer.givePacket(zero));
        assertEquals(List.of(), peer.pass(SECOND));
        assertEquals(AssociationState.ESTABLISHED, peer.association.state());
        assertEquals(List.of(), peer.readAll());
        assertEquals(0, peer.engine.counters().outOfTheBlue());
    }

    @Test
    @Conforms({"6.8#3", "6.8#4"})
    void shouldNotAnswerAnInitWithAWrongChecksum() {
        final byte[] init =
                WireBytes.packet(PORT, PORT, 0, WireBytes.init(WireBytes.INIT, PEER_TAG, WINDOW, 10, PEER_TSN));
        init[8]++;
        assertEquals(List.of(), peer.givePacket(init));
        init[8]--;
        assertEquals(1, peer.givePacket(init).size());
    }

    // -- section 6.9 ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {512, 513, 514, 515, 1000, 1452, 9000})
    @Conforms({"6.9#2", "6.9#7", "6.10#1", "6#4"})
    void shouldCutMessagesSoThatPacketsFitThePath(final int size) {
        final ScriptedPeer narrow = new ScriptedPeer(
                AssociationConfig.builder().maxPacketSize(size).maxBurst(32).build());
        narrow.accepted();
        for (int length = size - 40; length < size + 10; length++) {
            for (final Packet packet : narrow.send(length, 0, 0)) {
                assertTrue(packet.length() <= size, packet::toString);
                assertFalse(packet.mayBeFragmented());
            }
            narrow.give(WireBytes.sack(narrow.association.nextTsn() - 1, WINDOW));
        }
        assertEquals(0, narrow.association.bufferedBytes());
        final int fits = size - 28 & ~3;
        assertEquals(1, chunks(narrow.send(fits, 0, 0), WireBytes.DATA).size(), "needs no cut");
        narrow.give(WireBytes.sack(narrow.association.nextTsn() - 1, WINDOW));
        assertEquals(2, chunks(narrow.send(fits + 1, 0, 0), WireBytes.DATA).size());
    }

    @Test
    @Conforms({"6.9#8", "6.10#1", "6.10#2", "6#5"})
    void shouldLeaveRoomForTheSackThatGoesWithTheData() {
        for (int length = 1380; length <= 1424; length += 4) {
            final ScriptedPeer sender = ScriptedPeer.withDefaults().accepted();
            sender.give(WireBytes.data(PEER_TSN, 0, 0, WHOLE, 3, 'a'));
            sender.pass(SECOND);
            sender.give(WireBytes.data(PEER_TSN + 1, 0, 1, WHOLE, 3, 'a'));
            final List<Packet> packets = new ArrayList<>(sender.send(length, 0, 0));
            packets.addAll(sender.send(4000, 0, 0));
            packets.addAll(sender.pass(300 * MILLI));
            assertEquals(1, chunks(packets, WireBytes.SACK).size());
            packets.forEach(packet -> assertTrue(packet.length() <= PACKET, packet::toString));
            assertTrue(sender.tsns(packets).size() >= 4, packets::toString);
        }
    }

    @Test
    @Conforms({"6.9#10", "6.9#11", "6.9#12"})
    void shouldMarkEachFragmentOfAnUnorderedMessage() {
        peer.accepted();
        final List<Chunk> data = chunks(peer.send(4000, 0, Sends.UNORDERED), WireBytes.DATA);
        assertEquals(3, data.size());
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    UNORDERED | (i == 0 ? BEGIN : i == 2 ? END : 0), data.get(i).flags());
            assertEquals(data.get(0).ssn(), data.get(i).ssn());
            assertEquals(peer.engineTsn + i, data.get(i).tsn());
        }
    }

    /** Whoever's turn it is, a message waits until the one before it is cut to its end. */
    @ParameterizedTest
    @EnumSource(StreamScheduler.class)
    @Conforms("6.9#10")
    void shouldNotPutAnotherMessageBetweenTheFragmentsOfOne(final StreamScheduler scheduler) {
        final ScriptedPeer other = new ScriptedPeer(
                        AssociationConfig.builder().streamScheduler(scheduler).build())
                .accepted(10, 3000);
        other.queue(6000, 1, 0);
        final List<Chunk> data = new ArrayList<>(chunks(other.poll(), WireBytes.DATA));
        other.queue(100, 2, 0);
        other.queue(100, 2, Sends.UNORDERED);
        while (other.association.bufferedBytes() > 0) {
            data.addAll(chunks(other.give(WireBytes.sack(other.association.nextTsn() - 1, 3000)), WireBytes.DATA));
        }
        final List<Integer> streams = data.stream().map(Chunk::stream).toList();
        assertEquals(List.of(1, 1, 1, 1, 1, 2, 2), streams);
        for (int i = 0; i < data.size(); i++) {
            assertEquals(other.engineTsn + i, data.get(i).tsn());
        }
    }

    @Test
    @Conforms("6.9#6")
    void shouldHaveIpFragmentWhatWasCutBeforeThePathBecameNarrower() {
        peer.accepted();
        final Chunk before = chunks(peer.send(1424, 0, 0), WireBytes.DATA).get(0);
        peer.association.maxPacketSize(peer.association.path(0), 600);
        final List<Packet> again = peer.pass(1500 * MILLI);
        assertEquals(List.of(0), peer.tsns(again));
        assertEquals(before, again.get(0).chunks().get(0), "cut again");
        assertTrue(again.get(0).mayBeFragmented());
        peer.give(WireBytes.sack(peer.engineTsn, WINDOW));
        for (final Packet packet : peer.send(1400, 0, 0)) {
            assertTrue(packet.length() <= 600, packet::toString);
            assertFalse(packet.mayBeFragmented());
        }
    }

    // -- section 6.10 -----------------------------------------------------------------------------------------------

    /** Control chunks of each kind that data can go with. */
    @Test
    @Conforms({"6.10#2", "6#5"})
    void shouldPutControlChunksBeforeData() {
        peer.accepted(10, 1600);
        peer.send(1600, 0, 0);
        peer.queue(100, 0, 0);
        final byte[] heartbeat = WireBytes.chunk(WireBytes.HEARTBEAT, 0, 1 << 16 | 8, 77);
        final byte[] unknown = WireBytes.chunk(0xC7, 0);
        final List<Packet> packets = peer.give(
                WireBytes.data(PEER_TSN, 0, 0, WHOLE | WireBytes.IMMEDIATE, 3, 'a'),
                heartbeat,
                unknown,
                WireBytes.sack(peer.association.nextTsn() - 1, 5000));
        final List<Integer> types = packets.get(0).types();
        assertEquals(1, packets.size(), packets::toString);
        assertTrue(
                types.containsAll(List.of(WireBytes.HEARTBEAT_ACK, WireBytes.ERROR, WireBytes.SACK)), types::toString);
        assertEquals(types.size() - 1, types.indexOf(WireBytes.DATA), types::toString);
    }

    /** FORWARD TSN (RFC 3758) is a control chunk, too. */
    @Test
    @Conforms({"6.10#2", "6#5"})
    void shouldPutAForwardTsnBeforeData() {
        peer.accepted(10, WINDOW, WireBytes.parameter(0xC000, new byte[0]));
        final ByteBuffer message = ByteBuffer.allocateDirect(100);
        Sends.send(peer.association, message, 0, 100, 0, 0, 0, 0, Policy.RETRANSMISSIONS, 0, null);
        assertEquals(List.of(0), peer.tsns(peer.poll()));
        peer.send(100, 1, 0);
        final List<Packet> packets = peer.pass(1500 * MILLI);
        assertEquals(List.of(FORWARD_TSN, WireBytes.DATA), packets.get(0).types());
    }

    @Test
    @Conforms({"6.10#2", "6#5"})
    void shouldPutTheCookieEchoBeforeItsData() {
        peer.connecting();
        peer.queue(100, 0, 0);
        peer.queue(100, 1, 0);
        final List<Packet> echo = peer.cookieEchoed(10, WINDOW);
        assertEquals(
                List.of(WireBytes.COOKIE_ECHO, WireBytes.DATA, WireBytes.DATA),
                echo.get(0).types());
    }

    @Test
    @Conforms("6.10#3")
    void shouldSendTheChunksOfAPacketInOrderOfTheirTsns() {
        peer.accepted();
        for (int i = 0; i < 12; i++) {
            peer.queue(100, 0, 0);
        }
        assertAscending(peer.poll());
        for (int last = 4; last <= 6; last++) {
            // 0, 2 and some others are missing.
            assertAscending(peer.give(WireBytes.sack(peer.engineTsn - 1, WINDOW, 2, 2, 4, last)));
        }
        for (int i = 0; i < 6; i++) {
            peer.queue(100, 0, 0);
        }
        assertAscending(peer.poll());
        assertAscending(peer.pass(10 * SECOND));
    }

    /** What is lost on the second address has lower TSNs than what still waits because of the first. */
    @Test
    @Conforms("6.10#3")
    void shouldSendInOrderOfTheTsnsWhatIsLostOnOneAddressAfterTheOther() {
        final ScriptedPeer two =
                new ScriptedPeer(AssociationConfig.builder().maxBurst(32).build()).acceptedWithTwoAddresses();
        ((TransportPath) two.association.path(1)).rto().start(3 * SECOND);
        final ByteBuffer message = ByteBuffer.allocateDirect(1424);
        Sends.send(two.association, message, 0, 1424, 0, 0, 0, 0, Policy.RELIABLE, 0, two.association.path(1));
        for (int i = 0; i < 4; i++) {
            two.queue(1424, 0, 0);
        }
        assertEquals(List.of(0, 1, 2, 3, 4), two.tsns(two.poll()));
        assertEquals(List.of(1, 2, 3), two.tsns(two.pass(1500 * MILLI)), "the window is full");
        final List<Packet> again = two.pass(2 * SECOND);
        assertEquals(0, two.tsns(again).get(0));
        for (int acked = 0; acked < 5; acked++) {
            again.addAll(two.give(WireBytes.sack(two.engineTsn + acked, WINDOW)));
        }
        assertEquals(List.of(0, 1, 2, 3, 4), two.tsns(again));
    }

    private static void assertAscending(final List<Packet> packets) {
        for (final Packet packet : packets) {
            final List<Integer> tsns =
                    packet.chunks(WireBytes.DATA).stream().map(Chunk::tsn).toList();
            for (int i = 1; i < tsns.size(); i++) {
                assertTrue(tsns.get(i) - tsns.get(i - 1) > 0, tsns::toString);
            }
        }
    }

    /** {@link WireBytes#parse} finds a chunk that is not whole. */
    @ParameterizedTest
    @ValueSource(ints = {512, 700, 1452})
    @Conforms({"6.10#1", "6.10#4", "6.9#7"})
    void shouldSendWholeChunksInPacketsThatFit(final int size) {
        final ScriptedPeer narrow =
                new ScriptedPeer(AssociationConfig.builder().maxPacketSize(size).build());
        narrow.accepted();
        for (int i = 0; i < 60; i++) {
            narrow.queue(17 * i + 1, 0, 0);
        }
        final List<Packet> packets = new ArrayList<>(narrow.poll());
        for (int round = 0; round < 100 && narrow.association.bufferedBytes() > 0; round++) {
            packets.addAll(narrow.give(
                    WireBytes.sack(narrow.association.nextTsn() - 1, WINDOW),
                    WireBytes.chunkOf(WireBytes.HEARTBEAT, 0, WireBytes.parameter(1, new byte[13 * round % 400])),
                    WireBytes.data(PEER_TSN + round, 0, round, WHOLE, 3, 'a')));
        }
        assertEquals(0, narrow.association.bufferedBytes());
        packets.forEach(packet -> assertTrue(packet.length() <= size, packet::toString));
    }

    @Test
    @Conforms("6.10#5")
    void shouldTakeTheChunksOfAPacketInTheirOrder() {
        final byte[] data = WireBytes.data(PEER_TSN, 0, 0, WHOLE, 3, 'a');
        peer.accepted();
        final byte[] shutdown = WireBytes.chunk(WireBytes.SHUTDOWN, 0, peer.engineTsn - 1);
        peer.give(data, shutdown);
        assertEquals(List.of("0:3:a"), peer.readAll());
        assertEquals(AssociationState.SHUTDOWN_ACK_SENT, peer.association.state());
        final ScriptedPeer other = ScriptedPeer.withDefaults().accepted();
        other.give(WireBytes.chunk(WireBytes.SHUTDOWN, 0, other.engineTsn - 1), data);
        assertEquals(List.of(), other.readAll(), "what comes behind a SHUTDOWN");
        final ScriptedPeer third = ScriptedPeer.withDefaults().accepted();
        third.give(data, WireBytes.chunk(WireBytes.ABORT, 0));
        assertEquals(AssociationState.CLOSED, third.association.state());
        assertEquals(List.of("0:3:a"), third.readAll(), "what comes before an ABORT");
    }

    /** What is before a chunk that is not whole counts. */
    @ParameterizedTest
    @CsvSource({"1, 21", "4, 24", "100, 120", "16, 65535"})
    @Conforms("6.10#6")
    void shouldDropAChunkThatIsNotWhole(final int there, final int length) {
        peer.accepted();
        final byte[] partial = WireBytes.data(PEER_TSN + 1, 0, 1, WHOLE, there + 3 & ~3, 'b');
        partial[2] = (byte) (length >> 8);
        partial[3] = (byte) length;
        peer.give(WireBytes.data(PEER_TSN, 0, 0, WHOLE, 3, 'a'), partial);
        assertEquals(List.of("0:3:a"), peer.readAll());
        final List<Packet> packets = peer.give(WireBytes.data(PEER_TSN, 0, 0, WHOLE, 3, 'a'));
        assertEquals(PEER_TSN, ScriptedPeer.only(packets, WireBytes.SACK).tsn());
        assertEquals(AssociationState.ESTABLISHED, peer.association.state());
    }

    @ParameterizedTest
    @ValueSource(ints = {WireBytes.ABORT, WireBytes.HEARTBEAT, WireBytes.SHUTDOWN})
    @Conforms("6.10#6")
    void shouldDropAControlChunkThatIsNotWhole(final int type) {
        peer.accepted();
        final byte[] partial = WireBytes.chunk(type, 0, peer.engineTsn - 1);
        partial[3] = 12;
        assertEquals(List.of(), peer.give(partial));
        assertEquals(AssociationState.ESTABLISHED, peer.association.state());
    }

    /** The INIT, too, and the COOKIE ECHO, of which the first would have room for parameters. */
    @Test
    @Conforms("6.10#6")
    void shouldDropASetUpThatIsNotWhole() {
        final byte[] init = WireBytes.init(WireBytes.INIT, PEER_TAG, WINDOW, 10, PEER_TSN);
        init[3] = (byte) (init[3] + 4);
        assertEquals(List.of(), peer.giveUnder(0, init));
        init[3] = (byte) (init[3] - 4);
        final Chunk initAck = ScriptedPeer.onlyChunk(peer.giveUnder(0, init));
        final byte[] echo = WireBytes.chunkOf(WireBytes.COOKIE_ECHO, 0, ScriptedPeer.cookie(initAck));
        echo[3] = (byte) (echo[3] + 4);
        assertEquals(List.of(), peer.giveUnder(initAck.int32(4), echo));
        echo[3] = (byte) (echo[3] - 4);
        assertEquals(1, peer.giveUnder(initAck.int32(4), echo).size());
    }

    @Test
    @Conforms({"6.10#7", "12.3#1"})
    void shouldBundleNothingWithInitInitAckAndShutdownComplete() {
        peer.connecting();
        peer.queue(100, 0, 0);
        final List<Packet> init = peer.poll();
        assertEquals(List.of(WireBytes.INIT), init.get(0).types());
        assertEquals(1, init.size());
        final ScriptedPeer other = ScriptedPeer.withDefaults();
        final List<Packet> initAck = other.giveUnder(0, WireBytes.init(WireBytes.INIT, PEER_TAG, WINDOW, 10, PEER_TSN));
        assertEquals(List.of(WireBytes.INIT_ACK), initAck.get(0).types());
        assertEquals(1, initAck.size());
        final ScriptedPeer third = ScriptedPeer.withDefaults().in(AssociationState.SHUTDOWN_SENT);
        final List<Packet> complete = third.give(
                WireBytes.data(PEER_TSN, 0, 0, WHOLE, 3, 'a'),
                WireBytes.chunk(WireBytes.HEARTBEAT, 0, 1 << 16 | 8, 77),
                WireBytes.chunk(WireBytes.SHUTDOWN_ACK, 0));
        assertTrue(complete.stream().anyMatch(packet -> packet.has(WireBytes.SHUTDOWN_COMPLETE)));
        for (final Packet packet : complete) {
            assertTrue(packet.chunks().size() == 1 || !packet.has(WireBytes.SHUTDOWN_COMPLETE), packet::toString);
        }
    }
}
