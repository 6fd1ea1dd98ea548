package io.sctp.bench.result;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A property in which runs may differ.
 *
 * @param name as users read it
 * @param value the property of a run; null if the run does not know it
 */
public record Fact(String name, Function<LoadResult, Object> value) {
    /** The machine. */
    public static final List<Fact> MACHINE = List.of(
            new Fact("operating system", run -> run.environment().os()),
            new Fact("architecture", run -> run.environment().arch()),
            new Fact("processor", run -> run.environment().cpuModel()),
            new Fact("number of processors", run -> run.environment().cpus()));

    /** The software below the program that was measured. */
    public static final List<Fact> PLATFORM = List.of(
            new Fact("kernel", LoadResult::kernel),
            new Fact("JDK", run -> run.environment().jdk()),
            new Fact("JVM flags", run -> String.join(" ", run.environment().jvmFlags())));

    /** The property of a run. */
    public Object of(final LoadResult run) {
        return value.apply(run);
    }

    /** A value as users read it. */
    public static String shown(final Object value) {
        return Objects.toString(value, "").isEmpty() ? "none" : value.toString();
    }
}
