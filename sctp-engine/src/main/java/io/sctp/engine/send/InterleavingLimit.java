package io.sctp.engine.send;

/**
 * Which messages may be under way at once where they are interleaved (RFC 8260 section 2). A receiver that hands up
 * whole messages only, or parts of one at a time, holds what it has of all others; were its window full of them, none
 * could ever be completed.
 *
 * <p>Of the messages begun one, the leader, goes on as it would without interleaving, however long it is. What is not
 * sent yet of all others, the covered ones, must fit the room that the peer has now, and the leader leaves them that
 * room. So they can always be completed, and then the leader can. A message that would break this waits until there is
 * room, or no leader; one that fits passes the leader. What counts is the window as it is, not as it was at first: it
 * knows what a receiver still holds that may not hand it up before the leader's end, and what it will never hand up
 * because it was given up.
 */
final class InterleavingLimit {
    static final int NONE = SendQueue.NONE;

    /** Covered messages get one part in this many of the window left; chunks to come count with an overhead. */
    private static final int SHARE = 2;

    /**
     * What receivers count for a chunk beside its data: Linux an sk_buff, usrsctp an mbuf, this engine 64 bytes in all.
     */
    private static final int CHUNK_OVERHEAD = 256;

    /**
     * Two packets, which are acknowledged at once: the leader has as much even where none of what passed it was read.
     */
    private static final int OF_THE_LEADER = 3000;

    private final Outbound outbound;
    private int leader = NONE;
    private long coveredBytes;

    InterleavingLimit(final Outbound outbound) {
        this.outbound = outbound;
    }

    /** Forgets everything: nothing is begun. */
    void reset() {
        leader = NONE;
        coveredBytes = 0;
    }

    /** Returns the stream of the leader; {@link #NONE} if there is none, and then any message may begin. */
    int leader() {
        return leader;
    }

    /** Returns whether another message may begin. */
    boolean mayBegin(final long bytes) {
        return leader == NONE || SHARE * (coveredBytes + bytes) <= room();
    }

    /** Returns whether the leader's next chunk leaves the covered messages the room that they need. */
    boolean mayLead() {
        return coveredBytes == 0 || SHARE * coveredBytes + outbound.longestChunk() <= room();
    }

    /**
     * Returns whether as much is left of the window as is in flight: so much the leader leaves to one that waits for
     * room.
     */
    boolean isHalfOpen() {
        return outbound.outstanding.inFlightBytes() <= outbound.peerWindow.leftBytes();
    }

    /** Returns whether another message could begin if so much were left. */
    boolean wouldFitHalf(final long bytes) {
        return SHARE * (coveredBytes + bytes) + OF_THE_LEADER
                <= (outbound.peerWindow.leftBytes() + outbound.outstanding.inFlightBytes()) / 2;
    }

    private long room() {
        return outbound.peerWindow.leftBytes()
                - (long) CHUNK_OVERHEAD * outbound.unacknowledgedChunks()
                - OF_THE_LEADER;
    }

    /** A message was begun, of which so much is left. */
    void onBegun(final int stream, final long left) {
        if (leader == NONE) {
            leader = stream;
        } else {
            coveredBytes += left;
        }
    }

    /** More of a stream's message was sent, or given up. */
    void onLess(final int stream, final long bytes) {
        if (stream != leader) {
            coveredBytes -= bytes;
        }
    }

    /** A stream has no message any more that is begun. */
    void onEnded(final int stream) {
        if (stream == leader) {
            leader = NONE;
        }
    }
}
