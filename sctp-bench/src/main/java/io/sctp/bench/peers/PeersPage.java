package io.sctp.bench.peers;

import io.sctp.bench.result.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A result as one HTML file with charts. It needs neither network nor scripts. */
final class PeersPage {
    private static final int BAR_HEIGHT = 30;
    private static final int LABEL_WIDTH = 200;
    private static final int BARS_WIDTH = 460;
    private static final int VALUE_WIDTH = 140;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final List<String> FIGURES = List.of(
            "peer",
            "mode",
            "bytes",
            "associations",
            "streams",
            "messages/s",
            "round trip ns",
            "CPU ns",
            "alloc B",
            "spread",
            "others' CPU");
    private static final List<String> RUNS =
            List.of("peer", "round", "mode", "bytes", "messages/s", "CPU ns", "drift", "others' CPU");

    private PeersPage() {}

    static void write(final Path html, final PeersResult result) throws IOException {
        WholeFile.write(html, of(result));
    }

    static String of(final PeersResult result) throws IOException {
        final StringBuilder body = new StringBuilder();
        for (final Mode mode : Mode.values()) {
            for (final Integer size : result.results().stream()
                    .map(PeersResult.Line::size)
                    .distinct()
                    .sorted()
                    .toList()) {
                final List<PeersResult.Line> lines = result.results().stream()
                        .filter(line -> line.mode().equals(mode.label()) && line.size() == size)
                        .toList();
                if (!lines.isEmpty()) {
                    chart(body, mode, size, lines, result);
                }
            }
        }
        return resource("peers.html")
                .replace("/*STYLE*/", resource("/io/sctp/bench/report/report.css"))
                .replace("<!--SUBTITLE-->", escape(subtitle(result)))
                .replace("<!--CHARTS-->", body)
                .replace("<!--TABLE-->", figures(result))
                .replace("<!--MISSING-->", missing(result))
                .replace("<!--RUNS-->", runs(result));
    }

    private static String subtitle(final PeersResult result) {
        return String.format(
                Locale.ROOT,
                "kernel %s, clock %s%s, %s, medians of %d runs, each in a process of its own after %.1f s of warm-up",
                result.kernel(),
                result.clock(),
                result.clock().equals("icount") ? " (1 instruction counts as 1 ns: not time)" : "",
                result.startedAt(),
                result.rounds(),
                result.warmupS());
    }

    private static String figures(final PeersResult result) {
        final StringBuilder rows = new StringBuilder();
        for (final PeersResult.Line line : result.results()) {
            rows.append(row(
                    FIGURES,
                    List.of(
                            line.peer(),
                            line.mode(),
                            Integer.toString(line.size()),
                            Integer.toString(line.associations()),
                            Integer.toString(line.streams()),
                            number("%,.0f", line.msgsPerS()),
                            line.rttNs() == null ? "–" : number("%,.0f", line.rttNs()),
                            number("%,.0f", line.cpuNsPerMsg()),
                            line.allocBytesPerMsg() == null ? "–" : number("%.2f", line.allocBytesPerMsg()),
                            number("%.1f %%", 100 * line.spread()),
                            number("%.0f %%", 100 * line.othersCpu()))));
        }
        return head(FIGURES) + "<tbody>" + rows + "</tbody>";
    }

    private static String runs(final PeersResult result) {
        final StringBuilder rows = new StringBuilder();
        for (final PeersResult.Run run : result.runs()) {
            rows.append(row(
                    RUNS,
                    List.of(
                            run.peer(),
                            Integer.toString(run.round()),
                            run.mode(),
                            Integer.toString(run.size()),
                            number("%,.0f", run.msgsPerS()),
                            number("%,.0f", run.cpuNsPerMsg()),
                            number("%.3f", run.drift()),
                            number("%.0f %%", 100 * run.othersCpu()))));
        }
        return head(RUNS) + "<tbody>" + rows + "</tbody>";
    }

    /** Peers that could not be measured are listed prominently. */
    private static String missing(final PeersResult result) {
        final StringBuilder notes = new StringBuilder();
        for (final PeersResult.Skipped skipped : result.skipped()) {
            notes.append("<div class=\"note bad\">not measured: ")
                    .append(escape(skipped.peer() + ": " + skipped.reason()))
                    .append("</div>\n");
        }
        return notes.toString();
    }

    private static String head(final List<String> columns) {
        final StringBuilder head = new StringBuilder("<thead><tr>");
        columns.forEach(column -> head.append("<th>").append(escape(column)).append("</th>"));
        return head.append("</tr></thead>").toString();
    }

    private static String row(final List<String> columns, final List<String> cells) {
        final StringBuilder row = new StringBuilder("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            row.append("<td data-label=\"")
                    .append(escape(columns.get(i)))
                    .append("\">")
                    .append(escape(cells.get(i)))
                    .append("</td>");
        }
        return row.append("</tr>\n").toString();
    }

    private static String number(final String format, final double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** The minimum and maximum of a line's runs, in the chart's unit. */
    private static double[] spread(final PeersResult result, final PeersResult.Line line) {
        final double[] rates = result.runs().stream()
                .filter(run -> run.peer().equals(line.peer())
                        && run.mode().equals(line.mode())
                        && run.size() == line.size()
                        && run.associations() == line.associations()
                        && run.streams() == line.streams())
                .mapToDouble(PeersResult.Run::msgsPerS)
                .map(rate -> line.rttNs() == null ? rate : NANOS_PER_SECOND / rate)
                .sorted()
                .toArray();
        final double value = line.rttNs() == null ? line.msgsPerS() : line.rttNs();
        return rates.length == 0 ? new double[] {value, value} : new double[] {rates[0], rates[rates.length - 1]};
    }

    private static void chart(
            final StringBuilder body,
            final Mode mode,
            final int size,
            final List<PeersResult.Line> lines,
            final PeersResult result) {
        final boolean oneWay = mode == Mode.ONE_WAY;
        final Function<PeersResult.Line, Double> value = oneWay ? PeersResult.Line::msgsPerS : PeersResult.Line::rttNs;
        final double most = lines.stream()
                .mapToDouble(line -> spread(result, line)[1])
                .max()
                .orElse(1);
        final String time = result.clock().equals("icount") ? "Instructions" : "Nanoseconds";
        final int width = LABEL_WIDTH + BARS_WIDTH + VALUE_WIDTH;
        body.append(String.format(
                Locale.ROOT,
                "<section><h2>%s, %d bytes</h2><p class=\"hint\">%s</p><svg role=\"img\" viewBox=\"0 0 %d %d\">%n",
                oneWay ? "One way" : "Round trip",
                size,
                oneWay
                        ? "Messages per second: more is better. The line goes from the slowest to the fastest run."
                        : time + " there and back: less is better.",
                width,
                lines.size() * BAR_HEIGHT));
        for (int i = 0; i < lines.size(); i++) {
            bar(body, lines.get(i), i * BAR_HEIGHT, value.apply(lines.get(i)), most, spread(result, lines.get(i)));
        }
        body.append("</svg></section>\n");
    }

    private static void bar(
            final StringBuilder body,
            final PeersResult.Line line,
            final int y,
            final double value,
            final double most,
            final double[] spread) {
        final double length = BARS_WIDTH * value / most;
        body.append(String.format(
                Locale.ROOT,
                "<text class=\"label\" x=\"%d\" y=\"%d\">%s</text>"
                        + "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
                        + "<line class=\"spread\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%,.0f</text>%n",
                LABEL_WIDTH - 8,
                y + BAR_HEIGHT - 9,
                escape(label(line)),
                PeerKind.of(line.peer()).isOurs() ? "ours" : "other",
                LABEL_WIDTH,
                y + 3,
                length,
                BAR_HEIGHT - 6,
                LABEL_WIDTH + BARS_WIDTH * spread[0] / most,
                LABEL_WIDTH + BARS_WIDTH * spread[1] / most,
                y + BAR_HEIGHT / 2,
                y + BAR_HEIGHT / 2,
                LABEL_WIDTH + BARS_WIDTH * Math.max(spread[1], value) / most + 6,
                y + BAR_HEIGHT - 9,
                value));
    }

    private static String label(final PeersResult.Line line) {
        return line.peer()
                + (line.associations() > 1 ? " ×" + line.associations() : "")
                + (line.streams() > 1 ? " /" + line.streams() : "");
    }

    private static String escape(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String resource(final String name) throws IOException {
        try (InputStream stream = PeersPage.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("the program lacks its resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
