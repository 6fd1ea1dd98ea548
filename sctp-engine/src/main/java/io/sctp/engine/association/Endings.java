package io.sctp.engine.association;

import io.sctp.engine.FailedMessage;

/**
 * Frees what closed associations still hold: a part at once, and the rest in turns between other timers. So the end of
 * an association costs a packet, call or timer at most a fixed number of steps. The user learns of the end when all
 * unacknowledged messages have been handed back or freed.
 */
final class Endings {
    /** Maximum number of memory blocks freed per turn. */
    static final int BLOCKS_PER_TURN = 1024;

    private final EngineState engine;

    Endings(final EngineState engine) {
        this.engine = engine;
    }

    /** Begins to free a closed association. Received messages stay readable. */
    void begin(final Tcb association) {
        association.isEnding = true;
        association.withdraw(Events.SEND_FAILED); // would hand back the start of a message only
        advance(association);
    }

    /** Frees the unread messages of a closed association as well, and those to be handed back. */
    void drop(final Tcb association) {
        association.isDropped = true;
        association.isEnding = true;
        advance(association);
    }

    /** Frees the next part, and schedules another turn if there is more. */
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
