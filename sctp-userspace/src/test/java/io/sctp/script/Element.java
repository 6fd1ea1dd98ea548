package io.sctp.script;

import io.sctp.script.Layout.Family;
import io.sctp.script.Layout.Field;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A chunk, a parameter or a cause that was received, taken apart. Writes those that are sent, too.
 *
 * @param layout what it is
 * @param fields the values of its fields, with `type`, `flags` and `length`
 * @param items its parameters or causes
 * @param complete whether it has all fields of its layout
 */
record Element(Layout layout, Map<String, String> fields, List<Element> items, boolean complete) {
    private static final int HEADER = 4;

    /** Returns a field's value, or null if there is none. */
    String field(final String name) {
        return fields.get(name);
    }

    /** Reads the elements that fill the rest of a buffer; fails if one is not whole. */
    static List<Element> read(final Family family, final ByteBuffer from) {
        final List<Element> elements = new ArrayList<>();
        while (from.remaining() >= HEADER) {
            final int length = from.getShort(from.position() + 2) & 0xFFFF;
            if (length < HEADER || length > from.remaining()) {
                throw new IllegalArgumentException("the length " + length + " is wrong");
            }
            elements.add(readOne(family, from.slice(from.position(), length)));
            from.position(Math.min(from.limit(), from.position() + (length + 3 & ~3)));
        }
        if (from.hasRemaining()) {
            throw new IllegalArgumentException(from.remaining() + " bytes are left");
        }
        return elements;
    }

    private static Element readOne(final Family family, final ByteBuffer from) {
        final Map<String, String> fields = new LinkedHashMap<>();
        final int type = family == Family.CHUNK ? from.get() & 0xFF : from.getShort() & 0xFFFF;
        fields.put("type", Integer.toString(type));
        if (family == Family.CHUNK) {
            fields.put("flags", Integer.toString(from.get() & 0xFF));
        }
        fields.put("length", Integer.toString(from.getShort() & 0xFFFF));
        final Layout layout = Layout.typed(family, type);
        final List<Element> items = new ArrayList<>();
        boolean complete = true;
        for (final Field field : layout.fields()) {
            complete &= !field.isNumber() || from.remaining() >= field.width();
            if (complete) {
                readField(field, from, fields, items);
            }
        }
        return new Element(layout, fields, items, complete && !from.hasRemaining());
    }

    private static void readField(
            final Field field, final ByteBuffer from, final Map<String, String> fields, final List<Element> items) {
        switch (field.kind()) {
            case '1' -> fields.put(field.name(), Integer.toString(from.get() & 0xFF));
            case '2' -> fields.put(field.name(), Integer.toString(from.getShort() & 0xFFFF));
            case '4' -> fields.put(field.name(), Long.toString(from.getInt() & 0xFFFF_FFFFL));
            case 'p' -> items.addAll(read(Family.PARAMETER, from));
            case 'c' -> items.addAll(read(Family.CAUSE, from));
            case 'S' -> fields.put(field.name(), list(from, from.remaining() / 2, 2, ""));
            case 'P' -> fields.put(field.name(), list(from, from.remaining() / 4, 2, "/"));
            case 'M' -> fields.put(field.name(), entries(from));
            case 'G' -> {
                final int gaps = from.getShort() & 0xFFFF;
                final int duplicates = from.getShort() & 0xFFFF;
                fields.put("gaps", list(from, gaps, 2, ":"));
                fields.put("dups", list(from, duplicates, 4, ""));
            }
            default -> {
                final byte[] rest = new byte[from.remaining()];
                from.get(rest);
                fields.put(field.name(), Values.bytes(rest));
            }
        }
    }

    /** A list of numbers of a width, or of pairs of them with a separator. */
    private static String list(final ByteBuffer from, final int count, final int width, final String separator) {
        final List<String> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final String first = number(from, width);
            entries.add(separator.isEmpty() ? first : first + separator + number(from, width));
        }
        return String.join(",", entries);
    }

    private static String entries(final ByteBuffer from) {
        final List<String> entries = new ArrayList<>();
        while (from.remaining() >= 8) {
            entries.add(number(from, 2) + "/" + number(from, 2) + "/" + number(from, 4));
        }
        return String.join(",", entries);
    }

    private static String number(final ByteBuffer from, final int width) {
        return Long.toString(width == 2 ? from.getShort() & 0xFFFF : from.getInt() & 0xFFFF_FFFFL);
    }

    /** Writes a chunk, padded. A field that the script does not name is 0 or empty. */
    static byte[] write(final Pattern pattern, final Values values) {
        final byte[] unpadded = writeUnpadded(pattern, values);
        return Arrays.copyOf(unpadded, unpadded.length + 3 & ~3);
    }

    private static byte[] writeUnpadded(final Pattern pattern, final Values values) {
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            final DataOutputStream out = new DataOutputStream(body);
            for (final Field field : pattern.layout().fields()) {
                writeField(field, pattern, values, out);
            }
            final int length = Integer.parseInt(pattern.value("length", values, "" + (HEADER + body.size())));
            final ByteArrayOutputStream whole = new ByteArrayOutputStream();
            final DataOutputStream all = new DataOutputStream(whole);
            final int type = Integer.parseInt(
                    pattern.value("type", values, "" + pattern.layout().type()));
            if (pattern.layout().family() == Family.CHUNK) {
                all.writeByte(type);
                all.writeByte(flags(pattern, values));
            } else {
                all.writeShort(type);
            }
            all.writeShort(length);
            body.writeTo(all);
            return whole.toByteArray();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Data is a whole message if the script does not say otherwise. */
    private static int flags(final Pattern pattern, final Values values) {
        for (final Pattern.Term term : pattern.fields()) {
            if (term.name().equals("flags")) {
                final String flags = term.value();
                return flags.matches("[A-Z]+") ? Layout.flags(flags) : (int) values.number(flags);
            }
        }
        return pattern.layout().isData() ? Layout.flags("BE") : 0;
    }

    private static void writeField(
            final Field field, final Pattern pattern, final Values values, final DataOutputStream out)
            throws IOException {
        final String value = pattern.value(field.name(), values, "");
        switch (field.kind()) {
            case '1' -> out.writeByte((int) orZero(value));
            case '2' -> out.writeShort((int) orZero(value));
            case '4' -> out.writeInt((int) orZero(value));
            case 'p', 'c' -> {
                // RFC 9260 section 3.2: the padding of the last one is not part of the chunk.
                for (final Pattern item : pattern.items()) {
                    out.write(new byte[-out.size() & 3]);
                    out.write(writeUnpadded(item, values));
                }
            }
            case 'S', 'P' -> writeList(value, 2, out);
            case 'M' -> {
                for (final String entry : split(value)) {
                    final String[] parts = entry.split("/", -1);
                    writeList(parts[0] + "," + parts[1], 2, out);
                    writeList(parts[2], 4, out);
                }
            }
            case 'G' -> {
                final String duplicates = pattern.value("dups", values, "");
                out.writeShort(split(value).length);
                out.writeShort(split(duplicates).length);
                writeList(value, 2, out);
                writeList(duplicates, 4, out);
            }
            default -> out.write(value.isEmpty() ? new byte[0] : Values.toBytes(value));
        }
    }

    private static long orZero(final String value) {
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }

    private static String[] split(final String list) {
        return list.isEmpty() ? new String[0] : list.split(",", -1);
    }

    private static void writeList(final String list, final int width, final DataOutputStream out) throws IOException {
        for (final String number : list.isEmpty() ? new String[0] : list.split("[,:/]", -1)) {
            if (width == 2) {
                out.writeShort(Integer.parseInt(number));
            } else {
                out.writeInt((int) Long.parseLong(number));
            }
        }
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder(layout.name());
        fields.forEach((name, value) -> {
            final boolean known =
                    name.equals("type") && !layout.name().equals(layout.family().name());
            if (!known && !name.equals("length")) {
                text.append(' ').append(name).append('=').append(Values.show(value));
            }
        });
        items.forEach(item -> text.append(" [").append(item).append(']'));
        return text.append(complete ? "" : " (incomplete)").toString();
    }
}
