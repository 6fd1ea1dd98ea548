package io.sctp.bench.options;

import io.sctp.bench.history.History;
import io.sctp.bench.history.Store;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options for the store of the nights, and for which recent changes raise an alarm. */
public final class StoreOptions {
    @Option(
            names = "--store",
            description = "The file with all nights (default: $XDG_DATA_HOME/sctp-java/history.db, in ~/.local/share "
                    + "if that is not set).",
            paramLabel = "FILE")
    private Path file;

    @Option(
            names = "--recent",
            description = "An alarm is of a change that began among the last N nights (default: "
                    + History.RECENT_NIGHTS + ").",
            defaultValue = "" + History.RECENT_NIGHTS,
            paramLabel = "N")
    private int recentNights;

    /** Returns the store's file. */
    public Path file() {
        return file == null ? Store.standardFile() : file;
    }

    /** Opens the store. */
    public Store open() throws IOException {
        try {
            return Store.open(file());
        } catch (final IOException e) {
            throw new IOException("--store: " + e.getMessage(), e);
        }
    }

    /**
     * Among how many last nights an alarm's change began.
     *
     * @throws IllegalArgumentException if the number is out of range
     */
    public int recentNights() {
        if (recentNights < 1) {
            throw new IllegalArgumentException("--recent " + recentNights + " is below 1");
        }
        return recentNights;
    }
}
