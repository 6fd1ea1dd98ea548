package io.sctp.userspace.channel;

import io.sctp.SctpNotification;
import io.sctp.SctpNotification.AssociationTransition;
import java.util.ArrayDeque;

/**
 * Notifications of one association that wait to be received. They are charged to its buffers, as messages are: a peer
 * that causes them faster than the program reads them has further ones dropped and counted. What says that the
 * association began or ended is always kept. One that says the same as the one before it is not kept twice.
 */
public final class PendingNotifications {
    /** What one takes of the heap, about. */
    private static final int NOTIFICATION_BYTES = 256;

    /** There is room for as much whatever the buffers are. */
    private static final long LEAST_BYTES = 16 << 10;

    /**
     * A notification that waits.
     *
     * @param behindData whether messages that arrived before it go first
     * @param messages how many messages of the association those are, from its beginning; modulo 2^32
     */
    private record Event(SctpNotification notification, boolean behindData, int messages) {}

    private final ArrayDeque<Event> events = new ArrayDeque<>(0);
    private long chargedBytes;
    private long dropped;

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** How many found no room. */
    long dropped() {
        return dropped;
    }

    /**
     * Adds one; false if there is no room for it.
     *
     * @param limitBytes the size of the buffer that it is charged to
     */
    boolean add(
            final SctpNotification notification, final boolean behindData, final int messages, final long limitBytes) {
        if (repeatsLast(notification)) {
            return true;
        }
        if (!isKeptAlways(notification) && !hasRoom(notification, limitBytes)) {
            dropped++;
            return false;
        }
        events.add(new Event(notification, behindData, messages));
        chargedBytes += charge(notification);
        return true;
    }

    /** Whether a message that failed can be handed back; counts it as dropped if not. */
    boolean admits(final int messageBytes, final long limitBytes) {
        final boolean room = chargedBytes + messageBytes + NOTIFICATION_BYTES <= Math.max(LEAST_BYTES, limitBytes);
        dropped += room ? 0 : 1;
        return room;
    }

    private boolean hasRoom(final SctpNotification notification, final long limitBytes) {
        return chargedBytes + charge(notification) <= Math.max(LEAST_BYTES, limitBytes);
    }

    private boolean repeatsLast(final SctpNotification notification) {
        final Event last = events.peekLast();
        return last != null
                && (notification instanceof SctpNotification.RemoteError
                        || notification instanceof SctpNotification.SenderDry
                        || notification instanceof SctpNotification.PeerAddressChange)
                && last.notification().equals(notification);
    }

    private static boolean isKeptAlways(final SctpNotification notification) {
        return notification instanceof SctpNotification.AssociationChange change
                && change.change() != AssociationTransition.RESTARTED;
    }

    private static long charge(final SctpNotification notification) {
        return notification instanceof SctpNotification.SendFailed failed
                ? NOTIFICATION_BYTES + failed.data().capacity()
                : NOTIFICATION_BYTES;
    }

    /** Puts one before all others; it replaces a message that is not read any further, so that it needs no room. */
    void addFirst(final SctpNotification notification) {
        events.addFirst(new Event(notification, false, 0));
        chargedBytes += charge(notification);
    }

    /**
     * Takes the one that comes next; null if a message comes first or there is none.
     *
     * @param messagesReceived how many messages of the association were received
     */
    SctpNotification take(final int messagesReceived) {
        final Event first = events.peek();
        if (first == null || (first.behindData() && first.messages() - messagesReceived > 0)) {
            return null;
        }
        events.remove();
        chargedBytes -= charge(first.notification());
        return first.notification();
    }
}
