package io.sctp.bench.schedule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a schedule that one of several generators takes: every {@code of}th association, beginning with the
 * {@code number}th. An association has the same messages at the same times whichever generator has it, so the parts
 * together are the whole schedule, interleaved.
 *
 * @param number of this generator, from 1
 * @param of the number of generators
 */
public record Shard(int number, int of) {
    /** The whole schedule. */
    public static final Shard WHOLE = new Shard(1, 1);

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})/(\\d{1,5})");

    /** Checks the numbers. */
    public Shard {
        if (of < 1 || number < 1 || number > of) {
            throw new IllegalArgumentException(
                    "'" + number + "/" + of + "' is none of N parts: they are 1/N to N/N, such as 1/4 to 4/4");
        }
    }

    /**
     * Reads {@code I/N}.
     *
     * @throws IllegalArgumentException if it has another form, or there is no such part
     */
    public static Shard parse(final String text) {
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not of the form I/N, such as 1/4");
        }
        return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** The number of associations of this part. */
    public int associations(final int ofWhole) {
        return (ofWhole - number) / of + 1;
    }

    /** The index, in the whole schedule, of an association of this part. */
    public int association(final int index) {
        return number - 1 + index * of;
    }

    /** Returns the text that {@link #parse} reads. */
    @Override
    public String toString() {
        return number + "/" + of;
    }
}
