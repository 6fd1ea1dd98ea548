package io.sctp.tck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What each call does in each state, as the file {@code calls.txt} says: a heading for each type, below it the calls,
 * and below each call its outcomes, with the states in which it has them. Where the blocking mode makes a difference,
 * the outcome in blocking mode comes first.
 */
final class CallTable {
    private static final String BETWEEN_MODES = " | ";
    private static final String BEFORE_STATES = " <- ";
    private static final String BETWEEN_STATES = "; ";
    private static final String OTHERS = "all others";
    private static final String HEADING = "== ";
    private static final String INDENT = "    ";
    private static final String RESOURCE = "calls.txt";

    /** By type and call; below that the outcome by state, which may have a provider in brackets. */
    private final Map<String, Map<String, Map<String, String>>> types = new TreeMap<>();

    static CallTable read() {
        final CallTable table = new CallTable();
        String type = "";
        String call = "";
        for (final String line : lines()) {
            final int end = line.lastIndexOf(BEFORE_STATES);
            if (line.startsWith(HEADING)) {
                type = line.substring(HEADING.length());
            } else if (line.startsWith(INDENT) && end >= 0) {
                for (final String state :
                        line.substring(end + BEFORE_STATES.length()).split(BETWEEN_STATES, -1)) {
                    table.put(type, call, state, line.substring(INDENT.length(), end));
                }
            } else {
                call = line;
            }
        }
        return table;
    }

    private static List<String> lines() {
        try (InputStream in = CallTable.class.getResourceAsStream(RESOURCE)) {
            return in == null
                    ? List.of()
                    : new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .lines()
                            .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void put(final String type, final String call, final String state, final String outcome) {
        types.computeIfAbsent(type, t -> new LinkedHashMap<>())
                .computeIfAbsent(call, c -> new LinkedHashMap<>())
                .put(state, outcome);
    }

    /** What a call does in a state, with a provider; null if the table does not say. */
    String outcome(final String type, final String call, final String state, final String provider) {
        final Map<String, String> states = types.getOrDefault(type, Map.of()).getOrDefault(call, Map.of());
        final String own = states.get(state + " [" + provider + "]");
        return own != null ? own : states.getOrDefault(state, states.get(OTHERS));
    }

    /** Half of an outcome: what a call does in one of the two modes. */
    static String inMode(final String outcome, final boolean blocking) {
        final int between = outcome.indexOf(BETWEEN_MODES);
        if (between < 0) {
            return outcome;
        }
        return blocking ? outcome.substring(0, between) : outcome.substring(between + BETWEEN_MODES.length());
    }

    /** What a call does in both modes. */
    static String both(final String blocking, final String nonBlocking) {
        return blocking.equals(nonBlocking) ? blocking : blocking + BETWEEN_MODES + nonBlocking;
    }

    /** The table as a file has it: the outcome that is the most frequent stands for all other states. */
    String text() {
        final StringBuilder text = new StringBuilder();
        types.forEach((type, calls) -> {
            text.append('\n').append(HEADING).append(type).append('\n');
            calls.forEach((call, states) -> {
                text.append(call).append('\n');
                final Map<String, List<String>> byOutcome = states.entrySet().stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getValue,
                                LinkedHashMap::new,
                                Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
                final String frequent = byOutcome.entrySet().stream()
                        .max(Comparator.comparing(each -> each.getValue().size()))
                        .map(Map.Entry::getKey)
                        .orElseThrow();
                byOutcome.forEach((outcome, of) -> {
                    if (!outcome.equals(frequent)) {
                        append(text, outcome, String.join(BETWEEN_STATES, of));
                    }
                });
                append(text, frequent, OTHERS);
            });
        });
        return text.toString();
    }

    private static void append(final StringBuilder text, final String outcome, final String states) {
        text.append(INDENT).append(outcome).append(BEFORE_STATES).append(states).append('\n');
    }
}
