package io.sctp;

import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.util.Map;

/**
 * What all SCTP channels have in common: local addresses, options, notifications and a blocking mode.
 *
 * <p>Safe for use by several threads at once. {@link #close()} from any thread ends every blocked call on the channel
 * with {@link java.nio.channels.AsynchronousCloseException}.
 *
 * <p>As with every NIO channel, interrupting a thread that is blocked in a call on the channel closes the channel. That
 * call ends with {@link java.nio.channels.ClosedByInterruptException}, calls of other threads end with {@link
 * java.nio.channels.AsynchronousCloseException}, and the interrupt status stays set. The same happens if an already
 * interrupted thread makes a call that may wait. {@link #closeOnInterrupt} keeps the channel open instead. Calls that
 * never wait are not affected: in non-blocking mode, all calls without a timeout.
 *
 * <p>Every method throws {@link java.nio.channels.ClosedChannelException} once the channel is closed, and {@link
 * SctpException.Unsupported} if the provider or the kernel lacks what is requested. All exceptions of a channel are
 * {@link SctpFailure}s with the error number and the addresses, except those about null or out-of-range arguments.
 */
public interface SctpEndpoint extends NetworkChannel {
    /** The provider that made this channel. */
    SctpProvider provider();

    /**
     * Binds to one or several local addresses. Null binds to the wildcard address and a port that the system chooses.
     *
     * @param local an {@link SctpAddress} or an {@link java.net.InetSocketAddress}
     * @throws java.nio.channels.AlreadyBoundException if the channel is already bound
     * @throws java.nio.channels.ConnectionPendingException if its association is being set up
     * @throws java.nio.channels.UnsupportedAddressTypeException if the address is of another type, or is not IPv4 and
     *     the channel is for IPv4
     * @throws SctpException.AddressInUse if another endpoint uses the port
     * @throws SctpException.AddressNotAvailable if an address is not one of this machine
     * @throws SctpException if it fails otherwise. After a failure the channel has no address and can be bound again.
     *     The exception: if a port was taken between two steps of the bind, the channel is closed, because Linux cannot
     *     unbind it
     */
    @Override
    SctpEndpoint bind(SocketAddress local) throws IOException;

    /**
     * Adds local addresses to a bound endpoint. Existing associations that have agreed on dynamic address
     * reconfiguration (RFC 5061) announce them to their peers; the others keep the addresses that they have.
     *
     * @throws IllegalArgumentException if no address is given
     * @throws java.nio.channels.NotYetBoundException if the endpoint is not bound
     * @throws SctpException.AddressNotAvailable if an address is not one of this machine
     * @throws SctpException if the endpoint has an address already
     */
    SctpEndpoint bindAdd(InetAddress... addresses) throws IOException;

    /**
     * Removes local addresses; the last one cannot be removed. For associations, it is as with {@link #bindAdd}.
     *
     * @throws IllegalArgumentException if no address is given
     * @throws java.nio.channels.NotYetBoundException if the endpoint is not bound
     * @throws SctpException if the endpoint does not have an address, or has no other
     */
    SctpEndpoint bindRemove(InetAddress... addresses) throws IOException;

    /** All local addresses and the port, or null if the endpoint is not bound. */
    @Override
    SctpAddress getLocalAddress() throws IOException;

    /**
     * Counters of the threads that serve the endpoint, by name, as in {@link SctpProvider#counters}. They include other
     * endpoints that the same threads serve, and packets that belong to no association. Empty if the provider has none.
     */
    default Map<String, Long> counters() throws IOException {
        return Map.of();
    }

    /** The value of an option for the endpoint, which is also the default of future associations. */
    @Override
    <T> T getOption(SocketOption<T> option) throws IOException;

    /**
     * Sets an option for the endpoint and future associations.
     *
     * @throws IllegalArgumentException if the value is not in the option's range
     */
    @Override
    <T> SctpEndpoint setOption(SocketOption<T> option, T value) throws IOException;

    /** The value of an option for one association, path or stream. */
    <T> T getOption(SctpOption<T> option, OptionTarget target) throws IOException;

    /** Sets an option for one association, path or stream. */
    <T> SctpEndpoint setOption(SctpOption<T> option, T value, OptionTarget target) throws IOException;

    /** Subscribes to these events, for existing and future associations. */
    SctpEndpoint subscribe(NotificationType... types) throws IOException;

    /** Unsubscribes from these events. */
    SctpEndpoint unsubscribe(NotificationType... types) throws IOException;

    /** Whether the endpoint is subscribed to the event. */
    boolean isSubscribed(NotificationType type) throws IOException;

    /** Whether calls block until they can complete; true for a new channel. */
    boolean isBlocking();

    /**
     * Sets the blocking mode. In non-blocking mode a call that would wait reports that by its return value.
     *
     * @throws java.nio.channels.IllegalBlockingModeException if blocking is requested while a poller watches the
     *     channel
     */
    SctpEndpoint configureBlocking(boolean blocking) throws IOException;

    /** Whether an interrupt of a thread in a call on the channel closes the channel; true for a new channel. */
    boolean isClosedOnInterrupt();

    /**
     * Sets whether an interrupt of a thread that is blocked in a call closes the channel. If false, only the call ends,
     * with {@link java.io.InterruptedIOException}, and the interrupt status stays set. Such a call has received or sent
     * nothing, except that the position of a batch shows how many of its messages were sent. An interrupted connect
     * continues, and {@link SctpChannel#finishConnect} finishes it.
     *
     * <p>It applies to calls that start later. Accepted and peeled-off channels inherit it. With false, receives of
     * platform threads on one-to-one kernel channels need one more system call.
     */
    SctpEndpoint closeOnInterrupt(boolean close) throws IOException;
}
