package io.sctp.bench.faults;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * The faults of a run.
 *
 * @param faults in the order of their beginning
 */
public record FaultPlan(List<Fault> faults) {
    /** A run without faults. */
    public static final FaultPlan NONE = new FaultPlan(List.of());

    /** What recovery is compared with must be measured before the first fault. */
    private static final Duration MIN_BEFORE = Duration.ofMillis(100);

    /**
     * Puts faults in order.
     *
     * @param measurement its duration
     * @throws IllegalArgumentException if two overlap, or one is not within the measurement; the message says which
     */
    public static FaultPlan of(final List<Fault> faults, final Duration measurement) {
        final List<Fault> ordered =
                faults.stream().sorted(Comparator.comparing(Fault::from)).toList();
        Fault before = null;
        for (final Fault fault : ordered) {
            if (fault.from().compareTo(MIN_BEFORE) < 0) {
                throw new IllegalArgumentException("'" + fault.text() + "' begins too early: what comes after a fault "
                        + "is compared with at least " + MIN_BEFORE.toMillis() + " ms before it");
            }
            if (fault.until().compareTo(measurement) >= 0) {
                throw new IllegalArgumentException("'" + fault.text() + "' does not end before the measurement, of "
                        + measurement.toMillis() + " ms, does: see --duration");
            }
            if (before != null && before.kind() == Fault.Kind.KILL) {
                throw new IllegalArgumentException(
                        "'" + fault.text() + "' comes after '" + before.text() + "', which ends the run");
            }
            if (before != null && fault.from().compareTo(before.until()) < 0) {
                throw new IllegalArgumentException("'" + before.text() + "' and '" + fault.text() + "' overlap");
            }
            before = fault;
        }
        return new FaultPlan(ordered);
    }

    /** Whether there is no fault. */
    public boolean isEmpty() {
        return faults.isEmpty();
    }

    /** Whether the peer is to be killed. */
    public boolean kills() {
        return faults.stream().anyMatch(fault -> fault.kind() == Fault.Kind.KILL);
    }

    /** Whether a network device is needed: only killing the peer needs none. */
    public boolean needsDevice() {
        return faults.stream().anyMatch(fault -> fault.kind() != Fault.Kind.KILL);
    }
}
