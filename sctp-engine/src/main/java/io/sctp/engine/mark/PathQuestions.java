package io.sctp.engine.mark;

import io.sctp.engine.path.TransportPath;

/** The questions on one path: when the next may be asked. */
final class PathQuestions {
    /** A question that is not answered is repeated after this time, and then after twice as long each. */
    private static final long FIRST_INTERVAL_NS = 1_000_000_000L;

    private static final long LONGEST_INTERVAL_NS = 60 * FIRST_INTERVAL_NS;

    private final TransportPath path;
    private long nextNs;
    private long intervalNs;

    PathQuestions(final TransportPath path) {
        this.path = path;
    }

    boolean isOf(final TransportPath other) {
        return path == other;
    }

    /** Returns whether a question goes now; then the next goes later. */
    boolean asks(final long nowNs) {
        if (intervalNs > 0 && nowNs - nextNs < 0) {
            return false;
        }
        intervalNs = intervalNs == 0 ? FIRST_INTERVAL_NS : Math.min(LONGEST_INTERVAL_NS, 2 * intervalNs);
        nextNs = nowNs + intervalNs;
        return true;
    }

    /** The peer has answered: what was asked before delays no later question. */
    void forget() {
        intervalNs = 0;
    }
}
