package io.sctp.engine.send;

import com.carrotsearch.hppc.IntObjectHashMap;
import io.sctp.engine.FailedMessage;
import io.sctp.engine.Policy;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.path.PathSet;
import java.nio.ByteBuffer;

/**
 * Gives up messages whose policy says so, and tells the peer not to wait for them (RFC 3758 section 3.5, RFC 7496). A
 * chunk given up stays outstanding, without its payload, until the peer's cumulative TSN has passed it.
 */
public final class Abandonment {
    /** The TSNs looked at in one turn to find how far the peer need not wait. */
    private static final int FORWARD_STEPS = 256;

    private final Outbound outbound;
    private final OutstandingData outstanding;
    private final SendQueue queue;
    private final BlockPool pool;
    private final AbandonedCounts total = new AbandonedCounts();
    private IntObjectHashMap<AbandonedCounts> byStream;

    /** How many blocks that are queued, and how many chunks that were sent, may be given up. */
    private int queuedBlocks;

    private int sentChunks;

    private boolean enabled;
    private boolean forwardDue;

    /** Null until the peer must be sent a FORWARD TSN. */
    private ForwardPoint forward;

    /** Null until a message with a policy is queued. */
    private PolicyOrder order;

    Abandonment(final Outbound outbound, final SendQueue queue, final BlockPool pool) {
        this.outbound = outbound;
        this.queue = queue;
        this.pool = pool;
        outstanding = outbound.outstanding;
    }

    /** Returns whether the peer knows FORWARD TSN; if not, what was sent once is sent until it arrives. */
    public void enable(final boolean whether) {
        enabled = whether;
    }

    public boolean isEnabled() {
        return enabled;
    }

    /** Forgets what was given up; the association is over, or begins anew. */
    void reset() {
        sentChunks = 0;
        forwardDue = false;
        order = null;
        forward = null;
    }

    /** TSNs begin anew; the peer has all that was sent, or knows that it was given up. */
    void onTsnsBeginAnew() {
        forwardDue = false;
        forward = null;
    }

    /** Gives memory back: there is nothing to send. */
    void trim() {
        order = null;
        forward = null;
    }

    /** Returns how many messages of the association were given up. */
    public AbandonedCounts total() {
        return total;
    }

    /** Returns how many messages of a stream were given up; null for none. */
    public AbandonedCounts ofStream(final int stream) {
        return byStream == null ? null : byStream.get(stream);
    }

    // -- giving up --------------------------------------------------------------------------------------------------

    /**
     * Gives up what is not worth sending (again): queued messages whose lifetime is over, and lost ones whose lifetime
     * or retransmissions are used up. Returns whether there was any.
     */
    public boolean abandonExpired(final PathSet paths, final long nowNs) {
        if (order == null) {
            return false;
        }
        boolean any = false;
        while (order.isQueuedOver(nowNs)) {
            abandonUnsent(order.firstQueuedOver());
            any = true;
        }
        while (enabled && order.isLostOver(nowNs)) {
            abandonSent(order.firstLostOver(), paths);
            any = true;
        }
        return any;
    }

    /** Returns whether a queued message, none of which was sent, must not be sent any more. */
    boolean isExpired(final int segment, final long nowNs) {
        return order.isQueuedOver(nowNs)
                && !queue.isBegun(segment)
                && (queue.flags(segment) & SendQueue.FLAG_POLICY) != 0
                && PolicyHeader.of(pool, queue.handle(segment)) == Policy.LIFETIME
                && nowNs >= PolicyHeader.value(pool, queue.handle(segment));
    }

    /** Returns whether there are messages that may be given up. */
    public boolean hasPolicies() {
        return queuedBlocks + sentChunks > 0;
    }

    // -- what becomes of messages with a policy ---------------------------------------------------------------------

    /** A message was queued. */
    void onQueued(final int segment, final int blocks, final Policy policy, final long value) {
        queuedBlocks += blocks;
        if (order == null) {
            order = new PolicyOrder(pool, outstanding);
        }
        order.onQueued(segment, policy, value);
    }

    /** A block is not queued any more. */
    void onUnqueued(final int segment) {
        queuedBlocks--;
        if (order != null) {
            order.onUnqueued(segment);
        }
    }

    /** A chunk of a queued block was sent for the first time, its last if {@code blockEnd}. */
    void onSent(final int segment, final int tsn, final boolean blockEnd) {
        queuedBlocks -= blockEnd ? 1 : 0;
        sentChunks++;
        order.onUnqueued(segment);
        order.onSent(tsn);
    }

    /** A chunk, whatever its policy, waits to be sent again. */
    void onLost(final int tsn) {
        if (outstanding.hasPolicy(tsn)) {
            order.onLost(tsn);
        }
    }

    /** A chunk, whatever its policy, does not wait to be sent again any more. */
    void onNotLost(final int tsn) {
        if (outstanding.hasPolicy(tsn)) {
            order.onNotLost(tsn);
        }
    }

    /** A chunk with a policy was acknowledged cumulatively, or is given up. */
    void onGone(final int tsn) {
        sentChunks--;
        order.onGone(tsn);
    }

    /** Gives up a queued message, none of which was sent. */
    private void abandonUnsent(final int first) {
        outbound.lists.open(queue.stream(first));
        count(queue.stream(first), PolicyHeader.of(pool, queue.handle(first)), false);
        outbound.failures().failMessage(first, FailedMessage.Reason.ABANDONED);
        outbound.lists.close();
    }

    /** Gives up every fragment of a message of which at least one was sent (RFC 3758 section 3.5, rule A2). */
    private void abandonSent(final int anyTsn, final PathSet paths) {
        count(outstanding.stream(anyTsn), PolicyHeader.of(pool, outstanding.handle(anyTsn)), true);
        if (outbound.isInterleaved()) {
            abandonInterleaved(anyTsn, paths);
        } else {
            abandonRow(anyTsn, paths);
        }
        forwardDue = true;
    }

    /** Gives up the fragments of a message, whose TSNs are in a row. */
    private void abandonRow(final int anyTsn, final PathSet paths) {
        int first = anyTsn;
        while (first != outstanding.firstTsn() && (outstanding.flags(first) & DataChunk.FLAG_BEGIN) == 0) {
            first--;
        }
        int tsn = first;
        boolean ended = false;
        for (; !ended && tsn != outstanding.nextTsn(); tsn++) {
            ended = (outstanding.flags(tsn) & DataChunk.FLAG_END) != 0;
            abandonChunk(tsn, paths);
        }
        if (!ended) {
            abandonRest(tsn - 1);
        }
    }

    /** Gives up the fragments of a message, between whose TSNs there may be those of others. */
    private void abandonInterleaved(final int anyTsn, final PathSet paths) {
        int tsn = outstanding.firstOfMessage(anyTsn);
        boolean last = false;
        while (!last) {
            last = !outstanding.hasNextOfMessage(tsn);
            final boolean ended = (outstanding.flags(tsn) & DataChunk.FLAG_END) != 0;
            final int next = outstanding.nextOfMessage(tsn);
            abandonChunk(tsn, paths);
            if (last && !ended) {
                abandonRest(tsn);
            }
            tsn = next;
        }
    }

    private void abandonChunk(final int tsn, final PathSet paths) {
        switch (outstanding.state(tsn)) {
            case OutstandingData.ACKED -> {}
            case OutstandingData.LOST, OutstandingData.IN_FLIGHT ->
                outbound.failures().forget(tsn, paths);
            default -> {
                return;
            }
        }
        if (outstanding.isSegmentEnd(tsn)) {
            outbound.failures().failSent(tsn, FailedMessage.Reason.ABANDONED, 0);
        }
        onGone(tsn);
        outstanding.abandon(tsn);
        if (forward != null) {
            forward.onAbandoned(tsn);
        }
    }

    /**
     * Takes what was not sent of a message out of the queue. A TSN that is never sent stands for it, so that the peer,
     * which may have all that was sent, has something to be told of and does not take the next message for its
     * continuation.
     */
    private void abandonRest(final int sentTsn) {
        final int stream = outstanding.stream(sentTsn);
        outbound.lists.open(stream);
        // A stream sends one message at a time: this one's rest is the first that there is of it.
        int segment = queue.first();
        while (queue.stream(segment) != stream) {
            outbound.work.step();
            segment = queue.next(segment);
        }
        outbound.lists.onGivenUp();
        outbound.failures().failMessage(segment, FailedMessage.Reason.ABANDONED);
        outbound.lists.close();
        addNeverSent(sentTsn);
        outbound.numbering.skip(stream, outstanding.isUnordered(sentTsn));
    }

    private void addNeverSent(final int lastTsn) {
        final int tsn = outstanding.nextTsn();
        outstanding.addNeverSent(lastTsn);
        outstanding.abandon(tsn);
        outbound.chunks.onAdded();
        if (outbound.isInterleaved()) {
            outstanding.identify(tsn, outstanding.mid(lastTsn), 0);
        }
    }

    private void count(final int stream, final Policy policy, final boolean sent) {
        total.count(policy, sent);
        if (byStream == null) {
            byStream = new IntObjectHashMap<>();
        }
        AbandonedCounts counts = byStream.get(stream);
        if (counts == null) {
            counts = new AbandonedCounts();
            byStream.put(stream, counts);
        }
        counts.count(policy, sent);
    }

    // -- room for what matters more (RFC 7496 section 3.2) ----------------------------------------------------------

    /** Gives up the least important message of lower priority (a higher number); returns false if there is none. */
    boolean abandonLeastImportant(final long priority, final PathSet paths) {
        if (order == null) {
            return false;
        }
        if (order.isQueuedLessImportant(priority)) {
            abandonUnsent(order.leastImportantQueued());
            return true;
        }
        if (enabled && order.isSentLessImportant(priority)) {
            abandonSent(order.leastImportantSent(), paths);
            return true;
        }
        return false;
    }

    // -- FORWARD TSN ------------------------------------------------------------------------------------------------

    /** Returns whether the peer waits for something given up: the lowest outstanding TSN (section 3.5, rule C2). */
    public boolean isPeerWaiting() {
        return outstanding.abandonedChunks() > 0
                && outstanding.state(outstanding.firstTsn()) == OutstandingData.ABANDONED;
    }

    /** A FORWARD TSN must be sent (again): a SACK or a timeout shows that the peer lacks it (rules C3 and C5). */
    public void demandForward() {
        forwardDue = isPeerWaiting();
    }

    public boolean isForwardDue() {
        return forwardDue && isPeerWaiting() && forward != null && forward.isReady();
    }

    /**
     * Prepares the FORWARD TSN that is due, a limited number of TSNs at a time.
     *
     * @param room bytes that a packet has for the chunk if nothing else is in it
     * @return false if there is more to prepare, so that it is not written yet
     */
    public boolean prepareForward(final int room) {
        if (!forwardDue || !isPeerWaiting()) {
            return true;
        }
        outbound.work.steps(forwardPoint().advance(FORWARD_STEPS, room));
        return forward.isReady();
    }

    /**
     * Writes a FORWARD TSN, or I-FORWARD-TSN, for as much as one packet can tell, and returns where it ends; nothing
     * where it does not fit (RFC 3758 section 3.5, rule C4).
     */
    public int writeForward(final ByteBuffer out, final int offset, final int end) {
        if (offset + forward.length() > end) {
            return offset;
        }
        forwardDue = false;
        return forward.write(out, offset);
    }

    private ForwardPoint forwardPoint() {
        if (forward == null) {
            forward = new ForwardPoint(outstanding, outbound.numbering);
        }
        return forward;
    }

    /** A chunk that was acknowledged is outstanding again. */
    void onReneged(final int tsn) {
        if (forward != null) {
            forward.onReneged(tsn);
        }
    }
}
