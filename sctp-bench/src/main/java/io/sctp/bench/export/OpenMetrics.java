package io.sctp.bench.export;

import io.sctp.bench.export.Findings.Check;
import io.sctp.bench.export.Findings.Figure;
import io.sctp.bench.export.Findings.Group;
import io.sctp.bench.export.Findings.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** OpenMetrics' text: gauges of the last night, without times, since node_exporter's text files have none. */
final class OpenMetrics {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String ICOUNT = "icount";

    private final StringBuilder text = new StringBuilder();

    private OpenMetrics() {}

    static String of(final Findings findings) {
        final OpenMetrics metrics = new OpenMetrics();
        metrics.info(findings);
        metrics.checks(findings);
        final List<Figure> figures = findings.figures();
        metrics.figures(
                figures,
                Figure::isRate,
                "sctp_throughput_messages_per_second",
                "messages_per_second",
                "Throughput.",
                1);
        metrics.figures(
                figures,
                figure -> !figure.isRate() && !figure.clock().equals(ICOUNT),
                "sctp_latency_seconds",
                "seconds",
                "Latency at a percentile.",
                NANOS_PER_SECOND);
        metrics.figures(
                figures,
                figure -> !figure.isRate() && figure.clock().equals(ICOUNT),
                "sctp_latency_instructions",
                "instructions",
                "Latency at a percentile, in instructions of the guest.",
                1);
        return metrics.text.append("# EOF\n").toString();
    }

    private void info(final Findings findings) {
        family("sctp_findings", "info", "", "What was done, and what came of it.");
        sample("sctp_findings_info", labels("title", findings.title(), "verdict", findings.verdict()), "1");
    }

    private void checks(final Findings findings) {
        family("sctp_check_failed", "gauge", "", "Whether a check failed.");
        for (final Group group : findings.groups()) {
            int number = 0;
            for (final Check check : group.checks()) {
                final Map<String, String> labels = labels("group", group.name(), "check", check.name());
                // A failed comparison may have several reasons.
                labels.put("number", Integer.toString(++number));
                sample("sctp_check_failed", labels, check.outcome() == Outcome.FAILED ? "1" : "0");
            }
        }
    }

    private void figures(
            final List<Figure> figures,
            final Predicate<Figure> wanted,
            final String name,
            final String unit,
            final String help,
            final double divisor) {
        final List<Figure> own = figures.stream().filter(wanted).toList();
        if (own.isEmpty()) {
            return;
        }
        family(name, "gauge", unit, help);
        for (final Figure figure : own) {
            final Map<String, String> labels = new LinkedHashMap<>(figure.labels());
            labels.put("clock", figure.clock());
            if (!figure.isRate()) {
                labels.put("percentile", figure.metric().substring(1));
            }
            sample(name, labels, Double.toString(figure.value() / divisor));
        }
    }

    private void family(final String name, final String type, final String unit, final String help) {
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        if (!unit.isEmpty()) {
            text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
        }
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    }

    private void sample(final String name, final Map<String, String> labels, final String value) {
        text.append(name);
        char before = '{';
        for (final Map.Entry<String, String> label : labels.entrySet()) {
            text.append(before)
                    .append(label.getKey())
                    .append("=\"")
                    .append(escaped(label.getValue()))
                    .append('"');
            before = ',';
        }
        text.append("} ").append(value).append('\n');
    }

    private static Map<String, String> labels(
            final String first, final String firstValue, final String second, final String secondValue) {
        final Map<String, String> labels = new LinkedHashMap<>();
        labels.put(first, firstValue);
        labels.put(second, secondValue);
        return labels;
    }

    private static String escaped(final String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
