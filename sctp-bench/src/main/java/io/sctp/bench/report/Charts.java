package io.sctp.bench.report;

import io.sctp.bench.report.ReportData.Curve;
import io.sctp.bench.report.ReportData.Heat;
import io.sctp.bench.report.ReportData.Kind;
import io.sctp.bench.report.ReportData.Run;
import io.sctp.bench.report.ReportData.Second;
import io.sctp.bench.result.FaultResult;
import io.sctp.bench.result.WholeFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A report's charts as files: percentiles, and for each run with an interval log its timeline, throughput and heat map.
 */
final class Charts {
    static final String SVG = "svg";
    static final String PNG = "png";

    /** Two decimals are precise enough, and halve the file size. */
    private static final Pattern NEEDLESS_DIGITS = Pattern.compile("(\\d\\.\\d\\d)\\d+");

    private static final int WIDTH = 900;
    private static final int HEIGHT = 460;
    private static final double WHOLE = 100;
    private static final double MIN_US = 0.1;
    private static final double ROUNDING = 1e-6;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double MICROS_PER_MILLI = 1e3;
    private static final Color[] COLOURS = {
        new Color(0x1f77d0), new Color(0xe07b00), new Color(0x2b9348), new Color(0xb5179e),
        new Color(0x7a5cff), new Color(0xc0392b), new Color(0x00838f), new Color(0x8d6e63)
    };
    private static final Color[] HEAT = {
        new Color(0xe8f1fb), new Color(0xa9cdf0), new Color(0x559bdd), new Color(0x1f5fa8), new Color(0x0b2a52)
    };

    private final Path folder;
    private final String format;
    private final List<Path> written = new ArrayList<>();

    Charts(final Path folder, final String format) {
        if (!format.equals(SVG) && !format.equals(PNG)) {
            throw new IllegalArgumentException("--format is svg or png, not '" + format + "'");
        }
        this.folder = folder;
        this.format = format;
    }

    List<Path> write(final ReportData data) throws IOException {
        System.setProperty("java.awt.headless", "true");
        try {
            Files.createDirectories(folder);
            save("percentiles", percentiles(data));
            final List<Run> timed =
                    data.runs().stream().filter(run -> run.heat() != null).toList();
            for (final Run run : timed) {
                final String suffix = timed.size() == 1 ? "" : "-" + run.name().replaceAll("[^A-Za-z0-9.]+", "-");
                save("time" + suffix, timeLine(run));
                save("throughput" + suffix, throughput(run));
                save("heat" + suffix, heatMap(run));
            }
        } catch (final LinkageError | RuntimeException e) {
            throw new IOException(
                    "the charts could not be drawn: " + e + " (if it is about fonts or graphics: on Debian, apt-get "
                            + "install fontconfig fonts-dejavu-core)",
                    e);
        }
        return written;
    }

    private static XYChart percentiles(final ReportData data) {
        final XYChart chart = chart(data.title() + ": latency by percentile", "percentile", latency(data.runs()));
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.setCustomXAxisTickLabelsFormatter(Charts::percentile);
        chart.setCustomYAxisTickLabelsFormatter(Charts::timeOfLog);
        for (final Curve curve : data.curves()) {
            if (curve.points().isEmpty()) {
                continue;
            }
            final XYSeries series = chart.addSeries(
                    curve.name(),
                    curve.points().stream().map(point -> log(point.above())).toList(),
                    curve.points().stream().map(point -> log(point.us())).toList());
            series.setMarker(SeriesMarkers.NONE)
                    .setLineColor(colour(curve.colour(), isFaint(curve.kind())))
                    .setLineStyle(
                            switch (curve.kind()) {
                                case MAIN -> new BasicStroke(2.2f);
                                case SERVICE ->
                                    new BasicStroke(
                                            1.2f,
                                            BasicStroke.CAP_BUTT,
                                            BasicStroke.JOIN_ROUND,
                                            1,
                                            new float[] {5, 4},
                                            0);
                                case PART, LOW, HIGH -> new BasicStroke(0.8f);
                            })
                    .setShowInLegend(!isFaint(curve.kind()));
        }
        return chart;
    }

    private static XYChart timeLine(final Run run) {
        final XYChart chart =
                chart(run.name() + ": latency and hiccups, second by second", "seconds", latency(List.of(run)));
        chart.setCustomYAxisTickLabelsFormatter(Charts::timeOfLog);
        addLine(chart, run, "p50", 0, Second::p50);
        addLine(chart, run, "p99", 1, Second::p99);
        addLine(chart, run, "max", 5, Second::max);
        addLine(chart, run, "hiccup max", 7, Second::hiccup);
        markFaults(chart, run);
        return chart;
    }

    private static XYChart throughput(final Run run) {
        final XYChart chart = chart(run.name() + ": messages per second", "seconds", "messages/s");
        chart.getStyler().setYAxisMin(0.0).setLegendVisible(false);
        chart.addSeries(
                        "messages/s",
                        run.seconds().stream().map(Second::t).toList(),
                        run.seconds().stream().map(Second::rate).toList())
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(COLOURS[0])
                .setLineStyle(new BasicStroke(1.8f));
        markFaults(chart, run);
        return chart;
    }

    private static void markFaults(final XYChart chart, final Run run) {
        final List<FaultResult> faults = run.faults();
        if (faults.isEmpty()) {
            return;
        }
        final FaultResult last = faults.get(faults.size() - 1);
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax(Math.max(
                        run.seconds().get(run.seconds().size() - 1).t(),
                        last.toS() == null ? last.fromS() : last.toS()));
        faults.forEach(fault -> chart.addAnnotation(new FaultMark(fault, List.of())));
    }

    private static void addLine(
            final XYChart chart,
            final Run run,
            final String name,
            final int colour,
            final Function<Second, Double> value) {
        final List<Second> seconds = run.seconds().stream()
                .filter(second -> Objects.nonNull(value.apply(second)))
                .toList();
        if (!seconds.isEmpty()) {
            chart.addSeries(
                            name,
                            seconds.stream().map(Second::t).toList(),
                            seconds.stream()
                                    .map(second -> log(value.apply(second)))
                                    .toList())
                    .setMarker(SeriesMarkers.NONE)
                    .setLineColor(COLOURS[colour])
                    .setLineStyle(new BasicStroke(1.8f));
        }
    }

    private static HeatMapChart heatMap(final Run run) {
        final Heat heat = run.heat();
        final HeatMapChart chart = new HeatMapChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(run.name() + ": how many messages had which latency")
                .xAxisTitle("seconds")
                .yAxisTitle(latency(List.of(run)) + " from")
                .build();
        style(chart);
        chart.getStyler().setRangeColors(HEAT).setLegendVisible(false).setPlotContentSize(1);
        final Number[][] cells = new Number[heat.times().size()][heat.edges().size()];
        for (final long[] cell : heat.cells()) {
            cells[(int) cell[0]][(int) cell[1]] = Math.log10((double) cell[2]) + 1;
        }
        final List<Number[]> triples = new ArrayList<>();
        for (int x = 0; x < cells.length; x++) {
            for (int y = 0; y < cells[x].length; y++) {
                if (cells[x][y] != null) {
                    triples.add(new Number[] {x, y, cells[x][y]});
                }
            }
        }
        chart.addSeries(
                "messages",
                heat.times().stream()
                        .map(t -> String.format(Locale.ROOT, "%.0f", t))
                        .toList(),
                heat.edges().stream().map(Charts::time).toList(),
                triples);
        run.faults().forEach(fault -> chart.addAnnotation(new FaultMark(fault, heat.times())));
        return chart;
    }

    private static XYChart chart(final String title, final String xTitle, final String yTitle) {
        final XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        style(chart);
        return chart;
    }

    private static void style(final Chart<?, ?> chart) {
        chart.getStyler()
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15))
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
                .setLegendBorderColor(new Color(0xd9dfe6));
    }

    private static Color colour(final int number, final boolean faint) {
        final Color colour = COLOURS[number % COLOURS.length];
        return faint ? new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 90) : colour;
    }

    private static String latency(final List<Run> runs) {
        final boolean icount =
                runs.stream().anyMatch(run -> run.result().clock().equals("icount"));
        return icount ? "latency (1 µs is 1,000 instructions, not time)" : "latency";
    }

    private static boolean isFaint(final Kind kind) {
        return kind == Kind.PART || kind == Kind.LOW || kind == Kind.HIGH;
    }

    /** Converts values to their logarithms: the library has no logarithmic axes with custom tick labels. */
    private static double log(final double value) {
        return Math.log10(Math.max(MIN_US, value));
    }

    /** One message in ten corresponds to the 90th percentile. Only powers of ten have a label. */
    private static String percentile(final double logAbove) {
        final long power = Math.round(logAbove);
        if (Math.abs(logAbove - power) > ROUNDING) {
            return " "; // the library cannot draw empty labels
        }
        final int decimals = (int) Math.max(0, power - 2);
        return String.format(Locale.ROOT, "%." + decimals + "f %%", WHOLE - WHOLE / Math.pow(10, (double) power));
    }

    private static String timeOfLog(final double logUs) {
        return time(Math.pow(10, logUs));
    }

    private static String time(final double us) {
        if (us >= MICROS_PER_SECOND) {
            return digits(us / MICROS_PER_SECOND) + " s";
        }
        return us >= MICROS_PER_MILLI ? digits(us / MICROS_PER_MILLI) + " ms" : digits(us) + " µs";
    }

    /** Rounds to three digits; larger numbers keep all of theirs. */
    private static String digits(final double value) {
        final int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value).replaceAll("\\.0+$", "");
    }

    private void save(final String name, final Chart<?, ?> chart) throws IOException {
        final Path file = folder.resolve(name + "." + format);
        if (format.equals(SVG)) {
            final ByteArrayOutputStream svg = new ByteArrayOutputStream();
            VectorGraphicsEncoder.saveVectorGraphic(chart, svg, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
            final String text = svg.toString(StandardCharsets.UTF_8);
            WholeFile.write(file, NEEDLESS_DIGITS.matcher(text).replaceAll("$1"));
        } else {
            WholeFile.write(file, stream -> BitmapEncoder.saveBitmap(chart, stream, BitmapEncoder.BitmapFormat.PNG));
        }
        written.add(file);
    }
}
