package io.sctp.engine.timer;

import java.util.Arrays;

/**
 * The timers of one association: twelve fixed slots, and four for each path. Starting and stopping a timer is an array
 * store. The earliest deadline is a lower bound, which is exact only after {@link #refresh}.
 */
public final class Timers {
    /** The deadline of a stopped timer. */
    public static final long NONE = Long.MAX_VALUE;

    /** T1-init and T1-cookie, which never run together (RFC 9260 section 5.1). */
    public static final int HANDSHAKE = 0;

    /** T2-shutdown (RFC 9260 section 9.2). */
    public static final int SHUTDOWN = 1;

    /**
     * Limits how long a pending shutdown waits without acknowledgements. T2-shutdown starts only later, so they share a
     * slot.
     */
    public static final int SHUTDOWN_STALL = SHUTDOWN;

    /** T5-shutdown-guard (RFC 9260 section 9.2). */
    public static final int SHUTDOWN_GUARD = 2;

    /** Delayed acknowledgement (RFC 9260 section 6.2). */
    public static final int SACK = 3;

    public static final int AUTOCLOSE = 4;

    /** Retransmission of a RE-CONFIG request (RFC 6525). */
    public static final int RECONFIG = 5;

    /** Limits how long new data is held back for an association reset by the peer. */
    public static final int RECONFIG_HOLD = 6;

    /** Sends the data held back by the burst limit (RFC 9260 section 6.1, rule D). */
    public static final int BURST = 7;

    /** Limits how long a message may be incomplete without progress. */
    public static final int REASSEMBLY = 8;

    /** Retries a message of the user for which the pool had no memory. */
    public static final int MEMORY = 9;

    /** Continues work that is done in turns. */
    public static final int BACKLOG = 10;

    /** T4-RTO (RFC 5061). */
    public static final int ASCONF = 11;

    private static final int FIRST_PATH_SLOT = 12;
    private static final int SLOTS_OF_A_PATH = 4;

    private long[] deadlinesNs = new long[FIRST_PATH_SLOT];
    private long earliestNs = NONE;

    public Timers() {
        Arrays.fill(deadlinesNs, NONE);
    }

    /** Returns the slot of a path's T3-rtx timer. */
    public static int retransmission(final int path) {
        return FIRST_PATH_SLOT + SLOTS_OF_A_PATH * path;
    }

    /** Returns the slot of a path's heartbeat timer. */
    public static int heartbeat(final int path) {
        return FIRST_PATH_SLOT + SLOTS_OF_A_PATH * path + 1;
    }

    /** Returns the slot of a path's MTU discovery timers (RFC 8899), of which one runs at a time. */
    public static int pathMtu(final int path) {
        return FIRST_PATH_SLOT + SLOTS_OF_A_PATH * path + 2;
    }

    /** Returns the slot of a path's timer for chunks that are late and for a lost tail, which never run together. */
    public static int loss(final int path) {
        return FIRST_PATH_SLOT + SLOTS_OF_A_PATH * path + 3;
    }

    /** Stops all timers and reserves the slots of a number of paths. */
    public void reset(final int pathCount) {
        deadlinesNs = new long[FIRST_PATH_SLOT + SLOTS_OF_A_PATH * pathCount];
        cancelAll();
    }

    /** Reserves the slots of the path with this index. Its timers are stopped. */
    public void addPath(final int path) {
        final int before = deadlinesNs.length;
        if (loss(path) >= before) {
            deadlinesNs = Arrays.copyOf(deadlinesNs, loss(path) + 1);
            Arrays.fill(deadlinesNs, before, deadlinesNs.length, NONE);
        }
    }

    /** Stops all timers of the path with this index. */
    public void removePath(final int path) {
        final int first = FIRST_PATH_SLOT + SLOTS_OF_A_PATH * path;
        Arrays.fill(deadlinesNs, first, first + SLOTS_OF_A_PATH, NONE);
    }

    public void arm(final int slot, final long deadlineNs) {
        deadlinesNs[slot] = deadlineNs;
        if (deadlineNs < earliestNs) {
            earliestNs = deadlineNs;
        }
    }

    public void cancel(final int slot) {
        deadlinesNs[slot] = NONE;
    }

    public void cancelAll() {
        Arrays.fill(deadlinesNs, NONE);
        earliestNs = NONE;
    }

    public boolean isArmed(final int slot) {
        return deadlinesNs[slot] != NONE;
    }

    /** Returns when a timer expires, or {@link #NONE}. */
    public long deadlineNs(final int slot) {
        return deadlinesNs[slot];
    }

    /** Stops a timer if it has expired. Returns whether it had. */
    public boolean expire(final int slot, final long nowNs) {
        if (deadlinesNs[slot] > nowNs) {
            return false;
        }
        deadlinesNs[slot] = NONE;
        return true;
    }

    /** Returns a time not later than the earliest deadline. */
    public long earliestNs() {
        return earliestNs;
    }

    /** Makes {@link #earliestNs} exact. */
    public void refresh() {
        long earliest = NONE;
        for (final long deadlineNs : deadlinesNs) {
            earliest = Math.min(earliest, deadlineNs);
        }
        earliestNs = earliest;
    }
}
