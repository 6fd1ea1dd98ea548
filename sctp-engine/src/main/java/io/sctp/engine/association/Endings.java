package io.sctp.engine.association;

import io.sctp.engine.FailedMessage;

/**
 * Gives up what associations that are over still hold: some at once, and the rest in turns among the timers of others,
 * so that an end costs no packet, call or timer more than a fixed number of steps. The user hears of the end when all
 * that was not acknowledged has been given up.
 */
final class Endings {
    /** Blocks of memory that are given up at once. */
    static final int BLOCKS_PER_TURN = 1024;

    private final EngineState engine;

    Endings(final EngineState engine) {
        this.engine = engine;
    }

    /** An association is over; what can be read stays. */
    void begin(final Tcb association) {
        association.isEnding = true;
        association.withdraw(Events.SEND_FAILED); // which would hand back the beginning of a message
        advance(association);
    }

    /** What can be read of an association that is over, and what is to be handed back, is given up as well. */
    void drop(final Tcb association) {
        association.isDropped = true;
        association.isEnding = true;
        advance(association);
    }

    /** Goes on, and comes again if there is more. */
    void advance(final Tcb association) {
        int left = association.outbound.fail(
                association.paths, FailedMessage.Reason.ASSOCIATION_OVER, association.closeCause(), BLOCKS_PER_TURN);
        if (association.isDropped || !association.config.reportFailedMessages()) {
            left = association.outbound.failed().clear(left);
        }
        left = association.isDropped ? association.inbound.clear(left) : association.inbound.end(left);
        if (left > 0) {
            association.isEnding = false;
            engine.lists.deadlines().remove(association);
            association.onEnded();
        } else {
            engine.lists.deadlines().update(association, engine.nowNs + 1);
        }
    }
}
