package io.sctp.engine.sim;

import io.sctp.engine.association.Association;
import java.util.function.IntSupplier;

/**
 * Holds each call of an engine to its budget of steps: what it costs follows from the bytes of the packet and from what
 * the call
 * changes, never from what merely waits.
 */
final class WorkChecker {
    private static final int FIXED = 300;
    private static final int PER_BYTE = 2;
    private static final int PER_CHANGE = 16;

    /** What a chunk is charged at least. */
    private static final int CHARGE = 64;

    private final SimHost host;
    private Association association;
    private long steps;
    private int heldBytes;
    private int bufferedBytes;
    private int unacknowledged;
    private int ready;
    private int othersBytes;

    /** What the host's other associations hold and have buffered. */
    IntSupplier others = () -> 0;

    WorkChecker(final SimHost host) {
        this.host = host;
    }

    /** A call begins. */
    void begin() {
        steps = host.engine.workSteps();
        othersBytes = others.getAsInt();
        association = host.association;
        if (association != null) {
            heldBytes = association.heldBytes();
            bufferedBytes = association.bufferedBytes();
            unacknowledged = association.unacknowledgedChunks();
            ready = association.readyMessages();
        }
    }

    /** The call is over, which was about a packet of so many bytes. */
    void end(final String what, final int bytes) {
        if (association == null || association != host.association) {
            return;
        }
        final long taken = host.engine.workSteps() - steps;
        final long changes = (long) Math.abs(association.unacknowledgedChunks() - unacknowledged)
                + Math.abs(association.readyMessages() - ready)
                + (Math.abs(association.heldBytes() - heldBytes)
                                + Math.abs(association.bufferedBytes() - bufferedBytes)
                                + Math.abs(others.getAsInt() - othersBytes))
                        / CHARGE;
        final long budget = FIXED + PER_BYTE * bytes + PER_CHANGE * changes;
        if (taken > budget) {
            throw new AssertionError(host.name + ": " + what + " of " + bytes + " bytes took " + taken + " steps, not "
                    + budget + ": it changed " + changes);
        }
    }
}
