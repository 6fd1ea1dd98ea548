package io.sctp.bench.transport;

import io.sctp.SctpAddress;
import java.io.IOException;

/** Listens for peers. Closing it from another thread ends an accept that waits, with an exception. */
public interface Acceptor extends AutoCloseable {
    /** Where it listens; the port is the real one. */
    SctpAddress address() throws IOException;

    /**
     * Waits for the next peer.
     *
     * @throws LostPeerException if one came and cannot be served; the next one may be
     */
    Peer accept() throws IOException;

    @Override
    void close() throws IOException;
}
