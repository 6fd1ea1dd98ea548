package io.sctp.jmeter;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What a user gives the sampler.
 *
 * @param provider {@code auto}, or the name of one
 * @param host name or address of the server
 * @param port of the server, 1 to 65535
 * @param size of a message, 1 to 1,048,576 bytes
 * @param stream of all messages, 0 to 65534
 * @param timeout of connecting and of each echo, 1 ms to an hour
 */
record EchoSettings(String provider, String host, int port, int size, int stream, Duration timeout) {
    static final String PROVIDER = "provider";
    static final String HOST = "host";
    static final String PORT = "port";
    static final String SIZE = "size";
    static final String STREAM = "stream";
    static final String TIMEOUT_MS = "timeout_ms";

    private static final int MAX_PORT = 65_535;
    private static final int MAX_SIZE = 1 << 20;
    /** With it there are 65,535 streams, as many as RFC 9260 has. */
    private static final int MAX_STREAM = 65_534;

    private static final int MAX_TIMEOUT_MS = 3_600_000;

    /**
     * Reads them.
     *
     * @param parameter returns a parameter's value by its name
     * @throws IllegalArgumentException if a value is no number or out of range; the message names the parameter
     */
    static EchoSettings of(final UnaryOperator<String> parameter) {
        return new EchoSettings(
                text(parameter, PROVIDER),
                text(parameter, HOST),
                number(parameter, PORT, 1, MAX_PORT),
                number(parameter, SIZE, 1, MAX_SIZE),
                number(parameter, STREAM, 0, MAX_STREAM),
                Duration.ofMillis(number(parameter, TIMEOUT_MS, 1, MAX_TIMEOUT_MS)));
    }

    private static String text(final UnaryOperator<String> parameter, final String name) {
        final String value = parameter.apply(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        return value.strip();
    }

    private static int number(
            final UnaryOperator<String> parameter, final String name, final int least, final int most) {
        final String value = text(parameter, name);
        try {
            final int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(name + " '" + value + "' is not a whole number", e);
        }
        throw new IllegalArgumentException(name + " " + value + " is not between " + least + " and " + most);
    }
}
