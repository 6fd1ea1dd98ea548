package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SHUTDOWNs that come late, again, crosswise, or in a state that does not want them (RFC 9260 section 9.2). */
final class LateShutdownTest {
    private static final int TAG = 77;
    private static final int WINDOW = 100_000;

    private final EnginePair pair = EnginePair.withDefaults();
    private final RawPeer peer = new RawPeer(pair);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2000);
    private int serverTag;
    private int lastTsn;

    @BeforeEach
    void connect() {
        serverTag = peer.connect(peer.init(TAG, WINDOW, 10, 10));
        lastTsn = pair.serverSide.nextTsn() - 1;
    }

    /** With nothing outstanding SHUTDOWN ACK goes, whatever the SHUTDOWN acknowledges. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 100})
    void shouldAnswerAShutdownOlderThanTheLastSack(final int behind) {
        send(3);
        sack(lastTsn);
        assertType(ChunkType.SHUTDOWN_ACK, shutdown(lastTsn - behind));
        assertEquals(AssociationState.SHUTDOWN_ACK_SENT, state());
        assertType(ChunkType.SHUTDOWN_ACK, shutdown(lastTsn - behind));
        peer.giveChunk(serverTag, ChunkType.SHUTDOWN_COMPLETE, 0);
        assertEquals(CloseReason.SHUTDOWN, pair.serverSide.closeReason());
    }

    @Test
    void shouldAnswerAnOldShutdownWhereThisEndWantedToShutDownToo() {
        send(2);
        pair.serverSide.shutdown();
        assertEquals(AssociationState.SHUTDOWN_PENDING, state());
        assertTrue(shutdown(lastTsn - 2).isEmpty());
        assertEquals(AssociationState.SHUTDOWN_RECEIVED, state());
        assertType(ChunkType.SHUTDOWN_ACK, sack(lastTsn));
    }

    /** It waits for what is outstanding, and takes what each SHUTDOWN acknowledges, old ones in between. */
    @Test
    void shouldAnswerOnceAllIsAcknowledged() {
        send(3);
        assertTrue(shutdown(lastTsn - 2).isEmpty());
        assertTrue(shutdown(lastTsn - 3).isEmpty());
        assertEquals(AssociationState.SHUTDOWN_RECEIVED, state());
        assertEquals(2, pair.serverSide.unacknowledgedChunks());
        assertTrue(shutdown(lastTsn - 1).isEmpty());
        assertType(ChunkType.SHUTDOWN_ACK, shutdown(lastTsn));
    }

    /** Section 3.3.8: no gap blocks, but what a SACK reported stays reported. */
    @Test
    void shouldNotTakeBackWhatASackReported() {
        send(3);
        peer.giveChunk(serverTag, ChunkType.SACK, 0, lastTsn - 3, WINDOW, 1 << 16, 2 << 16 | 3);
        assertEquals(1, pair.serverSide.unacknowledgedChunks());
        assertTrue(shutdown(lastTsn - 3).isEmpty());
        assertEquals(1, pair.serverSide.unacknowledgedChunks());
        assertType(ChunkType.SHUTDOWN_ACK, shutdown(lastTsn));
    }

    @Test
    void shouldAbortWhenAShutdownAcknowledgesWhatWasNotSent() {
        send(1);
        final List<RawPeer.Answer> answers = shutdown(lastTsn + 1);
        assertType(ChunkType.ABORT, answers);
        assertEquals(CauseCode.PROTOCOL_VIOLATION, answers.get(0).cause());
        assertEquals(CloseReason.PEER_VIOLATION, pair.serverSide.closeReason());
    }

    /** SHUTDOWNs that cross: SHUTDOWN ACK from both ends; whose COMPLETE comes first does not matter. */
    @Test
    void shouldEndWhenShutdownsCross() {
        pair.serverSide.shutdown();
        assertType(ChunkType.SHUTDOWN, peer.answers());
        assertType(ChunkType.SHUTDOWN_ACK, shutdown(lastTsn));
        assertEquals(AssociationState.SHUTDOWN_ACK_SENT, state());
        assertType(ChunkType.SHUTDOWN_ACK, shutdown(lastTsn));
        assertType(ChunkType.SHUTDOWN_COMPLETE, peer.giveChunk(serverTag, ChunkType.SHUTDOWN_ACK, 0));
        assertEquals(CloseReason.SHUTDOWN, pair.serverSide.closeReason());
    }

    /** Also an old SHUTDOWN, in SHUTDOWN-SENT. */
    @Test
    void shouldAnswerAnOldShutdownThatCrosses() {
        send(2);
        sack(lastTsn);
        pair.serverSide.shutdown();
        assertType(ChunkType.SHUTDOWN, peer.answers());
        assertType(ChunkType.SHUTDOWN_ACK, shutdown(lastTsn - 2));
    }

    /** DATA in SHUTDOWN-SENT: each packet of it is answered with SHUTDOWN; gaps and duplicates with a SACK, too. */
    @Test
    void shouldSayShutdownAgainForEachPacketOfData() {
        pair.serverSide.shutdown();
        assertType(ChunkType.SHUTDOWN, peer.answers());
        for (int tsn = 1; tsn <= 3; tsn++) {
            final List<RawPeer.Answer> answers = data(tsn);
            assertType(ChunkType.SHUTDOWN, answers);
            assertEquals(tsn, answers.get(0).bytes().getInt(Chunk.HEADER_LENGTH));
        }
        for (final int gapOrDuplicate : new int[] {5, 2}) {
            final List<RawPeer.Answer> answers = data(gapOrDuplicate);
            assertType(ChunkType.SHUTDOWN, answers);
            assertTrue(answers.stream().anyMatch(answer -> answer.type() == ChunkType.SACK), "a SACK");
            assertEquals(3, answers.get(0).bytes().getInt(Chunk.HEADER_LENGTH));
        }
        assertEquals(AssociationState.SHUTDOWN_SENT, state());
        assertEquals(3, pair.serverSide.readyMessages(), "the one behind the gap waits");
    }

    /** In SHUTDOWN-ACK-SENT everything has been acknowledged already, and nothing is taken. */
    @Test
    void shouldTakeNoDataAfterShutdownAck() {
        shutdown(lastTsn);
        assertTrue(data(1).isEmpty());
        assertEquals(0, pair.serverSide.readyMessages());
        assertEquals(AssociationState.SHUTDOWN_ACK_SENT, state());
    }

    /** Neither SHUTDOWN ACK nor SHUTDOWN COMPLETE says anything where no SHUTDOWN was sent. */
    @ParameterizedTest
    @ValueSource(ints = {ChunkType.SHUTDOWN_ACK, ChunkType.SHUTDOWN_COMPLETE})
    void shouldDiscardAnswersToNothing(final int type) {
        assertTrue(peer.giveChunk(serverTag, type, 0).isEmpty());
        assertEquals(AssociationState.ESTABLISHED, state());
        send(1);
        pair.serverSide.shutdown();
        assertTrue(peer.giveChunk(serverTag, type, 0).isEmpty());
        assertEquals(AssociationState.SHUTDOWN_PENDING, state());
        shutdown(lastTsn - 1);
        assertTrue(peer.giveChunk(serverTag, type, 0).isEmpty());
        assertEquals(AssociationState.SHUTDOWN_RECEIVED, state());
        assertNull(pair.serverSide.closeReason());
    }

    /** T2-shutdown sends SHUTDOWN ACK again, and the old SHUTDOWN may come in between. */
    @Test
    void shouldSendShutdownAckAgainUntilItIsComplete() {
        send(1);
        sack(lastTsn);
        shutdown(lastTsn - 1);
        for (int i = 0; i < 3; i++) {
            pair.nowNs = Math.max(pair.nowNs, pair.server.nextTimeoutNs());
            pair.server.handleTimeout(pair.nowNs);
            while (pair.server.nextTimeoutNs() <= pair.nowNs) {
                pair.server.handleTimeout(pair.nowNs);
            }
        }
        assertType(ChunkType.SHUTDOWN_ACK, peer.answers());
    }

    private AssociationState state() {
        return pair.serverSide.state();
    }

    private void send(final int messages) {
        for (int i = 0; i < messages; i++) {
            Sends.send(pair.serverSide, buffer, 0, 1000, 0, 0, 0, 0);
        }
        peer.answers();
        lastTsn = pair.serverSide.nextTsn() - 1;
    }

    private List<RawPeer.Answer> sack(final int tsn) {
        return peer.giveChunk(serverTag, ChunkType.SACK, 0, tsn, WINDOW, 0);
    }

    private List<RawPeer.Answer> shutdown(final int tsn) {
        return peer.giveChunk(serverTag, ChunkType.SHUTDOWN, 0, tsn);
    }

    private List<RawPeer.Answer> data(final int tsn) {
        return peer.giveChunk(serverTag, ChunkType.DATA, 3, tsn, tsn - 1, 0, 1234);
    }

    private static void assertType(final int type, final List<RawPeer.Answer> answers) {
        assertTrue(!answers.isEmpty() && answers.get(0).type() == type, answers::toString);
    }

    /** A SHUTDOWN ACK must not go to an address that is not confirmed (RFC 9260 section 5.4). */
    @Test
    void shouldConfirmTheOnlyAddressLeftWhileShuttingDown() {
        final AddressNetwork network = AddressNetwork.of(1, 1).connect();
        network.filter = packet -> !packet.has(ChunkType.HEARTBEAT_ACK);
        network.change(AddressChange.ADD, 1);
        network.change(AddressChange.REMOVE, 0);
        network.clientSide.shutdown();
        network.run();
        assertEquals(AssociationState.SHUTDOWN_ACK_SENT, network.serverSide.state());
        network.filter = packet -> true;
        network.pass(20_000_000_000L);
        assertTrue(network.clientEvents.events.contains("closed SHUTDOWN 0"), network.clientEvents.events::toString);
    }
}
