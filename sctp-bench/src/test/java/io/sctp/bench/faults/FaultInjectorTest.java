package io.sctp.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.result.FaultResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults that need no device; {@code FaultCommandTest} has the others. */
@Timeout(30)
class FaultInjectorTest {
    private static final long KILL_MS = 150;

    @Test
    void shouldKillThePeerInItsTime() throws Exception {
        final FaultInjector injector = planted(System::nanoTime, () -> {});
        final FaultResult result = injector.results().get(0);
        assertTrue(injector.hasKilledThePeer());
        assertTrue(result.fromS() >= KILL_MS / 1e3, result.toString());
        assertNull(result.toS());
        assertNull(result.recoveryS());
        assertEquals(List.of(), injector.troubles());
    }

    @Test
    void shouldExplainAMissedRateOnlyOfASenderThatWasOnScheduleBefore() throws Exception {
        assertTrue(planted(System::nanoTime, () -> {}).explainsAMissedRate());
        assertFalse(planted(() -> System.nanoTime() - TimeUnit.SECONDS.toNanos(2), () -> {})
                .explainsAMissedRate());
        assertFalse(FaultInjector.idle().explainsAMissedRate());
    }

    @Test
    void shouldSayWhatCouldNotBePlanted() throws Exception {
        final FaultInjector injector = planted(System::nanoTime, () -> {
            throw new IOException("it lives on");
        });
        assertEquals(List.of("the fault 'kill' was not planted as intended: it lives on"), injector.troubles());
    }

    @Test
    void shouldSayOfAFaultThatTheRunEndedBefore() {
        final FaultInjector injector = new FaultInjector(killing(), null);
        injector.start(new Scene(System.nanoTime(), System::nanoTime, () -> 0, () -> {}), true);
        injector.close();
        assertNull(injector.results().get(0).fromS());
        assertFalse(injector.hasKilledThePeer() || injector.explainsAMissedRate());
    }

    @Test
    void shouldBeginNoFaultAfterTheLastMessage() throws Exception {
        final CountDownLatch observed = new CountDownLatch(1);
        final long measureFromNs = System.nanoTime();
        final LongSupplier outstanding = () -> {
            if (System.nanoTime() - measureFromNs > TimeUnit.MILLISECONDS.toNanos(2 * KILL_MS)) {
                observed.countDown();
            }
            return 0;
        };
        try (FaultInjector injector = new FaultInjector(killing(), null)) {
            injector.plantNoMore();
            injector.start(new Scene(measureFromNs, System::nanoTime, outstanding, () -> {}), true);
            observed.await();
            assertFalse(injector.hasKilledThePeer());
        }
    }

    private FaultInjector planted(final LongSupplier nextDueNs, final Scene.Killer killer) throws Exception {
        final CountDownLatch killed = new CountDownLatch(1);
        final Scene.Killer counted = () -> {
            killed.countDown();
            killer.kill();
        };
        try (FaultInjector injector = new FaultInjector(killing(), null)) {
            injector.start(new Scene(System.nanoTime(), nextDueNs, () -> 0, counted), true);
            killed.await();
            return injector;
        }
    }

    private static FaultPlan killing() {
        final Fault kill =
                new Fault("kill", Fault.Kind.KILL, 0, Duration.ZERO, Duration.ofMillis(KILL_MS), Duration.ZERO);
        return FaultPlan.of(List.of(kill), Duration.ofSeconds(1));
    }
}
