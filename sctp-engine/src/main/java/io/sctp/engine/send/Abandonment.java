package io.sctp.engine.send;

import com.carrotsearch.hppc.IntObjectHashMap;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.ForwardTsnChunk;
import io.sctp.engine.packet.IForwardTsnChunk;
import io.sctp.engine.path.PathSet;
import java.nio.ByteBuffer;

/**
 * Gives up messages whose policy says so, and tells the peer not to wait for them (RFC 3758 section 3.5, RFC 7496). A chunk
 * given up stays outstanding, without its payload, until the peer's cumulative TSN has passed it.
 */
public final class Abandonment {
    private static final int NOT_FOUND = -1;

    /** The steps that writing one FORWARD TSN may take; what it does not tell then, the next one does. */
    private static final int MAX_FORWARD_STEPS = 8192;

    /** For each message looked at in search of those whose lifetime is over, the next search waits so long. */
    private static final long SEARCH_PAUSE_NS = 500;

    private final Outbound outbound;
    private final OutstandingData outstanding;
    private final SendQueue queue;
    private final BlockPool pool;
    private final AbandonedMessages total = new AbandonedMessages();
    private IntObjectHashMap<AbandonedMessages> byStream;

    private boolean enabled;
    private boolean forwardDue;
    private int forwardSteps;

    /** Before this time no queued message's lifetime is over, or it is too early to search again. */
    private long nextExpiryNs = Long.MAX_VALUE;

    private long nextSearchNs;
    private long looked;
    int abandonedChunks;

    Abandonment(final Outbound outbound, final SendQueue queue, final BlockPool pool) {
        this.outbound = outbound;
        this.queue = queue;
        this.pool = pool;
        outstanding = outbound.outstanding;
    }

    /** Says whether the peer knows FORWARD TSN; if not, what was sent once is sent until it arrives. */
    public void enable(final boolean whether) {
        enabled = whether;
    }

    public boolean isEnabled() {
        return enabled;
    }

    /** Forgets what was given up; the association is over, or begins anew. */
    void reset() {
        abandonedChunks = 0;
        forwardDue = false;
        nextExpiryNs = Long.MAX_VALUE;
        nextSearchNs = 0;
    }

    /** Returns how many messages of the association were given up. */
    public AbandonedMessages total() {
        return total;
    }

    /** Returns how many messages of a stream were given up; null for none. */
    public AbandonedMessages ofStream(final int stream) {
        return byStream == null ? null : byStream.get(stream);
    }

    // -- giving up --------------------------------------------------------------------------------------------------

    /**
     * Gives up what is not worth sending (again): queued messages whose lifetime is over, and lost ones whose lifetime or
     * retransmissions are used up. Returns whether there was any.
     */
    public boolean abandonExpired(final PathSet paths, final long nowNs) {
        boolean any = false;
        if (outbound.queuedPolicies > 0 && nowNs >= nextExpiryNs) {
            any = abandonFirst(nowNs);
            if (nowNs >= nextSearchNs) {
                any |= abandonQueued(nowNs);
            }
        }
        if (enabled && outbound.sentPolicies > 0 && outbound.retransmission.lostChunks > 0) {
            for (int tsn = outbound.retransmission.firstCandidate(); tsn != outstanding.nextTsn(); tsn++) {
                if (outstanding.state(tsn) == OutstandingData.LOST
                        && outstanding.hasPolicy(tsn)
                        && isUsedUp(tsn, nowNs)) {
                    abandonSent(tsn, paths);
                    any = true;
                }
            }
        }
        return any;
    }

    /** A message with a lifetime was queued. */
    void onQueued(final Policy policy, final long value) {
        if (policy == Policy.LIFETIME) {
            nextExpiryNs = Math.min(nextExpiryNs, value);
        }
    }

    /** Gives up the messages that would be sent next, as far as their lifetime is over. */
    private boolean abandonFirst(final long nowNs) {
        boolean any = false;
        while (queue.first() != SendQueue.NONE && !queue.isBegun(queue.first()) && isExpired(queue.first(), nowNs)) {
            abandonUnsent(SendQueue.NONE);
            outbound.lists.close();
            any = true;
        }
        return any;
    }

    /** Says whether a queued message, none of which was sent, must not be sent any more. */
    boolean isExpired(final int segment, final long nowNs) {
        return nowNs >= nextExpiryNs && !queue.isBegun(segment) && isOverdue(segment, nowNs);
    }

    /** Searches the whole queue; the more there is in it, the longer the next search waits. */
    private boolean abandonQueued(final long nowNs) {
        boolean any = false;
        nextExpiryNs = Long.MAX_VALUE;
        looked = 0;
        for (int list = outbound.lists.openLast(); list >= 0; list = outbound.lists.openBefore(list)) {
            any |= abandonOfList(nowNs);
        }
        nextSearchNs = nowNs + looked * SEARCH_PAUSE_NS;
        return any;
    }

    private boolean abandonOfList(final long nowNs) {
        boolean any = false;
        int previous = SendQueue.NONE;
        int segment = queue.first();
        while (segment != SendQueue.NONE) {
            outbound.work.step();
            looked++;
            if (queue.isBegun(segment) || !isOverdue(segment, nowNs)) {
                previous = queue.lastOfMessage(segment);
            } else {
                abandonUnsent(previous);
                any = true;
            }
            segment = previous == SendQueue.NONE ? queue.first() : queue.next(previous);
        }
        return any;
    }

    private boolean isOverdue(final int segment, final long nowNs) {
        if ((queue.flags(segment) & SendQueue.FLAG_POLICY) == 0
                || Policy.of(pool, queue.handle(segment)) != Policy.LIFETIME) {
            return false;
        }
        final long expiresNs = Policy.value(pool, queue.handle(segment));
        nextExpiryNs = Math.min(nextExpiryNs, expiresNs);
        return isOver(expiresNs, nowNs);
    }

    private static boolean isOver(final long expiresNs, final long nowNs) {
        return nowNs >= expiresNs;
    }

    private boolean isUsedUp(final int tsn, final long nowNs) {
        final int handle = outstanding.handle(tsn);
        return switch (Policy.of(pool, handle)) {
            case LIFETIME -> isOver(Policy.value(pool, handle), nowNs);
            case RETRANSMISSIONS -> outstanding.retransmissions(tsn) >= Policy.value(pool, handle);
            default -> false;
        };
    }

    /** Gives up the queued message behind a segment, or the first; none of it was sent. */
    private void abandonUnsent(final int previous) {
        final int first = previous == SendQueue.NONE ? queue.first() : queue.next(previous);
        count(queue.stream(first), Policy.of(pool, queue.handle(first)), false);
        boolean last = false;
        while (!last) {
            final int segment = previous == SendQueue.NONE ? queue.first() : queue.next(previous);
            last = (queue.flags(segment) & SendQueue.FLAG_LAST) != 0;
            outbound.failQueued(previous, FailedMessage.Reason.ABANDONED, 0);
        }
    }

    /** Gives up every fragment of a message of which at least one was sent (RFC 3758 section 3.5, rule A2). */
    private void abandonSent(final int anyTsn, final PathSet paths) {
        count(outstanding.stream(anyTsn), Policy.of(pool, outstanding.handle(anyTsn)), true);
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
        boolean ended = false;
        for (int tsn = outstanding.firstTsn(); !ended && tsn != outstanding.nextTsn(); tsn++) {
            if (isSameMessage(tsn, anyTsn)) {
                ended = (outstanding.flags(tsn) & DataChunk.FLAG_END) != 0;
                abandonChunk(tsn, paths);
            }
        }
        if (!ended) {
            abandonRest(anyTsn);
        }
    }

    private boolean isSameMessage(final int tsn, final int otherTsn) {
        return outstanding.stream(tsn) == outstanding.stream(otherTsn)
                && outstanding.mid(tsn) == outstanding.mid(otherTsn)
                && isUnordered(tsn) == isUnordered(otherTsn);
    }

    private boolean isUnordered(final int tsn) {
        return (outstanding.flags(tsn) & DataChunk.FLAG_UNORDERED) != 0;
    }

    private void abandonChunk(final int tsn, final PathSet paths) {
        switch (outstanding.state(tsn)) {
            case OutstandingData.ACKED -> outbound.gapAckedChunks--;
            case OutstandingData.LOST -> {
                outbound.retransmission.lostChunks--;
                outbound.forget(tsn, paths);
            }
            case OutstandingData.IN_FLIGHT -> {
                outbound.inFlightBytes -= outstanding.length(tsn);
                outbound.forget(tsn, paths);
            }
            default -> {
                return;
            }
        }
        if (outstanding.isSegmentEnd(tsn)) {
            outbound.failSent(tsn, FailedMessage.Reason.ABANDONED, 0);
        }
        outstanding.abandon(tsn);
        outbound.sentPolicies--;
        abandonedChunks++;
    }

    /**
     * Takes what was not sent of a message out of the queue. A TSN that is never sent stands for it, so that the peer, which
     * may have all that was sent, has something to be told of and does not take the next message for its continuation.
     */
    private void abandonRest(final int sentTsn) {
        final int stream = outstanding.stream(sentTsn);
        outbound.lists.open(stream);
        // A stream sends one message at a time: this one's rest is the first that there is of it.
        int previous = SendQueue.NONE;
        int segment = queue.first();
        while (queue.stream(segment) != stream) {
            previous = segment;
            segment = queue.next(segment);
        }
        outbound.lists.onGivenUp();
        boolean last = false;
        while (!last) {
            segment = previous == SendQueue.NONE ? queue.first() : queue.next(previous);
            last = (queue.flags(segment) & SendQueue.FLAG_LAST) != 0;
            outbound.failQueued(previous, FailedMessage.Reason.ABANDONED, 0);
        }
        outbound.lists.close();
        addNeverSent(sentTsn);
        outbound.numbering.skip(stream, isUnordered(sentTsn));
    }

    private void addNeverSent(final int lastTsn) {
        final int flags = (outstanding.flags(lastTsn) & DataChunk.FLAG_UNORDERED) | DataChunk.FLAG_END;
        final int tsn = outstanding.nextTsn();
        outstanding.add(
                BlockPool.NONE,
                0,
                0,
                flags,
                OutstandingData.NO_MARKS,
                outstanding.streamAndSsn(lastTsn),
                0,
                0,
                outstanding.path(lastTsn),
                PacketKey.ACTIVE);
        outstanding.abandon(tsn);
        if (outbound.isInterleaved()) {
            outstanding.identify(tsn, outstanding.mid(lastTsn), 0);
        }
        abandonedChunks++;
    }

    private void count(final int stream, final Policy policy, final boolean sent) {
        total.count(policy, sent);
        if (byStream == null) {
            byStream = new IntObjectHashMap<>();
        }
        AbandonedMessages counts = byStream.get(stream);
        if (counts == null) {
            counts = new AbandonedMessages();
            byStream.put(stream, counts);
        }
        counts.count(policy, sent);
    }

    // -- room for what matters more (RFC 7496 section 3.2) ----------------------------------------------------------

    /** Gives up the least important message of lower priority (a higher number); returns false if there is none. */
    boolean abandonLeastImportant(final long priority, final PathSet paths) {
        long worst = priority;
        int worstList = NOT_FOUND;
        int worstPrevious = SendQueue.NONE;
        for (int list = outbound.lists.openLast(); list >= 0; list = outbound.lists.openBefore(list)) {
            int previous = SendQueue.NONE;
            for (int segment = queue.first(); segment != SendQueue.NONE; segment = queue.next(previous)) {
                if (!queue.isBegun(segment) && priorityOf(queue.flags(segment), queue.handle(segment)) > worst) {
                    worst = priorityOf(queue.flags(segment), queue.handle(segment));
                    worstList = list;
                    worstPrevious = previous;
                }
                previous = queue.lastOfMessage(segment);
            }
        }
        if (worstList != NOT_FOUND) {
            outbound.lists.openList(worstList);
            abandonUnsent(worstPrevious);
            outbound.lists.close();
            return true;
        }
        return enabled && outbound.sentPolicies > 0 && abandonLeastImportantSent(priority, paths);
    }

    private boolean abandonLeastImportantSent(final long priority, final PathSet paths) {
        long worst = priority;
        int worstTsn = 0;
        for (int tsn = outstanding.firstTsn(); tsn != outstanding.nextTsn(); tsn++) {
            if (outstanding.hasPolicy(tsn) && priorityOf(SendQueue.FLAG_POLICY, outstanding.handle(tsn)) > worst) {
                worst = priorityOf(SendQueue.FLAG_POLICY, outstanding.handle(tsn));
                worstTsn = tsn;
            }
        }
        if (worst == priority) {
            return false;
        }
        abandonSent(worstTsn, paths);
        return true;
    }

    private long priorityOf(final int flags, final int handle) {
        return (flags & SendQueue.FLAG_POLICY) != 0 && Policy.of(pool, handle) == Policy.PRIORITY
                ? Policy.value(pool, handle)
                : Long.MIN_VALUE;
    }

    // -- FORWARD TSN ------------------------------------------------------------------------------------------------

    /** Says whether the peer waits for something given up: the lowest outstanding TSN (section 3.5, rule C2). */
    public boolean isPeerWaiting() {
        return abandonedChunks > 0 && outstanding.state(outstanding.firstTsn()) == OutstandingData.ABANDONED;
    }

    /** The peer has to be told (again): a SACK or a timeout says that it does not know (rules C3 and C5). */
    public void demandForward() {
        forwardDue = isPeerWaiting();
    }

    public boolean isForwardDue() {
        return forwardDue && isPeerWaiting();
    }

    /** Writes a FORWARD TSN, or I-FORWARD-TSN, for as much as one packet can tell, and returns where it ends (rule C4). */
    public int writeForward(final ByteBuffer out, final int offset, final int end) {
        final boolean interleaved = outbound.isInterleaved();
        final int entryLength = interleaved ? IForwardTsnChunk.ENTRY_LENGTH : ForwardTsnChunk.ENTRY_LENGTH;
        if (offset + ForwardTsnChunk.FIXED_LENGTH + entryLength > end) {
            return offset;
        }
        int position = offset + ForwardTsnChunk.FIXED_LENGTH;
        int newCumulative = outstanding.firstTsn() - 1;
        forwardSteps = 0;
        for (int tsn = outstanding.firstTsn();
                tsn != outstanding.nextTsn() && isPassable(tsn) && forwardSteps < MAX_FORWARD_STEPS;
                tsn++) {
            forwardSteps++;
            if (outstanding.state(tsn) == OutstandingData.ACKED) {
                // Passed only if something given up follows: it may be the beginning of a message that is not.
                continue;
            }
            if (interleaved || !isUnordered(tsn)) {
                final int entry = findEntry(out, offset, position, tsn);
                if (entry + entryLength > end) {
                    break;
                }
                writeEntry(out, entry, tsn);
                position = Math.max(position, entry + entryLength);
            }
            newCumulative = tsn;
        }
        out.putInt(offset + ForwardTsnChunk.TSN_OFFSET, newCumulative);
        Chunk.write(out, offset, interleaved ? ChunkType.I_FORWARD_TSN : ChunkType.FORWARD_TSN, 0, position - offset);
        forwardDue = false;
        outbound.work.steps(forwardSteps);
        return position;
    }

    private boolean isPassable(final int tsn) {
        final int state = outstanding.state(tsn);
        return state == OutstandingData.ABANDONED || state == OutstandingData.ACKED;
    }

    /** Returns where the entry is that a chunk's message would change, or where it would be. */
    private int findEntry(final ByteBuffer out, final int chunk, final int end, final int tsn) {
        final int stream = outstanding.stream(tsn);
        int entry = chunk + ForwardTsnChunk.FIXED_LENGTH;
        if (outbound.isInterleaved()) {
            while (entry < end && !IForwardTsnChunk.isAbout(out, entry, stream, isUnordered(tsn))) {
                entry += IForwardTsnChunk.ENTRY_LENGTH;
                forwardSteps++;
            }
            return entry;
        }
        while (entry < end && (out.getShort(entry) & 0xFFFF) != stream) {
            entry += ForwardTsnChunk.ENTRY_LENGTH;
            forwardSteps++;
        }
        return entry;
    }

    private void writeEntry(final ByteBuffer out, final int entry, final int tsn) {
        if (outbound.isInterleaved()) {
            IForwardTsnChunk.writeEntry(out, entry, outstanding.stream(tsn), isUnordered(tsn), outstanding.mid(tsn));
        } else {
            out.putInt(entry, outstanding.streamAndSsn(tsn));
        }
    }
}
