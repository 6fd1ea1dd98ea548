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
 * The receiving half of an association: accepts DATA chunks, reassembles and orders messages, and delivers them (RFC
 * 9260 section 6). {@link AckSchedule} decides when to acknowledge.
 */
public final class Inbound {
    /** The result of handling a DATA chunk. */
    public enum Outcome {
        /** Accepted; the next TSN in line. */
        ACCEPTED,
        /** Accepted. It filled or opened a gap, which must be reported to the peer at once. */
        OUT_OF_ORDER,
        /** Arrived before; reported as a duplicate. */
        DUPLICATE,
        /** No buffer space: treated as if it had not arrived. */
        DROPPED,
        /** No memory: treated as if it had not arrived. */
        NO_MEMORY,
        /** It belongs to a message longer than the configured maximum. */
        TOO_LONG,
        /** The incomplete messages fill the buffer, so that none can be completed. */
        TOO_MANY,
        /** It contradicts earlier chunks. */
        VIOLATION,
        /** Its stream does not exist. Acknowledged, and discarded. */
        NO_SUCH_STREAM
    }

    /**
     * More chunks than can be outstanding. A FORWARD TSN that skips more uses the TSNs of a reset (RFC 6525) whose
     * response has not arrived yet.
     */
    private static final int MAX_SKIPPED = 1 << 29;

    private final BlockPool pool;
    private final TsnTracker tracker;
    private final OwedSacks owed = new OwedSacks();
    private final ChunkStore store;
    private final ReadyQueue ready;
    private final SequencedMessages sequenced;

    /** What the user has set, and what it has grown to. */
    private int leastWindowLimit;

    private int windowLimit;
    private int readyBeforeStart;

    /**
     * The number of streams negotiated. It bounds every table by stream; chunks of other streams are rejected before.
     */
    private int streamCount;

    /** The time of the last progress towards an incomplete message. */
    private long progressNs;

    private boolean wasIncomplete;
    private int cumulativeBefore;

    /** Null unless I-DATA was negotiated. */
    private InterleavedMessages interleaved;

    private int firstNumbered;

    private final int maxMessageLength;
    private int partialDeliveryPoint;
    private boolean severalInParts;
    private int advertisedWindow;

    /**
     * Creates the receiving half of an association.
     *
     * @param windowLimit the receive window in bytes
     * @param maxMessageLength the longest message that is reassembled, if there is no partial delivery
     * @param partialDeliveryPoint the bytes from which on a message is partially delivered, or 0
     */
    public Inbound(
            final BlockPool pool, final int windowLimit, final int maxMessageLength, final int partialDeliveryPoint) {
        this.pool = pool;
        leastWindowLimit = windowLimit;
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

    /** Begins with the peer's initial TSN. Messages that are ready to be read stay. */
    public void start(final int initialTsn) {
        tracker.reset(initialTsn);
        owed.clear();
        sequenced.reset();
        discardIncomplete();
        readyBeforeStart = messagesReceived() + readyMessages();
        advertisedWindow = window();
    }

    /**
     * Switches to I-DATA or DATA, when the association begins or restarts (RFC 8260 section 2).
     *
     * @param fragment the fragment with number 0: the first, or from some peers the second
     */
    public void interleave(final boolean whether, final int fragment) {
        firstNumbered = fragment;
        ready.interleave(whether);
        interleaved = whether ? new InterleavedMessages(store, pool, ready, maxMessageLength) : null;
        partialDelivery(partialDeliveryPoint, severalInParts);
    }

    /** Sets the number of streams negotiated. */
    public void streams(final int count) {
        streamCount = count;
    }

    /** Returns the number of streams negotiated; 0 until the association is established. */
    public int streams() {
        return streamCount;
    }

    public void windowLimit(final int bytes) {
        leastWindowLimit = bytes;
        windowLimit = bytes;
    }

    /**
     * Makes the window as large as the path wants it, but not smaller than the limit. It becomes smaller only down to
     * what is held, so that there is room for what fills a gap.
     */
    public void resizeWindow(final int bytes) {
        windowLimit = Math.max(Math.max(leastWindowLimit, bytes), Math.min(windowLimit, heldBytes()));
    }

    /** Returns how many bytes the window is when nothing is held. */
    public int windowLimit() {
        return windowLimit;
    }

    /**
     * Changes the partial delivery point. Whether there is partial delivery at all stays as it was.
     *
     * @param several whether several interleaved messages may be partially delivered at once
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

    /** Returns the bytes of unread and incomplete messages, at least 64 per chunk. */
    public int heldBytes() {
        return store.chargedBytes();
    }

    /** Returns the bytes of messages that cannot be read before more data arrives. */
    public int unfinishedBytes() {
        return store.chargedBytes() - ready.chargedBytes();
    }

    /** Returns the number of messages and parts that can be read. */
    public int readyMessages() {
        return ready.count();
    }

    /** Returns the number of messages and parts that were read. It wraps around. */
    public int messagesReceived() {
        return ready.handedOut();
    }

    /**
     * Returns the value of {@link #messagesReceived} once everything that was ready at the last {@link #start} is read.
     */
    public int messagesBeforeStart() {
        return readyBeforeStart;
    }

    /** Returns the window to advertise (RFC 9260 section 6.2.1). */
    public int window() {
        return Math.max(0, windowLimit - heldBytes());
    }

    // -- arrival ----------------------------------------------------------------------------------------------------

    /** Handles a DATA chunk, or I-DATA if negotiated, whose length was checked. */
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

    /** Grows the tables before anything changes. If there is no memory, the chunk has no effect. */
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

    /** Records the TSN of a chunk that is acknowledged but discarded, because its stream does not exist. */
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
     * Whether there is buffer space for a chunk. New data must fit the window. A chunk that fills a gap is accepted up
     * to twice the window: the peer counted it when the window was open, and other chunks may wait for it.
     */
    private boolean hasRoom(final int tsn) {
        if (tsn - tracker.cumulative() > TsnTracker.MAX_AHEAD) {
            return false;
        }
        return heldBytes() < windowLimit || (heldBytes() < 2L * windowLimit && !Serial.after(tsn, tracker.highest()));
    }

    /**
     * Whether incomplete messages fill the window: the next TSN has no space, and the user can read nothing to free
     * some.
     */
    private boolean isStuck(final int tsn) {
        return tsn == tracker.cumulative() + 1 && ready.isEmpty();
    }

    /** Starts partial delivery when the window is nearly full and there is nothing else to read. */
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
     * Called at the end of a packet: records whether incomplete messages have made progress.
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
     * Returns the time since which an incomplete message has made no progress, or {@link Long#MAX_VALUE} if none is
     * held. A DATA message waits for the TSNs before and after it, so each TSN in order is progress. An I-DATA message
     * waits only for its own fragments.
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
        // The SSN of an unordered message is ignored (RFC 9260 section 6.6), and may differ between its fragments.
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

    // -- FORWARD TSN ------------------------------------------------------------------------------------------------

    /**
     * Handles a well-formed FORWARD TSN or I-FORWARD-TSN: no longer waits for the skipped TSNs (RFC 3758 section 3.6).
     */
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

    /** Queues a SACK for the packet just read, in addition to others that wait. */
    public void oweSack() {
        owed.add(tracker.highest(), window(), tracker.duplicateCount(), tracker.hasGap());
    }

    /** Whether more than one SACK is queued. */
    public boolean owesSeveral() {
        return owed.count() > 1;
    }

    /**
     * Returns the maximum length of the next SACK. The result may be any length above {@code enough} if the SACK is
     * longer than that.
     */
    public int sackLength(final int enough) {
        return owesSeveral()
                ? tracker.reportsLength(owed.highestTsn(), owed.duplicates(), enough)
                : tracker.reportsLength(tracker.highest(), tracker.duplicateCount(), enough);
    }

    /** Writes the next SACK and returns its end (RFC 9260 section 3.3.4). The last one reports everything. */
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
     * Whether to send a window update, because the peer was told of a small window and it has grown by a quarter of the
     * buffer (RFC 9260 section 6.2). A window is small if it may not hold a full packet, so that the peer would have to
     * probe it.
     */
    public boolean isWindowUpdateDue(final int maxPacketSize) {
        final int quarter = Math.max(1, windowLimit / 4);
        final int small = Math.max(quarter, Math.min(2 * maxPacketSize, windowLimit));
        return advertisedWindow < small && window() - advertisedWindow >= quarter;
    }

    // -- reset ------------------------------------------------------------------------------------------------------

    /** Resets the next expected sequence number of these streams to 0; none means all (RFC 6525 section 5.2.2). */
    public void resetSequences(final int... streams) {
        if (interleaved != null) {
            interleaved.reset(streams);
        }
        sequenced.reset(streams);
    }

    // -- reading -----------------------------------------------------------------------------------------------------

    /**
     * Copies the next message or part, or as much of it as fits. The rest stays for the next call.
     *
     * @return the number of bytes copied, or -1 if nothing is ready
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
     * Called when nothing more will arrive: frees up to {@code limit} chunks of incomplete messages, and keeps what can
     * be read. Returns the unused part of the limit; 0 means that more may be left.
     */
    public int end(final int limit) {
        final int left = interleaved == null ? limit : interleaved.end(limit);
        return sequenced.end(left);
    }

    /** Frees up to {@code limit} chunks, readable or not. Returns the unused part of the limit. */
    public int clear(final int limit) {
        final int left = ready.clear(end(limit));
        if (left > 0) {
            trim();
        }
        return left;
    }

    /** Frees the tables of an association that holds nothing. */
    public void trim() {
        if (owed.count() == 0) {
            // Queued SACKs refer to the recorded duplicates.
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
