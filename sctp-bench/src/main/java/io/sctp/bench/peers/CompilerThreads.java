package io.sctp.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processor time of this JVM's compilers. The JVM is not warm while they run. */
final class CompilerThreads {
    private static final Path TASKS = Path.of("/proc/self/task");

    private CompilerThreads() {}

    /** The processor time of all live compiler threads, in nanoseconds; 0 if the system does not report it. */
    static long cpuNanos() {
        if (!Files.isDirectory(TASKS)) {
            return 0;
        }
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            long sum = 0;
            for (final Path task : tasks) {
                sum += cpuNanos(task);
            }
            return sum;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long cpuNanos(final Path task) {
        try {
            final String name = Files.readString(task.resolve("comm"));
            if (!name.startsWith("C1 ") && !name.startsWith("C2 ")) {
                return 0;
            }
            final List<String> schedule =
                    List.of(Files.readString(task.resolve("schedstat")).split(" ", -1));
            return Long.parseLong(schedule.get(0));
        } catch (final IOException e) {
            return 0; // the thread has just ended
        }
    }
}
