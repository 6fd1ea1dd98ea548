package io.sctp.bench.micro;

import io.sctp.bench.options.DurationConverter;
import io.sctp.bench.options.LabOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private LabOptions lab;

    @Override
    public Integer call() throws RunnerException {
        lab.requireTaken();
        requireBenchmarks();
        if (lab.onlyChecks()) {
            return 0;
        }
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

    private void requireBenchmarks() {
        if (forks < 1) {
            throw new IllegalArgumentException("--forks " + forks + " is not at least 1");
        }
        if (time != null && time.isZero()) {
            throw new IllegalArgumentException("an iteration takes time");
        }
        try {
            Pattern.compile(pattern);
        } catch (final PatternSyntaxException e) {
            throw new IllegalArgumentException("'" + pattern + "' is no regular expression: " + e.getDescription(), e);
        }
        final OutputFormat quiet = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        if (BenchmarkList.defaultList().find(quiet, List.of(pattern), List.of()).isEmpty()) {
            throw new IllegalArgumentException("no benchmark matches '" + pattern + "'");
        }
    }
}
