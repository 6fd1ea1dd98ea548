package io.sctp.userspace.option;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.engine.Association;
import io.sctp.engine.Path;
import java.net.InetSocketAddress;

/** The view of an association that its options need. */
public interface AssociationOptionOwner {
    /** The association in the engine. */
    Association engine();

    /** Its copy of the channel's settings. */
    Settings settings();

    /** Returns the path to an address; null if the peer does not have it. */
    Path path(InetSocketAddress address);

    /** Sends new messages on this path. */
    void makePrimary(Path path);

    /** Asks the peer to send to one of this end's addresses (RFC 5061 section 4.2.4). */
    void askForPrimary(String operation, InetSocketAddress address) throws SctpException;

    /** The peer's UDP port on a path for which none was set. */
    int usualUdpPort(Path path);

    /** Returns an exception that names both ends. */
    SctpException refusal(String operation, Errno errno, String why);
}
