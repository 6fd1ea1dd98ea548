package io.sctp.bench.transport;

import java.io.IOException;

/** The threads that receive from peers and pass each message to the peer's handler. */
public interface Receiver extends AutoCloseable {
    /** Receives from one more peer; from any thread. */
    void add(Connection connection, MessageHandler handler) throws IOException;

    /** The first error that ended receiving, or a peer; null if there was none. */
    Throwable failure();

    /** Ends the threads, then closes the peers. */
    @Override
    void close() throws IOException;
}
