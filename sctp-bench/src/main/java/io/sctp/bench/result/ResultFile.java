package io.sctp.bench.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes and reads results as JSON, with names in snake case. */
public final class ResultFile {
    /** The name of the result's file in a run's folder. */
    public static final String STANDARD_NAME = "result.json";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // a later version may have added properties
            .build();

    private ResultFile() {}

    /** The result as JSON text, ending in a new line. */
    public static String toJson(final Object result) {
        try {
            // Puts the first property, such as a verdict, on the first line.
            return MAPPER.writeValueAsString(result).replaceFirst("^\\{\\R +", "{ ") + "\n";
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException("a result that cannot be written as JSON", e);
        }
    }

    /** Writes a result, completely or not at all. */
    public static void write(final Path file, final Object result) throws IOException {
        WholeFile.write(file, toJson(result));
    }

    /**
     * A file itself, or every result in a folder and the folders in it, in the order of their names: files called
     * {@code result.json}, or else every {@code *.json}.
     *
     * @throws IOException if there is none
     */
    public static List<Path> find(final Path fileOrFolder) throws IOException {
        if (!Files.exists(fileOrFolder)) {
            throw new IOException("there is no file or folder " + fileOrFolder);
        }
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        final List<Path> files;
        try (Stream<Path> found = Files.walk(fileOrFolder)) {
            files = found.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new IOException("there is no result in " + fileOrFolder);
        }
        final List<Path> results =
                files.stream().filter(file -> file.endsWith(STANDARD_NAME)).toList();
        return results.isEmpty() ? files : results;
    }

    /**
     * Reads every result that {@link #find} finds.
     *
     * @throws IOException if one of them is not a result, or there is none
     */
    public static List<LoadResult> readAll(final Path fileOrFolder) throws IOException {
        final List<LoadResult> results = new ArrayList<>();
        for (final Path file : find(fileOrFolder)) {
            results.add(read(file));
        }
        return results;
    }

    /**
     * Reads the result of a run.
     *
     * @throws IOException if it is not a result, or has an unknown schema version; the message says which
     */
    public static LoadResult read(final Path file) throws IOException {
        final LoadResult result;
        try {
            result = MAPPER.readValue(Files.readString(file), LoadResult.class);
        } catch (final JsonProcessingException e) {
            throw new IOException(file + " is not a result of a load run: " + e.getOriginalMessage(), e);
        }
        if (result == null) {
            throw new IOException(file + " is not a result of a load run: it is null");
        }
        if (result.schemaVersion() != LoadResult.SCHEMA_VERSION) {
            throw new IOException(file + " has schema version " + result.schemaVersion() + "; this program reads "
                    + LoadResult.SCHEMA_VERSION);
        }
        return result;
    }
}
