package io.sctp.bench.transport;

import java.io.IOException;
import java.time.Duration;

/** Watches many peers and calls a handler for each that has something to receive. */
public interface Inbox extends AutoCloseable {
    /** Watches one more peer of the same transport; from any thread. */
    void add(Connection connection, Handler handler) throws IOException;

    /** Waits until a peer has something to receive or the timeout ends, and calls the handlers; from one thread. */
    void poll(Duration timeout) throws IOException;

    @Override
    void close() throws IOException;

    /** What to do when a peer has something to receive. */
    @FunctionalInterface
    interface Handler {
        /**
         * Receives from the peer without waiting.
         *
         * @return false if the peer has ended and need not be watched any more
         */
        boolean onReadable(Connection connection) throws IOException;
    }
}
