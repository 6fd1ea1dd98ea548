package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The work of a packet is linear in its bytes plus what it delivers or newly marks, whatever waits: counted in steps
 * against the fullest tables.
 */
final class ReceiveWorkTest {
    private static final int WHOLE = DataChunk.FLAG_BEGIN | DataChunk.FLAG_END;
    private static final int UNORDERED = DataChunk.FLAG_UNORDERED;
    private static final int WAITING = 8000;

    /** Steps that any packet may take, and those for each byte, and for each chunk delivered or marked. */
    private static final int FIXED = 300;

    private static final int PER_BYTE = 6;
    private static final int PER_CHANGE = 40;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private final ReceiveInfo info = new ReceiveInfo();
    private EnginePair pair;
    private BulkPeer peer;

    /** One-byte messages of stream 1 wait, and FORWARD TSNs of 64 kB name stream 0. */
    @Test
    void shouldNotLookThroughWaitingMessagesForAForwardTsn() {
        connect(config().build());
        fillWithWaiting();
        for (int round = 0; round < 4; round++) {
            final int[] entries = new int[16_000];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = (round * entries.length + i) & 0xFFFF;
            }
            peer.forward(peer.tsn++, entries);
            peer.hand();
            assertCost(0);
        }
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
    }

    /** Entries of the stream that the messages wait on, each of which jumps as far as serial arithmetic goes. */
    @Test
    void shouldNotWalkSequenceNumbersThatAForwardTsnSkips() {
        connect(config().build());
        final int[] entries = new int[16_000];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = (i * 32_000) & 0xFFFF;
        }
        peer.forward(peer.tsn++, entries);
        peer.hand();
        assertCost(0);
    }

    /** Fragments that wait for the TSN before them are not walked by a FORWARD TSN that does not reach them. */
    @Test
    void shouldNotLookThroughFragmentsForAForwardTsn() {
        connect(config().build());
        for (int i = 0; i < WAITING; i++) {
            // Each begins a message whose next TSN is missing.
            peer.data(peer.tsn + 10_000 + 2 * i, DataChunk.FLAG_BEGIN, 1, i, 1);
        }
        peer.hand();
        for (int i = 0; i < 100; i++) {
            peer.forward(peer.tsn++);
            peer.hand();
            assertCost(0);
        }
        assertEquals(WAITING * 64, pair.serverSide.heldBytes());
        peer.forward(peer.tsn + 9_900 + WAITING);
        peer.hand();
        assertCost(WAITING / 2);
        assertEquals(WAITING * 64 / 2, pair.serverSide.heldBytes(), 64);
    }

    /** Every gap-acknowledged TSN at once. */
    @Test
    void shouldTakeManyForwardTsnsInOnePacket() {
        connect(config().build());
        peer.data(peer.tsn + 60_000, WHOLE, 0, 5, 1);
        peer.hand();
        for (int i = 0; i < 8000; i++) {
            peer.forward(peer.tsn + i);
        }
        peer.hand();
        assertCost(8000 / 64);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotLookThroughWaitingMessagesForData(final boolean backwards) {
        connect(config().build());
        for (int i = 0; i < WAITING; i++) {
            final int n = backwards ? WAITING - i : i + 1;
            peer.data(peer.tsn + n, WHOLE, 1, n, 1);
        }
        peer.hand();
        assertCost(0);
        for (int i = 0; i < 3; i++) {
            // A duplicate.
            peer.data(peer.tsn + 5, WHOLE, 1, 5, 1);
            peer.hand();
            assertCost(0);
        }
        peer.data(peer.tsn, WHOLE, 1, 0, 1);
        peer.hand();
        assertCost(WAITING + 1);
        assertEquals(WAITING + 1, pair.serverSide.readyMessages());
    }

    /** Messages past the point of partial delivery whose turn does not come, and others that come and go. */
    @Test
    void shouldNotLookThroughLongMessagesWhenAnotherIsDelivered() {
        connect(config().partialDeliveryBytes(1).build());
        for (int i = 0; i < WAITING / 2; i++) {
            peer.data(peer.tsn + 10_000 + 2 * i, DataChunk.FLAG_BEGIN, 1, 1 + i, 1);
        }
        peer.hand();
        assertCost(0);
        for (int i = 0; i < 100; i++) {
            peer.data(peer.tsn++, WHOLE, 2, i, 1);
            peer.hand();
            assertCost(1);
        }
    }

    // -- I-DATA -----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {0, UNORDERED})
    void shouldNotLookThroughInterleavedMessagesForAForwardTsn(final int unordered) {
        connect(config().interleavingSupported(true).build());
        for (int i = 0; i < WAITING; i++) {
            peer.iData(peer.tsn++, DataChunk.FLAG_BEGIN | unordered, 1, i + 1, 0, 1);
        }
        peer.hand();
        assertCost(WAITING);
        for (int i = 0; i < 100; i++) {
            peer.chunk(ChunkType.I_FORWARD_TSN, 0, peer.tsn++, 2 << 16 | unordered >> 2, i);
            peer.hand();
            assertCost(0);
        }
        final int[] body = new int[1 + 2 * 8000];
        body[0] = peer.tsn++;
        for (int i = 0; i < 8000; i++) {
            body[1 + 2 * i] = 1 << 16;
            body[2 + 2 * i] = i % 2;
        }
        peer.chunk(ChunkType.I_FORWARD_TSN, 0, body);
        peer.hand();
        assertCost(2);
    }

    /**
     * Unordered messages wait while another one of their stream is handed up in parts; many such end one after the
     * other.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotLookThroughWaitingMessagesWhenOneInPartsEnds(final boolean several) {
        connect(config().interleavingSupported(true)
                .partialDeliveryBytes(1)
                .partsInterleaved(several)
                .build());
        for (int i = 0; i < WAITING; i++) {
            peer.iData(peer.tsn++, DataChunk.FLAG_BEGIN | UNORDERED, 1, i, 0, 1);
        }
        peer.hand();
        assertCost(WAITING);
        for (int i = 0; i < 500; i++) {
            peer.iData(peer.tsn++, DataChunk.FLAG_END | UNORDERED, 1, i, 1, 1);
            peer.hand();
            assertCost(2);
            pair.serverSide.receive(buffer, 0, 10, info);
        }
    }

    /**
     * The window is nearly used up by messages whose turn has not come, and parts are handed up of those whose turn it
     * is.
     */
    @Test
    void shouldNotLookThroughInterleavedMessagesToRelieveTheWindow() {
        connect(config().interleavingSupported(true)
                .partialDeliveryBytes(100_000)
                .partsInterleaved(true)
                .build());
        for (int i = 0; i < 14_000; i++) {
            peer.iData(peer.tsn++, DataChunk.FLAG_BEGIN, 1, i + 1, 0, 1);
        }
        peer.hand();
        for (int i = 0; i < 500; i++) {
            peer.iData(peer.tsn++, i == 0 ? DataChunk.FLAG_BEGIN : 0, 2, 0, i, 1);
            peer.hand();
            assertCost(1);
            while (pair.serverSide.receive(buffer, 0, 10, info) >= 0) {
                // Reads what there is.
            }
        }
    }

    private static AssociationConfigBuilder config() {
        return AssociationConfig.builder().receiveWindowBytes(1 << 20).maxMessageBytes(1 << 20);
    }

    private void connect(final AssociationConfig config) {
        pair = new EnginePair(config, config).connect();
        peer = new BulkPeer(pair);
    }

    private void fillWithWaiting() {
        for (int i = 0; i < WAITING; i++) {
            peer.data(peer.tsn + 100 + i, WHOLE, 1, i + 1, 1);
        }
        peer.hand();
        assertEquals(0, pair.serverSide.readyMessages());
        assertEquals(WAITING * 64, pair.serverSide.heldBytes());
    }

    private void assertCost(final int changes) {
        final long budget = FIXED + (long) PER_BYTE * peer.bytes + (long) PER_CHANGE * changes;
        assertTrue(
                peer.steps <= budget,
                () -> "a packet of " + peer.bytes + " bytes took " + peer.steps + " steps, not " + budget);
        final long most = peer.drain();
        assertTrue(most <= 8000, () -> "a poll took " + most + " steps");
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state(), () -> "" + pair.serverSide.closeCause());
    }
}
