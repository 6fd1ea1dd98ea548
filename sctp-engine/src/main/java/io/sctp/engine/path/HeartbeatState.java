package io.sctp.engine.path;

/** The HEARTBEATs of one path (RFC 9260 section 8.3): whether one is due, and which one is out. */
public final class HeartbeatState {
    private boolean sent;
    private long nonce;
    private long sentNs;
    private boolean due;
    private boolean unanswered;
    private boolean onRequest;

    /** Returns whether a HEARTBEAT is to be written. */
    public boolean isDue() {
        return due;
    }

    public void due(final boolean isDue) {
        due = isDue;
    }

    /** Returns whether the last HEARTBEAT has not been answered. */
    public boolean isUnanswered() {
        return unanswered;
    }

    /** Returns whether the one that is due was asked for by the user. */
    public boolean isOnRequest() {
        return onRequest;
    }

    public void onRequest(final boolean requested) {
        onRequest = requested;
    }

    /** A HEARTBEAT was written. */
    public void onSent(final long newNonce, final long nowNs) {
        due = false;
        onRequest = false;
        unanswered = true;
        sent = true;
        nonce = newNonce;
        sentNs = nowNs;
    }

    /** Returns whether at least this long has passed since the last HEARTBEAT, or there was none. */
    public boolean isOlderThan(final long spanNs, final long nowNs) {
        return !sent || nowNs - sentNs >= spanNs;
    }

    /** Returns whether an answer is to the HEARTBEAT that is out. */
    boolean isAnswer(final long itsNonce) {
        return unanswered && itsNonce == nonce;
    }

    /** Returns how long ago the HEARTBEAT went. */
    long roundTripNs(final long nowNs) {
        return nowNs - sentNs;
    }

    /** The path works: what is out needs no answer. */
    void onAnswered() {
        unanswered = false;
    }

    /** HEARTBEATs from before say nothing of whoever is there now. */
    void forget() {
        sent = false;
        unanswered = false;
    }
}
