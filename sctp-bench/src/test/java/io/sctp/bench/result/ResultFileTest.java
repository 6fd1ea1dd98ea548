package io.sctp.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    private static final LoadResult RESULT = Results.of(
            4_999.5, new Percentiles(100_000L, 110_000L, 150_000L, 200_000L, null, 300_000L, 101_000.0, 50_000));

    @TempDir
    private Path folder;

    @Test
    void shouldWriteTheDocumentedSchema() throws IOException {
        Golden.assertSame(getClass(), "result.json", ResultFile.toJson(RESULT));
    }

    @Test
    void shouldReadWhatItWrote() throws IOException {
        final Path file = folder.resolve("new/result.json");
        ResultFile.write(file, RESULT);
        assertEquals(RESULT, ResultFile.read(file));
    }

    @Test
    void shouldReadFaultsAndFilesOfWritersThatKnewNone() throws IOException {
        final FaultResult fault = new FaultResult("down@3s+1s", "down", "lo", 3.01, 4.02, null, null);
        final Path file = folder.resolve("faults.json");
        Files.writeString(
                file, golden().replace("\"faults\" : [ ]", "\"faults\" : " + ResultFile.toJson(List.of(fault))));
        assertEquals(List.of(fault), ResultFile.read(file).faults());
        Files.writeString(file, golden().replace("\"faults\" : [ ],", ""));
        assertEquals(RESULT, ResultFile.read(file));
    }

    @Test
    void shouldLeaveNoPartialFileBehind() throws IOException {
        ResultFile.write(folder.resolve("result.json"), RESULT);
        ResultFile.write(folder.resolve("result.json"), RESULT);
        try (var files = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("result.json")), files.toList());
        }
    }

    @Test
    void shouldReadFieldsThatALaterWriterAdded() throws IOException {
        final Path file = folder.resolve("later.json");
        Files.writeString(file, golden().replaceFirst("\\{", "{ \"a_later_field\": {\"x\": [1]},"));
        assertEquals(RESULT, ResultFile.read(file));
    }

    @Test
    void shouldRefuseAnotherSchemaVersionByName() throws IOException {
        final Path file = folder.resolve("future.json");
        Files.writeString(file, golden().replace("\"schema_version\" : 1", "\"schema_version\" : 2"));
        final IOException refusal = assertThrows(IOException.class, () -> ResultFile.read(file));
        assertTrue(refusal.getMessage().contains("schema version 2"), refusal.getMessage());
    }

    @Test
    void shouldSayThatThereIsNothingOfThatName() {
        final Path nothing = folder.resolve("nothing");
        assertEquals(
                "there is no file or folder " + nothing,
                assertThrows(IOException.class, () -> ResultFile.find(nothing)).getMessage());
    }

    @Test
    void shouldSayWhichFileIsNoResult() throws IOException {
        final Path file = folder.resolve("broken.json");
        for (final String text :
                List.of("", "no json", "[]", "null", "{}", "{\"sent\": \"many\"}", golden().substring(0, 500))) {
            Files.writeString(file, text);
            final IOException refusal = assertThrows(IOException.class, () -> ResultFile.read(file), text);
            assertTrue(refusal.getMessage().contains("broken.json"), refusal.getMessage());
        }
    }

    private static String golden() throws IOException {
        return Golden.read(ResultFileTest.class, "result.json");
    }
}
