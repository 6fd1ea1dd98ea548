package io.sctp.userspace.channel;

import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.SctpPoller;
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
 * The base of all channels of this provider: addresses, options and events. Guarded by the lock of the channel's
 * current driver, which {@link #enter} takes.
 */
public abstract class UserspaceEndpoint<C extends SctpEndpoint> extends ChannelSkeleton<C> {
    private static final Duration CONFIRMATION_TIME = Duration.ofSeconds(2);
    private static final int ANYTHING = SctpPoller.READABLE | SctpPoller.WRITABLE | SctpPoller.ACCEPTABLE;

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

    /** Creates a channel for another channel's association, with that channel's addresses and settings. */
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

    /** An operation on the endpoint under the driver's lock. */
    @FunctionalInterface
    interface Use<R> {
        R run() throws SctpException;
    }

    /** An operation on the endpoint under the driver's lock. */
    @FunctionalInterface
    interface Action {
        void run() throws SctpException;
    }

    /**
     * Takes the lock that guards the endpoint; {@link #leave} must follow.
     *
     * @return the driver whose lock was taken
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
     * Moves the endpoint to another driver, whose lock guards it from now on. It has no association with the previous
     * driver, and this must be the last action under that driver's lock.
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
            guard.leave(); // not that of the driver to which it may have moved
            tellDrivers();
        }
    }

    /** Publishes an operation's changes to all drivers. Called without a lock. */
    void tellDrivers() {}

    /**
     * Called after {@link #onClose}, without a lock: ends everything that the endpoint has in all drivers. It still
     * owns its port.
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

    /** The driver has failed: every call except {@link #close} reports it. */
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

    /** The exception that calls throw after the driver has ended. */
    Errno endErrno() {
        return Errno.EIO;
    }

    /** The driver has ended, so the endpoint is unusable; called without a lock. Its port is released. */
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

    /** The state shared by the channels of its stack. */
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

    /** Takes a port and checks the addresses. Nothing is changed if that fails. */
    final void bindTo(final SctpAddress wanted) throws SctpException {
        binding.take(wanted, this);
    }

    /** Returns the port and addresses that a bind to this address requests. */
    static SctpAddress wanted(final SocketAddress local) {
        return local == null ? SctpAddress.wildcard(0) : SctpAddress.of(local);
    }

    /** Throws an exception unless the channel's address family includes all of a peer's addresses. */
    final void requireReachable(final String operation, final SctpAddress peer) {
        binding.requireReachable(operation, peer);
    }

    final void unbind() {
        binding.undo();
    }

    /**
     * Throws an exception if all associations of its port must be with one driver, and other drivers have some. Called
     * without a lock.
     */
    final void requireTogether(final SctpAddress wanted) throws IOException {
        if (using("bind", this::needsOneDriver) && wanted.port() != 0) {
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

    /** The addresses of the endpoint and of its associations. */
    final EndpointAddresses addresses() {
        return addresses;
    }

    /**
     * Accepts an association that arrived at a driver, for the port on which the endpoint listens. Called with that
     * driver's lock. Returns null to refuse it.
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

    /** Whether it shares its port. Does not change while it has one. */
    final boolean sharesPort() {
        return settings.get(SctpOptions.REUSE_PORT);
    }

    /** Whether all associations of its port must be with one driver. */
    boolean needsOneDriver() {
        return sharesPort();
    }

    /** Whether the endpoint can use a port that the system chose. */
    boolean isGoodPort(final int candidate) {
        return !needsOneDriver() || Steering.isAlwaysTogether(candidate);
    }

    /** The associations whose addresses change with the endpoint's, including those in set-up. */
    abstract Iterable<ChannelAssociation> associationsToChange();

    @Override
    public final SctpAddress getLocalAddress() throws IOException {
        return using("get local address", this::localAddressOrNull);
    }

    /** The port with all addresses; null before it is bound. */
    @Override
    protected final SctpAddress localAddressOrNull() {
        return binding.localOrNull();
    }

    /** The driver's number for the initial source address. */
    final int localIdTowards(final InetAddress peer) {
        return binding.idTowards(peer, driver.localAddresses());
    }

    /** Lets a driver recognise packets to this endpoint's addresses. The driver must have its socket. */
    final void receiveAtItsAddresses(final Driver receiver) throws SctpException {
        binding.receiveAt(receiver);
    }

    /** The engine's parameters for future associations. */
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
                // A path becomes the primary path only when it is confirmed, shortly after an association begins.
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

    /** Returns the association of a target; null for the endpoint's own settings. */
    abstract ChannelAssociation associationOf(String operation, OptionTarget target) throws SctpException;

    /** All associations. */
    abstract Iterable<ChannelAssociation> ownAssociations();

    /**
     * The settings or addresses of future associations have changed. Must be the last action of a call under the lock.
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

    /** The program has subscribed to an event, or unsubscribed. */
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

    /** The drivers used by the endpoint. */
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

    /**
     * Shuts down all associations because the JVM ends. The channel stays open, so that the program's threads do not
     * fail.
     */
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

    /** Aborts all associations. */
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

    /** Ends everything that the endpoint has, in the background. */
    abstract void onClose();

    /** After closing, waits up to {@code SO_LINGER} until everything sent has been acknowledged. */
    void linger() {}

    /** Wakes all threads that wait in a call. */
    abstract void signalEveryone();

    /**
     * Waits until {@link Waiters#signalAll}, or spuriously. The thread has the lock, taken once, before and after it,
     * also if this fails; but not while it waits.
     */
    final void await(final Waiters waiters, final Deadline deadline, final String operation, final SocketAddress peer)
            throws IOException {
        if (deadline.expired()) {
            throw timedOut(operation, peer);
        }
        final Driver guard = waiters.driver();
        waiters.enlist(Thread.currentThread());
        final Driver.Drive drive = guard.driveAsBorrower(waiters, deadline);
        if (drive == Driver.Drive.SIGNALLED) {
            if (open && !Thread.currentThread().isInterrupted() && guard.equals(driver)) {
                return;
            }
            guard.leave();
        }
        if (drive == Driver.Drive.BY_ANOTHER) {
            Waiters.park(this, deadline);
        }
        try {
            endToWait(operation); // may close the endpoint
        } finally {
            if (enter().equals(guard)) {
                waiters.dismiss(Thread.currentThread());
            }
        }
        requireStillOpen(operation);
    }

    /** Throws an exception if the endpoint was closed while a call waited. */
    final void requireStillOpen(final String operation) throws AsynchronousCloseException {
        if (!open) {
            throw ChannelExceptions.closedMeanwhile(operation, localAddressOrNull(), peerOrNull(), null);
        }
    }

    final SctpException timedOut(final String operation, final SocketAddress peer) {
        return new SctpException.TimedOut(
                operation, Errno.ETIMEDOUT.number(), localAddressOrNull(), peer, "the call timed out");
    }

    // ---- Pollers

    /**
     * Returns for which of a poller's interests the endpoint is ready. Called with the lock. If the driver has ended,
     * it is ready for all, as every call reports the error.
     */
    final int readyFor(final int interest) {
        if (!open) {
            return 0;
        }
        return driver.failure() == null ? readiness() & interest : interest;
    }

    /** Returns what the endpoint is ready for, as a sum of the poller's interests. */
    abstract int readiness();

    final Watchers watchers() {
        return watchers;
    }

    /** Notifies the pollers that the endpoint may be ready for anything. */
    final void tellPollers() {
        watchers.tell(ANYTHING);
    }

    /** Notifies the pollers that the endpoint may be ready for some of these interests. */
    final void tellPollers(final int interests) {
        watchers.tell(interests);
    }

    @Override
    protected String stateForMessages() {
        return null;
    }
}
