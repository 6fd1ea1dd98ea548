package io.sctp.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.bench.faults.FaultInjector;
import io.sctp.bench.payload.Payload;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.record.Recorders;
import io.sctp.bench.schedule.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which runs are valid, on a clock of the test's own: one second is measured, and the end of it does not go as planned.
 */
class LoadOutcomeTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long MILLI_NS = 1_000_000;

    private final VirtualClock clock = new VirtualClock();

    /** At the first three rates the part unsent is 0.1 % exactly, which in binary fractions is often a little more. */
    @ParameterizedTest
    @CsvSource({"1000,1", "3000,3", "7000,7", "10000,10", "10000,0"})
    void shouldCallARunValidThatMissedItsRateByATenthOfAPercentAtMost(final int rate, final int unsent)
            throws Exception {
        assertEquals(List.of(), rateMissed(rate, SECOND_NS - unsent * SECOND_NS / rate, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource({
        "10000,11,'the rate was missed by 0.11 %: 9989.0 of 10000.0 messages/s were sent'",
        "1000,2,'the rate was missed by 0.20 %: 998.0 of 1000.0 messages/s were sent'"
    })
    void shouldCallARunInvalidThatMissedItByMoreAndSayByHowMuch(final int rate, final int unsent, final String reason)
            throws Exception {
        assertEquals(List.of(reason), rateMissed(rate, SECOND_NS - unsent * SECOND_NS / rate, Long.MAX_VALUE));
    }

    /** All messages are sent, but it took longer than the second. */
    @ParameterizedTest
    @CsvSource({"1001000000,0", "1001500000,1"})
    void shouldCountALateEndAsAMissedRate(final long lastSentNs, final int reasons) throws Exception {
        assertEquals(
                reasons, rateMissed(1_000, SECOND_NS - 1_000_000, lastSentNs).size());
    }

    /** At 100 messages/s the last one is due 10 ms before the end. */
    @ParameterizedTest
    @CsvSource({"1005000000,0", "1015000000,1"})
    void shouldNotCountALateEndOfLessThanAMessage(final long lastSentNs, final int reasons) throws Exception {
        assertEquals(
                reasons, rateMissed(100, SECOND_NS - 10_000_000, lastSentNs).size());
    }

    /**
     * At 100 messages/s one message is 2 % of half a second's: what became due while the run was stopped is not missed.
     */
    @ParameterizedTest
    @CsvSource({"0", "1", "15", "105"})
    void shouldCallARunValidThatWasStoppedWhateverBecameDueMeanwhile(final int stoppingTakesMs) throws Exception {
        assertEquals(List.of(), stopped(100, Duration.ofMillis(500), stoppingTakesMs, Long.MAX_VALUE));
    }

    @Test
    void shouldCallAStoppedRunInvalidIfItHadMissedItsRateBefore() throws Exception {
        assertEquals(
                List.of("the rate was missed by 20.00 %: 80.0 of 100.0 messages/s were sent"),
                stopped(100, Duration.ofMillis(500), 0, 400 * MILLI_NS));
    }

    @Test
    void shouldSayOfARunStoppedInItsWarmUpOnlyThatNothingWasMeasured() throws Exception {
        assertEquals(
                List.of("no message was measured"),
                outcome(100, Duration.ofSeconds(1), sender -> clock.at(0, MILLI_NS, sender::stop), peer()));
    }

    /** What is said of the rate if the peer takes nothing in that time. */
    private List<String> rateMissed(final int rate, final long blockedFromNs, final long blockedUntilNs)
            throws Exception {
        final VirtualConnection connection = peer();
        connection.blockedFromNs = blockedFromNs;
        connection.blockedUntilNs = blockedUntilNs;
        return aboutRate(outcome(rate, Duration.ZERO, sender -> {}, connection));
    }

    /** What is said of the rate of a run that is stopped, of a peer that takes nothing from some time on. */
    private List<String> stopped(final int rate, final Duration after, final int takingMs, final long blockedFromNs)
            throws Exception {
        final VirtualConnection connection = peer();
        connection.blockedFromNs = blockedFromNs;
        connection.blockedUntilNs = Long.MAX_VALUE;
        return aboutRate(outcome(
                rate,
                Duration.ZERO,
                sender -> clock.at(VirtualConnection.START_NS + after.toNanos(), takingMs * MILLI_NS, sender::stop),
                connection));
    }

    private VirtualConnection peer() {
        return new VirtualConnection(clock);
    }

    private static List<String> aboutRate(final List<String> reasons) {
        return reasons.stream().filter(reason -> reason.contains("rate")).toList();
    }

    /** Why a run is invalid; none of its messages arrives. */
    private List<String> outcome(
            final int rate, final Duration warmup, final Consumer<Sender> beforeRun, final VirtualConnection connection)
            throws Exception {
        final LoadPlan plan = new LoadPlan(
                LoadPlan.Mode.ECHO,
                1,
                1,
                new LoadPlan.Messages(SizeDistribution.fixed(Payload.MIN_BYTES), 0, false),
                LoadPlan.Calls.SINGLE,
                new Arrival(Arrival.Kind.FIXED, rate, 0),
                new LoadPlan.Timing(warmup, Duration.ofSeconds(1), Duration.ZERO));
        final Sender sender = VirtualConnection.sender(plan, new VirtualConnection[] {connection}, clock);
        beforeRun.accept(sender);
        sender.run(VirtualConnection.START_NS);
        final Recorders recorders = new Recorders(1, false);
        final Intake intake = new Intake(plan, recorders);
        final Monitor monitor =
                new Monitor(recorders, sender::sent, intake, List.of(), System.nanoTime() + SECOND_NS, 1);
        monitor.finish();
        return LoadOutcome.of(
                        plan,
                        sender,
                        intake,
                        new ServerTally().counts(),
                        recorders,
                        monitor,
                        0,
                        false,
                        FaultInjector.idle(),
                        List.of())
                .invalidReasons();
    }
}
