package io.sctp.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The system-wide settings of SCTP, changed for a class of tests and put back after it. */
final class KernelSettings implements Closeable {
    private static final Path FOLDER = Path.of("/proc/sys/net/sctp");

    private final Map<Path, String> before = new LinkedHashMap<>();

    /**
     * Changes a setting that tests can do without: where the kernel does not have it, those that need it skip
     * themselves.
     */
    void setIfKnown(final String name, final String value) throws IOException {
        if (Files.exists(FOLDER.resolve(name))) {
            set(name, value);
        }
    }

    /**
     * Changes a setting; where the kernel does not have it, or there is no right to change it, the tests are skipped.
     */
    void set(final String name, final String value) throws IOException {
        final Path setting = FOLDER.resolve(name);
        assumeTrue(Files.exists(setting), "this kernel has no net.sctp." + name);
        final String old = read(setting);
        if (old.equals(value)) {
            return;
        }
        assumeTrue(Files.isWritable(setting), "needs net.sctp." + name + "=" + value + ", and root to set it");
        Files.writeString(setting, value);
        before.putIfAbsent(setting, old);
    }

    /** In one go: the kernel has nothing more to say to a second read, even if the first took but a byte. */
    private static String read(final Path setting) throws IOException {
        final byte[] content = new byte[256];
        try (InputStream in = Files.newInputStream(setting)) {
            return new String(content, 0, in.read(content), StandardCharsets.US_ASCII).strip();
        }
    }

    /** Puts them back. */
    @Override
    public void close() throws IOException {
        for (final Map.Entry<Path, String> setting : before.entrySet()) {
            Files.writeString(setting.getKey(), setting.getValue());
        }
        before.clear();
    }
}
