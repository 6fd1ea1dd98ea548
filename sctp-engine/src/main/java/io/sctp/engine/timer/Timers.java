package io.sctp.engine.timer;

import java.util.Arrays;

/**
 * The timers of one association: twelve fixed slots, and three for each path. Arming and cancelling are array stores; the
 * earliest deadline is kept as a lower bound, exact only after {@link #refresh}.
 */
public final class Timers {
    /** The deadline of a timer that does not run. */
    public static final long NONE = Long.MAX_VALUE;

    /** T1-init and T1-cookie, which never run together. */
    public static final int HANDSHAKE = 0;

    /** T2-shutdown. */
    public static final int SHUTDOWN = 1;

    /** The peer acknowledges nothing more before a shutdown: T2-shutdown runs only later. */
    public static final int SHUTDOWN_STALL = SHUTDOWN;

    /** T5-shutdown-guard. */
    public static final int SHUTDOWN_GUARD = 2;

    /** Delayed acknowledgement. */
    public static final int SACK = 3;

    public static final int AUTOCLOSE = 4;

    /** The answer to a request to change streams is awaited (RFC 6525). */
    public static final int RECONFIG = 5;

    /** New data is held back for the peer's reset of the association. */
    public static final int RECONFIG_HOLD = 6;

    /** Data that was held back because as much went at once as may (RFC 9260 section 6.1, rule D) goes. */
    public static final int BURST = 7;

    /** A message that was begun may not be gone on with. */
    public static final int REASSEMBLY = 8;

    /** The pool had no memory for a message of the user's: it tries again. */
    public static final int MEMORY = 9;

    /** More is left to do of what is done in turns. */
    public static final int BACKLOG = 10;

    /** T4-RTO (RFC 5061). */
    public static final int ASCONF = 11;

    private static final int FIRST_PATH_SLOT = 12;
    private static final int SLOTS_OF_A_PATH = 3;

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

    /** Returns the slot of the timers by which a path's MTU is discovered (RFC 8899), of which one runs at a time. */
    public static int pathMtu(final int path) {
        return FIRST_PATH_SLOT + SLOTS_OF_A_PATH * path + 2;
    }

    /** Forgets every timer and makes room for a number of paths. */
    public void reset(final int pathCount) {
        deadlinesNs = new long[FIRST_PATH_SLOT + SLOTS_OF_A_PATH * pathCount];
        cancelAll();
    }

    /** Makes room for a path with this index, whose timers do not run. */
    public void addPath(final int path) {
        final int before = deadlinesNs.length;
        if (pathMtu(path) >= before) {
            deadlinesNs = Arrays.copyOf(deadlinesNs, pathMtu(path) + 1);
            Arrays.fill(deadlinesNs, before, deadlinesNs.length, NONE);
        }
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

    /** Stops a timer if its deadline has come, and says whether it had. */
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
