package io.sctp.bench.nightly;

import io.sctp.bench.kernels.Campaign;
import io.sctp.bench.kernels.Load;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The runs that later nights are compared with, in folders {@code KERNEL/LOAD/boot-N/} as a campaign writes them.
 *
 * @param folder of the runs
 */
public record Baseline(Path folder) {
    /** The default location: with the user's other data, outside the checkout. */
    public static Path standardFolder() {
        final String data = System.getenv("XDG_DATA_HOME");
        final Path home = data == null || data.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "share")
                : Path.of(data);
        return home.resolve("sctp-java").resolve("baseline");
    }

    /** Whether the baseline exists. */
    public boolean exists() {
        return Files.isDirectory(folder);
    }

    /** Returns the runs of a load on a kernel; empty if there are none. */
    public List<LoadResult> runs(final String kernel, final Load load) throws IOException {
        final Path runs = folder.resolve(kernel).resolve(load.name());
        return Files.isDirectory(runs) ? ResultFile.readAll(runs) : List.of();
    }

    /** Replaces the baseline by a campaign's runs. The old one is kept until the new one is complete. */
    public void renew(final Campaign campaign) throws IOException {
        final Path next = folder.resolveSibling(folder.getFileName() + ".next");
        final Path old = folder.resolveSibling(folder.getFileName() + ".old");
        delete(next);
        for (final String kernel : campaign.kernels()) {
            for (final Load load : campaign.loads()) {
                copyResults(campaign.runs(kernel, load), next.resolve(kernel).resolve(load.name()));
            }
        }
        delete(old);
        if (exists()) {
            Files.move(folder, old);
        }
        Files.move(next, folder);
        delete(old);
    }

    private static void copyResults(final Path from, final Path to) throws IOException {
        for (final Path result : ResultFile.find(from)) {
            final Path copy = to.resolve(from.relativize(result).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(result, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(final Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (final Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
