package io.sctp.bench.options;

import io.sctp.bench.schedule.Shard;
import io.sctp.bench.shards.StartAt;
import java.time.Clock;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options for a load from several machines. */
public final class ShardOptions {
    @Option(
            names = "--shard",
            description = "This is the I-th of N generators with the same options. It takes every N-th of the "
                    + "associations, with their part of the rate; 'sctp merge' makes one result of all.",
            paramLabel = "I/N")
    private String shard;

    @Option(
            names = "--start-at",
            description = "Connects at once and sends from this time on, such as 2026-12-02T10:00:00Z. With a folder "
                    + "that all generators share, such as dir:/shared/run-1, a new one for each run, they wait there "
                    + "for each other, up to 10 minutes.",
            paramLabel = "TIME|dir:FOLDER")
    private String startAt;

    /** The part that this generator takes; null if it was not asked for. */
    public Shard shard() {
        return shard == null ? null : Named.option("--shard", () -> Shard.parse(shard));
    }

    /**
     * The start, which may be agreed with others; null if neither option was given.
     *
     * @param news receives lines for people
     */
    public StartAt startAt(final Consumer<String> news) {
        if (startAt == null) {
            return shard == null ? null : StartAt.once(Clock.systemUTC());
        }
        final Shard part = shard();
        return Named.option("--start-at", () -> StartAt.parse(startAt, part, Clock.systemUTC(), news));
    }
}
