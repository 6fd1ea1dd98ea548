package io.sctp.bench.load;

import io.sctp.bench.payload.Payload;
import java.nio.ByteBuffer;

/** Messages for a server of this project: each carries what its answer is recognized by. */
final class OwnRequests implements Requests {
    private final int association;
    private final int flags;
    private final ByteBuffer buffer;
    private final Payload payload = new Payload();

    /**
     * Begins with the first message.
     *
     * @param association its number
     * @param flags of {@link Payload}
     * @param buffer from {@link Payload#allocate}; the associations of one sender may share it
     */
    OwnRequests(final int association, final int flags, final ByteBuffer buffer) {
        this.association = association;
        this.flags = flags;
        this.buffer = buffer;
    }

    @Override
    public ByteBuffer next(
            final int bytes, final int stream, final long sequence, final long intendedNs, final long sentNs) {
        payload.write(buffer, bytes, association, stream, flags, sequence, intendedNs, sentNs);
        return buffer;
    }
}
