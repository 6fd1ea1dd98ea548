package io.sctp.jni;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Finds a JDK for what the one that runs the tests may not have. */
public final class NewerJdk {

    private static final Path SYSTEM_JDKS = Path.of("/usr/lib/jvm");

    private NewerJdk() {}

    /**
     * The home of this JDK if it is at least so new, or else of another on this machine; without one the test is
     * skipped.
     */
    public static Path home(int leastFeature) throws IOException {
        if (Runtime.version().feature() >= leastFeature) {
            return Path.of(System.getProperty("java.home"));
        }
        List<Path> found = List.of();
        if (Files.isDirectory(SYSTEM_JDKS)) {
            try (Stream<Path> homes = Files.list(SYSTEM_JDKS)) {
                found = homes.filter(home -> feature(home) >= leastFeature)
                        .sorted(Comparator.comparing(NewerJdk::feature))
                        .toList();
            }
        }
        Assumptions.assumeFalse(found.isEmpty(), "no JDK " + leastFeature + " or later in " + SYSTEM_JDKS);
        return found.get(found.size() - 1);
    }

    /** The major version in a JDK's release file; 0 if there is none. */
    private static int feature(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("[^0-9.]", ""))
                    .mapToInt(version -> Runtime.Version.parse(version).feature())
                    .findFirst()
                    .orElse(0);
        } catch (IOException | IllegalArgumentException e) {
            return 0;
        }
    }
}
