package io.sctp.engine.association;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.Chunk;
import java.nio.ByteBuffer;

/** Finished control chunks of one association that wait for a packet to their path: HEARTBEAT ACK and ERROR. */
final class ControlQueue {
    private final BlockPool pool;
    private final int capacity;
    private int[] entries;
    private int head;
    private int size;
    private int answerBytes;

    ControlQueue(final BlockPool pool, final int capacity) {
        this.pool = pool;
        this.capacity = capacity;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Takes memory for a chunk; {@link BlockPool#NONE} if the queue or the pool is full. */
    int reserve(final int length) {
        return size == capacity ? BlockPool.NONE : pool.allocate(length);
    }

    /** A packet has come; what answers it is counted from now on. */
    void beginAnswers() {
        answerBytes = 0;
    }

    /**
     * Takes memory for a chunk that answers the packet being handled. RFC 9260 section 12.4: what does not fit one packet
     * with the answers before it is not sent, so that a packet never makes more than one.
     *
     * @param room of a packet for chunks
     */
    int reserveAnswer(final int length, final int room) {
        if (answerBytes != 0 && answerBytes + length > room) {
            return BlockPool.NONE;
        }
        final int handle = reserve(length);
        answerBytes += handle == BlockPool.NONE ? 0 : length;
        return handle;
    }

    ByteBuffer buffer(final int handle) {
        return pool.buffer(handle);
    }

    void add(final int handle, final int length, final int path) {
        if (entries == null) {
            entries = new int[2 * capacity];
        }
        final int index = 2 * ((head + size++) % capacity);
        entries[index] = handle;
        entries[index + 1] = length << 8 | path;
    }

    int path() {
        return entries[2 * head + 1] & 0xFF;
    }

    int type() {
        final int handle = entries[2 * head];
        return Chunk.type(pool.buffer(handle), BlockPool.offset(handle));
    }

    int length() {
        return entries[2 * head + 1] >>> 8;
    }

    /** Moves the first chunk out and returns where the next may begin. */
    int take(final ByteBuffer out, final int position) {
        final int length = length();
        final int handle = entries[2 * head];
        out.put(position, pool.buffer(handle), BlockPool.offset(handle), length);
        drop();
        return position + length;
    }

    /** Gives up what waits for a path that is gone. */
    void dropPath(final int path) {
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
    }
}
