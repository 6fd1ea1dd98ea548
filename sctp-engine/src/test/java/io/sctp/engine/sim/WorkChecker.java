package io.sctp.engine.sim;

import io.sctp.engine.Association;
import java.util.function.IntSupplier;

/**
 * Holds each call of an engine to its budget of steps, whichever association it is about, an attacker's too: what it
 * costs follows from the bytes of the packet and from what the call changes, never from what merely waits. What it
 * changes is counted in blocks of the engine's memory, and in chunks of the simulated association.
 */
final class WorkChecker {
    private static final int FIXED = 100;

    /** What is done in turns takes this much of each. */
    private static final int TURN = 256;

    private static final int PER_BYTE = 2;
    private static final int PER_CHANGE = 32;

    /** What a chunk is charged at least. */
    private static final int CHARGE = 64;

    private final SimHost host;
    private Association association;
    private long steps;
    private int blocks;
    private int heldBytes;
    private int bufferedBytes;
    private int unacknowledged;
    private int outstanding;
    private int ready;
    private int lost;
    private long missingReports;
    private int othersBytes;

    /** What all calls took that are over. */
    private long counted;

    /** What the host's other associations hold and have buffered. */
    IntSupplier others = () -> 0;

    WorkChecker(final SimHost host) {
        this.host = host;
    }

    /** A call begins. */
    void begin() {
        steps = host.engine.workSteps();
        othersBytes = others.getAsInt();
        blocks = host.engine.memoryBlocks();
        association = host.association;
        if (association != null) {
            heldBytes = association.heldBytes();
            bufferedBytes = association.bufferedBytes();
            unacknowledged = association.unacknowledgedChunks();
            outstanding = association.outstandingChunks();
            ready = association.readyMessages();
            lost = lost();
            missingReports = association.counters().missingReports();
        }
    }

    /** The call is over, which was about a packet or a message of so many bytes. */
    void end(final String what, final int bytes) {
        end(what, bytes, FIXED);
    }

    /** The call is over, which may have gone on with what is done in turns. */
    void endTurn(final String what, final int bytes) {
        end(what, bytes, FIXED + TURN);
    }

    private void end(final String what, final int bytes, final int fixed) {
        final long taken = host.engine.workSteps() - steps;
        counted += taken;
        final long changes = changes();
        final long budget = fixed + PER_BYTE * bytes + PER_CHANGE * changes;
        if (taken > budget) {
            throw new AssertionError(host.name + ": " + what + " of " + bytes + " bytes took " + taken + " steps, not "
                    + budget + ": it changed " + changes);
        }
    }

    /**
     * Hands events over. What the user does meanwhile counts for itself.
     *
     * @param poll returns of how many associations there were events
     */
    int events(final IntSupplier poll) {
        final long before = host.engine.workSteps() - counted;
        final int associations = poll.getAsInt();
        final long taken = host.engine.workSteps() - counted - before;
        final long budget = (associations + 1L) * (FIXED + 2 * TURN);
        if (taken > budget) {
            throw new AssertionError(host.name + ": events of " + associations + " associations took " + taken
                    + " steps, not " + budget);
        }
        return associations;
    }

    /** A call of the user's. */
    void during(final String what, final Runnable call) {
        begin();
        call.run();
        end(what, 0);
    }

    private long changes() {
        final long inMemory = (long) Math.abs(host.engine.memoryBlocks() - blocks)
                + Math.abs(others.getAsInt() - othersBytes) / CHARGE;
        if (association == null) {
            return inMemory;
        }
        return inMemory
                + Math.abs(association.unacknowledgedChunks() - unacknowledged)
                + Math.abs(association.outstandingChunks() - outstanding)
                + Math.abs(association.readyMessages() - ready)
                + Math.abs(lost() - lost)
                + association.counters().missingReports()
                - missingReports
                + (Math.abs(association.heldBytes() - heldBytes)
                                + Math.abs(association.bufferedBytes() - bufferedBytes))
                        / CHARGE;
    }

    private int lost() {
        int chunks = 0;
        for (int i = 0; i < association.pathCount(); i++) {
            chunks += association.path(i).retransmitChunks();
        }
        return chunks;
    }
}
