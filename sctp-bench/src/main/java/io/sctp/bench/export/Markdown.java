package io.sctp.bench.export;

import io.sctp.bench.export.Findings.Check;
import io.sctp.bench.export.Findings.Figure;
import io.sctp.bench.export.Findings.Group;
import io.sctp.bench.export.Findings.Outcome;
import java.util.List;

/** Markdown for a comment on a pull request: the verdict, what failed, and the rest folded away. */
final class Markdown {
    private Markdown() {}

    static String of(final Findings findings) {
        final StringBuilder text = new StringBuilder();
        text.append("### ")
                .append(line(findings.title()))
                .append(": ")
                .append(line(findings.verdict()))
                .append("\n\n");
        text.append(findings.count(Outcome.FAILED))
                .append(" of ")
                .append(findings.count(Outcome.FAILED) + findings.count(Outcome.PASSED))
                .append(" checks failed.\n\n");
        if (findings.failed()) {
            table(text, findings.groups(), Outcome.FAILED);
        }
        if (findings.count(Outcome.PASSED) > 0) {
            text.append("<details><summary>What passed</summary>\n\n");
            table(text, findings.groups(), Outcome.PASSED);
            text.append("</details>\n\n");
        }
        if (!findings.figures().isEmpty()) {
            figures(text, findings.figures());
        }
        return text.toString();
    }

    private static void table(final StringBuilder text, final List<Group> groups, final Outcome outcome) {
        text.append("| what | check | |\n|---|---|---|\n");
        for (final Group group : groups) {
            for (final Check check : group.checks()) {
                if (check.outcome() == outcome) {
                    row(text, group.name(), check.name(), check.detail());
                }
            }
        }
        text.append('\n');
    }

    private static void figures(final StringBuilder text, final List<Figure> figures) {
        text.append("<details><summary>Figures</summary>\n\n| of | metric | value |\n|---|---|---|\n");
        for (final Figure figure : figures) {
            row(text, String.join(", ", figure.labels().values()), figure.metric(), figure.text());
        }
        text.append("\n</details>\n");
    }

    private static void row(final StringBuilder text, final String first, final String second, final String third) {
        text.append("| ")
                .append(line(first))
                .append(" | ")
                .append(line(second))
                .append(" | ")
                .append(line(third))
                .append(" |\n");
    }

    /** Escapes text, so that it contains no Markdown or HTML. */
    private static String line(final String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip().replaceAll("([\\\\`*_{}\\[\\]<>#|~&@!])", "\\\\$1");
    }
}
