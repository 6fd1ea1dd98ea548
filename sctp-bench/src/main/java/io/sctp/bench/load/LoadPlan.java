package io.sctp.bench.load;

import io.sctp.bench.payload.Payload;
import io.sctp.bench.transport.LoadTransport;
import java.time.Duration;

/**
 * What a run is to do.
 *
 * @param associations how many
 * @param streams per association, each way
 * @param bytes message size
 * @param ratePerSecond messages per second over all associations
 * @param ppid payload protocol identifier
 * @param unordered whether messages may overtake each other
 * @param warmup how long to send before measuring
 * @param duration how long to measure
 * @param drain how long the last messages may take before they count as lost
 */
public record LoadPlan(
        int associations,
        int streams,
        int bytes,
        double ratePerSecond,
        int ppid,
        boolean unordered,
        Duration warmup,
        Duration duration,
        Duration drain) {
    /** The most associations that a message can name. */
    public static final int MAX_ASSOCIATIONS = 65_536;
    /** The most streams that an association can have (RFC 9260, section 3.3.2). */
    public static final int MAX_STREAMS = 65_535;
    /** The largest message. */
    public static final int MAX_BYTES = 1 << 20;

    /** Checks the ranges. */
    public LoadPlan {
        require(associations >= 1 && associations <= MAX_ASSOCIATIONS, "associations", associations, MAX_ASSOCIATIONS);
        require(streams >= 1 && streams <= MAX_STREAMS, "streams", streams, MAX_STREAMS);
        if (bytes < Payload.MIN_BYTES || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("size " + bytes + " is not between " + Payload.MIN_BYTES + " and "
                    + MAX_BYTES + " bytes: a message carries its stream, number, times and checksum");
        }
        if (!(ratePerSecond > 0)) {
            throw new IllegalArgumentException("rate " + ratePerSecond + " is not above 0");
        }
        if (warmup.isNegative() || duration.isNegative() || duration.isZero() || drain.isNegative()) {
            throw new IllegalArgumentException("a run of " + duration + " after " + warmup + " cannot be");
        }
    }

    /** How both ends set their associations up. */
    public LoadTransport.Setup setup() {
        return new LoadTransport.Setup(streams, ppid, unordered, bytes, associations == 1);
    }

    private static void require(final boolean condition, final String what, final int value, final int max) {
        if (!condition) {
            throw new IllegalArgumentException(what + " " + value + " is not between 1 and " + max);
        }
    }
}
