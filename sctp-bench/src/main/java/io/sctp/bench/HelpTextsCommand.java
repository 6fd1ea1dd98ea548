package io.sctp.bench;

import io.sctp.bench.result.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the help of every command to a file at build time, because a JVM starts too slowly to print help. */
@Command(name = "help-texts", description = "Writes the help of each command to DIR/COMMAND.", hidden = true)
final class HelpTextsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        for (final Map.Entry<String, CommandLine> command :
                spec.parent().commandLine().getSubcommands().entrySet()) {
            if (!command.getValue().getCommandSpec().usageMessage().hidden()) {
                final String text = command.getValue()
                        .setUsageHelpWidth(Terminal.USUAL_WIDTH)
                        .getUsageMessage(CommandLine.Help.Ansi.OFF);
                WholeFile.write(folder.resolve(command.getKey()), text);
            }
        }
        return ExitCode.OK;
    }
}
