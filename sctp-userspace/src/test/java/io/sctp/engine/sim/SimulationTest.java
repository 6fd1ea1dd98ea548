package io.sctp.engine.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

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
        long messages = 0;
        for (long seed = first; seed < first + count; seed++) {
            messages += Simulation.run(seed).messages();
        }
        assertTrue(messages > 0, "no message was delivered in any of " + count + " seeds");
    }
}
