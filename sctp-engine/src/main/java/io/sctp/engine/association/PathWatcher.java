package io.sctp.engine.association;

import io.sctp.engine.path.TransportPath;

/** Hears from {@link Reachability} what becomes of paths. */
interface PathWatcher {
    /** A path may have failed: it did not answer, or not often enough. */
    default void onPathSuspected(final Tcb association, final TransportPath path) {}

    /** A path is inactive. */
    default void onPathDown(final Tcb association, final TransportPath path) {}

    /** A path answered that was not active. */
    default void onPathUp(final Tcb association, final TransportPath path) {}
}
