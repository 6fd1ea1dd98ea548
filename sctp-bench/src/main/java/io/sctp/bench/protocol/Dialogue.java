package io.sctp.bench.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A protocol on one association. One thread may write messages while another reads those of the server. */
public interface Dialogue {
    /**
     * Says what must be said before the load; by default nothing.
     *
     * @throws IOException if the server refuses, with its reason, or does not answer
     */
    default void open(final Talk talk) throws IOException, InterruptedException {}

    /**
     * Writes the next message of the load from the buffer's start on, ready to be sent. If it could not be sent, it is
     * written again.
     *
     * @param buffer of at least {@link Protocol#maxBytes}
     * @param bytes the size that the load chose; ignored by a protocol with sizes of its own
     * @param identifier by which its answer is recognized, of {@link Protocol#identifierBits}
     */
    void write(ByteBuffer buffer, int bytes, long identifier);

    /** The stream on which the next message is to be sent, if the load proposes this one. */
    default int stream(final int proposed) {
        return proposed;
    }

    /** The type of the next message, an index of {@link Protocol#messageTypes}. */
    int type();

    /** The message written last was sent, so that the next one is another. */
    default void sent() {}

    /**
     * Reads a message of the server.
     *
     * @param message from position to limit
     * @param stream on which it arrived
     * @param heard is called for what it means, once
     */
    void read(ByteBuffer message, int stream, Heard heard) throws IOException;

    /** Returns what to say after the load, ready to be sent; null for nothing. */
    default ByteBuffer farewell() {
        return null;
    }

    /** What a message of the server means. */
    interface Heard {
        /** It answers the message with this identifier. */
        void answer(long identifier);

        /** It answers the message with this identifier, with an error. */
        void refusal(long identifier, String reason);

        /** It reports an error that concerns no message in particular, or cannot be read. */
        void error(String reason);

        /** It needs no answer. */
        void notice();

        /** It wants this reply, ready to be sent. */
        void request(ByteBuffer reply, int stream) throws IOException;

        /** The server is about to end the association. */
        void goodbye(String reason);
    }
}
