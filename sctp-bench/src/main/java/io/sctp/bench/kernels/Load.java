package io.sctp.bench.kernels;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A load with a name.
 *
 * @param name letters, digits and hyphens
 * @param arguments options of the command {@code load}
 */
public record Load(String name, List<String> arguments) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,63}");

    /** Checks the name. */
    public Load {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no name for a load: letters, digits and hyphens");
        }
        arguments = List.copyOf(arguments);
    }

    /** Returns the same load with one more option. */
    public Load with(final String argument) {
        return new Load(
                name, Stream.concat(arguments.stream(), Stream.of(argument)).toList());
    }
}
