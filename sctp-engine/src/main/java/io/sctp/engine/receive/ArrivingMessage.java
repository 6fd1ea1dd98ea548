package io.sctp.engine.receive;

import io.sctp.engine.packet.DataChunk;

/**
 * An I-DATA message that is incomplete or not yet next in its stream. Reusable. Its fragments are chunks of the store.
 * The consecutive fragments that come next are linked in order; those beyond a gap are linked in any order.
 */
final class ArrivingMessage {
    /** The index of this object, which is the key of its fragments beyond a gap. */
    final int index;

    int stream;
    boolean unordered;
    int mid;
    int ppid;

    /** The consecutive fragments that were not delivered: the first and the last, and their bytes. */
    int first;

    int last;
    int bytesInRow;

    /** The fragment number that follows the consecutive fragments. */
    int nextFragment;

    /** The first of the fragments beyond a gap, and their number. */
    int beyond;

    int beyondCount;

    /** The highest fragment number received, or that of the last fragment once it has arrived. */
    int highestFragment;

    boolean endArrived;
    long bytes;

    /** Whether it is being partially delivered. */
    boolean partial;

    /** The arrival of its last fragment. */
    long lastNs;

    // The links of the list of messages that hold fragments, or of the free list.
    boolean isListed;
    ArrivingMessage next;
    ArrivingMessage previous;

    // The links of the list of messages that could be partially delivered below the partial delivery point.
    boolean isHeldBack;
    ArrivingMessage nextHeldBack;
    ArrivingMessage previousHeldBack;

    /** Its key among the messages that wait for the end of another one, or negative. */
    long waitingKey;

    ArrivingMessage(final int index) {
        this.index = index;
    }

    void begin(final int ofStream, final boolean isUnordered, final int identifier) {
        stream = ofStream;
        unordered = isUnordered;
        mid = identifier;
        ppid = 0;
        first = ChunkStore.NONE;
        last = ChunkStore.NONE;
        bytesInRow = 0;
        nextFragment = 0;
        beyond = ChunkStore.NONE;
        beyondCount = 0;
        highestFragment = 0;
        endArrived = false;
        bytes = 0;
        partial = false;
        isListed = false;
        isHeldBack = false;
        waitingKey = -1;
    }

    /** Whether it holds no fragment. */
    boolean isEmpty() {
        return first == ChunkStore.NONE && beyond == ChunkStore.NONE;
    }

    boolean isComplete() {
        return endArrived && nextFragment == highestFragment + 1;
    }

    int flags() {
        return unordered ? DataChunk.FLAG_UNORDERED : 0;
    }
}
