package io.sctp.engine.path;

/**
 * The chunk that was sent again because nothing was acknowledged for two smoothed round-trip times: if only the last
 * chunks were lost, nothing else tells of it (TLP, RFC 8985 section 7). Another one goes only when something was
 * acknowledged.
 */
public final class TailProbe {
    /** Packets and SACKs on a short path are not handled more exactly than that. */
    private static final long LEAST_NS = 2_000_000;

    /** A single packet may be acknowledged so much later (RFC 9260 section 6.2). */
    private static final long SACK_DELAY_NS = 200_000_000;

    private boolean out;
    private int tsn;

    /** Whether the peer was seen to acknowledge later than every second packet. */
    private boolean isPeerSlow;

    /** Returns whether one is under way. */
    public boolean isOut() {
        return out;
    }

    /** A chunk is sent again as a probe. */
    public void onSent(final int chunk) {
        out = true;
        tsn = chunk;
    }

    /** Returns whether a chunk is the probe that is under way. */
    public boolean is(final int chunk) {
        return out && tsn == chunk;
    }

    /** The peer had the chunk, and had not acknowledged it yet. */
    public void onNeedless() {
        isPeerSlow = true;
    }

    /** Something was acknowledged, or T3-rtx expired. */
    public void end() {
        out = false;
    }

    /**
     * Returns after how long without an acknowledgement a probe goes.
     *
     * @param mayBeDelayed whether the peer may delay its SACK: there is one packet in flight, and nothing missing
     */
    public long delayNs(final long roundTripNs, final boolean mayBeDelayed) {
        return Math.max(LEAST_NS, 2 * roundTripNs) + (mayBeDelayed || isPeerSlow ? SACK_DELAY_NS : 0);
    }
}
