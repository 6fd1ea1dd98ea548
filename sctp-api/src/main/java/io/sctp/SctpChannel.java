package io.sctp;

import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;

/**
 * A channel with one association: the one-to-one style (RFC 6458 section 4).
 *
 * <p>Defaults suit signalling: {@link SctpOptions#NODELAY} is on. {@link #close()} shuts the association down
 * gracefully in the background, or aborts it if messages are unread. {@link Association#abort} ends it at once.
 */
public interface SctpChannel extends SctpMessageChannel {
    /** Opens a channel of the provider that {@link SctpProvider#auto()} chooses, for IPv4 and IPv6. */
    static SctpChannel open() throws IOException {
        return SctpProvider.auto().openChannel(null);
    }

    /** Opens a channel for one address family of the provider that {@link SctpProvider#auto()} chooses. */
    static SctpChannel open(final ProtocolFamily family) throws IOException {
        return SctpProvider.auto().openChannel(family);
    }

    /**
     * Sets the association up with a peer, which may have several addresses. In blocking mode, waits until it is up.
     *
     * @param peer an {@link SctpAddress} or an {@link java.net.InetSocketAddress}; the first address is tried first
     * @return whether the association is up. False only in non-blocking mode; then call {@link #finishConnect()}
     * @throws java.nio.channels.AlreadyConnectedException if the channel already has an association
     * @throws java.nio.channels.ConnectionPendingException if the association is being set up
     * @throws java.nio.channels.UnresolvedAddressException if the address is not resolved
     * @throws SctpException.Refused if nobody listens there
     * @throws SctpException.Unreachable if there is no route to the peer
     * @throws SctpException.TimedOut if the peer does not answer
     */
    boolean connect(SocketAddress peer) throws IOException;

    /**
     * As {@link #connect(SocketAddress)}, with a timeout. After a timeout the channel is closed, because the system
     * would otherwise continue trying.
     *
     * @return true: the association is up
     * @throws SctpException.TimedOut if the association is not up in time
     */
    boolean connect(SocketAddress peer, Duration timeout) throws IOException;

    /**
     * Finishes a connect started by {@link #connect(SocketAddress)}. In blocking mode, waits until the association is
     * up.
     *
     * @return whether the association is up
     * @throws java.nio.channels.NoConnectionPendingException if no connect was started
     */
    boolean finishConnect() throws IOException;

    /** Whether the association is up. */
    boolean isConnected();

    /**
     * The channel's association.
     *
     * @throws java.nio.channels.NotYetConnectedException if the channel has never had one
     * @throws SctpException.NotConnected if it has ended
     */
    Association association() throws IOException;

    /** All of the peer's addresses, or null if there is no association. */
    SctpAddress getRemoteAddress() throws IOException;

    /**
     * Starts a graceful shutdown: messages already sent are delivered, no more can be sent, and the peer's messages can
     * be received until {@link #END_OF_STREAM} (RFC 9260 section 9.2).
     */
    SctpChannel shutdown() throws IOException;

    // ---- The same with this type

    @Override
    SctpChannel bind(SocketAddress local) throws IOException;

    @Override
    SctpChannel bindAdd(InetAddress... addresses) throws IOException;

    @Override
    SctpChannel bindRemove(InetAddress... addresses) throws IOException;

    @Override
    <T> SctpChannel setOption(SocketOption<T> option, T value) throws IOException;

    @Override
    <T> SctpChannel setOption(SctpOption<T> option, T value, OptionTarget target) throws IOException;

    @Override
    SctpChannel subscribe(NotificationType... types) throws IOException;

    @Override
    SctpChannel unsubscribe(NotificationType... types) throws IOException;

    @Override
    SctpChannel configureBlocking(boolean blocking) throws IOException;

    @Override
    SctpChannel closeOnInterrupt(boolean close) throws IOException;
}
