package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.ReconfigChunk;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A peer that answers a request to change streams, but puts it off (RFC 6525 section 5.2.7, rule H2). */
final class ReconfigAnswerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int RESULT_OFFSET = PacketHeader.LENGTH + Chunk.HEADER_LENGTH + 8;

    private final EnginePair pair = new EnginePair(
            AssociationConfig.builder()
                    .maxAssociationRetransmissions(2)
                    .maxPathRetransmissions(2)
                    .heartbeatIntervalNs(5 * SECOND)
                    .build(),
            AssociationConfig.builder()
                    .grantedReconfigurations(AssociationConfig.GRANT_STREAM_RESET
                            | AssociationConfig.GRANT_ASSOCIATION_RESET
                            | AssociationConfig.GRANT_MORE_STREAMS)
                    .build());
    private final RawPeer server = RawPeer.asServer(pair);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(100);
    private int requestsSeen;
    private int lastSequence;
    private boolean answers = true;

    enum Request {
        RESET_OUTGOING,
        RESET_INCOMING,
        RESET_ASSOCIATION,
        ADD_OUTGOING,
        ADD_INCOMING;

        ReconfigRequest begin(final Association association) {
            return switch (this) {
                case RESET_OUTGOING -> association.resetOutgoingStreams(1);
                case RESET_INCOMING -> association.resetIncomingStreams(1);
                case RESET_ASSOCIATION -> association.resetAssociation();
                case ADD_OUTGOING -> association.addOutgoingStreams(1);
                case ADD_INCOMING -> association.addIncomingStreams(1);
            };
        }
    }

    @BeforeEach
    void connectToAServerThatPutsOff() {
        pair.connect();
        pair.tap = (fromClient, packet, offset, length) -> {
            if (!fromClient || Chunk.type(packet, offset + PacketHeader.LENGTH) != ChunkType.RE_CONFIG) {
                return true;
            }
            final int parameter = offset + PacketHeader.LENGTH + Chunk.HEADER_LENGTH;
            if (requestsSeen++ > 0) {
                assertEquals(lastSequence, ReconfigChunk.sequence(packet, parameter), "the same request");
            }
            lastSequence = ReconfigChunk.sequence(packet, parameter);
            if (answers) {
                answer(ReconfigChunk.IN_PROGRESS);
            }
            return false;
        };
    }

    private void answer(final int result) {
        PacketHeader.write(server.packet, 0, EnginePair.PORT, EnginePair.PORT, pair.clientSide.localTag());
        final int chunk = RawPeer.FIRST;
        Chunk.write(server.packet, chunk, ChunkType.RE_CONFIG, 0, Chunk.HEADER_LENGTH + ReconfigChunk.RESPONSE_LENGTH);
        server.packet.putInt(chunk + 4, ReconfigChunk.RESPONSE << 16 | ReconfigChunk.RESPONSE_LENGTH);
        server.packet.putInt(chunk + 8, lastSequence);
        server.packet.putInt(RESULT_OFFSET, result);
        server.hand(chunk + Chunk.HEADER_LENGTH + ReconfigChunk.RESPONSE_LENGTH);
    }

    /** No error is counted, the path stays what it was, and the request goes again after each RTO. */
    @ParameterizedTest
    @EnumSource
    void shouldCountNoErrorWhileTheRequestIsInProgress(final Request request) {
        assertEquals(ReconfigRequest.BEGUN, request.begin(pair.clientSide));
        pair.run();
        for (int i = 0; i < 600; i++) {
            pair.pass(SECOND);
            assertEquals(PathState.ACTIVE, pair.clientSide.primaryPath().state());
            assertEquals(0, pair.clientSide.primaryPath().errorCount());
        }
        assertEquals(AssociationState.ESTABLISHED, pair.clientSide.state());
        assertTrue(pair.clientSide.primaryPath().rtoNs() <= SECOND, "the RTO was backed off");
        assertTrue(requestsSeen >= 500, () -> requestsSeen + " requests");
    }

    /** What follows is an answer as any other: it ends the request. */
    @ParameterizedTest
    @EnumSource
    void shouldTakeTheAnswerThatComesInTheEnd(final Request request) {
        request.begin(pair.clientSide);
        pair.pass(20 * SECOND);
        answer(ReconfigChunk.DENIED);
        pair.run();
        final int seen = requestsSeen;
        pair.pass(20 * SECOND);
        assertEquals(seen, requestsSeen);
        assertTrue(pair.clientEvents.events.toString().contains("DENIED"), pair.clientEvents.events::toString);
        assertEquals(ReconfigRequest.BEGUN, Request.ADD_OUTGOING.begin(pair.clientSide));
    }

    /** Silence is counted as before, also after an answer. */
    @ParameterizedTest
    @EnumSource
    void shouldCountSilenceAfterAnAnswer(final Request request) {
        request.begin(pair.clientSide);
        pair.pass(20 * SECOND);
        pair.tap = (fromClient, packet, offset, length) -> false;
        pair.pass(300 * SECOND);
        assertEquals(CloseReason.LOST, pair.clientSide.closeReason());
    }

    /** RFC 9260 section 9.2: the peer's SHUTDOWN is answered, whatever it has not granted yet. */
    @ParameterizedTest
    @EnumSource
    void shouldAnswerAShutdownWhileTheRequestIsInProgress(final Request request) {
        Sends.send(pair.clientSide, buffer, 0, 100, 0, 0, 0, 0);
        pair.run();
        request.begin(pair.clientSide);
        pair.pass(3 * SECOND);
        assertNull(pair.clientSide.closeReason());
        pair.serverSide.shutdown();
        pair.pass(3 * SECOND);
        assertEquals(CloseReason.SHUTDOWN, pair.clientSide.closeReason());
        assertEquals(CloseReason.SHUTDOWN, pair.serverSide.closeReason());
    }

    /** The same where the peer never answers. */
    @ParameterizedTest
    @EnumSource
    void shouldAnswerAShutdownWhileTheRequestIsUnanswered(final Request request) {
        answers = false;
        request.begin(pair.clientSide);
        pair.run();
        pair.serverSide.shutdown();
        pair.pass(SECOND / 2);
        assertEquals(CloseReason.SHUTDOWN, pair.clientSide.closeReason());
        assertEquals(CloseReason.SHUTDOWN, pair.serverSide.closeReason());
    }
}
