package io.sctp.userspace.channel;

import io.sctp.NotificationType;
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
import io.sctp.userspace.address.Addresses;
import java.nio.ByteBuffer;

/**
 * Creates the notifications of an association to which the program has subscribed, and keeps them until they are
 * received. Guarded by the driver's lock.
 */
public final class AssociationNotifications {
    private final ChannelAssociation association;
    private final Association engine;
    private final PendingNotifications pending = new PendingNotifications();

    /** One bit for each confirmed path. */
    private long confirmedPaths;

    /** One bit for each path that was reported unreachable. */
    private long unreachablePaths;

    AssociationNotifications(final ChannelAssociation association) {
        this.association = association;
        engine = association.engine();
    }

    // ---- The association

    void onUp() {
        for (int i = 0; i < engine.pathCount(); i++) {
            if (engine.path(i).isConfirmed()) {
                confirm(engine.path(i));
            }
        }
        tell(
                NotificationType.ASSOCIATION_CHANGE,
                new SctpNotification.AssociationChange(
                        id(),
                        AssociationTransition.UP,
                        0,
                        engine.outboundStreams(),
                        engine.inboundStreams(),
                        noBytes()),
                false);
    }

    void onRestarted() {
        tell(
                NotificationType.ASSOCIATION_CHANGE,
                new SctpNotification.AssociationChange(
                        id(),
                        AssociationTransition.RESTARTED,
                        0,
                        engine.outboundStreams(),
                        engine.inboundStreams(),
                        noBytes()),
                true,
                engine.messagesBeforeRestart());
    }

    void onPeerShutdown() {
        tell(NotificationType.SHUTDOWN, new SctpNotification.Shutdown(id()), true);
    }

    void onPeerError(final int causeCode) {
        tell(NotificationType.REMOTE_ERROR, new SctpNotification.RemoteError(id(), causeCode, noBytes()), false);
    }

    /** Called for every acknowledgement of all data, so nothing is created without a subscriber. */
    void onDrained() {
        if (owner().settings().isSubscribed(NotificationType.SENDER_DRY)) {
            tell(NotificationType.SENDER_DRY, new SctpNotification.SenderDry(id()), false);
        }
    }

    void onAuthentication(final AuthEvent event, final int key) {
        final Indication indication = switch (event) {
            case NEW_KEY -> Indication.NEW_KEY;
            case FREE_KEY -> Indication.FREE_KEY;
            case NO_AUTH -> Indication.NOT_SUPPORTED_BY_PEER;
        };
        tell(NotificationType.AUTHENTICATION, new SctpNotification.Authentication(id(), key, indication), false);
    }

    void onAdaptationIndication(final int indication) {
        tell(
                NotificationType.ADAPTATION_INDICATION,
                new SctpNotification.AdaptationIndication(id(), indication),
                false);
    }

    /** A message will not be delivered and is handed back. The engine frees its own copy after the call. */
    void onSendFailed(final FailedMessage message) {
        if (!owner().settings().isSubscribed(NotificationType.SEND_FAILED)
                && !owner().settings().isSubscribed(NotificationType.SEND_FAILED_DEPRECATED)) {
            return;
        }
        if (!pending.admits(message.length(), bufferBytes() + engine.config().sendBufferBytes())) {
            DriverChannels.of(association.driver()).onNotificationDropped();
            return;
        }
        final ByteBuffer copy = ByteBuffer.allocate(message.length());
        message.copy(copy, 0);
        final ByteBuffer data = copy.asReadOnlyBuffer();
        tell(
                NotificationType.SEND_FAILED,
                new SctpNotification.SendFailed(
                        id(),
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
                        id(),
                        message.wasSent(),
                        message.causeCode(),
                        message.stream(),
                        message.ppid(),
                        message.context(),
                        data.duplicate()),
                false);
    }

    /** A new subscriber to SENDER_DRY is notified at once if everything is acknowledged (RFC 6458 section 6.1.9). */
    void onSubscribedToDry() {
        if (association.isUp() && engine.bufferedBytes() == 0) {
            onDrained();
        }
    }

    void onClosed(final int causeCode) {
        tell(
                NotificationType.ASSOCIATION_CHANGE,
                new SctpNotification.AssociationChange(
                        id(),
                        transition(),
                        causeCode,
                        engine.outboundStreams(),
                        engine.inboundStreams(),
                        ByteBuffer.wrap(engine.closeInformation()).asReadOnlyBuffer()),
                true);
    }

    private AssociationTransition transition() {
        if (!association.wasUp()) {
            return AssociationTransition.CANNOT_START;
        }
        return association.closeReason() == CloseReason.SHUTDOWN
                ? AssociationTransition.SHUTDOWN_COMPLETE
                : AssociationTransition.LOST;
    }

    // ---- Paths

    void onPathChange(final Path path) {
        final SctpNotification.PathTransition change = transition(path);
        if (change != null) {
            tell(change, path);
        }
    }

    void onPrimaryPathChange(final Path primary) {
        tell(SctpNotification.PathTransition.MADE_PRIMARY, primary);
    }

    private void tell(final SctpNotification.PathTransition change, final Path path) {
        tell(
                NotificationType.PEER_ADDRESS_CHANGE,
                new SctpNotification.PeerAddressChange(id(), Addresses.of(path, engine.peerPort()), change, 0),
                false);
    }

    /** The notification for a path's new state; null for none. */
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
     * Whether the program sees potentially failed paths (RFC 7829 section 7.3). Otherwise they are reported as active.
     */
    boolean exposesPotentiallyFailed() {
        return association.settings().get(SctpOptions.EXPOSE_POTENTIALLY_FAILED_STATE);
    }

    /** The peer has a new address (RFC 5061). Its path may have the index of a removed one. */
    void onPathAdded(final Path path) {
        confirmedPaths &= ~(1L << path.index());
        unreachablePaths &= ~(1L << path.index());
        tell(SctpNotification.PathTransition.ADDED, path);
    }

    void onPathRemoved(final Path path) {
        tell(SctpNotification.PathTransition.REMOVED, path);
    }

    /** Records that a path is confirmed. Returns whether it was not before. */
    private boolean confirm(final Path path) {
        final long bit = 1L << path.index();
        final boolean isNew = (confirmedPaths & bit) == 0;
        confirmedPaths |= bit;
        return isNew;
    }

    // ---- Delivery

    /** The rest of a partly received message will not come (RFC 6458 section 6.1.7). */
    void onBrokenOff(final ReceiveInfo message) {
        if (owner().settings().isSubscribed(NotificationType.PARTIAL_DELIVERY)) {
            pending.addFirst(new SctpNotification.PartialDelivery(id(), message.stream(), message.ssn(), 0));
        }
    }

    /** Queues a notification if the program has subscribed to it. */
    void tell(final NotificationType type, final SctpNotification notification, final boolean behindData) {
        tell(type, notification, behindData, engine.messagesReceived() + engine.readyMessages());
    }

    private void tell(
            final NotificationType type,
            final SctpNotification notification,
            final boolean behindData,
            final int messages) {
        if (owner().settings().isSubscribed(type)) {
            final boolean isFailed = notification instanceof SctpNotification.SendFailed
                    || notification instanceof SctpNotification.SendFailedDeprecated;
            final long limit = bufferBytes() + (isFailed ? engine.config().sendBufferBytes() : 0);
            if (!pending.add(notification, behindData, messages, limit)) {
                DriverChannels.of(association.driver()).onNotificationDropped();
            }
        }
        owner().onReadable(association);
    }

    private static ByteBuffer noBytes() {
        return ByteBuffer.allocate(0).asReadOnlyBuffer();
    }

    private int id() {
        return association.id();
    }

    private UserspaceMessageChannel<?> owner() {
        return association.owner();
    }

    // ---- Receiving

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** The number of notifications dropped for lack of space. */
    long dropped() {
        return pending.dropped();
    }

    /**
     * Returns the notification that comes before the next message; null if the message comes first or there is none.
     */
    SctpNotification take() {
        // If no message will be read any more, none goes before it.
        return pending.take(
                !association.isFaulty()
                        ? engine.messagesReceived()
                        : engine.messagesReceived() + engine.readyMessages());
    }

    private long bufferBytes() {
        return engine.config().receiveWindowBytes();
    }
}
