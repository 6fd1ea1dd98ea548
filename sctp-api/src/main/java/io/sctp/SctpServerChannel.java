package io.sctp;

import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;

/** Listens for associations and hands each over as an {@link SctpChannel}. */
public interface SctpServerChannel extends SctpEndpoint {
    /** How many associations wait to be accepted unless {@link #bind(SocketAddress, int)} says otherwise. */
    int DEFAULT_BACKLOG = 128;

    /** Opens a channel of the provider that {@link SctpProvider#auto()} chooses, for IPv4 and IPv6 alike. */
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
     * @param backlog how many associations may wait to be accepted; the system clamps it ({@code net.core.somaxconn})
     */
    SctpServerChannel bind(SocketAddress local, int backlog) throws IOException;

    /**
     * Takes the next association, and waits for one in blocking mode. The peer of an association that waited may be gone
     * by now: then the channel is not connected and has no remote address; what the peer sent can be received, and after
     * it comes the end of the stream, or {@link SctpException.Ended} if the peer aborted.
     *
     * @return the new channel, in blocking mode, with this channel's options; null if none waits, in non-blocking mode
     * @throws java.nio.channels.NotYetBoundException if this channel is not bound
     */
    SctpChannel accept() throws IOException;

    /**
     * As {@link #accept()}, waiting no longer than the timeout, whatever the blocking mode.
     *
     * @throws SctpException.TimedOut if none came in time
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
