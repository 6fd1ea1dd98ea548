package io.sctp.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sctp.bench.browser.Browser;
import io.sctp.bench.browser.Looks;
import io.sctp.bench.history.History;
import io.sctp.bench.history.History.Change;
import io.sctp.bench.history.History.Kind;
import io.sctp.bench.history.History.Night;
import io.sctp.bench.history.History.Series;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader sees of {@code history --html}. */
class HistoryPageInBrowserTest {
    private static final int NIGHTS = 60;
    private static final int CHANGED = 50;

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static Path page;

    @BeforeAll
    static void writePage() throws Exception {
        assumeTrue(Browser.isInstalled(), "needs Debian's package chromium");
        page = folder.resolve("history.html");
        HistoryPage.write(
                page,
                new History(
                        "ALARM: 1 change in 4 lines over 60 nights",
                        History.SCHEMA_VERSION,
                        List.of(
                                series("6.1", "throughput", 2_000, 1),
                                series("6.12", "throughput", 2_000, 1),
                                series("6.1", "p50", 73_000, 1),
                                series("6.12", "p50", 78_000, 1.03))));
        browser = Browser.start();
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1440,900,false", "360,740,true", "768,1024,true", "360,740,false"})
    void shouldLookRightOnADesktopAndAPhoneLightAndDark(final int width, final int height, final boolean dark)
            throws Exception {
        Looks.right(browser, page, width, height, dark, 200, "history");
    }

    @Test
    void shouldShowALineForEachKernelAndWhereItChanged() throws Exception {
        browser.open(page, 1280, 900, false);
        final JsonNode series =
                browser.evaluate("echarts.getInstanceByDom(document.querySelectorAll('.chart')[1]).getOption().series");
        assertEquals(List.of("6.1", "6.12"), series.findValuesAsText("name").subList(0, 2));
        assertEquals(NIGHTS, series.at("/0/data").size());
        assertEquals(0, series.at("/0/markLine/data").size());
        assertEquals(
                Instant.parse(night(CHANGED)).toEpochMilli(),
                series.at("/1/markLine/data/0/xAxis").longValue());
        final String text = browser.evaluate("document.body.innerText").textValue();
        assertTrue(text.contains("ALARM: 1 change in 4 lines"), text);
        assertTrue(text.contains("+3.0 %, alarm"), text);
        assertTrue(text.contains("commits aaaa..bbbb"), text);
        assertTrue(text.contains("instructions, not time"), text);
    }

    private static Series series(final String kernel, final String metric, final double value, final double factor) {
        final Random random = new Random(1);
        final List<Night> nights = new ArrayList<>();
        for (int i = 0; i < NIGHTS; i++) {
            final double level = value * (i < CHANGED ? 1 : factor) * (1 + 0.0005 * random.nextGaussian());
            nights.add(new Night(
                    night(i),
                    level,
                    0.999 * level,
                    1.001 * level,
                    5,
                    "0.1.0",
                    i < CHANGED ? "aaaa" : "bbbb",
                    kernel + ".117+deb12-amd64",
                    kernel + ".117-1",
                    "17.0.16"));
        }
        final List<Change> changes = factor == 1
                ? List.of()
                : List.of(new Change(
                        night(CHANGED - 1),
                        night(CHANGED),
                        value,
                        factor * value,
                        factor - 1,
                        0.01,
                        0.0002,
                        Kind.WORSE,
                        true,
                        List.of("commits aaaa..bbbb")));
        return new Series(
                kernel,
                "signalling",
                "echo, 200 B, 1 × 16 streams, 2000/s, fixed, 2 + 3 s",
                "kernel",
                "icount",
                null,
                null,
                metric,
                nights,
                changes);
    }

    private static String night(final int number) {
        return Instant.parse("2026-01-01T02:15:00Z")
                .plus(number, ChronoUnit.DAYS)
                .toString();
    }
}
