package io.sctp.engine.send;

/** The receive window that the peer announced, and what is left of it (RFC 9260 sections 6.1, rule A, and 6.2.1). */
final class PeerWindow {
    private long advertisedBytes;
    private long leftBytes;

    /** An INIT, INIT ACK or cookie says what the window is to begin with. */
    void begin(final long bytes) {
        advertisedBytes = bytes;
        leftBytes = bytes;
    }

    /** A SACK announced the window (section 6.2.1, rule D.ii). */
    void onSack(final long bytes, final int inFlightBytes) {
        advertisedBytes = bytes;
        leftBytes = Math.max(0, bytes - inFlightBytes);
    }

    void onSent(final int length) {
        leftBytes = Math.max(0, leftBytes - length);
    }

    /** Section 6.2.1, rule C: what is marked for retransmission no longer counts against the window. */
    void onLost(final int length) {
        leftBytes += length;
    }

    /** Returns the window as the peer announced it last. */
    long advertisedBytes() {
        return advertisedBytes;
    }

    /** Returns how many more bytes may be sent. */
    long leftBytes() {
        return leftBytes;
    }
}
