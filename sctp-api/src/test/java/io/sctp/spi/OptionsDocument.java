package io.sctp.spi;

import io.sctp.SctpOption;
import io.sctp.SctpOption.Access;
import io.sctp.SctpOption.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Makes {@code docs/options.md} from the catalogue. */
final class OptionsDocument {
    private static final String HEAD = """
            # Options

            Every option of a channel. This file is generated from `io.sctp.spi.OptionCatalog`, by which both
            providers check values. To change it, change the catalogue and run
            `mvn -pl sctp-api test -Dtest=OptionsDocumentTest -Dio.sctp.docs.write=true`.

            - A value that is out of range, not a multiple of the unit, or without its switch is an
              `IllegalArgumentException` that names option and field. Nothing changes then. The message is the same
              with every provider.
            - *Keeps*: the value that, when set, leaves the field unchanged. Fields without one are always set.
            - *Scope*: an endpoint's option applies to it and its associations. An association's option can be set for
              the endpoint and its future associations, or with `OptionTarget` for one association; a path's option
              also for one of the peer's addresses. *Several*: `OptionTarget.CURRENT` and `ALL` can be set too.
            - *Set*: when the option can be set. "Before the association": a one-to-one channel that has an
              association, or is connecting, refuses it with EISCONN. Listening and one-to-many channels apply it to
              future associations.
            - *Default*: the value of a new channel; for the kernel with the system's own defaults.
            - *Linux*: the release that introduced the option, if some supported release lacks it, and the sysctl that
              sets its default, enables or limits it.

            """;

    private OptionsDocument() {}

    static String text() {
        final StringBuilder text = new StringBuilder(HEAD);
        overview(text);
        differences(text);
        text.append("## All options\n");
        for (final OptionEntry<?> entry : OptionCatalog.all()) {
            entry(text, entry);
        }
        return text.toString();
    }

    private static void overview(final StringBuilder text) {
        text.append("## Overview\n\n| Option | Scope | Access | Set |\n|---|---|---|---|\n");
        for (final OptionEntry<?> entry : OptionCatalog.all()) {
            text.append("| [")
                    .append(name(entry))
                    .append("](#")
                    .append(anchor(entry))
                    .append(") | ");
            text.append(scope(entry)).append(" | ").append(access(entry)).append(" | ");
            text.append(isReadOnly(entry) ? "" : entry.moment()).append(" |\n");
        }
        text.append('\n');
    }

    private static void differences(final StringBuilder text) {
        text.append("## Differences between the providers\n\n");
        text.append("Apart from this table, defaults, and notes of single options, the providers behave alike.\n");
        text.append("The contract tests check both sides.\n\n");
        text.append("| Option | Provider | Difference |\n|---|---|---|\n");
        for (final OptionEntry<?> entry : OptionCatalog.all()) {
            entry.differences().stream()
                    .filter(difference -> !difference.provider().equals(OptionDifference.ANY))
                    .forEach(difference -> text.append("| ")
                            .append(name(entry))
                            .append(" | ")
                            .append(difference.provider())
                            .append(" | ")
                            .append(
                                    switch (difference.kind()) {
                                        case ABSENT -> "Does not have it: " + difference.reason() + ".";
                                        case REFUSES -> "Refuses some values. " + difference.reason();
                                        case READS_OTHERWISE, ROUNDS_FOR_ASSOCIATIONS -> difference.reason();
                                    })
                            .append(" |\n"));
        }
        text.append('\n');
    }

    private static <T> void entry(final StringBuilder text, final OptionEntry<T> entry) {
        text.append("\n### ").append(name(entry)).append("\n\n").append(entry.summary());
        text.append(" (").append(entry.source()).append(")\n\n");
        final List<String> facts = new ArrayList<>();
        facts.add("Type `" + entry.option().type().getSimpleName() + "`");
        facts.add("scope " + scope(entry) + (entry.isForSeveral() && isOfAssociations(entry) ? ", several" : ""));
        facts.add(access(entry));
        switch (entry.channels()) {
            case ALL -> {}
            case ONE_TO_ONE -> facts.add("one-to-one channels only");
            case ONE_TO_MANY -> facts.add("one-to-many channels only");
        }
        if (!isReadOnly(entry)) {
            facts.add("set: " + entry.moment() + (entry.isNegotiated() ? " (negotiated)" : ""));
        }
        if (!entry.system().isEmpty()) {
            facts.add("Linux: " + entry.system());
        }
        text.append(String.join("; ", facts)).append(".\n");
        if (!entry.fields().isEmpty()) {
            fields(text, entry);
        }
        if (!entry.note().isEmpty()) {
            text.append('\n').append(entry.note()).append('\n');
        }
        if (!entry.linked().isEmpty()) {
            text.append("\nChanges with: ")
                    .append(String.join(
                            ", ",
                            entry.linked().stream()
                                    .map(option -> name(OptionCatalog.of(option)))
                                    .toList()))
                    .append(".\n");
        }
    }

    private static <T> void fields(final StringBuilder text, final OptionEntry<T> entry) {
        text.append("\n| Value | Range | Keeps | Default (kernel) | Default (userspace) |\n|---|---|---|---|---|\n");
        for (int i = 0; i < entry.fields().size(); i++) {
            final OptionField field = entry.fields().get(i);
            text.append("| ").append(field.name().isEmpty() ? "the value" : field.name());
            text.append(" | ").append(field.range()).append(" | ").append(field.kept());
            text.append(" | ").append(initial(entry, OptionCatalog.KERNEL, i));
            text.append(" | ")
                    .append(initial(entry, OptionCatalog.USERSPACE, i))
                    .append(" |\n");
        }
    }

    private static <T> String initial(final OptionEntry<T> entry, final String provider, final int field) {
        final T initial = entry.defaultOf(provider);
        if (initial == null) {
            return "";
        }
        final Object value = entry.values(initial).get(field);
        if (value instanceof Duration time) {
            return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
        }
        return value == null ? "not set" : Objects.toString(value).replace("[]", "none");
    }

    private static boolean isReadOnly(final OptionEntry<?> entry) {
        return entry.fields().isEmpty();
    }

    private static boolean isOfAssociations(final OptionEntry<?> entry) {
        return entry.option() instanceof SctpOption<?> sctp && sctp.scope() != Scope.ENDPOINT;
    }

    private static String scope(final OptionEntry<?> entry) {
        return entry.option() instanceof SctpOption<?> sctp
                ? sctp.scope().name().toLowerCase(Locale.ROOT)
                : "endpoint";
    }

    private static String access(final OptionEntry<?> entry) {
        final Access access = entry.option() instanceof SctpOption<?> sctp ? sctp.access() : Access.READ_WRITE;
        return switch (access) {
            case READ -> "read";
            case WRITE -> "write";
            case READ_WRITE -> "read, write";
        };
    }

    private static String name(final OptionEntry<?> entry) {
        return entry.option().name();
    }

    private static String anchor(final OptionEntry<?> entry) {
        return name(entry).toLowerCase(Locale.ROOT);
    }
}
