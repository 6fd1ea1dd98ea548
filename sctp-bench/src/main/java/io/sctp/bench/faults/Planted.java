package io.sctp.bench.faults;

import io.sctp.bench.result.FaultResult;
import java.util.Locale;

/** A fault and what became of it. Times are in nanoseconds after the start of the measurement. For one thread. */
final class Planted {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Fault fault;
    private final String device;
    private Long fromNs;
    private Long toNs;
    private Slice recovered;

    /**
     * A fault that has not begun.
     *
     * @param device that it disturbs; null if none
     */
    Planted(final Fault fault, final String device) {
        this.fault = fault;
        this.device = device;
    }

    Fault fault() {
        return fault;
    }

    void onBegin(final long timeNs) {
        fromNs = timeNs;
    }

    void onEnd(final long timeNs) {
        toNs = timeNs;
    }

    /** In this slice all was as before again. */
    void onRecovered(final Slice slice) {
        recovered = slice;
    }

    boolean hasBegun() {
        return fromNs != null;
    }

    boolean hasEnded() {
        return toNs != null;
    }

    boolean hasRecovered() {
        return recovered != null;
    }

    FaultResult result() {
        return new FaultResult(
                fault.text(),
                fault.kind().name().toLowerCase(Locale.ROOT),
                device,
                seconds(fromNs),
                seconds(toNs),
                recovered == null ? null : seconds(recovered.toNs() - toNs),
                recovered == null ? null : seconds(recovered.lengthNs()));
    }

    private static Double seconds(final Long nanos) {
        return nanos == null ? null : nanos / NANOS_PER_SECOND;
    }
}
