package io.sctp.bench;

import io.sctp.bench.load.LoadPlan;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options that every command has that generates load. */
final class LoadOptions {
    @Option(
            names = "--provider",
            description = "What carries the messages: ${COMPLETION-CANDIDATES} (default: auto).",
            completionCandidates = ProviderNames.class,
            defaultValue = "auto",
            paramLabel = "NAME")
    String provider;

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
            description = "Message size in bytes, at least 32 (default: 200).",
            defaultValue = "200",
            paramLabel = "BYTES")
    int size;

    @Option(
            names = "--rate",
            description = "Messages per second over all associations (default: 5000).",
            defaultValue = "5000",
            paramLabel = "N")
    double rate;

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

    @Option(names = "--json", description = "Writes the result to this file.", paramLabel = "FILE")
    Path json;

    LoadPlan plan() {
        return new LoadPlan(associations, streams, size, rate, 0, false, warmup, duration, drain);
    }
}
