package io.sctp.engine.conformance;

import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;

/** A packet that an engine has sent, taken apart. */
record Packet(
        long timeNs,
        IpAddress destination,
        int udpPort,
        int sourcePort,
        int destinationPort,
        int tag,
        List<Piece> chunks) {

    /**
     * A chunk, or a parameter or cause, for which the flags are 0.
     *
     * @param value what follows the header, without padding
     */
    record Piece(int type, int flags, ByteBuffer value) {
        int at(final int offset) {
            return value.getInt(offset);
        }

        int shortAt(final int offset) {
            return value.getShort(offset) & 0xFFFF;
        }

        long unsignedAt(final int offset) {
            return value.getInt(offset) & 0xFFFF_FFFFL;
        }

        byte[] bytes() {
            return bytesFrom(0);
        }

        byte[] bytesFrom(final int offset) {
            final byte[] bytes = new byte[value.capacity() - offset];
            value.get(offset, bytes);
            return bytes;
        }

        /** The parameters or causes from an offset on. */
        List<Piece> parts(final int offset) {
            return PacketReader.parts(value, offset, value.capacity());
        }

        /** The parameters or causes of a type from an offset on. */
        List<Piece> parts(final int offset, final int wanted) {
            return parts(offset).stream().filter(part -> part.type() == wanted).toList();
        }

        @Override
        public String toString() {
            return "type " + type + " flags " + flags + " length " + (value.capacity() + 4);
        }
    }

    List<Integer> types() {
        return chunks.stream().map(Piece::type).toList();
    }

    boolean has(final int type) {
        return types().contains(type);
    }

    /** The first chunk of a type. */
    Piece chunk(final int type) {
        return chunks.stream()
                .filter(chunk -> chunk.type() == type)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no chunk of type " + type + " in " + this));
    }
}
