package io.sctp.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options of a command line that a load in a guest is given too. */
final class LoadArguments {
    /** What is for the command itself, or for its own files. */
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
                // An option whose value may be left out has its fallback here.
                arguments.add(option.longestName() + "=" + option.stringValues().get(0));
            }
        }
        return arguments;
    }
}
