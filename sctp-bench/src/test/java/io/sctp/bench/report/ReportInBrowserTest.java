package io.sctp.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sctp.bench.browser.Browser;
import io.sctp.bench.browser.Looks;
import io.sctp.bench.browser.Picture;
import io.sctp.bench.result.ResultFile;
import io.sctp.bench.result.Results;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    @CsvSource({"1440,900,false", "1440,900,true", "768,1024,false", "360,740,false", "360,740,true"})
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
        assertFalse(texts("h2").stream().anyMatch(title -> title.startsWith("Differences")), "from nothing");
        assertEquals("VALID", texts("#verdict").get(0));
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
        assertEquals(List.of("-9.1 %", "+10.0 %", "+10.0 %", "+10.0 %"), texts("#tables td:nth-child(5)"));
        assertEquals(List.of(), texts("#tables .worse"), "of two single runs nobody knows the noise");
        assertEnvironment();
    }

    @Test
    void shouldMarkFaultsInEveryChartOverTimeAndSayWhatBecameOfThem() throws Exception {
        final Path page = folder.resolve("faults.html");
        Reports.ofResults(List.of(SampleRuns.writeDisturbed(folder, "disturbed")))
                .writePage(page);
        Looks.right(browser, page, DESKTOP_WIDTH, DESKTOP_HEIGHT, false, 500, "faults");
        final JsonNode charts = browser.evaluate(CHARTS);
        for (final int overTime : new int[] {1, 2}) {
            final List<String> series = charts.get(overTime).get("series").findValuesAsText("name");
            assertTrue(series.containsAll(List.of("fault down@2s+1s", "fault kill@4900ms")), series.toString());
        }
        assertEquals(
                2 * SampleRuns.STREAMS,
                browser.evaluate("document.querySelectorAll('.stream .fault').length")
                        .intValue());
        assertEquals(
                List.of(
                        "fault down@2s+1s: from 2.00 to 3.00 s on lo; latency and throughput were back 0.25 s later",
                        "fault kill@4900ms: at 4.90 s, which ended the run"),
                texts(".note"));
    }

    @Test
    void shouldShowTheTypesOfMessages() throws Exception {
        final Path page = folder.resolve("types.html");
        Reports.ofResults(List.of(SampleRuns.writeOnDiameter(folder, "on-diameter")))
                .writePage(page);
        Looks.right(browser, page, DESKTOP_WIDTH, DESKTOP_HEIGHT, false, 500, "types");
        assertEquals(
                List.of("DWR", "9,000", "1.50 ms", "4.00 ms", "9.00 ms", "ULR", "20", "2.50 ms", "–", "8.00 ms"),
                texts(".types td"));
    }

    /** Without scrolling, on a desktop and on a phone: whether it counts, how fast, what was lost, and on what. */
    @ParameterizedTest
    @CsvSource({"1440,900", "360,740"})
    void shouldShowTheMainFiguresOnTheFirstScreen(final int width, final int height) throws Exception {
        browser.open(one, width, height, false);
        assertEquals(
                List.of("rate5.00 k/s", "p50100 µs", "p99150 µs", "p99.9200 µs", "lost0", "validyes"),
                texts(".group:first-child .card"));
        assertTrue(
                texts(".on").get(0).contains("kernel 6.12.1, 2 × A processor, JDK 17.0.15"),
                texts(".on").get(0));
        for (final String part : List.of("#verdict", ".card:last-child", ".on")) {
            final double bottom = browser.evaluate(
                            "document.querySelector('" + part + "').getBoundingClientRect().bottom")
                    .doubleValue();
            assertTrue(bottom > 0 && bottom <= height, part + " ends at " + bottom);
        }
    }

    /** Runs of a folder are one curve with its band, whatever their number; differences beyond noise have a colour. */
    @ParameterizedTest
    @ValueSource(ints = {10, 50, 1_000})
    void shouldShowManyRunsAsOneCurveForEachFolder(final int count) throws Exception {
        final Path runs = folder.resolve("many-" + count);
        for (int i = 0; i < count; i++) {
            for (final String side : List.of("base", "slower")) {
                final double factor = (side.equals("base") ? 1 : 1.2) * (1 + (i % 7) * 0.003);
                ResultFile.write(
                        runs.resolve(side + "/" + i + "/result.json"),
                        Results.of(5_000 / factor, Results.percentiles(factor)));
            }
        }
        final Path page = folder.resolve("many-" + count + ".html");
        Reports.ofResults(List.of(runs.resolve("base"), runs.resolve("slower"))).writePage(page);
        for (final int width : List.of(1440, 768, 360)) {
            Looks.right(browser, page, width, 900, false, 200, "runs-" + count);
        }
        assertEquals(List.of("base, " + count + " runs", "slower, " + count + " runs"), texts(".group h3"));
        assertEquals("VALID: all " + 2 * count + " runs", texts("#verdict").get(0));
        assertEquals(List.of("base", "slower"), texts("#percentiles-legend span"));
        final List<String> series =
                browser.evaluate(CHARTS).get(0).get("series").findValuesAsText("name");
        assertEquals(List.of("base", "slower", "base least to most", "slower least to most"), series);
        assertEquals(4, texts("#tables .worse").size(), "a fifth slower is beyond the noise");
        assertEquals(2 * count, texts("#runs tbody tr").size());
    }

    /** Charts are no wider than the paper, and nothing is lost on the way. */
    @Test
    void shouldPrint() throws Exception {
        browser.open(two, 1440, 900, true);
        final String pdf = new String(browser.pdf(), StandardCharsets.ISO_8859_1);
        assertTrue(pdf.startsWith("%PDF-"), pdf.substring(0, 5));
        final long pages =
                Pattern.compile("/Type ?/Page\\b(?!s)").matcher(pdf).results().count();
        assertTrue(pages >= 2 && pages <= 8, pages + " pages");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void shouldSayFirstOfAllThatRunsAreInvalidOrTheirClockIsNoTime() throws Exception {
        final Path run = folder.resolve("bad/result.json");
        final String json =
                ResultFile.toJson(Results.of(5_000, Results.percentiles(1), "6.12.1", List.of("12 messages lost")));
        Files.createDirectories(run.getParent());
        Files.writeString(run, json.replace("\"wall\"", "\"icount\""));
        final Path page = folder.resolve("bad.html");
        Reports.ofResults(List.of(run)).writePage(page);
        Looks.right(browser, page, 360, 740, false, 200, "invalid");
        assertEquals("INVALID: 12 messages lost", texts("body > :first-child").get(0));
        assertEquals("INVALID: SCTP latency", browser.evaluate("document.title").textValue());
        assertEquals("p50100 k ins", texts(".card").get(1));
        assertEquals(
                "latency in instructions",
                browser.evaluate(CHARTS).get(0).at("/yAxis/0/name").textValue());
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
}
