package io.sctp.bench.transport;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** The threads that receive from peers and pass each message to the peer's handler. */
public interface Receiver extends AutoCloseable {
    /** Receives from one more peer; from any thread. */
    void add(Connection connection, MessageHandler handler) throws IOException;

    /** The first error that ended receiving, or a peer; null if there was none. */
    Throwable failure();

    /** Aborts all associations, as the end of a process that is killed; {@link #close} must follow. */
    void abort() throws IOException;

    /** Aborts associations, unless they have ended already. */
    static void abortAll(final Iterable<Connection> connections) throws IOException {
        for (final Connection connection : connections) {
            try {
                connection.abort();
            } catch (final ClosedChannelException e) {
                // It has ended: there is nothing to abort.
            }
        }
    }

    /** Ends the threads, then closes the peers. */
    @Override
    void close() throws IOException;
}
