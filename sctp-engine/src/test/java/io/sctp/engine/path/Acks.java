package io.sctp.engine.path;

/** What a SACK did to a path, made up by a test. */
final class Acks {
    private Acks() {}

    /** Some bytes are acknowledged of those that were in flight. */
    static PathAck acked(final int bytes, final int flightBytesBefore) {
        final PathAck ack = new PathAck();
        ack.begin(flightBytesBefore);
        ack.addAcked(bytes);
        return ack;
    }
}
