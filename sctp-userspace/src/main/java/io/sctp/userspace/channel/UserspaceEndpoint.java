package io.sctp.userspace.channel;

import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.spi.ChannelExceptions;
import io.sctp.spi.ChannelSkeleton;
import io.sctp.spi.Deadline;
import io.sctp.spi.SctpProvider;
import io.sctp.udp.Steering;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.driver.Shortages;
import io.sctp.userspace.driver.Waiters;
import io.sctp.userspace.option.Options;
import io.sctp.userspace.option.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * What all channels of this provider share: their addresses, options and events. Guarded by the driver's lock, which
 * {@link #enter} takes: of the driver that the channel is with at the time.
 */
public abstract class UserspaceEndpoint<C extends SctpEndpoint> extends ChannelSkeleton<C> {
    private static final Duration CONFIRMATION_TIME = Duration.ofSeconds(2);

    private final StackContext stack;
    private volatile Driver driver;
    private final Binding binding;
    private final Settings settings;
    private final EndpointOptions options;
    private final EndpointAddresses addresses;

    private volatile boolean open = true;
    private final Watchers watchers = new Watchers();

    UserspaceEndpoint(
            final SctpProvider provider, final StackContext stack, final Driver driver, final ProtocolFamily family) {
        super(provider);
        this.stack = stack;
        this.driver = driver;
        binding = new Binding(family);
        settings = new Settings(stack.config());
        options = new EndpointOptions(this, binding);
        addresses = new EndpointAddresses(this, binding);
        DriverChannels.of(driver).register(this);
    }

    /** A channel for an association that came to another one: it has the other's addresses and settings. */
    UserspaceEndpoint(final UserspaceEndpoint<?> parent, final Driver driver, final EndpointSnapshot snapshot) {
        super(parent.provider());
        stack = parent.stack;
        this.driver = driver;
        binding = new Binding(parent.binding, snapshot);
        settings = snapshot.settings().copy();
        options = new EndpointOptions(this, binding);
        addresses = new EndpointAddresses(this, binding);
        DriverChannels.of(driver).register(this);
    }

    final EndpointSnapshot snapshot() {
        return new EndpointSnapshot(binding.port(), binding.addresses(), settings.copy());
    }

    /** What an operation does with the endpoint while it has the driver's lock. */
    @FunctionalInterface
    interface Use<R> {
        R run() throws SctpException;
    }

    /** What an operation does with the endpoint while it has the driver's lock. */
    @FunctionalInterface
    interface Action {
        void run() throws SctpException;
    }

    /**
     * Takes the lock that guards the endpoint; {@link #leave} must follow.
     *
     * @return whose lock it is
     */
    final Driver enter() {
        while (true) {
            final Driver guard = driver;
            guard.enter();
            if (guard.equals(driver)) {
                return guard;
            }
            guard.leave(); // the endpoint has moved
        }
    }

    final void leave() {
        driver.leave();
    }

    /**
     * From now on the endpoint is with another driver, whose lock guards it. It has nothing with the one it was with,
     * and this is the last that happens with that one's lock.
     */
    void moveTo(final Driver other) {
        DriverChannels.of(driver).forget(this);
        driver = other;
        DriverChannels.of(other).register(this);
    }

    final <R> R using(final String operation, final Use<R> use) throws IOException {
        final Driver guard = enter();
        try {
            requireOpen(operation);
            return use.run();
        } catch (final SctpException e) {
            throw complete(e);
        } catch (final OutOfMemoryError e) {
            throw complete(Shortages.memory(operation, e));
        } finally {
            guard.leave(); // and not that of the driver it may have moved to
            tellDrivers();
        }
    }

    /** All drivers learn what an operation changed, now that no lock is held. */
    void tellDrivers() {}

    /**
     * After {@link #onClose}, and without a lock: ends what the endpoint has with all drivers. Its port is still its
     * own.
     */
    void leaveDrivers() {}

    final void doing(final String operation, final Action action) throws IOException {
        using(operation, () -> {
            action.run();
            return null;
        });
    }

    @Override
    protected final void requireOpen(final String operation) throws IOException {
        if (!open) {
            throw ChannelExceptions.closed(operation, localAddressOrNull(), peerOrNull(), null);
        }
        final Throwable end = driver.failure();
        if (end != null) {
            throw ended(operation, end);
        }
    }

    /** The driver cannot go on: so says every call but {@link #close}. */
    private IOException ended(final String operation, final Throwable end) {
        if (!stack.isOpen()) {
            return StackContext.closed(operation);
        }
        final SctpException failure = SctpException.of(
                operation,
                endErrno().number(),
                localAddressOrNull(),
                peerOrNull(),
                "the thread " + driver + " that serves this channel cannot go on (" + end
                        + "): close the channel and open another");
        failure.initCause(end);
        return failure;
    }

    /** The kind of exception with which calls end if the driver has. */
    Errno endErrno() {
        return Errno.EIO;
    }

    /** The driver has ended, and with it what the endpoint is good for; without a lock. Its port is free for others. */
    final void onDriverEnded() {
        addresses.unwatch();
        binding.release();
        driver.enter();
        try {
            signalEveryone();
        } finally {
            driver.leave();
        }
        tellPollers();
    }

    final SctpException failure(final String operation, final Errno errno, final SocketAddress peer) {
        return SctpException.of(operation, errno.number(), localAddressOrNull(), peer);
    }

    /** What it shares with the other channels of its stack. */
    final StackContext stack() {
        return stack;
    }

    public final Driver driver() {
        return driver;
    }

    final Settings settings() {
        return settings;
    }

    final int port() {
        return binding.port();
    }

    // ---- Addresses

    /** Takes a port and checks the addresses; nothing is changed if that fails. */
    final void bindTo(final SctpAddress wanted) throws SctpException {
        binding.take(wanted, this);
    }

    /** What a bind to this address asks for. */
    static SctpAddress wanted(final SocketAddress local) {
        return local == null ? SctpAddress.wildcard(0) : SctpAddress.of(local);
    }

    /** Fails unless the channel's family has all of a peer's addresses. */
    final void requireReachable(final String operation, final SctpAddress peer) {
        binding.requireReachable(operation, peer);
    }

    final void unbind() {
        binding.undo();
    }

    /**
     * Fails if the endpoint needs all associations from its port with one driver, and others have some. Without a lock.
     */
    final void requireTogether(final SctpAddress wanted) throws IOException {
        if (using("bind", this::keepsTogether) && wanted.port() != 0) {
            stack.listening().requireTogether(wanted);
        }
    }

    @Override
    protected final void addAddresses(final String operation, final InetAddress... more) throws IOException {
        doing(operation, () -> addresses.add(operation, more));
    }

    @Override
    protected final void removeAddresses(final String operation, final InetAddress... fewer) throws IOException {
        doing(operation, () -> addresses.remove(operation, fewer));
    }

    /** Its addresses, and those of its associations. */
    final EndpointAddresses addresses() {
        return addresses;
    }

    /**
     * An association came to the port that the endpoint listens on, at a driver, whose lock is held; null to refuse it.
     */
    ChannelAssociation onIncoming(final Driver at, final io.sctp.engine.Association engine) {
        return null;
    }

    @Override
    protected boolean isOneToMany() {
        return false;
    }

    @Override
    protected final boolean hasAssociation() {
        enter();
        try {
            for (final ChannelAssociation association : associationsToChange()) {
                if (!association.isClosed()) {
                    return true;
                }
            }
            return false;
        } finally {
            leave();
        }
    }

    /** Whether others may have its port, too; does not change while it has one. */
    final boolean sharesPort() {
        return settings.get(SctpOptions.REUSE_PORT);
    }

    /** Whether all associations from its port have to be with one driver. */
    boolean keepsTogether() {
        return sharesPort();
    }

    /** Whether a port of the system's choice is good for the endpoint. */
    boolean isGoodPort(final int candidate) {
        return !keepsTogether() || Steering.isAlwaysTogether(candidate);
    }

    /** The associations whose addresses change with the endpoint's, those that are being set up, too. */
    abstract Iterable<ChannelAssociation> associationsToChange();

    @Override
    public final SctpAddress getLocalAddress() throws IOException {
        return using("get local address", this::localAddressOrNull);
    }

    /** With all addresses; null before it is bound. */
    @Override
    protected final SctpAddress localAddressOrNull() {
        return binding.localOrNull();
    }

    /** The driver's number for the address to send from at first. */
    final int localIdTowards(final InetAddress peer) {
        return binding.idTowards(peer, driver.localAddresses());
    }

    /** Has a driver that has its socket tell this endpoint's addresses from the machine's others. */
    final void receiveAtItsAddresses(final Driver receiver) throws SctpException {
        binding.receiveAt(receiver);
    }

    /** The engine's parameters for associations to come. */
    final AssociationConfig engineConfig() {
        return snapshot().engineConfig(driver);
    }

    @Override
    protected SocketAddress peerOrNull() {
        return null;
    }

    // ---- Options

    @Override
    protected final <T> T getSocketOption(final SocketOption<T> option) throws IOException {
        return using("get " + option.name(), () -> {
            return options.read(option, null, OptionTarget.ENDPOINT);
        });
    }

    @Override
    protected final <T> void setSocketOption(final SocketOption<T> option, final T value) throws IOException {
        final T possible = Options.possible(option, value, stack.memory().messageBytes());
        doing("set " + option.name(), () -> options.write(option, possible, OptionTarget.ENDPOINT));
    }

    @Override
    protected final <T> T getSctpOption(final SctpOption<T> option, final OptionTarget target) throws IOException {
        return using("get " + option.name(), () -> {
            return options.read(option, associationOf("get " + option.name(), target), target);
        });
    }

    @Override
    protected final <T> void setSctpOption(final SctpOption<T> option, final T value, final OptionTarget target)
            throws IOException {
        final Deadline deadline = Deadline.in(CONFIRMATION_TIME);
        while (true) {
            try {
                doing("set " + option.name(), () -> options.write(option, value, target));
                return;
            } catch (final SctpException e) {
                // A path becomes the primary one when it is confirmed, which is soon after an association begins.
                if (e.errno() != Errno.EAGAIN.number()
                        || !isBlocking()
                        || deadline.expired()
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(this, CONFIRMATION_TIME.toNanos() / 1000);
            }
        }
    }

    /** The association that a target names; null for the endpoint's own settings. */
    abstract ChannelAssociation associationOf(String operation, OptionTarget target) throws SctpException;

    /** All associations there are. */
    abstract Iterable<ChannelAssociation> ownAssociations();

    /**
     * The settings or addresses of associations to come have changed; the last thing that a call does with the lock.
     */
    void onSettingsChanged() throws SctpException {}

    // ---- Events

    @Override
    protected final void subscribe(final boolean on, final List<NotificationType> types) throws IOException {
        doing("subscribe", () -> {
            final Set<NotificationType> events = EnumSet.noneOf(NotificationType.class);
            events.addAll(settings.get(SctpOptions.EVENTS));
            if (on) {
                events.addAll(types);
            } else {
                events.removeAll(types);
            }
            settings.put(SctpOptions.EVENTS, Set.copyOf(events));
            for (final NotificationType type : types) {
                onSubscription(type, on);
            }
        });
    }

    /** The program subscribed to an event, or no more. */
    void onSubscription(final NotificationType type, final boolean on) {}

    @Override
    public final boolean isSubscribed(final NotificationType type) throws IOException {
        return using("subscribe", () -> settings.isSubscribed(type));
    }

    @Override
    public final Map<String, Long> counters() throws IOException {
        final Driver own = using("counters", this::driver);
        final Map<String, Long> sums = new TreeMap<>();
        for (final Driver each : servedBy(own)) {
            each.countInto(sums);
        }
        return sums;
    }

    /** The drivers that work for the endpoint. */
    List<Driver> servedBy(final Driver own) {
        return List.of(own);
    }

    // ---- Life

    @Override
    public final boolean isOpen() {
        return open;
    }

    @Override
    public final void close() throws IOException {
        closeNow();
        linger();
    }

    /** As {@link #close}, without waiting for anything. */
    final void closeNow() {
        enter();
        try {
            if (!open) {
                return;
            }
            open = false;
            addresses.unwatch();
            if (driver.failure() == null) {
                onClose();
            }
            DriverChannels.of(driver).forget(this);
            signalEveryone();
        } finally {
            leave();
        }
        leaveDrivers();
        binding.release();
        watchers.cancelAll();
    }

    /** The JVM ends: so do associations, in order. The channel stays open, so that no thread of the program fails. */
    final void endWithJvm() {
        enter();
        try {
            if (open && driver.failure() == null) {
                onClose();
            }
        } finally {
            leave();
        }
        leaveDrivers();
    }

    /** Aborts all associations there are. */
    final void abortAll(final byte[] reason) {
        enter();
        try {
            for (final ChannelAssociation association : associationsToChange()) {
                if (!association.isClosed()) {
                    association.engine().abort(reason);
                }
            }
        } finally {
            leave();
        }
    }

    /** Ends what the endpoint has, in the background. */
    abstract void onClose();

    /** Waits, once it is closed, as long as {@code SO_LINGER} says for what was sent to be acknowledged. */
    void linger() {}

    /** Wakes all threads that wait in a call. */
    abstract void signalEveryone();

    /**
     * Waits, without the lock, until {@link Waiters#signalAll}. The thread is enlisted already, and may still be so
     * afterwards.
     *
     * @return whether the thread has the lock, as after {@link #enter}
     */
    final boolean await(
            final Waiters waiters, final Deadline deadline, final String operation, final SocketAddress peer)
            throws IOException {
        if (deadline.expired()) {
            waiters.leave(Thread.currentThread());
            requireStillOpen(operation);
            throw timedOut(operation, peer);
        }
        final Driver.Drive drive = waiters.driver().driveAsBorrower(waiters, deadline);
        if (drive == Driver.Drive.SIGNALLED) {
            if (open
                    && !Thread.currentThread().isInterrupted()
                    && waiters.driver().equals(driver)) {
                return true;
            }
            waiters.driver().leave();
        }
        if (drive == Driver.Drive.BY_ANOTHER) {
            Waiters.park(this, deadline);
        }
        if (!open || Thread.currentThread().isInterrupted()) {
            waiters.leave(Thread.currentThread());
            endToWait(operation);
            requireStillOpen(operation);
        }
        return false;
    }

    /** Fails if the endpoint was closed while a call waited. */
    final void requireStillOpen(final String operation) throws AsynchronousCloseException {
        if (!open) {
            throw ChannelExceptions.closedMeanwhile(operation, localAddressOrNull(), peerOrNull(), null);
        }
    }

    final SctpException timedOut(final String operation, final SocketAddress peer) {
        return new SctpException.TimedOut(
                operation, Errno.ETIMEDOUT.number(), localAddressOrNull(), peer, "the call's timeout ran out");
    }

    // ---- Pollers

    /** What of a poller's interest the endpoint is ready for; with the lock. Of an ended one any call says so. */
    final int readyFor(final int interest) {
        if (!open) {
            return 0;
        }
        return driver.failure() == null ? readiness() & interest : interest;
    }

    /** What the endpoint is ready for: a sum of the poller's interests. */
    abstract int readiness();

    /** What it can ever be ready for. */
    abstract int possibleInterests();

    final void beginToBeWatched() {
        beginToWatch();
    }

    final void endToBeWatched() {
        endToWatch();
    }

    final Watchers watchers() {
        return watchers;
    }

    /** Tells the pollers that the endpoint may be ready for something. */
    final void tellPollers() {
        watchers.tell();
    }

    @Override
    protected String stateForMessages() {
        return null;
    }
}
