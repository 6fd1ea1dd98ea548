package io.sctp.engine.association;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;

/** Sends ERROR chunks for errors that do not end the association (RFC 9260 section 3.3.10). */
final class ErrorReports {
    /**
     * Maximum number of bytes reported of a chunk; with the headers of the ERROR and an AUTH, more would not fit into a
     * UDP datagram.
     */
    private static final int MAX_REPORTED = 65_400;

    /** The bytes whose copying counts as one step of work. */
    private static final int BYTES_PER_STEP = 64;

    private final EngineState engine;

    ErrorReports(final EngineState engine) {
        this.engine = engine;
    }

    /** Queues an ERROR with one cause, whose information is copied from the packet being handled. */
    void report(
            final Tcb association,
            final TransportPath arrivedFrom,
            final int causeCode,
            final ByteBuffer packet,
            final int offset,
            final int length) {
        final TransportPath path = arrivedFrom.isConfirmed() ? arrivedFrom : association.paths.forData();
        final int copied = Math.min(length, MAX_REPORTED);
        final int chunkLength = Chunk.HEADER_LENGTH + Parameter.HEADER_LENGTH + copied;
        final int handle = association.control.reserveAnswer(
                Chunk.padded(chunkLength), path, Transmission.roomForAnswers(association, path));
        if (handle == BlockPool.NONE) {
            engine.counters.controlChunksDropped++;
            return;
        }
        final ByteBuffer out = association.control.buffer(handle);
        final int at = BlockPool.offset(handle);
        Chunk.write(out, at, ChunkType.ERROR, 0, chunkLength);
        Parameter.write(out, at + Chunk.HEADER_LENGTH, causeCode, Parameter.HEADER_LENGTH + copied);
        engine.work.steps(copied / BYTES_PER_STEP);
        out.put(at + Chunk.HEADER_LENGTH + Parameter.HEADER_LENGTH, packet, offset, copied);
        Chunk.pad(out, at, chunkLength);
        association.control.addAnswer(handle, Chunk.padded(chunkLength), path.index());
        engine.lists.wantsToSend(association);
    }
}
