package io.sctp;

import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.util.Map;

/**
 * What every SCTP channel has: local addresses, options, notifications and a blocking mode.
 *
 * <p>Safe for use by several threads at once. {@link #close()} from any thread ends every call that is blocked on the
 * channel with {@link java.nio.channels.AsynchronousCloseException}.
 *
 * <p>Interrupting a thread that is blocked in a call on the channel closes the channel, as for every NIO channel: the
 * call ends with {@link java.nio.channels.ClosedByInterruptException}, calls of other threads with
 * {@link java.nio.channels.AsynchronousCloseException}, and the interrupt status stays set. So does a call that may have
 * to wait by a thread that is interrupted already. {@link #closeOnInterrupt} has the channel outlive an interrupt. Calls
 * that never wait, as all but timed ones in non-blocking mode, are not affected.
 *
 * <p>Every method throws {@link java.nio.channels.ClosedChannelException} once the channel is closed, and
 * {@link SctpException.Unsupported} where the provider or the kernel lacks what is asked for. All exceptions of a
 * channel are {@link SctpFailure}s, which tell the error number and the addresses, but those about arguments that are
 * null or out of range.
 */
public interface SctpEndpoint extends NetworkChannel {
    /** The provider that made this channel. */
    SctpProvider provider();

    /**
     * Binds to one or several local addresses; null binds to the wildcard and a port of the system's choice.
     *
     * @param local an {@link SctpAddress} or an {@link java.net.InetSocketAddress}
     * @throws java.nio.channels.AlreadyBoundException if the channel is bound already
     * @throws java.nio.channels.ConnectionPendingException if its association is being set up
     * @throws java.nio.channels.UnsupportedAddressTypeException if the address is of another type, or the channel is for
     *     IPv4 and the address is not
     * @throws SctpException.AddressInUse if another endpoint has the port
     * @throws SctpException.AddressNotAvailable if an address is not this machine's
     * @throws SctpException if it fails; then the channel has no address at all, and can be bound again. Only if a port
     *     was taken between two steps of a bind the channel is closed, since Linux cannot unbind it
     */
    @Override
    SctpEndpoint bind(SocketAddress local) throws IOException;

    /**
     * Adds local addresses to a bound endpoint; an association that exists is told if it has dynamic address
     * reconfiguration (RFC 5061).
     */
    SctpEndpoint bindAdd(InetAddress... addresses) throws IOException;

    /** Removes local addresses; the last one cannot be removed. */
    SctpEndpoint bindRemove(InetAddress... addresses) throws IOException;

    /** All local addresses and the port, or null if the endpoint is not bound. */
    @Override
    SctpAddress getLocalAddress() throws IOException;

    /**
     * What the threads have counted that serve the endpoint, by name, as {@link SctpProvider#counters}: what others
     * have with the same threads is among it, and what strangers sent to any of them. Empty where the system counts.
     */
    default Map<String, Long> counters() throws IOException {
        return Map.of();
    }

    /** The value of an option for the endpoint, which is also the default of its later associations. */
    @Override
    <T> T getOption(SocketOption<T> option) throws IOException;

    /**
     * Sets an option for the endpoint and its later associations.
     *
     * @throws IllegalArgumentException if the value is not in the option's range
     */
    @Override
    <T> SctpEndpoint setOption(SocketOption<T> option, T value) throws IOException;

    /** The value of an option for one association, path or stream. */
    <T> T getOption(SctpOption<T> option, OptionTarget target) throws IOException;

    /** Sets an option for one association, path or stream. */
    <T> SctpEndpoint setOption(SctpOption<T> option, T value, OptionTarget target) throws IOException;

    /** Asks for these events from now on, on the associations there are and those to come. */
    SctpEndpoint subscribe(NotificationType... types) throws IOException;

    /** Asks for these events no more. */
    SctpEndpoint unsubscribe(NotificationType... types) throws IOException;

    /** Whether the endpoint is subscribed to the event. */
    boolean isSubscribed(NotificationType type) throws IOException;

    /** Whether calls wait until they can be done; true for a new channel. */
    boolean isBlocking();

    /**
     * Chooses whether calls wait. In non-blocking mode a call that would have to wait says so by its return value.
     *
     * @throws java.nio.channels.IllegalBlockingModeException if they shall wait, and a poller watches the channel
     */
    SctpEndpoint configureBlocking(boolean blocking) throws IOException;

    /** Whether the channel is closed when a thread is interrupted in a call on it; true for a new channel. */
    boolean isClosedOnInterrupt();

    /**
     * Chooses whether the channel is closed when a thread is interrupted that is blocked in a call on it. If not, the
     * call alone ends, with {@link java.io.InterruptedIOException}; the interrupt status stays set. Nothing was
     * received or sent by a call that ended so, but that a batch tells how many of its messages went; a connect goes on,
     * and {@link SctpChannel#finishConnect} finishes it.
     *
     * <p>Receives of platform threads on one-to-one channels of the kernel take one more system call then. For the calls
     * that begin later; accepted and peeled-off channels do as the channel they came from.
     */
    SctpEndpoint closeOnInterrupt(boolean close) throws IOException;
}
