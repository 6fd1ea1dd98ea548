package io.sctp.bench.peers;

import io.sctp.bench.result.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A result as one HTML file with charts, which opens without a network and needs no script. */
final class PeersPage {
    private static final int BAR_HEIGHT = 22;
    private static final int LABEL_WIDTH = 130;
    private static final int BARS_WIDTH = 560;
    private static final int VALUE_WIDTH = 110;

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
                    chart(body, mode, size, lines);
                }
            }
        }
        return resource("peers.html")
                .replace("/*STYLE*/", resource("/io/sctp/bench/report/report.css"))
                .replace("<!--SUBTITLE-->", escape(subtitle(result)))
                .replace("<!--CHARTS-->", body)
                .replace("<!--TABLE-->", escape(PeersTable.of(result)))
                .replace("<!--RUNS-->", escape(runs(result)));
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

    private static String runs(final PeersResult result) {
        final StringBuilder text = new StringBuilder();
        result.runs().forEach(run -> text.append(PeersTable.run(run)));
        return text.toString();
    }

    private static void chart(
            final StringBuilder body, final Mode mode, final int size, final List<PeersResult.Line> lines) {
        final boolean oneWay = mode == Mode.ONE_WAY;
        final Function<PeersResult.Line, Double> value = oneWay ? PeersResult.Line::msgsPerS : PeersResult.Line::rttNs;
        final double most = lines.stream().mapToDouble(value::apply).max().orElse(1);
        final int width = LABEL_WIDTH + BARS_WIDTH + VALUE_WIDTH;
        body.append(String.format(
                Locale.ROOT,
                "<section><h2>%s, %d bytes</h2><p class=\"hint\">%s</p><svg role=\"img\" viewBox=\"0 0 %d %d\">%n",
                oneWay ? "One way" : "Round trip",
                size,
                oneWay ? "Messages per second: more is better." : "Nanoseconds there and back: less is better.",
                width,
                lines.size() * BAR_HEIGHT));
        for (int i = 0; i < lines.size(); i++) {
            bar(body, lines.get(i), i * BAR_HEIGHT, value.apply(lines.get(i)), most);
        }
        body.append("</svg></section>\n");
    }

    private static void bar(
            final StringBuilder body, final PeersResult.Line line, final int y, final double value, final double most) {
        final double length = BARS_WIDTH * value / most;
        body.append(String.format(
                Locale.ROOT,
                "<text class=\"label\" x=\"%d\" y=\"%d\">%s</text>"
                        + "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%,.0f</text>%n",
                LABEL_WIDTH - 8,
                y + BAR_HEIGHT - 7,
                escape(label(line)),
                PeerKind.of(line.peer()).isOurs() ? "ours" : "other",
                LABEL_WIDTH,
                y + 3,
                length,
                BAR_HEIGHT - 6,
                LABEL_WIDTH + length + 6,
                y + BAR_HEIGHT - 7,
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
