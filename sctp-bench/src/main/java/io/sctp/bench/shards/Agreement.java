package io.sctp.bench.shards;

import io.sctp.bench.environment.Environment;
import io.sctp.bench.result.Fact;
import io.sctp.bench.result.LoadResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the results of several generators must have in common, and in what their machines may differ. */
final class Agreement {
    /** The program, the load and the schedule. */
    private static final List<Fact> LOAD = List.of(
            new Fact("number of generators", run -> run.shard().of()),
            new Fact("agreed start", run -> run.shard().startAt()),
            new Fact(
                    "version", run -> run.origin() == null ? null : run.origin().version()),
            new Fact("commit", run -> run.origin() == null ? null : run.origin().shortCommit()),
            new Fact("label", run -> run.origin() == null ? null : run.origin().label()),
            new Fact("provider", LoadResult::provider),
            new Fact("clock", LoadResult::clock),
            new Fact("mode", LoadResult::mode),
            new Fact("protocol", LoadResult::protocol),
            new Fact("window", run -> run.target() == null ? null : run.target().window()),
            new Fact(
                    "types of messages",
                    run -> run.target() == null ? null : run.target().typeNames()),
            new Fact("size", LoadResult::size),
            new Fact("streams", LoadResult::streams),
            new Fact("associations of all", run -> run.shard().scheduleAssociations()),
            new Fact("rate of all", run -> run.shard().scheduleRate()),
            new Fact("profile", LoadResult::profile),
            new Fact("arrival", LoadResult::arrival),
            new Fact("seed", LoadResult::seed),
            new Fact("ppid", LoadResult::ppid),
            new Fact("order", run -> run.unordered() ? "unordered" : "ordered"),
            new Fact("batch", LoadResult::batch),
            new Fact("dispatcher", LoadResult::dispatcherWorkers),
            new Fact("Nagle's algorithm", LoadResult::nagle),
            new Fact("loss", LoadResult::loss),
            new Fact("delay", LoadResult::delayMs),
            new Fact("warm-up", LoadResult::warmupS),
            new Fact("duration", LoadResult::durationS));

    private Agreement() {}

    /**
     * Checks that every part is there once, and that all are of one load.
     *
     * @throws IllegalArgumentException if not
     */
    static void require(final List<ShardResult> shards) {
        final ShardResult first = shards.get(0);
        for (final Fact fact : LOAD) {
            for (final ShardResult other : shards) {
                final Object ours = fact.of(first.result());
                final Object theirs = fact.of(other.result());
                if (!Objects.equals(ours, theirs)) {
                    throw new IllegalArgumentException("the results are not of one run: they differ in " + fact.name()
                            + ", " + ours + " in " + first.file() + " and " + theirs + " in " + other.file());
                }
            }
        }
        final ShardResult[] byNumber = new ShardResult[first.result().shard().of() + 1];
        for (final ShardResult shard : shards) {
            final int number = shard.result().shard().number();
            if (byNumber[number] != null) {
                throw new IllegalArgumentException(
                        "generator " + shard.result().shard().name() + " is there twice: " + byNumber[number].file()
                                + " and " + shard.file());
            }
            byNumber[number] = shard;
        }
        final List<String> missing = new ArrayList<>();
        for (int number = 1; number < byNumber.length; number++) {
            if (byNumber[number] == null) {
                missing.add(number + "/" + (byNumber.length - 1));
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the results of some generators are missing: "
                    + missing.stream().limit(10).collect(Collectors.joining(", "))
                    + (missing.size() > 10 ? ", …" : ""));
        }
    }

    /** In what the machines differ. */
    static List<String> differences(final List<ShardResult> shards) {
        final List<String> differences = new ArrayList<>();
        Fact.MACHINE.forEach(fact -> tell(fact, shards, differences));
        Fact.PLATFORM.forEach(fact -> tell(fact, shards, differences));
        final TreeSet<String> sysctls = new TreeSet<>();
        shards.forEach(
                shard -> sysctls.addAll(shard.result().environment().sysctls().keySet()));
        sysctls.forEach(name ->
                tell(new Fact(name, run -> run.environment().sysctls().get(name)), shards, differences));
        return differences;
    }

    private static void tell(final Fact fact, final List<ShardResult> shards, final List<String> differences) {
        final Object ours = fact.of(shards.get(0).result());
        final List<String> others = new ArrayList<>();
        for (final ShardResult shard : shards) {
            final Object theirs = fact.of(shard.result());
            if (!Objects.equals(ours, theirs)) {
                others.add(Fact.shown(theirs) + " on " + shard.name());
            }
        }
        if (!others.isEmpty()) {
            differences.add(fact.name() + ": " + Fact.shown(ours) + " on "
                    + shards.get(0).name() + ", " + String.join(", ", others));
        }
    }

    /** Joins the different values, in the order of the generators; null if all are null. */
    static String joined(final List<ShardResult> shards, final Function<LoadResult, String> value) {
        final List<String> values = shards.stream()
                .map(shard -> value.apply(shard.result()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return values.isEmpty() ? null : String.join(" / ", values);
    }

    /** The environment of all machines together: different values are joined, processors added. */
    static Environment environment(final List<ShardResult> shards) {
        final Map<String, Integer> cpus = new HashMap<>();
        final Map<String, String> sysctls = new TreeMap<>();
        for (final ShardResult shard : shards) {
            final Environment own = shard.result().environment();
            // Generators in containers or namespaces of one machine share its processors.
            cpus.merge(shard.host() == null ? shard.name() : shard.host(), own.cpus(), Math::max);
            own.sysctls().keySet().forEach(name -> sysctls.put(name, ""));
        }
        sysctls.replaceAll(
                (name, any) -> joined(shards, run -> run.environment().sysctls().get(name)));
        return new Environment(
                joined(shards, run -> run.environment().os()),
                joined(shards, run -> run.environment().arch()),
                joined(shards, run -> run.environment().cpuModel()),
                cpus.values().stream().mapToInt(Integer::intValue).sum(),
                joined(shards, run -> run.environment().jdk()),
                List.of(joined(shards, run -> String.join(" ", run.environment().jvmFlags()))
                        .split(" ", -1)),
                sysctls);
    }
}
