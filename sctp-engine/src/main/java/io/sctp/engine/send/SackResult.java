package io.sctp.engine.send;

import io.sctp.engine.path.PathAck;
import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;
import java.util.Arrays;

/** What a SACK did. It belongs to its {@link Acknowledgement} and is valid until the next SACK. */
public final class SackResult {
    private static final PathAck[] NONE = {};

    /** What became of a SACK. */
    public enum Outcome {
        /** Older than one already processed; nothing was done. */
        STALE,
        /** It acknowledges something that was never sent. */
        VIOLATION,
        /** Accepted; the cumulative TSN stayed where it was. */
        PROCESSED,
        /** Accepted; the cumulative TSN advanced. */
        ADVANCED
    }

    private Outcome outcome = Outcome.STALE;
    private boolean probeRefused;

    /** By path index. */
    private PathAck[] byPath = NONE;

    /** The SACK was discarded. */
    SackResult discarded(final Outcome why) {
        outcome = why;
        probeRefused = false;
        return this;
    }

    /** The SACK will be processed. */
    void begin(final PathSet paths) {
        probeRefused = false;
        for (int i = 0; i < paths.count(); i++) {
            final TransportPath path = paths.path(i);
            reserve(path.index());
            of(path).begin(path.flight().bytes());
        }
    }

    private void reserve(final int index) {
        final int old = byPath.length;
        if (index >= old) {
            byPath = Arrays.copyOf(byPath, index + 1);
            for (int i = old; i <= index; i++) {
                byPath[i] = new PathAck();
            }
        }
    }

    /** The SACK was processed. */
    SackResult processed(final boolean advanced) {
        outcome = advanced ? Outcome.ADVANCED : Outcome.PROCESSED;
        return this;
    }

    void probeRefused(final boolean isRefused) {
        probeRefused = isRefused;
    }

    /** Returns what became of the SACK. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns whether it is the first answer to a probe of the peer's window, and refuses it. */
    public boolean isProbeRefused() {
        return probeRefused;
    }

    /** Returns what it did to a path. */
    public PathAck of(final TransportPath path) {
        return byPath[path.index()];
    }
}
