package io.sctp.bench.export;

import io.sctp.bench.export.Findings.Check;
import io.sctp.bench.export.Findings.Figure;
import io.sctp.bench.export.Findings.Group;
import io.sctp.bench.export.Findings.Outcome;
import io.sctp.bench.history.History;
import io.sctp.bench.history.History.Change;
import io.sctp.bench.history.History.Kind;
import io.sctp.bench.history.History.Night;
import io.sctp.bench.history.History.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Findings made up for tests. */
final class Samples {
    /** A text with everything that some format has a meaning for. */
    static final String AWKWARD = "a \"b\" <c> & d's | #1 \\ *e* [f](g), h\nnext\u0001 ½";

    private Samples() {}

    /** What no format may stumble over. */
    static Findings awkward() {
        return new Findings(
                AWKWARD,
                AWKWARD,
                List.of(
                        new Group(AWKWARD, List.of(new Check(AWKWARD, Outcome.FAILED, AWKWARD))),
                        new Group("other", List.of(new Check("p50", Outcome.PASSED, "1 µs")))),
                List.of(new Figure(Map.of("load", AWKWARD), "p50", "wall", 1_500)),
                Optional.empty());
    }

    /** Two kernels over twenty nights; on one of them p50 got worse, and p99 is missing in the first night. */
    static Findings nights() {
        return Findings.ofHistory(new History(
                "ALARM: 1 change in 4 lines over 20 nights",
                History.SCHEMA_VERSION,
                List.of(
                        series("6.12", "throughput", 0, 2_000, List.of()),
                        series("6.12", "p50", 0, 78_271, List.of(change())),
                        series("6.12", "p99", 1, 1_900_000, List.of()),
                        series("6.1", "p50", 0, 72_959, List.of()))));
    }

    private static Change change() {
        return new Change(
                "2026-01-12T02:15:00Z",
                "2026-01-13T02:15:00Z",
                76_000,
                78_271,
                0.03,
                0.01,
                0.0002,
                Kind.WORSE,
                true,
                List.of("commits aaaa..bbbb"));
    }

    private static Series series(
            final String kernel, final String metric, final int first, final double value, final List<Change> changes) {
        final List<Night> nights = new ArrayList<>();
        for (int i = first; i < 20; i++) {
            nights.add(new Night(
                    String.format("2026-01-%02dT02:15:00Z", i + 1),
                    value + i,
                    value,
                    value,
                    5,
                    "0.1.0",
                    i == 0 ? null : "aaaa",
                    kernel + ".117+deb12-amd64",
                    kernel + ".117-1",
                    "17.0.16+8 (Debian, \"headless\")"));
        }
        return new Series(kernel, "signalling", "echo, 200 B", "kernel", "icount", null, null, metric, nights, changes);
    }
}
