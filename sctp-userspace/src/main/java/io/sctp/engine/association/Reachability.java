package io.sctp.engine.association;

import io.sctp.engine.path.Path;
import io.sctp.engine.path.PathState;
import io.sctp.engine.timer.Timers;

/** Counts what goes unanswered: paths become inactive, peers are lost (RFC 9260 sections 8.1 and 8.2). */
final class Reachability {
    private final Context context;

    Reachability(final Context context) {
        this.context = context;
    }

    /**
     * A transmission to a path went unanswered.
     *
     * @return whether the association still stands
     */
    boolean onUnanswered(final Association association, final Path path) {
        countPath(association, path);
        if (++association.errorCount > association.config.maxAssociationRetransmissions()) {
            association.close(CloseReason.LOST, 0);
            return false;
        }
        return true;
    }

    /** As above, but the association's own count stays (section 5.4: heartbeats to unconfirmed addresses). */
    void countPath(final Association association, final Path path) {
        final int errors = path.countError();
        if (path.state() == PathState.ACTIVE && errors > path.maxRetransmissions()) {
            path.state(PathState.INACTIVE);
            association.raise(Events.PATHS);
            final Path alternate = association.paths.alternateTo(path);
            if (alternate.index() != path.index()) {
                association.outbound.retransmission().redirect(path, alternate);
                association.timers.arm(
                        Timers.heartbeat(path.index()),
                        context.nowNs + path.rto().rtoNs());
            }
            context.wantsToSend(association);
        }
    }
}
