package io.sctp.kernel;

import io.sctp.OptionTarget;
import io.sctp.natives.Abi;
import io.sctp.spi.SocketAddresses;
import java.nio.ByteBuffer;

/**
 * Where an option's struct says which association, path and stream is meant. Offsets are in bytes, {@link #NONE} for
 * what the struct does not have.
 *
 * @param size of the struct
 * @param association offset of an {@code sctp_assoc_t}
 * @param address offset of a {@code sockaddr_storage}; its family 0 stands for every path
 * @param stream offset of a 16-bit stream number
 */
record OptionLayout(int size, int association, int address, int stream) {
    static final int NONE = -1;

    /** A number of 32 bits for the endpoint. */
    static final OptionLayout INT = endpoint(Integer.BYTES);

    /** A number of 32 bits for an association. */
    static final OptionLayout ASSOC_VALUE = association(Abi.AssocValue.SIZE, Abi.AssocValue.ASSOC_ID);

    static OptionLayout endpoint(final int size) {
        return new OptionLayout(size, NONE, NONE, NONE);
    }

    static OptionLayout association(final int size, final int association) {
        return new OptionLayout(size, association, NONE, NONE);
    }

    static OptionLayout path(final int size, final int association, final int address) {
        return new OptionLayout(size, association, address, NONE);
    }

    static OptionLayout stream(final int size, final int association, final int stream) {
        return new OptionLayout(size, association, NONE, stream);
    }

    /** Writes what the option is read or set for into zeroed memory. */
    void writeTarget(final ByteBuffer memory, final OptionTarget target) {
        if (association != NONE) {
            memory.putInt(association, target.association());
        }
        if (address != NONE && target.address() != null) {
            SocketAddresses.write(memory, address, target.address());
        }
        if (stream != NONE) {
            memory.putShort(stream, (short) target.stream());
        }
    }
}
