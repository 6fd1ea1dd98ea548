package io.sctp.bench.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.compare.Metric;
import io.sctp.bench.history.History.Change;
import io.sctp.bench.history.History.Kind;
import io.sctp.bench.history.History.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final Random random = new Random(1);
    private final List<StoredRun> runs = new ArrayList<>();

    @Test
    void shouldTakeTheMedianOfANightsBoots() {
        nights(1, "6.12", "icount", 100, "a");
        final Series p50 = series("p50", History.RECENT_NIGHTS);
        assertEquals(1, p50.nights().size());
        assertEquals(5, p50.nights().get(0).runs());
        assertTrue(p50.nights().get(0).low() <= p50.nights().get(0).value());
        assertTrue(p50.nights().get(0).value() <= p50.nights().get(0).high());
    }

    @Test
    void shouldNameTheCommitsBetweenTheNightsOfAChange() {
        nights(20, "6.12", "icount", 100, "aaaa");
        nights(8, "6.12", "icount", 105, "bbbb");
        final Series p50 = series("p50", History.RECENT_NIGHTS);
        assertEquals(1, p50.changes().size());
        final Change change = p50.changes().get(0);
        assertEquals(List.of("commits aaaa..bbbb"), change.suspects());
        assertEquals(Kind.WORSE, change.kind());
        assertTrue(change.alarm());
        assertEquals(0.05, change.change(), 0.002);
        assertEquals(p50.nights().get(19).night(), change.lastBefore());
        assertEquals(p50.nights().get(20).night(), change.night());
    }

    @Test
    void shouldNameTheKernelsPackageAndTheJdk() {
        nights(20, "6.12", "icount", 100, "aaaa");
        final StoredRun.Surroundings old = runs.get(0).surroundings();
        nights(8, "6.12", "icount", 105, "aaaa");
        for (int i = 100; i < runs.size(); i++) {
            final StoredRun run = runs.get(i);
            runs.set(
                    i,
                    new StoredRun(
                            run.night(),
                            run.line(),
                            new StoredRun.Surroundings(
                                    old.version(), old.commit(), "6.12.118", "6.12.118-1", "17.0.17", old.jvmFlags()),
                            run.figures()));
        }
        assertEquals(
                List.of(
                        "kernel 6.12.117 to 6.12.118",
                        "kernel package 6.12.117-1 to 6.12.118-1",
                        "JDK 17.0.16 to 17.0.17"),
                series("p50", History.RECENT_NIGHTS).changes().get(0).suspects());
    }

    @Test
    void shouldAlarmOfWhatGotWorseOfLateAlone() {
        nights(20, "6.12", "icount", 100, "a");
        nights(20, "6.12", "icount", 105, "b");
        assertEquals(0, History.of(runs, Map.of(), 14, 365).alarms().size(), "20 nights ago");
        assertEquals(1, alarms("p50", 20));
        assertEquals(0, alarms("throughput", 20), "which did not change");
        runs.clear();
        nights(20, "6.12", "icount", 105, "a");
        nights(8, "6.12", "icount", 100, "b");
        assertEquals(0, History.of(runs, Map.of(), 14, 365).alarms().size(), "it got better");
        assertEquals(Kind.BETTER, series("p50", 14).changes().get(0).kind());
    }

    @Test
    void shouldNotAlarmBelowTheThreshold() {
        nights(20, "6.12", "icount", 100, "a");
        nights(10, "6.12", "icount", 103, "b");
        assertEquals(1, alarms("p50", 14));
        final History history = History.of(runs, Map.of(Metric.P50, 0.04), 14, 365);
        assertEquals(0, history.alarms().size());
        assertEquals(Kind.SMALL, history.series().get(1).changes().get(0).kind());
        assertTrue(history.verdict().startsWith("NO ALARM in 2 lines over 30 nights"), history.verdict());
    }

    @Test
    void shouldLookAtTheLastNightsOnly() {
        nights(20, "6.12", "icount", 100, "a");
        nights(20, "6.12", "icount", 105, "b");
        final History history = History.of(runs, Map.of(), 14, 20);
        assertEquals(20, history.series().get(0).nights().size());
        assertEquals(0, history.series().get(1).changes().size(), "before which it changed");
    }

    /** A kernel whose nights begin later has a line of its own. */
    @Test
    void shouldKeepKernelsAndLabelsApart() {
        nights(3, "6.1", "icount", 100, "a");
        nights(3, "6.12", "icount", 110, "a");
        assertEquals(
                List.of("signalling on 6.1", "signalling on 6.1", "signalling on 6.12", "signalling on 6.12"),
                History.of(runs, Map.of(), 14, 365).series().stream()
                        .map(Series::name)
                        .toList());
    }

    private long alarms(final String metric, final int recent) {
        return History.of(runs, Map.of(), recent, 365).alarms().stream()
                .filter(alarm -> alarm.series().metric().equals(metric))
                .count();
    }

    private Series series(final String metric, final int recent) {
        return History.of(runs, Map.of(), recent, 365).series().stream()
                .filter(of -> of.metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    /** More nights of five boots each, whose median is around this many microseconds. */
    private void nights(
            final int count, final String kernel, final String clock, final double micros, final String commit) {
        final int before = (int) runs.stream()
                .filter(run -> run.line().kernel().equals(kernel))
                .map(StoredRun::night)
                .distinct()
                .count();
        for (int i = 0; i < count; i++) {
            final String night =
                    String.format("2026-%02d-%02dT02:15:00Z", 1 + (before + i) / 28, 1 + (before + i) % 28);
            for (int boot = 0; boot < 5; boot++) {
                runs.add(new StoredRun(
                        night,
                        new StoredRun.Line(kernel, "signalling", "echo", "kernel", clock, null, null),
                        new StoredRun.Surroundings("0.1.0", commit, "6.12.117", "6.12.117-1", "17.0.16", "-Xmx768m"),
                        Map.of("p50", 1_000 * micros * (1 + 0.001 * random.nextGaussian()), "throughput", 2_000.0)));
            }
        }
    }
}
