package io.sctp.engine.receive;

import io.sctp.engine.packet.DataChunk;

/**
 * A message of which some has arrived, or all, but whose turn has not come; reusable. Its fragments are chunks of the
 * store: those in a row from where the user stands are linked in order, those beyond a gap are linked in any.
 */
final class ArrivingMessage {
    /** Which object this is: fragments beyond a gap are found by it. */
    final int index;

    int stream;
    boolean unordered;
    int mid;
    int ppid;

    /** The fragments in a row that were not handed up: the first and the last, and their bytes. */
    int first;

    int last;
    int bytesInRow;

    /** The number of the fragment behind those in a row. */
    int nextFragment;

    /** The first of the fragments beyond a gap, and how many there are. */
    int beyond;

    int beyondCount;

    /** The highest number of any fragment; if the message's end is there, its. */
    int highestFragment;

    boolean endArrived;
    long bytes;

    /** Whether it is handed up in parts. */
    boolean partial;

    /** When a fragment of it arrived last. */
    long lastNs;

    // The list of those that hold something, of which this is one or not; the free list, too.
    boolean isListed;
    ArrivingMessage next;
    ArrivingMessage previous;

    // The list of those of which some could be handed up whatever the point.
    boolean isHeldBack;
    ArrivingMessage nextHeldBack;
    ArrivingMessage previousHeldBack;

    /** Where it waits for the end of another one, or less than 0. */
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

    /** Says whether it holds no fragment. */
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
