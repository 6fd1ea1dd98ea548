package io.sctp.engine.send;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.Serial;
import java.util.Arrays;

/**
 * DATA chunks that have a TSN and are not yet cumulatively acknowledged, and how many of them are in each state. They
 * are in a ring indexed by TSN: eight ints each, so that a SACK walks plain memory.
 */
final class OutstandingData {
    /** Sent, and counted in its path's flight. */
    static final int IN_FLIGHT = 0;

    /** Reported in a gap block. */
    static final int ACKED = 1;

    /** Given up as lost; waits to be sent again. */
    static final int LOST = 2;

    /** Given up; the peer is told not to wait for it (RFC 3758). */
    static final int ABANDONED = 3;

    private static final int STATES = 4;

    // What to note about a chunk when it is added.
    static final int NO_MARKS = 0;

    /** The chunk is the last of its block, so that the block is free once the chunk is acknowledged. */
    static final int SEGMENT_END = 0x100;

    /** The chunk lies in the block with which its message begins. */
    static final int FIRST_SEGMENT = 0x200;

    /** The block begins with the message's policy. */
    static final int HAS_POLICY = 0x400;

    private static final int STRIDE_SHIFT = 3;
    private static final int SENT_SHIFT = 10;
    private static final int INITIAL_CAPACITY = 8;

    private static final int HANDLE = 0;
    private static final int BLOCK_OFFSET = 1;
    private static final int LENGTH_AND_FLAGS = 2;
    private static final int STREAM_AND_SSN = 3;
    private static final int PPID = 4;
    private static final int CONTEXT = 5;
    private static final int TRANSMISSION = 6;
    private static final int KEY = 7;

    // LENGTH_AND_FLAGS: payload length in the high half; in the low half DATA flags and what follows.
    private static final int FLAGS_MASK = 0xFF;

    /** What {@link #onlyPath} answers for a chunk that went to several paths. */
    static final int SEVERAL_PATHS = 0xFF;

    // TRANSMISSION: state, path, missing reports, number of transmissions, the only path it went to.
    private static final int STATE_MASK = 0x3;
    private static final int FAST_RETRANSMITTED_BIT = 0x4;
    private static final int MISSING_SHIFT = 4;
    private static final int MISSING_MASK = 0xF0;
    private static final int RESENT_SHIFT = 16;
    private static final int RESENT_MASK = 0xFF0000;
    private static final int PATH_SHIFT = 8;
    private static final int PATH_MASK = 0xFF00;
    private static final int ONLY_PATH_SHIFT = 24;
    private static final int ONLY_PATH_MASK = 0xFF000000;

    private static final int ORDER_STRIDE_SHIFT = 1;
    private static final int SENT_BEFORE = 0;
    private static final int SENT_AFTER = 1;

    private static final int IDENTIFIERS_STRIDE_SHIFT = 2;
    private static final int MID = 0;
    private static final int FRAGMENT = 1;
    private static final int PREVIOUS_OF_MESSAGE = 2;
    private static final int NEXT_OF_MESSAGE = 3;

    private int[] chunks;

    /**
     * By chunk, where messages are interleaved: the message's identifier, the number of the fragment, and the TSNs of
     * the fragments before it and behind it, its own where none was sent.
     */
    private int[] identifiers;

    /** By chunk, when it was sent last, in units of 1,024 ns that wrap around. */
    private int[] sent;

    /**
     * By chunk in flight: which chunks in flight to its path were sent just before and after it, as TSNs, relative to
     * the TSNs beside it; 0 for what is not in flight.
     */
    private int[] order;

    private boolean identified;
    private int capacity;
    private int firstTsn;
    private int nextTsn;

    /** By state, how many chunks there are. */
    private final int[] counts = new int[STATES];

    private int inFlightBytes;

    void reset(final int initialTsn) {
        firstTsn = initialTsn;
        nextTsn = initialTsn;
        Arrays.fill(counts, 0);
        inFlightBytes = 0;
    }

    // -- how many ---------------------------------------------------------------------------------------------------

    /** Returns the bytes of user data in flight, to all paths together. */
    int inFlightBytes() {
        return inFlightBytes;
    }

    /** Returns the number of chunks that gap blocks report. */
    int ackedChunks() {
        return counts[ACKED];
    }

    /** Returns the number of chunks that wait to be sent again. */
    int lostChunks() {
        return counts[LOST];
    }

    /** Returns the number of chunks that were given up. */
    int abandonedChunks() {
        return counts[ABANDONED];
    }

    /**
     * Returns the number of chunks that nothing acknowledged and that were not given up (RFC 3758 section 3.5, A2).
     */
    int unacknowledgedChunks() {
        return counts[IN_FLIGHT] + counts[LOST];
    }

    private void enter(final int state, final int length) {
        counts[state]++;
        inFlightBytes += state == IN_FLIGHT ? length : 0;
    }

    private void leave(final int state, final int length) {
        counts[state]--;
        inFlightBytes -= state == IN_FLIGHT ? length : 0;
    }

    /** Returns whether chunks will have identifiers (RFC 8260); there must be none. */
    void identify(final boolean whether) {
        identified = whether;
        trim();
    }

    /** Gives a chunk its identifiers. */
    void identify(final int tsn, final int mid, final int fragment) {
        final int at = identifier(tsn);
        identifiers[at + MID] = mid;
        identifiers[at + FRAGMENT] = fragment;
        identifiers[at + PREVIOUS_OF_MESSAGE] = tsn;
        identifiers[at + NEXT_OF_MESSAGE] = tsn;
    }

    /** Links a chunk to the one with the fragment before it, which may be acknowledged already. */
    void follow(final int previousTsn, final int tsn) {
        if (!Serial.before(previousTsn, firstTsn)) {
            identifiers[identifier(tsn) + PREVIOUS_OF_MESSAGE] = previousTsn;
            identifiers[identifier(previousTsn) + NEXT_OF_MESSAGE] = tsn;
        }
    }

    /** Returns the first chunk that is outstanding of the message of any. */
    int firstOfMessage(final int anyTsn) {
        int tsn = anyTsn;
        int previous = identifiers[identifier(tsn) + PREVIOUS_OF_MESSAGE];
        while (previous != tsn && !Serial.before(previous, firstTsn)) {
            tsn = previous;
            previous = identifiers[identifier(tsn) + PREVIOUS_OF_MESSAGE];
        }
        return tsn;
    }

    /** Returns whether more of a chunk's message was sent. */
    boolean hasNextOfMessage(final int tsn) {
        return nextOfMessage(tsn) != tsn;
    }

    /** Returns the chunk with the next fragment of a message, or the same one if no more was sent. */
    int nextOfMessage(final int tsn) {
        return identifiers[identifier(tsn) + NEXT_OF_MESSAGE];
    }

    /** Returns the identifier of a chunk's message. */
    int mid(final int tsn) {
        return identifiers[identifier(tsn) + MID];
    }

    /** Returns the number of a fragment in its message. */
    int fragment(final int tsn) {
        return identifiers[identifier(tsn) + FRAGMENT];
    }

    /** Returns the lowest TSN that is not cumulatively acknowledged. */
    int firstTsn() {
        return firstTsn;
    }

    /** Returns the TSN that the next new chunk will get. */
    int nextTsn() {
        return nextTsn;
    }

    /** Returns the capacity in chunks, a power of two. */
    int capacity() {
        return capacity;
    }

    int size() {
        return nextTsn - firstTsn;
    }

    boolean isEmpty() {
        return firstTsn == nextTsn;
    }

    /**
     * Adds a chunk about to be sent for the first time, under {@link #nextTsn}: what comes next of a queued segment.
     *
     * @param sequenceNumber SSN, or 0 for what has none
     */
    void add(
            final SendQueue queue,
            final int segment,
            final int length,
            final int flags,
            final int marks,
            final int sequenceNumber,
            final int path) {
        final int base = next();
        chunks[base + HANDLE] = queue.handle(segment);
        chunks[base + BLOCK_OFFSET] = queue.payloadOffset(segment) + queue.sentBytes(segment);
        chunks[base + LENGTH_AND_FLAGS] = length << 16 | marks | flags;
        chunks[base + STREAM_AND_SSN] = queue.stream(segment) << 16 | sequenceNumber;
        chunks[base + PPID] = queue.ppid(segment);
        chunks[base + CONTEXT] = queue.context(segment);
        chunks[base + TRANSMISSION] = path << ONLY_PATH_SHIFT | path << PATH_SHIFT | IN_FLIGHT;
        chunks[base + KEY] = queue.key(segment);
        enter(IN_FLIGHT, length);
    }

    /** Adds a TSN that is never sent: it stands for the rest of the message of which this was the last chunk sent. */
    void addNeverSent(final int lastTsn) {
        final int flags = (flags(lastTsn) & DataChunk.FLAG_UNORDERED) | DataChunk.FLAG_END;
        final int streamAndSsn = streamAndSsn(lastTsn);
        final int path = path(lastTsn);
        final int base = next();
        chunks[base + HANDLE] = BlockPool.NONE;
        chunks[base + BLOCK_OFFSET] = 0;
        chunks[base + LENGTH_AND_FLAGS] = NO_MARKS | flags;
        chunks[base + STREAM_AND_SSN] = streamAndSsn;
        chunks[base + PPID] = 0;
        chunks[base + CONTEXT] = 0;
        chunks[base + TRANSMISSION] = path << ONLY_PATH_SHIFT | path << PATH_SHIFT | IN_FLIGHT;
        chunks[base + KEY] = PacketKey.ACTIVE;
        enter(IN_FLIGHT, 0);
    }

    /** A chunk is sent now, perhaps again. */
    void onSent(final int tsn, final long nowNs) {
        sent[tsn & capacity - 1] = (int) (nowNs >> SENT_SHIFT);
    }

    /**
     * Returns when a chunk was sent last, to about a microsecond, if that was less than half an hour ago. This is known
     * of a chunk that was taken out until another one is added.
     */
    long sentNs(final int tsn, final long nowNs) {
        final long now = nowNs >> SENT_SHIFT;
        final int age = (int) now - sent[tsn & capacity - 1];
        return (now - age) << SENT_SHIFT;
    }

    /** Returns the chunk that was sent just before one, if its {@link FlightList} has set it, else the TSN before. */
    int sentBefore(final int tsn) {
        return tsn - 1 + order[orderOf(tsn) + SENT_BEFORE];
    }

    void sentBefore(final int tsn, final int before) {
        order[orderOf(tsn) + SENT_BEFORE] = before - tsn + 1;
    }

    /** Returns the chunk that was sent just after one, if its {@link FlightList} has set it, else the TSN behind. */
    int sentAfter(final int tsn) {
        return tsn + 1 + order[orderOf(tsn) + SENT_AFTER];
    }

    void sentAfter(final int tsn, final int after) {
        order[orderOf(tsn) + SENT_AFTER] = after - tsn - 1;
    }

    /** Nothing is in flight. */
    void forgetOrder() {
        if (order != null) {
            Arrays.fill(order, 0);
        }
    }

    /** Whether {@link #transmission} says that a chunk was never sent again. */
    static boolean isSentOnceOf(final int transmission) {
        return (transmission & RESENT_MASK) == 0;
    }

    private int next() {
        if (size() == capacity) {
            grow();
        }
        return base(nextTsn++);
    }

    /** Takes the chunk with the lowest TSN out: it was acknowledged, or has failed. */
    void removeFirst() {
        leave(state(firstTsn), length(firstTsn));
        firstTsn++;
    }

    int handle(final int tsn) {
        return chunks[base(tsn) + HANDLE];
    }

    int blockOffset(final int tsn) {
        return chunks[base(tsn) + BLOCK_OFFSET];
    }

    int length(final int tsn) {
        return chunks[base(tsn) + LENGTH_AND_FLAGS] >>> 16;
    }

    int flags(final int tsn) {
        return chunks[base(tsn) + LENGTH_AND_FLAGS] & FLAGS_MASK;
    }

    /**
     * Returns whether this chunk is the last of its block, so that the block is free once the chunk is acknowledged.
     */
    boolean isSegmentEnd(final int tsn) {
        return (chunks[base(tsn) + LENGTH_AND_FLAGS] & SEGMENT_END) != 0;
    }

    /** Returns whether this chunk lies in the block with which its message begins. */
    boolean isFirstSegment(final int tsn) {
        return (chunks[base(tsn) + LENGTH_AND_FLAGS] & FIRST_SEGMENT) != 0;
    }

    boolean hasPolicy(final int tsn) {
        return (chunks[base(tsn) + LENGTH_AND_FLAGS] & HAS_POLICY) != 0;
    }

    /** Gives a chunk up; its block is not its own any more. */
    void abandon(final int tsn) {
        chunks[base(tsn) + LENGTH_AND_FLAGS] &= ~(SEGMENT_END | HAS_POLICY);
        state(tsn, ABANDONED);
    }

    int stream(final int tsn) {
        return streamAndSsn(tsn) >>> 16;
    }

    int streamAndSsn(final int tsn) {
        return chunks[base(tsn) + STREAM_AND_SSN];
    }

    /** Returns the stream sequence number of a chunk's message; means nothing where messages have identifiers. */
    int ssn(final int tsn) {
        return streamAndSsn(tsn) & 0xFFFF;
    }

    boolean isUnordered(final int tsn) {
        return (flags(tsn) & DataChunk.FLAG_UNORDERED) != 0;
    }

    int ppid(final int tsn) {
        return chunks[base(tsn) + PPID];
    }

    int context(final int tsn) {
        return chunks[base(tsn) + CONTEXT];
    }

    /**
     * Returns the key that the chunk is to be signed with, whenever it is sent; {@code SendQueue.NONE} for the active
     * one.
     */
    int key(final int tsn) {
        return chunks[base(tsn) + KEY];
    }

    int state(final int tsn) {
        return stateOf(transmission(tsn));
    }

    /**
     * Returns all that there is of how a chunk is sent, so that it is looked up once: {@link #stateOf} and others take
     * it.
     */
    int transmission(final int tsn) {
        return chunks[base(tsn) + TRANSMISSION];
    }

    static int stateOf(final int transmission) {
        return transmission & STATE_MASK;
    }

    static int pathOf(final int transmission) {
        return (transmission & PATH_MASK) >>> PATH_SHIFT;
    }

    static int onlyPathOf(final int transmission) {
        return transmission >>> ONLY_PATH_SHIFT;
    }

    void state(final int tsn, final int state) {
        final int index = base(tsn) + TRANSMISSION;
        final int length = length(tsn);
        leave(stateOf(chunks[index]), length);
        enter(state, length);
        chunks[index] = (chunks[index] & ~STATE_MASK) | state;
    }

    /** Returns the path to which the chunk was last sent; {@link PathChunks} knows where a lost one will be sent. */
    int path(final int tsn) {
        return pathOf(transmission(tsn));
    }

    void path(final int tsn, final int path) {
        final int index = base(tsn) + TRANSMISSION;
        chunks[index] = (chunks[index] & ~PATH_MASK) | path << PATH_SHIFT;
    }

    /** Returns the path to which the chunk was sent each time, or {@link #SEVERAL_PATHS}. */
    int onlyPath(final int tsn) {
        return onlyPathOf(transmission(tsn));
    }

    /** The chunk is sent again, to this path. */
    void onSentTo(final int tsn, final int path) {
        if (onlyPath(tsn) != path) {
            chunks[base(tsn) + TRANSMISSION] |= ONLY_PATH_MASK;
        }
    }

    /** Counts a missing report, up to 15, and returns the count. */
    int countMissing(final int tsn) {
        final int index = base(tsn) + TRANSMISSION;
        final int missing = (chunks[index] & MISSING_MASK) >>> MISSING_SHIFT;
        if (missing == MISSING_MASK >>> MISSING_SHIFT) {
            return missing;
        }
        chunks[index] += 1 << MISSING_SHIFT;
        return missing + 1;
    }

    void clearMissing(final int tsn) {
        chunks[base(tsn) + TRANSMISSION] &= ~(MISSING_MASK | FAST_RETRANSMITTED_BIT);
    }

    boolean isFastRetransmitted(final int tsn) {
        return (chunks[base(tsn) + TRANSMISSION] & FAST_RETRANSMITTED_BIT) != 0;
    }

    void markFastRetransmitted(final int tsn) {
        chunks[base(tsn) + TRANSMISSION] |= FAST_RETRANSMITTED_BIT;
    }

    /** Returns how often the chunk was sent again, up to 255. */
    int retransmissions(final int tsn) {
        return (chunks[base(tsn) + TRANSMISSION] & RESENT_MASK) >>> RESENT_SHIFT;
    }

    void countRetransmission(final int tsn) {
        final int index = base(tsn) + TRANSMISSION;
        if ((chunks[index] & RESENT_MASK) != RESENT_MASK) {
            chunks[index] += 1 << RESENT_SHIFT;
        }
    }

    /** Gives the ring's memory back; there must be no chunk. */
    void trim() {
        chunks = null;
        sent = null;
        order = null;
        identifiers = null;
        capacity = 0;
    }

    private int base(final int tsn) {
        return (tsn & capacity - 1) << STRIDE_SHIFT;
    }

    private int orderOf(final int tsn) {
        return (tsn & capacity - 1) << ORDER_STRIDE_SHIFT;
    }

    private int identifier(final int tsn) {
        return (tsn & capacity - 1) << IDENTIFIERS_STRIDE_SHIFT;
    }

    private void grow() {
        final int old = capacity;
        capacity = Math.max(INITIAL_CAPACITY, 2 * old);
        chunks = grown(chunks, old, STRIDE_SHIFT);
        sent = grown(sent, old, 0);
        order = grown(order, old, ORDER_STRIDE_SHIFT);
        if (identified) {
            identifiers = grown(identifiers, old, IDENTIFIERS_STRIDE_SHIFT);
        }
    }

    private int[] grown(final int[] ring, final int oldCapacity, final int strideShift) {
        final int[] grown = new int[capacity << strideShift];
        for (int tsn = firstTsn; oldCapacity != 0 && tsn != nextTsn; tsn++) {
            final int from = (tsn & oldCapacity - 1) << strideShift;
            System.arraycopy(ring, from, grown, (tsn & capacity - 1) << strideShift, 1 << strideShift);
        }
        return grown;
    }
}
