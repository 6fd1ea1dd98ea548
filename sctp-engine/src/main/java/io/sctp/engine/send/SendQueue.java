package io.sctp.engine.send;

import io.sctp.engine.Policy;
import io.sctp.engine.SendOptions;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.DataChunk;
import java.util.Arrays;

/**
 * Messages not yet sent. A message longer than one block is held as several segments in a row.
 *
 * <p>Each segment is eight ints in a slab; free ones and those of the queue are linked lists. As a rule all messages
 * are in one list, in the order in which they will be sent. {@link StreamTurns} makes a list of each stream's, of which
 * one is open: all that is said here of first and last segments is said of the open list.
 */
final class SendQueue {
    static final int NONE = -1;

    static final int FLAG_FIRST = 1;
    static final int FLAG_LAST = 2;
    static final int FLAG_UNORDERED = 4;
    static final int FLAG_IMMEDIATE = 8;

    /** The block begins with the message's {@link Policy}. */
    static final int FLAG_POLICY = 16;

    private static final int STRIDE_SHIFT = 3;
    private static final int INITIAL_CAPACITY = 4;

    private static final int HANDLE = 0;
    private static final int LENGTH_AND_SENT_BYTES = 1;
    private static final int STREAM_AND_FLAGS = 2;
    private static final int PPID = 3;
    private static final int CONTEXT = 4;
    private static final int NEXT = 5;
    private static final int PREVIOUS = 6;
    private static final int PATH_AND_KEY = 7;

    // LENGTH_AND_SENT_BYTES: one less than the length in the high half; a segment that was sent to its end is gone.
    private static final int SENT_BYTES_MASK = 0xFFFF;

    // PATH_AND_KEY: the path in the low byte, all ones for the usual one; above it one more than the key.
    private static final int PATH_MASK = 0xFF;
    private static final int KEY_SHIFT = 8;

    private int[] segments;

    /**
     * By segment, where messages are interleaved: the number of the fragment that is cut from it next, and the last
     * TSN.
     */
    private int[] fragments;

    private int capacity;
    private int free = NONE;
    private int count;
    private int head = NONE;
    private int tail = NONE;

    /** Returns whether there is no segment in any list. */
    boolean isEmpty() {
        return count == 0;
    }

    /** Opens a list; whoever does so has kept the first and last segment of the one that was open. */
    void open(final int first, final int last) {
        head = first;
        tail = last;
    }

    /** Returns the segment from which the list's next chunk is cut; {@link #NONE} if there is none. */
    int first() {
        return head;
    }

    /** Returns the segment behind another one. */
    int next(final int segment) {
        return segments[base(segment) + NEXT];
    }

    /** Returns the last segment; {@link #NONE} if there is none. */
    int last() {
        return tail;
    }

    /** Returns the last segment of the message whose first, or any, this is. */
    int lastOfMessage(final int any) {
        int segment = any;
        while ((flags(segment) & FLAG_LAST) == 0) {
            segment = next(segment);
        }
        return segment;
    }

    /**
     * Adds a segment of a message at the end of the open list.
     *
     * @param path the index of the path to which it is sent first, or {@link #NONE} for the usual one
     */
    void add(final int handle, final int length, final int flags, final SendOptions options, final int path) {
        if (free == NONE) {
            grow();
        }
        final int segment = free;
        final int base = base(segment);
        free = segments[base + NEXT];
        segments[base + HANDLE] = handle;
        segments[base + LENGTH_AND_SENT_BYTES] = (length - 1) << 16;
        segments[base + STREAM_AND_FLAGS] = options.stream() << 16 | flags;
        segments[base + PPID] = options.ppid();
        segments[base + CONTEXT] = options.context();
        segments[base + NEXT] = NONE;
        segments[base + PATH_AND_KEY] = (path & PATH_MASK) | (options.key() + 1) << KEY_SHIFT;
        count++;
        append(segment, segment);
    }

    /** Puts segments in a row, which are in no list, at the end. */
    void append(final int first, final int last) {
        segments[base(last) + NEXT] = NONE;
        if (tail == NONE) {
            head = first;
        } else {
            segments[base(tail) + NEXT] = first;
            segments[base(first) + PREVIOUS] = tail;
        }
        tail = last;
    }

    /** Takes a segment of the open list out. */
    void remove(final int segment) {
        final int after = next(segment);
        final int before = segment == head ? NONE : segments[base(segment) + PREVIOUS];
        if (before == NONE) {
            head = after;
        } else {
            segments[base(before) + NEXT] = after;
        }
        if (after == NONE) {
            tail = before;
        } else {
            segments[base(after) + PREVIOUS] = before;
        }
        segments[base(segment) + NEXT] = free;
        free = segment;
        count--;
    }

    int handle(final int segment) {
        return segments[base(segment) + HANDLE];
    }

    int length(final int segment) {
        return (segments[base(segment) + LENGTH_AND_SENT_BYTES] >>> 16) + 1;
    }

    int stream(final int segment) {
        return segments[base(segment) + STREAM_AND_FLAGS] >>> 16;
    }

    int flags(final int segment) {
        return segments[base(segment) + STREAM_AND_FLAGS] & 0xFFFF;
    }

    int ppid(final int segment) {
        return segments[base(segment) + PPID];
    }

    int context(final int segment) {
        return segments[base(segment) + CONTEXT];
    }

    /** Returns the path that a message is for, or {@link #NONE} for the usual one. */
    int path(final int segment) {
        final int path = segments[base(segment) + PATH_AND_KEY] & PATH_MASK;
        return path == PATH_MASK ? NONE : path;
    }

    /** The messages for a path, which is gone, go the usual way. */
    void forgetPath(final int path) {
        for (int segment = head; segment != NONE; segment = next(segment)) {
            if (path(segment) == path) {
                segments[base(segment) + PATH_AND_KEY] |= PATH_MASK;
            }
        }
    }

    /** Returns the key that a message is to be signed with, or {@link #NONE} for the active one. */
    int key(final int segment) {
        return (segments[base(segment) + PATH_AND_KEY] >>> KEY_SHIFT) - 1;
    }

    /** Returns the bytes of a segment that were sent already. */
    int sentBytes(final int segment) {
        return segments[base(segment) + LENGTH_AND_SENT_BYTES] & SENT_BYTES_MASK;
    }

    void sentBytes(final int segment, final int bytes) {
        final int index = base(segment) + LENGTH_AND_SENT_BYTES;
        segments[index] = (segments[index] & ~SENT_BYTES_MASK) | bytes;
    }

    /** Returns whether segments will have a number for {@link #fragment} (RFC 8260). */
    void numberFragments(final boolean whether) {
        fragments = whether ? new int[2 * capacity] : null;
    }

    /** Returns the number of the next fragment of a message that is begun. */
    int fragment(final int segment) {
        return fragments[2 * segment];
    }

    /** Returns the TSN of the fragment before it. */
    int lastTsn(final int segment) {
        return fragments[2 * segment + 1];
    }

    /** Sets which fragment is cut from a segment next, and the TSN of the fragment before it. */
    void fragment(final int segment, final int number, final int lastTsn) {
        fragments[2 * segment] = number;
        fragments[2 * segment + 1] = lastTsn;
    }

    /** Returns whether any of the message was sent to which a segment, first of its stream, belongs. */
    boolean isBegun(final int segment) {
        return sentBytes(segment) != 0 || (flags(segment) & FLAG_FIRST) == 0;
    }

    /** Returns the bytes not sent yet of the message to which a segment, first of its stream, belongs. */
    long unsentBytes(final int first) {
        long bytes = -sentBytes(first);
        int segment = first;
        while ((flags(segment) & FLAG_LAST) == 0) {
            bytes += length(segment);
            segment = next(segment);
        }
        return bytes + length(segment);
    }

    /** Returns where a segment's payload begins in its block. */
    int payloadOffset(final int segment) {
        return (flags(segment) & FLAG_POLICY) == 0 ? 0 : PolicyHeader.LENGTH;
    }

    /** Frees the segments behind another one, or all if that is {@link #NONE}. */
    void freeBehind(final int previous, final BlockPool pool) {
        while (tail != previous) {
            pool.free(handle(tail));
            remove(tail);
        }
    }

    /** Gives the slab back; the queue must be empty. */
    void trim() {
        segments = null;
        capacity = 0;
        free = NONE;
        numberFragments(fragments != null);
    }

    private static int base(final int segment) {
        return segment << STRIDE_SHIFT;
    }

    private void grow() {
        final int old = capacity;
        capacity = Math.max(INITIAL_CAPACITY, old * 2);
        final int[] grown = new int[capacity << STRIDE_SHIFT];
        if (old != 0) {
            System.arraycopy(segments, 0, grown, 0, segments.length);
        }
        segments = grown;
        if (fragments != null) {
            fragments = Arrays.copyOf(fragments, 2 * capacity);
        }
        for (int segment = capacity - 1; segment >= old; segment--) {
            segments[base(segment) + NEXT] = free;
            free = segment;
        }
    }

    /** Returns the flags of a DATA chunk by those of its segment, and by the ends of the message that it has. */
    static int chunkFlags(final int segmentFlags, final boolean begin, final boolean end) {
        return (begin ? DataChunk.FLAG_BEGIN : 0)
                | (end ? DataChunk.FLAG_END | (segmentFlags & FLAG_IMMEDIATE) : 0)
                | (segmentFlags & FLAG_UNORDERED);
    }

    /** Returns what is to be noted about a chunk of a segment when it is outstanding. */
    int marks(final int segment, final boolean isSegmentEnd) {
        final int flags = flags(segment);
        return (isSegmentEnd ? OutstandingData.SEGMENT_END : OutstandingData.NO_MARKS)
                | ((flags & FLAG_FIRST) != 0 ? OutstandingData.FIRST_SEGMENT : OutstandingData.NO_MARKS)
                | ((flags & FLAG_POLICY) != 0 ? OutstandingData.HAS_POLICY : OutstandingData.NO_MARKS);
    }
}
