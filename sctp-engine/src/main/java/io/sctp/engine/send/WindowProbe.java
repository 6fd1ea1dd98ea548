package io.sctp.engine.send;

/**
 * Probes of a window that the peer has closed (RFC 9260 section 6.1, rule A): a DATA chunk for which the window has no
 * room, while nothing else is in flight. The first goes one RTO after the window was found closed, the others after
 * twice the time each. A peer that refuses a probe answers with a SACK that does not acknowledge it; only probes
 * without an answer are errors, and only until the next SACK.
 */
public final class WindowProbe {
    private static final int MAX_DOUBLINGS = 16;

    private boolean due;
    private boolean out;
    private boolean refused;
    private int sent;
    private int errors;
    private long closedSinceNs;

    void reset() {
        due = false;
        out = false;
        refused = false;
        sent = 0;
        errors = 0;
    }

    /** Returns whether the time for the next probe has come. */
    boolean isDue() {
        return due;
    }

    /** The time for the next probe has come. */
    public void demand() {
        due = true;
    }

    /** A chunk is sent for which the window has no room; nothing else is in flight. */
    void onSent(final long nowNs) {
        if (sent == 0) {
            closedSinceNs = nowNs;
        }
        due = false;
        out = true;
        refused = false;
        sent = Math.min(MAX_DOUBLINGS, sent + 1);
    }

    /**
     * Returns when the first of the probes went of which none was acknowledged; those that follow are for
     * {@link #doublings}.
     */
    public long closedSinceNs() {
        return closedSinceNs;
    }

    /** Returns whether a probe is in flight, for all that is known. */
    public boolean isOut() {
        return out;
    }

    /** Returns whether the peer has answered the probe that is out, and refused it. */
    public boolean isRefused() {
        return out && refused;
    }

    /** A SACK came that leaves the window closed, and the probe unacknowledged. Returns whether it is the first one. */
    boolean refuse() {
        final boolean first = !refused;
        refused = true;
        return first;
    }

    /** The probe was acknowledged, or the window has opened. */
    void end() {
        out = false;
        due = false;
        sent = 0;
    }

    /** Returns by how many doublings of the RTO the next probe follows. */
    public int doublings() {
        return sent;
    }

    /** A probe went without an answer, which was counted as an error. */
    public void onError() {
        errors++;
    }

    /** Returns how many errors probes have counted since this was last asked: the peer has answered. */
    public int takeErrors() {
        final int counted = errors;
        errors = 0;
        return counted;
    }
}
