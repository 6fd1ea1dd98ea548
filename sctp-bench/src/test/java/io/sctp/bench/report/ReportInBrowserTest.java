package io.sctp.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sctp.bench.browser.Browser;
import io.sctp.bench.browser.Looks;
import io.sctp.bench.browser.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader sees of a report. The pictures are left in {@code target/pictures}, to be looked at. */
class ReportInBrowserTest {
    private static final int DESKTOP_WIDTH = 1280;
    private static final int DESKTOP_HEIGHT = 900;
    private static final int PHONE_WIDTH = 400;
    private static final int PHONE_HEIGHT = 800;

    /** The options of every chart on the page, by what it shows, once drawn. */
    private static final String CHARTS =
            "[...document.querySelectorAll('.chart')].map(e => echarts.getInstanceByDom(e).getOption())";

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static Path one;
    private static Path two;

    @BeforeAll
    static void writeReports() throws Exception {
        assumeTrue(Browser.isInstalled(), "needs Debian's package chromium");
        final List<Path> runs = SampleRuns.write(folder, "base", "candidate");
        one = folder.resolve("one.html");
        two = folder.resolve("two.html");
        Reports.ofResults(runs.subList(0, 1)).writePage(one);
        Reports.ofResults(runs).writePage(two);
        browser = Browser.start();
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280,900,false", "1280,900,true", "400,800,false", "400,800,true"})
    void shouldLookRightOnADesktopAndAPhoneLightAndDark(final int width, final int height, final boolean dark)
            throws Exception {
        Looks.right(browser, two, width, height, dark, 500, "report");
    }

    @Test
    void shouldFollowAWindowThatIsResizedAndTurnedDark() throws Exception {
        browser.open(two, PHONE_WIDTH, PHONE_HEIGHT, true);
        final Picture opened = Picture.of(browser.picture());
        browser.open(two, DESKTOP_WIDTH, DESKTOP_HEIGHT, false);
        browser.resize(PHONE_WIDTH, PHONE_HEIGHT, true);
        final Picture followed = Picture.of(browser.picture());
        followed.save("report-400-dark-followed");
        assertEquals(0, followed.differencesFrom(opened), "pixels that differ from a page opened so");
    }

    @Test
    void shouldShowEveryChartOfOneRun() throws Exception {
        browser.open(one, DESKTOP_WIDTH, DESKTOP_HEIGHT, false);
        final JsonNode charts = browser.evaluate(CHARTS);
        assertEquals(3, charts.size());
        assertPercentileCurves(charts.get(0), List.of("base", "base service"));
        assertHeatMap(charts.get(1));
        assertThroughputAndHiccups(charts.get(2));
        assertEquals(
                List.of("latency (stronger colour: more messages)", "throughput, latency, hiccups of the platform"),
                texts("#times h3"));
        assertEquals(List.of("stream 0", "stream 1"), texts(".stream .label span:first-child"));
        assertFalse(isShown("#differences-section"), "there is nothing to compare one run with");
        assertEnvironment();
    }

    @Test
    void shouldLayManyRunsOverEachOtherAndTellTheirDifferences() throws Exception {
        browser.open(two, DESKTOP_WIDTH, DESKTOP_HEIGHT, false);
        final JsonNode charts = browser.evaluate(CHARTS);
        assertEquals(5, charts.size(), "one with all runs' curves, and two over time for each run");
        assertPercentileCurves(charts.get(0), List.of("base", "base service", "candidate", "candidate service"));
        assertEquals(List.of("base", "candidate"), texts("#streams h3"));
        assertEquals(2 * SampleRuns.STREAMS, texts(".stream").size());
        assertTrue(isShown("#differences-section"));
        assertEquals(List.of("run", "throughput", "p50", "p90", "p99", "p99.9", "CPU /msg"), texts("#differences th"));
        assertEquals(
                List.of("candidate", "-9.1 %", "+10.0 %", "+10.0 %", "+10.0 %", "+10.0 %", "0.0 %"),
                texts("#differences td"));
        assertEquals(List.of("-9.1 %", "+10.0 %", "+10.0 %", "+10.0 %", "+10.0 %"), texts("#differences .worse"));
        assertEnvironment();
    }

    /** Twenty messages a second are ten for each of two streams: too few for a median of one second. */
    @Test
    void shouldDrawNoMedianOfAFewMessages() throws Exception {
        final Path page = folder.resolve("few.html");
        Reports.ofResults(SampleRuns.write(folder, 20, "few")).writePage(page);
        browser.open(page, DESKTOP_WIDTH, DESKTOP_HEIGHT, false);
        assertEquals(List.of(), browser.complaints(), "what the page complained of");
        assertEquals(
                "[\"\",\"\"]",
                browser.evaluate("[...document.querySelectorAll('.stream .median')].map(e => e.getAttribute('d'))")
                        .toString());
        final JsonNode largest =
                browser.evaluate("[...document.querySelectorAll('.stream .max')].map(e => e.getAttribute('d'))");
        assertEquals(SampleRuns.STREAMS, largest.size());
        assertFalse(largest.toString().contains("NaN"), largest.toString());
        final JsonNode series = browser.evaluate(CHARTS).at("/2/series");
        assertEquals(List.of(0, 1, 3, 4), secondsWith(series.get(0)), "each second's 20 have a median");
        assertEquals(List.of(), secondsWith(series.get(1)), "but no p99");
    }

    private static List<Integer> secondsWith(final JsonNode series) {
        final List<Integer> seconds = new ArrayList<>();
        for (int i = 0; i < series.get("data").size(); i++) {
            if (!series.get("data").get(i).get(1).isNull()) {
                seconds.add(i);
            }
        }
        return seconds;
    }

    private static void assertPercentileCurves(final JsonNode chart, final List<String> names) {
        assertEquals("log", chart.at("/xAxis/0/type").textValue(), "the axis of percentiles");
        assertEquals("log", chart.at("/yAxis/0/type").textValue(), "the axis of latency");
        assertEquals(names, chart.get("series").findValuesAsText("name"));
        for (final JsonNode series : chart.get("series")) {
            assertTrue(series.get("data").size() > 10, "points of " + series.get("name"));
        }
    }

    private static void assertHeatMap(final JsonNode chart) {
        final JsonNode series = chart.at("/series/0");
        assertEquals("heatmap", series.get("type").textValue());
        assertEquals(SampleRuns.SECONDS, chart.at("/xAxis/0/data").size());
        final List<Integer> seconds = new ArrayList<>();
        series.get("data").forEach(cell -> seconds.add(cell.get(0).intValue()));
        assertEquals(List.of(0, 1, 3, 4), seconds.stream().distinct().toList(), "nothing came in the third");
        assertTrue(seconds.size() > 20, "classes of latency: " + seconds.size());
    }

    private static void assertThroughputAndHiccups(final JsonNode chart) {
        assertEquals(
                List.of("p50", "p99", "max", "hiccup max", "messages/s"),
                chart.get("series").findValuesAsText("name"));
        final JsonNode throughput = chart.at("/series/4/data");
        assertEquals(SampleRuns.SECONDS, throughput.size());
        assertEquals(2_000, throughput.get(0).get(1).doubleValue(), 1e-9);
        assertEquals(0, throughput.get(SampleRuns.STALLED_SECOND).get(1).doubleValue(), 1e-9);
        assertEquals(20, chart.at("/series/3/data/0/1").doubleValue(), 0.2, "a hiccup of 20 µs");
    }

    private static void assertEnvironment() throws Exception {
        final String environment = String.join("\n", texts("#environment tr"));
        for (final String fact : List.of(
                "sctp load --rate 5000",
                "seed 1",
                "6.12.1, clock wall",
                "2 × A processor (amd64)",
                "17.0.15 (Debian)",
                "-Xmx1g",
                "net.core.rmem_max = 212992",
                "SctpOutSCTPPacks = 120000")) {
            assertTrue(environment.contains(fact), () -> "no '" + fact + "' in " + environment);
        }
    }

    private static List<String> texts(final String selector) throws Exception {
        final List<String> texts = new ArrayList<>();
        browser.evaluate("[...document.querySelectorAll('" + selector + "')].map(e => e.textContent)")
                .forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static boolean isShown(final String selector) throws Exception {
        return browser.evaluate("document.querySelector('" + selector + "').checkVisibility()")
                .booleanValue();
    }
}
