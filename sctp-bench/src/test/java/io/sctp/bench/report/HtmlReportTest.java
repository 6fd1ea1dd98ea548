package io.sctp.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.bench.record.IntervalLog;
import io.sctp.bench.record.LatencyRecorder;
import io.sctp.bench.record.Recorders;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.Percentiles;
import io.sctp.bench.result.ResultFile;
import io.sctp.bench.result.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlReportTest {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Pattern LOADED = Pattern.compile("<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?!data:)");

    @TempDir
    private Path folder;

    @Test
    void shouldLoadNothingFromElsewhere() throws IOException {
        final String page = Files.readString(report("one"));
        final String markup = page.replaceAll("(?s)(<(script|style)[^>]*>).*?</\\2>", "$1");
        assertTrue(markup.length() < 10_000, "the scripts are not cut out");
        assertFalse(LOADED.matcher(markup).find(), markup);
    }

    @Test
    void shouldNotLetTextOfAResultEndItsScriptElement() throws IOException {
        final Path html = folder.resolve("report.html");
        final Path file = folder.resolve("evil.json");
        ResultFile.write(file, result("</script><script>alert(1)</script>"));
        Reports.ofResults(List.of(file)).writePage(html);
        assertFalse(Files.readString(html).contains("<script>alert"), "the kernel's name became a script");
    }

    @Test
    void shouldSayWhenThereIsNoResult() {
        final IOException refusal = assertThrows(IOException.class, () -> Reports.ofResults(List.of(folder)));
        assertTrue(refusal.getMessage().startsWith("there is no result in "), refusal.getMessage());
    }

    @Test
    void shouldSayThatALogIsNone() throws IOException {
        final Path run = Files.createDirectory(folder.resolve("run"));
        ResultFile.write(run.resolve("result.json"), result("6.12.1"));
        Files.writeString(run.resolve("intervals.hlog"), "0.000,1.000,1.0,HISTnonsense\n");
        final IOException refusal = assertThrows(IOException.class, () -> Reports.ofResults(List.of(run)));
        assertTrue(refusal.getMessage().contains("intervals.hlog"), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"1280,900,light", "1280,900,dark", "400,800,light", "400,800,dark"})
    void shouldShowInABrowserWithoutErrors(final int width, final int height, final String scheme) throws Exception {
        assumeTrue(Files.isExecutable(BROWSER), "needs Debian's package chromium");
        final Path html = report("base", "candidate");
        final Path log = folder.resolve("browser.log");
        final Path dom = folder.resolve("dom.html");
        final Process browser = new ProcessBuilder(
                        BROWSER.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--enable-logging=stderr",
                        "--blink-settings=preferredColorScheme=" + (scheme.equals("dark") ? 0 : 1),
                        "--window-size=" + width + "," + height,
                        "--virtual-time-budget=2000",
                        "--dump-dom",
                        html.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            assertTrue(browser.waitFor(90, TimeUnit.SECONDS), "the browser does not end");
        } finally {
            browser.destroyForcibly();
        }
        final String shown = Files.readString(dom);
        final List<String> complaints = Files.readAllLines(log).stream()
                .filter(line -> line.contains("CONSOLE"))
                .toList();
        assertEquals(List.of(), complaints, "what the page complained of");
        assertEquals(5, shown.split("<canvas", -1).length - 1, "charts: percentiles, and two over time for each run");
        assertTrue(shown.contains("candidate: throughput"), "both runs are shown over time");
        assertTrue(shown.contains("+0.0 %") || shown.contains("0.0 %"), "differences are shown");
    }

    private Path report(final String... names) throws IOException {
        final List<Path> runs = new ArrayList<>();
        for (final String name : names) {
            final Path run = Files.createDirectories(folder.resolve(name));
            ResultFile.write(run.resolve("result.json"), result("6.12.1"));
            writeIntervals(run.resolve("intervals.hlog"));
            runs.add(run);
        }
        final Path html = folder.resolve("report.html");
        Reports.ofResults(runs).writePage(html);
        return html;
    }

    private static void writeIntervals(final Path file) throws IOException {
        final Recorders recorders = new Recorders(2, false);
        final LatencyRecorder hiccups = new LatencyRecorder(2);
        final Random random = new Random(1);
        try (IntervalLog log = new IntervalLog(file, "test")) {
            for (int second = 0; second < 5; second++) {
                for (int i = 0; i < 2_000 && second != 2; i++) { // nothing arrives in the third second
                    final long latency = Math.round(100_000 * Math.exp(0.3 * random.nextGaussian()));
                    recorders.record(i % 2, latency, latency - 5_000);
                }
                hiccups.record(20_000);
                recorders.collectAll();
                hiccups.collect();
                log.write(recorders, hiccups, second * 1_000_000_000L, (second + 1) * 1_000_000_000L);
            }
        }
    }

    private static LoadResult result(final String kernel) {
        return Results.of(
                5_000,
                new Percentiles(100_000L, 110_000L, 150_000L, 200_000L, null, 300_000L, 101_000.0, 50_000),
                kernel,
                List.of());
    }
}
