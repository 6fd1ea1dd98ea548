package io.sctp.engine.path;

/** Congestion avoidance and halving of the window (RFC 9260 sections 7.2.2 to 7.2.4). */
final class Rfc9260CongestionControl extends LossBasedCongestionControl {
    private int partialBytesAcked;

    Rfc9260CongestionControl(final int maxChunkBytes, final boolean isIpv6) {
        super(maxChunkBytes, isIpv6);
    }

    @Override
    public void reinitialize() {
        super.reinitialize();
        partialBytesAcked = 0;
    }

    /** Section 7.2.2: one packet for each window that is acknowledged. */
    @Override
    void avoidCongestion(final PathAck acked, final boolean fullyUsed) {
        partialBytesAcked += acked.ackedBytes();
        if (partialBytesAcked >= windowBytes()) {
            if (fullyUsed) {
                partialBytesAcked -= windowBytes();
                grow(maxChunkBytes());
            } else {
                partialBytesAcked = windowBytes();
            }
        }
    }

    /** Section 7.2.2. */
    @Override
    public void onDrained() {
        partialBytesAcked = 0;
    }

    /** Section 7.2.4. */
    @Override
    public void onLoss() {
        reduceTo(windowBytes() / 2, false);
        partialBytesAcked = 0;
    }

    /** Section 7.2.3. */
    @Override
    public void onTimeout() {
        reduceTo(windowBytes() / 2, true);
        partialBytesAcked = 0;
    }
}
