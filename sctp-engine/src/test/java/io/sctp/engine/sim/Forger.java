package io.sctp.engine.sim;

import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;

/** Writes packets chunk by chunk, whatever they say, with a right checksum. */
final class Forger {
    private static final int CAPACITY = 60_000;

    final ByteBuffer packet = ByteBuffer.allocateDirect(1 << 16);

    private final Checksum checksum = new Checksum();
    private int chunk;
    private int end;

    Forger begin(final int tag) {
        return begin(tag, Simulation.PORT, Simulation.PORT);
    }

    Forger begin(final int tag, final int sourcePort, final int destinationPort) {
        PacketHeader.write(packet, 0, sourcePort, destinationPort, tag);
        chunk = 0;
        end = PacketHeader.LENGTH;
        return this;
    }

    /** Ends the chunk before, if there is one, and begins another. */
    Forger chunk(final int type, final int flags) {
        endChunk();
        chunk = end;
        Chunk.write(packet, chunk, type, flags, Chunk.HEADER_LENGTH);
        end += Chunk.HEADER_LENGTH;
        return this;
    }

    private void endChunk() {
        if (chunk > 0) {
            packet.putShort(chunk + 2, (short) (end - chunk));
            while ((end & 3) != 0) {
                packet.put(end++, (byte) 0);
            }
        }
    }

    Forger ints(final int... values) {
        for (final int value : values) {
            packet.putInt(end, value);
            end += Integer.BYTES;
        }
        return this;
    }

    /** Two numbers of 16 bits. */
    Forger shorts(final int first, final int second) {
        return ints(first << 16 | (second & 0xFFFF));
    }

    Forger bytes(final byte... values) {
        packet.put(end, values);
        end += values.length;
        return this;
    }

    Forger fill(final int count) {
        return bytes(new byte[count]);
    }

    boolean hasRoom(final int count) {
        return end + count <= CAPACITY;
    }

    /** Returns the length of the packet. */
    int finish() {
        endChunk();
        checksum.write(packet, 0, end);
        return end;
    }
}
