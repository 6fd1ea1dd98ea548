package io.sctp.engine.path;

/** What one SACK did to one path. */
public final class PathAck {
    private int flightBytesBefore;
    private int ackedBytes;
    private boolean cumulativelyAcked;
    private boolean lost;
    private boolean answered;

    /** A SACK is about to be processed. */
    public void begin(final int flightBytes) {
        flightBytesBefore = flightBytes;
        ackedBytes = 0;
        cumulativelyAcked = false;
        lost = false;
        answered = false;
    }

    /** Returns the bytes of DATA chunks, headers included, in flight before the SACK. */
    public int flightBytesBefore() {
        return flightBytesBefore;
    }

    /** Returns the bytes of DATA chunks, headers included, that the SACK is the first to acknowledge. */
    public int ackedBytes() {
        return ackedBytes;
    }

    public void addAcked(final int bytes) {
        ackedBytes += bytes;
    }

    /** Says whether the cumulative TSN passed a chunk in flight to the path. */
    public boolean isCumulativelyAcked() {
        return cumulativelyAcked;
    }

    public void markCumulativelyAcked() {
        cumulativelyAcked = true;
    }

    /** Says whether a chunk that was sent to this path alone was acknowledged, so that the path works. */
    public boolean isAnswered() {
        return answered;
    }

    public void markAnswered() {
        answered = true;
    }

    /** Says whether chunks in flight to the path were found to be lost. */
    public boolean isLost() {
        return lost;
    }

    public void markLost() {
        lost = true;
    }
}
