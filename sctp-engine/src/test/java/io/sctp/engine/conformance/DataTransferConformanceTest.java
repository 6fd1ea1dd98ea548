package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.ScriptedPeer.MILLI;
import static io.sctp.engine.conformance.ScriptedPeer.PEER_TSN;
import static io.sctp.engine.conformance.ScriptedPeer.SECOND;
import static io.sctp.engine.conformance.ScriptedPeer.WINDOW;
import static io.sctp.engine.conformance.ScriptedPeer.chunks;
import static io.sctp.engine.conformance.WireBytes.BEGIN;
import static io.sctp.engine.conformance.WireBytes.END;
import static io.sctp.engine.conformance.WireBytes.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.Policy;
import io.sctp.engine.SendResult;
import io.sctp.engine.Sends;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.conformance.WireBytes.Chunk;
import io.sctp.engine.conformance.WireBytes.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9260 sections 6 and 6.1: which chunks go when. */
final class DataTransferConformanceTest {
    /** The user data of a chunk that fills a packet of the default size. */
    private static final int FULL = 1424;

    private static final int INITIAL_WINDOW = 4404;
    private static final int PMDCS = 1440;

    private final ScriptedPeer peer = ScriptedPeer.withDefaults();

    private static ScriptedPeer withoutBurstLimit() {
        return new ScriptedPeer(AssociationConfig.builder().maxBurst(32).build());
    }

    // -- section 6 --------------------------------------------------------------------------------------------------

    @Test
    @Conforms("6#1")
    void shouldSendDataBeforeItIsEstablishedOnlyWithTheCookieEcho() {
        peer.connecting();
        peer.queue(100, 0, 0);
        final List<Packet> init = peer.poll();
        assertEquals(List.of(WireBytes.INIT), init.get(0).types());
        peer.engineTsn = init.get(0).chunks().get(0).int32(16);
        assertEquals(List.of(), chunks(peer.pass(1500 * MILLI), WireBytes.DATA));
        final List<Packet> echo = peer.give(WireBytes.init(
                WireBytes.INIT_ACK, ScriptedPeer.PEER_TAG, WINDOW, 10, PEER_TSN, WireBytes.parameter(7, new byte[40])));
        assertEquals(List.of(WireBytes.COOKIE_ECHO, WireBytes.DATA), echo.get(0).types());
        assertEquals(List.of(), chunks(peer.send(100, 0, 0), WireBytes.DATA), "COOKIE ECHO has gone");
        assertEquals(List.of(1), peer.tsns(peer.give(WireBytes.chunk(WireBytes.COOKIE_ACK, 0))));
    }

    @ParameterizedTest
    @EnumSource(names = {"ESTABLISHED", "SHUTDOWN_PENDING", "SHUTDOWN_RECEIVED"})
    @Conforms({"6#1", "9.2#5"})
    void shouldSendAgainWhatIsLostUntilAllIsAcknowledged(final AssociationState state) {
        peer.in(state);
        if (state == AssociationState.ESTABLISHED) {
            peer.send(100, 0, 0);
        }
        assertEquals(List.of(0), peer.tsns(peer.pass(1500 * MILLI)));
    }

    @ParameterizedTest
    @EnumSource(names = {"ESTABLISHED", "SHUTDOWN_PENDING", "SHUTDOWN_RECEIVED"})
    @Conforms({"6#1", "9.2#5"})
    void shouldSendWhatWasQueuedBefore(final AssociationState state) {
        peer.accepted(10, 1600);
        peer.send(1000, 0, 0);
        assertEquals(List.of(), peer.send(1000, 0, 0), "the window is full");
        if (state == AssociationState.SHUTDOWN_PENDING) {
            peer.association.shutdown();
        } else if (state == AssociationState.SHUTDOWN_RECEIVED) {
            peer.give(WireBytes.chunk(WireBytes.SHUTDOWN, 0, peer.engineTsn - 1));
        }
        assertEquals(state, peer.association.state());
        assertEquals(List.of(1), peer.tsns(peer.give(WireBytes.sack(peer.engineTsn, 5000))));
    }

    @ParameterizedTest
    @EnumSource(names = {"SHUTDOWN_SENT", "SHUTDOWN_ACK_SENT"})
    @Conforms("6#1")
    void shouldSendNoDataWhenItHasSaidThatThereIsNone(final AssociationState state) {
        peer.in(state);
        final ByteBuffer message = ByteBuffer.allocateDirect(100);
        assertEquals(SendResult.NOT_ESTABLISHED, Sends.send(peer.association, message, 0, 100, 0, 0, 0, 0));
        assertEquals(List.of(), chunks(peer.pass(5 * SECOND), WireBytes.DATA));
    }

    @ParameterizedTest
    @EnumSource(names = {"ESTABLISHED", "SHUTDOWN_PENDING", "SHUTDOWN_SENT"})
    @Conforms({"6#2", "6.2#1"})
    void shouldTakeData(final AssociationState state) {
        peer.in(state);
        // The first DATA may be acknowledged sooner than others (section 5.1).
        for (int i = 0; i < 3; i++) {
            final int tsn = PEER_TSN + i;
            final List<Packet> packets = new ArrayList<>(peer.give(WireBytes.data(tsn, 3, i, WHOLE, 50, 'a')));
            packets.addAll(peer.pass(200 * MILLI));
            assertEquals(List.of("3:50:a"), peer.readAll());
            assertTrue(
                    chunks(packets, state == AssociationState.SHUTDOWN_SENT ? WireBytes.SHUTDOWN : WireBytes.SACK)
                            .stream()
                            .anyMatch(ack -> ack.tsn() == tsn),
                    packets::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COOKIE_WAIT", "COOKIE_ECHOED", "SHUTDOWN_RECEIVED", "SHUTDOWN_ACK_SENT"})
    @Conforms("6#2")
    void shouldNotTakeData(final AssociationState state) {
        peer.in(state);
        final List<Packet> packets = new ArrayList<>(peer.give(WireBytes.data(PEER_TSN, 3, 0, WHOLE, 50, 'a')));
        packets.addAll(peer.pass(500 * MILLI));
        assertEquals(List.of(), peer.readAll());
        assertEquals(List.of(), chunks(packets, WireBytes.SACK));
        assertEquals(state, peer.association.state());
    }

    /** Nothing is left of it when the association is up: no acknowledgement, and no complaint. */
    @ParameterizedTest
    @EnumSource(names = {"COOKIE_WAIT", "COOKIE_ECHOED"})
    @Conforms("6#2")
    void shouldForgetDataThatCameBeforeItWasEstablished(final AssociationState state) {
        peer.in(state);
        final byte[] data = WireBytes.data(PEER_TSN, 3, 0, WHOLE, 50, 'a');
        assertEquals(List.of(), peer.give(data));
        final List<Packet> packets = new ArrayList<>();
        if (state == AssociationState.COOKIE_WAIT) {
            packets.addAll(peer.give(WireBytes.init(
                    WireBytes.INIT_ACK,
                    ScriptedPeer.PEER_TAG,
                    WINDOW,
                    10,
                    PEER_TSN,
                    WireBytes.parameter(7, new byte[40]))));
        }
        packets.addAll(peer.give(WireBytes.chunk(WireBytes.COOKIE_ACK, 0)));
        assertEquals(AssociationState.ESTABLISHED, peer.association.state());
        packets.addAll(peer.pass(SECOND));
        assertEquals(List.of(), chunks(packets, WireBytes.SACK));
        assertEquals(List.of(), chunks(packets, WireBytes.ERROR));
        peer.give(data);
        assertEquals(List.of("3:50:a"), peer.readAll(), "comes again, and is taken");
    }

    @ParameterizedTest
    @EnumSource(names = {"ESTABLISHED", "SHUTDOWN_PENDING", "SHUTDOWN_RECEIVED"})
    @Conforms({"6#3", "6.7#1"})
    void shouldTakeSacksWhileItHasDataOutstanding(final AssociationState state) {
        peer.in(state);
        if (state == AssociationState.ESTABLISHED) {
            peer.send(100, 0, 0);
        }
        assertEquals(1, peer.association.unacknowledgedChunks());
        peer.give(WireBytes.sack(peer.engineTsn, WINDOW));
        assertEquals(0, peer.association.unacknowledgedChunks());
        assertEquals(0, peer.association.bufferedBytes());
        assertEquals(List.of(), chunks(peer.pass(5 * SECOND), WireBytes.DATA));
    }

    @Test
    @Conforms({"6#4", "6.9#2", "6.9#9", "6.9#10", "6.9#12"})
    void shouldCutALongMessage() {
        peer.accepted();
        final List<Chunk> data = chunks(peer.send(3 * FULL, 4, 0), WireBytes.DATA);
        assertEquals(3, data.size());
        int bytes = 0;
        for (int i = 0; i < 3; i++) {
            final Chunk chunk = data.get(i);
            assertEquals(peer.engineTsn + i, chunk.tsn());
            assertEquals(4, chunk.stream());
            assertEquals(0, chunk.ssn());
            assertEquals(i == 0 ? BEGIN : i == 2 ? END : 0, chunk.flags());
            bytes += chunk.length() - WireBytes.DATA_HEADER;
        }
        assertEquals(3 * FULL, bytes);
        assertEquals(WHOLE, chunks(peer.send(100, 4, 0), WireBytes.DATA).get(0).flags());
    }

    /** Of a message longer than what the send buffer keeps in one piece. */
    @Test
    @Conforms({"6.9#9", "6.9#10", "6.9#12", "6.5#3", "3.3.1#6", "3.3.1#11", "1#1"})
    void shouldMarkOnlyTheFirstAndTheLastFragmentOfAVeryLongMessage() {
        peer.accepted();
        final List<Chunk> data = new ArrayList<>(chunks(peer.send(150_000, 4, 0), WireBytes.DATA));
        while (peer.association.bufferedBytes() > 0) {
            data.addAll(chunks(peer.give(WireBytes.sack(peer.association.nextTsn() - 1, WINDOW)), WireBytes.DATA));
        }
        assertTrue(data.size() > 100, () -> data.size() + " fragments");
        for (int i = 0; i < data.size(); i++) {
            assertEquals(peer.engineTsn + i, data.get(i).tsn());
            assertEquals(
                    i == 0 ? BEGIN : i == data.size() - 1 ? END : 0, data.get(i).flags(), "fragment " + i);
            assertEquals(0, data.get(i).ssn());
        }
    }

    @Test
    @Conforms({"6#6", "6#7", "6.9#1", "6.9#13"})
    void shouldTakeBundledAndFragmentedMessages() {
        peer.accepted();
        peer.give(
                WireBytes.data(PEER_TSN, 1, 0, WHOLE, 10, 'a'),
                WireBytes.data(PEER_TSN + 1, 1, 1, BEGIN, 21, 'b'),
                WireBytes.data(PEER_TSN + 2, 1, 1, 0, 10, 'c'));
        assertEquals(List.of("1:10:a"), peer.readAll(), "the second message is not complete");
        peer.give(WireBytes.data(PEER_TSN + 3, 1, 1, END, 5, 'd'), WireBytes.data(PEER_TSN + 4, 2, 0, WHOLE, 7, 'e'));
        assertEquals(List.of("1:36:b", "2:7:e"), peer.readAll());
    }

    @Test
    @Conforms({"6.9#1", "6.9#13"})
    void shouldPutFragmentsTogetherInWhateverOrderTheyCome() {
        peer.accepted();
        peer.give(WireBytes.data(PEER_TSN + 3, 0, 1, WHOLE, 4, 'e'));
        peer.give(WireBytes.data(PEER_TSN + 2, 0, 0, END, 3, 'c'));
        peer.give(WireBytes.data(PEER_TSN, 0, 0, BEGIN, 1, 'a'));
        assertEquals(List.of(), peer.readAll());
        peer.give(WireBytes.data(PEER_TSN + 1, 0, 0, 0, 2, 'b'));
        assertEquals(List.of("0:6:a", "0:4:e"), peer.readAll());
    }

    @Test
    @Conforms({"6.9#1", "6.9#13"})
    void shouldPutFragmentsTogetherWhereTheTsnsWrapAround() {
        final int first = -2;
        final Chunk initAck = ScriptedPeer.onlyChunk(
                peer.giveUnder(0, WireBytes.init(WireBytes.INIT, ScriptedPeer.PEER_TAG, WINDOW, 10, first)));
        peer.giveUnder(initAck.int32(4), WireBytes.chunkOf(WireBytes.COOKIE_ECHO, 0, ScriptedPeer.cookie(initAck)));
        peer.association = peer.events.association;
        for (int i = 0; i < 4; i++) {
            assertEquals(List.of(), peer.readAll());
            peer.give(WireBytes.data(first + i, 0, 0, i == 0 ? BEGIN : i == 3 ? END : 0, 5, (char) ('a' + i)));
        }
        assertEquals(List.of("0:20:a"), peer.readAll());
    }

    // -- section 6.1, rule A ----------------------------------------------------------------------------------------

    @Test
    @Conforms({"6.1#1", "6.1#2", "6.1#9"})
    void shouldSendNoMoreThanThePeersWindowTakes() {
        peer.accepted(10, 2500);
        for (int i = 0; i < 6; i++) {
            peer.queue(1000, 0, 0);
        }
        assertEquals(List.of(0, 1), peer.tsns(peer.poll()));
        assertEquals(List.of(), peer.pass(900 * MILLI));
        assertEquals(List.of(2), peer.tsns(peer.give(WireBytes.sack(peer.engineTsn, 2500))), "one is in flight");
    }

    @Test
    @Conforms({"6.1#2", "6.1#3", "6.1#4"})
    void shouldProbeAClosedWindowWithOneChunkAtATime() {
        peer.accepted();
        peer.send(1000, 0, 0);
        peer.give(WireBytes.sack(peer.engineTsn, 0));
        for (int i = 0; i < 3; i++) {
            peer.queue(1000, 0, 0);
        }
        assertEquals(List.of(), peer.poll(), "an answer may come that opens it");
        final List<Packet> probes = peer.pass(20 * SECOND);
        final List<Integer> tsns = peer.tsns(probes);
        assertTrue(tsns.size() >= 3, () -> "probes " + tsns);
        assertEquals(List.of(1), tsns.stream().distinct().toList());
        assertEquals(
                probes.size(), probes.stream().map(Packet::timeNs).distinct().count(), "two at a time");
    }

    /** A peer that refuses each probe is there, and may have room some day. */
    @Test
    @Conforms("6.1#4")
    void shouldGoOnProbingAPeerThatRefuses() {
        peer.accepted();
        peer.send(1000, 0, 0);
        peer.give(WireBytes.sack(peer.engineTsn, 0));
        peer.queue(1000, 0, 0);
        int probes = 0;
        for (int waits = 0; waits < 30; waits++) {
            for (int i = peer.tsns(peer.pass(60 * SECOND)).size(); i > 0; i--) {
                probes++;
                assertEquals(List.of(), chunks(peer.give(WireBytes.sack(peer.engineTsn, 0)), WireBytes.DATA));
            }
        }
        assertTrue(probes >= 20, probes + " probes in half an hour");
        assertEquals(AssociationState.ESTABLISHED, peer.association.state());
        assertEquals(List.of(1), peer.tsns(peer.give(WireBytes.sack(peer.engineTsn, WINDOW))), "the window opens");
    }

    /** What is in flight fills the congestion window, and the peer's window is closed: a time-out lets no probe go. */
    @Test
    @Conforms("6.1#3")
    void shouldNotProbeBeyondTheCongestionWindow() {
        peer.accepted();
        for (int i = 0; i < 10; i++) {
            peer.queue(FULL, 0, 0);
        }
        final int sent = peer.tsns(peer.poll()).size();
        assertTrue(sent < 10, sent + " packets at once");
        final List<Packet> packets = new ArrayList<>(peer.give(WireBytes.sack(peer.engineTsn - 1, 0)));
        packets.addAll(peer.pass(20 * SECOND));
        final List<Integer> tsns = peer.tsns(packets);
        assertTrue(tsns.size() >= 3, tsns::toString);
        assertTrue(tsns.stream().allMatch(tsn -> tsn < sent), tsns::toString);
        assertEquals(
                packets.size(), packets.stream().map(Packet::timeNs).distinct().count(), "two at a time");
    }

    /** RFC 1122 section 4.2.3.4 (Nagle): small messages wait while something is unacknowledged. */
    @Test
    @Conforms("6.1#5")
    void shouldCollectSmallMessagesWhileSomethingIsUnacknowledged() {
        final ScriptedPeer sink =
                new ScriptedPeer(AssociationConfig.builder().noDelay(false).build()).accepted();
        assertEquals(List.of(0), sink.tsns(sink.send(100, 0, 0)));
        assertEquals(List.of(), sink.send(100, 0, 0));
        assertEquals(List.of(), sink.send(100, 0, 0));
        assertEquals(List.of(1, 2), sink.tsns(sink.give(WireBytes.sack(sink.engineTsn, WINDOW))));
    }

    /** RFC 1122 section 4.2.3.4: a fragment is not made small to fit a small window. */
    @Test
    @Conforms("6.1#5")
    void shouldNotFillASmallWindowWithASmallFragment() {
        peer.accepted(10, FULL + 500);
        final List<Chunk> data = chunks(peer.send(10 * FULL, 0, 0), WireBytes.DATA);
        assertEquals(1, data.size(), data::toString);
        assertEquals(WireBytes.DATA_HEADER + FULL, data.get(0).length());
        assertEquals(List.of(), peer.pass(900 * MILLI));
    }

    /** What goes again needs room at the peer, and leaves less of it for what is new. */
    @Test
    @Conforms("6.1#2")
    void shouldCountWhatGoesAgainAgainstThePeersWindow() {
        peer.accepted();
        peer.send(100, 0, 0);
        peer.give(WireBytes.sack(peer.engineTsn, 250));
        assertEquals(List.of(1), peer.tsns(peer.send(100, 0, 0)));
        assertEquals(List.of(2), peer.tsns(peer.send(100, 0, 0)));
        assertEquals(List.of(), peer.send(100, 0, 0));
        assertEquals(List.of(2, 1, 2), peer.tsns(peer.pass(1500 * MILLI)), "a probe, and T3-rtx");
    }

    // -- section 6.1, rules B and C ---------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {100, 500, 1000, FULL, 10 * FULL})
    @Conforms({"6.1#3", "6.1#6", "6.1#7", "6.1#9", "7.2.1#1", "7.2#1"})
    void shouldHaveACongestionWindowAndLessThanAPacketMoreOutstanding(final int length) {
        final ScriptedPeer sink = withoutBurstLimit().accepted();
        for (int i = 0; i < 40 * FULL / length && i < 1000; i++) {
            sink.queue(length, 0, 0);
        }
        final List<Packet> packets = sink.poll();
        int before = 0;
        int outstanding = 0;
        for (final Packet packet : packets) {
            before = outstanding;
            outstanding += packet.chunks().stream().mapToInt(Chunk::padded).sum();
        }
        assertTrue(before < INITIAL_WINDOW, before + " bytes and then another packet");
        assertTrue(outstanding < INITIAL_WINDOW + PMDCS, outstanding + " bytes");
        assertTrue(outstanding >= INITIAL_WINDOW - PMDCS, outstanding + " bytes only");
        assertEquals(List.of(), sink.pass(900 * MILLI));
    }

    /** Chunks count with their headers, of which small messages mostly consist. */
    @Test
    @Conforms({"6.1#6", "6.1#7", "7.2#2"})
    void shouldCountHeadersOfSmallChunksAsOutstanding() {
        shouldHaveACongestionWindowAndLessThanAPacketMoreOutstanding(20);
    }

    /** Three full packets and a little more fill the window to the byte. */
    @Test
    @Conforms({"6.1#6", "6.1#7"})
    void shouldSendNothingMoreOnceTheCongestionWindowIsReached() {
        final ScriptedPeer sink = withoutBurstLimit().accepted();
        for (int i = 0; i < 3; i++) {
            sink.queue(FULL, 0, 0);
        }
        sink.queue(INITIAL_WINDOW - 3 * PMDCS - WireBytes.DATA_HEADER, 0, 0);
        sink.queue(FULL, 0, 0);
        assertEquals(List.of(0, 1, 2, 3), sink.tsns(sink.poll()));
        assertEquals(List.of(), sink.pass(900 * MILLI));
    }

    /** What went again counts as what went once does. */
    @Test
    @Conforms({"6.1#6", "6.1#7", "6.1#9"})
    void shouldCountWhatWentAgainAsOutstanding() {
        final ScriptedPeer sink = withoutBurstLimit().accepted();
        for (int i = 0; i < 20; i++) {
            sink.queue(FULL, 0, 0);
        }
        assertEquals(List.of(0, 1, 2, 3), sink.tsns(sink.poll()));
        assertEquals(List.of(0), sink.tsns(sink.pass(1001 * MILLI)), "the window is one packet");
        assertEquals(List.of(), sink.pass(900 * MILLI), "which is full");
        assertEquals(
                2, sink.tsns(sink.give(WireBytes.sack(sink.engineTsn, WINDOW))).size(), "slow start");
        assertEquals(List.of(), sink.pass(900 * MILLI));
    }

    @Test
    @Conforms("6.1#8")
    void shouldSendWhatIsLostBeforeWhatIsNew() {
        peer.accepted();
        for (int i = 0; i < 3; i++) {
            peer.send(FULL, 0, 0);
        }
        peer.pass(900 * MILLI);
        peer.queue(FULL, 0, 0);
        peer.queue(FULL, 0, 0);
        peer.poll();
        final List<Integer> sent = new ArrayList<>(peer.tsns(peer.pass(200 * MILLI)));
        assertEquals(0, sent.get(0));
        for (int acked = 0; acked < 3; acked++) {
            sent.addAll(peer.tsns(peer.give(WireBytes.sack(peer.engineTsn + acked, WINDOW))));
        }
        assertEquals(List.of(0, 1, 2), sent.stream().filter(tsn -> tsn < 3).toList());
        assertTrue(sent.indexOf(4) > sent.indexOf(2), sent::toString);
    }

    @Test
    @Conforms({"6.1#8", "6.10#3"})
    void shouldSendWhatIsLostFirstInAPacketWithWhatIsNew() {
        peer.accepted();
        for (int i = 0; i < 4; i++) {
            peer.send(500, 0, 0);
        }
        peer.give(WireBytes.sack(peer.engineTsn - 1, WINDOW, 2, 2));
        peer.give(WireBytes.sack(peer.engineTsn - 1, WINDOW, 2, 3));
        peer.queue(500, 0, 0);
        final List<Packet> packets = peer.give(WireBytes.sack(peer.engineTsn - 1, WINDOW, 2, 4));
        assertEquals(List.of(0, 4), peer.tsns(packets));
        assertEquals(1, packets.size());
    }

    /** Though the second lost chunk does not fit in the rest of the packet, and the new one does. */
    @Test
    @Conforms("6.1#8")
    void shouldNotFillThePacketOfALostChunkWithWhatIsNewWhileAnotherIsLost() {
        peer.accepted();
        peer.send(1000, 0, 0);
        peer.send(1000, 0, 0);
        peer.give(WireBytes.sack(peer.engineTsn - 1, 2000));
        assertEquals(List.of(), peer.send(100, 0, 0), "the peer's window is full");
        assertEquals(List.of(0), peer.tsns(peer.pass(1500 * MILLI)));
        assertEquals(List.of(1, 2), peer.tsns(peer.give(WireBytes.sack(peer.engineTsn, 2000))));
    }

    // -- section 6.1, T3-rtx ----------------------------------------------------------------------------------------

    @Test
    @Conforms("6.1#10")
    void shouldStartTheTimerWithWhateverItSends() {
        peer.accepted();
        peer.send(100, 0, 0);
        assertEquals(List.of(), peer.pass(999 * MILLI));
        assertEquals(List.of(0), peer.tsns(peer.pass(2 * MILLI)));
        assertEquals(List.of(), peer.pass(1997 * MILLI), "backed off");
        assertEquals(List.of(0), peer.tsns(peer.pass(3 * MILLI)), "a retransmission starts it, too");
        peer.give(WireBytes.sack(peer.engineTsn, WINDOW));
        assertEquals(List.of(), peer.pass(10 * SECOND));
        peer.send(100, 0, 0);
        assertEquals(List.of(1), peer.tsns(peer.pass(5 * SECOND)));
    }

    @Test
    @Conforms("6.1#10")
    void shouldStartTheTimerOfEachAddress() {
        peer.acceptedWithTwoAddresses();
        final ByteBuffer message = ByteBuffer.allocateDirect(100);
        for (int path = 0; path < 2; path++) {
            Sends.send(peer.association, message, 0, 100, 0, 0, 0, 0, Policy.RELIABLE, 0, peer.association.path(path));
            final List<Packet> packets = peer.poll();
            assertEquals(List.of(path), peer.tsns(packets));
            assertEquals(
                    peer.association.path(path).addressLow(), packets.get(0).address());
            assertTrue(peer.tsns(peer.pass(3 * SECOND)).contains(path), "no time-out of path " + path);
            peer.give(WireBytes.sack(peer.engineTsn + path, WINDOW));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @Conforms("6.1#11")
    void shouldRestartTheTimerWithTheEarliestOutstandingChunk(final int path) {
        final ScriptedPeer sink = withoutBurstLimit().acceptedWithTwoAddresses();
        sink.association.primaryPath(sink.association.path(path));
        for (int i = 0; i < 5; i++) {
            sink.send(800, 0, 0);
        }
        sink.pass(500 * MILLI);
        for (int last = 2; last <= 3; last++) {
            assertEquals(List.of(), sink.give(WireBytes.sack(sink.engineTsn - 1, WINDOW, 2, last)));
        }
        // The last chunk is still in flight, and its timer runs.
        assertEquals(List.of(0), sink.tsns(sink.give(WireBytes.sack(sink.engineTsn - 1, WINDOW, 2, 4))));
        assertEquals(List.of(), sink.pass(999 * MILLI));
        assertEquals(0, sink.tsns(sink.pass(2 * MILLI)).get(0));
    }

    @Test
    @Conforms("6.1#12")
    void shouldNotRestartTheTimerWithNewData() {
        peer.accepted();
        peer.send(100, 0, 0);
        peer.pass(600 * MILLI);
        peer.send(100, 0, 0);
        assertEquals(List.of(), peer.pass(399 * MILLI));
        assertTrue(peer.tsns(peer.pass(2 * MILLI)).contains(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @Conforms("6.1#12")
    void shouldNotRestartTheTimerWithALostChunkThatIsNotTheEarliest(final int path) {
        peer.acceptedWithTwoAddresses();
        peer.association.primaryPath(peer.association.path(path));
        for (int i = 0; i < 8; i++) {
            peer.send(400, 0, 0);
        }
        peer.pass(300 * MILLI);
        reportMissing(0, new int[] {2, 2}, new int[] {2, 3}, new int[] {2, 4});
        peer.pass(300 * MILLI);
        reportMissing(4, new int[] {2, 4, 6, 6}, new int[] {2, 4, 6, 7}, new int[] {2, 4, 6, 8});
        assertEquals(List.of(), peer.pass(699 * MILLI));
        assertEquals(List.of(0), peer.tsns(peer.pass(2 * MILLI)).subList(0, 1), "1000 ms after it went again");
    }

    /** Reports a chunk missing three times, and expects it again at once. */
    private void reportMissing(final int expected, final int[]... reports) {
        final List<Packet> packets = new ArrayList<>();
        for (final int[] gaps : reports) {
            assertFalse(peer.tsns(packets).contains(expected), "before the third report");
            packets.addAll(peer.give(WireBytes.sack(peer.engineTsn - 1, WINDOW, gaps)));
        }
        assertTrue(peer.tsns(packets).contains(expected), packets::toString);
    }

    /** The first message is lost, so that the send window cannot move; all others are reported. */
    @ParameterizedTest
    @CsvSource({"65535, true", "65536, false"})
    @Conforms("6.1#14")
    void shouldHaveNoMoreOrderedMessagesOutstandingThanAStreamHasNumbers(final int count, final boolean goes) {
        final ScriptedPeer sink = new ScriptedPeer(AssociationConfig.builder()
                .sendBufferBytes(64 << 20)
                .maxBurst(32)
                .build());
        sink.accepted(10, 1 << 28);
        int highest = 0;
        boolean stuck = false;
        for (int queued = 0; queued < count && !stuck; ) {
            for (int i = 0; i < 500 && queued < count; i++, queued++) {
                sink.queue(1, 3, 0);
            }
            List<Packet> packets = sink.poll();
            while (!packets.isEmpty()) {
                for (final int tsn : sink.tsns(packets)) {
                    highest = Math.max(highest, tsn);
                }
                packets = highest == 0
                        ? List.of()
                        : sink.give(WireBytes.sack(sink.engineTsn - 1, 1 << 28, 2, highest + 1));
                stuck = packets.isEmpty() && highest < queued - 1;
            }
        }
        assertEquals(goes ? count - 1 : count - 2, highest);
        if (!goes) {
            sink.give(WireBytes.sack(sink.engineTsn + highest, 1 << 28));
            assertEquals(0, sink.association.bufferedBytes() - 64, "the last one waits, or is in flight");
        }
    }
}
