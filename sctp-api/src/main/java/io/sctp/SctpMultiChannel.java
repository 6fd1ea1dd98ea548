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
 * A channel with many associations: the one-to-many style (RFC 6458 section 3).
 *
 * <p>A message is sent to the association that {@link SendInfo#association(int)} names, or to the peer at {@link
 * SendInfo#destination}; if there is no association with that peer, it is set up. Every received message names its
 * association. Associations start and end without a call: subscribe to {@link NotificationType#ASSOCIATION_CHANGE}.
 */
public interface SctpMultiChannel extends SctpMessageChannel {
    /** Opens a channel of the provider that {@link SctpProvider#auto()} chooses, for IPv4 and IPv6. */
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
     * @param local an {@link SctpAddress} or an {@link java.net.InetSocketAddress}
     * @param backlog above 0 to accept associations from peers, 0 to refuse them
     */
    SctpMultiChannel bind(SocketAddress local, int backlog) throws IOException;

    /**
     * Sets up an association with a peer, which may have several addresses. In blocking mode, waits until it is up. In
     * non-blocking mode, {@link NotificationType#ASSOCIATION_CHANGE} reports when it is.
     *
     * @return the association
     */
    Association connect(SocketAddress peer) throws IOException;

    /**
     * As {@link #connect(SocketAddress)}, with a timeout. An association that is not up in time is aborted.
     *
     * @throws SctpException.TimedOut if the association is not up in time
     */
    Association connect(SocketAddress peer, Duration timeout) throws IOException;

    /** A handle on the association with this id. Its methods fail if there is none. */
    Association association(int id);

    /** All current associations. */
    List<Association> associations() throws IOException;

    /**
     * Moves an association to its own channel, in blocking mode, with this channel's options. Messages that wait to be
     * received move with it (RFC 6458 section 9.2).
     *
     * @throws SctpException if the association does not exist
     */
    SctpChannel peelOff(int associationId, PeelOffFlag... flags) throws IOException;

    /** Settings of the channel that {@link #peelOff} returns. */
    enum PeelOffFlag {
        /** The channel is in non-blocking mode. */
        NON_BLOCKING,
        /** Programs that this one executes inherit the descriptor; by default they do not. */
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
