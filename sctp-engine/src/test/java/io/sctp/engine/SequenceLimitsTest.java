package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9260 section 6.1: as many chunks and ordered messages of a stream as the formats can number, and no more. */
final class SequenceLimitsTest {
    private static final int MOST = 0xFFFF;
    private static final int LARGE = 16 << 20;
    private static final long SECOND = 1_000_000_000;

    private final AssociationConfig config = AssociationConfig.builder()
            .sendBufferBytes(LARGE)
            .receiveWindowBytes(LARGE)
            .maxMessageBytes(4000)
            .build();
    private final EnginePair pair = new EnginePair(config, config).connect();
    private final RawPeer peer = new RawPeer(pair);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4000);
    private final ReceiveInfo info = new ReceiveInfo();

    @Test
    void shouldTakeAsManyOrderedMessagesOfAStreamAsThereMayBeAndNoTsnThatNoGapBlockReaches() {
        for (int ssn = 1; ssn <= MOST; ssn++) {
            hand(ssn);
        }
        assertEquals(0, pair.serverSide.readyMessages());
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state());
        assertEquals(1, pair.serverSide.missingChunks(), "the last is beyond what a gap block can report");
        hand(0);
        assertEquals(MOST, pair.serverSide.readyMessages());
        for (int ssn = 0; ssn < MOST; ssn++) {
            assertEquals(1, pair.serverSide.receive(buffer, 0, buffer.capacity(), info));
            assertEquals(ssn, info.ssn());
        }
        hand(MOST);
        hand(MOST + 1);
        assertEquals(2, pair.serverSide.readyMessages(), "the numbers begin again");
    }

    @Test
    void shouldSkipAsManyOrderedMessagesOfAStreamAsThereMayBe() {
        hand(MOST - 1);
        final int tsn = pair.clientSide.nextTsn() + MOST - 2;
        peer.giveChunk(pair.serverSide.localTag(), ChunkType.FORWARD_TSN, 0, tsn, MOST - 2);
        assertEquals(1, pair.serverSide.readyMessages());
        assertEquals(0, pair.serverSide.missingChunks());
    }

    /** Twice as many on two streams, with stream sequence numbers and with message identifiers. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldDeliverInOrderBeyondTheLastSequenceNumber(final boolean interleaved) {
        final AssociationConfig large = AssociationConfig.builder()
                .sendBufferBytes(LARGE)
                .receiveWindowBytes(LARGE)
                .interleavingSupported(interleaved)
                .build();
        final EnginePair two = new EnginePair(large, large).connect();
        final int[] received = new int[3];
        for (int sent = 0; sent < MOST + 100; ) {
            for (int i = 0; i < 200; i++, sent++) {
                buffer.putInt(0, sent);
                assertEquals(SendResult.QUEUED, Sends.send(two.clientSide, buffer, 0, Integer.BYTES, 1, 0, 0, 0));
                assertEquals(SendResult.QUEUED, Sends.send(two.clientSide, buffer, 0, Integer.BYTES, 2, 0, 0, 0));
            }
            two.run();
            while (two.serverSide.receive(buffer, 0, buffer.capacity(), info) >= 0) {
                assertEquals(received[info.stream()]++, buffer.getInt(0), "on stream " + info.stream());
            }
        }
        two.pass(SECOND);
        while (two.serverSide.receive(buffer, 0, buffer.capacity(), info) >= 0) {
            assertEquals(received[info.stream()]++, buffer.getInt(0), "on stream " + info.stream());
        }
        assertTrue(received[1] > MOST && received[1] == received[2], () -> received[1] + " and " + received[2]);
    }

    /** Two I-FORWARD-TSNs of half the numbers each, then those about the last one. */
    @ParameterizedTest
    @ValueSource(ints = {0, DataChunk.FLAG_UNORDERED})
    void shouldDeliverBeyondTheLastMessageIdentifier(final int unordered) {
        final AssociationConfig interleaving =
                AssociationConfig.builder().interleavingSupported(true).build();
        final EnginePair two = new EnginePair(interleaving, interleaving).connect();
        final BulkPeer bulk = new BulkPeer(two);
        final int stream = 1 << 16 | unordered >> 2;
        bulk.chunk(ChunkType.I_FORWARD_TSN, 0, bulk.tsn++, stream, Integer.MAX_VALUE - 1);
        bulk.chunk(ChunkType.I_FORWARD_TSN, 0, bulk.tsn++, stream, -3);
        bulk.hand();
        final int whole = DataChunk.FLAG_BEGIN | DataChunk.FLAG_END | unordered;
        for (int mid = 2; mid >= -2; mid--) {
            bulk.iData(bulk.tsn + mid + 2, whole, 1, mid, mid, 1);
        }
        bulk.hand();
        assertEquals(5, two.serverSide.readyMessages());
        for (int mid = -2; unordered == 0 && mid <= 2; mid++) {
            two.serverSide.receive(buffer, 0, buffer.capacity(), info);
            assertEquals(mid, info.ppid());
        }
        bulk.tsn += 5;
        bulk.chunk(ChunkType.I_FORWARD_TSN, 0, bulk.tsn++, stream, 10);
        bulk.iData(bulk.tsn++, whole, 1, 11, 11, 1);
        bulk.hand();
        assertEquals(unordered == 0 ? 1 : 6, two.serverSide.readyMessages());
        assertEquals(AssociationState.ESTABLISHED, two.serverSide.state());
    }

    /** Hands over a message of one byte whose TSN is as far from the first as its number in the stream. */
    private void hand(final int number) {
        final int length = DataChunk.HEADER_LENGTH + 1;
        final ByteBuffer packet = peer.packet;
        PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, pair.serverSide.localTag());
        Chunk.write(packet, RawPeer.FIRST, ChunkType.DATA, DataChunk.FLAG_BEGIN | DataChunk.FLAG_END, length);
        packet.putInt(RawPeer.FIRST + DataChunk.TSN_OFFSET, pair.clientSide.nextTsn() + number);
        packet.putInt(RawPeer.FIRST + DataChunk.STREAM_OFFSET, number & 0xFFFF);
        packet.putInt(RawPeer.FIRST + DataChunk.HEADER_LENGTH, 0);
        peer.hand(RawPeer.FIRST + Chunk.padded(length));
    }
}
