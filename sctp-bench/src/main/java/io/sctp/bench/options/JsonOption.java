package io.sctp.bench.options;

import io.sctp.bench.result.ResultFile;
import io.sctp.bench.result.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The option for a file with a command's result. */
public final class JsonOption {
    @Option(
            names = "--json",
            description = "Writes the result to this file; with -, to standard output, and everything else to "
                    + "standard error.",
            paramLabel = "FILE")
    private Path file;

    /** The stream for text output. */
    public PrintWriter text(final CommandLine command) {
        return WholeFile.isStandardOutput(file) ? command.getErr() : command.getOut();
    }

    /**
     * Checks that the file can be written, before anything is measured.
     *
     * @throws IOException if not
     */
    public void requireWritable() throws IOException {
        WholeFile.requireWritable(file);
    }

    /** Writes a result, if a file was named. */
    public void write(final Object result) throws IOException {
        if (file != null) {
            ResultFile.write(file, result);
        }
    }
}
