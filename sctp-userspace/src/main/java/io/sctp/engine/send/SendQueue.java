package io.sctp.engine.send;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Messages not yet sent, first come first served. A message longer than one block is held as several segments in a row.
 *
 * <p>Each segment is eight ints in a ring that doubles when full; positions are counted, never reset.
 */
final class SendQueue {
    static final int FLAG_FIRST = 1;
    static final int FLAG_LAST = 2;
    static final int FLAG_UNORDERED = 4;
    static final int FLAG_IMMEDIATE = 8;

    private static final int STRIDE_SHIFT = 3;
    private static final int INITIAL_CAPACITY = 4;

    private static final int HANDLE = 0;
    private static final int LENGTH = 1;
    private static final int STREAM_AND_FLAGS = 2;
    private static final int PPID = 3;
    private static final int CONTEXT = 4;

    private int[] segments;
    private int capacity;
    private int head;
    private int tail;

    boolean isEmpty() {
        return head == tail;
    }

    int size() {
        return tail - head;
    }

    void add(final int handle, final int length, final int stream, final int flags, final int ppid, final int context) {
        if (size() == capacity) {
            grow();
        }
        final int base = base(tail++);
        segments[base + HANDLE] = handle;
        segments[base + LENGTH] = length;
        segments[base + STREAM_AND_FLAGS] = stream << 16 | flags;
        segments[base + PPID] = ppid;
        segments[base + CONTEXT] = context;
    }

    /** Takes back the segments added last; for a message that found no memory half way. */
    int removeLast() {
        return segments[base(--tail) + HANDLE];
    }

    /** Moves the first segment behind the last one. */
    void rotate() {
        final int from = base(head++);
        System.arraycopy(segments, from, segments, base(tail++), 1 << STRIDE_SHIFT);
    }

    void removeFirst() {
        head++;
    }

    /** Says whether a message of one of these streams waits; slow. */
    boolean holdsAny(final BitSet streams) {
        for (int position = head; position != tail; position++) {
            if (streams.get(segments[base(position) + STREAM_AND_FLAGS] >>> 16)) {
                return true;
            }
        }
        return false;
    }

    int handle() {
        return segments[base(head) + HANDLE];
    }

    int length() {
        return segments[base(head) + LENGTH];
    }

    int stream() {
        return segments[base(head) + STREAM_AND_FLAGS] >>> 16;
    }

    int flags() {
        return segments[base(head) + STREAM_AND_FLAGS] & 0xFFFF;
    }

    int ppid() {
        return segments[base(head) + PPID];
    }

    int context() {
        return segments[base(head) + CONTEXT];
    }

    /** Gives the ring's memory back; the queue must be empty. */
    void trim() {
        segments = null;
        capacity = 0;
    }

    private int base(final int position) {
        return (position & capacity - 1) << STRIDE_SHIFT;
    }

    private void grow() {
        if (capacity == 0) {
            capacity = INITIAL_CAPACITY;
            segments = new int[capacity << STRIDE_SHIFT];
            return;
        }
        final int[] grown = new int[segments.length * 2];
        final int first = base(head);
        System.arraycopy(segments, first, grown, 0, segments.length - first);
        System.arraycopy(segments, 0, grown, segments.length - first, first);
        segments = grown;
        tail = size();
        head = 0;
        capacity *= 2;
    }

    @Override
    public String toString() {
        return "SendQueue" + Arrays.toString(new int[] {head, tail, capacity});
    }
}
