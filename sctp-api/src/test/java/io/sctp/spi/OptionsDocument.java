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

            Every option of a channel, from `io.sctp.spi.OptionCatalog`, by which both providers check and complete values and
            which the contract tests walk. This file is generated: change the catalogue, then run
            `mvn -pl sctp-api test -Dtest=OptionsDocumentTest -Dio.sctp.docs.write=true`.

            - A value out of range, between two units or without what it needs is an `IllegalArgumentException` that names option
              and field, and nothing changes. It has the same words with every provider.
            - *Keeps* says which value, when set, leaves what there is. Fields without it are always set.
            - *Scope*: an option of an endpoint counts for it and its associations. One of an association can be set for the endpoint,
              for associations to come, or with `OptionTarget` for one association, and one of a path also for one of the peer's
              addresses. *Several* means that `OptionTarget.CURRENT` and `ALL` can be set, too.
            - *Set*: what counts when an association begins is refused with EISCONN by a one-to-one channel that has one or is
              connecting. Listening and one-to-many channels use it for associations that come later.
            - *Default* is what a new channel has, in the kernel with the system's own defaults.
            - *Linux* says from which release on the kernel has the option, where that is not every one the library runs on, and which
              sysctl sets its default, allows it or limits it.

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
        text.append(
                "Besides defaults, and what an option's own text says, what is not in this table is the same with both. The contract tests hold each\nside to it.\n\n");
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
