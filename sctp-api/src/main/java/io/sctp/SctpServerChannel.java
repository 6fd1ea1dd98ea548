package io.sctp;

import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;

/** Listens for associations and returns each one as an {@link SctpChannel}. */
public interface SctpServerChannel extends SctpEndpoint {
    /** The default number of associations that may wait to be accepted. */
    int DEFAULT_BACKLOG = 128;

    /** Opens a channel of the provider that {@link SctpProvider#auto()} chooses, for IPv4 and IPv6. */
    static SctpServerChannel open() throws IOException {
        return SctpProvider.auto().openServerChannel(null);
    }

    /** Opens a channel for one address family of the provider that {@link SctpProvider#auto()} chooses. */
    static SctpServerChannel open(final ProtocolFamily family) throws IOException {
        return SctpProvider.auto().openServerChannel(family);
    }

    /** Binds to one or several local addresses and listens. */
    @Override
    default SctpServerChannel bind(final SocketAddress local) throws IOException {
        return bind(local, DEFAULT_BACKLOG);
    }

    /**
     * Binds to one or several local addresses and listens.
     *
     * @param backlog maximum number of associations that wait to be accepted; the system may lower it ({@code
     *     net.core.somaxconn})
     */
    SctpServerChannel bind(SocketAddress local, int backlog) throws IOException;

    /**
     * Accepts the next association. In blocking mode, waits for one. The peer of an association that waited may already
     * be gone. Then the channel is not connected and has no remote address; the peer's messages can be received,
     * followed by the end of the stream, or by {@link SctpException.Ended} if the peer aborted.
     *
     * @return the new channel, in blocking mode, with this channel's options; null in non-blocking mode if none waits
     * @throws java.nio.channels.NotYetBoundException if this channel is not bound
     */
    SctpChannel accept() throws IOException;

    /**
     * As {@link #accept()}, with a timeout that applies in both blocking modes.
     *
     * @throws SctpException.TimedOut if no association arrived in time
     */
    SctpChannel accept(Duration timeout) throws IOException;

    // ---- The same with this type

    @Override
    SctpServerChannel bindAdd(InetAddress... addresses) throws IOException;

    @Override
    SctpServerChannel bindRemove(InetAddress... addresses) throws IOException;

    @Override
    <T> SctpServerChannel setOption(SocketOption<T> option, T value) throws IOException;

    @Override
    <T> SctpServerChannel setOption(SctpOption<T> option, T value, OptionTarget target) throws IOException;

    @Override
    SctpServerChannel subscribe(NotificationType... types) throws IOException;

    @Override
    SctpServerChannel unsubscribe(NotificationType... types) throws IOException;

    @Override
    SctpServerChannel configureBlocking(boolean blocking) throws IOException;

    @Override
    SctpServerChannel closeOnInterrupt(boolean close) throws IOException;
}
