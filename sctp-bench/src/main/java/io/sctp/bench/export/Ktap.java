package io.sctp.bench.export;

import io.sctp.bench.export.Findings.Check;
import io.sctp.bench.export.Findings.Group;
import io.sctp.bench.export.Findings.Outcome;

/**
 * The Kernel Test Anything Protocol, version 1, as in the kernel's documentation: a test for each group, a subtest for
 * each check, and its reason in a diagnostic line before it.
 */
final class Ktap {
    private static final String INDENT = "  ";

    private Ktap() {}

    static String of(final Findings findings) {
        final StringBuilder text = new StringBuilder("KTAP version 1\n");
        text.append("# ")
                .append(line(findings.title() + ": " + findings.verdict()))
                .append('\n');
        text.append("1..").append(findings.groups().size()).append('\n');
        int number = 0;
        for (final Group group : findings.groups()) {
            append(text, group);
            result(text, "", group.failed(), ++number, group.name());
        }
        return text.toString();
    }

    private static void append(final StringBuilder text, final Group group) {
        text.append(INDENT).append("KTAP version 1\n");
        text.append(INDENT)
                .append("# Subtest: ")
                .append(description(group.name()))
                .append('\n');
        text.append(INDENT).append("1..").append(group.checks().size()).append('\n');
        int number = 0;
        for (final Check check : group.checks()) {
            text.append(INDENT)
                    .append("# ")
                    .append(line(check.name() + ": " + check.detail()))
                    .append('\n');
            result(text, INDENT, check.outcome() == Outcome.FAILED, ++number, check.name());
        }
    }

    private static void result(
            final StringBuilder text, final String indent, final boolean failed, final int number, final String name) {
        text.append(indent)
                .append(failed ? "not ok " : "ok ")
                .append(number)
                .append(' ')
                .append(description(name))
                .append('\n');
    }

    /** A hash sign would start a directive. */
    private static String description(final String text) {
        return line(text).replace('#', '.');
    }

    private static String line(final String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
