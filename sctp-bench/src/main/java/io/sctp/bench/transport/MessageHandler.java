package io.sctp.bench.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Handles the messages of one peer. Calls for one stream are made one after the other. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Records a message that has arrived.
     *
     * @param message its bytes, from position to limit, valid until the method returns
     * @param stream on which it arrived
     */
    void onMessage(ByteBuffer message, int stream) throws IOException;

    /** All messages received so far have been passed to this handler. */
    default void onPause() throws IOException {}

    /**
     * The peer sends no more. The caller closes it.
     *
     * @param cause the error, or null if the other side has finished
     */
    default void onEnd(final Throwable cause) {}
}
