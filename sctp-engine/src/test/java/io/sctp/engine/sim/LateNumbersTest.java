package io.sctp.engine.sim;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Begins the numbers of messages close to their limits, so that nearly every stream passes them: those of streams (RFC
 * 9260 section 6.5) and identifiers (RFC 8260 section 2.1). TSNs near their limit are common in every seed.
 */
final class LateNumbersTest {
    private static final long SEEDS = 100;

    /**
     * The last identifiers, those before the sign changes, and sequence numbers before a signed 16-bit number would.
     */
    @ParameterizedTest
    @ValueSource(ints = {-3, Integer.MAX_VALUE - 2, Short.MAX_VALUE - 2})
    void shouldKeepAllPromisesWhereNumbersPassTheirLimits(final int first) throws Exception {
        final Map<String, byte[]> late = new HashMap<>();
        late.putAll(Mutants.mutant("send.StreamNumbers", "first", Integer.toString(first & 0xFFFF)));
        late.putAll(Mutants.mutant("send.MessageIdentifiers", "first", Integer.toString(first)));
        assertDoesNotThrow(() -> Mutants.runSeeds(late, "run", SEEDS));
    }
}
