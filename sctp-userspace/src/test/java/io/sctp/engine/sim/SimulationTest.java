package io.sctp.engine.sim;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Runs seeds {@code sim.first} to {@code sim.first + sim.seeds - 1}; a failure names its seed and the command that
 * replays it.
 */
final class SimulationTest {
    private static final long DEFAULT_SEEDS = 400;

    private final long first = Long.getLong("sim.first", 0);
    private final long count = Long.getLong("sim.seeds", DEFAULT_SEEDS);
    private final Set<Long> open = openSeeds();

    @Test
    void shouldDeliverEverythingAndEndWhateverTheNetworkDoes() {
        final long messages = LongStream.range(first, first + count)
                .parallel()
                .filter(seed -> !open.contains(seed))
                .map(seed -> Simulation.run(seed).messages())
                .sum();
        assertTrue(messages > 0, "no message was delivered in any of " + count + " seeds");
    }

    @Test
    void shouldStillFailWhereADefectIsSaidToBeOpen() {
        open.stream()
                .filter(seed -> seed >= first && seed < first + count)
                .forEach(seed -> assertThrows(
                        AssertionError.class,
                        () -> Simulation.run(seed),
                        "seed " + seed + " passes: take it off the list"));
    }

    /** The seeds of open defects, which the file describes. */
    private static Set<Long> openSeeds() {
        try (InputStream in = SimulationTest.class.getResourceAsStream("/sim/open-seeds")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Long.valueOf(line.substring(0, line.indexOf(' '))))
                    .collect(Collectors.toSet());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
