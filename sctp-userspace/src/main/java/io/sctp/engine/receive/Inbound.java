package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.SackChunk;
import io.sctp.engine.packet.Serial;
import io.sctp.engine.send.StreamNumbers;
import java.nio.ByteBuffer;
import org.agrona.collections.Int2IntHashMap;

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
        /** It belongs to a message longer than the configured maximum. */
        TOO_LONG,
        /** It contradicts what arrived before. */
        VIOLATION
    }

    /** The bytes that a chunk is charged at least, so that tiny chunks cannot take unbounded memory. */
    private static final int MIN_CHARGE = 64;

    private final BlockPool pool;
    private final TsnTracker tracker = new TsnTracker();
    private final ChunkStore store = new ChunkStore();
    private final Reassembly reassembly;
    private final StreamNumbers sequenceNumbers = new StreamNumbers();
    private final int windowLimit;

    /** Complete messages whose turn in their stream has not come: stream and SSN to the first fragment's slot. */
    private Int2IntHashMap waiting;

    private int readyHead = ChunkStore.NONE;
    private int readyTail = ChunkStore.NONE;
    private int readyMessages;
    private int headOffset;
    private int headLength;
    private boolean headStarted;
    private final ReceiveInfo head = new ReceiveInfo();

    private int heldBytes;
    private int advertisedWindow;
    private Outcome lastRefusal = Outcome.VIOLATION;

    public Inbound(final BlockPool pool, final int windowLimit, final int maxMessageLength) {
        this.pool = pool;
        this.windowLimit = windowLimit;
        reassembly = new Reassembly(store, maxMessageLength);
        advertisedWindow = windowLimit;
    }

    /** Begins with the peer's first TSN. Messages that are ready to be read stay. */
    public void start(final int initialTsn) {
        tracker.reset(initialTsn);
        sequenceNumbers.reset();
        discardIncomplete();
        advertisedWindow = window();
    }

    public TsnTracker tracker() {
        return tracker;
    }

    /** Returns the bytes held for the user, or for messages still incomplete; a chunk counts at least 64. */
    public int heldBytes() {
        return heldBytes;
    }

    public int readyMessages() {
        return readyMessages;
    }

    /** Returns the window to advertise (section 6.2.1). */
    public int window() {
        return Math.max(0, windowLimit - heldBytes);
    }

    // -- arrival ----------------------------------------------------------------------------------------------------

    /** Takes a DATA chunk whose length and stream were checked. */
    public Outcome accept(final ByteBuffer packet, final int offset, final int chunkLength) {
        final int tsn = DataChunk.tsn(packet, offset);
        if (isDuplicate(tsn)) {
            tracker.recordDuplicate(tsn);
            return Outcome.DUPLICATE;
        }
        if (!hasRoom(tsn)) {
            return Outcome.DROPPED;
        }
        final int length = chunkLength - DataChunk.HEADER_LENGTH;
        final int handle = pool.allocate(length);
        if (handle == BlockPool.NONE) {
            return Outcome.DROPPED;
        }
        pool.buffer(handle).put(BlockPool.offset(handle), packet, offset + DataChunk.HEADER_LENGTH, length);
        final int flags = Chunk.flags(packet, offset);
        final int streamAndSsn = packet.getInt(offset + DataChunk.STREAM_OFFSET);
        final int slot = store.add(handle, length, flags, streamAndSsn, DataChunk.ppid(packet, offset), tsn);
        heldBytes += charge(length);
        final boolean hadGap = tracker.hasGap();
        tracker.record(tsn);
        if (!place(slot, flags)) {
            return lastRefusal;
        }
        return hadGap || tracker.hasGap() ? Outcome.OUT_OF_ORDER : Outcome.ACCEPTED;
    }

    /** Notes the TSN of a chunk that is acknowledged but not kept, because its stream does not exist. */
    public Outcome acceptEmpty(final int tsn) {
        if (isDuplicate(tsn)) {
            tracker.recordDuplicate(tsn);
            return Outcome.DUPLICATE;
        }
        if (!hasRoom(tsn)) {
            return Outcome.DROPPED;
        }
        tracker.record(tsn);
        return tracker.hasGap() ? Outcome.OUT_OF_ORDER : Outcome.ACCEPTED;
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
        return heldBytes < windowLimit || (heldBytes < 2L * windowLimit && !Serial.after(tsn, tracker.highest()));
    }

    private boolean place(final int slot, final int flags) {
        final int both = DataChunk.FLAG_BEGIN | DataChunk.FLAG_END;
        if ((flags & both) == both) {
            return complete(slot);
        }
        final int first = reassembly.add(slot);
        if (first == Reassembly.VIOLATION || first == Reassembly.TOO_LONG) {
            lastRefusal = first == Reassembly.TOO_LONG ? Outcome.TOO_LONG : Outcome.VIOLATION;
            free(slot);
            return false;
        }
        return first == Reassembly.INCOMPLETE || complete(first);
    }

    private boolean complete(final int slot) {
        if ((store.flags(slot) & DataChunk.FLAG_UNORDERED) != 0) {
            makeReady(slot);
            return true;
        }
        final int streamAndSsn = store.streamAndSsn(slot);
        final int stream = streamAndSsn >>> 16;
        final int ssn = streamAndSsn & 0xFFFF;
        final int expected = sequenceNumbers.next(stream);
        if (isInOrder(ssn, expected)) {
            deliver(slot, stream);
            return true;
        }
        if (Serial.ssnBefore(ssn, expected) || !await(streamAndSsn, slot)) {
            lastRefusal = Outcome.VIOLATION;
            freeMessage(slot);
            return false;
        }
        return true;
    }

    private static boolean isInOrder(final int ssn, final int expected) {
        return ssn == expected;
    }

    private boolean await(final int streamAndSsn, final int slot) {
        if (waiting == null) {
            waiting = new Int2IntHashMap(ChunkStore.NONE);
        }
        if (waiting.containsKey(streamAndSsn)) {
            return false;
        }
        waiting.put(streamAndSsn, slot);
        return true;
    }

    private void deliver(final int slot, final int stream) {
        makeReady(slot);
        sequenceNumbers.advance(stream);
        while (waiting != null && !waiting.isEmpty()) {
            final int next = waiting.remove(stream << 16 | sequenceNumbers.next(stream));
            if (next == ChunkStore.NONE) {
                return;
            }
            makeReady(next);
            sequenceNumbers.advance(stream);
        }
    }

    private void makeReady(final int first) {
        if (readyTail == ChunkStore.NONE) {
            readyHead = first;
        } else {
            store.next(readyTail, first);
        }
        int last = first;
        while ((store.flags(last) & DataChunk.FLAG_END) == 0) {
            last = store.next(last);
        }
        readyTail = last;
        readyMessages++;
    }

    // -- acknowledgement --------------------------------------------------------------------------------------------

    /** Writes a SACK and returns where it ends (section 3.3.4). */
    public int writeSack(final ByteBuffer out, final int offset, final int end) {
        advertisedWindow = window();
        out.putInt(offset + SackChunk.CUMULATIVE_TSN_OFFSET, tracker.cumulative());
        out.putInt(offset + SackChunk.A_RWND_OFFSET, advertisedWindow);
        final int sackEnd = tracker.writeReports(out, offset, end);
        Chunk.write(out, offset, ChunkType.SACK, 0, sackEnd - offset);
        return sackEnd;
    }

    /**
     * Says whether the peer, told of a small window, should hear that it has grown: by two packets or a quarter of it.
     */
    public boolean isWindowUpdateDue(final int maxPacketSize) {
        final int step = Math.max(1, Math.min(2 * maxPacketSize, windowLimit / 4));
        return advertisedWindow < windowLimit / 4 && window() - advertisedWindow >= step;
    }

    // -- the user's side --------------------------------------------------------------------------------------------

    /**
     * Copies the next message, or as much of it as fits; the rest stays for the next call.
     *
     * @return the bytes copied, or -1 if no message is ready
     */
    public int receive(final ByteBuffer destination, final int offset, final int capacity, final ReceiveInfo info) {
        if (readyHead == ChunkStore.NONE) {
            return -1;
        }
        if (!headStarted) {
            startMessage(readyHead);
        }
        int copied = 0;
        boolean complete = false;
        while (!complete && copied < capacity) {
            final int slot = readyHead;
            final int length = Math.min(store.length(slot) - headOffset, capacity - copied);
            final int handle = store.handle(slot);
            destination.put(offset + copied, pool.buffer(handle), BlockPool.offset(handle) + headOffset, length);
            copied += length;
            headOffset += length;
            if (headOffset == store.length(slot)) {
                complete = (store.flags(slot) & DataChunk.FLAG_END) != 0;
                consumeHead(slot);
            }
        }
        info.stream = head.stream;
        info.ssn = head.ssn;
        info.tsn = head.tsn;
        info.ppid = head.ppid;
        info.unordered = head.unordered;
        info.messageLength = headLength;
        info.complete = complete;
        if (complete) {
            headStarted = false;
            readyMessages--;
        }
        return copied;
    }

    /** Returns the length of the next message in bytes, or -1 if none is ready. */
    public int nextMessageLength() {
        return readyHead == ChunkStore.NONE ? -1 : headStarted ? headLength : store.runBytes(readyHead);
    }

    /** Returns the payload protocol identifier of the next message, or 0 if none is ready. */
    public int nextMessagePpid() {
        return readyHead == ChunkStore.NONE ? 0 : headStarted ? head.ppid : store.ppid(readyHead);
    }

    /** Returns the stream of the next message, or 0 if none is ready. */
    public int nextMessageStream() {
        return readyHead == ChunkStore.NONE ? 0 : headStarted ? head.stream : store.streamAndSsn(readyHead) >>> 16;
    }

    private void startMessage(final int slot) {
        final int streamAndSsn = store.streamAndSsn(slot);
        headStarted = true;
        headLength = store.runBytes(slot);
        head.unordered = (store.flags(slot) & DataChunk.FLAG_UNORDERED) != 0;
        head.stream = streamAndSsn >>> 16;
        head.ssn = head.unordered ? 0 : streamAndSsn & 0xFFFF;
        head.tsn = store.tsn(slot);
        head.ppid = store.ppid(slot);
    }

    private void consumeHead(final int slot) {
        readyHead = store.next(slot);
        if (readyHead == ChunkStore.NONE) {
            readyTail = ChunkStore.NONE;
        }
        headOffset = 0;
        free(slot);
    }

    /** Frees everything, ready or not. */
    public void clear() {
        discardIncomplete();
        while (readyHead != ChunkStore.NONE) {
            consumeHead(readyHead);
        }
        readyMessages = 0;
        headStarted = false;
        trim();
    }

    /** Gives back the tables of an association that holds nothing. */
    public void trim() {
        tracker.trim();
        if (store.live() == 0) {
            store.trim();
            reassembly.trim();
            waiting = null;
        }
    }

    private void discardIncomplete() {
        for (int slot = reassembly.takeAny(); slot != ChunkStore.NONE; slot = reassembly.takeAny()) {
            free(slot);
        }
        if (waiting != null) {
            waiting.forEachInt((key, slot) -> freeMessage(slot));
            waiting.clear();
        }
    }

    private void freeMessage(final int first) {
        int slot = first;
        boolean last = false;
        while (!last) {
            final int next = store.next(slot);
            last = (store.flags(slot) & DataChunk.FLAG_END) != 0;
            free(slot);
            slot = next;
        }
    }

    private void free(final int slot) {
        heldBytes -= charge(store.length(slot));
        pool.free(store.handle(slot));
        store.remove(slot);
    }

    private static int charge(final int length) {
        return Math.max(length, MIN_CHARGE);
    }
}
