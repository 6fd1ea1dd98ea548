package io.sctp;

import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.List;

/**
 * Many associations on one channel: the one-to-many style of RFC 6458, section 3.
 *
 * <p>A message is sent to the association that {@link SendInfo#association(int)} names, or to the one that {@link
 * SendInfo#destination} leads to, which is set up if there is none. Every message received says which association it
 * came on. Associations come and go without a call: subscribe to {@link NotificationType#ASSOCIATION_CHANGE}.
 */
public interface SctpMultiChannel extends SctpMessageChannel {
    /** Opens a channel of the provider that {@link SctpProvider#auto()} chooses, for IPv4 and IPv6 alike. */
    static SctpMultiChannel open() throws IOException {
        return SctpProvider.auto().openMultiChannel(null);
    }

    /** Opens a channel for one address family of the provider that {@link SctpProvider#auto()} chooses. */
    static SctpMultiChannel open(final ProtocolFamily family) throws IOException {
        return SctpProvider.auto().openMultiChannel(family);
    }

    /** Binds to one or several local addresses and listens. */
    @Override
    default SctpMultiChannel bind(final SocketAddress local) throws IOException {
        return bind(local, SctpServerChannel.DEFAULT_BACKLOG);
    }

    /**
     * Binds to one or several local addresses.
     *
     * @param backlog above 0 to accept associations from peers, 0 to refuse them
     */
    SctpMultiChannel bind(SocketAddress local, int backlog) throws IOException;

    /**
     * Begins an association with a peer that may have several addresses, and waits for it in blocking mode. In
     * non-blocking mode the association may still be coming up: {@link NotificationType#ASSOCIATION_CHANGE} tells.
     *
     * @return the association
     */
    Association connect(SocketAddress peer) throws IOException;

    /**
     * As {@link #connect(SocketAddress)}, waiting no longer than the timeout; an association that is not up by then is
     * aborted.
     *
     * @throws SctpException.TimedOut if the association is not up in time
     */
    Association connect(SocketAddress peer, Duration timeout) throws IOException;

    /** The association with this id; whether it exists shows when it is used. */
    Association association(int id);

    /** All associations there are now. */
    List<Association> associations() throws IOException;

    /**
     * Gives an association a channel of its own, in blocking mode, with this channel's options; messages that wait go
     * with it.
     *
     * @throws SctpException if the association does not exist
     */
    SctpChannel peelOff(int associationId, PeelOffFlag... flags) throws IOException;

    /** How the channel of {@link #peelOff} is to be made. */
    enum PeelOffFlag {
        /** In non-blocking mode. */
        NON_BLOCKING,
        /** Passed on to programs that this one executes; by default it is not. */
        INHERITABLE
    }

    // ---- The same with this type

    @Override
    SctpMultiChannel bindAdd(InetAddress... addresses) throws IOException;

    @Override
    SctpMultiChannel bindRemove(InetAddress... addresses) throws IOException;

    @Override
    <T> SctpMultiChannel setOption(SocketOption<T> option, T value) throws IOException;

    @Override
    <T> SctpMultiChannel setOption(SctpOption<T> option, T value, OptionTarget target) throws IOException;

    @Override
    SctpMultiChannel subscribe(NotificationType... types) throws IOException;

    @Override
    SctpMultiChannel unsubscribe(NotificationType... types) throws IOException;

    @Override
    SctpMultiChannel configureBlocking(boolean blocking) throws IOException;

    @Override
    SctpMultiChannel closeOnInterrupt(boolean close) throws IOException;
}
