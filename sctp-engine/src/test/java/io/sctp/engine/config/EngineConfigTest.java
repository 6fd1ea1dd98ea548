package io.sctp.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class EngineConfigTest {
    private final AssociationConfig associations =
            AssociationConfig.builder().maxBurst(7).build();
    private final EngineConfig config = EngineConfig.builder()
            .associations(associations)
            .maxAssociations(1)
            .maxInitsPerSecond(2)
            .memoryLimitBytes(3 << 20)
            .slabBytes(4 << 16)
            .maxReplies(5)
            .maxPaths(6)
            .maxAmplification(2)
            .maxControlChunks(7)
            .build();

    @Test
    void shouldHaveWhatWasSet() {
        assertEquals(new EngineConfig(associations, 1, 2, 3 << 20, 4 << 16, 5, 6, 2, 7), config);
    }

    @Test
    void shouldChangeOneValueAndKeepTheOthers() {
        assertEquals(config, config.toBuilder().build());
        assertEquals(
                new EngineConfig(associations, 1, 2, 3 << 20, 4 << 16, 5, 3, 2, 7),
                config.toBuilder().maxPaths(3).build());
    }

    @Test
    void shouldNameTheValueThatIsOutOfRange() {
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> EngineConfig.builder().maxPaths(0).build());
        assertTrue(refused.getMessage().contains("maxPaths"), refused::getMessage);
    }
}
