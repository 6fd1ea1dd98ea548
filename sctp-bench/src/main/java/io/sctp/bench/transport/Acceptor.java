package io.sctp.bench.transport;

import io.sctp.SctpAddress;
import java.io.IOException;

/** Listens for peers. Closing it from another thread ends a waiting accept with an exception. */
public interface Acceptor extends AutoCloseable {
    /** The address on which it listens, with the actual port. */
    SctpAddress address() throws IOException;

    /**
     * Waits for the next peer.
     *
     * @throws LostConnectionException if a peer connected and was lost at once; the next one may be fine
     */
    Connection accept() throws IOException;

    @Override
    void close() throws IOException;
}
