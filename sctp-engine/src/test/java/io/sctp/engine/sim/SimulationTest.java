package io.sctp.engine.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Runs seeds {@code sim.first} to {@code sim.first + sim.seeds - 1}; a failure names its seed and the command that
 * replays it.
 */
final class SimulationTest {
    private static final long DEFAULT_SEEDS = 400;

    @Test
    void shouldDeliverEverythingAndEndWhateverTheNetworkDoes() {
        final long first = Long.getLong("sim.first", 0);
        final long count = Long.getLong("sim.seeds", DEFAULT_SEEDS);
        final boolean attacked = Boolean.getBoolean("sim.attacked");
        final long messages = LongStream.range(first, first + count)
                .parallel()
                .map(seed -> (attacked ? Simulation.runAttacked(seed) : Simulation.run(seed)).messages())
                .sum();
        assertTrue(messages > 0, "no message was delivered in any of " + count + " seeds");
    }
}
