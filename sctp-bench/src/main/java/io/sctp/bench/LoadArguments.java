package io.sctp.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Selects the options of a command line that are passed on to the loads in a guest. */
final class LoadArguments {
    /** The options of the command itself, or for its own files. */
    private static final Set<String> OWN = Set.of("--kernel", "--boots", "--clock", "--sysctl", "--out", "--json");

    private LoadArguments() {}

    static List<String> of(final ParseResult parsed) {
        final List<String> arguments = new ArrayList<>();
        for (final OptionSpec option : parsed.matchedOptions()) {
            if (OWN.contains(option.longestName())) {
                continue;
            }
            if (option.arity().max() == 0) {
                arguments.add(option.longestName());
            } else {
                // An option without a value has its fallback value here.
                arguments.add(option.longestName() + "=" + option.stringValues().get(0));
            }
        }
        return arguments;
    }
}
