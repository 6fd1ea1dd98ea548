package io.sctp.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AssociationConfigTest {
    private static final long SECOND = 1_000_000_000L;

    /** RFC 9260 sections 6.2 and 16. */
    @Test
    void shouldBeginWithTheSuggestedValues() {
        final AssociationConfig config = AssociationConfig.builder().build();
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
                IllegalArgumentException.class,
                () -> AssociationConfig.builder().sackDelayNs(SECOND));
        assertTrue(refused.getMessage().contains("sackDelayNs"), refused::getMessage);
    }

    /** From the builder to the configuration, and on to the builder of another. */
    @Test
    void shouldCarryEveryValueOver() throws IllegalAccessException {
        final AssociationConfigBuilder defaults = AssociationConfig.builder();
        final AssociationConfigBuilder given = AssociationConfig.builder();
        final List<Field> fields = Arrays.stream(AssociationConfigBuilder.class.getDeclaredFields())
                .filter(field -> !field.isSynthetic())
                .toList();
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).set(given, unlikeTheDefault(fields.get(i).get(defaults), i));
        }
        final AssociationConfigBuilder copy = new AssociationConfig(given).toBuilder();
        for (final Field field : fields) {
            assertEquals(field.get(given), field.get(copy), field.getName());
        }
    }

    private static Object unlikeTheDefault(final Object value, final int number) {
        if (value instanceof Integer) {
            return 1_000_000 + number;
        }
        if (value instanceof Long) {
            return 1_000_000_000_000L + number;
        }
        if (value instanceof Boolean is) {
            return !is;
        }
        if (value instanceof List<?>) {
            return List.of(number);
        }
        if (value instanceof AuthParameters authentication) {
            return authentication.withKeys(Map.of(5, new byte[1]), 5);
        }
        if (value instanceof CongestionControl) {
            return CongestionControl.CUBIC;
        }
        assertEquals(StreamScheduler.FIRST_COME_FIRST_SERVED, value);
        return StreamScheduler.PRIORITY;
    }
}
