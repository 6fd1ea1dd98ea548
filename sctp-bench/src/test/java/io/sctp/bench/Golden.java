package io.sctp.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents that are compared, whole, with one that was read by a person and kept. */
public final class Golden {
    private static final Path WRITTEN = Path.of("target", "golden");

    private Golden() {}

    /** The document of this name beside the test. */
    public static String read(final Class<?> test, final String name) throws IOException {
        try (InputStream golden = test.getResourceAsStream(name)) {
            return golden == null ? "" : new String(golden.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A text without its encoded histograms: what a compressor makes of one may differ from one Java to another. */
    public static String withoutHistograms(final String text) {
        return text.replaceAll("HIST[A-Za-z0-9+/=]+", "HIST...");
    }

    /** Compares a text with the document of this name beside the test; a failure says how to look at the difference. */
    public static void assertSame(final Class<?> test, final String name, final String written) throws IOException {
        if (!read(test, name).equals(written)) {
            final Path file = WRITTEN.resolve(name).toAbsolutePath();
            Files.createDirectories(file.getParent());
            Files.writeString(file, written);
            final String kept = "src/test/resources/" + test.getPackageName().replace('.', '/') + "/" + name;
            assertEquals(
                    read(test, name),
                    written,
                    name + " is not what it was. To see how it differs, in sctp-bench:  diff " + kept + " " + file
                            + "  If that is meant and documented, copy the second over the first");
        }
    }
}
