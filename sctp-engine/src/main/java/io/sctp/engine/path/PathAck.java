package io.sctp.engine.path;

/** What one SACK did to one path. */
public final class PathAck {
    /** There is no {@link #sampleNs}: all that was acknowledged had been sent again. */
    public static final long NO_SAMPLE = -1;

    private int flightBytesBefore;
    private int ackedBytes;
    private boolean cumulativelyAcked;
    private int lostChunks;
    private int lostBytes;
    private boolean sizeInDoubt;
    private boolean answered;
    private boolean advanced;
    private boolean inRecovery;
    private long nowNs;
    private long roundTripNs;
    private long sampleNs = NO_SAMPLE;

    /** Of the chunks that were sent once and are acknowledged, the one that was sent last. */
    private boolean delivered;

    private int deliveredTsn;

    /** A SACK is about to be processed. */
    public void begin(final int flightBytes) {
        flightBytesBefore = flightBytes;
        ackedBytes = 0;
        cumulativelyAcked = false;
        lostChunks = 0;
        lostBytes = 0;
        sizeInDoubt = false;
        answered = false;
        sampleNs = NO_SAMPLE;
        delivered = false;
    }

    /** A chunk that was sent once is acknowledged. Such chunks were sent in the order of their TSNs. */
    public void delivered(final int tsn) {
        if (!delivered || tsn - deliveredTsn > 0) {
            delivered = true;
            deliveredTsn = tsn;
        }
    }

    /** Returns whether a chunk that was sent once is acknowledged. */
    public boolean hasDelivered() {
        return delivered;
    }

    /** Returns the one that was sent last of the chunks that were sent once and are acknowledged. */
    public int deliveredTsn() {
        return deliveredTsn;
    }

    /** All that was acknowledged is known: passes on what was sent last, which says most about the path. */
    public void concludeDelivery(final Deliveries deliveries, final long sentNs, final long timeNs) {
        deliveries.onDelivered(deliveredTsn, sentNs, true, timeNs);
        sampleNs = timeNs - sentNs;
    }

    /**
     * What it acknowledges is known.
     *
     * @param movedCumulative whether it moved the cumulative TSN
     * @param cameInRecovery whether the association was in fast recovery when it came
     * @param smoothedRoundTripNs the path's smoothed round-trip time; 0 before the first measurement
     */
    public void conclude(
            final boolean movedCumulative,
            final boolean cameInRecovery,
            final long timeNs,
            final long smoothedRoundTripNs) {
        advanced = movedCumulative;
        inRecovery = cameInRecovery;
        nowNs = timeNs;
        roundTripNs = smoothedRoundTripNs;
    }

    /** Returns whether the SACK moved the cumulative TSN. */
    public boolean hasAdvanced() {
        return advanced;
    }

    /** Returns whether the association was in fast recovery when the SACK came. */
    public boolean isInRecovery() {
        return inRecovery;
    }

    /** Returns when the SACK came. */
    public long nowNs() {
        return nowNs;
    }

    /** Returns the path's smoothed round-trip time; 0 before the first measurement. */
    public long roundTripNs() {
        return roundTripNs;
    }

    /**
     * Returns the round-trip time of the chunk sent last among those that the SACK acknowledges and that were sent
     * once; it may include the peer's delay. {@link #NO_SAMPLE} without one.
     */
    public long sampleNs() {
        return sampleNs;
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

    /** Returns whether the cumulative TSN passed a chunk in flight to the path. */
    public boolean isCumulativelyAcked() {
        return cumulativelyAcked;
    }

    public void markCumulativelyAcked() {
        cumulativelyAcked = true;
    }

    /** Returns whether a chunk that was sent to this path alone was acknowledged, so that the path works. */
    public boolean isAnswered() {
        return answered;
    }

    public void markAnswered() {
        answered = true;
    }

    /** Returns how many chunks in flight to the path were found to be lost. */
    public int lostChunks() {
        return lostChunks;
    }

    /** Returns the bytes of user data in them. */
    public int lostBytes() {
        return lostBytes;
    }

    public void addLost(final int bytes) {
        lostChunks++;
        lostBytes += bytes;
    }

    /** Returns whether it was not chance: packets may be too long for the path. */
    public boolean isSizeInDoubt() {
        return sizeInDoubt;
    }

    public void doubtSize() {
        sizeInDoubt = true;
    }
}
