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
 * What the channels of all providers do in the same way: checks of arguments, the blocking mode, the text form, and
 * that each call which changes a channel returns the channel.
 *
 * <p>Safe for use by several threads at once.
 *
 * @param <C> the type of channel that it is to its users
 */
public abstract class ChannelSkeleton<C extends SctpEndpoint> implements SctpEndpoint {
    private final SctpProvider provider;
    private volatile boolean blocking = true;
    private volatile boolean closedOnInterrupt = true;

    /** How many pollers watch the channel; guarded by the lock below. */
    private int watchers;

    private final Object modeLock = new Object();

    /** A channel in blocking mode. */
    protected ChannelSkeleton(final SctpProvider provider) {
        this.provider = provider;
    }

    /** This channel, as its users see it. */
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

    /** The local addresses, for messages; null where none are known. Never fails. */
    protected abstract SctpAddress localAddressOrNull();

    /** The peer's addresses, for messages; null where there is none. Never fails. */
    protected abstract SocketAddress peerOrNull();

    @Override
    public final C bindAdd(final InetAddress... addresses) throws IOException {
        addAddresses("add local address", addresses.clone());
        return self();
    }

    @Override
    public final C bindRemove(final InetAddress... addresses) throws IOException {
        removeAddresses("remove local address", addresses.clone());
        return self();
    }

    // ---- Options

    /** Whether it has many associations, as {@link io.sctp.SctpMultiChannel} has. */
    protected abstract boolean isOneToMany();

    /** Whether it has the one association that it can have, or is setting it up. */
    protected abstract boolean hasAssociation();

    /** Sets an option of the socket, which is not one of SCTP's own, to a value that the catalogue accepted. */
    protected abstract <T> void setSocketOption(SocketOption<T> option, T value) throws IOException;

    /** Sets an option for the target, to a value that the catalogue accepted. */
    protected abstract <T> void setSctpOption(SctpOption<T> option, T value, OptionTarget target) throws IOException;

    /** Reads an option of the socket, which is not one of SCTP's own. */
    protected abstract <T> T getSocketOption(SocketOption<T> option) throws IOException;

    /** Reads an option for the target. */
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
        if (!isSettled(option, accepted, target)) {
            setSctpOption(option, accepted, target);
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

    /**
     * Whether the association has what is wanted already, so that there is nothing to do.
     *
     * @throws SctpException if it is too late: the option counts only when an association begins
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

    /** Subscribes to events, or no more. */
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

    /** A poller watches the channel from now on; fails if that is in blocking mode. */
    protected final void beginToWatch() {
        synchronized (modeLock) {
            if (blocking) {
                throw ChannelExceptions.illegalBlockingMode(
                        "watch", localAddressOrNull(), peerOrNull(), "configureBlocking(false) has to come first");
            }
            watchers++;
        }
    }

    /** A poller watches the channel no more. */
    protected final void endToWatch() {
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
     * Fails if the calling thread is interrupted and the call may have to wait.
     *
     * @param deadline until when the call waits; null if it does not
     */
    protected final void beginToWait(final String operation, final Deadline deadline) throws IOException {
        if (deadline != null && !deadline.isAtOnce() && Thread.currentThread().isInterrupted()) {
            requireOpen(operation);
            throw interrupted(operation);
        }
    }

    /** Fails if the calling thread is interrupted; to be asked whenever it has waited. */
    protected final void endToWait(final String operation) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(operation);
        }
    }

    /** Does what an interrupt does to this channel, and returns what it does to the call. */
    private IOException interrupted(final String operation) throws IOException {
        final SctpAddress local = localAddressOrNull();
        final SocketAddress peer = peerOrNull();
        if (closedOnInterrupt) {
            close();
            return ChannelExceptions.interrupted(operation, local, peer, "which has closed the channel");
        }
        return ChannelExceptions.interruptedCall(operation, local, peer, "the channel stays open");
    }

    // ---- The text form

    /** What else there is to say of the channel, such as its state; null for nothing. */
    protected abstract String stateForMessages();

    /** The name of the channel's kind, as its users know it. */
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
