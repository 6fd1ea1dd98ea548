package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end that both agree on (RFC 9260 section 9.2). */
final class ShutdownTest {
    private static final long SECOND = 1_000_000_000L;

    private final EnginePair pair = EnginePair.withDefaults();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2000);

    @BeforeEach
    void connect() {
        pair.connect();
    }

    @Test
    void shouldTakeNoMoreMessagesOfItsUser() {
        pair.clientSide.shutdown();
        assertEquals(SendResult.NOT_ESTABLISHED, Sends.send(pair.clientSide, buffer, 0, 100, 0, 0, 0, 0));
    }

    /** What was queued before is sent and acknowledged first. */
    @Test
    void shouldSendShutdownOnlyWhenAllIsAcknowledged() {
        pair.tap = (fromClient, packet, offset, length) -> fromClient;
        Sends.send(pair.clientSide, buffer, 0, 100, 0, 0, 0, 0);
        pair.clientSide.shutdown();
        pair.run();
        assertEquals(AssociationState.SHUTDOWN_PENDING, pair.clientSide.state());
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(10 * SECOND);
        assertBothAreThrough();
        assertEquals(1, pair.serverSide.readyMessages());
    }

    /** The peer of a SHUTDOWN sends what it had queued, and takes no more. */
    @Test
    void shouldLetThePeerSendWhatItHad() {
        pair.tap = (fromClient, packet, offset, length) -> false;
        Sends.send(pair.serverSide, buffer, 0, 1000, 0, 0, 0, 0);
        pair.run();
        pair.tap = (fromClient, packet, offset, length) -> fromClient;
        pair.clientSide.shutdown();
        pair.run();
        assertEquals(AssociationState.SHUTDOWN_RECEIVED, pair.serverSide.state());
        assertEquals(SendResult.NOT_ESTABLISHED, Sends.send(pair.serverSide, buffer, 0, 100, 0, 0, 0, 0));
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(10 * SECOND);
        assertBothAreThrough();
        assertEquals(1, pair.clientSide.readyMessages());
    }

    @Test
    void shouldEndOnceWhenBothBeginAtTheSameTime() {
        pair.clientSide.shutdown();
        pair.serverSide.shutdown();
        pair.run();
        assertBothAreThrough();
        assertEquals(0, pair.client.associationCount());
        assertEquals(0, pair.server.associationCount());
    }

    /** T2-shutdown; a SHUTDOWN COMPLETE that is lost is asked for by SHUTDOWN ACK, out of the blue (section 8.4). */
    @ParameterizedTest
    @ValueSource(ints = {ChunkType.SHUTDOWN, ChunkType.SHUTDOWN_ACK, ChunkType.SHUTDOWN_COMPLETE})
    void shouldSendAgainWhatWasLost(final int type) {
        final int[] lost = {0};
        pair.tap = (fromClient, packet, offset, length) ->
                Chunk.type(packet, offset + PacketHeader.LENGTH) != type || lost[0]++ > 0;
        pair.clientSide.shutdown();
        pair.run();
        assertEquals(1, lost[0], "nothing was lost");
        pair.pass(10 * SECOND);
        assertBothAreThrough();
        assertTrue(lost[0] > 1, "nothing was sent again");
    }

    /** Association.Max.Retrans holds for SHUTDOWN, too. */
    @Test
    void shouldGiveUpAPeerThatDoesNotAnswer() {
        final AssociationConfig impatient =
                AssociationConfig.builder().maxAssociationRetransmissions(3).build();
        final EnginePair other =
                new EnginePair(impatient, AssociationConfig.builder().build()).connect();
        other.tap = (fromClient, packet, offset, length) -> false;
        other.clientSide.shutdown();
        other.pass(100 * SECOND);
        assertEquals(CloseReason.LOST, other.clientSide.closeReason());
    }

    /** T5-shutdown-guard: five times RTO.Max. */
    @Test
    void shouldNotWaitForeverHoweverManyRetransmissionsAreAllowed() {
        pair.tap = (fromClient, packet, offset, length) -> false;
        pair.clientSide.shutdown();
        pair.pass(299 * SECOND);
        assertEquals(AssociationState.SHUTDOWN_SENT, pair.clientSide.state());
        pair.pass(2 * SECOND);
        assertEquals(CloseReason.PEER_VIOLATION, pair.clientSide.closeReason());
    }

    private void assertBothAreThrough() {
        assertEquals(CloseReason.SHUTDOWN, pair.clientSide.closeReason());
        assertEquals(CloseReason.SHUTDOWN, pair.serverSide.closeReason());
    }
}
