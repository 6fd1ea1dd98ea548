package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.ReconfigChunk;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Every table by stream is bounded by the streams that were agreed on, whatever chunk names another one. */
final class AgreedBoundsTest {
    private static final int HIGHEST = 0xFFFF;
    private static final int TABLE_BYTES = 20_000;

    private EnginePair pair;
    private BulkPeer peer;

    @Test
    void shouldNotGrowForAForwardTsn() {
        assertSmall(false, () -> peer.forward(peer.tsn++, HIGHEST << 16 | 7, HIGHEST << 16 | 8));
    }

    @Test
    void shouldNotGrowForAnIForwardTsn() {
        assertSmall(
                true, () -> peer.chunk(ChunkType.I_FORWARD_TSN, 0, peer.tsn++, HIGHEST << 16, 7, HIGHEST << 16 | 1, 7));
    }

    @Test
    void shouldNotGrowForData() {
        assertSmall(false, () -> peer.data(peer.tsn++, 3, HIGHEST, 0, 4));
        assertSmall(false, () -> peer.data(peer.tsn++, 7, HIGHEST, 0, 4));
    }

    @Test
    void shouldNotGrowForIData() {
        assertSmall(true, () -> peer.iData(peer.tsn++, 3, HIGHEST, 0, 0, 4));
        assertSmall(true, () -> peer.iData(peer.tsn++, 7, HIGHEST, 0, 0, 4));
    }

    /** A list longer than there are streams names some of them twice, and would be kept for the user. */
    @Test
    void shouldNotKeepALongListOfStreamsToReset() {
        final int[] body = new int[4 + 12_000];
        assertSmall(false, () -> {
            body[0] = ReconfigChunk.OUTGOING_RESET << 16 | body.length * Integer.BYTES;
            body[1] = pair.clientSide.nextTsn();
            body[3] = peer.tsn - 1;
            peer.chunk(ChunkType.RE_CONFIG, 0, body);
        });
    }

    private void assertSmall(final boolean interleaving, final Runnable add) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            // Again and again, since classes are loaded at first.
            connect(interleaving);
            add.run();
            final long before = threads.getThreadAllocatedBytes(thread);
            peer.hand();
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
            assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
        }
        final long bytes = least;
        assertTrue(bytes < TABLE_BYTES, () -> "allocated " + bytes + " bytes for " + peer.bytes);
    }

    private void connect(final boolean interleaving) {
        final AssociationConfig config = AssociationConfig.builder()
                .outboundStreams(8)
                .interleavingSupported(interleaving)
                .grantedReconfigurations(AssociationConfig.GRANT_STREAM_RESET)
                .build();
        pair = new EnginePair(config, config).connect();
        peer = new BulkPeer(pair);
    }
}
