package io.sctp.engine.send;

import io.sctp.engine.packet.Serial;

/**
 * Fast recovery (RFC 9260 section 7.2.4): from the first loss until all that was outstanding then is acknowledged. The
 * congestion window is reduced once in that time. If all that was taken for lost arrives after all, the packets were
 * overtaken by others, and nothing was lost (as in RFC 4015).
 */
final class FastRecovery {
    private boolean active;
    private int exitTsn;
    private int lostChunks;
    private int arrivedChunks;

    boolean isActive() {
        return active;
    }

    /** Data was lost; the last of what is outstanding is the exit point. */
    void enter(final int lastTsn) {
        active = true;
        exitTsn = lastTsn;
        lostChunks = 0;
        arrivedChunks = 0;
    }

    /** Chunks are taken for lost. */
    void onLost(final int chunks) {
        lostChunks += chunks;
    }

    /** A chunk that was taken for lost has arrived, though it was not sent again, or too late for that. */
    void onArrived() {
        arrivedChunks++;
    }

    /** Returns whether nothing was lost. */
    boolean isNeedless() {
        return active && lostChunks > 0 && arrivedChunks >= lostChunks;
    }

    /** Leaves fast recovery if its exit point is acknowledged, so that what is lost beyond it begins another. */
    void onCumulative(final int cumulativeTsn) {
        active &= !isRecovered(cumulativeTsn);
    }

    private boolean isRecovered(final int cumulativeTsn) {
        return !Serial.before(cumulativeTsn, exitTsn);
    }

    /** T3-rtx expired, or the association begins anew, or nothing was lost. */
    void leave() {
        active = false;
    }
}
