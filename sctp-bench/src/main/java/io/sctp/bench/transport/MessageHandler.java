package io.sctp.bench.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What to do with the messages of one peer. Calls for one stream come one after the other. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * A message has come.
     *
     * @param message its bytes, from position to limit, valid until the method returns
     * @param stream the stream it came on
     */
    void onMessage(ByteBuffer message, int stream) throws IOException;

    /** All that has been received up to now has been handed over. */
    default void onPause() throws IOException {}

    /**
     * Nothing more will come from the peer, which is closed by whoever calls this.
     *
     * @param cause why, or null if the other side was done
     */
    default void onEnd(final Throwable cause) {}
}
