package io.sctp.engine.path;

/** What a SACK did to a path, made up by a test. */
final class Acks {
    private Acks() {}

    /** Some bytes are acknowledged, cumulatively, of those that were in flight. */
    static PathAck acked(final int bytes, final int flightBytesBefore) {
        return acked(bytes, flightBytesBefore, true, false);
    }

    static PathAck acked(
            final int bytes, final int flightBytesBefore, final boolean advanced, final boolean inRecovery) {
        final PathAck ack = new PathAck();
        ack.begin(flightBytesBefore);
        ack.addAcked(bytes);
        ack.conclude(advanced, inRecovery, 0, 0);
        return ack;
    }

    /** As above, at a time, over a path with this round-trip time. */
    static PathAck ackedAt(final long nowNs, final long roundTripNs, final int bytes, final int flightBytesBefore) {
        final PathAck ack = acked(bytes, flightBytesBefore);
        ack.conclude(true, false, nowNs, roundTripNs);
        return ack;
    }
}
