package io.sctp.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/options.md} is what the catalogue says. */
class OptionsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "options.md");

    @Test
    void shouldBeWhatTheCatalogueSays() throws IOException {
        final String text = OptionsDocument.text();
        if (Boolean.getBoolean("io.sctp.docs.write")) {
            Files.writeString(DOCUMENT, text);
        }
        assertEquals(
                text,
                Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "",
                "docs/options.md is out of date: run this test with -Dio.sctp.docs.write=true");
    }
}
