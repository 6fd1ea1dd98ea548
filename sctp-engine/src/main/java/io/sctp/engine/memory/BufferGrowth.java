package io.sctp.engine.memory;

/**
 * The length that a buffer should have: four times what passes through it in a round trip of an empty path. One is in
 * flight, one makes up for a SACK or a lost packet that comes a round trip later, and as much is left for the path to
 * become faster. While the buffer itself limits the rate, it becomes longer with each round trip.
 */
public final class BufferGrowth {
    private static final double ROUND_TRIPS = 4;

    private long beganNs;
    private long passedBytes;

    /**
     * Bytes have passed.
     *
     * @param roundTripNs the round-trip time of the empty path; 0 if it is not known
     * @return the bytes that the buffer should have, once a round trip is over; otherwise 0
     */
    public int onPassed(final int bytes, final long roundTripNs, final long nowNs) {
        passedBytes += bytes;
        final long tookNs = nowNs - beganNs;
        if (roundTripNs <= 0 || tookNs < roundTripNs) {
            return 0;
        }
        final double wanted = ROUND_TRIPS * passedBytes * roundTripNs / tookNs;
        beganNs = nowNs;
        passedBytes = 0;
        return (int) Math.min(Integer.MAX_VALUE, wanted);
    }
}
