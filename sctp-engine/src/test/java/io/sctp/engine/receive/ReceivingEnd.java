package io.sctp.engine.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.ForwardTsnChunk;
import io.sctp.engine.packet.IDataChunk;
import io.sctp.engine.packet.SackChunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The receiving half of an association whose peer begins with TSN 100. A test gives it chunks with texts and reads
 * messages as texts.
 */
final class ReceivingEnd {
    static final int WINDOW = 1000;
    static final int LONGEST = 500;
    static final int STREAMS = 10;
    static final int OFFSET = 12;

    final BlockPool pool;
    final Inbound inbound;
    final ReceiveInfo info = new ReceiveInfo();
    final ByteBuffer packet = ByteBuffer.allocate(2000);
    long nowNs;

    ReceivingEnd() {
        this(0);
    }

    ReceivingEnd(final int partialDeliveryPoint) {
        this(new BlockPool(1 << 20, 1 << 16), partialDeliveryPoint);
    }

    ReceivingEnd(final BlockPool pool, final int partialDeliveryPoint) {
        this.pool = pool;
        inbound = new Inbound(pool, WINDOW, LONGEST, partialDeliveryPoint);
        inbound.start(100);
        inbound.streams(STREAMS);
        assertEquals(99, inbound.tracker().cumulative());
    }

    Inbound.Outcome data(final int tsn, final int flags, final int stream, final int ssn, final String text) {
        DataChunk.writeHeader(packet, OFFSET, flags, text.length(), tsn, stream << 16 | ssn, TextChunks.PPID);
        return accept(DataChunk.HEADER_LENGTH, text);
    }

    Inbound.Outcome iData(
            final int tsn, final int flags, final int stream, final int mid, final int ppidOrFsn, final String text) {
        IDataChunk.writeHeader(packet, OFFSET, flags, text.length(), tsn, stream, mid, ppidOrFsn);
        return accept(IDataChunk.HEADER_LENGTH, text);
    }

    Inbound.Outcome accept(final int header, final String text) {
        packet.put(OFFSET + header, text.getBytes(StandardCharsets.US_ASCII));
        return inbound.accept(packet, OFFSET, Chunk.header(packet, OFFSET), nowNs);
    }

    void forward(final int tsn, final int stream, final int ssn) {
        packet.putInt(OFFSET + ForwardTsnChunk.TSN_OFFSET, tsn);
        packet.putInt(OFFSET + ForwardTsnChunk.FIXED_LENGTH, stream << 16 | ssn);
        inbound.forward(packet, OFFSET, ForwardTsnChunk.FIXED_LENGTH + ForwardTsnChunk.ENTRY_LENGTH);
    }

    /** Writes a SACK: the cumulative TSN, the window, the gap blocks, the duplicates. */
    String sack() {
        final int end = inbound.writeSack(packet, OFFSET, packet.capacity());
        assertEquals(ChunkType.SACK, Chunk.type(packet, OFFSET));
        assertEquals(end - OFFSET, Chunk.length(packet, OFFSET));
        final int gaps = SackChunk.gapCount(packet, OFFSET);
        final List<String> blocks = new ArrayList<>();
        for (int i = 0; i < gaps; i++) {
            blocks.add(SackChunk.gapStart(packet, OFFSET, i) + "-" + SackChunk.gapEnd(packet, OFFSET, i));
        }
        final StringBuilder text = new StringBuilder();
        text.append(SackChunk.cumulativeTsn(packet, OFFSET));
        text.append(" window ").append(SackChunk.aRwnd(packet, OFFSET));
        text.append(' ').append(blocks);
        for (int i = 0; i < SackChunk.duplicateCount(packet, OFFSET); i++) {
            final int at = OFFSET + SackChunk.FIXED_LENGTH + SackChunk.BLOCK_LENGTH * (gaps + i);
            text.append(i == 0 ? " twice " : " ").append(packet.getInt(at));
        }
        return text.toString();
    }

    /** Reads all that is ready; a part that goes on ends with dots. */
    List<String> readAll() {
        final List<String> texts = new ArrayList<>();
        for (String text = receive(); text != null; text = receive()) {
            texts.add(text);
        }
        return texts;
    }

    String receive() {
        final ByteBuffer destination = ByteBuffer.allocate(2000);
        final int length = inbound.receive(destination, 0, destination.capacity(), info);
        if (length < 0) {
            return null;
        }
        final String text = new String(destination.array(), 0, length, StandardCharsets.US_ASCII);
        return info.isAborted() ? "aborted" : text + (info.isComplete() ? "" : "...");
    }
}
