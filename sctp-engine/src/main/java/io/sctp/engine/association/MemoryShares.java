package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.CauseCode;
import java.nio.charset.StandardCharsets;

/**
 * Who holds how much of the pool for what it received. When the pool is nearly full, the association that holds most
 * loses first; what is half finished counts twice, since its peer alone says when it ends. Associations are ranked by
 * size, eight ranks to a power of two, so that finding one takes the same time however many there are.
 */
final class MemoryShares {
    private static final byte[] REASON = "the receiver's memory is used up".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STALLED =
            "the sender's memory is used up, and the window stays closed".getBytes(StandardCharsets.US_ASCII);

    /** So long a window may be closed while others wait for memory. */
    private static final long STALL_NS = 5_000_000_000L;

    private static final int STEPS_SHIFT = 3;
    private static final int RANKS = 33 << STEPS_SHIFT;

    /** One part in so many of the pool is kept free for those that hold little. */
    private static final int RESERVE = 16;

    /** Nobody is evicted who holds less than one part in so many of an equal share. */
    private static final int SMALL = 4;

    private final EngineState engine;
    private final Aborts aborts;
    private final Endings endings;
    private final MemoryWaiters waiters;
    private final Tcb[] firstOfRank = new Tcb[RANKS];
    private final long[] used = new long[(RANKS + Long.SIZE - 1) / Long.SIZE];

    /** How many hold anything, those that are over included, and what all hold together. */
    private int holders;

    private long receivedBytes;

    /** Who was evicted last; nobody else is before it has given up all. */
    private Tcb evicted;

    MemoryShares(final EngineState engine, final Aborts aborts, final Endings endings, final MemoryWaiters waiters) {
        this.engine = engine;
        this.aborts = aborts;
        this.endings = endings;
        this.waiters = waiters;
    }

    /** An association holds more, or less. */
    void update(final Tcb association) {
        receivedBytes += association.inbound.heldBytes() - association.rankedBytes;
        association.rankedBytes = association.inbound.heldBytes();
        final int rank = rank((long) association.inbound.heldBytes() + association.inbound.unfinishedBytes());
        if (rank != association.rank) {
            removeFromRank(association);
            add(association, rank);
        }
    }

    /** An association holds nothing any more. */
    void remove(final Tcb association) {
        receivedBytes -= association.rankedBytes;
        association.rankedBytes = 0;
        removeFromRank(association);
    }

    private void removeFromRank(final Tcb association) {
        final int rank = association.rank;
        if (rank < 0) {
            return;
        }
        association.rank = Tcb.UNRANKED;
        holders--;
        if (association.previousOfRank == null) {
            firstOfRank[rank] = association.nextOfRank;
        } else {
            association.previousOfRank.nextOfRank = association.nextOfRank;
        }
        if (association.nextOfRank != null) {
            association.nextOfRank.previousOfRank = association.previousOfRank;
        }
        association.nextOfRank = null;
        association.previousOfRank = null;
        if (firstOfRank[rank] == null) {
            used[rank / Long.SIZE] &= ~(1L << rank);
        }
    }

    private void add(final Tcb association, final int rank) {
        association.rank = rank;
        if (rank < 0) {
            return;
        }
        holders++;
        association.nextOfRank = firstOfRank[rank];
        if (firstOfRank[rank] != null) {
            firstOfRank[rank].previousOfRank = association;
        }
        firstOfRank[rank] = association;
        used[rank / Long.SIZE] |= 1L << rank;
    }

    private static int rank(final long bytes) {
        if (bytes == 0) {
            return Tcb.UNRANKED;
        }
        final int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes);
        final int step = (int) (power < STEPS_SHIFT ? 0 : bytes >>> (power - STEPS_SHIFT)) & (1 << STEPS_SHIFT) - 1;
        return power << STEPS_SHIFT | step;
    }

    /** Says whether so little is free that those that hold little might get none. */
    boolean isShort() {
        return engine.pool.liveBytes() > engine.pool.limitBytes() - engine.pool.limitBytes() / RESERVE;
    }

    /**
     * Ends the association that holds most, or frees what a closed one has left unread. Returns false if nobody holds
     * so much that it would help.
     *
     * @param asking the association that needs memory
     */
    boolean makeRoom(final Tcb asking) {
        return makeRoom(asking, true);
    }

    /**
     * As above, for a message to be sent: only if it is received data that fills the pool. Where it is what others
     * send, the user waits.
     */
    boolean makeRoomToSend(final Tcb asking) {
        return receivedBytes > engine.pool.limitBytes() / 2 && makeRoom(asking, true);
    }

    /**
     * Takes memory for something small that cannot wait, as part of a set-up or an answer; others make room for it.
     * Returns {@link BlockPool#NONE} if there is none.
     */
    int allocate(final Tcb asking, final int length) {
        final int handle = engine.pool.allocate(length);
        return handle == BlockPool.NONE && makeRoom(asking, false) ? engine.pool.allocate(length) : handle;
    }

    private boolean makeRoom(final Tcb asking, final boolean mayEndAsking) {
        update(asking);
        if (evicted != null && evicted.isEnding) {
            endings.advance(evicted);
            return true;
        }
        final Tcb greediest = greediest();
        if (greediest == null
                || (long) greediest.inbound.heldBytes() * 2 * SMALL < equalShare()
                || (!mayEndAsking && greediest.equals(asking))) {
            return false;
        }
        evict(greediest, REASON);
        return true;
    }

    private long equalShare() {
        return engine.pool.limitBytes() / Math.max(1, Math.max(holders, engine.associations.count()));
    }

    private void evict(final Tcb association, final byte[] reason) {
        engine.counters.associationsEvicted++;
        if (association.state != AssociationState.CLOSED) {
            aborts.abort(association, CloseReason.OUT_OF_MEMORY, CauseCode.OUT_OF_RESOURCE, reason);
        }
        remove(association);
        evicted = association;
        endings.drop(association);
    }

    /**
     * The window of an association's peer stays closed: ends it if others wait for the memory of what it has to send,
     * and it holds much. Returns whether it did.
     */
    boolean evictStalled(final Tcb association) {
        if (waiters.isEmpty()
                || engine.nowNs - association.outbound.probe().closedSinceNs() < STALL_NS
                || (long) association.outbound.bufferedBytes() * 2 < equalShare()) {
            return false;
        }
        evict(association, STALLED);
        return true;
    }

    private Tcb greediest() {
        for (int word = used.length - 1; word >= 0; word--) {
            if (used[word] != 0) {
                return firstOfRank[(word + 1) * Long.SIZE - 1 - Long.numberOfLeadingZeros(used[word])];
            }
        }
        return null;
    }
}
