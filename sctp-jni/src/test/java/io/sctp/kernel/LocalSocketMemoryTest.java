package io.sctp.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.jni.NewerJdk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs {@link LocalSocketMemory} where it gets sockets without SCTP: in JVMs that are started with them. */
class LocalSocketMemoryTest {
    private static final Path SOCKET_PAIRS = Path.of("../sctp-native/target/cmake/release/test/socket_pairs");
    private static final int PAIRS = 64;
    private static final int FIRST = 500;

    @Test
    void shouldTouchNobodyElsesMemoryInThisJvm() throws Exception {
        assertPasses(Path.of(System.getProperty("java.home")));
    }

    /** Only there arenas can be closed. */
    @Test
    void shouldTouchNoMemoryThatHasBeenFreedInANewerJvm() throws Exception {
        assertPasses(NewerJdk.home(22));
    }

    private static void assertPasses(final Path jdk) throws Exception {
        final Process jvm = new ProcessBuilder(List.of(
                        SOCKET_PAIRS.toAbsolutePath().toString(),
                        String.valueOf(PAIRS),
                        String.valueOf(FIRST),
                        jdk.resolve("bin/java").toString(),
                        "-Xcheck:jni",
                        "-XX:TieredStopAtLevel=1",
                        "-D" + LocalSocketMemory.FIRST + "=" + FIRST,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.junit.platform.console.ConsoleLauncher",
                        "execute",
                        "--disable-banner",
                        "--disable-ansi-colors",
                        "--fail-if-no-tests",
                        "--select-class",
                        LocalSocketMemory.class.getName()))
                .redirectErrorStream(true)
                .start();
        final String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, jvm.waitFor(), output);
        assertTrue(output.contains("[         0 tests failed"), output);
    }
}
