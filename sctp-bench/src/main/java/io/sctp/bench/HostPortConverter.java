package io.sctp.bench;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code HOST:PORT} or {@code [IPV6]:PORT}. */
final class HostPortConverter implements ITypeConverter<InetSocketAddress> {
    private static final Pattern FORM = Pattern.compile("(?:\\[([^]]+)]|([^:]+)):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    @Override
    public InetSocketAddress convert(final String text) {
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
            throw new TypeConversionException("'" + text + "' is not HOST:PORT such as 127.0.0.1:9899 or [::1]:9899");
        }
        final String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new InetSocketAddress(host, Integer.parseInt(matcher.group(3)));
    }
}
