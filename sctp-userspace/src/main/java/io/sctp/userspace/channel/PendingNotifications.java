package io.sctp.userspace.channel;

import io.sctp.SctpNotification;
import io.sctp.SctpNotification.AssociationTransition;
import java.util.ArrayDeque;

/**
 * The notifications of one association that wait to be received. Like messages, they are charged to its buffers. If a
 * peer causes them faster than the program reads them, further ones are dropped and counted. Notifications about the
 * beginning and end of the association are always kept. One that equals the one before it is dropped.
 */
public final class PendingNotifications {
    /** The approximate heap memory of a notification. */
    private static final int NOTIFICATION_BYTES = 256;

    /** The minimum space, whatever the buffer size. */
    private static final long LEAST_BYTES = 16 << 10;

    /**
     * A waiting notification.
     *
     * @param behindData whether messages that arrived before it go first
     * @param messages the number of those messages, counted from the beginning of the association, modulo 2^32
     */
    private record Event(SctpNotification notification, boolean behindData, int messages) {}

    private final ArrayDeque<Event> events = new ArrayDeque<>(0);
    private long chargedBytes;
    private long dropped;

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** The number of notifications dropped for lack of space. */
    long dropped() {
        return dropped;
    }

    /**
     * Adds one. Returns false if there is no space.
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

    /** Whether a failed message can be handed back. Counts it as dropped if not. */
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

    /** Puts one before all others. It replaces the rest of a message, so it needs no space. */
    void addFirst(final SctpNotification notification) {
        events.addFirst(new Event(notification, false, 0));
        chargedBytes += charge(notification);
    }

    /**
     * Removes and returns the next one; null if a message comes first or there is none.
     *
     * @param messagesReceived the number of messages of the association received so far
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
