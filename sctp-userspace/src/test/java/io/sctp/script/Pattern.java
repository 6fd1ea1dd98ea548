package io.sctp.script;

import io.sctp.script.Layout.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/**
 * A chunk, a parameter or a cause as a script writes it: `DATA tsn=$mytsn stream=1` or `ABORT [NO_USER_DATA tsn=7]`. It
 * is sent, or compared with what was received.
 *
 * @param layout what it is
 * @param absent whether it must not be there (`[!COOKIE]`)
 * @param fields what the script says about its fields
 * @param items the parameters or causes in brackets
 */
record Pattern(Layout layout, boolean absent, List<Term> fields, List<Pattern> items) {
    /** `name=value`, `name=?variable`, or another comparison. */
    record Term(String name, String operator, String value) {
        boolean remembers() {
            return value.startsWith("?");
        }
    }

    private static final java.util.regex.Pattern TERM = java.util.regex.Pattern.compile("([a-z]+)(=|!=|>=|<=)(.*)");

    static Pattern parse(final Family family, final String text) {
        final List<String> words = words(text);
        final boolean absent = words.get(0).startsWith("!");
        final Layout layout = Layout.named(family, words.get(0).substring(absent ? 1 : 0));
        final List<Term> fields = new ArrayList<>();
        final List<Pattern> items = new ArrayList<>();
        for (final String word : words.subList(1, words.size())) {
            if (word.startsWith("[")) {
                items.add(parse(itemsOf(layout), word.substring(1, word.length() - 1)));
            } else {
                fields.add(term(word));
            }
        }
        return new Pattern(layout, absent, fields, items);
    }

    static Term term(final String word) {
        final Matcher matcher = TERM.matcher(word);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not of the form name=value: '" + word + "'");
        }
        return new Term(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    private static Family itemsOf(final Layout layout) {
        final boolean causes = layout.fields().stream().anyMatch(field -> field.kind() == 'c');
        final boolean parameters = layout.fields().stream().anyMatch(field -> field.kind() == 'p');
        if (!causes && !parameters) {
            throw new IllegalArgumentException(layout.name() + " has no parameters and causes");
        }
        return causes ? Family.CAUSE : Family.PARAMETER;
    }

    /** Returns the value of a field that is sent, or the default. */
    String value(final String name, final Values values, final String otherwise) {
        for (final Term term : fields) {
            if (term.name.equals(name)) {
                return values.of(term.value);
            }
        }
        return otherwise;
    }

    /** Refuses fields that this kind of element does not have. */
    void check() {
        for (final Term term : fields) {
            final boolean generic = List.of("flags", "length", "type", "dups").contains(term.name);
            if (!generic && layout.fields().stream().noneMatch(f -> f.name().equals(term.name))) {
                throw new IllegalArgumentException(layout.name() + " has no field '" + term.name + "'");
            }
        }
        items.forEach(Pattern::check);
    }

    /** Whether what was received is this; remembers what the script asks for. */
    boolean matches(final Element element, final Values values) {
        if (layout.type() >= 0 && layout.type() != element.layout().type()) {
            return false;
        }
        for (final Term term : fields) {
            final String seen = element.field(term.name);
            if (seen == null || !holds(term, seen, values)) {
                return false;
            }
        }
        for (final Pattern item : items) {
            final boolean found = element.items().stream().anyMatch(e -> item.matches(e, values));
            if (found == item.absent) {
                return false;
            }
        }
        return true;
    }

    static boolean holds(final Term term, final String seen, final Values values) {
        if (term.remembers()) {
            values.set(term.value.substring(1), seen);
            return true;
        }
        if (term.name.equals("flags")) {
            final long wanted = term.value.matches("[A-Z]+") ? Layout.flags(term.value) : values.number(term.value);
            return term.operator.equals("=") == (wanted == Long.parseLong(seen));
        }
        final String wanted = values.of(term.value);
        return switch (term.operator) {
            case "=" -> seen.equals(wanted);
            case "!=" -> !seen.equals(wanted);
            case ">=" -> Long.parseLong(seen) >= Long.parseLong(wanted);
            default -> Long.parseLong(seen) <= Long.parseLong(wanted);
        };
    }

    /** Returns the words of a text; quotes and brackets keep theirs together. */
    static List<String> words(final String text) {
        final List<String> words = new ArrayList<>();
        final StringBuilder word = new StringBuilder();
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            quoted ^= c == '"';
            depth += quoted ? 0 : c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ' ' && !quoted && depth == 0) {
                if (word.length() > 0) {
                    words.add(word.toString());
                }
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        if (quoted || depth != 0) {
            throw new IllegalArgumentException("a quote or bracket is not closed");
        }
        if (word.length() > 0) {
            words.add(word.toString());
        }
        return words;
    }

    /** Returns this with the values of its variables, for messages. */
    String show(final Values values) {
        final StringBuilder text = new StringBuilder(absent ? "!" : "").append(layout.name());
        for (final Term term : fields) {
            text.append(' ').append(term.name).append(term.operator);
            final boolean literal = term.remembers() || term.value.matches("[A-Z]+");
            text.append(literal ? term.value : Values.show(values.of(term.value)));
        }
        items.forEach(item -> text.append(" [").append(item.show(values)).append(']'));
        return text.toString();
    }
}
