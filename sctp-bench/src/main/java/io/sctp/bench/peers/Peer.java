package io.sctp.bench.peers;

import java.io.IOException;

/**
 * Two ends on the loopback address, in one process, that move messages of one size. One thread calls the methods of the
 * first end, another those of the second end.
 */
interface Peer extends AutoCloseable {
    /** Sends this many messages from the first end, waiting for buffer space. */
    void send(int messages) throws IOException;

    /** Receives this many messages at the second end. */
    void receive(int messages) throws IOException;

    /** At the first end, sends a message and waits for the answer, this many times. */
    void ping(int times) throws IOException;

    /** At the second end, answers this many messages. */
    void pong(int times) throws IOException;

    @Override
    void close() throws IOException;
}
