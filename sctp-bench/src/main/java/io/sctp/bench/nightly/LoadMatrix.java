package io.sctp.bench.nightly;

import io.sctp.bench.kernels.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The loads of a nightly job: the built-in ones, or those of a file with one line {@code NAME: OPTION...} each. */
public final class LoadMatrix {
    private LoadMatrix() {}

    /** Signalling at a steady rate, maximum throughput one way in batches, and many associations. */
    public static List<Load> standard() {
        return List.of(
                load("signalling", "--streams=16 --size=200 --rate=2000 --warmup=2s --duration=3s"),
                load("bulk", "--mode=oneway --streams=4 --size=100 --rate=max --batch=64 --warmup=1s --duration=1s"),
                load(
                        "many",
                        "--associations=64 --streams=2 --size=100:0.7,1400:0.3 --rate=2000 --arrival=poisson "
                                + "--warmup=2s --duration=3s"));
    }

    /** One short load, to try out the way from the guest to the report: most of the time goes to starting JVMs. */
    public static List<Load> smoke() {
        return List.of(
                load("signalling", "--streams=16 --size=200 --rate=500 --warmup=200ms --duration=500ms --drain=20s"));
    }

    /**
     * Reads a matrix. Empty lines, and text after {@code #}, are ignored.
     *
     * @throws IOException if the file cannot be read or has a syntax error; the message says where
     */
    public static List<Load> read(final Path file) throws IOException {
        final List<Load> loads = new ArrayList<>();
        final Set<String> names = new HashSet<>();
        int number = 0;
        for (final String line : Files.readAllLines(file)) {
            number++;
            final int comment = line.indexOf('#');
            final String text = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (text.isEmpty()) {
                continue;
            }
            final int colon = text.indexOf(':');
            final String name = colon < 0 ? "" : text.substring(0, colon).strip();
            if (name.isEmpty() || !names.add(name)) {
                throw new IOException(file + ", line " + number + ": not 'NAME: OPTION...' with a name of its own");
            }
            try {
                loads.add(load(name, text.substring(colon + 1)));
            } catch (final IllegalArgumentException e) {
                throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
            }
        }
        if (loads.isEmpty()) {
            throw new IOException(file + " names no load");
        }
        return loads;
    }

    private static Load load(final String name, final String options) {
        final String text = options.strip();
        return new Load(name, text.isEmpty() ? List.of() : List.of(text.split("\\s+", -1)));
    }
}
