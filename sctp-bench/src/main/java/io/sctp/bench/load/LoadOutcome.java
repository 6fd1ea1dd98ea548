package io.sctp.bench.load;

import io.sctp.bench.record.Recorders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What came out of a run.
 *
 * @param integrity what became of the messages, those of the warm-up included
 * @param intendedRate messages per second asked for
 * @param achievedRate messages per second really sent while measuring
 * @param throughput messages per second that arrived while measuring
 * @param recorders latencies of the messages after the warm-up
 * @param lag how late messages were sent, in nanoseconds
 * @param invalidReasons why the figures must not be used; empty if they can be
 */
public record LoadOutcome(
        Intake.Integrity integrity,
        double intendedRate,
        double achievedRate,
        double throughput,
        Recorders recorders,
        Histogram lag,
        List<String> invalidReasons) {
    private static final double NANOS_PER_SECOND = 1e9;
    /** A run that misses its rate by more than this part is not what was asked for. */
    private static final double MAX_RATE_MISS = 0.001;

    static LoadOutcome of(
            final LoadPlan plan,
            final Sender sender,
            final Intake intake,
            final Recorders recorders,
            final List<String> troubles) {
        recorders.collectAll();
        sender.lag().collect();
        final double sendSeconds =
                (Math.max(sender.endNs(), sender.lastMeasuredNs()) - sender.measureFromNs()) / NANOS_PER_SECOND;
        final double receiveSeconds =
                (Math.max(sender.endNs(), intake.lastMeasuredNs()) - sender.measureFromNs()) / NANOS_PER_SECOND;
        final Intake.Integrity integrity = intake.integrity(sender.sent());
        final double achieved = sender.measured() / sendSeconds;
        final List<String> reasons = new ArrayList<>(troubles);
        addIf(reasons, integrity.lost(), "lost");
        addIf(reasons, integrity.duplicated(), "duplicated");
        addIf(reasons, integrity.misordered(), "out of order within their stream");
        addIf(reasons, integrity.corrupted(), "corrupted");
        final double windowSeconds = (sender.endNs() - sender.measureFromNs()) / NANOS_PER_SECOND;
        final double miss = 1 - achieved / ((sender.measured() + sender.unsent()) / windowSeconds);
        if (miss > MAX_RATE_MISS) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the rate was missed by %.2f %%: %.1f of %.1f messages/s were sent",
                    100 * miss,
                    achieved,
                    plan.ratePerSecond()));
        }
        return new LoadOutcome(
                integrity,
                plan.ratePerSecond(),
                achieved,
                intake.measured() / receiveSeconds,
                recorders,
                sender.lag().whole(),
                List.copyOf(reasons));
    }

    /** Whether the figures can be used. */
    public boolean valid() {
        return invalidReasons.isEmpty();
    }

    private static void addIf(final List<String> reasons, final long count, final String what) {
        if (count > 0) {
            reasons.add(count + " messages " + what);
        }
    }
}
