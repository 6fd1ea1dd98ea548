package io.sctp.bench.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the kernel says of itself under {@code /proc}. */
public final class KernelFacts {
    private static final String LAB_CLOCK = "LAB_CLOCK";

    private KernelFacts() {}

    /** The running kernel's release, such as {@code 6.12.117+deb12-amd64}. */
    public static String release() {
        return read("/proc/sys/kernel/osrelease").orElseGet(() -> System.getProperty("os.version"));
    }

    /** {@code wall}, or {@code icount} in a lab guest whose clock counts instructions. */
    public static String clock() {
        return Optional.ofNullable(System.getenv(LAB_CLOCK)).orElse("wall");
    }

    /** The content of a small file of the kernel's, without surrounding white space. */
    public static Optional<String> read(final String file) {
        try {
            return Optional.of(Files.readString(Path.of(file)).strip());
        } catch (final IOException e) {
            return Optional.empty();
        }
    }
}
