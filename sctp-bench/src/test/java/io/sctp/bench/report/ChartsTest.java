package io.sctp.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.Main;
import io.sctp.bench.browser.Picture;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Charts for where there is no browser, as {@code sctp report --charts} draws them: in processes of their own, since
 * Java's fonts make the {@code -Xcheck:jni} of all other tests complain tens of megabytes.
 */
class ChartsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldDrawEachChartOfARunAsSvg() throws Exception {
        final List<Path> files = draw("svg", SampleRuns.write(folder, "run"));
        assertEquals(List.of("percentiles.svg", "time.svg", "throughput.svg", "heat.svg"), names(files));
        // Letters are drawn as outlines: what shows is the colours.
        assertDraws(files.get(0), "stroke:rgb(31,119,208)");
        assertDraws(files.get(1), "stroke:rgb(31,119,208)", "stroke:rgb(224,123,0)", "stroke:rgb(192,57,43)");
        assertDraws(files.get(2), "stroke:rgb(31,119,208)");
        final long shades = Pattern.compile("fill:rgb\\([0-9,]+\\)")
                .matcher(Files.readString(files.get(3)))
                .results()
                .map(MatchResult::group)
                .distinct()
                .count();
        assertTrue(shades > 10, "a heat map of " + shades + " shades");
    }

    @Test
    void shouldMarkFaultsInEveryChartOverTime() throws Exception {
        final List<Path> files = draw("svg", List.of(SampleRuns.writeDisturbed(folder, "run")));
        assertFalse(Files.readString(files.get(0)).contains("down@2s+1s"), "percentiles know no time");
        for (final Path file : files.subList(1, files.size())) {
            final String svg = Files.readString(file);
            assertEquals(2, count("<rect [^>]*fill:rgb\\(192,57,43\\);fill-opacity:[^>]*>", svg), file.toString());
            assertTrue(svg.contains(">down@2s+1s<") && svg.contains(">kill@4900ms<"), file.toString());
        }
        final String heat = Files.readString(files.get(3));
        final List<Double> lefts = numbers("fill-opacity:[^>]* x=\"([0-9.]+)\"", heat);
        final double second =
                numbers("fill-opacity:[^>]* width=\"([0-9.]+)\"", heat).get(0);
        assertEquals(2.9, (lefts.get(1) - lefts.get(0)) / second, 0.05, "from 2.0 to 4.9 s, in seconds' widths");
    }

    private static long count(final String pattern, final String text) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    private static List<Double> numbers(final String pattern, final String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> Double.valueOf(match.group(1)))
                .toList();
    }

    @Test
    void shouldDrawCurvesOverEachOtherAsPng() throws Exception {
        final List<Path> results = SampleRuns.write(folder, "base", "candidate").stream()
                .map(run -> run.resolve(ResultFile.STANDARD_NAME))
                .toList();
        for (final Path result : results) {
            Files.delete(result.resolveSibling("intervals.hlog"));
        }
        final List<Path> files = draw("png", results);
        assertEquals(List.of("percentiles.png"), names(files), "without a log nothing is known over time");
        assertTrue(Picture.of(ImageIO.read(files.get(0).toFile())).colours() > 50, "a picture of something");
    }

    @Test
    void shouldRefuseAFormatThatItDoesNotKnow() {
        assertThrows(IllegalArgumentException.class, () -> new Charts(folder, "gif"));
    }

    /** The files that the command says it wrote. */
    private List<Path> draw(final String format, final List<Path> results) throws Exception {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "report",
                "--html",
                folder.resolve("report.html").toString(),
                "--charts",
                folder.toString(),
                "--format",
                format));
        results.forEach(result -> command.add(result.toString()));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.lines()
                .filter(line -> line.endsWith("." + format))
                .map(Path::of)
                .toList();
    }

    private static void assertDraws(final Path file, final String... colours) throws IOException {
        final String svg = Files.readString(file);
        assertTrue(svg.contains("<svg") && svg.stripTrailing().endsWith("</svg>"), "all of " + file);
        for (final String colour : colours) {
            assertTrue(svg.contains(colour), colour + " in " + file);
        }
    }

    private static List<String> names(final List<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).toList();
    }
}
