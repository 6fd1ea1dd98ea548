package io.sctp.bench.load;

import io.sctp.bench.environment.Usage;
import io.sctp.bench.faults.FaultInjector;
import io.sctp.bench.protocol.Target;
import io.sctp.bench.record.Recorders;
import io.sctp.bench.result.FaultResult;
import io.sctp.bench.schedule.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * The outcome of a run.
 *
 * @param integrity what became of the messages, including the warm-up
 * @param server what a server that is not of this project said apart from good answers
 * @param measured messages that were measured: those sent after the warm-up that arrived
 * @param achievedRate messages per second actually sent during the measurement
 * @param throughput messages per second that arrived during the measurement
 * @param seconds duration of the measurement
 * @param recorders latencies of the messages after the warm-up
 * @param lag of sending behind the schedule, in nanoseconds
 * @param hiccups the platform's hiccups, in nanoseconds
 * @param before resources used until the measurement began
 * @param after resources used until the last message arrived
 * @param clockErrorNs maximum error of one-way times between two machines' clocks; 0 on one machine
 * @param interrupted whether it was stopped before its time
 * @param complete whether the schedule was completed
 * @param faults that were planted
 * @param invalidReasons why the figures must not be used; empty if they can be
 */
public record LoadOutcome(
        Intake.Integrity integrity,
        ServerTally.Counts server,
        long measured,
        double achievedRate,
        double throughput,
        double seconds,
        Recorders recorders,
        Histogram lag,
        Histogram hiccups,
        Usage before,
        Usage after,
        long clockErrorNs,
        boolean interrupted,
        boolean complete,
        List<FaultResult> faults,
        List<String> invalidReasons) {
    private static final double NANOS_PER_SECOND = 1e9;
    /** A run that misses its rate by more than this share is invalid. */
    private static final double MAX_RATE_MISS = 0.001;
    /** Binary fractions make 1 - 0.999 a little more than 0.001. */
    private static final double ROUNDING = 1e-9;

    static LoadOutcome of(
            final LoadPlan plan,
            final Sender sender,
            final Intake intake,
            final ServerTally.Counts server,
            final Recorders recorders,
            final Monitor monitor,
            final long clockErrorNs,
            final boolean interrupted,
            final FaultInjector faults,
            final List<String> troubles) {
        sender.lag().collect();
        final Intake.Integrity integrity = intake.integrity(sender.sent());
        final double achieved = sender.measured() / seconds(sender, Math.max(sender.endNs(), sender.lastMeasuredNs()));
        final List<String> reasons = new ArrayList<>(troubles);
        final Target target = plan.messages().target();
        addIf(reasons, integrity.lost(), target == null ? "lost" : "not answered");
        addIf(reasons, integrity.duplicated(), "duplicated");
        // Other servers may answer in any order.
        final boolean ordered = !plan.messages().unordered() && target == null;
        addIf(reasons, ordered ? integrity.misordered() : 0, "out of order within their stream");
        if (target != null && !target.acceptsErrors() && server.firstError() != null) {
            reasons.add(refusals(server));
        }
        addIf(reasons, integrity.corrupted(), "corrupted");
        if (intake.measured() == 0) {
            reasons.add("no message was measured");
        }
        if (plan.arrival().kind() != Arrival.Kind.MAX && !faults.explainsAMissedRate()) {
            addIfRateMissed(reasons, sender, achieved);
        }
        return new LoadOutcome(
                integrity,
                server,
                intake.measured(),
                achieved,
                intake.arrivedInTime() / seconds(sender, sender.endNs()),
                seconds(sender, sender.endNs()),
                recorders,
                sender.lag().whole(),
                monitor.hiccups().whole(),
                monitor.before(),
                monitor.after(),
                clockErrorNs,
                interrupted,
                !sender.wasStopped(),
                faults.results(),
                List.copyOf(reasons));
    }

    /** Returns the resources used during the measurement. */
    public Usage usage() {
        return after.since(before);
    }

    /** Whether the figures can be used. */
    public boolean valid() {
        return invalidReasons.isEmpty();
    }

    /** Returns the time from the start of the measurement to a point in time. */
    private static double seconds(final Sender sender, final long untilNs) {
        return Math.max(1, untilNs - sender.measureFromNs()) / NANOS_PER_SECOND;
    }

    private static void addIfRateMissed(final List<String> reasons, final Sender sender, final double achieved) {
        final long due = sender.due();
        if (due == 0) {
            return; // It was stopped before the first measured message.
        }
        final double intended = due / seconds(sender, sender.endNs());
        final double miss = 1 - achieved / intended;
        // Less than a message is one that was late at the end of a short run.
        if (miss > MAX_RATE_MISS + ROUNDING && miss * due > 1 - ROUNDING) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the rate was missed by %.2f %%: %.1f of %.1f messages/s were sent",
                    100 * miss,
                    achieved,
                    intended));
        }
    }

    private static String refusals(final ServerTally.Counts server) {
        return String.format(
                Locale.ROOT,
                "the server reported %d errors, %d of them as answers; the first: %s",
                server.refused() + server.errors(),
                server.refused(),
                server.firstError());
    }

    private static void addIf(final List<String> reasons, final long count, final String what) {
        if (count > 0) {
            reasons.add(count + (count == 1 ? " message " : " messages ") + what);
        }
    }
}
