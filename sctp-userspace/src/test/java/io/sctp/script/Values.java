package io.sctp.script;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The values of a script and its variables. A value is a text of one form: a number in decimal, bytes as `x:0102`, or a
 * list of numbers as `1-2,4-4`. So two values are equal if their texts are.
 */
final class Values {
    private static final String BYTES = "x:";

    private final Map<String, String> variables;

    Values() {
        this(new HashMap<>());
    }

    private Values(final Map<String, String> variables) {
        this.variables = variables;
    }

    Values copy() {
        return new Values(new HashMap<>(variables));
    }

    void take(final Values other) {
        variables.putAll(other.variables);
    }

    void set(final String name, final String value) {
        variables.put(name, value);
    }

    void set(final String name, final long number) {
        variables.put(name, Long.toString(number));
    }

    boolean knows(final String name) {
        return variables.containsKey(name);
    }

    /**
     * Returns the value of an expression: `12`, `0x0c`, `$tsn+1`, `"text"`, `x:0102`, `bytes(100)`, `flip($cookie)`
     * (a bit in the middle changed), `invert($info)` (all bits changed), or a list.
     */
    String of(final String expression) {
        if (expression.startsWith(BYTES)) {
            return expression;
        }
        if (expression.startsWith("$") && variables.containsKey(expression.substring(1))) {
            return variables.get(expression.substring(1));
        }
        if (expression.startsWith("\"")) {
            final String text = expression.substring(1, expression.length() - 1);
            return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        if (expression.startsWith("bytes(")) {
            return bytes(pattern(Integer.parseInt(expression.substring(6, expression.length() - 1))));
        }
        if (expression.startsWith("invert(")) {
            final byte[] original = toBytes(of(expression.substring(7, expression.length() - 1)));
            for (int i = 0; i < original.length; i++) {
                original[i] ^= (byte) 0xFF;
            }
            return bytes(original);
        }
        if (expression.startsWith("flip(")) {
            final byte[] original = toBytes(of(expression.substring(5, expression.length() - 1)));
            original[original.length / 2] ^= 1;
            return bytes(original);
        }
        final StringBuilder list = new StringBuilder();
        for (final String word : expression.split("(?=[,:/])|(?<=[,:/])", -1)) {
            list.append(word.matches("[,:/]") ? word : sum(word));
        }
        return list.toString();
    }

    long number(final String expression) {
        return Long.parseLong(of(expression));
    }

    /** Numbers and variables, added and subtracted modulo 2^32. */
    private String sum(final String words) {
        if (words.isEmpty()) {
            return "";
        }
        final String[] parts = words.split("(?=[+-])", -1);
        if (parts.length == 1) {
            return single(parts[0]);
        }
        long sum = 0;
        for (final String part : parts) {
            final boolean negative = part.startsWith("-");
            final long number = Long.parseLong(single(part.replaceFirst("^[+-]", "")));
            sum += negative ? -number : number;
        }
        return Long.toString(sum & 0xFFFF_FFFFL);
    }

    private String single(final String word) {
        if (!word.startsWith("$")) {
            return Long.toString(Long.decode(word));
        }
        final String value = variables.get(word.substring(1));
        if (value == null) {
            throw new IllegalArgumentException("nothing is remembered as " + word);
        }
        return value;
    }

    static String bytes(final byte[] bytes) {
        return BYTES + HexFormat.of().formatHex(bytes);
    }

    static byte[] toBytes(final String value) {
        if (!value.startsWith(BYTES)) {
            throw new IllegalArgumentException("not bytes: " + value);
        }
        return HexFormat.of().parseHex(value.substring(BYTES.length()));
    }

    /** Bytes that tell where in a message they belong. */
    private static byte[] pattern(final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + i % 26);
        }
        return bytes;
    }

    /** Shows a value in a message: short texts as such, and not all of long ones. */
    static String show(final String value) {
        if (!value.startsWith(BYTES)) {
            return value;
        }
        final byte[] bytes = toBytes(value);
        final String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (bytes.length > 0 && bytes.length <= 40 && text.chars().allMatch(c -> c >= ' ' && c < 127)) {
            return '"' + text + '"';
        }
        return bytes.length <= 24 ? value : value.substring(0, BYTES.length() + 48) + "...(" + bytes.length + ")";
    }
}
