package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.ScriptedPeer.PEER_TAG;
import static io.sctp.engine.conformance.ScriptedPeer.PEER_TSN;
import static io.sctp.engine.conformance.ScriptedPeer.SECOND;
import static io.sctp.engine.conformance.ScriptedPeer.WINDOW;
import static io.sctp.engine.conformance.ScriptedPeer.onlyChunk;
import static io.sctp.engine.conformance.WireBytes.BEGIN;
import static io.sctp.engine.conformance.WireBytes.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.conformance.WireBytes.Chunk;
import io.sctp.engine.conformance.WireBytes.Packet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9260 sections 8.5 and 8.5.1: verification tags. */
final class TagConformanceTest {
    private static final int PAD = 0x84;
    private static final int I_DATA = 64;
    private static final int FORWARD_TSN = 192;

    /** What a packet is sent under. */
    private enum Tag {
        OWN,
        PEERS,
        ANOTHER
    }

    private final ScriptedPeer peer = ScriptedPeer.withDefaults();

    // -- section 8.5 ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms({"8.5#1", "8.5.1#3", "8.5.1#12", "9.1#1", "9.1#2", "6.8#2"})
    void shouldSendEverythingButInitUnderThePeersTag(final boolean opens) {
        final List<Packet> packets = new ArrayList<>();
        if (opens) {
            peer.connecting();
            packets.addAll(peer.cookieEchoed(10, WINDOW));
            packets.addAll(peer.pass(1500 * ScriptedPeer.MILLI));
            peer.give(WireBytes.chunk(WireBytes.COOKIE_ACK, 0));
        } else {
            peer.accepted();
        }
        peer.answersHeartbeats = false;
        packets.addAll(peer.send(100, 0, 0));
        packets.addAll(peer.pass(2 * SECOND));
        packets.addAll(peer.give(WireBytes.data(PEER_TSN, 0, 0, WHOLE | WireBytes.IMMEDIATE, 3, 'a')));
        packets.addAll(peer.give(WireBytes.chunk(WireBytes.HEARTBEAT, 0, 1 << 16 | 8, 77)));
        packets.addAll(peer.give(WireBytes.chunk(0xC7, 0)));
        packets.addAll(peer.give(WireBytes.sack(peer.engineTsn, WINDOW)));
        packets.addAll(peer.pass(120 * SECOND));
        peer.association.abort();
        packets.addAll(peer.poll());
        final List<Integer> types =
                packets.stream().flatMap(packet -> packet.types().stream()).toList();
        assertTrue(
                types.containsAll(List.of(
                        WireBytes.DATA,
                        WireBytes.SACK,
                        WireBytes.HEARTBEAT,
                        WireBytes.HEARTBEAT_ACK,
                        WireBytes.ERROR,
                        WireBytes.ABORT)),
                types::toString);
        assertEquals(opens, types.contains(WireBytes.COOKIE_ECHO));
        packets.forEach(packet -> assertEquals(PEER_TAG, packet.tag(), packet::toString));
    }

    @Test
    @Conforms({"8.5#1", "8.3#1"})
    void shouldSendToEachAddressUnderThePeersTag() {
        final List<Packet> packets = new ArrayList<>();
        peer.accepted(10, WINDOW, WireBytes.parameter(5, new byte[] {10, 1, 0, 1}));
        peer.pass(3 * SECOND);
        peer.answersHeartbeats = false;
        peer.source = ScriptedPeer.SECOND_ADDRESS;
        packets.addAll(peer.give(WireBytes.data(PEER_TSN, 0, 0, WHOLE | WireBytes.IMMEDIATE, 3, 'a')));
        packets.addAll(peer.give(WireBytes.chunk(WireBytes.HEARTBEAT, 0, 1 << 16 | 8, 77)));
        peer.association.primaryPath(peer.association.path(1));
        packets.addAll(peer.send(100, 0, 0));
        packets.addAll(peer.pass(100 * SECOND));
        for (final int type :
                new int[] {WireBytes.SACK, WireBytes.HEARTBEAT_ACK, WireBytes.DATA, WireBytes.HEARTBEAT}) {
            assertTrue(
                    packets.stream()
                            .anyMatch(packet ->
                                    packet.has(type) && packet.address() == ScriptedPeer.SECOND_ADDRESS.low()),
                    "nothing of type " + type);
        }
        packets.forEach(packet -> assertEquals(PEER_TAG, packet.tag(), packet::toString));
    }

    @Test
    @Conforms("8.5#1")
    void shouldSendInitAckUnderThePeersTag() {
        final List<Packet> answer = peer.giveUnder(0, WireBytes.init(WireBytes.INIT, PEER_TAG, WINDOW, 10, PEER_TSN));
        assertEquals(WireBytes.INIT_ACK, onlyChunk(answer).type());
        assertEquals(PEER_TAG, answer.get(0).tag());
    }

    /** Its checksum was checked when it was parsed. */
    @Test
    @Conforms({"8.5#1", "6.8#1"})
    void shouldProbeThePathMtuUnderThePeersTag() {
        final ScriptedPeer other = new ScriptedPeer(AssociationConfig.builder()
                .maxPacketSize(9000)
                .pathMtuRaiseNs(600 * SECOND)
                .build());
        other.answersHeartbeats = false;
        other.connected();
        final List<Packet> probes = other.pass(100 * SECOND).stream()
                .filter(packet -> packet.has(PAD))
                .toList();
        assertFalse(probes.isEmpty());
        probes.forEach(packet -> assertEquals(PEER_TAG, packet.tag(), packet::toString));
    }

    @ParameterizedTest
    @EnumSource(names = {"SHUTDOWN_SENT", "SHUTDOWN_ACK_SENT"})
    @Conforms({"8.5#1", "3.1#3", "3.3.2#4"})
    void shouldSendTheChunksOfAShutdownUnderThePeersTag(final AssociationState state) {
        peer.in(state);
        final List<Packet> packets = peer.pass(1500 * ScriptedPeer.MILLI);
        assertTrue(!packets.isEmpty());
        packets.forEach(packet -> assertEquals(PEER_TAG, packet.tag()));
    }

    /** From the peer's own address. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                WireBytes.DATA,
                WireBytes.SACK,
                WireBytes.HEARTBEAT,
                WireBytes.HEARTBEAT_ACK,
                WireBytes.ABORT,
                WireBytes.SHUTDOWN,
                WireBytes.SHUTDOWN_ACK,
                WireBytes.ERROR,
                WireBytes.COOKIE_ACK,
                WireBytes.SHUTDOWN_COMPLETE,
                0xC0
            })
    @Conforms({"8.5#2", "8.5#3", "8.5#4"})
    void shouldDiscardWhatComesUnderAWrongTagInSilence(final int type) {
        for (final int flags : new int[] {0, 1}) {
            for (final int difference : new int[] {1, 1 << 31, 1 << 16, 0}) {
                final ScriptedPeer victim = ScriptedPeer.withDefaults().accepted();
                victim.send(100, 0, 0);
                final boolean isPeers = difference == 0;
                if (isPeers && flags != 0) {
                    // Section 8.5.1, rules B and C.
                    continue;
                }
                final byte[] chunk = type == WireBytes.DATA
                        ? WireBytes.data(PEER_TSN, 0, 0, WHOLE, 8, 'a')
                        : type == WireBytes.SACK
                                ? WireBytes.sack(victim.engineTsn, WINDOW)
                                : WireBytes.chunk(type, flags, victim.engineTsn - 1);
                final int tag = isPeers ? PEER_TAG : victim.association.localTag() ^ difference;
                assertEquals(List.of(), victim.giveUnder(tag, chunk));
                assertEquals(AssociationState.ESTABLISHED, victim.association.state());
                assertEquals(List.of(), victim.readAll());
                assertEquals(1, victim.association.unacknowledgedChunks());
                assertEquals(List.of(0), victim.tsns(victim.pass(1100 * ScriptedPeer.MILLI)));
            }
        }
    }

    // -- section 8.5.1, rule A --------------------------------------------------------------------------------------

    @Test
    @Conforms({"8.5.1#1", "12.3#2", "12.3#1"})
    void shouldSendInitWithoutATag() {
        peer.connecting();
        final List<Packet> packets = new ArrayList<>(peer.poll());
        packets.addAll(peer.pass(10 * SECOND));
        assertTrue(packets.size() > 2);
        for (final Packet packet : packets) {
            assertEquals(List.of(WireBytes.INIT), packet.types());
            assertEquals(0, packet.tag());
            assertNotEquals(0, packet.chunks().get(0).int32(4));
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                WireBytes.DATA,
                WireBytes.SACK,
                WireBytes.HEARTBEAT,
                WireBytes.ABORT,
                WireBytes.SHUTDOWN,
                WireBytes.SHUTDOWN_ACK,
                WireBytes.ERROR,
                WireBytes.COOKIE_ECHO,
                WireBytes.INIT_ACK
            })
    @Conforms("8.5.1#2")
    void shouldDiscardAPacketWithoutATagThatIsNoInit(final int type) {
        final byte[] chunk = WireBytes.chunk(type, 0, 1, 2, 3, 4);
        assertEquals(List.of(), peer.giveUnder(0, chunk));
        peer.accepted();
        assertEquals(List.of(), peer.giveUnder(0, chunk));
        assertEquals(AssociationState.ESTABLISHED, peer.association.state());
        final ScriptedPeer client = ScriptedPeer.withDefaults().in(AssociationState.COOKIE_WAIT);
        assertEquals(List.of(), client.giveUnder(0, chunk));
        assertEquals(List.of(), client.giveUnder(0, WireBytes.chunk(type, WireBytes.FLAG_T, 1, 2, 3, 4)));
        assertEquals(AssociationState.COOKIE_WAIT, client.association.state());
    }

    @Test
    @Conforms({"8.5.1#2", "12.3#3"})
    void shouldDiscardAnInitThatIsNotAlone() {
        final byte[] init = WireBytes.init(WireBytes.INIT, PEER_TAG, WINDOW, 10, PEER_TSN);
        for (final byte[] other : List.of(
                WireBytes.data(PEER_TSN, 0, 0, WHOLE, 8, 'a'),
                WireBytes.chunk(WireBytes.COOKIE_ACK, 0),
                WireBytes.chunk(0x84, 0),
                init)) {
            assertEquals(List.of(), peer.giveUnder(0, init, other));
            assertEquals(List.of(), peer.giveUnder(0, other, init));
        }
        assertEquals(1, peer.giveUnder(0, init).size());
    }

    @Test
    @Conforms("12.3#3")
    void shouldDiscardAnInitWithATag() {
        final byte[] init = WireBytes.init(WireBytes.INIT, PEER_TAG, WINDOW, 10, PEER_TSN);
        for (final int tag : new int[] {1, PEER_TAG, -1}) {
            assertEquals(List.of(), peer.giveUnder(tag, init));
        }
        peer.accepted();
        assertEquals(List.of(), peer.giveUnder(peer.association.localTag(), init));
        assertEquals(AssociationState.ESTABLISHED, peer.association.state());
    }

    /** The peer had given a tag, and found its cookie stale (section 5.2.6). */
    @Test
    @Conforms({"8.5.1#1", "12.3#2"})
    void shouldSendInitWithoutATagAfterAStaleCookie() {
        peer.in(AssociationState.COOKIE_ECHOED);
        final List<Packet> again = peer.give(WireBytes.chunk(WireBytes.ERROR, 0, 3 << 16 | 8, 0));
        assertEquals(WireBytes.INIT, onlyChunk(again).type());
        assertEquals(0, again.get(0).tag());
    }

    // -- section 8.5.1, rule B --------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "OWN, 0, true",
        "PEERS, 1, true",
        "OWN, 1, false",
        "PEERS, 0, false",
        "ANOTHER, 0, false",
        "ANOTHER, 1, false"
    })
    @Conforms({"8.5.1#5", "8.5.1#6", "9.1#5", "9.1#6", "9.1#4"})
    void shouldTakeAnAbortWhoseTagAndFlagBelongTogether(final Tag tag, final int flags, final boolean isTaken) {
        peer.accepted();
        assertEquals(List.of(), peer.giveUnder(valueOf(tag), WireBytes.chunk(WireBytes.ABORT, flags)));
        assertEquals(isTaken ? CloseReason.PEER_ABORTED : null, peer.association.closeReason());
        assertEquals(isTaken ? 0 : 1, peer.engine.associationCount());
        if (isTaken) {
            assertEquals(List.of(), peer.pass(100 * SECOND));
            assertTrue(peer.events.events.contains("closed PEER_ABORTED 0"), peer.events.events::toString);
        }
    }

    /** Whatever else is in the packet, and wherever: nothing of it counts, and nothing answers it. */
    @ParameterizedTest
    @ValueSource(ints = {WireBytes.ABORT, WireBytes.SHUTDOWN_COMPLETE})
    @Conforms({"8.5.1#6", "8.5.1#10", "9.1#4"})
    void shouldDiscardAllOfAPacketWhoseEndDoesNotCount(final int type) {
        final byte[] end = WireBytes.chunk(type, 1);
        for (final byte[] other : List.of(
                WireBytes.data(PEER_TSN, 0, 0, WHOLE | WireBytes.IMMEDIATE, 8, 'a'),
                WireBytes.chunk(WireBytes.HEARTBEAT, 0, 1 << 16 | 8, 77),
                WireBytes.chunk(WireBytes.SHUTDOWN, 0, 0),
                WireBytes.chunk(0xC7, 0))) {
            for (final boolean isFirst : new boolean[] {true, false}) {
                final ScriptedPeer victim = ScriptedPeer.withDefaults().accepted();
                assertEquals(List.of(), isFirst ? victim.give(end, other) : victim.give(other, end));
                assertEquals(AssociationState.ESTABLISHED, victim.association.state());
                assertEquals(List.of(), victim.pass(SECOND));
                assertEquals(List.of(), victim.readAll());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"COOKIE_ECHOED", "SHUTDOWN_PENDING", "SHUTDOWN_SENT", "SHUTDOWN_RECEIVED", "SHUTDOWN_ACK_SENT"})
    @Conforms({"8.5.1#5", "9.1#6"})
    void shouldTakeAnAbortInAnyState(final AssociationState state) {
        for (final int flags : new int[] {0, 1}) {
            final ScriptedPeer victim = ScriptedPeer.withDefaults().in(state);
            final int tag = flags == 0 ? victim.association.localTag() : PEER_TAG;
            assertEquals(List.of(), victim.giveUnder(tag, WireBytes.chunk(WireBytes.ABORT, flags)));
            assertEquals(0, victim.engine.associationCount());
            assertEquals(List.of(), victim.pass(100 * SECOND));
            final ScriptedPeer other = ScriptedPeer.withDefaults().in(state);
            final int otherTag = flags == 0 ? other.association.localTag() : PEER_TAG;
            other.giveUnder(otherTag, WireBytes.chunk(WireBytes.ABORT, flags, 12 << 16 | 4));
            assertEquals(0, other.engine.associationCount(), "with a cause");
        }
    }

    /** The peer refuses the INIT; its own tag is not known yet. */
    @Test
    @Conforms({"8.5.1#5", "9.1#6"})
    void shouldTakeAnAbortThatRefusesItsInit() {
        peer.in(AssociationState.COOKIE_WAIT);
        assertEquals(List.of(), peer.give(WireBytes.chunk(WireBytes.ABORT, 0)));
        assertEquals(0, peer.engine.associationCount());
        assertEquals(List.of(), peer.pass(100 * SECOND));
    }

    // -- section 8.5.1, rule C --------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(names = {"SHUTDOWN_SENT", "SHUTDOWN_ACK_SENT"})
    @Conforms({"8.5.1#7", "8.5.1#8"})
    void shouldCompleteAShutdownUnderThePeersTagWithoutTheFlag(final AssociationState state) {
        peer.in(state);
        final List<Packet> answer = peer.give(WireBytes.chunk(WireBytes.SHUTDOWN_ACK, 0));
        final Chunk complete = onlyChunk(answer);
        assertEquals(WireBytes.SHUTDOWN_COMPLETE, complete.type());
        assertEquals(0, complete.flags());
        assertEquals(PEER_TAG, answer.get(0).tag());
    }

    /** Rule E: as if it came out of the blue. */
    @ParameterizedTest
    @EnumSource(names = {"COOKIE_WAIT", "COOKIE_ECHOED"})
    @Conforms({"8.5.1#9", "8.4#4"})
    void shouldAnswerShutdownAckByWhatItSaysWhileItSetsUp(final AssociationState state) {
        for (final boolean isOwnTag : new boolean[] {true, false}) {
            final ScriptedPeer client = ScriptedPeer.withDefaults().in(state);
            final int tag = isOwnTag ? client.association.localTag() : 0x7777;
            final List<Packet> answer = client.giveUnder(tag, WireBytes.chunk(WireBytes.SHUTDOWN_ACK, 0));
            final Chunk complete = onlyChunk(answer);
            assertEquals(WireBytes.SHUTDOWN_COMPLETE, complete.type());
            assertEquals(WireBytes.FLAG_T, complete.flags());
            assertEquals(tag, answer.get(0).tag());
            assertEquals(state, client.association.state());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OWN, 0, true",
        "PEERS, 1, true",
        "OWN, 1, false",
        "PEERS, 0, false",
        "ANOTHER, 0, false",
        "ANOTHER, 1, false"
    })
    @Conforms({"8.5.1#10"})
    void shouldTakeAShutdownCompleteWhoseTagAndFlagBelongTogether(
            final Tag tag, final int flags, final boolean isTaken) {
        peer.in(AssociationState.SHUTDOWN_ACK_SENT);
        assertEquals(List.of(), peer.giveUnder(valueOf(tag), WireBytes.chunk(WireBytes.SHUTDOWN_COMPLETE, flags)));
        assertEquals(isTaken ? CloseReason.SHUTDOWN : null, peer.association.closeReason());
        assertEquals(isTaken ? 0 : 1, peer.engine.associationCount());
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "COOKIE_WAIT",
                "COOKIE_ECHOED",
                "ESTABLISHED",
                "SHUTDOWN_PENDING",
                "SHUTDOWN_SENT",
                "SHUTDOWN_RECEIVED"
            })
    @Conforms("8.5.1#11")
    void shouldIgnoreAShutdownCompleteThatItDoesNotWaitFor(final AssociationState state) {
        peer.in(state);
        assertEquals(List.of(), peer.give(WireBytes.chunk(WireBytes.SHUTDOWN_COMPLETE, 0)));
        if (state != AssociationState.COOKIE_WAIT) {
            assertEquals(List.of(), peer.giveUnder(PEER_TAG, WireBytes.chunk(WireBytes.SHUTDOWN_COMPLETE, 1)));
        }
        assertEquals(state, peer.association.state());
        assertEquals(1, peer.engine.associationCount());
    }

    /** Rule D, and the same with a message on its way. */
    @Test
    @Conforms("8.5.1#12")
    void shouldEchoTheCookieUnderTheTagOfTheInitAck() {
        peer.connecting();
        peer.queue(10, 0, 0);
        final List<Packet> packets = new ArrayList<>(peer.cookieEchoed(10, WINDOW));
        packets.addAll(peer.pass(10 * SECOND));
        assertTrue(packets.size() > 2);
        for (final Packet packet : packets) {
            assertEquals(WireBytes.COOKIE_ECHO, packet.types().get(0));
            assertEquals(PEER_TAG, packet.tag());
        }
    }

    /** An association's ABORT for whatever reason. */
    @Test
    @Conforms({"8.5.1#3", "9.1#1", "9.1#2", "9.1#3"})
    void shouldAbortUnderThePeersTagWhateverTheReason() {
        peer.accepted();
        List<Packet> answer = peer.give(WireBytes.sack(peer.engineTsn + 5, WINDOW));
        assertAbort(answer);
        final ScriptedPeer other = ScriptedPeer.withDefaults().accepted();
        answer = other.give(WireBytes.data(PEER_TSN, 0, 0, WHOLE, 0, 'a'));
        assertAbort(answer);
        final ScriptedPeer third = new ScriptedPeer(
                        AssociationConfig.builder().maxMessageBytes(2000).build())
                .accepted();
        third.queue(5000, 0, 0);
        third.queue(5000, 0, 0);
        third.association.abort();
        assertAbort(third.poll());
    }

    /** What the peer did wrong in one packet, or in two. */
    @Test
    @Conforms({"8.5.1#3", "9.1#1", "9.1#2", "9.1#3"})
    void shouldAbortUnderThePeersTagWhateverThePeerDidWrong() {
        final byte[] begin = WireBytes.data(PEER_TSN, 0, 0, BEGIN, 1400, 'a');
        final byte[] more = WireBytes.data(PEER_TSN + 1, 0, 0, 0, 1400, 'a');
        final byte[] another = WireBytes.data(PEER_TSN + 1, 0, 1, WHOLE, 10, 'b');
        for (final byte[] wrong : List.of(
                WireBytes.chunk(WireBytes.DATA, WHOLE),
                WireBytes.chunk(WireBytes.SACK, 0, 1, WINDOW, 5 << 16),
                WireBytes.chunk(I_DATA, WHOLE, PEER_TSN, 0, 0, 0, 7),
                WireBytes.chunk(FORWARD_TSN, 0),
                more,
                another)) {
            final ScriptedPeer other = new ScriptedPeer(
                            AssociationConfig.builder().maxMessageBytes(2000).build())
                    .accepted(10, WINDOW, WireBytes.parameter(0xC000, new byte[0]));
            if (wrong == more || wrong == another) {
                assertTrue(other.give(begin).stream().noneMatch(packet -> packet.has(WireBytes.ABORT)));
            }
            assertAbort(other.give(wrong));
            assertEquals(0, other.engine.associationCount());
        }
    }

    /** What the peer never did. */
    @ParameterizedTest
    @ValueSource(ints = {WireBytes.DATA, WireBytes.SACK, WireBytes.SHUTDOWN_ACK})
    @Conforms({"8.5.1#3", "9.1#1", "9.1#2", "9.1#3"})
    void shouldAbortUnderThePeersTagWhereItWaitsInVain(final int awaited) {
        final ScriptedPeer other = new ScriptedPeer(
                        AssociationConfig.builder().shutdownStallNs(20 * SECOND).build())
                .accepted();
        if (awaited == WireBytes.DATA) {
            other.give(WireBytes.data(PEER_TSN, 0, 0, BEGIN, 10, 'a'));
        } else if (awaited == WireBytes.SACK) {
            other.send(100, 0, 0);
            other.association.shutdown();
        } else {
            other.association.shutdown();
        }
        final List<Packet> packets = other.pass(400 * SECOND);
        assertAbort(packets.subList(packets.size() - 1, packets.size()));
        assertEquals(0, other.engine.associationCount());
    }

    private int valueOf(final Tag tag) {
        return switch (tag) {
            case OWN -> peer.association.localTag();
            case PEERS -> PEER_TAG;
            case ANOTHER -> 0x7777;
        };
    }

    private static void assertAbort(final List<Packet> answer) {
        final Chunk abort = onlyChunk(answer);
        assertEquals(WireBytes.ABORT, abort.type());
        assertEquals(0, abort.flags());
        assertEquals(PEER_TAG, answer.get(0).tag());
    }
}
