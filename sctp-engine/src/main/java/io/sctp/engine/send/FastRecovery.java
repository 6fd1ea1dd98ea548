package io.sctp.engine.send;

import io.sctp.engine.packet.Serial;

/**
 * Fast recovery (RFC 9260 section 7.2.4): from the first loss until all that was outstanding then is acknowledged. The
 * congestion window is reduced once in that time.
 */
final class FastRecovery {
    private boolean active;
    private int exitTsn;

    boolean isActive() {
        return active;
    }

    /** Data was lost; the last of what is outstanding is the exit point. */
    void enter(final int lastTsn) {
        active = true;
        exitTsn = lastTsn;
    }

    /** Leaves fast recovery if its exit point is acknowledged, so that what is lost beyond it begins another. */
    void onCumulative(final int cumulativeTsn) {
        active &= !isRecovered(cumulativeTsn);
    }

    private boolean isRecovered(final int cumulativeTsn) {
        return !Serial.before(cumulativeTsn, exitTsn);
    }

    /** T3-rtx expired, or the association begins anew. */
    void leave() {
        active = false;
    }
}
