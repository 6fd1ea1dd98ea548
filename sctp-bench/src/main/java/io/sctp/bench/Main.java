package io.sctp.bench;

import io.sctp.SctpException;
import io.sctp.bench.micro.JmhCommand;
import io.sctp.bench.peers.PeersCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command behind {@code ./sctp}: load, server, client, doctor. */
@Command(
        name = "sctp",
        description = "Measures SCTP, and shows this machine's support for it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LoadCommand.class,
            ServerCommand.class,
            ClientCommand.class,
            CapacityCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            MergeCommand.class,
            KernelsCommand.class,
            NightlyCommand.class,
            HistoryCommand.class,
            PathsCommand.class,
            RelayCommand.class,
            PeersCommand.class,
            JmhCommand.class,
            DoctorCommand.class,
            HelpTextsCommand.class
        })
public final class Main {
    /** Narrower help cannot be written. */
    private static final int MIN_HELP_WIDTH = 55;

    private Main() {}

    /** Runs a command and exits with its status, one of {@link ExitCode}. */
    public static void main(final String[] args) {
        System.exit(run(args));
    }

    /** Runs a command. */
    static int run(final String... args) {
        return commandLine()
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command))
                .execute(args);
    }

    /** All commands, as they are on this terminal. */
    static CommandLine commandLine() {
        final CommandLine all = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(Math.max(MIN_HELP_WIDTH, Terminal.width()))
                .setOut(Terminal.writer(System.out))
                .setErr(Terminal.writer(System.err));
        final Version version = new Version();
        all.getCommandSpec().versionProvider(version);
        all.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().versionProvider(version));
        return all;
    }

    static int explain(final Exception failure, final CommandLine command) throws Exception {
        if (failure instanceof SctpException.Unsupported unsupported) {
            command.getErr().println("sctp: " + unsupported.getMessage());
            return ExitCode.UNAVAILABLE;
        }
        if (failure instanceof IllegalArgumentException) {
            command.getErr().println("sctp: " + failure.getMessage());
            return ExitCode.USAGE;
        }
        if (failure instanceof IOException) {
            command.getErr().println("sctp: " + failure.getMessage());
            return ExitCode.FAILED;
        }
        throw failure;
    }
}
