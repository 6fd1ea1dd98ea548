package io.sctp.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sctp.bench.report.ReportData.Run;
import io.sctp.bench.report.ReportData.Second;
import io.sctp.bench.report.ReportData.StreamPoint;
import io.sctp.bench.result.HistogramText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken of a run; a percentile only if at least ten messages lie above it. */
class RunReaderTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTakeAMedianOfTwentyMessagesAndNoneOfFewer() throws IOException {
        assertNull(second(18).p50(), "nine messages are above it");
        assertNotNull(second(20).p50());
    }

    @Test
    void shouldTakeA99thPercentileOfAThousandMessagesAndNoneOfFewer() throws IOException {
        assertNull(second(998).p99());
        assertNotNull(second(1_000).p99());
    }

    @Test
    void shouldHoldToThatForEachStreamToo() throws IOException {
        assertNull(stream(38).p50(), "each stream has 19");
        assertNotNull(stream(40).p50());
    }

    @Test
    void shouldTakeTheLargestEvenOfAFew() throws IOException {
        final Second second = second(4);
        assertNotNull(second.max());
        assertEquals(second.max(), stream(4).max(), second.max());
    }

    @Test
    void shouldEndACurveTenMessagesBeforeItsEnd() {
        assertEquals(List.of(), curve(9));
        assertEquals(2, lastAbove(20), 0.1, "the median");
        assertEquals(100, lastAbove(1_000), 10, "p99");
    }

    private Second second(final int messages) throws IOException {
        return run(messages).seconds().get(0);
    }

    private StreamPoint stream(final int messages) throws IOException {
        return run(messages).streams().get(0).points().get(0);
    }

    /** A run of so many messages a second, on two streams. */
    private Run run(final int messages) throws IOException {
        final Path log =
                SampleRuns.write(folder, messages, "run-" + messages).get(0).resolve("intervals.hlog");
        return RunReader.read("run", SampleRuns.result("6.12.1"), log);
    }

    private static double lastAbove(final int messages) {
        final List<ReportData.Point> points = curve(messages);
        return points.get(points.size() - 1).above();
    }

    private static List<ReportData.Point> curve(final int messages) {
        final Histogram histogram = new Histogram(3);
        for (int i = 1; i <= messages; i++) {
            histogram.recordValue(i * 1_000L);
        }
        return RunReader.curve(HistogramText.encode(histogram));
    }
}
