package io.sctp.userspace;

import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.SctpNotification;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.SctpNotification.Authentication.Indication;
import io.sctp.SctpOptions;
import io.sctp.engine.Association;
import io.sctp.engine.AuthEvent;
import io.sctp.engine.CloseReason;
import io.sctp.engine.FailedMessage;
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

/** One association between the engine and the channel it belongs to. Guarded by the driver's lock. */
final class ChannelAssociation {
    private final Driver driver;
    private final int id;
    private final Association engine;
    private final Settings settings;
    private final AssociationOptions options = new AssociationOptions(this);
    private final Reconfiguration reconfiguration = new Reconfiguration(this);
    private UserspaceMessageChannel<?> owner;

    private final PendingNotifications events = new PendingNotifications();
    private final ByteBuffer source =
            ByteBuffer.allocate(SocketAddresses.IPV6_SIZE + Integer.BYTES).order(ByteOrder.nativeOrder());

    private boolean wasUp;
    /** A bit for each path that is known to be the peer's. */
    private long confirmedPaths;

    /** A bit for each path that was told of as unreachable. */
    private long unreachablePaths;

    private boolean blocked;
    private CloseReason closeReason;
    private int closeCause;
    private Errno failure;
    /** The error that ended the association, of this end and none of SCTP; null for none. */
    private Throwable fault;

    /** Whether the beginning of a message was received and the rest was not. */
    boolean isInMessage;

    /** Whether it is to be shut down as soon as it is up: its channel is closed. */
    boolean endsWhenUp;

    /** Whether the owner has it in its list of those that have something to receive. */
    boolean isListedReadable;

    private final SendOptions sendOptions = new SendOptions();

    ChannelAssociation(final Driver driver, final Association engine, final UserspaceMessageChannel<?> owner) {
        this(driver, engine, owner, owner.host().nextAssociationId());
    }

    /** With a number that was given to it before. */
    ChannelAssociation(
            final Driver driver, final Association engine, final UserspaceMessageChannel<?> owner, final int id) {
        this.driver = driver;
        this.id = id;
        this.engine = engine;
        this.owner = owner;
        this.settings = owner.settings().copy();
        engine.attach(this);
    }

    int id() {
        return id;
    }

    Association engine() {
        return engine;
    }

    UserspaceMessageChannel<?> owner() {
        return owner;
    }

    /** The association belongs to another channel from now on. */
    void owner(final UserspaceMessageChannel<?> newOwner) {
        owner = newOwner;
    }

    Settings settings() {
        return settings;
    }

    /** How the next message is sent; for the thread that has the engine. */
    SendOptions sendOptions() {
        return sendOptions;
    }

    /** What can be read and set for this association, its paths and streams. */
    AssociationOptions options() {
        return options;
    }

    /** Resets of streams, and more of them. */
    Reconfiguration reconfiguration() {
        return reconfiguration;
    }

    /** An error that names both ends. */
    SctpException refusal(final String operation, final Errno errno, final String why) {
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

    /** With which error it could not be set up or ended; null while it lives, or if it ended in good order. */
    Errno failure() {
        return failure;
    }

    void onUp() {
        wasUp = true;
        for (int i = 0; i < engine.pathCount(); i++) {
            if (engine.path(i).isConfirmed()) {
                confirm(engine.path(i));
            }
        }
        noteSource();
        tell(
                NotificationType.ASSOCIATION_CHANGE,
                new SctpNotification.AssociationChange(
                        id, AssociationTransition.UP, 0, engine.outboundStreams(), engine.inboundStreams(), noBytes()),
                false);
    }

    void onRestarted() {
        noteSource();
        tell(
                NotificationType.ASSOCIATION_CHANGE,
                new SctpNotification.AssociationChange(
                        id,
                        AssociationTransition.RESTARTED,
                        0,
                        engine.outboundStreams(),
                        engine.inboundStreams(),
                        noBytes()),
                true,
                engine.messagesBeforeRestart());
    }

    void onPeerShutdown() {
        tell(NotificationType.SHUTDOWN, new SctpNotification.Shutdown(id), true);
    }

    void onPeerError(final int causeCode) {
        tell(NotificationType.REMOTE_ERROR, new SctpNotification.RemoteError(id, causeCode, noBytes()), false);
    }

    /** Happens with every answer that comes in; nothing is made for who does not want to know, and nobody woken. */
    void onDrained() {
        if (owner.settings().isSubscribed(NotificationType.SENDER_DRY)) {
            tell(NotificationType.SENDER_DRY, new SctpNotification.SenderDry(id), false);
        }
    }

    void onAuthentication(final AuthEvent event, final int key) {
        final Indication indication = switch (event) {
            case NEW_KEY -> Indication.NEW_KEY;
            case FREE_KEY -> Indication.FREE_KEY;
            case NO_AUTH -> Indication.NOT_SUPPORTED_BY_PEER;
        };
        tell(NotificationType.AUTHENTICATION, new SctpNotification.Authentication(id, key, indication), false);
    }

    void onAdaptationIndication(final int indication) {
        tell(NotificationType.ADAPTATION_INDICATION, new SctpNotification.AdaptationIndication(id, indication), false);
    }

    /** A message comes back that will not be delivered; the engine frees its own copy after the call. */
    void onSendFailed(final FailedMessage message) {
        if (!owner.settings().isSubscribed(NotificationType.SEND_FAILED)
                && !owner.settings().isSubscribed(NotificationType.SEND_FAILED_DEPRECATED)) {
            return;
        }
        if (!events.admits(message.length(), bufferBytes() + engine.config().sendBufferBytes())) {
            driver.onNotificationDropped();
            return;
        }
        final ByteBuffer copy = ByteBuffer.allocate(message.length());
        message.copy(copy, 0);
        final ByteBuffer data = copy.asReadOnlyBuffer();
        tell(
                NotificationType.SEND_FAILED,
                new SctpNotification.SendFailed(
                        id,
                        message.wasSent(),
                        message.causeCode(),
                        message.stream(),
                        message.ppid(),
                        message.context(),
                        message.isUnordered(),
                        data),
                false);
        tell(
                NotificationType.SEND_FAILED_DEPRECATED,
                new SctpNotification.SendFailedDeprecated(
                        id,
                        message.wasSent(),
                        message.causeCode(),
                        message.stream(),
                        message.ppid(),
                        message.context(),
                        data.duplicate()),
                false);
    }

    /** Who asks to be told when everything is acknowledged is told at once if it is (RFC 6458, section 6.1.9). */
    void onSubscribedToDry() {
        if (isUp() && engine.bufferedBytes() == 0) {
            onDrained();
        }
    }

    /**
     * An error of this end has left the association in doubt; the engine has ended it. No message is taken out of it
     * any more.
     */
    void fail(final Throwable thrown) {
        fault = thrown;
        failure = Errno.ECONNABORTED;
        closeReason = closeReason == null ? CloseReason.INTERNAL_ERROR : closeReason;
        owner.signalEveryone();
        owner.tellPollers();
    }

    /** Gives an exception the error that ended the association as its cause, if one did. */
    <E extends SctpException> E because(final E exception) {
        if (fault != null) {
            exception.initCause(fault);
        }
        return exception;
    }

    /** What exceptions say of the end beyond its error number; null for nothing. */
    String failureText() {
        return fault == null ? null : "an error of this end left the association in doubt: " + fault;
    }

    void onClosed(final CloseReason reason, final int causeCode) {
        closeReason = reason;
        closeCause = causeCode;
        if (failure == null) {
            failure = errnoOf(reason);
        }
        tell(
                NotificationType.ASSOCIATION_CHANGE,
                new SctpNotification.AssociationChange(
                        id,
                        transition(),
                        closeCause,
                        engine.outboundStreams(),
                        engine.inboundStreams(),
                        ByteBuffer.wrap(engine.closeInformation()).asReadOnlyBuffer()),
                true);
    }

    /** The system knows no way to the peer: there is no use in waiting for an answer. */
    void failSetUp(final Errno errno) {
        failure = errno;
        engine.abort();
    }

    private AssociationTransition transition() {
        if (!wasUp) {
            return AssociationTransition.CANNOT_START;
        }
        return closeReason == CloseReason.SHUTDOWN
                ? AssociationTransition.SHUTDOWN_COMPLETE
                : AssociationTransition.LOST;
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

    void onPathChange(final Path path) {
        final SctpNotification.PathTransition change = transition(path);
        if (change != null) {
            tell(change, path);
        }
    }

    void onPrimaryPathChange(final Path primary) {
        noteSource();
        tell(SctpNotification.PathTransition.MADE_PRIMARY, primary);
    }

    private void tell(final SctpNotification.PathTransition change, final Path path) {
        tell(
                NotificationType.PEER_ADDRESS_CHANGE,
                new SctpNotification.PeerAddressChange(id, Addresses.of(path, engine.peerPort()), change, 0),
                false);
    }

    /** What a program hears of a path's new state; null for nothing. */
    private SctpNotification.PathTransition transition(final Path path) {
        final long bit = 1L << path.index();
        final boolean wasUnreachable = (unreachablePaths & bit) != 0;
        switch (path.state()) {
            case ACTIVE -> {
                unreachablePaths &= ~bit;
                if (confirm(path)) {
                    return SctpNotification.PathTransition.CONFIRMED;
                }
                return wasUnreachable || exposesPotentiallyFailed() ? SctpNotification.PathTransition.AVAILABLE : null;
            }
            case POTENTIALLY_FAILED -> {
                return exposesPotentiallyFailed() ? SctpNotification.PathTransition.POTENTIALLY_FAILED : null;
            }
            case INACTIVE -> {
                unreachablePaths |= bit;
                return SctpNotification.PathTransition.UNREACHABLE;
            }
            default -> {
                return SctpNotification.PathTransition.ADDED;
            }
        }
    }

    /**
     * Whether a program is to know that a path may have failed (RFC 7829 section 7.3); else it is as good as active.
     */
    private boolean exposesPotentiallyFailed() {
        return settings.get(SctpOptions.EXPOSE_POTENTIALLY_FAILED_STATE);
    }

    /** The peer has one more address (RFC 5061); its path may have the place of one that is gone. */
    void onPathAdded(final Path path) {
        confirmedPaths &= ~(1L << path.index());
        unreachablePaths &= ~(1L << path.index());
        tell(SctpNotification.PathTransition.ADDED, path);
    }

    void onPathRemoved(final Path path) {
        options.forget(path);
        tell(SctpNotification.PathTransition.REMOVED, path);
    }

    /** Whether the path was not known to be the peer's until now. */
    private boolean confirm(final Path path) {
        final long bit = 1L << path.index();
        final boolean isNew = (confirmedPaths & bit) == 0;
        confirmedPaths |= bit;
        return isNew;
    }

    /** The rest of a message whose beginning was received will not come (RFC 6458, section 6.1.7). */
    void onBrokenOff(final ReceiveInfo message) {
        isInMessage = false;
        if (owner.settings().isSubscribed(NotificationType.PARTIAL_DELIVERY)) {
            events.addFirst(new SctpNotification.PartialDelivery(id, message.stream(), message.ssn(), 0));
        }
    }

    /** Has a notification received, if somebody wants it. */
    void tell(final NotificationType type, final SctpNotification notification, final boolean behindData) {
        tell(type, notification, behindData, engine.messagesReceived() + engine.readyMessages());
    }

    private void tell(
            final NotificationType type,
            final SctpNotification notification,
            final boolean behindData,
            final int messages) {
        if (owner.settings().isSubscribed(type)) {
            final boolean isFailed = notification instanceof SctpNotification.SendFailed
                    || notification instanceof SctpNotification.SendFailedDeprecated;
            final long limit = bufferBytes() + (isFailed ? engine.config().sendBufferBytes() : 0);
            if (!events.add(notification, behindData, messages, limit)) {
                driver.onNotificationDropped();
            }
        }
        owner.onReadable(this);
    }

    private static ByteBuffer noBytes() {
        return ByteBuffer.allocate(0).asReadOnlyBuffer();
    }

    // ---- Receiving

    /** The notification that comes next, before any message; null if a message comes first or there is none. */
    SctpNotification takeNotification() {
        // No message goes before it if none will be read any more.
        return events.take(
                fault == null ? engine.messagesReceived() : engine.messagesReceived() + engine.readyMessages());
    }

    private long bufferBytes() {
        return engine.config().receiveWindowBytes();
    }

    boolean hasMessages() {
        return fault == null && engine.readyMessages() > 0;
    }

    boolean hasSomethingToReceive() {
        return !events.isEmpty() || hasMessages();
    }

    /**
     * Whether no more messages will come: the peer shut down, or the association is over. Who listens to its changes
     * hears of its end first.
     */
    boolean isAtEnd() {
        return isClosed()
                || (!owner.settings().isSubscribed(NotificationType.ASSOCIATION_CHANGE)
                        && switch (engine.state()) {
                            case SHUTDOWN_RECEIVED, SHUTDOWN_ACK_SENT -> true;
                            default -> false;
                        });
    }

    /** The peer's address as a sockaddr, to be copied; 32 bytes. */
    ByteBuffer source() {
        return source;
    }

    private void noteSource() {
        SocketAddresses.write(source, 0, Addresses.of(engine.primaryPath(), engine.peerPort()));
    }

    // ---- Sending

    /** A send found no room. */
    void onBlocked() {
        blocked = true;
    }

    void onRoom() {
        blocked = false;
    }

    boolean hasRoom() {
        return isUp() && takesMessages();
    }

    /** Whether a message can be queued, if only until it is up. */
    boolean takesMessages() {
        return !isClosed()
                && !blocked
                && engine.bufferedBytes() < engine.config().sendBufferBytes();
    }

    /** The longest message that goes in one packet. */
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

    /** This end's addresses as the peer knows them; null if it is bound to all of the machine's. */
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
                        exposesPotentiallyFailed() ? PathState.POTENTIALLY_FAILED : PathState.ACTIVE;
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

    /** All counters by their names. */
    Map<String, Long> counters() {
        final Map<String, Long> all = new TreeMap<>();
        engine.counters().forEach(all::put);
        all.put("notificationsDropped", events.dropped());
        return all;
    }

    /** Whether the peer is at this port of one of these addresses. */
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

    /** The path to an address of the peer; null if it is not the peer's. */
    Path path(final InetSocketAddress address) {
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

    /**
     * An address of this machine is gone: what left from there leaves from another one that the peer knows, if there is
     * one.
     */
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

    void makePrimary(final Path path) {
        if (engine.primaryPath(path)) {
            onPrimaryPathChange(path);
        }
    }

    Driver driver() {
        return driver;
    }
}
