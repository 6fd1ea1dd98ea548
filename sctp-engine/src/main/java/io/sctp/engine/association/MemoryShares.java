package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.CauseCode;
import java.nio.charset.StandardCharsets;

/**
 * Tracks how much of the pool each association holds. When the pool is nearly full, the association that holds most
 * received data is aborted first. Incomplete messages count twice, since only the peer can complete them. Associations
 * are ranked by size, eight ranks per power of two, so a search takes the same time for any number of associations.
 */
final class MemoryShares {
    private static final byte[] REASON = "the receiver's memory is used up".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STALLED =
            "the sender's memory is used up, and the window stays closed".getBytes(StandardCharsets.US_ASCII);

    /** How long a window may be closed while other associations wait for memory. */
    private static final long STALL_NS = 5_000_000_000L;

    private static final int STEPS_SHIFT = 3;
    private static final int RANKS = 33 << STEPS_SHIFT;

    /** The fraction of the pool, 1/16, kept free for associations that hold little. */
    private static final int RESERVE = 16;

    /** An association that holds less than 1/4 of an equal share is not evicted. */
    private static final int SMALL = 4;

    private final EngineState engine;
    private final Aborts aborts;
    private final Endings endings;
    private final MemoryWaiters waiters;
    private final Tcb[] firstOfRank = new Tcb[RANKS];
    private final long[] used = new long[(RANKS + Long.SIZE - 1) / Long.SIZE];

    /** The number of associations that hold memory, closed ones included, and the total that they hold. */
    private int holders;

    private long receivedBytes;

    /** The last evicted association. No other is evicted before its memory is freed. */
    private Tcb evicted;

    MemoryShares(final EngineState engine, final Aborts aborts, final Endings endings, final MemoryWaiters waiters) {
        this.engine = engine;
        this.aborts = aborts;
        this.endings = endings;
        this.waiters = waiters;
    }

    /** Called when an association holds more or less than before. */
    void update(final Tcb association) {
        receivedBytes += association.inbound.heldBytes() - association.rankedBytes;
        association.rankedBytes = association.inbound.heldBytes();
        final int rank = rank((long) association.inbound.heldBytes() + association.inbound.unfinishedBytes());
        if (rank != association.rank) {
            removeFromRank(association);
            add(association, rank);
        }
    }

    /** Called when an association holds nothing any more. */
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

    /** Whether so little is free that associations that hold little might get none. */
    boolean isShort() {
        return engine.pool.liveBytes() > engine.pool.limitBytes() - engine.pool.limitBytes() / RESERVE;
    }

    /**
     * Aborts the association that holds most, or frees the unread messages of a closed one. Returns false if no
     * association holds enough.
     *
     * @param asking the association that needs memory
     */
    boolean makeRoom(final Tcb asking) {
        return makeRoom(asking, true);
    }

    /**
     * As above, for a message to be sent. Memory is freed only if received data fills the pool. If messages to be sent
     * fill it, the user waits.
     */
    boolean makeRoomToSend(final Tcb asking) {
        return receivedBytes > engine.pool.limitBytes() / 2 && makeRoom(asking, true);
    }

    /**
     * Allocates memory for something small that cannot wait, in a set-up or an answer, freeing memory of others if
     * needed. Returns {@link BlockPool#NONE} if there is none.
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

    /** Returns what each association would hold if all held the same. */
    long equalShare() {
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
     * Aborts an association whose peer keeps its window closed, if it holds much and others wait for that memory.
     * Returns whether it was aborted.
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
