package io.sctp.bench.load;

import io.sctp.bench.payload.ArrivalReport;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.protocol.Target;
import io.sctp.bench.schedule.Arrival;
import io.sctp.bench.schedule.Shard;
import io.sctp.bench.transport.LoadTransport;
import java.time.Duration;

/**
 * The plan of a run.
 *
 * @param mode what is measured
 * @param associations the number of associations of all generators together
 * @param streams per association, each way; they are used in turn
 * @param messages to send
 * @param calls used to send and receive
 * @param arrival times of the messages, those of all generators
 * @param timing durations of the phases
 * @param shard the part of the associations, with their messages, that this generator has
 */
public record LoadPlan(
        Mode mode,
        int associations,
        int streams,
        Messages messages,
        Calls calls,
        Arrival arrival,
        Timing timing,
        Shard shard) {
    /** The most associations that a message can name. */
    public static final int MAX_ASSOCIATIONS = 65_536;
    /** The most streams that an association can have (RFC 9260 section 3.3.2). */
    public static final int MAX_STREAMS = 65_535;
    /** The largest answer that a server which is not of this project may send, in bytes. */
    private static final int MAX_ANSWER_BYTES = 256 * 1024;

    /** Checks the values. */
    public LoadPlan {
        requireUpTo("--associations", associations, MAX_ASSOCIATIONS);
        requireUpTo("--streams", streams, MAX_STREAMS);
        if (associations < shard.of()) {
            throw new IllegalArgumentException("--shard " + shard + " divides associations among " + shard.of()
                    + " generators: --associations, of all of them together, must be at least " + shard.of()
                    + ", not " + associations);
        }
        final int needed =
                messages.target() == null ? 1 : messages.target().protocol().streams();
        if (streams < needed) {
            throw new IllegalArgumentException("--streams " + streams + ": the capture has messages on stream "
                    + (needed - 1) + ", so at least " + needed + " are needed");
        }
    }

    /** The plan of the only generator. */
    public LoadPlan(
            final Mode mode,
            final int associations,
            final int streams,
            final Messages messages,
            final Calls calls,
            final Arrival arrival,
            final Timing timing) {
        this(mode, associations, streams, messages, calls, arrival, timing, Shard.WHOLE);
    }

    /** Returns the plan of one of several generators. */
    public LoadPlan shard(final Shard part) {
        return new LoadPlan(mode, associations, streams, messages, calls, arrival, timing, part);
    }

    /** The number of associations of this generator. */
    public int ownAssociations() {
        return shard.associations(associations);
    }

    /** Messages per second, on average, of this generator; null if they are sent as fast as possible. */
    public Double ownRate() {
        return ofAssociations(ownAssociations());
    }

    /** Messages per second of all generators together; null likewise. */
    public Double wholeRate() {
        return ofAssociations(associations);
    }

    private Double ofAssociations(final int count) {
        return arrival.kind() == Arrival.Kind.MAX ? null : arrival.ratePerSecond() * count / associations;
    }

    /** How both ends set their associations up. */
    public LoadTransport.Setup setup() {
        return new LoadTransport.Setup(
                streams,
                messages.ppid(),
                messages.unordered(),
                messages.maxBytes(),
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
     * @param target the server that gets them; null for one of this project
     */
    public record Messages(SizeDistribution sizes, int ppid, boolean unordered, Target target) {
        /** Messages for a server of this project. */
        public Messages(final SizeDistribution sizes, final int ppid, final boolean unordered) {
            this(sizes, ppid, unordered, null);
        }

        /** Their sizes in bytes, as text. */
        public String sizeText() {
            final String own = target == null ? null : target.protocol().ownSizes();
            return own == null ? sizes.toString() : own;
        }

        /** The largest message that may be sent, or that may come, in bytes. */
        int maxBytes() {
            return target == null
                    ? Math.max(ArrivalReport.MAX_BYTES, sizes.maxBytes())
                    : Math.max(MAX_ANSWER_BYTES, target.protocol().maxBytes(sizes.maxBytes()));
        }
    }

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
