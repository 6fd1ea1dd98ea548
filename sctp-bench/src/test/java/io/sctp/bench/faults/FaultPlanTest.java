package io.sctp.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final Duration MEASUREMENT = Duration.ofSeconds(10);

    @Test
    void shouldPutFaultsInTheOrderOfTheirBeginning() {
        final Fault first = down(1_000, 2_000);
        final Fault second = down(3_000, 1_000);
        final FaultPlan plan = FaultPlan.of(List.of(kill(9_000), second, first), MEASUREMENT);
        assertEquals(List.of(first, second, kill(9_000)), plan.faults());
        assertTrue(plan.kills() && plan.needsDevice());
    }

    @Test
    void shouldNeedNoDeviceToKillThePeer() {
        assertFalse(FaultPlan.of(List.of(kill(1_000)), MEASUREMENT).needsDevice());
        assertFalse(FaultPlan.of(List.of(down(1_000, 1_000)), MEASUREMENT).kills());
    }

    @Test
    void shouldRefuseFaultsThatOverlapOrAreNotWithinTheMeasurement() {
        assertRefused("'down@1000+2001' and 'down@3000+1000' overlap", down(1_000, 2_001), down(3_000, 1_000));
        assertRefused("'kill@3000' comes after 'kill@2000', which ends the run", kill(3_000), kill(2_000));
        assertRefused(
                "'down@3000+7000' does not end before the measurement, of 10000 ms, does: see --duration",
                down(3_000, 7_000));
        assertRefused(
                "'kill@10000' does not end before the measurement, of 10000 ms, does: see --duration", kill(10_000));
        assertRefused(
                "'down@99+1' begins too early: what comes after a fault is compared with at least 100 ms before it",
                down(99, 1));
    }

    private static void assertRefused(final String why, final Fault... faults) {
        assertEquals(
                why,
                assertThrows(IllegalArgumentException.class, () -> FaultPlan.of(List.of(faults), MEASUREMENT))
                        .getMessage());
    }

    private static Fault down(final long fromMs, final long ms) {
        return new Fault(
                "down@" + fromMs + "+" + ms,
                Fault.Kind.DOWN,
                0,
                Duration.ZERO,
                Duration.ofMillis(fromMs),
                Duration.ofMillis(ms));
    }

    private static Fault kill(final long fromMs) {
        return new Fault("kill@" + fromMs, Fault.Kind.KILL, 0, Duration.ZERO, Duration.ofMillis(fromMs), Duration.ZERO);
    }
}
