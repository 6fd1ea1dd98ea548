package io.sctp.engine;

import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.IDataChunk;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;

/**
 * The place of a {@link EnginePair}'s client, from which packets of any length come with as many chunks as fit. It
 * knows the steps that the server's engine took for the last packet.
 */
final class BulkPeer {
    private static final int MAX_PACKET = 65_535;

    private final EnginePair pair;
    private final Checksum checksum = new Checksum();
    private final ByteBuffer packet = ByteBuffer.allocateDirect(MAX_PACKET + 1);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();

    /** The next TSN. */
    int tsn;

    /** What the last packet cost, and how long it was. */
    long steps;

    int bytes;

    private int end;

    BulkPeer(final EnginePair pair) {
        this.pair = pair;
        tsn = pair.clientSide.nextTsn();
        begin();
    }

    void begin() {
        PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, pair.serverSide.localTag());
        end = PacketHeader.LENGTH;
    }

    private int room(final int length) {
        if (end + Chunk.padded(length) > MAX_PACKET) {
            hand();
        }
        final int chunk = end;
        end += Chunk.padded(length);
        return chunk;
    }

    /** Adds a DATA chunk; the packet leaves when it is full. */
    void data(final int at, final int flags, final int stream, final int ssn, final int length) {
        final int chunk = room(DataChunk.HEADER_LENGTH + length);
        DataChunk.writeHeader(packet, chunk, flags, length, at, stream << 16 | ssn, 0);
    }

    /** Adds an I-DATA chunk. */
    void iData(final int at, final int flags, final int stream, final int mid, final int ppidOrFsn, final int length) {
        final int chunk = room(IDataChunk.HEADER_LENGTH + length);
        IDataChunk.writeHeader(packet, chunk, flags, length, at, stream, mid, ppidOrFsn);
    }

    /** Adds a chunk of any type whose body is these numbers. */
    void chunk(final int type, final int flags, final int... body) {
        final int length = Chunk.HEADER_LENGTH + Integer.BYTES * body.length;
        final int chunk = room(length);
        Chunk.write(packet, chunk, type, flags, length);
        for (int i = 0; i < body.length; i++) {
            packet.putInt(chunk + Chunk.HEADER_LENGTH + Integer.BYTES * i, body[i]);
        }
    }

    /** Adds a FORWARD TSN with entries of stream and SSN. */
    void forward(final int cumulative, final int... entries) {
        final int[] body = new int[1 + entries.length];
        body[0] = cumulative;
        System.arraycopy(entries, 0, body, 1, entries.length);
        chunk(ChunkType.FORWARD_TSN, 0, body);
    }

    /** Adds a SACK with gap blocks, each a start in the high half and an end in the low one. */
    void sack(final int cumulative, final int window, final int... blocks) {
        final int[] body = new int[3 + blocks.length];
        body[0] = cumulative;
        body[1] = window;
        body[2] = blocks.length << 16;
        System.arraycopy(blocks, 0, body, 3, blocks.length);
        chunk(ChunkType.SACK, 0, body);
    }

    /** Sends what was added, if anything; what comes back waits. */
    void hand() {
        if (end == PacketHeader.LENGTH) {
            return;
        }
        checksum.write(packet, 0, end);
        final long before = pair.server.workSteps();
        pair.server.handlePacket(
                pair.nowNs,
                packet,
                0,
                end,
                EnginePair.CLIENT_ADDRESS.high(),
                EnginePair.CLIENT_ADDRESS.low(),
                EnginePair.UDP_PORT,
                0);
        steps = pair.server.workSteps() - before;
        bytes = end;
        begin();
    }

    /** Takes what the server has to send, and returns the most steps that one poll took. */
    long drain() {
        long most = 0;
        int sent;
        do {
            final long before = pair.server.workSteps();
            sent = pair.server.pollTransmit(pair.nowNs, answer, 0, answer.capacity(), transmit);
            most = Math.max(most, pair.server.workSteps() - before);
        } while (sent > 0);
        return most;
    }
}
