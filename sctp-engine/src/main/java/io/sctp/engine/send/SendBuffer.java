package io.sctp.engine.send;

import io.sctp.engine.SendResult;
import io.sctp.engine.memory.BlockPool;

/** How much of an association's send buffer is in use, and whether a sender waits for room in it. */
public final class SendBuffer {
    /** The bytes that a block is charged at least, so that tiny messages cannot take unbounded memory. */
    private static final int MIN_CHARGE = 64;

    /** What the user has set, and what it has grown to. */
    private int leastLimit;

    private int limit;
    private int usedBytes;
    private int unsentBytes;
    private boolean refused;
    private boolean starved;

    SendBuffer(final int bytes) {
        limit(bytes);
    }

    /** Sets how many bytes may be queued or unacknowledged, if the path does not want more. */
    public void limit(final int bytes) {
        leastLimit = bytes;
        limit = bytes;
    }

    /** Makes it as long as the path wants it, but not shorter than the limit. */
    public void resize(final int bytes) {
        limit = Math.max(leastLimit, bytes);
    }

    /** Returns how many bytes may be queued or unacknowledged now. */
    public int limit() {
        return limit;
    }

    /** Returns the bytes queued or unacknowledged; a block counts at least 64. */
    int usedBytes() {
        return usedBytes;
    }

    /** Returns the bytes that were not sent yet. */
    int unsentBytes() {
        return unsentBytes;
    }

    /** Whether a message of this length can never be queued. */
    boolean isTooShortFor(final int length) {
        return length > leastLimit;
    }

    /** Whether there is no room for a message of this length now; an empty buffer takes any. */
    boolean isFull(final int length) {
        return usedBytes != 0 && Math.max(length, MIN_CHARGE) > limit - usedBytes;
    }

    /** A message was queued, with a header of this length in each of its blocks. */
    void onQueued(final int length, final int header) {
        usedBytes += charge(length, header);
        unsentBytes += length;
    }

    /** Bytes were sent, or given up before they were sent. */
    void onSent(final int length) {
        unsentBytes -= length;
    }

    /** The user data of a block was acknowledged, or given up. */
    void release(final int length) {
        usedBytes -= charge(length);
    }

    /** Notes that a sender waits for room. */
    SendResult refuse() {
        refused = true;
        return SendResult.WOULD_BLOCK;
    }

    /** Notes that a sender waits because the pool has no memory. */
    SendResult starve() {
        starved = true;
        return refuse();
    }

    /** Returns, once, whether a message was refused because the pool had no memory. */
    boolean takeStarved() {
        final boolean was = starved;
        starved = false;
        return was;
    }

    /** Returns, once, whether a message was refused earlier and there is room for it now: half the buffer is free. */
    boolean takeWritable() {
        if (refused && usedBytes <= limit / 2) {
            refused = false;
            return true;
        }
        return false;
    }

    /** Returns what all blocks of a message are charged. */
    private static int charge(final int length, final int header) {
        final int most = BlockPool.MAX_BLOCK_LENGTH - header;
        if (length <= most) {
            return charge(length);
        }
        final int tail = length % most;
        return tail == 0 ? length : length - tail + charge(tail);
    }

    private static int charge(final int length) {
        return Math.max(length, MIN_CHARGE);
    }
}
