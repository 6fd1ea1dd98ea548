package io.sctp.bench;

import io.sctp.bench.faults.Fault;
import io.sctp.bench.options.DurationConverter;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads faults such as {@code down@3s+1s}, {@code loss=10%@3s+2s}, {@code delay=50ms@5s+1s} or {@code kill@4s}. */
final class FaultConverter implements ITypeConverter<Fault> {
    private static final Pattern FORM =
            Pattern.compile("(?:(down|loss=([^@+]+)|delay=([^@+]+))@([^@+]+)\\+([^@+]+))|(?:kill@([^@+]+))");

    private static final DurationConverter DURATION = new DurationConverter();

    @Override
    public Fault convert(final String text) {
        final Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a fault such as down@3s+1s, loss=10%@3s+2s, delay=50ms@5s+1s or kill@4s");
        }
        try {
            if (form.group(1) == null) {
                return new Fault(
                        text, Fault.Kind.KILL, 0, Duration.ZERO, DURATION.convert(form.group(6)), Duration.ZERO);
            }
            return new Fault(
                    text,
                    form.group(2) != null
                            ? Fault.Kind.LOSS
                            : form.group(3) != null ? Fault.Kind.DELAY : Fault.Kind.DOWN,
                    form.group(2) == null ? 0 : new PercentConverter().convert(form.group(2)),
                    form.group(3) == null ? Duration.ZERO : DURATION.convert(form.group(3)),
                    DURATION.convert(form.group(4)),
                    DURATION.convert(form.group(5)));
        } catch (final IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
