package io.sctp;

import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;

/**
 * One association per channel: the one-to-one style of RFC 6458, section 4.
 *
 * <p>Defaults are for signalling: {@link SctpOptions#NODELAY} is on. {@link #close()} shuts the association down in
 * good order in the background (unread messages make it an abort); {@link Association#abort} ends it at once.
 */
public interface SctpChannel extends SctpMessageChannel {
    /** Opens a channel of the provider that {@link SctpProvider#auto()} chooses, for IPv4 and IPv6 alike. */
    static SctpChannel open() throws IOException {
        return SctpProvider.auto().openChannel(null);
    }

    /** Opens a channel for one address family of the provider that {@link SctpProvider#auto()} chooses. */
    static SctpChannel open(final ProtocolFamily family) throws IOException {
        return SctpProvider.auto().openChannel(family);
    }

    /**
     * Sets up the association with a peer that may have several addresses, and waits for it in blocking mode.
     *
     * @param peer an {@link SctpAddress} or an {@link java.net.InetSocketAddress}; the first address is tried first
     * @return whether the association is up; false only in non-blocking mode: {@link #finishConnect()} then finishes it
     * @throws java.nio.channels.AlreadyConnectedException if the channel has its association
     * @throws java.nio.channels.ConnectionPendingException if it is being set up
     * @throws java.nio.channels.UnresolvedAddressException if the address has not been resolved
     * @throws SctpException.Refused if nobody listens there
     * @throws SctpException.Unreachable if no route leads there
     * @throws SctpException.TimedOut if the peer does not answer
     */
    boolean connect(SocketAddress peer) throws IOException;

    /**
     * As {@link #connect(SocketAddress)}, waiting no longer than the timeout. A channel that timed out is closed, since
     * the system would otherwise go on trying.
     *
     * @return true: the association is up
     * @throws SctpException.TimedOut if the association is not up in time
     */
    boolean connect(SocketAddress peer, Duration timeout) throws IOException;

    /**
     * Finishes a connect that {@link #connect(SocketAddress)} began; waits for it in blocking mode.
     *
     * @return whether the association is up
     * @throws java.nio.channels.NoConnectionPendingException if none was begun
     */
    boolean finishConnect() throws IOException;

    /** Whether the association is up. */
    boolean isConnected();

    /**
     * The channel's association.
     *
     * @throws java.nio.channels.NotYetConnectedException if there has never been one
     * @throws SctpException.NotConnected if it has ended
     */
    Association association() throws IOException;

    /** All of the peer's addresses, or null if there is no association. */
    SctpAddress getRemoteAddress() throws IOException;

    /**
     * Begins a graceful shutdown: what was sent will still arrive, nothing more can be sent, and messages of the peer's
     * can be received until {@link #END_OF_STREAM} (RFC 9260, section 9.2).
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
