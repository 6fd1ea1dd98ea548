package io.sctp.bench;

import io.sctp.bench.options.DurationConverter;
import io.sctp.bench.paths.real.RealPathsRun;
import io.sctp.bench.paths.real.RealPlan;
import io.sctp.engine.config.CongestionControl;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of real paths. */
final class RealPathOptions {
    private static final int USRSCTP_BUFFER_BYTES = 4 << 20;

    @Option(
            names = "--real",
            description = "Instead: in real time, through a relay, with this library and usrsctp as sender and as "
                    + "receiver, each in its own process. The options below are for this.")
    private boolean isReal;

    @Option(
            names = "--rtt",
            split = ",",
            description = "Round-trip times (default: 10ms,50ms).",
            converter = DurationConverter.class,
            paramLabel = "TIME")
    private List<Duration> roundTrips;

    @Option(
            names = "--loss",
            split = ",",
            description = "Parts of the packets that are lost in each direction (default: 0,0.2%%,1%%).",
            converter = PercentConverter.class,
            paramLabel = "PART")
    private List<Double> losses;

    @Option(
            names = "--rate",
            description = "The rate of the path, such as 100mbit (default: as fast as this machine can).",
            converter = RateConverter.class,
            paramLabel = "RATE")
    private Long rate;

    @Option(names = "--size", description = "Bytes of a message (default: 1200).", paramLabel = "BYTES")
    private Integer size;

    @Option(names = "--runs", description = "How often each is measured (default: 5).", paramLabel = "N")
    private Integer runs;

    @Option(
            names = "--warmup",
            description = "Not measured, from the first message on (default: 2s).",
            converter = DurationConverter.class,
            paramLabel = "TIME")
    private Duration warmUp;

    @Option(
            names = "--duration",
            description = "How long a run is measured (default: 4s).",
            converter = DurationConverter.class,
            paramLabel = "TIME")
    private Duration duration;

    boolean isReal() {
        return isReal;
    }

    /** Checks that no option is given in vain. */
    void requireReal() {
        if (roundTrips != null
                || losses != null
                || rate != null
                || size != null
                || runs != null
                || warmUp != null
                || duration != null) {
            throw new IllegalArgumentException(
                    "--rtt, --loss, --rate, --size, --runs, --warmup and --duration need --real");
        }
    }

    RealPlan plan(final CongestionControl controller) {
        return new RealPlan(
                roundTrips == null ? List.of(Duration.ofMillis(10), Duration.ofMillis(50)) : roundTrips,
                losses == null ? List.of(0.0, 0.002, 0.01) : losses,
                rate == null ? 0 : rate,
                size == null ? 1200 : size,
                runs == null ? 5 : runs,
                warmUp == null ? Duration.ofSeconds(2) : warmUp,
                duration == null ? Duration.ofSeconds(4) : duration,
                USRSCTP_BUFFER_BYTES,
                controller,
                programs());
    }

    /** The folder of the C programs, next to the jar. */
    private static Path programs() {
        try {
            return Path.of(RealPathsRun.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolveSibling("peers");
        } catch (final URISyntaxException e) {
            throw new IllegalStateException("a jar whose place is no path", e);
        }
    }
}
