package io.sctp.bench.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.Golden;
import io.sctp.bench.kernels.KernelComparison.KernelDifference;
import io.sctp.bench.report.Reports;
import io.sctp.bench.result.HistogramText;
import io.sctp.bench.result.ResultFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelComparisonTest {
    private static final Load LOAD = new Load("load", List.of("--rate=5000"));

    @TempDir
    private Path folder;

    @Test
    void shouldWriteTheDocumentedSchema() throws Exception {
        Golden.assertSame(getClass(), "kernels.json", Golden.withoutHistograms(ResultFile.toJson(compare(3, 0.8))));
    }

    @Test
    void shouldSeeADifferenceBeyondTheNoiseOfTheBoots() throws Exception {
        final KernelDifference p50 = of(compare(3, 0.8), "p50");
        assertEquals(-0.2, p50.change(), 0.01);
        assertTrue(p50.low() < -0.2 && p50.high() > -0.2 && p50.high() < 0, p50.toString());
        assertTrue(p50.beyondNoise());
    }

    @Test
    void shouldSeeNoneWhereThereIsNone() throws Exception {
        final KernelDifference p50 = of(compare(3, 1.0), "p50");
        assertFalse(p50.beyondNoise(), p50.toString());
    }

    @Test
    void shouldGiveNoIntervalForOneBoot() throws Exception {
        final KernelDifference p50 = of(compare(1, 0.8), "p50");
        assertNull(p50.low());
        assertNull(p50.beyondNoise());
    }

    @Test
    void shouldAddTheBootsHistogramsUp() throws Exception {
        final KernelComparison comparison = compare(3, 0.8);
        final KernelComparison.Kernel kernel = comparison.kernels().get(0);
        assertEquals(150_000, kernel.latencyNs().count(), "three boots of 50,000 messages");
        assertEquals(150_000, HistogramText.decode(kernel.latencyHistogram()).getTotalCount());
    }

    @Test
    void shouldReportWithAPage() throws Exception {
        final Path page = folder.resolve("report.html");
        Reports.ofKernels(compare(1, 0.8), folder).writePage(page);
        final String text = Files.readString(page);
        assertTrue(text.contains("These are instructions, not time"), "how to read it");
        assertTrue(text.contains("Differences between the kernels"), "the table");
    }

    private KernelComparison compare(final int boots, final double factor) throws Exception {
        final Campaign campaign = new Campaign(List.of("6.1", "6.12"), boots, "icount", List.of(LOAD), 1, folder);
        campaign.run(new FakeMachine(Map.of("6.1", 1.0, "6.12", factor)), new FakeMachine.Quiet());
        return KernelComparison.of("2026-01-02T03:04:05Z", campaign, LOAD);
    }

    private static KernelDifference of(final KernelComparison comparison, final String metric) {
        return comparison.differences().stream()
                .filter(difference -> difference.metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }
}
