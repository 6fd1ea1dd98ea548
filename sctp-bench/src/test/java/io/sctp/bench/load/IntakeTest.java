package io.sctp.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.record.Recorders;
import io.sctp.bench.schedule.Arrival;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is measured of the messages that arrive. */
class IntakeTest {
    private static final long FROM_NS = 1_000_000;
    private static final long UNTIL_NS = 2_000_000;

    private final Recorders recorders = new Recorders(1, false, List.of("type"));
    private final Intake intake = new Intake(
            new LoadPlan(
                    LoadPlan.Mode.ECHO,
                    1,
                    1,
                    new LoadPlan.Messages(SizeDistribution.fixed(100), 0, false),
                    LoadPlan.Calls.SINGLE,
                    new Arrival(Arrival.Kind.FIXED, 500, 0),
                    new LoadPlan.Timing(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1))),
            recorders);

    IntakeTest() {
        intake.measureFrom(FROM_NS);
        intake.measureUntil(UNTIL_NS);
    }

    private void arrive(final long sequence, final long sentNs, final long arrivedNs) {
        intake.onAnswer(0, 0, 0, sequence, sentNs - 500, sentNs, arrivedNs);
    }

    /** Otherwise the measurement would begin with code that is compiled only while it runs. */
    @Test
    void shouldRecordTheWarmUpTooAndDiscardIt() {
        arrive(0, FROM_NS - 20, FROM_NS - 10);
        arrive(1, FROM_NS - 1, FROM_NS + 10);
        assertEquals(2, intake.rehearsed());
        assertEquals(0, intake.measured());
        recorders.collectAll();
        assertEquals(0, recorders.total().whole().getTotalCount());
        assertEquals(0, recorders.type(0).whole().getTotalCount());
    }

    @Test
    void shouldMeasureWhatWasSentFromTheFirstMomentOn() {
        arrive(0, FROM_NS, FROM_NS + 700);
        arrive(1, UNTIL_NS, UNTIL_NS + 700);
        assertEquals(0, intake.rehearsed());
        assertEquals(2, intake.measured());
        recorders.collectAll();
        assertEquals(1_200, recorders.total().whole().getMaxValue());
        assertEquals(700, recorders.service().whole().getMaxValue());
        assertEquals(2, recorders.stream(0).whole().getTotalCount());
        assertEquals(2, recorders.type(0).whole().getTotalCount());
    }

    @Test
    void shouldCountForTheThroughputWhatArrivedWhileMeasuring() {
        arrive(0, FROM_NS - 10, FROM_NS - 1);
        arrive(1, FROM_NS - 10, FROM_NS);
        arrive(2, FROM_NS, UNTIL_NS - 1);
        arrive(3, FROM_NS, UNTIL_NS);
        assertEquals(2, intake.arrivedInTime());
    }
}
