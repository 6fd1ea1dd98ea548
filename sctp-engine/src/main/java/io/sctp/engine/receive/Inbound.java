package io.sctp.engine.receive;

import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.ForwardTsnChunk;
import io.sctp.engine.packet.IDataChunk;
import io.sctp.engine.packet.SackChunk;
import io.sctp.engine.packet.Serial;
import java.nio.ByteBuffer;

/**
 * Everything an association receives: takes DATA chunks, puts messages together and in order, and hands them out. It
 * decides whether a chunk is accepted; when to acknowledge it is {@link AckSchedule}'s business.
 */
public final class Inbound {
    /** What became of a DATA chunk. */
    public enum Outcome {
        /** Accepted; the next TSN in line. */
        ACCEPTED,
        /** Accepted; it filled a gap or opened one, which the peer must hear of at once. */
        OUT_OF_ORDER,
        /** Arrived before; reported as a duplicate. */
        DUPLICATE,
        /** No room: as if it had never arrived. */
        DROPPED,
        /** No memory: as if it had never arrived. */
        NO_MEMORY,
        /** It belongs to a message longer than the configured maximum. */
        TOO_LONG,
        /** More messages are begun than there is room for, so that none can be completed. */
        TOO_MANY,
        /** It contradicts what arrived before. */
        VIOLATION,
        /** Its stream does not exist: acknowledged, and not kept. */
        NO_SUCH_STREAM
    }

    /**
     * More chunks than any end has outstanding. A FORWARD TSN that skips more is of the numbers after a reset (RFC
     * 6525) whose answer has not come yet.
     */
    private static final int MAX_SKIPPED = 1 << 29;

    private final BlockPool pool;
    private final TsnTracker tracker;
    private final OwedSacks owed = new OwedSacks();
    private final ChunkStore store;
    private final ReadyQueue ready;
    private final SequencedMessages sequenced;
    private int windowLimit;
    private int readyBeforeStart;

    /**
     * The streams that were agreed on. Every table by stream is bounded by it: what names another one comes no further.
     */
    private int streamCount;

    /** Since when nothing has come that what is incomplete waits for. */
    private long progressNs;

    private boolean wasIncomplete;
    private int cumulativeBefore;

    /** Null unless messages come as I-DATA. */
    private InterleavedMessages interleaved;

    private int firstNumbered;

    private final int maxMessageLength;
    private int partialDeliveryPoint;
    private boolean severalInParts;
    private int advertisedWindow;

    /**
     * Makes the inbound half of an association.
     *
     * @param windowLimit bytes held before the peer must stop
     * @param maxMessageLength the longest message put together, if none is handed up in parts
     * @param partialDeliveryPoint the bytes after which a message is handed up in parts, or 0
     */
    public Inbound(
            final BlockPool pool, final int windowLimit, final int maxMessageLength, final int partialDeliveryPoint) {
        this.pool = pool;
        this.windowLimit = windowLimit;
        tracker = new TsnTracker(pool.work());
        store = new ChunkStore(pool);
        ready = new ReadyQueue(pool, store);
        this.maxMessageLength = partialDeliveryPoint > 0 ? Integer.MAX_VALUE : maxMessageLength;
        sequenced = new SequencedMessages(store, pool, ready, this.maxMessageLength);
        sequenced.partialDelivery(partialDeliveryPoint);
        this.partialDeliveryPoint = partialDeliveryPoint;
        advertisedWindow = windowLimit;
    }

    /** Begins with the peer's first TSN. Messages that are ready to be read stay. */
    public void start(final int initialTsn) {
        tracker.reset(initialTsn);
        owed.clear();
        sequenced.reset();
        discardIncomplete();
        readyBeforeStart = messagesReceived() + readyMessages();
        advertisedWindow = window();
    }

    /**
     * Takes I-DATA from now on, or DATA; the association begins, maybe anew (RFC 8260 section 2).
     *
     * @param fragment the one that has number 0: the first, or from some peers the second
     */
    public void interleave(final boolean whether, final int fragment) {
        firstNumbered = fragment;
        ready.interleave(whether);
        interleaved = whether ? new InterleavedMessages(store, pool, ready, maxMessageLength) : null;
        partialDelivery(partialDeliveryPoint, severalInParts);
    }

    /** Sets the number of streams that were agreed on. */
    public void streams(final int count) {
        streamCount = count;
    }

    /** Returns the number of streams that were agreed on; 0 until the association is up. */
    public int streams() {
        return streamCount;
    }

    public void windowLimit(final int bytes) {
        windowLimit = bytes;
    }

    /**
     * Changes after how many bytes messages are handed up in parts; whether they are at all stays as it was.
     *
     * @param several whether parts of several messages may come in turn, if they are interleaved
     */
    public void partialDelivery(final int bytes, final boolean several) {
        if (partialDeliveryPoint > 0 && bytes > 0) {
            partialDeliveryPoint = bytes;
        }
        severalInParts = several;
        sequenced.partialDelivery(partialDeliveryPoint);
        if (interleaved != null) {
            interleaved.partialDelivery(partialDeliveryPoint, several);
        }
    }

    public TsnTracker tracker() {
        return tracker;
    }

    /** Returns the bytes held for the user, or for messages still incomplete; a chunk counts at least 64. */
    public int heldBytes() {
        return store.chargedBytes();
    }

    /** Returns the bytes held of messages that cannot be read before more arrives. */
    public int unfinishedBytes() {
        return store.chargedBytes() - ready.chargedBytes();
    }

    /** Returns the messages, and parts of messages, that can be read. */
    public int readyMessages() {
        return ready.count();
    }

    /** Returns how many messages, and parts of messages, were handed out; it wraps around. */
    public int messagesReceived() {
        return ready.handedOut();
    }

    /** Returns what {@link #messagesReceived} is once all is handed out that was ready at the last {@link #start}. */
    public int messagesBeforeStart() {
        return readyBeforeStart;
    }

    /** Returns the window to advertise (section 6.2.1). */
    public int window() {
        return Math.max(0, windowLimit - heldBytes());
    }

    // -- arrival ----------------------------------------------------------------------------------------------------

    /** Takes a DATA chunk, or I-DATA if that was agreed on, whose length was checked. */
    public Outcome accept(final ByteBuffer packet, final int offset, final int chunkHeader, final long nowNs) {
        final int tsn = DataChunk.tsn(packet, offset);
        if (isDuplicate(tsn)) {
            tracker.recordDuplicate(tsn);
            return Outcome.DUPLICATE;
        }
        if (!hasRoom(tsn)) {
            relieve();
            return isStuck(tsn) ? Outcome.TOO_MANY : Outcome.DROPPED;
        }
        if (DataChunk.stream(packet, offset) >= streamCount) {
            return acceptEmpty(tsn);
        }
        final int header = interleaved == null ? DataChunk.HEADER_LENGTH : IDataChunk.HEADER_LENGTH;
        final int length = Chunk.lengthOf(chunkHeader) - header;
        final int flags = Chunk.flagsOf(chunkHeader);
        reserve(tsn, flags);
        final int handle = pool.allocate(length);
        if (handle == BlockPool.NONE) {
            return Outcome.NO_MEMORY;
        }
        pool.buffer(handle).put(BlockPool.offset(handle), packet, offset + header, length);
        final boolean hadGap = tracker.hasGap();
        sequenced.reach(tsn - tracker.cumulative());
        tracker.record(tsn);
        final Outcome outcome = interleaved == null
                ? placeData(packet, offset, flags, handle, length, tsn)
                : placeInterleaved(packet, offset, flags, handle, length, tsn, nowNs);
        relieve();
        if (outcome != Outcome.ACCEPTED) {
            return outcome;
        }
        return hadGap || tracker.hasGap() ? Outcome.OUT_OF_ORDER : Outcome.ACCEPTED;
    }

    /** Grows tables before anything changes, so that a chunk is taken as a whole or, where memory ends, not at all. */
    private void reserve(final int tsn, final int flags) {
        store.reserve();
        if (tsn != tracker.cumulative() + 1 || tracker.hasGap() || !isWhole(flags)) {
            tracker.reserve(tsn);
            if (interleaved == null) {
                sequenced.reserve();
            } else {
                interleaved.reserve();
            }
        }
    }

    private static boolean isWhole(final int flags) {
        final int both = DataChunk.FLAG_BEGIN | DataChunk.FLAG_END;
        return (flags & both) == both;
    }

    /** Notes the TSN of a chunk that is acknowledged but not kept, because its stream does not exist. */
    private Outcome acceptEmpty(final int tsn) {
        if (interleaved == null && sequenced.contradicts(tsn)) {
            return Outcome.VIOLATION;
        }
        tracker.reserve(tsn);
        tracker.record(tsn);
        return Outcome.NO_SUCH_STREAM;
    }

    private boolean isDuplicate(final int tsn) {
        return tracker.contains(tsn);
    }

    /**
     * New data must fit the window. A chunk that fills a gap was counted by the peer when the window was open, and
     * may be what everything else waits for: it is taken up to twice the window.
     */
    private boolean hasRoom(final int tsn) {
        if (tsn - tracker.cumulative() > TsnTracker.MAX_AHEAD) {
            return false;
        }
        return heldBytes() < windowLimit || (heldBytes() < 2L * windowLimit && !Serial.after(tsn, tracker.highest()));
    }

    /**
     * Says whether messages, none of which can be read, have used the window up: the next TSN in line has no room, and
     * there is nothing that the user could read to make some.
     */
    private boolean isStuck(final int tsn) {
        return tsn == tracker.cumulative() + 1 && ready.isEmpty();
    }

    /** Hands up parts of messages when the window is nearly used up and there is nothing else to read. */
    private void relieve() {
        if (partialDeliveryPoint == 0 || !ready.isEmpty() || window() > windowLimit / 4) {
            return;
        }
        if (interleaved == null) {
            sequenced.relieve(tracker.cumulative());
        } else {
            interleaved.relieve();
        }
    }

    /**
     * A packet was read to its end: notes whether what is incomplete has got on.
     *
     * @return whether anything is held that cannot be read until more arrives
     */
    public boolean noteProgress(final long nowNs) {
        final boolean incomplete = isIncomplete();
        if (tracker.cumulative() != cumulativeBefore || (incomplete && !wasIncomplete)) {
            progressNs = nowNs;
            cumulativeBefore = tracker.cumulative();
        }
        wasIncomplete = incomplete;
        return incomplete;
    }

    private boolean isIncomplete() {
        return ready.holdsAny() || sequenced.isIncomplete() || (interleaved != null && interleaved.isIncomplete());
    }

    /**
     * Returns since when nothing has arrived of what an incomplete message needs; {@link Long#MAX_VALUE} if none is
     * held. As DATA, a message waits for the TSNs before and behind it, so that any that is in line helps; as I-DATA,
     * for its own fragments.
     */
    public long waitingSinceNs() {
        if (!isIncomplete()) {
            return Long.MAX_VALUE;
        }
        return interleaved == null ? progressNs : interleaved.waitingSinceNs();
    }

    private Outcome placeInterleaved(
            final ByteBuffer packet,
            final int offset,
            final int flags,
            final int handle,
            final int length,
            final int tsn,
            final long nowNs) {
        final int mid = IDataChunk.mid(packet, offset);
        final boolean unordered = (flags & DataChunk.FLAG_UNORDERED) != 0;
        final int streamAndSsn = DataChunk.stream(packet, offset) << 16 | (unordered ? 0 : mid & 0xFFFF);
        final boolean begins = (flags & DataChunk.FLAG_BEGIN) != 0;
        final int ppidOrFragment = IDataChunk.ppidOrFsn(packet, offset) + (begins ? 0 : firstNumbered);
        final int slot = store.add(handle, length, flags, streamAndSsn, ppidOrFragment, tsn);
        store.mid(slot, mid);
        return interleaved.add(slot, nowNs);
    }

    private Outcome placeData(
            final ByteBuffer packet,
            final int offset,
            final int flags,
            final int handle,
            final int length,
            final int tsn) {
        // Section 6.6: the sequence number of an unordered message means nothing, and may differ between its fragments.
        final int counts = (flags & DataChunk.FLAG_UNORDERED) == 0 ? ~0 : ~0xFFFF;
        final int streamAndSsn = packet.getInt(offset + DataChunk.STREAM_OFFSET) & counts;
        final boolean afterArrived = !isWhole(flags) && tracker.contains(tsn - 1);
        final boolean beforeArrived = !isWhole(flags) && tracker.contains(tsn + 1);
        return sequenced.add(
                store.add(handle, length, flags, streamAndSsn, DataChunk.ppid(packet, offset), tsn),
                flags,
                afterArrived,
                beforeArrived);
    }

    // -- what the peer gave up --------------------------------------------------------------------------------------

    /** Takes a well-formed FORWARD TSN, or I-FORWARD-TSN: does not wait for what it skips (RFC 3758 section 3.6). */
    public void forward(final ByteBuffer packet, final int offset, final int length) {
        final int tsn = ForwardTsnChunk.cumulativeTsn(packet, offset);
        if (!Serial.after(tsn, tracker.cumulative()) || tsn - tracker.cumulative() > MAX_SKIPPED) {
            return;
        }
        sequenced.reach(Math.min(TsnTracker.MAX_AHEAD, tsn - tracker.cumulative()));
        tracker.forward(tsn);
        if (interleaved == null) {
            sequenced.forward(packet, offset, offset + length, streamCount, tracker.contains(tsn + 1));
        } else {
            interleaved.forward(packet, offset, offset + length, streamCount);
        }
    }

    // -- acknowledgement --------------------------------------------------------------------------------------------

    /** The packet just read is owed a SACK of its own, whether or not one is due already. */
    public void oweSack() {
        owed.add(tracker.highest(), window(), tracker.duplicateCount());
    }

    /** Says whether the next SACK is followed by others, because more than one packet is owed one. */
    public boolean owesSeveral() {
        return owed.count() > 1;
    }

    /** Returns the length of the next SACK, at most, or any length above {@code enough} if it is longer. */
    public int sackLength(final int enough) {
        return owesSeveral()
                ? tracker.reportsLength(owed.highestTsn(), owed.duplicates(), enough)
                : tracker.reportsLength(tracker.highest(), tracker.duplicateCount(), enough);
    }

    /** Writes the next SACK and returns where it ends (section 3.3.4). The last one tells of all that there is. */
    public int writeSack(final ByteBuffer out, final int offset, final int end) {
        final int sackEnd;
        if (owesSeveral()) {
            out.putInt(offset + SackChunk.A_RWND_OFFSET, owed.window());
            sackEnd = tracker.writeReports(out, offset, end, owed.highestTsn(), owed.duplicates());
            owed.removeFirst();
        } else {
            advertisedWindow = window();
            out.putInt(offset + SackChunk.A_RWND_OFFSET, advertisedWindow);
            sackEnd = tracker.writeReports(out, offset, end, tracker.highest(), tracker.duplicateCount());
            tracker.forgetDuplicates();
            owed.clear();
        }
        Chunk.write(out, offset, ChunkType.SACK, 0, sackEnd - offset);
        return sackEnd;
    }

    /**
     * Says whether the peer, told of a small window, should hear that it has grown: by a quarter of the buffer, so that
     * updates are few (RFC 9260 section 6.2). A window is small, too, that may have no room for a packet, or the peer
     * would have to probe.
     */
    public boolean isWindowUpdateDue(final int maxPacketSize) {
        final int quarter = Math.max(1, windowLimit / 4);
        final int small = Math.max(quarter, Math.min(2 * maxPacketSize, windowLimit));
        return advertisedWindow < small && window() - advertisedWindow >= quarter;
    }

    // -- reset ------------------------------------------------------------------------------------------------------

    /** Expects sequence number 0 next on these streams; none means all (RFC 6525 section 5.2.2). */
    public void resetSequences(final int... streams) {
        if (interleaved != null) {
            interleaved.reset(streams);
        }
        sequenced.reset(streams);
    }

    // -- the user's side --------------------------------------------------------------------------------------------

    /**
     * Copies the next message or part, or as much of it as fits; the rest stays for the next call.
     *
     * @return the bytes copied, or -1 if nothing is ready
     */
    public int receive(final ByteBuffer destination, final int offset, final int capacity, final ReceiveInfo info) {
        final int length = ready.receive(destination, offset, capacity, info);
        relieve();
        return length;
    }

    /** Returns the length of the next message or part in bytes, or -1 if none is ready. */
    public int nextMessageLength() {
        return ready.nextLength();
    }

    /** Returns the payload protocol identifier of the next message, or 0 if none is ready. */
    public int nextMessagePpid() {
        return ready.nextPpid();
    }

    /** Returns the stream of the next message, or 0 if none is ready. */
    public int nextMessageStream() {
        return ready.nextStream();
    }

    /**
     * Nothing more will arrive: frees up to {@code limit} chunks of what is incomplete, and leaves what can be read.
     * Returns how many more there may have been; 0 if there may be some left.
     */
    public int end(final int limit) {
        final int left = interleaved == null ? limit : interleaved.end(limit);
        return sequenced.end(left);
    }

    /** Frees up to {@code limit} chunks, ready or not; returns the same. */
    public int clear(final int limit) {
        final int left = ready.clear(end(limit));
        if (left > 0) {
            trim();
        }
        return left;
    }

    /** Gives back the tables of an association that holds nothing. */
    public void trim() {
        if (owed.count() == 0) {
            // Owed SACKs tell of duplicates.
            tracker.trim();
            owed.trim();
        }
        if (store.live() == 0) {
            store.trim();
            sequenced.trim();
            if (interleaved != null) {
                interleaved.trim();
            }
        }
    }

    private void discardIncomplete() {
        end(Integer.MAX_VALUE);
        if (interleaved != null) {
            interleaved.reset();
        }
    }
}
