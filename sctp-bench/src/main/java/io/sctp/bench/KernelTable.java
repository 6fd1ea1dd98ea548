package io.sctp.bench;

import io.sctp.bench.kernels.KernelComparison;
import io.sctp.bench.kernels.KernelComparison.Kernel;
import io.sctp.bench.kernels.KernelComparison.KernelDifference;
import java.util.Locale;

/** A comparison of kernels as a text table, times in microseconds. */
final class KernelTable {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double PERCENT = 100;
    private static final String ROW = "%-10s %-24s %6s %12s %10s %10s %10s %10s%n";

    private KernelTable() {}

    static String of(final KernelComparison comparison) {
        final StringBuilder text = new StringBuilder("\n");
        text.append(String.format(
                ROW, "kernel", "release", "boots", "messages/s", "p50 µs", "p90 µs", "p99 µs", "p99.9 µs"));
        for (final Kernel kernel : comparison.kernels()) {
            text.append(String.format(
                    ROW,
                    kernel.kernel(),
                    kernel.release(),
                    kernel.boots().size(),
                    String.format(Locale.ROOT, "%.1f", kernel.throughputMsgsPerS()),
                    micros(kernel.latencyNs().p50()),
                    micros(kernel.latencyNs().p90()),
                    micros(kernel.latencyNs().p99()),
                    micros(kernel.latencyNs().p999())));
        }
        text.append('\n');
        for (final KernelDifference difference : comparison.differences()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-8s against %-8s %-10s %+7.2f %% %s%n",
                    difference.candidate(),
                    difference.base(),
                    difference.metric(),
                    PERCENT * difference.change(),
                    interval(difference)));
        }
        if (comparison.clock().equals("icount")) {
            text.append("\nclock icount: these are instructions, not time (1 µs is 1,000 instructions)\n");
        }
        comparison
                .invalidReasons()
                .forEach(reason -> text.append("INVALID: ").append(reason).append('\n'));
        return text.toString();
    }

    static String micros(final Long nanos) {
        return nanos == null ? "-" : String.format(Locale.ROOT, "%.1f", nanos / NANOS_PER_MICRO);
    }

    private static String interval(final KernelDifference difference) {
        if (difference.low() == null) {
            return "(one boot: no interval)";
        }
        return String.format(
                Locale.ROOT,
                "[%+.2f, %+.2f]%s",
                PERCENT * difference.low(),
                PERCENT * difference.high(),
                difference.beyondNoise() ? "" : "  no difference beyond noise");
    }
}
