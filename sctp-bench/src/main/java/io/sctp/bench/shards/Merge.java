package io.sctp.bench.shards;

import io.sctp.bench.environment.Origin;
import io.sctp.bench.record.IntervalLog;
import io.sctp.bench.result.HistogramText;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.LoadResult.EncodedHistograms;
import io.sctp.bench.result.Merged;
import io.sctp.bench.result.Noise;
import io.sctp.bench.result.Percentiles;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** One result made of those of several generators: histograms are added, which loses nothing, and so are counts. */
public final class Merge {
    /** Measurements that begin further apart, as a share of their duration, were not under the load of all. */
    private static final double MAX_SKEW_SHARE = 0.01;

    private static final double NANOS_PER_SECOND = 1e9;

    private final List<ShardResult> shards;
    private final MergedIntervals intervals = new MergedIntervals();
    private final Instant first;
    private final Duration skew;

    private Merge(final List<ShardResult> shards) {
        this.shards = shards;
        final List<Instant> starts = shards.stream()
                .map(Merge::measuredFrom)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        first = starts.isEmpty() ? null : starts.get(0);
        skew = starts.isEmpty() ? Duration.ZERO : Duration.between(first, starts.get(starts.size() - 1));
        for (final ShardResult shard : shards) {
            final Instant own = measuredFrom(shard);
            intervals.add(
                    shard.intervals(),
                    own == null ? 0 : Duration.between(first, own).toNanos() / NANOS_PER_SECOND);
        }
    }

    /**
     * Reads the results of all generators of a run.
     *
     * @param folders of results, or folders of such folders
     * @throws IllegalArgumentException if one is missing or there twice, or they are not of one run; the message says
     *     which
     */
    public static Merge of(final List<Path> folders) throws IOException {
        final List<ShardResult> shards = new ArrayList<>();
        for (final Path folder : folders) {
            for (final Path file : ResultFile.find(folder)) {
                shards.add(ShardResult.read(file));
            }
        }
        Agreement.require(shards);
        shards.sort(Comparator.comparingInt(shard -> shard.result().shard().number()));
        return new Merge(shards);
    }

    /** Writes the intervals of all generators, those of the same second added. */
    public void writeIntervals(final Path folder, final String comment) throws IOException {
        final IntervalLog log = new IntervalLog(folder.resolve(ShardResult.INTERVALS), comment);
        intervals.write(log);
        log.close();
    }

    /**
     * Returns the result.
     *
     * @param commandLine the arguments of the command that merges
     */
    public LoadResult result(final List<String> commandLine) {
        final LoadResult any = shards.get(0).result();
        final Histogram latency = sum(EncodedHistograms::latencyNs);
        final Histogram service = sum(EncodedHistograms::serviceNs);
        final Histogram lag = sum(EncodedHistograms::scheduleLagNs);
        final Histogram hiccups = sum(EncodedHistograms::hiccupNs);
        final List<String> reasons = invalidReasons();
        return new LoadResult(
                null,
                LoadResult.SCHEMA_VERSION,
                shards.stream()
                        .map(shard -> shard.result().startedAt())
                        .min(Comparator.comparing(Instant::parse))
                        .get(),
                any.provider(),
                Agreement.joined(shards, LoadResult::kernel),
                any.clock(),
                any.mode(),
                any.size(),
                any.streams(),
                any.shard().scheduleAssociations(),
                any.arrival(),
                any.ppid(),
                any.unordered(),
                any.batch(),
                any.dispatcherWorkers(),
                any.nagle(),
                any.loss(),
                any.delayMs(),
                any.warmupS(),
                any.durationS(),
                shards.stream()
                        .mapToDouble(shard -> shard.result().measuredS())
                        .min()
                        .getAsDouble(),
                any.seed(),
                any.shard().scheduleRate(),
                any.profile(),
                total(LoadResult::achievedRate),
                total(LoadResult::throughputMsgsPerS),
                count(LoadResult::sent),
                count(LoadResult::received),
                count(LoadResult::lost),
                count(LoadResult::duplicated),
                count(LoadResult::misordered),
                count(LoadResult::corrupted),
                perMessage(LoadResult::cpuNsPerMsg),
                perMessage(LoadResult::allocBytesPerMsg),
                Percentiles.of(latency),
                Percentiles.of(service),
                Percentiles.of(lag),
                Percentiles.of(hiccups),
                shards.stream()
                        .mapToLong(shard -> shard.result().clockErrorNs())
                        .max()
                        .getAsLong(),
                streams(any.streams()),
                target(any.target()),
                new LoadResult.Gc(
                        count(run -> run.gc().count()), count(run -> run.gc().pauseMs())),
                // Generators in one network namespace would count the same packets again.
                Map.of(),
                Map.of(),
                Map.of(),
                Agreement.environment(shards),
                origin(any),
                null,
                new Merged(skew.toNanos(), generators(), Agreement.differences(shards)),
                commandLine,
                new EncodedHistograms(
                        HistogramText.encode(latency),
                        HistogramText.encode(service),
                        HistogramText.encode(lag),
                        HistogramText.encode(hiccups)),
                shards.stream()
                        .flatMap(shard -> shard.result().faults().stream())
                        .toList(),
                shards.stream().anyMatch(shard -> shard.result().interrupted()),
                noise(Percentiles.of(latency), Percentiles.of(hiccups)),
                reasons.isEmpty(),
                reasons);
    }

    private List<String> invalidReasons() {
        final List<String> reasons = new ArrayList<>();
        for (final ShardResult shard : shards) {
            shard.result().invalidReasons().forEach(reason -> reasons.add(shard.name() + ": " + reason));
        }
        final double skewS = skew.toNanos() / NANOS_PER_SECOND;
        final double durationS = shards.get(0).result().durationS();
        if (skewS > MAX_SKEW_SHARE * durationS) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the generators began %.3f s apart, more than %.0f %% of the %.1f s that they measured%s",
                    skewS,
                    100 * MAX_SKEW_SHARE,
                    durationS,
                    shards.get(0).result().shard().startAt() == null ? ": start them with --start-at" : ""));
        }
        return reasons;
    }

    /** A noisy machine makes the whole noisy, however many others are quiet. */
    private Noise noise(final Percentiles latency, final Percentiles hiccups) {
        return Noise.in(latency, hiccups)
                .or(() -> shards.stream()
                        .map(shard -> shard.result().noise())
                        .filter(Objects::nonNull)
                        .max(Comparator.comparingLong(Noise::hiccupNs)))
                .orElse(null);
    }

    private Origin origin(final LoadResult any) {
        return any.origin() == null
                ? null
                : new Origin(
                        any.origin().version(),
                        any.origin().commit(),
                        any.origin().dirty(),
                        Agreement.joined(shards, run -> run.origin().host()),
                        any.origin().label(),
                        Agreement.joined(shards, run -> run.origin().kernelBuild()));
    }

    private List<Merged.Generator> generators() {
        return shards.stream()
                .map(shard -> new Merged.Generator(
                        shard.result().shard().name(),
                        shard.host(),
                        shard.result().kernel(),
                        shard.result().environment(),
                        shard.result().shard().measuredFrom(),
                        shard.result().verdict(),
                        shard.result().achievedRate(),
                        shard.result().throughputMsgsPerS(),
                        shard.result().latencyNs(),
                        shard.result().clockErrorNs()))
                .toList();
    }

    private List<LoadResult.StreamLatency> streams(final int count) {
        final Map<String, Histogram> whole = intervals.whole();
        final List<LoadResult.StreamLatency> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            streams.add(LoadResult.StreamLatency.of(i, whole.get("stream-" + i)));
        }
        return streams;
    }

    /** Null for a server of this project. */
    private LoadResult.ForeignTarget target(final LoadResult.ForeignTarget any) {
        if (any == null) {
            return null;
        }
        final Map<String, Histogram> whole = intervals.whole();
        return new LoadResult.ForeignTarget(
                any.protocol(),
                any.window(),
                any.types().stream()
                        .map(type ->
                                LoadResult.TypeLatency.of(type.type(), whole.get(IntervalLog.tagOfType(type.type()))))
                        .toList(),
                count(run -> run.target().requests()),
                count(run -> run.target().notices()),
                count(run -> run.target().unmatched()),
                count(run -> run.target().refused()),
                count(run -> run.target().errors()),
                Agreement.joined(shards, run -> run.target().firstError()));
    }

    private Histogram sum(final Function<EncodedHistograms, String> which) {
        Histogram sum = null;
        for (final ShardResult shard : shards) {
            final Histogram own =
                    HistogramText.decode(which.apply(shard.result().histograms()));
            sum = sum == null ? MergedIntervals.empty(own) : sum;
            sum.add(own);
        }
        return sum;
    }

    private long count(final ToLongFunction<LoadResult> value) {
        return shards.stream().map(ShardResult::result).mapToLong(value).sum();
    }

    private double total(final ToDoubleFunction<LoadResult> value) {
        return shards.stream().map(ShardResult::result).mapToDouble(value).sum();
    }

    /** The mean over all messages; null if a generator with messages does not know its own. */
    private Double perMessage(final Function<LoadResult, Double> value) {
        double amount = 0;
        long messages = 0;
        for (final ShardResult shard : shards) {
            final long own = shard.result().latencyNs().count();
            if (own > 0 && value.apply(shard.result()) == null) {
                return null;
            }
            amount += own == 0 ? 0 : own * value.apply(shard.result());
            messages += own;
        }
        return messages == 0 ? null : amount / messages;
    }

    private static Instant measuredFrom(final ShardResult shard) {
        final String time = shard.result().shard().measuredFrom();
        return time == null ? null : Instant.parse(time);
    }
}
