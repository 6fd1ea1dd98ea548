package io.sctp.bench.result;

import java.util.Locale;

/**
 * What became of a fault that was planted into a run. Times are seconds of the measurement.
 *
 * @param fault as it was given, such as {@code down@3s+1s}
 * @param kind {@code down}, {@code loss}, {@code delay} or {@code kill}
 * @param device whose packets it disturbed; null for {@code kill}
 * @param fromS when it had really begun; null if the run ended before
 * @param toS when it was really over; null likewise, and for {@code kill}
 * @param recoveryS seconds from its end until latency and throughput were back; null if they were not before the next
 *     fault or the end of the run
 * @param resolutionS by how much that time may be too long: the length of the interval that showed it; null likewise
 */
public record FaultResult(
        String fault, String kind, String device, Double fromS, Double toS, Double recoveryS, Double resolutionS) {
    /** Returns what happened, in one line for people. */
    public String describe() {
        if (fromS == null) {
            return "fault " + fault + ": the run had ended before";
        }
        if (toS == null) {
            return String.format(Locale.ROOT, "fault %s: at %.2f s, which ended the run", fault, fromS);
        }
        return String.format(Locale.ROOT, "fault %s: from %.2f to %.2f s on %s; ", fault, fromS, toS, device)
                + (recoveryS == null
                        ? "latency and throughput were not back after it"
                        : String.format(Locale.ROOT, "latency and throughput were back %.2f s later", recoveryS));
    }
}
