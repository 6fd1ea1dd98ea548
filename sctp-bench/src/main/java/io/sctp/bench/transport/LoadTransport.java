package io.sctp.bench.transport;

import io.sctp.SctpAddress;
import java.io.IOException;

/** A way to carry messages between a load generator and its server. */
public interface LoadTransport {
    /** Its name, as {@code --provider} takes it and results show it. */
    String name();

    /** Listens on the address; port 0 lets the system choose. */
    Acceptor listen(SctpAddress local, Setup setup) throws IOException;

    /** Sets an association up, and waits until it is. */
    Peer connect(SctpAddress remote, Setup setup) throws IOException;

    /** Opens an inbox for peers of this transport. */
    Inbox openInbox() throws IOException;

    /**
     * What both ends agree on before an association begins.
     *
     * @param streams streams to ask for and to grant, each way
     * @param ppid payload protocol identifier of every message
     * @param unordered whether messages may overtake each other
     * @param maxMessageBytes the largest message
     * @param waiting whether {@link Peer#receive} is to wait, as for a thread of its own, or a {@link Inbox} is used
     */
    record Setup(int streams, int ppid, boolean unordered, int maxMessageBytes, boolean waiting) {}
}
