package io.sctp.foreign;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Seeds {@code foreign.first} to {@code foreign.first + foreign.seeds - 1}; a failure names its seed. */
final class ForeignPeerTest {
    private static final long DEFAULT_SEEDS = 400;

    @Test
    void shouldDeliverEverythingAndEndWithAPeerOfOtherHabits() {
        final long first = Long.getLong("foreign.first", 0);
        final long count = Long.getLong("foreign.seeds", DEFAULT_SEEDS);
        final long messages = LongStream.range(first, first + count)
                .parallel()
                .mapToInt(ForeignSimulation::run)
                .asLongStream()
                .sum();
        assertTrue(messages > 100 * count / 2, messages + " messages in " + count + " seeds");
    }
}
