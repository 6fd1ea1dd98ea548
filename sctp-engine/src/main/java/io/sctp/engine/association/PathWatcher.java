package io.sctp.engine.association;

import io.sctp.engine.path.TransportPath;

/** Receives the path state changes that {@link Reachability} finds. */
interface PathWatcher {
    /** A path may have failed: it did not answer, or not often enough. */
    default void onPathSuspected(final Tcb association, final TransportPath path) {}

    /** A path is inactive. */
    default void onPathDown(final Tcb association, final TransportPath path) {}

    /** An inactive or potentially failed path answered. */
    default void onPathUp(final Tcb association, final TransportPath path) {}
}
