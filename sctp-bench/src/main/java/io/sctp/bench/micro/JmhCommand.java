package io.sctp.bench.micro;

import io.sctp.bench.options.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the microbenchmarks. */
@Command(
        name = "jmh",
        description = "Runs the microbenchmarks whose names match, with the allocation of each.",
        mixinStandardHelpOptions = true)
public final class JmhCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            description = "A regular expression (default: all).",
            defaultValue = "io.sctp.")
    private String pattern;

    @Option(names = "--json", description = "Write JMH's own JSON here.", paramLabel = "FILE")
    private Path json;

    @Option(
            names = "--forks",
            description = "JVMs for each (default: ${DEFAULT-VALUE}).",
            defaultValue = "3",
            paramLabel = "N")
    private int forks;

    @Option(
            names = "--time",
            description = "How long each warm-up and measured iteration takes (default: as each benchmark says).",
            converter = DurationConverter.class,
            paramLabel = "TIME")
    private Duration time;

    @Override
    public Integer call() throws RunnerException {
        final ChainedOptionsBuilder options = new OptionsBuilder()
                .include(pattern)
                .forks(forks)
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED");
        if (time != null) {
            final TimeValue iteration = TimeValue.milliseconds(time.toMillis());
            options.warmupTime(iteration).measurementTime(iteration);
        }
        if (json != null) {
            options.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        return new Runner(options.build()).run().isEmpty() ? 1 : 0;
    }
}
