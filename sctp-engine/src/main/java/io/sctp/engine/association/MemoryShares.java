package io.sctp.engine.association;

import io.sctp.engine.packet.CauseCode;
import java.nio.charset.StandardCharsets;

/**
 * Who holds how much of the pool for what it received. When the pool is nearly full, the association that holds most
 * loses first;
 * what is half finished counts twice, since its peer alone says when it ends. Associations are ranked by size, eight
 * ranks to a
 * power of two, so that finding one takes the same time however many there are.
 */
final class MemoryShares {
    private static final byte[] REASON = "the receiver's memory is used up".getBytes(StandardCharsets.US_ASCII);
    private static final int STEPS_SHIFT = 3;
    private static final int RANKS = 33 << STEPS_SHIFT;

    /** One part in so many of the pool is kept free for those that hold little. */
    private static final int RESERVE = 16;

    /** Nobody is evicted who holds less than one part in so many of an equal share. */
    private static final int SMALL = 4;

    private final Context context;
    private final Association[] firstOfRank = new Association[RANKS];
    private final long[] used = new long[(RANKS + Long.SIZE - 1) / Long.SIZE];

    MemoryShares(final Context context) {
        this.context = context;
    }

    /** An association holds more, or less. */
    void update(final Association association) {
        final int rank = rank((long) association.inbound.heldBytes() + association.inbound.unfinishedBytes());
        if (rank != association.rank) {
            remove(association);
            add(association, rank);
        }
    }

    /** An association holds nothing any more. */
    void remove(final Association association) {
        final int rank = association.rank;
        if (rank < 0) {
            return;
        }
        association.rank = Association.UNRANKED;
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

    private void add(final Association association, final int rank) {
        association.rank = rank;
        if (rank < 0) {
            return;
        }
        association.nextOfRank = firstOfRank[rank];
        if (firstOfRank[rank] != null) {
            firstOfRank[rank].previousOfRank = association;
        }
        firstOfRank[rank] = association;
        used[rank / Long.SIZE] |= 1L << rank;
    }

    private static int rank(final long bytes) {
        if (bytes == 0) {
            return Association.UNRANKED;
        }
        final int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes);
        final int step = (int) (power < STEPS_SHIFT ? 0 : bytes >>> (power - STEPS_SHIFT)) & (1 << STEPS_SHIFT) - 1;
        return power << STEPS_SHIFT | step;
    }

    /** Says whether so little is free that those that hold little might get none. */
    boolean isShort() {
        return context.pool.liveBytes() > context.pool.limitBytes() - context.pool.limitBytes() / RESERVE;
    }

    /**
     * Ends the association that holds most, or frees what a closed one has left unread. Returns false if nobody holds
     * so much
     * that it would help.
     *
     * @param asking the association that needs memory
     */
    boolean makeRoom(final Association asking) {
        update(asking);
        final Association greediest = greediest();
        final long share = context.pool.limitBytes() / Math.max(1, context.associationCount());
        if (greediest == null || (long) greediest.inbound.heldBytes() * 2 * SMALL < share) {
            return false;
        }
        context.counters.associationsEvicted++;
        if (greediest.state != AssociationState.CLOSED) {
            context.aborts.abort(greediest, CloseReason.OUT_OF_MEMORY, CauseCode.OUT_OF_RESOURCE, REASON);
        }
        greediest.inbound.clear();
        remove(greediest);
        return true;
    }

    private Association greediest() {
        for (int word = used.length - 1; word >= 0; word--) {
            if (used[word] != 0) {
                return firstOfRank[(word + 1) * Long.SIZE - 1 - Long.numberOfLeadingZeros(used[word])];
            }
        }
        return null;
    }
}
