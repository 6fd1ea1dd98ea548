package io.sctp.spi;

import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The common part of all providers' channels: checks of arguments, the blocking mode, the text form, and the return
 * value of calls that change a channel.
 *
 * <p>Safe for use by several threads at once.
 *
 * @param <C> the channel's type in the API
 */
public abstract class ChannelSkeleton<C extends SctpEndpoint> implements SctpEndpoint {
    private final SctpProvider provider;
    private volatile boolean blocking = true;
    private volatile boolean closedOnInterrupt = true;

    /** Number of pollers that watch the channel; guarded by the lock below. */
    private int watchers;

    private final Object modeLock = new Object();

    /** A channel in blocking mode. */
    protected ChannelSkeleton(final SctpProvider provider) {
        this.provider = provider;
    }

    /** This channel, with its type in the API. */
    protected abstract C self();

    @Override
    public final SctpProvider provider() {
        return provider;
    }

    // ---- Addresses

    /** Adds local addresses. */
    protected abstract void addAddresses(String operation, InetAddress... addresses) throws IOException;

    /** Removes local addresses. */
    protected abstract void removeAddresses(String operation, InetAddress... addresses) throws IOException;

    /** The local addresses, for messages; null if unknown. Never fails. */
    protected abstract SctpAddress localAddressOrNull();

    /** The peer's addresses, for messages; null if there is none. Never fails. */
    protected abstract SocketAddress peerOrNull();

    /** Fails if nobody can listen at the peer's port. */
    protected final void requirePort(final String operation, final SctpAddress peer) throws SctpException {
        if (peer.port() == 0) {
            throw SctpException.of(
                    operation, Errno.EINVAL.number(), localAddressOrNull(), peer, "nobody can listen at port 0");
        }
    }

    @Override
    public final C bindAdd(final InetAddress... addresses) throws IOException {
        addAddresses("add local address", toChange("add local address", addresses));
        return self();
    }

    @Override
    public final C bindRemove(final InetAddress... addresses) throws IOException {
        removeAddresses("remove local address", toChange("remove local address", addresses));
        return self();
    }

    /** Addresses that a bound channel can be asked to add or remove. */
    private InetAddress[] toChange(final String operation, final InetAddress... addresses) throws IOException {
        if (addresses.length == 0) {
            throw new IllegalArgumentException("no address is given");
        }
        requireOpen(operation);
        if (localAddressOrNull() == null) {
            throw ChannelExceptions.notYetBound(operation, null, peerOrNull(), "bind comes first");
        }
        return addresses.clone();
    }

    // ---- Options

    /** Whether it is a one-to-many channel ({@link io.sctp.SctpMultiChannel}). */
    protected abstract boolean isOneToMany();

    /** Whether a one-to-one channel has its association or is setting it up. */
    protected abstract boolean hasAssociation();

    /** Sets a general socket option to a value that the catalogue accepted. */
    protected abstract <T> void setSocketOption(SocketOption<T> option, T value) throws IOException;

    /** Sets an SCTP option for the target, to a value that the catalogue accepted. */
    protected abstract <T> void setSctpOption(SctpOption<T> option, T value, OptionTarget target) throws IOException;

    /** Reads a general socket option. */
    protected abstract <T> T getSocketOption(SocketOption<T> option) throws IOException;

    /** Reads an SCTP option for the target. */
    protected abstract <T> T getSctpOption(SctpOption<T> option, OptionTarget target) throws IOException;

    @Override
    public final <T> T getOption(final SocketOption<T> option) throws IOException {
        Objects.requireNonNull(option, "option");
        if (option instanceof SctpOption<T> sctp) {
            return getOption(sctp, OptionTarget.ENDPOINT);
        }
        requireSupported("get", option);
        return getSocketOption(option);
    }

    @Override
    public final <T> C setOption(final SocketOption<T> option, final T value) throws IOException {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        if (option instanceof SctpOption<T> sctp) {
            return setOption(sctp, value, OptionTarget.ENDPOINT);
        }
        requireSupported("set", option);
        setSocketOption(option, OptionCatalog.of(option).accept(value));
        return self();
    }

    @Override
    public final <T> T getOption(final SctpOption<T> option, final OptionTarget target) throws IOException {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(target, "target");
        requireSupported("get", option);
        OptionTargets.checkReadable(option, target);
        requireAssociation("get", option, target);
        return getSctpOption(option, target);
    }

    @Override
    public final <T> C setOption(final SctpOption<T> option, final T value, final OptionTarget target)
            throws IOException {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(target, "target");
        requireSupported("set", option);
        final T accepted = OptionCatalog.of(option).accept(value);
        OptionTargets.checkWritable(option, accepted, target);
        requireAssociation("set", option, target);
        final OptionTarget meant = isOneToMany() ? target : OptionTargets.ofOneToOne(target);
        if (!isSettled(option, accepted, meant)) {
            setSctpOption(option, accepted, meant);
        }
        return self();
    }

    @Override
    public final Set<SocketOption<?>> supportedOptions() {
        return Set.copyOf(OptionCatalog.supported(provider.name(), isOneToMany()));
    }

    private void requireSupported(final String verb, final SocketOption<?> option) throws SctpException {
        final String why = OptionCatalog.whyNot(option, provider.name(), isOneToMany());
        if (why != null) {
            throw new SctpException.Unsupported(
                    verb + " " + option.name(), Errno.ENOPROTOOPT.number(), localAddressOrNull(), null, why);
        }
    }

    /** Throws an exception if the target is an association, by name or by its option, and the channel has none. */
    private void requireAssociation(final String verb, final SctpOption<?> option, final OptionTarget target)
            throws IOException {
        final boolean isNamed = target.association() > OptionTarget.ALL;
        if (!isNamed && !OptionTargets.isOfAssociationsOnly(option)) {
            return;
        }
        final String operation = verb + ' ' + option.name();
        requireOpen(operation);
        if (isOneToMany() ? !isNamed : !hasAssociation()) {
            throw new SctpException.NotConnected(
                    operation,
                    Errno.ENOTCONN.number(),
                    localAddressOrNull(),
                    peerOrNull(),
                    isNamed ? "the channel has no association" : "only associations have this option");
        }
    }

    /**
     * Whether the association already has the wanted value, so nothing is left to do.
     *
     * @throws SctpException if it is too late: the option applies only when an association is set up
     */
    private <T> boolean isSettled(final SctpOption<T> option, final T wanted, final OptionTarget target)
            throws IOException {
        final OptionEntry<T> entry = OptionCatalog.of(option);
        if (entry.moment() != OptionEntry.Moment.BEFORE_ASSOCIATION || isOneToMany() || !hasAssociation()) {
            return false;
        }
        if (entry.isNegotiated() && wanted.equals(getSctpOption(option, target))) {
            return true;
        }
        throw SctpException.of(
                "set " + option,
                Errno.EISCONN.number(),
                localAddressOrNull(),
                peerOrNull(),
                OptionCatalog.tooLate(option));
    }

    // ---- Events

    /** Subscribes to events, or unsubscribes. */
    protected abstract void subscribe(boolean on, List<NotificationType> types) throws IOException;

    @Override
    public final C subscribe(final NotificationType... types) throws IOException {
        subscribe(true, List.of(types));
        return self();
    }

    @Override
    public final C unsubscribe(final NotificationType... types) throws IOException {
        subscribe(false, List.of(types));
        return self();
    }

    // ---- The blocking mode

    /** Fails if the channel is closed. */
    protected abstract void requireOpen(String operation) throws IOException;

    @Override
    public final boolean isBlocking() {
        return blocking;
    }

    @Override
    public final C configureBlocking(final boolean nowBlocking) throws IOException {
        requireOpen("configure blocking");
        synchronized (modeLock) {
            if (nowBlocking && watchers > 0) {
                throw ChannelExceptions.illegalBlockingMode(
                        "configure blocking", localAddressOrNull(), peerOrNull(), "a poller watches the channel");
            }
            blocking = nowBlocking;
        }
        return self();
    }

    /** Records that a poller watches the channel; fails if the channel is in blocking mode. */
    final void beginToWatch() {
        synchronized (modeLock) {
            if (blocking) {
                throw ChannelExceptions.illegalBlockingMode(
                        "watch", localAddressOrNull(), peerOrNull(), "call configureBlocking(false) first");
            }
            watchers++;
        }
    }

    /** Records that a poller no longer watches the channel. */
    final void endToWatch() {
        synchronized (modeLock) {
            watchers--;
        }
    }

    // ---- Interrupts

    @Override
    public final boolean isClosedOnInterrupt() {
        return closedOnInterrupt;
    }

    @Override
    public final C closeOnInterrupt(final boolean close) throws IOException {
        requireOpen("close on interrupt");
        closedOnInterrupt = close;
        return self();
    }

    /**
     * Fails if the calling thread is interrupted and the call may wait.
     *
     * @param deadline when the call's wait ends; null if it does not wait
     */
    protected final void beginToWait(final String operation, final Deadline deadline) throws IOException {
        if (deadline != null && !deadline.isAtOnce() && Thread.currentThread().isInterrupted()) {
            requireOpen(operation);
            throw interrupted(operation);
        }
    }

    /** Fails if the calling thread is interrupted; call it after each wait. */
    protected final void endToWait(final String operation) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(operation);
        }
    }

    /** Applies an interrupt to this channel, and returns the exception for the call. */
    private IOException interrupted(final String operation) throws IOException {
        final SctpAddress local = localAddressOrNull();
        final SocketAddress peer = peerOrNull();
        if (closedOnInterrupt) {
            close();
            return ChannelExceptions.interrupted(operation, local, peer, "which has closed the channel");
        }
        return ChannelExceptions.interruptedCall(operation, local, peer, "the channel stays open");
    }

    // ---- Failures

    /** The failure, which names both ends of this channel from now on. */
    protected final SctpException complete(final SctpException failure) {
        MessageAccess.get().complete(failure, localAddressOrNull(), peerOrNull());
        return failure;
    }

    // ---- The text form

    /** More about the channel's state for messages; null for nothing. */
    protected abstract String stateForMessages();

    /** The name of the channel's type in the API. */
    protected abstract String kind();

    @Override
    public final String toString() {
        final StringBuilder text = new StringBuilder(kind()).append('[').append(provider.name());
        final SctpAddress local = localAddressOrNull();
        if (local != null) {
            text.append(", local ").append(local);
        }
        final SocketAddress peer = peerOrNull();
        if (peer != null) {
            text.append(", peer ").append(peer);
        }
        final String state = isOpen() ? stateForMessages() : "closed";
        if (state != null) {
            text.append(", ").append(state);
        }
        return text.append(']').toString();
    }
}
