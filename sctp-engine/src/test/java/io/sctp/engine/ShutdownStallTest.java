package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shutdown that cannot go on, as the peer answers but acknowledges nothing ({@code shutdownStallNs}). */
final class ShutdownStallTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3600 * SECOND;
    private static final int WINDOW = 4096;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private EnginePair pair;

    /** A client that shuts down, and a server whose user reads nothing, so that its window closes. */
    private void connect(final long stallNs) {
        pair = new EnginePair(
                        AssociationConfig.builder().shutdownStallNs(stallNs).build(),
                        AssociationConfig.builder()
                                .maxMessageBytes(WINDOW)
                                .receiveWindowBytes(WINDOW)
                                .grantedReconfigurations(AssociationConfig.GRANT_STREAM_RESET)
                                .build())
                .connect();
    }

    private void fillWindow() {
        for (int i = 0; i < 10; i++) {
            Sends.send(pair.clientSide, buffer, 0, 1000, 0, 0, 0, 0);
        }
        pair.run();
    }

    @Test
    void shouldWaitForeverUnlessToldOtherwise() {
        connect(0);
        fillWindow();
        pair.clientSide.shutdown();
        pair.pass(30 * HOUR);
        assertEquals(AssociationState.SHUTDOWN_PENDING, pair.clientSide.state());
    }

    @Test
    void shouldGiveUpWhenNothingIsAcknowledged() {
        connect(60 * SECOND);
        fillWindow();
        pair.clientSide.shutdown();
        pair.pass(59 * SECOND);
        assertNull(pair.clientSide.closeReason());
        pair.pass(2 * SECOND);
        assertEquals(CloseReason.SHUTDOWN_STALLED, pair.clientSide.closeReason());
        assertEquals(CauseCode.USER_INITIATED_ABORT, pair.clientSide.closeCause());
        assertEquals(CloseReason.PEER_ABORTED, pair.serverSide.closeReason());
    }

    /** Before the shutdown nothing is given up. */
    @Test
    void shouldCountFromTheShutdownOn() {
        connect(60 * SECOND);
        fillWindow();
        pair.pass(HOUR);
        assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state());
        pair.clientSide.shutdown();
        pair.pass(59 * SECOND);
        assertNull(pair.clientSide.closeReason());
    }

    /** However slow the peer's user is. */
    @Test
    void shouldWaitWhileAnythingIsAcknowledged() {
        // Probes of a closed window may be a minute apart.
        connect(150 * SECOND);
        fillWindow();
        pair.clientSide.shutdown();
        final ReceiveInfo info = new ReceiveInfo();
        int read = 0;
        for (int i = 0; i < 10; i++) {
            assertNotEquals(CloseReason.SHUTDOWN_STALLED, pair.clientSide.closeReason(), "after " + i);
            read += pair.serverSide.receive(buffer, 0, 1000, info) == 1000 ? 1 : 0;
            read += pair.serverSide.receive(buffer, 0, 1000, info) == 1000 ? 1 : 0;
            pair.pass(50 * SECOND);
        }
        assertEquals(10, read);
        assertEquals(CloseReason.SHUTDOWN, pair.clientSide.closeReason());
        assertEquals(CloseReason.SHUTDOWN, pair.serverSide.closeReason());
    }

    /** The peer wants to shut down, and takes no more data. */
    @Test
    void shouldGiveUpWhenThePeerShutsDownAndAcknowledgesNothing() {
        connect(60 * SECOND);
        fillWindow();
        pair.serverSide.shutdown();
        pair.pass(30 * SECOND);
        assertEquals(AssociationState.SHUTDOWN_RECEIVED, pair.clientSide.state());
        pair.pass(31 * SECOND);
        assertEquals(CloseReason.SHUTDOWN_STALLED, pair.clientSide.closeReason());
    }

    /** A request to reset streams that is never answered, or always "in progress", lets no SHUTDOWN go. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveUpWhenARequestIsNotAnswered(final boolean inProgress) {
        connect(600 * SECOND);
        pair.tap = (fromClient, packet, offset, length) -> {
            final boolean isRequest =
                    fromClient && Chunk.type(packet, offset + PacketHeader.LENGTH) == ChunkType.RE_CONFIG;
            if (isRequest && inProgress) {
                answerInProgress(packet.getInt(offset + PacketHeader.LENGTH + 8));
            }
            return !isRequest;
        };
        pair.clientSide.heartbeatInterval(pair.clientSide.primaryPath(), SECOND);
        pair.clientSide.resetOutgoingStreams(1);
        pair.clientSide.shutdown();
        pair.pass(HOUR);
        assertTrue(
                pair.clientSide.closeReason() == CloseReason.SHUTDOWN_STALLED
                        || (!inProgress && pair.clientSide.closeReason() == CloseReason.LOST),
                () -> "" + pair.clientSide.closeReason());
    }

    private void answerInProgress(final int sequence) {
        final RawPeer server = RawPeer.asServer(pair);
        PacketHeader.write(server.packet, 0, EnginePair.PORT, EnginePair.PORT, pair.clientSide.localTag());
        Chunk.write(server.packet, RawPeer.FIRST, ChunkType.RE_CONFIG, 0, 16);
        server.packet.putInt(RawPeer.FIRST + 4, 16 << 16 | 12);
        server.packet.putInt(RawPeer.FIRST + 8, sequence);
        server.packet.putInt(RawPeer.FIRST + 12, 6);
        server.hand(RawPeer.FIRST + 16);
    }

    /** Once SHUTDOWN was sent, T2-shutdown and T5-shutdown-guard end it, as ever. */
    @Test
    void shouldNotShortenTheShutdownItself() {
        connect(SECOND);
        pair.tap = (fromClient, packet, offset, length) -> false;
        pair.clientSide.shutdown();
        pair.pass(299 * SECOND);
        assertEquals(AssociationState.SHUTDOWN_SENT, pair.clientSide.state());
    }
}
