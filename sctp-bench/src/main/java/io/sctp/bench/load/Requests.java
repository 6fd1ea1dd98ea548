package io.sctp.bench.load;

import java.nio.ByteBuffer;

/** Writes the messages that the sender sends on one association; for its thread. */
interface Requests {
    /** The stream for the next message, if the load proposes this one. */
    default int stream(final int proposed) {
        return proposed;
    }

    /**
     * Writes the next message. If it is not sent, it is written again.
     *
     * @param bytes its size, unless it has one of its own
     * @param stream that of {@link #stream}
     * @param sequence its number within that stream
     * @param intendedNs when it was to be sent
     * @param sentNs now
     * @return the message; valid until the next call; null if it must wait for answers to others
     */
    ByteBuffer next(int bytes, int stream, long sequence, long intendedNs, long sentNs);

    /** The message written last was sent. */
    default void sent() {}

    /** The message written last was not sent. */
    default void unsent() {}
}
