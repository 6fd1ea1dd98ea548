package io.sctp.bench.nightly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.Golden;
import io.sctp.bench.kernels.Campaign;
import io.sctp.bench.kernels.FakeMachine;
import io.sctp.bench.kernels.Load;
import io.sctp.bench.nightly.Night.Verdict;
import io.sctp.bench.report.Reports;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightTest {
    private static final List<Load> LOADS =
            List.of(new Load("small", List.of("--size=100")), new Load("large", List.of("--size=8000")));

    @TempDir
    private Path folder;

    private Baseline baseline;
    private int nights;

    @Test
    void shouldTakeTheFirstNightForTheBaseline() throws Exception {
        assertEquals(Verdict.NEW_BASELINE, night(1.0, 5).verdict());
        assertEquals(5, baseline().runs("6.12", LOADS.get(0)).size());
    }

    @Test
    void shouldFindNothingWhereNothingChanged() throws Exception {
        night(1.0, 5);
        assertEquals(Verdict.NO_REGRESSION, night(1.0, 5).verdict());
    }

    @Test
    void shouldCatchAPlantedSlowdownOfFifteenPercentOnOneKernel() throws Exception {
        night(1.0, 5);
        final Night night = night(1.15, 5);
        assertEquals(Verdict.REGRESSION, night.verdict());
        final List<String> worse = night.comparisons().stream()
                .filter(against -> against.comparison().hasRegression())
                .map(against -> against.load() + " on " + against.kernel())
                .toList();
        assertEquals(List.of("small on 6.12", "large on 6.12"), worse);
    }

    @Test
    void shouldSayThatABaselineDoesNotFit() throws Exception {
        night(1.0, 4);
        final Night night = night(1.0, 5);
        assertEquals(Verdict.NOT_COMPARABLE, night.verdict());
        assertEquals(
                List.of("too few runs: the base has 4, and needs 5"),
                night.comparisons().get(0).comparison().notComparable());
    }

    @Test
    void shouldRenewTheBaselineWholly() throws Exception {
        night(1.0, 5);
        final Campaign campaign = campaign(1.15, 5);
        baseline().renew(campaign);
        assertEquals(Verdict.NO_REGRESSION, night(1.15, 5).verdict());
        try (var files = Files.list(folder)) {
            assertFalse(
                    files.anyMatch(file ->
                            file.toString().endsWith(".next") || file.toString().endsWith(".old")),
                    "something is left of it");
        }
    }

    @Test
    void shouldWriteTheDocumentedSchema() throws Exception {
        night(1.0, 5);
        final String text = Golden.withoutHistograms(ResultFile.toJson(night(1.15, 5)));
        Golden.assertSame(getClass(), "nightly.json", text.replace(folder.toString(), "FOLDER"));
    }

    @Test
    void shouldReportTheVerdict() throws Exception {
        night(1.0, 5);
        final Campaign campaign = campaign(1.15, 5);
        final Night night = Night.of("2026-01-02T03:04:05Z", campaign, baseline(), true, Map.of());
        Reports.ofNight(night, campaign).writePage(folder.resolve("report.html"));
        final String page = Files.readString(folder.resolve("report.html"));
        assertTrue(page.contains("Verdict: regression"), "the verdict");
        assertTrue(page.contains("Against the baseline"), "the table");
    }

    @Test
    void shouldReadAMatrix() throws IOException {
        final Path file = folder.resolve("matrix");
        Files.writeString(file, "# loads\n\nsmall: --size 100  # bytes\nplain:\n");
        assertEquals(
                List.of(new Load("small", List.of("--size", "100")), new Load("plain", List.of())),
                LoadMatrix.read(file));
        for (final String wrong : List.of("", "--size 100\n", "a: x\na: y\n", "a b: x\n", ": x\n")) {
            Files.writeString(file, wrong);
            assertThrows(IOException.class, () -> LoadMatrix.read(file), wrong);
        }
    }

    private Baseline baseline() {
        if (baseline == null) {
            baseline = new Baseline(folder.resolve("data").resolve("baseline"));
        }
        return baseline;
    }

    private Night night(final double factor, final int boots) throws Exception {
        final Campaign campaign = campaign(factor, boots);
        final Night night = Night.of(
                "2026-01-02T03:04:05Z", campaign, baseline(), baseline().exists(), Map.of());
        if (night.verdict() == Verdict.NEW_BASELINE) {
            baseline().renew(campaign);
        }
        return night;
    }

    private Campaign campaign(final double factor, final int boots) throws Exception {
        final Campaign campaign =
                new Campaign(List.of("6.1", "6.12"), boots, "icount", LOADS, 1, folder.resolve("night" + nights++));
        campaign.run(new FakeMachine(Map.of("6.1", 1.0, "6.12", factor)), new FakeMachine.Quiet());
        return campaign;
    }
}
