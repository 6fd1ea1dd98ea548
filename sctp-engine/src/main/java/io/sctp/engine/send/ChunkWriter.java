package io.sctp.engine.send;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.IDataChunk;
import java.nio.ByteBuffer;

/** Writes outstanding chunks, as DATA or I-DATA, however often they are sent. */
final class ChunkWriter {
    private final BlockPool pool;
    private final OutstandingData outstanding;
    private boolean interleaved;
    private int firstNumbered;
    private int headerLength = DataChunk.HEADER_LENGTH;

    ChunkWriter(final BlockPool pool, final OutstandingData outstanding) {
        this.pool = pool;
        this.outstanding = outstanding;
    }

    void interleave(final boolean whether) {
        interleaved = whether;
        headerLength = whether ? IDataChunk.HEADER_LENGTH : DataChunk.HEADER_LENGTH;
    }

    /** Sets which fragment has number 0 on the wire: the first, or for some peers the second. */
    void firstNumbered(final int fragment) {
        firstNumbered = fragment;
    }

    int headerLength() {
        return headerLength;
    }

    /** Writes a chunk and returns where the next may begin. */
    int write(final ByteBuffer out, final int position, final int tsn, final int length) {
        final int flags = outstanding.flags(tsn);
        if (interleaved) {
            final boolean begins = (flags & DataChunk.FLAG_BEGIN) != 0;
            IDataChunk.writeHeader(
                    out,
                    position,
                    flags,
                    length,
                    tsn,
                    outstanding.stream(tsn),
                    outstanding.mid(tsn),
                    begins ? outstanding.ppid(tsn) : outstanding.fragment(tsn) - firstNumbered);
        } else {
            DataChunk.writeHeader(
                    out, position, flags, length, tsn, outstanding.streamAndSsn(tsn), outstanding.ppid(tsn));
        }
        final int handle = outstanding.handle(tsn);
        out.put(
                position + headerLength,
                pool.buffer(handle),
                BlockPool.offset(handle) + outstanding.blockOffset(tsn),
                length);
        Chunk.pad(out, position, headerLength + length);
        return position + headerLength + Chunk.padded(length);
    }
}
