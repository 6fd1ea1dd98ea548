package io.sctp.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, a folder that is none: which file, why, and nothing half-written. */
class WholeFileTest {
    /** Takes nothing, as a full disk. */
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path folder;

    @Test
    void shouldSayWhichFileAFullDiskDidNotTakeAndLeaveTheOldOneWhole() throws IOException {
        assumeTrue(Files.exists(FULL), "needs /dev/full");
        final Path file = folder.resolve("result.json");
        Files.writeString(file, "old");
        Files.createSymbolicLink(folder.resolve("result.json.partial"), FULL);
        final IOException failure = assertThrows(IOException.class, () -> WholeFile.write(file, "new"));
        assertEquals("cannot write " + file + ": No space left on device", failure.getMessage());
        assertEquals("old", Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void shouldSayBeforehandWhatCannotBeWritten() throws IOException {
        final Path file = Files.writeString(folder.resolve("file"), "");
        assertSays("cannot write " + folder + ": it is a folder", folder);
        assertSays("cannot write " + file.resolve("x/y") + ": Not a directory", file.resolve("x/y"));
        WholeFile.requireWritable(folder.resolve("new/deep/file"));
        assertTrue(Files.isDirectory(folder.resolve("new/deep")));
        WholeFile.requireWritable(null);
        WholeFile.requireWritable(WholeFile.STANDARD_OUTPUT);
    }

    private static void assertSays(final String message, final Path file) {
        final IOException failure = assertThrows(IOException.class, () -> WholeFile.requireWritable(file));
        assertTrue(failure.getMessage().startsWith(message), failure::getMessage);
    }
}
