package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.ScriptedPeer.MILLI;
import static io.sctp.engine.conformance.ScriptedPeer.PEER_TAG;
import static io.sctp.engine.conformance.ScriptedPeer.PEER_TSN;
import static io.sctp.engine.conformance.ScriptedPeer.SECOND;
import static io.sctp.engine.conformance.ScriptedPeer.WINDOW;
import static io.sctp.engine.conformance.ScriptedPeer.chunks;
import static io.sctp.engine.conformance.ScriptedPeer.only;
import static io.sctp.engine.conformance.ScriptedPeer.onlyChunk;
import static io.sctp.engine.conformance.WireBytes.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.SendResult;
import io.sctp.engine.Sends;
import io.sctp.engine.conformance.WireBytes.Chunk;
import io.sctp.engine.conformance.WireBytes.Packet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9260 section 9: abort and shutdown. */
final class TerminationConformanceTest {
    private final ScriptedPeer peer = ScriptedPeer.withDefaults();

    // -- section 9.1 ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(
            names = {
                "COOKIE_ECHOED",
                "ESTABLISHED",
                "SHUTDOWN_PENDING",
                "SHUTDOWN_SENT",
                "SHUTDOWN_RECEIVED",
                "SHUTDOWN_ACK_SENT"
            })
    @Conforms({"9.1#1", "9.1#2", "9.1#3", "8.5.1#3"})
    void shouldTellThePeerThatItAborts(final AssociationState state) {
        peer.in(state);
        peer.association.abort();
        final List<Packet> packets = peer.poll();
        final Chunk abort = onlyChunk(packets);
        assertEquals(WireBytes.ABORT, abort.type());
        assertEquals(0, abort.flags());
        assertEquals(12, abort.cause());
        assertEquals(PEER_TAG, packets.get(0).tag());
        assertEquals(0, peer.engine.associationCount());
        assertEquals(List.of(), peer.pass(100 * SECOND));
    }

    @Test
    @Conforms("9.1#3")
    void shouldSendNoDataWithAnAbort() {
        peer.accepted();
        for (int i = 0; i < 10; i++) {
            peer.queue(50, 0, 0);
        }
        peer.association.abort();
        assertEquals(WireBytes.ABORT, onlyChunk(peer.poll()).type());
    }

    /** Whatever else is in the packet, and wherever the ABORT is in it. */
    @ParameterizedTest
    @ValueSource(ints = {WireBytes.DATA, WireBytes.HEARTBEAT, WireBytes.SHUTDOWN, WireBytes.SHUTDOWN_ACK, 0xC7})
    @Conforms("9.1#4")
    void shouldNotAnswerAPacketThatHoldsAnAbort(final int type) {
        for (final AssociationState state : List.of(AssociationState.ESTABLISHED, AssociationState.SHUTDOWN_SENT)) {
            for (final boolean abortFirst : new boolean[] {true, false}) {
                final ScriptedPeer other = ScriptedPeer.withDefaults().in(state);
                final byte[] abort = WireBytes.chunk(WireBytes.ABORT, 0);
                final byte[] chunk = type == WireBytes.DATA
                        ? WireBytes.data(PEER_TSN, 0, 0, WHOLE | WireBytes.IMMEDIATE, 8, 'a')
                        : WireBytes.chunk(type, 0, other.engineTsn - 1, 0);
                assertEquals(List.of(), abortFirst ? other.give(abort, chunk) : other.give(chunk, abort));
                assertEquals(List.of(), other.pass(10 * SECOND));
                assertEquals(0, other.engine.associationCount());
            }
        }
    }

    // -- section 9.2, the sender of SHUTDOWN ------------------------------------------------------------------------

    @Test
    @Conforms({"9.2#1", "9.2#2"})
    void shouldSendShutdownAgainWithWhatHasArrivedSince() {
        peer.accepted();
        peer.association.shutdown();
        assertEquals(PEER_TSN - 1, only(peer.poll(), WireBytes.SHUTDOWN).tsn());
        assertEquals(List.of(), chunks(peer.pass(999 * MILLI), WireBytes.SHUTDOWN));
        assertEquals(
                PEER_TSN - 1, only(peer.pass(2 * MILLI), WireBytes.SHUTDOWN).tsn());
        // Backed off, as section 6.3.3 has it.
        assertEquals(List.of(), chunks(peer.pass(1997 * MILLI), WireBytes.SHUTDOWN));
        peer.give(WireBytes.data(PEER_TSN, 0, 0, WHOLE, 8, 'a'));
        final List<Chunk> again = chunks(peer.pass(10 * SECOND), WireBytes.SHUTDOWN);
        assertFalse(again.isEmpty());
        again.forEach(shutdown -> assertEquals(PEER_TSN, shutdown.tsn()));
    }

    /** The time-out follows what was measured (section 6.3.1). */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("9.2#2")
    void shouldTimeTheShutdownByTheRoundTrip(final boolean acknowledges) {
        peer.accepted();
        peer.send(100, 0, 0);
        peer.pass(900 * MILLI);
        peer.give(WireBytes.sack(peer.engineTsn, WINDOW));
        if (acknowledges) {
            peer.give(WireBytes.chunk(WireBytes.SHUTDOWN, 0, peer.engineTsn));
        } else {
            peer.association.shutdown();
            peer.poll();
        }
        final int type = acknowledges ? WireBytes.SHUTDOWN_ACK : WireBytes.SHUTDOWN;
        // SRTT 900 ms, RTTVAR 450 ms.
        assertEquals(List.of(), chunks(peer.pass(2699 * MILLI), type));
        assertEquals(1, chunks(peer.pass(2 * MILLI), type).size());
        assertEquals(List.of(), chunks(peer.pass(5397 * MILLI), type));
        assertEquals(1, chunks(peer.pass(3 * MILLI), type).size());
    }

    @Test
    @Conforms({"9.2#7", "9.2#1"})
    void shouldAnswerDataByShutdownAndBeginToWaitAnew() {
        peer.in(AssociationState.SHUTDOWN_SENT);
        for (int i = 0; i < 4; i++) {
            peer.pass(600 * MILLI);
            final List<Packet> answer = peer.give(
                    WireBytes.data(PEER_TSN + 2 * i, 0, 2 * i, WHOLE, 8, 'a'),
                    WireBytes.data(PEER_TSN + 2 * i + 1, 0, 2 * i + 1, WHOLE, 8, 'a'));
            assertEquals(PEER_TSN + 2 * i + 1, only(answer, WireBytes.SHUTDOWN).tsn());
        }
        assertEquals(List.of(), chunks(peer.pass(999 * MILLI), WireBytes.SHUTDOWN));
        assertEquals(1, chunks(peer.pass(2 * MILLI), WireBytes.SHUTDOWN).size());
        assertEquals(8, peer.readAll().size());
    }

    @Test
    @Conforms({"9.2#1", "9.2#7", "9.2#8"})
    void shouldSendASackWithTheShutdownWhereTsnsAreMissing() {
        peer.in(AssociationState.SHUTDOWN_SENT);
        final List<Packet> answer = peer.give(WireBytes.data(PEER_TSN + 1, 0, 1, WHOLE, 8, 'a'));
        assertEquals(PEER_TSN - 1, only(answer, WireBytes.SHUTDOWN).tsn());
        final Chunk sack = only(answer, WireBytes.SACK);
        assertEquals(PEER_TSN - 1, sack.tsn());
        assertEquals(2 << 16 | 2, sack.int32(16));
    }

    @Test
    @Conforms({"9.2#7", "9.2#8"})
    void shouldSendASackWithTheShutdownWhereATsnCameTwice() {
        peer.in(AssociationState.SHUTDOWN_SENT);
        peer.give(WireBytes.data(PEER_TSN, 0, 0, WHOLE, 8, 'a'));
        assertEquals(1, peer.readAll().size());
        final List<Packet> answer = peer.give(WireBytes.data(PEER_TSN, 0, 0, WHOLE, 8, 'a'));
        assertEquals(PEER_TSN, only(answer, WireBytes.SHUTDOWN).tsn());
        final Chunk sack = only(answer, WireBytes.SACK);
        assertEquals(1, sack.int16(14));
        assertEquals(PEER_TSN, sack.int32(16));
    }

    @ParameterizedTest
    @EnumSource(names = {"SHUTDOWN_SENT", "SHUTDOWN_ACK_SENT"})
    @Conforms({"9.2#11", "9.2#12"})
    void shouldCompleteTheShutdownAndForgetTheAssociation(final AssociationState state) {
        peer.in(state);
        assertEquals(
                WireBytes.SHUTDOWN_COMPLETE,
                onlyChunk(peer.give(WireBytes.chunk(WireBytes.SHUTDOWN_ACK, 0))).type());
        assertEquals(CloseReason.SHUTDOWN, peer.association.closeReason());
        assertEquals(0, peer.engine.associationCount());
        assertEquals(List.of(), peer.pass(500 * SECOND));
        assertTrue(peer.events.events.contains("closed SHUTDOWN 0"), peer.events.events::toString);
        // The tag is nobody's now.
        final List<Packet> answer = peer.give(WireBytes.chunk(WireBytes.HEARTBEAT, 0, 1 << 16 | 8, 77));
        assertEquals(WireBytes.ABORT, onlyChunk(answer).type());
    }

    // -- section 9.2, the receiver of SHUTDOWN ----------------------------------------------------------------------

    @Test
    @Conforms({"9.2#3", "9.2#4", "9.2#5", "9.2#6", "9.2#9"})
    void shouldFinishWhatIsOutstandingBeforeItAgreesToAShutdown() {
        peer.accepted();
        peer.send(100, 0, 0);
        peer.send(100, 0, 0);
        final byte[] shutdown = WireBytes.chunk(WireBytes.SHUTDOWN, 0, peer.engineTsn - 1);
        assertEquals(List.of(), peer.give(shutdown));
        peer.association.shutdown();
        assertEquals(List.of(), peer.poll());
        assertEquals(AssociationState.SHUTDOWN_RECEIVED, peer.association.state());
        final ByteBuffer message = ByteBuffer.allocateDirect(100);
        assertEquals(SendResult.NOT_ESTABLISHED, Sends.send(peer.association, message, 0, 100, 0, 0, 0, 0));
        assertEquals(List.of(0, 1), peer.tsns(peer.pass(1500 * MILLI)));
        assertEquals(List.of(), chunks(peer.give(WireBytes.sack(peer.engineTsn, WINDOW)), WireBytes.SHUTDOWN_ACK));
        assertEquals(
                WireBytes.SHUTDOWN_ACK,
                onlyChunk(peer.give(WireBytes.sack(peer.engineTsn + 1, WINDOW))).type());
        assertEquals(AssociationState.SHUTDOWN_ACK_SENT, peer.association.state());
    }

    @ParameterizedTest
    @EnumSource(names = {"SHUTDOWN_PENDING", "SHUTDOWN_SENT", "SHUTDOWN_RECEIVED", "SHUTDOWN_ACK_SENT"})
    @Conforms("9.2#6")
    void shouldTakeNothingNewFromItsUserOnceAnEndHasBegun(final AssociationState state) {
        peer.in(state);
        final int buffered = peer.association.bufferedBytes();
        final ByteBuffer message = ByteBuffer.allocateDirect(100);
        assertEquals(SendResult.NOT_ESTABLISHED, Sends.send(peer.association, message, 0, 100, 0, 0, 0, 0));
        assertEquals(buffered, peer.association.bufferedBytes());
    }

    /** The SHUTDOWN acknowledges, too, the first as well as one that comes again. */
    @Test
    @Conforms({"9.2#4", "9.2#9"})
    void shouldTakeWhatAShutdownAcknowledges() {
        peer.accepted();
        peer.send(100, 0, 0);
        peer.send(100, 0, 0);
        assertEquals(List.of(), peer.give(WireBytes.chunk(WireBytes.SHUTDOWN, 0, peer.engineTsn)));
        assertEquals(1, peer.association.unacknowledgedChunks());
        assertEquals(
                WireBytes.SHUTDOWN_ACK,
                onlyChunk(peer.give(WireBytes.chunk(WireBytes.SHUTDOWN, 0, peer.engineTsn + 1)))
                        .type());
    }

    @Test
    @Conforms({"9.2#4", "9.2#9"})
    void shouldAgreeAtOnceWhereNothingIsOutstanding() {
        peer.accepted();
        final byte[] shutdown = WireBytes.chunk(WireBytes.SHUTDOWN, 0, peer.engineTsn - 1);
        for (int i = 0; i < 3; i++) {
            assertEquals(WireBytes.SHUTDOWN_ACK, onlyChunk(peer.give(shutdown)).type());
            assertEquals(AssociationState.SHUTDOWN_ACK_SENT, peer.association.state());
        }
    }

    /** Both ends have begun. */
    @Test
    @Conforms({"9.2#9", "9.2#10"})
    void shouldAgreeThoughItHasSentShutdownItself() {
        peer.in(AssociationState.SHUTDOWN_SENT);
        final List<Packet> answer = peer.give(WireBytes.chunk(WireBytes.SHUTDOWN, 0, peer.engineTsn - 1));
        assertEquals(WireBytes.SHUTDOWN_ACK, onlyChunk(answer).type());
        assertEquals(List.of(), peer.pass(999 * MILLI));
        assertEquals(WireBytes.SHUTDOWN_ACK, onlyChunk(peer.pass(2 * MILLI)).type());
        assertEquals(AssociationState.SHUTDOWN_ACK_SENT, peer.association.state());
    }

    /** A SACK overtook the SHUTDOWN. */
    @Test
    @Conforms({"9.2#4", "9.2#9"})
    void shouldAgreeThoughTheShutdownAcknowledgesLessThanASackBefore() {
        peer.accepted();
        peer.send(100, 0, 0);
        peer.give(WireBytes.sack(peer.engineTsn, WINDOW));
        assertEquals(
                WireBytes.SHUTDOWN_ACK,
                onlyChunk(peer.give(WireBytes.chunk(WireBytes.SHUTDOWN, 0, peer.engineTsn - 1)))
                        .type());
    }

    @Test
    @Conforms({"9.2#9", "9.2#10", "9.2#2"})
    void shouldSendShutdownAckAgainUntilItIsAnswered() {
        peer.in(AssociationState.SHUTDOWN_ACK_SENT);
        assertEquals(List.of(), peer.pass(999 * MILLI));
        final List<Chunk> again = new ArrayList<>(chunks(peer.pass(2 * MILLI), WireBytes.SHUTDOWN_ACK));
        assertEquals(1, again.size());
        assertEquals(List.of(), peer.pass(1997 * MILLI));
        assertEquals(1, chunks(peer.pass(3 * MILLI), WireBytes.SHUTDOWN_ACK).size());
        peer.give(WireBytes.chunk(WireBytes.SHUTDOWN_COMPLETE, 0));
        assertEquals(List.of(), peer.pass(100 * SECOND));
    }

    @Test
    @Conforms("9.2#3")
    void shouldIgnoreAnotherShutdownOfItsUserOnceThePeerHasBegun() {
        for (final AssociationState state :
                List.of(AssociationState.SHUTDOWN_RECEIVED, AssociationState.SHUTDOWN_ACK_SENT)) {
            final ScriptedPeer other = ScriptedPeer.withDefaults().in(state);
            other.association.shutdown();
            assertEquals(state, other.association.state());
            assertEquals(List.of(), chunks(other.pass(5 * SECOND), WireBytes.SHUTDOWN));
        }
    }
}
