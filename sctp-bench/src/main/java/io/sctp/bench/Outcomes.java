package io.sctp.bench;

import io.sctp.bench.environment.Environment;
import io.sctp.bench.environment.KernelFacts;
import io.sctp.bench.environment.Network;
import io.sctp.bench.environment.Origin;
import io.sctp.bench.environment.Usage;
import io.sctp.bench.load.LoadOutcome;
import io.sctp.bench.load.LoadPlan;
import io.sctp.bench.protocol.Target;
import io.sctp.bench.result.HistogramText;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.Noise;
import io.sctp.bench.result.Percentiles;
import io.sctp.bench.result.ShardRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Converts a run's measurements to the result that is written and printed. */
final class Outcomes {
    private static final double MILLIS_PER_SECOND = 1e3;

    private Outcomes() {}

    static LoadResult result(
            final LoadPlan plan,
            final String provider,
            final Network network,
            final Instant startedAt,
            final List<String> commandLine,
            final String label,
            final ShardRun shard,
            final LoadOutcome outcome) {
        final Usage usage = outcome.usage();
        final Histogram latency = outcome.recorders().total().whole();
        final Histogram service = outcome.recorders().service().whole();
        final Percentiles latencies = Percentiles.of(latency);
        final Percentiles hiccups = Percentiles.of(outcome.hiccups());
        return new LoadResult(
                null,
                LoadResult.SCHEMA_VERSION,
                startedAt.toString(),
                provider,
                KernelFacts.release(),
                KernelFacts.clock(),
                lowerCase(plan.mode()),
                plan.messages().sizeText(),
                plan.streams(),
                plan.ownAssociations(),
                lowerCase(plan.arrival().kind()),
                plan.messages().ppid(),
                plan.messages().unordered(),
                plan.calls().batch(),
                plan.calls().dispatcherWorkers(),
                plan.calls().nagle(),
                network.loss(),
                network.delayMs(),
                seconds(plan.timing().warmup()),
                seconds(plan.timing().duration()),
                outcome.seconds(),
                plan.arrival().seed(),
                plan.ownRate(),
                plan.arrival().profile() == null
                        ? null
                        : plan.arrival().profile().text(),
                outcome.achievedRate(),
                outcome.throughput(),
                outcome.integrity().sent(),
                outcome.integrity().received(),
                outcome.integrity().lost(),
                outcome.integrity().duplicated(),
                outcome.integrity().misordered(),
                outcome.integrity().corrupted(),
                perMessage(usage.cpuNs(), outcome.measured()),
                perMessage(usage.allocatedBytes(), outcome.measured()),
                latencies,
                Percentiles.of(service),
                Percentiles.of(outcome.lag()),
                hiccups,
                outcome.clockErrorNs(),
                streams(outcome),
                target(plan, outcome),
                new LoadResult.Gc(usage.gcCount(), usage.gcPauseMs()),
                usage.snmp(),
                outcome.before().snmp(),
                outcome.after().snmp(),
                Environment.ofThisMachine(),
                Origin.ofThisRun(label),
                shard,
                null,
                commandLine,
                new LoadResult.EncodedHistograms(
                        HistogramText.encode(latency),
                        HistogramText.encode(service),
                        HistogramText.encode(outcome.lag()),
                        HistogramText.encode(outcome.hiccups())),
                outcome.faults(),
                outcome.interrupted(),
                Noise.in(latencies, hiccups).orElse(null),
                outcome.valid(),
                outcome.invalidReasons());
    }

    private static List<LoadResult.StreamLatency> streams(final LoadOutcome outcome) {
        final List<LoadResult.StreamLatency> streams = new ArrayList<>();
        for (int i = 0; i < outcome.recorders().streamCount(); i++) {
            streams.add(
                    LoadResult.StreamLatency.of(i, outcome.recorders().stream(i).whole()));
        }
        return streams;
    }

    private static LoadResult.ForeignTarget target(final LoadPlan plan, final LoadOutcome outcome) {
        final Target target = plan.messages().target();
        if (target == null) {
            return null;
        }
        final List<LoadResult.TypeLatency> types = new ArrayList<>();
        for (int i = 0; i < outcome.recorders().types().size(); i++) {
            types.add(LoadResult.TypeLatency.of(
                    outcome.recorders().types().get(i),
                    outcome.recorders().type(i).whole()));
        }
        return new LoadResult.ForeignTarget(
                target.protocol().name(),
                target.window(),
                types,
                outcome.server().requests(),
                outcome.server().notices(),
                outcome.server().unmatched(),
                outcome.server().refused(),
                outcome.server().errors(),
                outcome.server().firstError());
    }

    private static Double perMessage(final long amount, final long messages) {
        return messages == 0 ? null : (double) amount / messages;
    }

    private static double seconds(final Duration duration) {
        return duration.toMillis() / MILLIS_PER_SECOND;
    }

    private static String lowerCase(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
