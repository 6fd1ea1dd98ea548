package io.sctp.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The system-wide settings of SCTP, changed for a class of tests and put back after it. */
final class KernelSettings {
    private static final Path FOLDER = Path.of("/proc/sys/net/sctp");

    private final Map<Path, String> before = new LinkedHashMap<>();

    /** Changes a setting; without the right to do so the tests that need it are skipped. */
    void set(final String name, final String value) throws IOException {
        final Path setting = FOLDER.resolve(name);
        final String old = Files.readString(setting).strip();
        if (old.equals(value)) {
            return;
        }
        assumeTrue(Files.isWritable(setting), "needs net.sctp." + name + "=" + value + ", and root to set it");
        Files.writeString(setting, value);
        before.putIfAbsent(setting, old);
    }

    void restore() throws IOException {
        for (final Map.Entry<Path, String> setting : before.entrySet()) {
            Files.writeString(setting.getKey(), setting.getValue());
        }
        before.clear();
    }
}
