package io.sctp.engine.association;

import io.sctp.engine.CloseReason;
import io.sctp.engine.PathState;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts unanswered transmissions: paths become potentially failed, then inactive, and the peer unreachable (RFC 9260
 * sections 8.1 and 8.2, RFC 7829 sections 3 to 5).
 */
public final class Reachability {
    private final EngineState engine;
    private final Verification verification;
    private final ExtensionTable extensions;
    private final List<PathWatcher> watchers = new ArrayList<>();

    Reachability(final EngineState engine, final Verification verification, final ExtensionTable extensions) {
        this.engine = engine;
        this.verification = verification;
        this.extensions = extensions;
    }

    /** Adds a watcher of path states. */
    void watch(final PathWatcher watcher) {
        watchers.add(watcher);
    }

    /**
     * Counts a transmission to a path that was not answered.
     *
     * @return whether the association is still open
     */
    public boolean onUnanswered(final Tcb association, final TransportPath path) {
        countPath(association, path);
        if (++association.errorCount > association.config.maxAssociationRetransmissions()) {
            association.close(CloseReason.LOST, 0);
            return false;
        }
        return true;
    }

    /** As above, without counting the error for the association. */
    void countPath(final Tcb association, final TransportPath path) {
        final int errors = path.countError();
        if (path.isConfirmed() && path.state() != PathState.INACTIVE) {
            if (errors > path.maxRetransmissions()) {
                leave(association, path, PathState.INACTIVE);
                for (final PathWatcher watcher : watchers) {
                    watcher.onPathDown(association, path);
                }
            } else if (path.isActive() && errors > path.potentiallyFailedRetransmissions()) {
                leave(association, path, PathState.POTENTIALLY_FAILED);
            }
        }
        if (path.isPotentiallyFailed()) {
            for (final PathWatcher watcher : watchers) {
                watcher.onPathSuspected(association, path);
            }
        }
        switchOver(association, path);
    }

    /** Moves what waits for the path to another one. */
    private void leave(final Tcb association, final TransportPath path, final PathState state) {
        path.state(state);
        association.raise(Events.PATHS);
        final TransportPath alternate = association.paths.alternateTo(path);
        if (alternate != path) {
            association.outbound.retransmission().redirect(path, alternate);
            association.timers.arm(
                    Timers.heartbeat(path.index()), engine.nowNs + path.rto().rtoNs());
        }
        engine.lists.wantsToSend(association);
    }

    /**
     * Primary path switchover (RFC 7829 section 5): a primary path that failed often enough does not become primary
     * again when it answers.
     */
    private void switchOver(final Tcb association, final TransportPath path) {
        if (path.errorCount() > path.primarySwitchoverRetransmissions() && path == association.paths.primary()) {
            final TransportPath chosen = association.paths.forData();
            if (chosen != path) {
                association.paths.primary(chosen);
                association.raise(Events.PRIMARY_PATH);
            }
        }
    }

    /** A window probe was answered: earlier unanswered probes are no errors of their path. */
    void onProbeRefused(final Tcb association, final TransportPath path) {
        if (path.isConfirmed()
                && path.forgiveProbes()
                && path.errorCount() <= path.potentiallyFailedRetransmissions()) {
            onAnswered(association, path);
        }
    }

    /** A HEARTBEAT was answered: the address is confirmed (RFC 9260 section 5.4) and active. */
    void onVerified(final Tcb association, final TransportPath path) {
        final boolean wasConfirmed = path.isConfirmed();
        if (!wasConfirmed) {
            path.state(PathState.INACTIVE);
        }
        verification.onAnswered(association, path);
        onAnswered(association, path);
    }

    /** A confirmed path answered: its error count is reset and it is active again. */
    public void onAnswered(final Tcb association, final TransportPath path) {
        if (!path.isConfirmed()) {
            return;
        }
        path.clearErrors();
        association.errorCount = 0;
        association.outbound.probe().takeErrors();
        if (path.isActive()) {
            return;
        }
        path.state(PathState.ACTIVE);
        if (!association.ackPath.isConfirmed()) {
            // Data that arrived while no path was confirmed is still to be acknowledged.
            association.ackPath = path;
        }
        for (final PathWatcher watcher : watchers) {
            watcher.onPathUp(association, path);
        }
        association.raise(Events.PATHS);
        extensions.onPathUp(association, path);
        for (int i = 0; i < association.paths.count(); i++) {
            final TransportPath other = association.paths.path(i);
            if (!other.isActive()) {
                association.outbound.retransmission().redirect(other, path);
            }
        }
    }
}
