package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.DataChunk;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** There is no state in which the window is closed, nothing can be read, and nothing ever ends. */
final class UnfinishedMessagesTest {
    private static final int BEGIN = DataChunk.FLAG_BEGIN;
    private static final int WHOLE = DataChunk.FLAG_BEGIN | DataChunk.FLAG_END;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private final ReceiveInfo info = new ReceiveInfo();
    private EnginePair pair;
    private BulkPeer peer;

    /** A fragment of 16 bytes is charged 64, so that 120 kB fill a window of 256 kB. */
    @ParameterizedTest
    @CsvSource({"0", "4"})
    void shouldEndWhenFragmentsOfOneMessageFillTheWindow(final int order) {
        connect(0);
        sendFragments(order, 7500);
        assertEquals(CloseReason.MESSAGE_TOO_LONG, pair.serverSide.closeReason());
        assertEquals(CauseCode.OUT_OF_RESOURCE, pair.serverSide.closeCause());
        pair.pass(10); // what it held is given up in turns
        assertEquals(0, pair.server.memoryBlocks());
    }

    @ParameterizedTest
    @CsvSource({"0", "4"})
    void shouldHandUpInPartsWhatFillsTheWindow(final int order) {
        connect(100_000);
        int read = 0;
        for (int i = 0; i < 7500; i++) {
            peer.data(peer.tsn++, (i == 0 ? BEGIN : i == 7499 ? DataChunk.FLAG_END : 0) | order, 1, 0, 16);
            peer.hand();
            peer.drain();
            for (int length = read(); length >= 0; length = read()) {
                read += length;
            }
        }
        assertEquals(120_000, read);
        assertTrue(info.isComplete());
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
    }

    /** Messages of several streams that begin and never end: as DATA, that is a contradiction. */
    @Test
    void shouldEndWhenManyMessagesNeverEnd() {
        connect(0);
        for (int i = 0; i < 5000; i++) {
            peer.data(peer.tsn++, BEGIN, i % 60, 0, 16);
        }
        peer.hand();
        assertEquals(CloseReason.PEER_VIOLATION, pair.serverSide.closeReason());
        pair.pass(10); // what it held is given up in turns
        assertEquals(0, pair.server.memoryBlocks());
    }

    /** The window is full of fragments with gaps between them, and then the next TSN in line completes nothing. */
    @Test
    void shouldEndWhenTheWindowIsFullOfFragmentsBetweenGaps() {
        connect(0);
        for (int i = 0; i < 4200; i++) {
            peer.data(peer.tsn + 8500 - 2 * i, BEGIN, i % 60, 0, 16);
        }
        for (int i = 0; i < 5000; i++) {
            peer.data(peer.tsn++, i == 0 ? BEGIN : 0, 0, 0, 16);
        }
        peer.hand();
        assertEquals(AssociationState.CLOSED, pair.serverSide.state());
        pair.pass(10); // what it held is given up in turns
        assertEquals(0, pair.server.memoryBlocks());
    }

    /** Messages wait for one of their stream that the peer never sends, though it has left no TSN out. */
    @Test
    void shouldEndWhenMessagesWaitForOneThatIsNeverSent() {
        connect(0);
        for (int i = 0; i < 5000; i++) {
            peer.data(peer.tsn++, WHOLE, 1, i + 1, 16);
        }
        peer.hand();
        assertEquals(AssociationState.CLOSED, pair.serverSide.state());
        pair.pass(10); // what it held is given up in turns
        assertEquals(0, pair.server.memoryBlocks());
    }

    /** A fragment whose neighbour belongs to no message that it could be of will never be completed. */
    @ParameterizedTest
    @CsvSource({
        // What follows a message that is over.
        "3, 0",
        // A whole message in the middle of another one, and the other way round.
        "2, 3",
        "0, 3",
        // The end of a message without its beginning.
        "3, 1"
    })
    void shouldEndWhenFragmentsContradict(final int first, final int second) {
        connect(0);
        peer.data(peer.tsn++, first, 1, 0, 16);
        peer.data(peer.tsn++, second, 1, 1, 16);
        peer.hand();
        assertEquals(CloseReason.PEER_VIOLATION, pair.serverSide.closeReason());

        connect(0);
        peer.data(peer.tsn + 1, second, 1, 1, 16);
        peer.data(peer.tsn, first, 1, 0, 16);
        peer.hand();
        assertEquals(CloseReason.PEER_VIOLATION, pair.serverSide.closeReason());
        pair.pass(10); // what it held is given up in turns
        assertEquals(0, pair.server.memoryBlocks());
    }

    /** A chunk of a stream that does not exist, amid the fragments of a message. */
    @Test
    void shouldEndWhenAFragmentNamesAStreamThatDoesNotExist() {
        connect(0);
        peer.data(peer.tsn++, BEGIN, 1, 0, 16);
        peer.data(peer.tsn++, 0, 60_000, 0, 16);
        peer.hand();
        assertEquals(CloseReason.PEER_VIOLATION, pair.serverSide.closeReason());
    }

    /** RFC 3758 section 3.6: what a FORWARD TSN cuts in two is not waited for, and what follows is delivered. */
    @Test
    void shouldGoOnBehindAMessageThatWasCutInTwo() {
        connect(0);
        peer.data(peer.tsn, BEGIN, 1, 0, 16);
        peer.data(peer.tsn + 3, 0, 1, 0, 16);
        peer.forward(peer.tsn + 1, 1 << 16);
        peer.data(peer.tsn + 2, 0, 1, 0, 16);
        peer.data(peer.tsn + 4, DataChunk.FLAG_END, 1, 0, 16);
        peer.data(peer.tsn + 5, WHOLE, 1, 1, 17);
        peer.hand();
        peer.drain();
        assertEquals(17, read());
        assertEquals(0, pair.serverSide.heldBytes());
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
    }

    private void sendFragments(final int order, final int count) {
        for (int i = 0; i < count; i++) {
            peer.data(peer.tsn++, (i == 0 ? BEGIN : i == count - 1 ? DataChunk.FLAG_END : 0) | order, 1, 0, 16);
        }
        peer.hand();
        peer.drain();
    }

    private int read() {
        return pair.serverSide.receive(buffer, 0, buffer.capacity(), info);
    }

    private void connect(final int partialDeliveryBytes) {
        final AssociationConfig config = AssociationConfig.builder()
                .partialDeliveryBytes(partialDeliveryBytes)
                .build();
        pair = new EnginePair(config, config).connect();
        peer = new BulkPeer(pair);
    }
}
