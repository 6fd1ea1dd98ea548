package io.sctp.engine.send;

import io.sctp.engine.Policy;
import io.sctp.engine.memory.BlockPool;

/**
 * Which message with a policy is given up next: those whose lifetime ends first, and those that matter least. Queued
 * messages are known by their first segment, what was sent by its TSNs. Nothing else is looked at to find one.
 */
final class PolicyOrder {
    /** What comes before every time: retransmissions are used up, whatever the clock says. */
    private static final long AT_ONCE = Long.MIN_VALUE;

    private final BlockPool pool;
    private final OutstandingData outstanding;

    /** Messages of which nothing was sent. */
    private final RankedHeap queuedByExpiry;

    private final RankedHeap queuedByImportance;

    /** Chunks that were sent and not given up. */
    private final RankedHeap sentByImportance;

    /** Chunks that wait to be sent again. */
    private final RankedHeap lostByExpiry;

    PolicyOrder(final BlockPool pool, final OutstandingData outstanding) {
        this.pool = pool;
        this.outstanding = outstanding;
        queuedByExpiry = new RankedHeap(pool.work());
        queuedByImportance = new RankedHeap(pool.work());
        sentByImportance = new RankedHeap(pool.work());
        lostByExpiry = new RankedHeap(pool.work());
    }

    /** A message was queued. */
    void onQueued(final int segment, final Policy policy, final long value) {
        if (policy == Policy.LIFETIME) {
            queuedByExpiry.add(segment, value);
        } else if (policy == Policy.PRIORITY) {
            queuedByImportance.add(segment, importance(value));
        }
    }

    /** A queued message is about to be sent, or is gone. */
    void onUnqueued(final int segment) {
        queuedByExpiry.remove(segment);
        queuedByImportance.remove(segment);
    }

    /** A chunk was sent for the first time. */
    void onSent(final int tsn) {
        final int handle = outstanding.handle(tsn);
        if (PolicyHeader.of(pool, handle) == Policy.PRIORITY) {
            sentByImportance.add(tsn, importance(PolicyHeader.value(pool, handle)));
        }
    }

    /** A chunk waits to be sent again. */
    void onLost(final int tsn) {
        final int handle = outstanding.handle(tsn);
        switch (PolicyHeader.of(pool, handle)) {
            case LIFETIME -> lostByExpiry.add(tsn, PolicyHeader.value(pool, handle));
            case RETRANSMISSIONS -> {
                if (outstanding.retransmissions(tsn) >= PolicyHeader.value(pool, handle)) {
                    lostByExpiry.add(tsn, AT_ONCE);
                }
            }
            default -> {
                // It is sent again however late it is.
            }
        }
    }

    /** A chunk does not wait to be sent again any more. */
    void onNotLost(final int tsn) {
        lostByExpiry.remove(tsn);
    }

    /** A chunk was acknowledged cumulatively, or is given up. */
    void onGone(final int tsn) {
        lostByExpiry.remove(tsn);
        sentByImportance.remove(tsn);
    }

    /** Returns whether a queued message's lifetime is over. */
    boolean isQueuedOver(final long nowNs) {
        return !queuedByExpiry.isEmpty() && queuedByExpiry.firstKey() <= nowNs;
    }

    /** Returns the queued message whose lifetime ends first. */
    int firstQueuedOver() {
        return queuedByExpiry.first();
    }

    /**
     * Returns whether the lifetime of a chunk that waits to be sent again is over, or its retransmissions are used up.
     */
    boolean isLostOver(final long nowNs) {
        return !lostByExpiry.isEmpty() && lostByExpiry.firstKey() <= nowNs;
    }

    /** Returns the chunk that waits to be sent again and must be given up first. */
    int firstLostOver() {
        return lostByExpiry.first();
    }

    /** Returns whether a queued message has a lower priority, which is a higher number. */
    boolean isQueuedLessImportant(final long priority) {
        return !queuedByImportance.isEmpty() && queuedByImportance.firstKey() < importance(priority);
    }

    /** Returns the queued message that matters least. */
    int leastImportantQueued() {
        return queuedByImportance.first();
    }

    /** As above, among chunks that were sent. */
    boolean isSentLessImportant(final long priority) {
        return !sentByImportance.isEmpty() && sentByImportance.firstKey() < importance(priority);
    }

    /** Returns the chunk that was sent and matters least. */
    int leastImportantSent() {
        return sentByImportance.first();
    }

    /** The lower, the less it matters. */
    private static long importance(final long priority) {
        return ~priority;
    }
}
