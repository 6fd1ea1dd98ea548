package io.sctp.bench.options;

import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A file for what a command found. */
public final class JsonOption {
    @Option(names = "--json", description = "Writes the result to this file.", paramLabel = "FILE")
    private Path file;

    /** Writes a result, if a file was named. */
    public void write(final Object result) throws IOException {
        if (file != null) {
            ResultFile.write(file, result);
        }
    }
}
