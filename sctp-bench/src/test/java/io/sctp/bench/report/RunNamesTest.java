package io.sctp.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunNamesTest {
    @Test
    void shouldNameARunAfterItsFolderOrItsOwnFile() {
        assertEquals(List.of("run-1", "b.json"), names("/x/run-1/result.json", "/x/b.json"));
    }

    @Test
    void shouldTellRunsApartByAsMuchOfTheirPathsAsItTakes() {
        assertEquals(
                List.of("base/run-1", "candidate/run-1"),
                names("/x/base/run-1/result.json", "/x/candidate/run-1/result.json"));
    }

    @Test
    void shouldNumberTheSameRunGivenTwice() {
        assertEquals(List.of("x/run", "x/run (2)"), names("/x/run/result.json", "/x/run/result.json"));
    }

    private static List<String> names(final String... files) {
        return RunNames.of(Stream.of(files).map(Path::of).toList());
    }
}
