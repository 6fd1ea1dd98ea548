package io.sctp.bench.environment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Facts about the kernel, from {@code /proc}. */
public final class KernelFacts {
    private static final String LAB_KERNEL = "LAB_KERNEL";
    private static final String LAB_CLOCK = "LAB_CLOCK";
    private static final int READ_BYTES = 64 * 1024;

    private KernelFacts() {}

    /**
     * The running kernel's release, such as {@code 6.12.117+deb12-amd64}. In the lab the release of a user's own kernel
     * ends with a digest of its content, since all builds of a tree have the same release.
     */
    public static String release() {
        final String lab = System.getenv(LAB_KERNEL);
        return lab == null ? runningRelease() : lab;
    }

    private static String runningRelease() {
        return read("/proc/sys/kernel/osrelease").orElseGet(() -> System.getProperty("os.version"));
    }

    /** {@code wall}, or {@code icount} in a lab guest whose clock counts instructions. */
    public static String clock() {
        return Optional.ofNullable(System.getenv(LAB_CLOCK)).orElse("wall");
    }

    /** Whether this machine is a guest of the lab. */
    public static boolean isLab() {
        return System.getenv(LAB_KERNEL) != null;
    }

    /** The value of a setting such as {@code net.core.rmem_max}, if the kernel has it; tabs are replaced by spaces. */
    public static Optional<String> sysctl(final String name) {
        return read("/proc/sys/" + name.replace('.', '/')).map(value -> value.replace('\t', ' '));
    }

    /** The content of a small file of the kernel's, without surrounding white space. */
    public static Optional<String> read(final String file) {
        // Settings under /proc/sys must be read with one call: a second read returns end of file, even after one byte.
        final byte[] buffer = new byte[READ_BYTES];
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (InputStream stream = Files.newInputStream(Path.of(file))) {
            for (int count = stream.read(buffer); count > 0; count = stream.read(buffer)) {
                content.write(buffer, 0, count);
            }
            return Optional.of(content.toString(StandardCharsets.UTF_8).strip());
        } catch (final IOException e) {
            return Optional.empty();
        }
    }
}
