package io.sctp.bench.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Messages to and from a server, one after the other, before a load. */
public interface Talk {
    /** Sends a message. */
    void say(ByteBuffer message, int stream) throws IOException;

    /**
     * Waits for the next message.
     *
     * @param awaited what it should be, for the error if it does not come
     * @throws IOException if it does not come in time, or the association ends
     */
    ByteBuffer hear(String awaited) throws IOException, InterruptedException;
}
