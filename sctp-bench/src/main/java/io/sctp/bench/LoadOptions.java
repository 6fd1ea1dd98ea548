package io.sctp.bench;

import io.sctp.bench.load.LoadPlan;
import io.sctp.bench.options.CallOptions;
import io.sctp.bench.options.DurationConverter;
import io.sctp.bench.options.JsonOption;
import io.sctp.bench.options.Named;
import io.sctp.bench.options.ProviderOption;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.protocol.Protocol;
import io.sctp.bench.protocol.Target;
import io.sctp.bench.schedule.Arrival;
import io.sctp.bench.schedule.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that generates load. */
final class LoadOptions {
    private static final String AS_FAST_AS_POSSIBLE = "max";
    private static final String AS_CAPTURED = "capture";
    private static final String USUAL_RATE = "5000";
    private static final String USUAL_SIZE = "200";
    private static final long MAX_PPID = 0xFFFF_FFFFL;

    @Mixin
    ProviderOption provider;

    @Option(names = "--associations", description = "Associations (default: 1).", defaultValue = "1", paramLabel = "N")
    int associations;

    @Option(
            names = "--streams",
            description = "Streams per association, used in turn (default: 16).",
            defaultValue = "16",
            paramLabel = "N")
    int streams;

    @Option(
            names = "--size",
            description = "Message size in bytes, at least 32, or sizes and their shares, such as 100:0.8,1400:0.2 "
                    + "(default: 200).",
            paramLabel = "BYTES")
    String size;

    @Option(
            names = "--rate",
            description =
                    "Messages per second over all associations; max, as fast as the peer accepts them; or capture, at "
                            + "the times of the capture in --messages (default: 5000).",
            paramLabel = "N|max|capture")
    String rate;

    @Option(
            names = "--profile",
            description = "A rate that changes, instead of --rate: steps such as 1000@10s and ramps such as "
                    + "1000-5000@10s, separated by commas, repeated from the start of the warm-up; or a file with "
                    + "them.",
            paramLabel = "STEPS|FILE")
    String profile;

    @Option(
            names = "--arrival",
            description = "fixed: at equal distances; poisson: independently of each other (default: fixed).",
            paramLabel = "KIND")
    ArrivalChoice arrival;

    @Option(names = "--unordered", description = "Lets messages overtake each other; their order is then not checked.")
    boolean unordered;

    @Option(
            names = "--ppid",
            description = "Payload protocol identifier of every message (default: 0, or that of --protocol).",
            paramLabel = "N")
    Long ppid;

    @Mixin
    CallOptions calls;

    @Option(
            names = "--loss",
            description = "Packet loss, such as 1%% or 0.01, by netem; in the lab only.",
            converter = PercentConverter.class,
            defaultValue = "0",
            paramLabel = "PART")
    double loss;

    @Option(
            names = "--delay",
            description = "Delay of every packet, in each direction, by netem; in the lab only.",
            converter = DurationConverter.class,
            defaultValue = "0ms",
            paramLabel = "TIME")
    Duration delay;

    @Option(
            names = "--mode",
            description = "echo: round trips; oneway: the server takes the time on arrival (default: echo).",
            defaultValue = "echo",
            paramLabel = "MODE")
    LoadPlan.Mode mode;

    @Option(
            names = "--seed",
            description = "Seed of the random numbers (default: 1).",
            defaultValue = "1",
            paramLabel = "N")
    long seed;

    @Option(
            names = "--duration",
            description = "How long to measure (default: 10s).",
            defaultValue = "10s",
            converter = DurationConverter.class,
            paramLabel = "TIME")
    Duration duration;

    @Option(
            names = "--warmup",
            description = "How long to send before that, unmeasured (default: 2s).",
            defaultValue = "2s",
            converter = DurationConverter.class,
            paramLabel = "TIME")
    Duration warmup;

    @Option(
            names = "--drain",
            description = "How long the last messages may take before they count as lost (default: 5s).",
            defaultValue = "5s",
            converter = DurationConverter.class,
            paramLabel = "TIME")
    Duration drain;

    @Option(
            names = "--label",
            description = "Name of the result in comparisons and in the history (default: $SCTP_LABEL).",
            paramLabel = "TEXT")
    String label;

    @Mixin
    JsonOption json;

    @Option(
            names = "--out",
            description = "Writes the result, a log of histograms by the second and a report to this folder.",
            paramLabel = "DIR")
    Path out;

    /** A server that is not of this project, which a command has read from its own options; otherwise null. */
    Target target;

    /** The choices for {@code --arrival}; {@code --rate max} is the third kind. */
    enum ArrivalChoice {
        FIXED,
        POISSON
    }

    /**
     * Checks everything that can be checked without running the load. The load may run on another machine with other
     * features.
     *
     * @throws IllegalArgumentException if an option is invalid
     */
    void check() {
        provider.requireKnown(plan().setup());
    }

    LoadPlan plan() {
        if (ppid != null && (ppid < 0 || ppid > MAX_PPID)) {
            throw new IllegalArgumentException("--ppid " + ppid + " is not between 0 and " + MAX_PPID);
        }
        if (target != null) {
            requireFit(target.protocol());
        }
        final long usualPpid = target == null ? 0 : target.protocol().ppid();
        return new LoadPlan(
                mode,
                associations,
                streams,
                new LoadPlan.Messages(
                        Named.option("--size", () -> SizeDistribution.parse(size == null ? USUAL_SIZE : size)),
                        (int) (ppid == null ? usualPpid : ppid),
                        unordered,
                        target),
                calls.calls(),
                arrival(),
                new LoadPlan.Timing(warmup, duration, drain));
    }

    private void requireFit(final Protocol protocol) {
        if (mode == LoadPlan.Mode.ONEWAY) {
            throw new IllegalArgumentException(
                    "--mode oneway needs 'sctp server', which reports when messages arrived; "
                            + "other servers are measured by their answers");
        }
        if (size != null && protocol.ownSizes() != null) {
            throw new IllegalArgumentException(
                    "--size: the messages have sizes of their own, " + protocol.ownSizes() + " bytes");
        }
    }

    private Arrival arrival() {
        if (profile != null) {
            if (rate != null) {
                throw new IllegalArgumentException("--profile stands for --rate: leave one of them out");
            }
            return Arrival.of(
                    arrival == ArrivalChoice.POISSON ? Arrival.Kind.POISSON : Arrival.Kind.FIXED,
                    Named.option("--profile", this::readProfile),
                    seed);
        }
        return arrival(rate == null ? USUAL_RATE : rate);
    }

    private Profile readProfile() {
        if (profile.indexOf('@') >= 0) {
            return Profile.parse(profile);
        }
        try {
            return Profile.parse(Files.readString(Path.of(profile)).replaceAll("(?m)#.*$", ""));
        } catch (final IOException e) {
            throw new IllegalArgumentException("no file '" + profile + "', and no steps such as 1000@10s", e);
        }
    }

    private Arrival arrival(final String given) {
        if (given.equals(AS_CAPTURED)) {
            if (target == null || arrival != null) {
                throw new IllegalArgumentException(
                        "--rate capture needs --messages, and has times of its own instead of --arrival");
            }
            return Named.option(
                    "--rate capture", () -> Arrival.of(target.protocol().recording(), seed));
        }
        if (given.equals(AS_FAST_AS_POSSIBLE)) {
            if (arrival != null) {
                throw new IllegalArgumentException("--rate max has no schedule, so --arrival makes no sense with it");
            }
            return new Arrival(Arrival.Kind.MAX, 0, seed);
        }
        try {
            final Arrival.Kind kind = arrival == ArrivalChoice.POISSON ? Arrival.Kind.POISSON : Arrival.Kind.FIXED;
            final double perSecond = Double.parseDouble(given);
            return Named.option("--rate", () -> new Arrival(kind, perSecond, seed));
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException("--rate '" + given + "' is neither a number nor max nor capture", e);
        }
    }
}
