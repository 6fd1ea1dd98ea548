package io.sctp.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.faults.Fault;
import io.sctp.bench.faults.FaultInjector;
import io.sctp.bench.faults.FaultPlan;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.schedule.Arrival;
import io.sctp.bench.transport.Transports;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run whose peer is killed on purpose ends then, and only what was lost makes it invalid. */
@Timeout(30)
class KilledPeerTest {
    private static final Duration KILL = Duration.ofMillis(300);

    @ParameterizedTest
    @CsvSource({"tcp,1,ECHO", "userspace,1,ECHO", "userspace,3,ECHO", "userspace,1,ONEWAY"})
    void shouldEndTheRunAndCountWhatWasLost(final String transport, final int associations, final LoadPlan.Mode mode)
            throws Exception {
        final LoadPlan plan = new LoadPlan(
                mode,
                associations,
                2,
                new LoadPlan.Messages(SizeDistribution.fixed(100), 0, false),
                LoadPlan.Calls.SINGLE,
                new Arrival(Arrival.Kind.FIXED, 500, 0),
                new LoadPlan.Timing(Duration.ofMillis(100), Duration.ofSeconds(20), Duration.ofSeconds(1)));
        final Fault kill = new Fault("kill", Fault.Kind.KILL, 0, Duration.ZERO, KILL, Duration.ZERO);
        final FaultInjector faults =
                new FaultInjector(FaultPlan.of(List.of(kill), plan.timing().duration()), null);
        final LoadOutcome outcome = new LoadRun(plan, Transports.named(transport), List.of())
                .withFaults(faults)
                .runWithServer();
        final double killedS = outcome.faults().get(0).fromS();
        assertTrue(killedS >= KILL.toMillis() / 1e3, "killed at " + killedS);
        assertTrue(outcome.seconds() >= killedS && outcome.seconds() < 15, "ended at " + outcome.seconds());
        assertFalse(outcome.complete() || outcome.interrupted());
        final long lost = outcome.integrity().lost();
        final List<String> reasons =
                lost == 0 ? List.of() : List.of(lost + (lost == 1 ? " message lost" : " messages lost"));
        assertEquals(reasons, outcome.invalidReasons());
    }
}
