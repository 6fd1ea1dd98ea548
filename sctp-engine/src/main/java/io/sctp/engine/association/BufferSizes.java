package io.sctp.engine.association;

/**
 * Lets send buffers and receive windows grow with the path, up to a maximum, to an association's share of half the
 * memory, and only while memory is not short.
 */
final class BufferSizes {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final EngineState engine;
    private final MemoryShares shares;

    BufferSizes(final EngineState engine, final MemoryShares shares) {
        this.engine = engine;
        this.shares = shares;
    }

    /** The peer has acknowledged data. */
    void onAcked(final Tcb association, final int bytes) {
        final int most = association.config.maxSendBufferBytes();
        if (most > association.config.sendBufferBytes() && bytes > 0) {
            final int wanted = association.sent.onPassed(bytes, roundTripNs(association), engine.nowNs);
            if (wanted != 0) {
                association
                        .outbound
                        .buffer()
                        .resize(sized(association.outbound.buffer().limit(), wanted, most));
            }
        }
    }

    /** The program has read data. */
    void onRead(final Tcb association, final int bytes) {
        final int most = association.config.maxReceiveWindowBytes();
        if (most > association.config.receiveWindowBytes() && bytes > 0) {
            final int wanted = association.read.onPassed(bytes, roundTripNs(association), engine.nowNs);
            if (wanted != 0) {
                association.inbound.resizeWindow(sized(association.inbound.windowLimit(), wanted, most));
            }
        }
    }

    /** Memory is short: nothing is as large as it has grown. */
    void onShortage(final Tcb association) {
        association.outbound.buffer().resize(0);
        association.inbound.resizeWindow(0);
    }

    /** It becomes smaller only where there are more associations, or less memory, than before. */
    private int sized(final int before, final int wanted, final int most) {
        return shares.isShort() ? 0 : (int) Math.min(Math.max(before, wanted), Math.min(most, shares.equalShare() / 2));
    }

    /**
     * Data that was acknowledged tells it best; whoever only receives knows it from heartbeats, before the first one
     * from the set-up.
     */
    private static long roundTripNs(final Tcb association) {
        final var path = association.paths.primary();
        if (path.flight().deliveries().isTimed()) {
            return path.flight().deliveries().lowestNs();
        }
        return path.rto().smoothedNs() != 0 ? path.rto().smoothedNs() : association.setUpNs;
    }

    /** The peer has sent back a cookie. The clock of cookies counts milliseconds: what is less is nothing. */
    void onSetUp(final Tcb association, final int cookieIssuedMs) {
        association.setUpNs = Math.max(0, engine.nowMs() - cookieIssuedMs - 1) * NANOS_PER_MILLI;
    }
}
