package io.sctp.bench.load;

import io.sctp.bench.payload.ArrivalReport;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.schedule.Arrival;
import io.sctp.bench.transport.LoadTransport;
import java.time.Duration;

/**
 * The plan of a run.
 *
 * @param mode what is measured
 * @param associations the number of associations
 * @param streams per association, each way; they are used in turn
 * @param messages to send
 * @param calls used to send and receive
 * @param arrival times of the messages
 * @param timing durations of the phases
 */
public record LoadPlan(
        Mode mode, int associations, int streams, Messages messages, Calls calls, Arrival arrival, Timing timing) {
    /** The most associations that a message can name. */
    public static final int MAX_ASSOCIATIONS = 65_536;
    /** The most streams that an association can have (RFC 9260 section 3.3.2). */
    public static final int MAX_STREAMS = 65_535;

    /** Checks the values. */
    public LoadPlan {
        requireUpTo("--associations", associations, MAX_ASSOCIATIONS);
        requireUpTo("--streams", streams, MAX_STREAMS);
    }

    /** How both ends set their associations up. */
    public LoadTransport.Setup setup() {
        return new LoadTransport.Setup(
                streams,
                messages.ppid(),
                messages.unordered(),
                Math.max(ArrivalReport.MAX_BYTES, messages.sizes().maxBytes()),
                associations == 1,
                calls.batch(),
                calls.dispatcherWorkers(),
                calls.nagle());
    }

    /** What is measured. */
    public enum Mode {
        /** The server sends every message back: times are round trips, on one clock. */
        ECHO,
        /** The server takes the time on arrival: in the same process directly, elsewhere by reporting it back. */
        ONEWAY
    }

    /**
     * The messages that are sent.
     *
     * @param sizes message sizes
     * @param ppid payload protocol identifier
     * @param unordered whether messages may overtake each other
     */
    public record Messages(SizeDistribution sizes, int ppid, boolean unordered) {}

    /**
     * How messages are sent and received.
     *
     * @param batch messages per call at most; 0 for one at a time
     * @param dispatcherWorkers workers of a dispatcher at both ends; 0 for none
     * @param nagle whether the Nagle algorithm delays small messages
     */
    public record Calls(int batch, int dispatcherWorkers, boolean nagle) {
        /** One message at a time. */
        public static final Calls SINGLE = new Calls(0, 0, false);
    }

    /**
     * The durations of the phases.
     *
     * @param warmup time of sending before the measurement
     * @param duration of the measurement
     * @param drain time for the last messages to arrive before they count as lost
     */
    public record Timing(Duration warmup, Duration duration, Duration drain) {
        /** Checks the values. */
        public Timing {
            if (warmup.isNegative() || duration.isNegative() || duration.isZero() || drain.isNegative()) {
                throw new IllegalArgumentException("--duration must be above 0, --warmup and --drain not below it");
            }
        }
    }

    private static void requireUpTo(final String what, final int value, final int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(what + " " + value + " is not between 1 and " + max);
        }
    }
}
