package io.sctp.bench.payload;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Message sizes: one, or several with a share each. Immutable; {@link #sampler} draws from it. */
public final class SizeDistribution {
    /** The largest message, in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DIGITS = 9;
    private static final Pattern PART = Pattern.compile("(\\d{1,8}):(\\d+(?:\\.\\d+)?)");
    private static final double WHOLE = 1.0;
    private static final double ROUNDING = 1e-9;

    private final String text;
    private final int[] bytes;
    private final double[] upTo;

    private SizeDistribution(final String text, final int[] bytes, final double[] upTo) {
        this.text = text;
        this.bytes = bytes;
        this.upTo = upTo;
    }

    /**
     * Reads a size, such as {@code 200}, or sizes with their shares, such as {@code 100:0.8,1400:0.2}.
     *
     * @throws IllegalArgumentException if it is not of this form, a size is not between {@value Payload#MIN_BYTES} and
     *     {@value #MAX_BYTES}, or the shares do not add up to 1
     */
    public static SizeDistribution parse(final String text) {
        final String[] parts = text.indexOf(':') < 0 ? new String[] {text + ":1"} : text.split(",", -1);
        final int[] bytes = new int[parts.length];
        final double[] upTo = new double[parts.length];
        double sum = 0;
        for (int i = 0; i < parts.length; i++) {
            final Matcher part = PART.matcher(parts[i]);
            if (!part.matches()) {
                throw new IllegalArgumentException(
                        "size '" + text + "' is neither a number of bytes nor of the form 100:0.8,1400:0.2");
            }
            bytes[i] = part.group(1).length() > MAX_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(part.group(1));
            requireInRange(bytes[i]);
            sum += Double.parseDouble(part.group(2));
            upTo[i] = sum;
        }
        if (Math.abs(sum - WHOLE) > ROUNDING) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "the shares of size '%s' add up to %.4f, not 1", text, sum));
        }
        upTo[upTo.length - 1] = WHOLE;
        return new SizeDistribution(text, bytes, upTo);
    }

    /** Every message of the same size. */
    public static SizeDistribution fixed(final int bytes) {
        return parse(Integer.toString(bytes));
    }

    /** The largest of the sizes. */
    public int maxBytes() {
        int max = 0;
        for (final int size : bytes) {
            max = Math.max(max, size);
        }
        return max;
    }

    /** Draws sizes, the same ones for the same seed. */
    public Sampler sampler(final long seed) {
        return new Sampler(this, seed);
    }

    /** Returns the text that {@link #parse} reads. */
    @Override
    public String toString() {
        return text;
    }

    private static void requireInRange(final int size) {
        if (size < Payload.MIN_BYTES || size > MAX_BYTES) {
            throw new IllegalArgumentException("size " + size + " is not between " + Payload.MIN_BYTES + " and "
                    + MAX_BYTES + " bytes; a message carries its stream, number, times and checksum");
        }
    }

    /** Draws sizes; for one thread; allocates nothing. */
    public static final class Sampler {
        private final SizeDistribution sizes;
        private final SplittableRandom random;

        private Sampler(final SizeDistribution sizes, final long seed) {
            this.sizes = sizes;
            this.random = new SplittableRandom(seed);
        }

        /** The next message's size in bytes. */
        public int nextBytes() {
            if (sizes.bytes.length == 1) {
                return sizes.bytes[0];
            }
            final double point = random.nextDouble();
            int i = 0;
            while (point >= sizes.upTo[i]) {
                i++;
            }
            return sizes.bytes[i];
        }
    }
}
