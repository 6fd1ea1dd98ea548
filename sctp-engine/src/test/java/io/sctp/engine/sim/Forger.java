package io.sctp.engine.sim;

import io.sctp.engine.config.IpAddress;
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

    /** Signs the packet; null if nobody does. */
    private Signature signature;

    Forger begin(final int tag) {
        return begin(tag, Simulation.PORT, Simulation.PORT);
    }

    /** Begins a packet that is signed, unless there is nothing to do that with. */
    Forger begin(final int tag, final Signature signedWith) {
        begin(tag);
        if (signedWith != null) {
            signedWith.begin(this);
            signature = signedWith;
        }
        return this;
    }

    Forger begin(final int tag, final int sourcePort, final int destinationPort) {
        PacketHeader.write(packet, 0, sourcePort, destinationPort, tag);
        chunk = 0;
        end = PacketHeader.LENGTH;
        signature = null;
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

    /** A parameter. */
    Forger address(final IpAddress address) {
        if (address.isIpv4()) {
            return shorts(5, 8).ints((int) address.low());
        }
        packet.putLong(end + 4, address.high()).putLong(end + 12, address.low());
        shorts(6, 20);
        end += 16;
        return this;
    }

    Forger fill(final int count) {
        return bytes(new byte[count]);
    }

    /** Returns where what is written next begins. */
    int end() {
        return end;
    }

    boolean hasRoom(final int count) {
        return end + count <= CAPACITY;
    }

    /** Returns the length of the packet. */
    int finish() {
        endChunk();
        if (signature != null) {
            signature.sign(packet, PacketHeader.LENGTH, end);
        }
        checksum.write(packet, 0, end);
        return end;
    }
}
