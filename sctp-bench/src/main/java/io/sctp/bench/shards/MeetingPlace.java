package io.sctp.bench.shards;

import io.sctp.bench.result.WholeFile;
import io.sctp.bench.schedule.Shard;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that all generators of a run share. Each one that is ready puts a file there, {@code ready-I-of-N}. When
 * there are N, the first generator writes the time of the start to the file {@code start}.
 */
final class MeetingPlace {
    /** How long generators wait for each other. */
    static final Duration PATIENCE = Duration.ofMinutes(10);
    /** From the time at which all are there to the start: a shared folder may show a new file late. */
    static final Duration LEAD = Duration.ofSeconds(5);

    private static final long POLL_MS = 20;
    private static final int MAX_NAMED = 10;
    private static final String READY = "ready-";
    private static final String START = "start";
    /** Clocks that differ by more cannot start generators together. */
    private static final Duration MAX_DIFFERENCE = Duration.ofSeconds(1);

    private static final double MILLIS_PER_SECOND = 1e3;

    private final Path folder;
    private final Shard shard;
    private final Clock clock;
    private final Duration patience;
    private final Duration lead;

    MeetingPlace(
            final Path folder, final Shard shard, final Clock clock, final Duration patience, final Duration lead) {
        this.folder = folder;
        this.shard = shard;
        this.clock = clock;
        this.patience = patience;
        this.lead = lead;
    }

    /**
     * Waits until all generators are there.
     *
     * @param ended whether this one need not wait any longer
     * @return the time of the start; null if it ended before
     * @throws IOException if not all come in time, the folder was used before, or the clocks differ too much
     */
    Instant meet(final BooleanSupplier ended) throws IOException, InterruptedException {
        final Path own = folder.resolve(name(shard.number()));
        Files.createDirectories(folder);
        if (Files.exists(folder.resolve(START))) {
            throw new IOException("the generators of another run have met in " + folder + ": give each run its own");
        }
        try {
            Files.createFile(own);
        } catch (final FileAlreadyExistsException e) {
            throw new IOException(
                    "there is " + own + " already: either two generators have --shard " + shard
                            + ", or it is of another run; give each run a folder of its own",
                    e);
        }
        boolean met = false;
        try {
            final Instant start = await(ended);
            met = start != null;
            return start;
        } finally {
            if (!met) {
                Files.deleteIfExists(own);
            }
        }
    }

    private Instant await(final BooleanSupplier ended) throws IOException, InterruptedException {
        final long beganNs = System.nanoTime();
        while (!ended.getAsBoolean()) {
            if (Files.exists(folder.resolve(START))) {
                return read();
            }
            final List<Integer> missing = missing();
            if (missing.isEmpty() && shard.number() == 1) {
                write();
                continue;
            }
            if (System.nanoTime() - beganNs > patience.toNanos()) {
                throw new IOException(String.format(
                        Locale.ROOT,
                        "%s did not come to %s in %.1f s",
                        missing.isEmpty() ? "generator 1 of " + shard.of() : described(missing),
                        folder,
                        patience.toMillis() / MILLIS_PER_SECOND));
            }
            Thread.sleep(POLL_MS);
        }
        return null;
    }

    private List<Integer> missing() throws IOException {
        final Set<String> names;
        try (Stream<Path> files = Files.list(folder)) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(READY))
                    .collect(Collectors.toSet());
        }
        for (final String name : names) {
            if (!name.endsWith("-of-" + shard.of())) {
                throw new IOException("the generators in " + folder + " are not of one run: there is " + name
                        + ", and --shard here is " + shard);
            }
        }
        final List<Integer> missing = new ArrayList<>();
        for (int i = 1; i <= shard.of(); i++) {
            if (!names.contains(name(i))) {
                missing.add(i);
            }
        }
        return missing;
    }

    private String described(final List<Integer> missing) {
        return (missing.size() == 1 ? "generator " : "generators ")
                + missing.stream().limit(MAX_NAMED).map(Object::toString).collect(Collectors.joining(", "))
                + (missing.size() > MAX_NAMED ? " and " + (missing.size() - MAX_NAMED) + " others" : "")
                + " of " + shard.of();
    }

    private String name(final int number) {
        return READY + number + "-of-" + shard.of();
    }

    /** Writes when the start is, and when this was written, by this machine's clock. */
    private void write() throws IOException {
        final Instant now = clock.instant();
        WholeFile.write(folder.resolve(START), now.plus(lead) + "\n" + now + "\n");
    }

    private Instant read() throws IOException {
        final Path file = folder.resolve(START);
        final String[] lines = Files.readString(file).split("\n", -1);
        try {
            final Instant written = Instant.parse(lines[1]);
            final Duration behind = Duration.between(clock.instant(), written);
            if (behind.compareTo(MAX_DIFFERENCE) > 0) {
                throw new IOException(String.format(
                        Locale.ROOT,
                        "this machine's clock is at least %.3f s behind that of generator 1: synchronize them",
                        behind.toMillis() / MILLIS_PER_SECOND));
            }
            return Instant.parse(lines[0]);
        } catch (final DateTimeException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(file + " does not tell when the start is", e);
        }
    }
}
