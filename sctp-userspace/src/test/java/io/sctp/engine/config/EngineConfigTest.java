package io.sctp.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class EngineConfigTest {
    private static final long SECOND = 1_000_000_000L;

    /** RFC 9260 sections 6.2 and 16. */
    @Test
    void shouldBeginWithTheSuggestedValues() {
        final EngineConfig config = EngineConfig.builder().build();
        assertEquals(SECOND, config.rtoInitialNs(), "RTO.Initial");
        assertEquals(SECOND, config.rtoMinNs(), "RTO.Min");
        assertEquals(60 * SECOND, config.rtoMaxNs(), "RTO.Max");
        assertEquals(4, config.maxBurst(), "Max.Burst");
        assertEquals(60 * SECOND, config.cookieLifeNs(), "Valid.Cookie.Life");
        assertEquals(10, config.maxAssociationRetransmissions(), "Association.Max.Retrans");
        assertEquals(5, config.maxPathRetransmissions(), "Path.Max.Retrans");
        assertEquals(8, config.maxInitRetransmissions(), "Max.Init.Retransmits");
        assertEquals(30 * SECOND, config.heartbeatIntervalNs(), "HB.interval");
        assertEquals(1, config.heartbeatMaxBurst(), "HB.Max.Burst");
        assertEquals(SECOND / 5, config.sackDelayNs(), "SACK.Delay");
        assertEquals(2, config.packetsPerSack(), "packets for each SACK");
    }

    @Test
    void shouldNameWhatIsOutOfRange() {
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> EngineConfig.builder().sackDelayNs(SECOND));
        assertTrue(refused.getMessage().contains("sackDelayNs"), refused::getMessage);
    }
}
