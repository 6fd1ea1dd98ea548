package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.DataChunk;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The work of a SACK is linear in its bytes plus what it newly acknowledges or marks: what earlier ones reported is
 * passed over.
 */
final class SackWorkTest {
    private static final int CHUNKS = 2000;
    private static final int WINDOW = 1 << 28;
    private static final int FIXED = 300;
    private static final int PER_BYTE = 4;
    private static final int PER_CHANGE = 10;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2000);
    private EnginePair pair;
    private BulkPeer peer;
    private int acked;

    /** All but the first chunk is reported again and again. */
    @Test
    void shouldNotWalkAReportedGapBlockAgain() {
        sendMany();
        peer.sack(acked, WINDOW, 2 << 16 | CHUNKS - 10);
        peer.hand();
        assertCost(CHUNKS);
        for (int i = 0; i < 100; i++) {
            peer.sack(acked, WINDOW, 2 << 16 | CHUNKS - 10);
            peer.hand();
            assertCost(0);
        }
    }

    /** Each SACK reports one more chunk, as when the first of a long burst was lost. */
    @Test
    void shouldNotWalkAGapBlockThatGrows() {
        sendMany();
        for (int end = 2; end < CHUNKS - 10; end++) {
            peer.sack(acked, WINDOW, 2 << 16 | end);
            peer.hand();
            assertCost(1);
        }
    }

    /** Half of the chunks are missing, and each SACK reports one more than the one before. */
    @Test
    void shouldNotCountMissingReportsForEver() {
        sendMany();
        peer.sack(acked, WINDOW, (CHUNKS / 2) << 16 | CHUNKS / 2);
        peer.hand();
        assertCost(CHUNKS / 2);
        for (int more = 1; more < CHUNKS / 2 - 10; more++) {
            peer.sack(acked, WINDOW, (CHUNKS / 2) << 16 | (CHUNKS / 2 + more));
            peer.hand();
            // Three reports make all of them lost.
            assertCost(more < 4 ? 2 * CHUNKS : 1);
        }
    }

    /** All have timed out and wait to be sent again, the first one is; then answers to the first sendings come. */
    @Test
    void shouldNotWalkWhatWaitsToBeSentAgain() {
        sendMany();
        pair.nowNs += 5_000_000_000L;
        pair.server.handleTimeout(pair.nowNs);
        peer.drain();
        for (int more = 0; more < CHUNKS / 4; more++) {
            peer.sack(acked, WINDOW, (CHUNKS / 2) << 16 | (CHUNKS / 2 + more));
            peer.hand();
            assertCost(1);
        }
    }

    /** Every second chunk is reported, then taken back, then reported. */
    @Test
    void shouldPayForWhatIsTakenBackOnly() {
        sendMany();
        final int[] blocks = new int[CHUNKS / 4];
        for (int i = 0; i < blocks.length; i++) {
            final int at = 2 + 2 * i;
            blocks[i] = at << 16 | at;
        }
        for (int i = 0; i < 10; i++) {
            peer.sack(acked, WINDOW, i % 2 == 0 ? blocks : new int[0]);
            peer.hand();
            assertCost(3 * blocks.length);
        }
        peer.sack(acked, WINDOW, Arrays.copyOf(blocks, blocks.length));
        peer.hand();
        for (int i = 0; i < 10; i++) {
            peer.sack(acked, WINDOW, blocks);
            peer.hand();
            assertCost(0);
        }
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
    }

    private void sendMany() {
        final AssociationConfig config = AssociationConfig.builder()
                .sendBufferBytes(1 << 24)
                .receiveWindowBytes(1 << 24)
                .maxBurst(32)
                .build();
        pair = new EnginePair(config, config).connect();
        peer = new BulkPeer(pair);
        acked = pair.serverSide.nextTsn() - 1;
        growWindow((CHUNKS + 100) * (DataChunk.HEADER_LENGTH + Integer.BYTES));
        for (int i = 0; i < 2 * CHUNKS; i++) {
            Sends.send(pair.serverSide, buffer, 0, 1, 0, 0, 0, 0);
        }
        for (int i = 0; i < 100 && pair.serverSide.unacknowledgedChunks() < CHUNKS; i++) {
            peer.drain();
            peer.sack(acked, WINDOW);
            peer.hand();
        }
        assertTrue(
                pair.serverSide.unacknowledgedChunks() >= CHUNKS,
                () -> pair.serverSide.unacknowledgedChunks() + " chunks in a window of "
                        + pair.serverSide.path(0).congestionWindowBytes());
    }

    /** A congestion window counts chunks with their headers and padding. */
    private void growWindow(final int bytes) {
        for (int i = 0; i < 100 && pair.serverSide.path(0).congestionWindowBytes() < bytes; i++) {
            for (int message = 0; message < 100; message++) {
                Sends.send(pair.serverSide, buffer, 0, 1400, 0, 0, 0, 0);
            }
            while (pair.serverSide.bufferedBytes() > 0) {
                peer.drain();
                acked += pair.serverSide.unacknowledgedChunks();
                peer.sack(acked, WINDOW);
                peer.hand();
            }
        }
    }

    private void assertCost(final int changes) {
        final long budget = FIXED + (long) PER_BYTE * peer.bytes + (long) PER_CHANGE * changes;
        assertTrue(
                peer.steps <= budget,
                () -> "a SACK of " + peer.bytes + " bytes took " + peer.steps + " steps, not " + budget);
    }
}
