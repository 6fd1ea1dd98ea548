package io.sctp.engine.association;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;

/** Complete control chunks of one association that wait for a packet to their path: HEARTBEAT ACK and ERROR. */
public final class ControlQueue {
    private static final int NO_PATH = -1;

    private static final int PATH_BITS = 8;
    private static final int PATH_MASK = (1 << PATH_BITS) - 1;

    /** Flag: the chunk is sent in the same packet as the one before it. */
    private static final int GOES_ON = 1 << PATH_BITS;

    private static final int LENGTH_SHIFT = PATH_BITS + 1;

    private final BlockPool pool;
    private final IntUnaryOperator memory;
    private final int capacity;

    /** Two ints per chunk: its memory block; and its length, the flag {@link #GOES_ON} and its path. */
    private int[] entries;

    private int head;
    private int size;

    /** For the packet being handled: its length, the length of the answers so far, and their path. */
    private int packetBytes;

    private int answerBytes;
    private int answeredPath = NO_PATH;

    /**
     * Creates an empty queue.
     *
     * @param memory takes a block of this many bytes from the pool, or returns {@link BlockPool#NONE}
     */
    ControlQueue(final BlockPool pool, final IntUnaryOperator memory, final int capacity) {
        this.pool = pool;
        this.memory = memory;
        this.capacity = capacity;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Reserves memory for a chunk. Returns {@link BlockPool#NONE} if the queue or the pool is full. */
    int reserve(final int length) {
        return size == capacity ? BlockPool.NONE : memory.applyAsInt(length);
    }

    /** Begins to count the answers to a packet with this many bytes of chunks. */
    void beginAnswers(final int chunksLength) {
        packetBytes = chunksLength;
        answerBytes = 0;
        answeredPath = NO_PATH;
    }

    /**
     * Reserves memory for a chunk that answers the packet being handled. A packet is answered by one packet (RFC 9260
     * section 12.4). The answer may be as long as the path MTU or as the packet it answers, so that every HEARTBEAT is
     * answered (section 8.3). To an unconfirmed address it is never longer than the path MTU.
     *
     * @param room the bytes of a packet available for chunks
     */
    int reserveAnswer(final int length, final TransportPath path, final int room) {
        final int most = path.isVerified() ? Math.max(room, packetBytes) : room;
        if (answerBytes != 0 && answerBytes + length > most) {
            return BlockPool.NONE;
        }
        final int handle = reserve(length);
        answerBytes += handle == BlockPool.NONE ? 0 : length;
        return handle;
    }

    ByteBuffer buffer(final int handle) {
        return pool.buffer(handle);
    }

    /** Adds an answer, to be sent in one packet with those before it. */
    void addAnswer(final int handle, final int length, final int path) {
        final int goesOn = answeredPath == path ? GOES_ON : 0;
        add(handle, length, path | goesOn);
        answeredPath = path;
    }

    void add(final int handle, final int length, final int path) {
        answeredPath = NO_PATH;
        if (entries == null) {
            entries = new int[2 * capacity];
        }
        final int index = 2 * ((head + size++) % capacity);
        entries[index] = handle;
        entries[index + 1] = length << LENGTH_SHIFT | path;
    }

    int path() {
        return entries[2 * head + 1] & PATH_MASK;
    }

    int type() {
        final int handle = entries[2 * head];
        return Chunk.type(pool.buffer(handle), BlockPool.offset(handle));
    }

    int length() {
        return entries[2 * head + 1] >>> LENGTH_SHIFT;
    }

    /** Whether the first chunk is sent in the same packet as the one that was before it. */
    boolean goesOn() {
        return (entries[2 * head + 1] & GOES_ON) != 0;
    }

    /** Returns the total length of the first chunk and those sent in the same packet. */
    int lengthTogether() {
        int together = length();
        for (int i = 1; i < size; i++) {
            final int entry = entries[2 * ((head + i) % capacity) + 1];
            if ((entry & GOES_ON) == 0) {
                break;
            }
            together += entry >>> LENGTH_SHIFT;
        }
        return together;
    }

    /** Removes the first chunk, writes it to the packet, and returns where the next may begin. */
    int take(final ByteBuffer out, final int position) {
        final int length = length();
        final int handle = entries[2 * head];
        out.put(position, pool.buffer(handle), BlockPool.offset(handle), length);
        drop();
        return position + length;
    }

    /** Drops the chunks for a path that was removed. */
    public void dropPath(final int path) {
        for (int left = size; left > 0; left--) {
            if (path() == path) {
                drop();
            } else {
                final int tail = 2 * ((head + size) % capacity);
                final int handle = entries[2 * head];
                final int lengthAndPath = entries[2 * head + 1];
                entries[tail] = handle;
                entries[tail + 1] = lengthAndPath;
                head = (head + 1) % capacity;
            }
        }
    }

    void drop() {
        pool.free(entries[2 * head]);
        head = (head + 1) % capacity;
        size--;
    }

    void clear() {
        while (size > 0) {
            drop();
        }
        entries = null;
        head = 0;
        answeredPath = NO_PATH;
    }
}
