package io.sctp.kernel;

import io.sctp.OptionTarget;
import io.sctp.natives.Abi;
import io.sctp.spi.SocketAddresses;
import java.nio.ByteBuffer;

/**
 * The offsets at which an option's struct names its association, path and stream. In bytes; {@link #NONE} for a field
 * that the struct lacks.
 *
 * @param size of the struct
 * @param association offset of an {@code sctp_assoc_t}
 * @param address offset of a {@code sockaddr_storage}; family 0 means all paths
 * @param stream offset of a 16-bit stream number
 */
record OptionLayout(int size, int association, int address, int stream) {
    static final int NONE = -1;

    /** A 32-bit number of the endpoint. */
    static final OptionLayout INT = endpoint(Integer.BYTES);

    /** A 32-bit number of an association. */
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

    /** Writes the target of the option into zeroed memory. */
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
