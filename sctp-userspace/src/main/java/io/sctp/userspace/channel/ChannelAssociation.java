package io.sctp.userspace.channel;

import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.engine.Association;
import io.sctp.engine.CloseReason;
import io.sctp.engine.Path;
import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.SendOptions;
import io.sctp.engine.config.IpAddress;
import io.sctp.option.AssociationState;
import io.sctp.option.AssociationStatistics;
import io.sctp.option.AssociationStatus;
import io.sctp.option.PathState;
import io.sctp.option.PathStatus;
import io.sctp.spi.SocketAddresses;
import io.sctp.userspace.address.Addresses;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.option.AssociationOptionOwner;
import io.sctp.userspace.option.AssociationOptions;
import io.sctp.userspace.option.Options;
import io.sctp.userspace.option.Settings;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The link between an association of the engine and its channel. Guarded by the driver's lock. */
public final class ChannelAssociation implements AssociationOptionOwner {
    private final Driver driver;
    private final int id;
    private final Association engine;
    private final Settings settings;
    private final AssociationOptions options = new AssociationOptions(this);
    private final Reconfiguration reconfiguration = new Reconfiguration(this);
    private UserspaceMessageChannel<?> owner;

    private final AssociationNotifications notifications;
    private final ByteBuffer source =
            ByteBuffer.allocate(SocketAddresses.IPV6_SIZE + Integer.BYTES).order(ByteOrder.nativeOrder());

    private boolean wasUp;
    private boolean blocked;
    private CloseReason closeReason;
    private Errno failure;
    /** The error of this end, not of SCTP, that ended the association; null for none. */
    private Throwable fault;

    /** Whether a message was received in part. */
    boolean isInMessage;

    /** Whether to shut it down once it is established, because its channel is closed. */
    boolean endsWhenUp;

    /** Whether it is in the owner's list of readable associations. */
    boolean isListedReadable;

    private final SendOptions sendOptions = new SendOptions();

    ChannelAssociation(final Driver driver, final Association engine, final UserspaceMessageChannel<?> owner) {
        this(driver, engine, owner, owner.stack().nextAssociationId());
    }

    /** Creates one with a number assigned before. */
    ChannelAssociation(
            final Driver driver, final Association engine, final UserspaceMessageChannel<?> owner, final int id) {
        this.driver = driver;
        this.id = id;
        this.engine = engine;
        this.owner = owner;
        this.settings = owner.settings().copy();
        notifications = new AssociationNotifications(this);
        engine.attach(this);
    }

    int id() {
        return id;
    }

    @Override
    public Association engine() {
        return engine;
    }

    UserspaceMessageChannel<?> owner() {
        return owner;
    }

    /** Moves the association to another channel. */
    void owner(final UserspaceMessageChannel<?> newOwner) {
        owner = newOwner;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    /** The options for the next message. For the thread that has the engine. */
    SendOptions sendOptions() {
        return sendOptions;
    }

    /** The options of this association, its paths and streams. */
    AssociationOptions options() {
        return options;
    }

    /** Stream resets and additions. */
    Reconfiguration reconfiguration() {
        return reconfiguration;
    }

    @Override
    public SctpException refusal(final String operation, final Errno errno, final String why) {
        return SctpException.of(operation, errno.number(), owner.localAddressOrNull(), peerAddress(), why);
    }

    // ---- What happened

    boolean isUp() {
        return wasUp && closeReason == null;
    }

    boolean wasUp() {
        return wasUp;
    }

    boolean isClosed() {
        return closeReason != null;
    }

    CloseReason closeReason() {
        return closeReason;
    }

    /** The error with which it failed or ended; null while it is open or if it ended gracefully. */
    Errno failure() {
        return failure;
    }

    /** The notifications for the program. */
    AssociationNotifications notifications() {
        return notifications;
    }

    void onUp() {
        wasUp = true;
        notePeer();
        notifications.onUp();
    }

    void onRestarted() {
        notePeer();
        notifications.onRestarted();
    }

    void onPrimaryPathChange(final Path primary) {
        notePeer();
        notifications.onPrimaryPathChange(primary);
    }

    void onPathRemoved(final Path path) {
        options.forget(path);
        notifications.onPathRemoved(path);
    }

    /** The rest of a partly received message will not come (RFC 6458 section 6.1.7). */
    void onBrokenOff(final ReceiveInfo message) {
        isInMessage = false;
        notifications.onBrokenOff(message);
    }

    /**
     * An error of this end left the association in doubt, and the engine has ended it. No more messages are received
     * from it.
     */
    void fail(final Throwable thrown) {
        fault = thrown;
        failure = Errno.ECONNABORTED;
        closeReason = closeReason == null ? CloseReason.INTERNAL_ERROR : closeReason;
        owner.signalEveryone();
        owner.tellPollers();
    }

    /** Whether an error of this end has ended it. */
    boolean isFaulty() {
        return fault != null;
    }

    /** Sets the error that ended the association, if any, as the cause of an exception. */
    <E extends SctpException> E because(final E exception) {
        if (fault != null) {
            exception.initCause(fault);
        }
        return exception;
    }

    /** What exceptions say about the end in addition to the error number; null for nothing. */
    String failureText() {
        return fault == null ? null : "an error of this end left the association in doubt: " + fault;
    }

    void onClosed(final CloseReason reason, final int causeCode) {
        closeReason = reason;
        if (failure == null) {
            failure = errnoOf(reason);
        }
        notifications.onClosed(causeCode);
    }

    /** Called when the association has ended, so that its port is available to others. */
    void settlePort() {
        owner.stack().ports().settle(engine.localPort());
    }

    /** The system has no route to the peer, so waiting for an answer is useless. */
    void failSetUp(final Errno errno) {
        failure = errno;
        engine.abort();
    }

    private Errno errnoOf(final CloseReason reason) {
        return switch (reason) {
            case SHUTDOWN -> wasUp ? null : Errno.ECONNABORTED;
            case ABORTED -> Errno.ECONNABORTED;
            case PEER_ABORTED -> wasUp ? Errno.ECONNRESET : Errno.ECONNREFUSED;
            case LOST, SETUP_FAILED, SHUTDOWN_STALLED -> Errno.ETIMEDOUT;
            case PEER_VIOLATION, MESSAGE_UNFINISHED -> Errno.ECONNABORTED;
            case MESSAGE_TOO_LONG, OUT_OF_MEMORY, INTERNAL_ERROR -> Errno.ECONNABORTED;
        };
    }

    // ---- Receiving

    boolean hasMessages() {
        return fault == null && engine.readyMessages() > 0;
    }

    boolean hasSomethingToReceive() {
        return !notifications.isEmpty() || hasMessages();
    }

    /**
     * Whether no more messages will come, because the peer has shut down or the association has ended. Subscribers to
     * association changes are notified of the end first.
     */
    boolean isAtEnd() {
        return isClosed()
                || (!owner.settings().isSubscribed(NotificationType.ASSOCIATION_CHANGE)
                        && switch (engine.state()) {
                            case SHUTDOWN_RECEIVED, SHUTDOWN_ACK_SENT -> true;
                            default -> false;
                        });
    }

    /** The peer's address as a sockaddr of 32 bytes, to be copied. */
    ByteBuffer source() {
        return source;
    }

    private void notePeer() {
        SocketAddresses.write(source, 0, Addresses.of(engine.primaryPath(), engine.peerPort()));
    }

    // ---- Sending

    /** Called when a send found no buffer space. */
    void onBlocked() {
        blocked = true;
    }

    void onRoom() {
        blocked = false;
    }

    boolean hasRoom() {
        return isUp() && takesMessages();
    }

    /** Whether a message can be queued, also during set-up. */
    boolean takesMessages() {
        return !isClosed() && !blocked && engine.bufferedBytes() < engine.sendBufferBytes();
    }

    /** The longest message that fits into one packet. */
    int fragmentationPoint() {
        return engine.fragmentationPoint();
    }

    // ---- What is known of it

    SctpAddress peerAddress() {
        final List<InetAddress> addresses = new ArrayList<>();
        for (int i = 0; i < engine.pathCount(); i++) {
            addresses.add(
                    Addresses.of(engine.path(i).addressHigh(), engine.path(i).addressLow()));
        }
        return SctpAddress.of(engine.peerPort(), addresses);
    }

    /** The local addresses that the peer knows; null if it is bound to the wildcard. */
    SctpAddress localAddress() {
        final List<InetAddress> addresses = engine.config().localAddresses().stream()
                .map(address -> Addresses.of(address.high(), address.low()))
                .toList();
        return addresses.isEmpty() ? null : SctpAddress.of(engine.localPort(), addresses);
    }

    AssociationStatus status() {
        return new AssociationStatus(
                id,
                state(),
                engine.peerWindow(),
                engine.unacknowledgedChunks(),
                engine.missingChunks(),
                engine.inboundStreams(),
                engine.outboundStreams(),
                fragmentationPoint(),
                status(engine.primaryPath()));
    }

    private AssociationState state() {
        return switch (engine.state()) {
            case CLOSED -> AssociationState.CLOSED;
            case COOKIE_WAIT -> AssociationState.COOKIE_WAIT;
            case COOKIE_ECHOED -> AssociationState.COOKIE_ECHOED;
            case ESTABLISHED -> AssociationState.ESTABLISHED;
            case SHUTDOWN_PENDING -> AssociationState.SHUTDOWN_PENDING;
            case SHUTDOWN_SENT -> AssociationState.SHUTDOWN_SENT;
            case SHUTDOWN_RECEIVED -> AssociationState.SHUTDOWN_RECEIVED;
            case SHUTDOWN_ACK_SENT -> AssociationState.SHUTDOWN_ACK_SENT;
        };
    }

    List<PathStatus> paths() {
        final List<PathStatus> paths = new ArrayList<>();
        for (int i = 0; i < engine.pathCount(); i++) {
            paths.add(status(engine.path(i)));
        }
        return List.copyOf(paths);
    }

    private PathStatus status(final Path path) {
        return new PathStatus(
                Addresses.of(path, engine.peerPort()),
                switch (path.state()) {
                    case UNCONFIRMED -> PathState.UNCONFIRMED;
                    case ACTIVE -> PathState.ACTIVE;
                    case POTENTIALLY_FAILED ->
                        notifications.exposesPotentiallyFailed() ? PathState.POTENTIALLY_FAILED : PathState.ACTIVE;
                    case INACTIVE -> PathState.INACTIVE;
                },
                path.congestionWindowBytes(),
                Duration.ofNanos(path.smoothedRoundTripNs()),
                Duration.ofNanos(path.rtoNs()),
                Options.mtu(path));
    }

    AssociationStatistics statistics() {
        return Statistics.of(engine, Addresses.of(engine.primaryPath(), engine.peerPort()));
    }

    /** All counters by name. */
    Map<String, Long> counters() {
        final Map<String, Long> all = new TreeMap<>();
        engine.counters().forEach(all::put);
        all.put("notificationsDropped", notifications.dropped());
        return all;
    }

    /** Whether the peer has this port and one of these addresses. */
    boolean isWith(final int peerPort, final List<IpAddress> peers) {
        if (engine.peerPort() != peerPort) {
            return false;
        }
        for (int i = 0; i < engine.pathCount(); i++) {
            for (final IpAddress peer : peers) {
                if (engine.path(i).hasAddress(peer.high(), peer.low())) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public Path path(final InetSocketAddress address) {
        if (address.getPort() != 0 && address.getPort() != engine.peerPort()) {
            return null;
        }
        final var wanted = Addresses.of(address.getAddress());
        for (int i = 0; i < engine.pathCount(); i++) {
            if (engine.path(i).hasAddress(wanted.high(), wanted.low())) {
                return engine.path(i);
            }
        }
        return null;
    }

    /** Replaces a vanished local address as source by another one that the peer knows, if there is one. */
    void leaveAddress(final int goneId) {
        for (int i = 0; i < engine.pathCount(); i++) {
            final Path path = engine.path(i);
            final int other = path.localId() == goneId ? otherSource(path, goneId) : goneId;
            if (other != goneId) {
                engine.localId(path, other);
            }
        }
    }

    private int otherSource(final Path path, final int goneId) {
        final boolean wantsIpv4 = Addresses.of(path.addressHigh(), path.addressLow()) instanceof Inet4Address;
        final List<IpAddress> own = engine.config().localAddresses();
        for (int i = 0; i < own.size(); i++) {
            final InetAddress address =
                    Addresses.of(own.get(i).high(), own.get(i).low());
            if (engine.config().localId(i) != goneId
                    && address instanceof Inet4Address == wantsIpv4
                    && Addresses.isLocal(address)) {
                return engine.config().localId(i);
            }
        }
        return goneId;
    }

    @Override
    public void askForPrimary(final String operation, final InetSocketAddress address) throws SctpException {
        AddressChanges.askForPrimary(operation, this, address);
    }

    @Override
    public int usualUdpPort(final Path path) {
        return owner.stack().udpPortOf(Addresses.of(path.addressHigh(), path.addressLow()), engine.peerPort());
    }

    @Override
    public void makePrimary(final Path path) {
        if (engine.primaryPath(path)) {
            onPrimaryPathChange(path);
        }
    }

    Driver driver() {
        return driver;
    }
}
