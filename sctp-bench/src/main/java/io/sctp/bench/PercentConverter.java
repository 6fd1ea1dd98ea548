package io.sctp.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads proportions such as {@code 1%}, {@code 0.5%} or {@code 0.01}. */
final class PercentConverter implements ITypeConverter<Double> {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)(%?)");
    private static final double WHOLE_PERCENT = 100;

    @Override
    public Double convert(final String text) {
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a part such as 1% or 0.01");
        }
        final double number = Double.parseDouble(matcher.group(1));
        final double part = matcher.group(2).isEmpty() ? number : number / WHOLE_PERCENT;
        if (part > 1) {
            throw new TypeConversionException("'" + text + "' is more than all: write " + text + "% for percent");
        }
        return part;
    }
}
