package io.sctp.engine.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays what fuzzing begins from, and what it found once. */
final class CorpusTest {
    @ParameterizedTest
    @MethodSource("packets")
    void shouldSurvivePacket(final Path input) throws IOException {
        PacketFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void shouldSurviveScript(final Path input) throws IOException {
        AssociationFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void shouldSurviveChangesOfAddresses(final Path input) throws IOException {
        AddressesFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
    }

    static List<Path> addresses() throws IOException, URISyntaxException {
        return inputs("addresses");
    }

    static List<Path> packets() throws IOException, URISyntaxException {
        return inputs("packet");
    }

    static List<Path> scripts() throws IOException, URISyntaxException {
        return inputs("association");
    }

    private static List<Path> inputs(final String target) throws IOException, URISyntaxException {
        final Path folder =
                Path.of(CorpusTest.class.getResource("/fuzz/" + target).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            final List<Path> inputs = files.sorted().toList();
            assertTrue(inputs.size() > 5, "the corpus of " + target + " is missing");
            return inputs;
        }
    }
}
