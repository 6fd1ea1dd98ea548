package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.ScriptedPeer.MILLI;
import static io.sctp.engine.conformance.ScriptedPeer.PEER_TAG;
import static io.sctp.engine.conformance.ScriptedPeer.PEER_TSN;
import static io.sctp.engine.conformance.ScriptedPeer.SECOND;
import static io.sctp.engine.conformance.ScriptedPeer.WINDOW;
import static io.sctp.engine.conformance.ScriptedPeer.chunks;
import static io.sctp.engine.conformance.ScriptedPeer.onlyChunk;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.conformance.WireBytes.Chunk;
import io.sctp.engine.conformance.WireBytes.Packet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9260 sections 8.1 to 8.4: peers that do not answer, heartbeats, and packets out of the blue. */
final class FaultConformanceTest {
    private static final int NOBODYS_TAG = 0x55667788;
    private static final int OTHER_TAG = 0x21222324;

    private final ScriptedPeer peer = ScriptedPeer.withDefaults();

    // -- section 8.1 ------------------------------------------------------------------------------------------------

    private static ScriptedPeer impatient() {
        return new ScriptedPeer(AssociationConfig.builder()
                        .maxAssociationRetransmissions(3)
                        .build())
                .accepted();
    }

    /** Association.Max.Retrans is 3: the fourth retransmission does not go. */
    @Test
    @Conforms("8.1#1")
    void shouldStopSendingToAPeerThatDoesNotAnswer() {
        final ScriptedPeer silent = impatient();
        silent.send(100, 0, 0);
        silent.answersHeartbeats = false;
        assertEquals(3, silent.tsns(silent.pass(14 * SECOND)).size());
        assertEquals(AssociationState.ESTABLISHED, silent.association.state());
        silent.pass(2 * SECOND);
        assertEquals(CloseReason.LOST, silent.association.closeReason());
        assertEquals(0, silent.engine.associationCount());
        assertEquals(List.of(), silent.pass(200 * SECOND));
        assertTrue(
                silent.events.events.stream().anyMatch(event -> event.startsWith("closed LOST")),
                silent.events.events::toString);
    }

    /** The time-outs of both addresses count. */
    @Test
    @Conforms("8.1#1")
    void shouldStopSendingToAPeerThatDoesNotAnswerAtEitherAddress() {
        final ScriptedPeer silent = withTwoAddresses();
        silent.send(100, 0, 0);
        final List<Packet> again = silent.pass(200 * SECOND);
        assertEquals(3, silent.tsns(again).size());
        assertEquals(2, again.stream().mapToLong(Packet::address).distinct().count());
        assertEquals(CloseReason.LOST, silent.association.closeReason());
    }

    private static ScriptedPeer withTwoAddresses() {
        return new ScriptedPeer(AssociationConfig.builder()
                        .maxAssociationRetransmissions(3)
                        .heartbeatIntervalNs(0)
                        .build())
                .acceptedWithTwoAddresses();
    }

    @Test
    @Conforms("8.1#2")
    void shouldCountAnewOnceDataIsAcknowledged() {
        final ScriptedPeer slow = impatient();
        slow.answersHeartbeats = false;
        for (int i = 0; i < 4; i++) {
            slow.send(100, 0, 0);
            // Each is acknowledged after its second retransmission or later.
            int sent = 0;
            for (int second = 0; sent < 2; second++) {
                assertTrue(second < 500, "given up");
                sent += chunks(slow.pass(SECOND), WireBytes.DATA).size();
            }
            slow.give(WireBytes.sack(slow.engineTsn + i, WINDOW));
            assertEquals(AssociationState.ESTABLISHED, slow.association.state());
            assertEquals(0, slow.association.path(0).errorCount());
        }
        slow.send(100, 0, 0);
        slow.pass(400 * SECOND);
        assertEquals(CloseReason.LOST, slow.association.closeReason());
    }

    /** Each message goes to both addresses before it is acknowledged, so that nobody knows which of them answered. */
    @Test
    @Conforms("8.1#2")
    void shouldCountAnewWhicheverAddressTookTheData() {
        final ScriptedPeer two = withTwoAddresses();
        for (int i = 0; i < 4; i++) {
            two.send(100, 0, 0);
            passUntilSentAgain(two, i);
            passUntilSentAgain(two, i);
            two.give(WireBytes.sack(two.engineTsn + i, WINDOW));
            assertEquals(AssociationState.ESTABLISHED, two.association.state());
        }
    }

    /** What is left is acknowledged slowly. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("8.1#2")
    void shouldCountAnewOnceDataIsAcknowledgedWhileItEnds(final boolean begins) {
        final ScriptedPeer slow = impatient();
        slow.answersHeartbeats = false;
        for (int i = 0; i < 4; i++) {
            slow.send(100, 0, 0);
        }
        if (begins) {
            slow.association.shutdown();
        } else {
            slow.give(WireBytes.chunk(WireBytes.SHUTDOWN, 0, slow.engineTsn - 1));
        }
        for (int i = 0; i < 3; i++) {
            passUntilSentAgain(slow, i);
            passUntilSentAgain(slow, i);
            slow.give(WireBytes.sack(slow.engineTsn + i, WINDOW));
            assertNull(slow.association.closeReason());
        }
    }

    /** The first message never arrives, but others do. */
    @Test
    @Conforms("8.1#2")
    void shouldCountAnewThoughDataIsAcknowledgedByGapBlocksOnly() {
        final ScriptedPeer slow = impatient();
        slow.answersHeartbeats = false;
        slow.send(100, 0, 0);
        for (int i = 1; i <= 6; i++) {
            slow.send(100, 0, 0);
            passUntilSentAgain(slow, 0);
            slow.give(WireBytes.sack(slow.engineTsn - 1, WINDOW, 2, i + 1));
            assertEquals(AssociationState.ESTABLISHED, slow.association.state());
        }
    }

    private static void passUntilSentAgain(final ScriptedPeer peer, final int tsn) {
        for (int second = 0; !peer.tsns(peer.pass(SECOND)).contains(tsn); second++) {
            assertTrue(second < 500, "given up");
        }
    }

    /** Whatever goes unanswered. */
    @ParameterizedTest
    @EnumSource(names = {"SHUTDOWN_PENDING", "SHUTDOWN_SENT", "SHUTDOWN_RECEIVED", "SHUTDOWN_ACK_SENT"})
    @Conforms({"8.1#1", "9.2#1", "9.2#10"})
    void shouldStopSendingToAPeerThatDoesNotAnswerWhileItEnds(final AssociationState state) {
        final ScriptedPeer silent = new ScriptedPeer(AssociationConfig.builder()
                        .maxAssociationRetransmissions(3)
                        .build())
                .in(state);
        silent.answersHeartbeats = false;
        final List<Packet> packets = silent.pass(100 * SECOND);
        final int type = state == AssociationState.SHUTDOWN_SENT
                ? WireBytes.SHUTDOWN
                : state == AssociationState.SHUTDOWN_ACK_SENT ? WireBytes.SHUTDOWN_ACK : WireBytes.DATA;
        assertEquals(3, chunks(packets, type).size());
        assertEquals(CloseReason.LOST, silent.association.closeReason());
        assertEquals(0, silent.engine.associationCount());
        assertEquals(List.of(), silent.pass(200 * SECOND));
    }

    // -- section 8.3 ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(names = {"ESTABLISHED", "SHUTDOWN_PENDING", "SHUTDOWN_RECEIVED"})
    @Conforms("8.3#1")
    void shouldAnswerAHeartbeat(final AssociationState state) {
        peer.in(state);
        List<Packet> answers = peer.give(WireBytes.chunk(WireBytes.HEARTBEAT, 0, 1 << 16 | 12, 0x01020304, 0x05060708));
        if (state == AssociationState.COOKIE_ECHOED) {
            // Section 5.1, step C: nothing but COOKIE ECHO may go yet. The answer goes with that when it is sent again.
            assertEquals(List.of(), answers);
            answers = peer.pass(3 * SECOND);
            assertEquals(WireBytes.COOKIE_ECHO, answers.get(0).chunks().get(0).type());
        }
        final Chunk answer = ScriptedPeer.only(answers, WireBytes.HEARTBEAT_ACK);
        assertEquals(16, answer.length());
        assertEquals(1 << 16 | 12, answer.int32(4));
        assertEquals(0x01020304, answer.int32(8));
        assertEquals(0x05060708, answer.int32(12));
    }

    /** Section 5.1, step C, lets nothing but the COOKIE ECHO go before. */
    @Test
    @Conforms("8.3#1")
    void shouldAnswerAHeartbeatOnceTheCookieAckCame() {
        peer.in(AssociationState.COOKIE_ECHOED);
        assertEquals(List.of(), peer.give(WireBytes.chunk(WireBytes.HEARTBEAT, 0, 1 << 16 | 8, 77)));
        final List<Packet> answer = peer.give(WireBytes.chunk(WireBytes.COOKIE_ACK, 0));
        assertEquals(77, ScriptedPeer.only(answer, WireBytes.HEARTBEAT_ACK).int32(8));
    }

    /** Before that nobody can know this end's tag and have an answer. */
    @Test
    @Conforms({"8.3#1", "8.4#3"})
    void shouldAnswerAHeartbeatThatComesWithTheCookieEcho() {
        final Chunk initAck =
                onlyChunk(peer.giveUnder(0, WireBytes.init(WireBytes.INIT, PEER_TAG, WINDOW, 10, PEER_TSN)));
        final List<Packet> answer = peer.giveUnder(
                initAck.int32(4),
                WireBytes.chunkOf(WireBytes.COOKIE_ECHO, 0, ScriptedPeer.cookie(initAck)),
                WireBytes.chunk(WireBytes.HEARTBEAT, 0, 1 << 16 | 8, 77));
        assertEquals(1, chunks(answer, WireBytes.COOKIE_ACK).size());
        assertEquals(77, ScriptedPeer.only(answer, WireBytes.HEARTBEAT_ACK).int32(8));
    }

    /** Of whatever length, and one after the other. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 1400, 1424, 1432})
    @Conforms("8.3#1")
    void shouldAnswerEachOfSeveralHeartbeatsWhateverTheirLength(final int length) {
        peer.accepted();
        for (int i = 0; i < 3; i++) {
            final byte[] value = new byte[length];
            for (int at = 0; at < length; at++) {
                value[at] = (byte) (at + i);
            }
            final byte[] information = WireBytes.parameter(1, value);
            final Chunk answer = ScriptedPeer.only(
                    peer.give(WireBytes.chunkOf(WireBytes.HEARTBEAT, 0, information)), WireBytes.HEARTBEAT_ACK);
            final byte[] returned = new byte[answer.length() - 4];
            answer.bytes().get(4, returned);
            assertArrayEquals(information, returned);
        }
    }

    // -- section 8.4 ------------------------------------------------------------------------------------------------

    private List<Packet> outOfTheBlue(final byte[]... chunks) {
        peer.source = IpAddress.ofIpv4(0x0A000063);
        return peer.giveUnder(NOBODYS_TAG, chunks);
    }

    /** Rule 2, wherever the ABORT is. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                WireBytes.DATA,
                WireBytes.SACK,
                WireBytes.HEARTBEAT,
                WireBytes.SHUTDOWN,
                WireBytes.SHUTDOWN_ACK,
                WireBytes.ERROR,
                WireBytes.COOKIE_ACK,
                WireBytes.COOKIE_ECHO
            })
    @Conforms({"8.4#1", "9.1#4"})
    void shouldNotAnswerAnAbortThatComesOutOfTheBlue(final int type) {
        final byte[] other = WireBytes.chunk(type, 0, 1, 2, 3, 4);
        final byte[] abort = WireBytes.chunk(WireBytes.ABORT, 0);
        assertEquals(List.of(), outOfTheBlue(abort));
        assertEquals(List.of(), outOfTheBlue(abort, other));
        assertEquals(List.of(), outOfTheBlue(other, abort));
        assertEquals(List.of(), outOfTheBlue(WireBytes.chunk(WireBytes.ABORT, WireBytes.FLAG_T)));
    }

    /** Rule 3: where nobody listens. */
    @Test
    @Conforms({"8.4#2", "8.5.1#4"})
    void shouldRefuseAnInitUnderItsOwnTag() {
        peer.engine.stopListening(ScriptedPeer.PORT);
        final List<Packet> answer = peer.giveUnder(0, WireBytes.init(WireBytes.INIT, PEER_TAG, WINDOW, 10, PEER_TSN));
        final Chunk abort = onlyChunk(answer);
        assertEquals(WireBytes.ABORT, abort.type());
        assertEquals(0, abort.flags());
        assertEquals(PEER_TAG, answer.get(0).tag());
    }

    /** Rule 3, and an INIT whose values are wrong. */
    @Test
    @Conforms("8.4#2")
    void shouldRefuseAnInitWithoutStreamsUnderItsOwnTag() {
        final List<Packet> answer = peer.giveUnder(0, WireBytes.init(WireBytes.INIT, PEER_TAG, WINDOW, 0, PEER_TSN));
        final Chunk abort = onlyChunk(answer);
        assertEquals(WireBytes.ABORT, abort.type());
        assertEquals(0, abort.flags());
        assertEquals(PEER_TAG, answer.get(0).tag());
    }

    /** Rule 3, where there is no room for another association. */
    @Test
    @Conforms({"8.4#2", "8.5.1#4"})
    void shouldRefuseAnInitUnderItsOwnTagWhereItIsFull() {
        final ScriptedPeer full =
                new ScriptedPeer(EngineConfig.builder().maxAssociations(1).build()).accepted();
        full.source = IpAddress.ofIpv4(0x0A000063);
        assertRefused(full.giveUnder(0, WireBytes.init(WireBytes.INIT, OTHER_TAG, WINDOW, 10, PEER_TSN)));
    }

    /** Rule 3, and an INIT that would restart an association with another address (section 5.2.2). */
    @Test
    @Conforms({"8.4#2", "8.5.1#4"})
    void shouldRefuseAnInitUnderItsOwnTagThatBringsAnotherAddress() {
        peer.accepted();
        final byte[] address = WireBytes.parameter(5, new byte[] {10, 0, 0, 99});
        assertRefused(peer.giveUnder(0, WireBytes.init(WireBytes.INIT, OTHER_TAG, WINDOW, 10, PEER_TSN, address)));
    }

    private static void assertRefused(final List<Packet> answer) {
        final Chunk abort = onlyChunk(answer);
        assertEquals(WireBytes.ABORT, abort.type());
        assertEquals(0, abort.flags());
        assertEquals(OTHER_TAG, answer.get(0).tag());
    }

    /** Rule 4. */
    @Test
    @Conforms("8.4#3")
    void shouldTakeACookieEchoOutOfTheBlueForTheEndOfASetUp() {
        peer.accepted();
        assertEquals(AssociationState.ESTABLISHED, peer.association.state());
        assertEquals(1, peer.engine.associationCount());
    }

    /** Rule 4: a cookie that this end did not make is worth nothing, and no answer. */
    @Test
    @Conforms("8.4#3")
    void shouldNotAnswerAForgedCookieEcho() {
        assertEquals(List.of(), outOfTheBlue(WireBytes.chunkOf(WireBytes.COOKIE_ECHO, 0, new byte[100])));
        assertEquals(0, peer.engine.associationCount());
    }

    /** Rule 5. */
    @Test
    @Conforms({"8.4#4", "8.5.1#9", "6.10#7"})
    void shouldAnswerShutdownAckOutOfTheBlueByShutdownCompleteWithTheSameTag() {
        final List<Packet> answer = outOfTheBlue(WireBytes.chunk(WireBytes.SHUTDOWN_ACK, 0));
        final Chunk complete = onlyChunk(answer);
        assertEquals(WireBytes.SHUTDOWN_COMPLETE, complete.type());
        assertEquals(WireBytes.FLAG_T, complete.flags());
        assertEquals(NOBODYS_TAG, answer.get(0).tag());
        final byte[] heartbeat = WireBytes.chunk(WireBytes.HEARTBEAT, 0, 1 << 16 | 8, 77);
        final List<Packet> behind = outOfTheBlue(heartbeat, WireBytes.chunk(WireBytes.SHUTDOWN_ACK, 0));
        assertEquals(WireBytes.SHUTDOWN_COMPLETE, onlyChunk(behind).type(), "wherever it is in the packet");
    }

    /** Rule 8: once, and that is all. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                WireBytes.DATA,
                WireBytes.SACK,
                WireBytes.HEARTBEAT,
                WireBytes.HEARTBEAT_ACK,
                WireBytes.SHUTDOWN,
                WireBytes.INIT_ACK,
                WireBytes.ERROR
            })
    @Conforms({"8.4#5", "8.4#6", "8.4#7", "8.5.1#4"})
    void shouldAnswerAnythingElseByOneAbortWithTheSameTag(final int type) {
        final byte[] chunk = WireBytes.chunk(type, 0, 1, 2, 3, 4);
        final List<Packet> answer = outOfTheBlue(chunk, chunk);
        final Chunk abort = onlyChunk(answer);
        assertEquals(WireBytes.ABORT, abort.type());
        assertEquals(WireBytes.FLAG_T, abort.flags());
        assertEquals(NOBODYS_TAG, answer.get(0).tag());
        assertEquals(0, peer.engine.associationCount());
        assertEquals(SECOND, SECOND + peer.pass(10 * SECOND).size());
        assertEquals(List.of(), peer.events.events);
    }

    /** Rule 8, though the packet has the right ports and comes from the address of a peer. */
    @Test
    @Conforms({"8.4#6", "8.4#7"})
    void shouldDoNothingElseWithAPacketOutOfTheBlue() {
        peer.accepted();
        outOfTheBlue(
                WireBytes.data(PEER_TSN, 0, 0, WireBytes.WHOLE, 8, 'a'), WireBytes.chunk(WireBytes.SHUTDOWN, 0, 1));
        assertEquals(AssociationState.ESTABLISHED, peer.association.state());
        assertEquals(List.of(), peer.readAll());
        assertEquals(List.of(), peer.pass(300 * MILLI));
    }
}
