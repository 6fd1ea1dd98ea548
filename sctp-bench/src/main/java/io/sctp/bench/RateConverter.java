package io.sctp.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads rates in bits per second, such as {@code 64kbit}, {@code 100mbit}, {@code 2.5gbit}. */
final class RateConverter implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d+)?)(k|m|g)bit");
    private static final long MAX = 100_000_000_000L;

    @Override
    public Long convert(final String text) {
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a rate such as 64kbit, 100mbit or 2.5gbit");
        }
        final double unit = switch (matcher.group(2)) {
            case "k" -> 1e3;
            case "m" -> 1e6;
            default -> 1e9;
        };
        final long rate = Math.round(Double.parseDouble(matcher.group(1)) * unit);
        if (rate < 1 || rate > MAX) {
            throw new TypeConversionException("'" + text + "' is not between 1 bit/s and 100 Gbit/s");
        }
        return rate;
    }
}
