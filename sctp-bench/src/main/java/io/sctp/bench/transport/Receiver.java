package io.sctp.bench.transport;

import java.io.IOException;

/** The threads that receive from peers and hand each message to the peer's handler. */
public interface Receiver extends AutoCloseable {
    /** Receives from one more peer; from any thread. */
    void add(Peer peer, MessageHandler handler) throws IOException;

    /** What ended receiving, or a peer, before its time; null for nothing. The first of them. */
    Throwable failure();

    /** Ends the threads, then closes the peers. */
    @Override
    void close() throws IOException;
}
