package io.sctp.engine.path;

/**
 * What a path delivered: of the chunks known to have arrived, the one that was sent last, and how long it took. What
 * was sent before it should have arrived as well (RACK, RFC 8985 section 6).
 */
public final class Deliveries {
    /** A chunk may be late by this much at least: SACKs and timers are no more exact. */
    private static final long LEAST_REORDERING_NS = 1_000_000;

    /** By this part of the lowest round-trip time otherwise (section 6.2, step 4). */
    private static final int REORDERING_DIVISOR = 4;

    /** A lowest round-trip time counts for one to two of these spans; a path may become a longer one. */
    private static final long SPAN_NS = 10_000_000_000L;

    private boolean any;
    private int tsn;
    private long sentNs;
    private boolean sentOnce;
    private long roundTripNs;

    /** Of this span, of the one before, and of both; {@link Long#MAX_VALUE} if none is known. */
    private long lowestNowNs = Long.MAX_VALUE;

    private long lowestBeforeNs = Long.MAX_VALUE;
    private long lowestNs = Long.MAX_VALUE;
    private long spanEndNs = Long.MIN_VALUE;

    /** Packets go another way now. */
    void forget() {
        any = false;
        lowestNowNs = Long.MAX_VALUE;
        lowestBeforeNs = Long.MAX_VALUE;
        lowestNs = Long.MAX_VALUE;
    }

    /**
     * A chunk has arrived.
     *
     * @param chunkSentNs when it was sent last
     * @param isSentOnce whether it was sent no more than once, so that it is known which of them arrived
     */
    public void onDelivered(final int chunk, final long chunkSentNs, final boolean isSentOnce, final long nowNs) {
        if (isSentOnce) {
            note(nowNs - chunkSentNs, nowNs);
        } else if (isTooSoon(nowNs - chunkSentNs)) {
            return;
        }
        if (!any || isBefore(sentNs, tsn, chunkSentNs, chunk)) {
            any = true;
            tsn = chunk;
            sentNs = chunkSentNs;
            sentOnce = isSentOnce;
            roundTripNs = nowNs - chunkSentNs;
        }
    }

    private void note(final long sampleNs, final long nowNs) {
        if (spanEndNs == Long.MIN_VALUE || nowNs - spanEndNs >= 0) {
            lowestBeforeNs = lowestNowNs;
            lowestNowNs = Long.MAX_VALUE;
            spanEndNs = nowNs + SPAN_NS;
        }
        lowestNowNs = Math.min(lowestNowNs, sampleNs);
        lowestNs = Math.min(lowestNowNs, lowestBeforeNs);
    }

    /** Returns whether what was sent again so long ago cannot be what has arrived: the first one is. */
    public boolean isTooSoon(final long agoNs) {
        return agoNs < lowestNs() / 2;
    }

    /** Returns whether a round-trip time is known. */
    public boolean isTimed() {
        return lowestNs != Long.MAX_VALUE;
    }

    /** Returns the lowest round-trip time of the last ten seconds or more, or 0 if none is known. */
    public long lowestNs() {
        return isTimed() ? lowestNs : 0;
    }

    /** Returns whether the TSN alone tells that a chunk was not overtaken: it is behind what arrived at first try. */
    public boolean isInOrder(final int chunk) {
        return !any || (sentOnce && chunk - tsn > 0);
    }

    /** Returns whether a chunk was sent before one that has arrived. */
    public boolean isOvertaken(final int chunk, final long chunkSentNs) {
        return any && isBefore(chunkSentNs, chunk, sentNs, tsn);
    }

    /** Returns from when on a chunk that was overtaken is lost. */
    public long lostAtNs(final long chunkSentNs) {
        return chunkSentNs + roundTripNs + Math.max(LEAST_REORDERING_NS, lowestNs() / REORDERING_DIVISOR);
    }

    static boolean isBefore(final long oneNs, final int one, final long otherNs, final int other) {
        return oneNs == otherNs ? one - other < 0 : oneNs - otherNs < 0;
    }
}
