package io.sctp.userspace.option;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.engine.Association;
import io.sctp.engine.Path;
import java.net.InetSocketAddress;

/** An association, as far as its options have to know it. */
public interface AssociationOptionOwner {
    /** The engine's side of it. */
    Association engine();

    /** Its own copy of its channel's settings. */
    Settings settings();

    /** The path to an address of the peer; null if it is not the peer's. */
    Path path(InetSocketAddress address);

    /** Sends new messages on this path. */
    void makePrimary(Path path);

    /** Asks the peer to send to one of this end's addresses (RFC 5061 section 4.2.4). */
    void askForPrimary(String operation, InetSocketAddress address) throws SctpException;

    /** The peer's UDP port on a path for which none was set. */
    int usualUdpPort(Path path);

    /** An error that names both ends. */
    SctpException refusal(String operation, Errno errno, String why);
}
