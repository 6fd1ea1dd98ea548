package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.engine.association.AssociationState;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.receive.ReceiveInfo;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** RFC 9260 section 6.1: as many chunks and ordered messages of a stream as the formats can number, and no more. */
final class SequenceLimitsTest {
    private static final int MOST = 0xFFFF;
    private static final int LARGE = 16 << 20;

    private final EngineConfig config = EngineConfig.builder()
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
