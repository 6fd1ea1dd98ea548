package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.ScriptedPeer.MILLI;
import static io.sctp.engine.conformance.ScriptedPeer.SECOND;
import static io.sctp.engine.conformance.ScriptedPeer.WINDOW;
import static io.sctp.engine.conformance.ScriptedPeer.chunks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.Path;
import io.sctp.engine.Policy;
import io.sctp.engine.Sends;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.conformance.WireBytes.Packet;
import io.sctp.engine.path.CongestionController;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9260 section 7: how much may be in flight. The user always has more to send. */
final class CongestionConformanceTest {
    /** The user data of a chunk that fills a packet. */
    private static final int FULL = 1424;

    private static final int PMDCS = 1440;
    private static final int INITIAL = 4404;

    private final ScriptedPeer peer = new ScriptedPeer(AssociationConfig.builder()
                    .maxBurst(32)
                    .sendBufferBytes(1 << 20)
                    .build())
            .accepted();
    private final Path path = peer.association.path(0);

    /** The lowest TSN not acknowledged, from 0. */
    private int next;

    private void queueMuch() {
        for (int i = 0; i < 300; i++) {
            peer.queue(FULL, 0, 0);
        }
    }

    private int window() {
        return path.congestionWindowBytes();
    }

    /** Acknowledges so many more full chunks; returns how many went. */
    private int acknowledge(final int count) {
        next += count;
        return peer.tsns(peer.give(WireBytes.sack(peer.engineTsn + next - 1, WINDOW)))
                .size();
    }

    private int inFlight() {
        return peer.association.unacknowledgedChunks();
    }

    // -- section 7.2.1 ----------------------------------------------------------------------------------------------

    /** PMDCS is what a packet leaves for a DATA chunk. */
    @ParameterizedTest
    @CsvSource({"512, 4, 2000", "1452, 4, 4404", "9012, 4, 18000", "512, 6, 2000", "1452, 6, 4344", "9012, 6, 18000"})
    @Conforms("7.2.1#1")
    void shouldBeginWithTheInitialWindow(final int packet, final int version, final int expected) {
        final ScriptedPeer other = new ScriptedPeer(
                AssociationConfig.builder().maxPacketSize(packet).build());
        other.source = version == 4 ? ScriptedPeer.ADDRESS : new IpAddress(0xFD00_0000_0000_0000L, 1);
        other.accepted();
        assertEquals(expected, other.association.path(0).congestionWindowBytes());
    }

    @Test
    @Conforms({"7.2.1#2", "7.2#1", "7.2#2"})
    void shouldHaveOnePacketInFlightAfterATimeOut() {
        queueMuch();
        assertTrue(peer.poll().size() >= 3);
        assertEquals(1, peer.pass(1100 * MILLI).size(), "packets after the first time-out");
        assertTrue(window() <= PMDCS, () -> "a window of " + window());
        assertEquals(1, peer.pass(2000 * MILLI).size(), "packets after the second");
        assertTrue(window() <= PMDCS, () -> "a window of " + window());
        final int sent = acknowledge(1);
        assertTrue(sent >= 1 && sent <= 3, sent + " packets after the first acknowledgement");
    }

    /** What slow start may reach then is half of what there was. */
    @Test
    @Conforms({"7.2#1", "7.2#2"})
    void shouldReduceTheThresholdAfterATimeOut() {
        queueMuch();
        grow(12);
        final int before = window();
        peer.pass(1100 * MILLI);
        assertEquals(before / 2, path.slowStartThresholdBytes());
    }

    /** Small chunks, of which many fit a window that counts user data alone. */
    @Test
    @Conforms({"7.2.1#2", "7.2#2"})
    void shouldHaveOnePacketOfSmallChunksInFlightAfterATimeOut() {
        for (int i = 0; i < 300; i++) {
            peer.queue(20, 0, 0);
        }
        peer.poll();
        assertEquals(1, peer.pass(1100 * MILLI).size());
    }

    /** However little is in it. */
    @Test
    @Conforms({"7.2.1#2", "7.2#2"})
    void shouldHaveOnePacketInFlightUntilItIsAcknowledged() {
        peer.send(20, 0, 0);
        assertEquals(List.of(0), peer.tsns(peer.pass(1100 * MILLI)));
        assertEquals(List.of(), peer.send(20, 0, 0));
        assertEquals(List.of(), peer.pass(800 * MILLI));
        assertEquals(List.of(1), peer.tsns(peer.give(WireBytes.sack(peer.engineTsn, WINDOW))));
    }

    /** Of whichever address. */
    @Test
    @Conforms("7.2.1#2")
    void shouldReduceTheWindowOfTheAddressThatTimedOut() {
        final ScriptedPeer two = withTwoAddresses();
        two.association.primaryPath(two.association.path(1));
        two.send(FULL, 0, 0);
        two.pass(1100 * MILLI);
        assertTrue(two.association.path(1).congestionWindowBytes() <= PMDCS);
        assertEquals(INITIAL, two.association.path(0).congestionWindowBytes());
    }

    /** Each SACK of the window's chunks makes room for itself and one more. */
    @Test
    @Conforms({"7.2.1#3", "7.2.1#5", "7.2#1", "7.2#2"})
    void shouldGrowByWhatIsAcknowledgedInSlowStart() {
        queueMuch();
        peer.poll();
        final int before = window();
        acknowledge(1);
        assertEquals(before + PMDCS, window(), PMDCS - FULL + 12);
        final int then = window();
        acknowledge(3);
        assertTrue(window() > then, "it was used");
        assertTrue(window() <= then + PMDCS, () -> "three packets acknowledged at once: " + window());
    }

    @Test
    @Conforms({"7.2.1#5", "7.2#2"})
    void shouldNotGrowByMoreThanWhatIsAcknowledged() {
        for (int i = 0; i < 300; i++) {
            peer.queue(100, 0, 0);
        }
        peer.poll();
        final int before = window();
        acknowledge(1);
        assertTrue(window() <= before + 116, () -> "one chunk of 116 bytes made " + before + " " + window());
        assertTrue(window() >= before + 100, () -> "one chunk of 116 bytes made " + before + " " + window());
    }

    @Test
    @Conforms({"7.2.1#3", "7.2.1#4", "7.2#2"})
    void shouldNotGrowWhileTheWindowIsNotUsed() {
        for (int i = 0; i < 20; i++) {
            peer.send(FULL, 0, 0);
            acknowledge(1);
        }
        assertEquals(INITIAL, window());
        peer.send(FULL, 0, 0);
        peer.send(FULL, 0, 0);
        acknowledge(1);
        acknowledge(1);
        assertEquals(INITIAL, window());
    }

    @Test
    @Conforms({"7.2.1#3", "7.2.1#4", "7.2#2"})
    void shouldNotGrowInFastRecovery() {
        queueMuch();
        grow(12);
        final int before = window();
        final int exit = peer.association.nextTsn() - peer.engineTsn;
        lose();
        final int reduced = window();
        assertEquals(before / 2.0, reduced, before / 10.0);
        for (int offset = 5; next + offset <= exit; offset++) {
            peer.give(WireBytes.sack(peer.engineTsn + next - 1, WINDOW, 2, offset));
            assertEquals(reduced, window());
        }
        next++;
        peer.give(WireBytes.sack(peer.engineTsn + next - 1, WINDOW));
        assertEquals(reduced, window(), "the cumulative TSN moved, but not to the end of the recovery");
    }

    /** Brings the window, in slow start, to so many packets. */
    private void grow(final int packets) {
        peer.poll();
        while (window() < packets * PMDCS) {
            acknowledge(1);
        }
    }

    /** The next chunk is reported missing three times. */
    private void lose() {
        for (int last = 2; last <= 4; last++) {
            peer.give(WireBytes.sack(peer.engineTsn + next - 1, WINDOW, 2, last));
        }
    }

    // -- section 7.2.2 ----------------------------------------------------------------------------------------------

    @Test
    @Conforms({"7.2.2#1", "7.2#1", "7.2#2"})
    void shouldGrowByOnePacketForEachRoundTripAboveTheThreshold() {
        queueMuch();
        grow(12);
        lose();
        next = peer.association.nextTsn() - peer.engineTsn;
        peer.give(WireBytes.sack(peer.engineTsn + next - 1, WINDOW));
        grow(path.slowStartThresholdBytes() / PMDCS + 1);
        for (int round = 0; round < 5; round++) {
            final int before = window();
            final int end = peer.association.nextTsn() - peer.engineTsn;
            while (next < end) {
                acknowledge(1);
            }
            assertTrue(window() <= before + PMDCS, () -> before + " became " + window());
            assertTrue(window() >= before, "it never shrinks");
        }
        assertTrue(window() > path.slowStartThresholdBytes() + 2 * PMDCS, "it grew");
    }

    /** Whatever is acknowledged of a window that is not used. */
    @Test
    @Conforms("7.2.2#1")
    void shouldNotGrowAboveTheThresholdWhileTheWindowIsNotUsed() {
        for (int i = 0; i < 60; i++) {
            peer.queue(FULL, 0, 0);
        }
        grow(12);
        lose();
        while (peer.association.bufferedBytes() > 0) {
            next = peer.association.nextTsn() - peer.engineTsn;
            peer.give(WireBytes.sack(peer.engineTsn + next - 1, WINDOW));
        }
        final int before = window();
        peer.send(FULL, 0, 0);
        for (int i = 0; i < 40; i++) {
            // There is always something in flight, so that what is acknowledged is counted on.
            peer.send(FULL, 0, 0);
            acknowledge(1);
        }
        assertEquals(before, window());
        queueMuch();
        peer.poll();
        for (int end = peer.association.nextTsn() - peer.engineTsn; next < end; ) {
            acknowledge(1);
        }
        assertTrue(window() <= before + PMDCS, () -> before + " became " + window() + " in one round trip");
    }

    // -- sections 7.2.3 and 7.2.4 -----------------------------------------------------------------------------------

    @Test
    @Conforms({"7.2#1", "7.2#2"})
    void shouldHalveTheWindowForALoss() {
        queueMuch();
        grow(12);
        final int before = window();
        lose();
        assertEquals(before / 2, window());
        assertEquals(before / 2, path.slowStartThresholdBytes());
    }

    /** The SACK that brings the third report acknowledges as well, and does that first. */
    @Test
    @Conforms("7.2.4#1")
    void shouldGrowForASackBeforeItsReportsReduceTheWindow() {
        queueMuch();
        peer.poll();
        grow(12);
        peer.give(WireBytes.sack(peer.engineTsn + next - 1, WINDOW, 3, 3));
        peer.give(WireBytes.sack(peer.engineTsn + next - 1, WINDOW, 3, 4));
        final int before = window();
        next++;
        peer.give(WireBytes.sack(peer.engineTsn + next - 1, WINDOW, 2, 4));
        assertTrue(window() > before / 2, () -> before + " became " + window());
        assertEquals((before + PMDCS) / 2.0, window(), 20);
    }

    // -- each address by itself -------------------------------------------------------------------------------------

    private static ScriptedPeer withTwoAddresses() {
        return new ScriptedPeer(AssociationConfig.builder()
                        .maxBurst(32)
                        .sendBufferBytes(1 << 20)
                        .build())
                .acceptedWithTwoAddresses();
    }

    @Test
    @Conforms("7.2#3")
    void shouldHaveAWindowForEachAddress() {
        final ScriptedPeer two = withTwoAddresses();
        final Path first = two.association.path(0);
        final Path second = two.association.path(1);
        final int initial = second.congestionWindowBytes();
        for (int i = 0; i < 100; i++) {
            two.queue(FULL, 0, 0);
        }
        int sent = two.tsns(two.poll()).size();
        for (int acked = 0; acked < 20; acked++) {
            sent += two.tsns(two.give(WireBytes.sack(two.engineTsn + acked, WINDOW)))
                    .size();
        }
        assertTrue(first.congestionWindowBytes() > 10 * PMDCS);
        assertEquals(initial, second.congestionWindowBytes());
        assertEquals(Integer.MAX_VALUE, second.slowStartThresholdBytes());
        for (int last = 2; last <= 4; last++) {
            two.give(WireBytes.sack(two.engineTsn + 19, WINDOW, 2, last));
        }
        assertTrue(first.slowStartThresholdBytes() < Integer.MAX_VALUE);
        assertEquals(initial, second.congestionWindowBytes());
        assertEquals(Integer.MAX_VALUE, second.slowStartThresholdBytes());
        assertTrue(sent > 20);
    }

    /** A time-out of one address, and what is acknowledged of the other. */
    @Test
    @Conforms("7.2#3")
    void shouldChangeTheWindowOfNoOtherAddress() {
        final ScriptedPeer two = withTwoAddresses();
        final CongestionController first = ((TransportPath) two.association.path(0)).congestion();
        final CongestionController second = ((TransportPath) two.association.path(1)).congestion();
        two.send(FULL, 0, 0);
        two.pass(1100 * MILLI);
        assertEquals(PMDCS, first.windowBytes());
        assertEquals(INITIAL, second.windowBytes());
        assertEquals(Integer.MAX_VALUE, second.thresholdBytes());
        two.give(WireBytes.sack(two.engineTsn, WINDOW));
        final int firstBefore = first.windowBytes();
        two.association.primaryPath(two.association.path(1));
        for (int i = 0; i < 100; i++) {
            two.queue(FULL, 0, 0);
        }
        two.poll();
        for (int acked = 1; acked < 10; acked++) {
            two.give(WireBytes.sack(two.engineTsn + acked, WINDOW));
        }
        assertTrue(second.windowBytes() > 8 * PMDCS, () -> "a window of " + second.windowBytes());
        assertEquals(firstBefore, first.windowBytes());
    }

    /** A window that is full keeps nothing from going to the other address. */
    @Test
    @Conforms("7.2#3")
    void shouldCountWhatIsInFlightToEachAddress() {
        final ScriptedPeer two = withTwoAddresses();
        for (int i = 0; i < 20; i++) {
            two.queue(FULL, 0, 0);
        }
        final int toFirst = two.poll().size();
        assertTrue(toFirst >= 3 && toFirst <= 4, toFirst + " packets");
        assertEquals(List.of(), two.poll());
        two.association.primaryPath(two.association.path(1));
        for (int i = 0; i < 20; i++) {
            two.queue(FULL, 0, 0);
        }
        final List<Packet> toSecond = two.poll();
        assertEquals(toFirst, toSecond.size());
        toSecond.forEach(packet -> assertEquals(ScriptedPeer.SECOND_ADDRESS.low(), packet.address()));
    }

    @Test
    @Conforms("7.3#1")
    void shouldKnowWhatEachPathCarries() {
        final ScriptedPeer two = withTwoAddresses();
        two.association.maxPacketSize(two.association.path(1), 600);
        assertEquals(1452, two.association.path(0).maxPacketSize());
        assertEquals(600, two.association.path(1).maxPacketSize());
        for (int i = 0; i < 12; i++) {
            two.queue(100, 0, 0);
        }
        assertEquals(1, two.poll().size(), "the first path carries them in one packet");
        two.give(WireBytes.sack(two.engineTsn + 11, WINDOW));
        two.association.primaryPath(two.association.path(1));
        for (int i = 0; i < 12; i++) {
            two.queue(100, 0, 0);
        }
        final List<Packet> packets = two.poll();
        assertEquals(12, chunks(packets, WireBytes.DATA).size());
        packets.forEach(packet -> assertTrue(packet.length() <= 600, packet::toString));
        two.give(WireBytes.sack(two.association.nextTsn() - 1, WINDOW));
        two.association.primaryPath(two.association.path(0));
        final ByteBuffer message = ByteBuffer.allocateDirect(100);
        for (int i = 0; i < 12; i++) {
            Sends.send(two.association, message, 0, 100, 0, 0, 0, 0, Policy.RELIABLE, 0, two.association.path(1));
        }
        final List<Packet> others = two.poll();
        assertEquals(12, chunks(others, WireBytes.DATA).size());
        others.forEach(packet -> assertTrue(packet.length() <= 600, "not to the primary address"));
    }

    // -- section 7.2.5 ----------------------------------------------------------------------------------------------

    /** In congestion avoidance, in the middle of a window; then packets go another way. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms({"7.2.5#1", "7.2.5.1#1", "7.2.5.2#1"})
    void shouldBeginAnewWherePacketsGoAnotherWay(final boolean otherCodePoint) {
        queueMuch();
        grow(20);
        lose();
        while (peer.association.bufferedBytes() > 0) {
            next = peer.association.nextTsn() - peer.engineTsn;
            peer.give(WireBytes.sack(peer.engineTsn + next - 1, WINDOW));
        }
        assertTrue(window() > 6 * PMDCS);
        if (otherCodePoint) {
            path.trafficClass(46 << 2);
        } else {
            ((TransportPath) path).localId(1);
        }
        assertEquals(INITIAL, window());
        assertEquals(Integer.MAX_VALUE, path.slowStartThresholdBytes());
        queueMuch();
        final int sent = peer.poll().size();
        assertTrue(sent >= 3 && sent <= 4, sent + " packets");
        peer.pass(10 * MILLI);
        next = peer.association.nextTsn() - peer.engineTsn - inFlight();
        final int before = window();
        acknowledge(1);
        assertTrue(window() > before, "slow start");
        peer.pass(SECOND);
    }
}
