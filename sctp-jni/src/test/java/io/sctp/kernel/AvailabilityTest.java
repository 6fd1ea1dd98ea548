package io.sctp.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpException;
import io.sctp.jni.NewerJdk;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whatever keeps the library from being loaded is an answer or an exception of the API, at every way in and each time.
 */
class AvailabilityTest {

    /** What the child JVM runs: every way into the provider, twice. */
    static final class Asking {
        private Asking() {}

        @FunctionalInterface
        private interface Open {
            Object open() throws IOException;
        }

        public static void main(final String[] arguments) {
            final SctpProvider provider = new KernelProvider();
            for (int time = 0; time < 2; time++) {
                final SctpProvider.Availability answer = provider.availability();
                System.out.println(answer.available() + " " + answer.reason());
                for (final Open open : List.<Open>of(
                        () -> provider.openChannel(null),
                        () -> provider.openServerChannel(null),
                        () -> provider.openMultiChannel(null),
                        provider::openPoller)) {
                    try {
                        System.out.println("opened " + open.open());
                    } catch (final SctpException.Unsupported e) {
                        System.out.println("unsupported " + e.getMessage());
                    } catch (final Throwable e) {
                        System.out.println("wrong: " + e);
                    }
                }
            }
        }
    }

    @Test
    void shouldAnswerThatNativeAccessIsDenied() throws Exception {
        assertUnavailable(NewerJdk.home(24), "--illegal-native-access=deny", "denies native access");
    }

    @Test
    void shouldAnswerThatTheLibraryCannotBeLoaded() throws Exception {
        final Path home = Path.of(System.getProperty("java.home"));
        assertUnavailable(home, "-Dio.sctp.library=/nowhere/lib.so", "names /nowhere/lib.so");
        assertUnavailable(home, "-Djava.io.tmpdir=/nowhere", "cannot be extracted");
        assertUnavailable(home, "-Dio.sctp.library=" + home.resolve("release"), "cannot be loaded");
        assertUnavailable(home, "-Dos.arch=sparc", "on sparc");
    }

    private static void assertUnavailable(final Path jdk, final String option, final String reason) throws Exception {
        final Process jvm = new ProcessBuilder(
                        jdk.resolve("bin/java").toString(),
                        option,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asking.class.getName())
                .redirectErrorStream(true)
                .start();
        final String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        final List<String> lines = output.lines().toList();
        assertEquals(10, lines.size(), output);
        for (int i = 0; i < lines.size(); i++) {
            assertTrue(lines.get(i).startsWith(i % 5 == 0 ? "false " : "unsupported "), output);
            assertTrue(lines.get(i).contains(reason), output);
        }
    }
}
