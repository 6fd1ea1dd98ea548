package io.sctp.bench.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldWriteEachFormatToItsFile() throws Exception {
        final Exports exports = Exports.parse(
                List.of("junit=" + folder.resolve("a/tests.xml"), "markdown=" + folder.resolve("note.md")), true);
        exports.requireWritable();
        exports.write(Samples.nights());
        assertTrue(Files.readString(folder.resolve("a/tests.xml")).startsWith("<?xml"));
        assertTrue(Files.readString(folder.resolve("note.md")).startsWith("### SCTP over time"));
        assertFalse(exports.useStandardOutput());
        assertTrue(Exports.parse(List.of("ktap=-"), true).useStandardOutput());
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertRefused("'junit' is not FORMAT=FILE", true, "junit");
        assertRefused("'=x' is not FORMAT=FILE", true, "=x");
        assertRefused("no format 'JUnit'", true, "JUnit=x");
        assertRefused("otava is of what happened over time", false, "otava=x");
        assertRefused("cannot be -", true, "otava=-");
        assertRefused("only one format can go to standard output", true, "ktap=-", "junit=-");
    }

    private static void assertRefused(final String reason, final boolean hasHistory, final String... targets) {
        final IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Exports.parse(List.of(targets), hasHistory));
        assertTrue(refusal.getMessage().contains(reason), refusal::getMessage);
    }

    @Test
    void shouldKnowEveryFormatByItsName() {
        for (final String name : Format.NAMES.split(", ", -1)) {
            assertEquals(name, Format.named(name).name().toLowerCase(Locale.ROOT));
        }
        assertEquals(Format.values().length, Format.NAMES.split(", ", -1).length);
    }
}
