package io.sctp.bench.compare;

import io.sctp.bench.result.Fact;
import io.sctp.bench.result.LoadResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The environments of two sets of runs: what makes them incomparable, and what a reader of the comparison must know.
 */
public final class Surroundings {
    /** The software, which may be what is compared, but may also differ by mistake. */
    private static final List<Fact> SOFTWARE = Stream.concat(
                    Fact.PLATFORM.stream(),
                    Stream.of(new Fact(
                            "number of generators",
                            run -> run.merged() == null
                                    ? 1
                                    : run.merged().generators().size())))
            .toList();

    /** Properties that must be the same for all runs of a side. */
    private static final List<Fact> SUBJECT = List.of(
            new Fact("commit", run -> run.origin() == null ? null : run.origin().shortCommit()),
            new Fact("label", run -> run.origin() == null ? null : run.origin().label()));

    private Surroundings() {}

    /** Why runs cannot be compared at all. */
    static List<String> obstacles(final List<LoadResult> base, final List<LoadResult> candidate) {
        final List<String> obstacles = new ArrayList<>();
        // Figures from two machines do not compare two programs.
        for (final Fact fact : Fact.MACHINE) {
            final List<Object> values = values(Stream.concat(base.stream(), candidate.stream()), fact);
            if (values.size() > 1) {
                obstacles.add("the runs differ in " + fact.name() + ": " + values.get(0) + " and " + values.get(1));
            }
        }
        SOFTWARE.forEach(fact -> requireOne("base", base, fact, obstacles));
        SOFTWARE.forEach(fact -> requireOne("candidate", candidate, fact, obstacles));
        SUBJECT.forEach(fact -> requireOne("base", base, fact, obstacles));
        SUBJECT.forEach(fact -> requireOne("candidate", candidate, fact, obstacles));
        return obstacles;
    }

    /** How else the candidate differs from the base, and what else makes the figures unreliable. */
    public static List<String> differences(final List<LoadResult> base, final List<LoadResult> candidate) {
        final List<String> differences = new ArrayList<>();
        for (final Fact fact : SOFTWARE) {
            tell(fact.name(), fact.of(base.get(0)), fact.of(candidate.get(0)), differences);
        }
        tellOfHost(base.get(0), candidate.get(0), differences);
        final Map<String, String> ours = base.get(0).environment().sysctls();
        final Map<String, String> theirs = candidate.get(0).environment().sysctls();
        final Collection<String> names = new TreeSet<>(ours.keySet());
        names.addAll(theirs.keySet());
        names.forEach(name -> tell(name, ours.get(name), theirs.get(name), differences));
        tellOfNoise("base", base, differences);
        tellOfNoise("candidate", candidate, differences);
        return differences;
    }

    private static void tell(
            final String name, final Object base, final Object candidate, final List<String> differences) {
        if (!Objects.equals(base, candidate)) {
            differences.add(
                    name + ": " + Fact.shown(base) + " in the base, " + Fact.shown(candidate) + " in the candidate");
        }
    }

    /** Instruction counts do not depend on the machine. */
    private static void tellOfHost(final LoadResult base, final LoadResult candidate, final List<String> differences) {
        if (base.clock().equals("wall") && base.origin() != null && candidate.origin() != null) {
            tell("host", base.origin().host(), candidate.origin().host(), differences);
        }
    }

    private static void tellOfNoise(final String side, final List<LoadResult> runs, final List<String> differences) {
        final long noisy = runs.stream().filter(run -> run.noise() != null).count();
        if (noisy > 0) {
            differences.add(
                    noisy + " of the " + side + "'s " + runs.size() + " runs are noisy: their tail is the machine's");
        }
    }

    private static void requireOne(
            final String side, final List<LoadResult> runs, final Fact fact, final List<String> obstacles) {
        final List<Object> values = values(runs.stream(), fact);
        if (values.size() > 1) {
            obstacles.add("the " + side + "'s runs differ in " + fact.name() + ": " + Fact.shown(values.get(0))
                    + " and " + Fact.shown(values.get(1)));
        }
    }

    private static List<Object> values(final Stream<LoadResult> runs, final Fact fact) {
        return runs.map(fact::of).distinct().toList();
    }
}
