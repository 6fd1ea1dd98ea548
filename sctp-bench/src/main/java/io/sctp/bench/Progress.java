package io.sctp.bench;

import io.sctp.bench.load.IntervalListener;
import io.sctp.bench.load.LoadPlan;
import io.sctp.bench.result.Percentiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.HdrHistogram.Histogram;

/**
 * The line that shows, on a terminal, how a run is going: rate, p50 and p99 of the last second, messages lost so far
 * (others of their stream have overtaken them) and messages under way.
 */
final class Progress implements IntervalListener, AutoCloseable {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final double MEDIAN = 50;
    private static final double NINETY_NINTH = 99;

    /** Set in a guest of the lab if its output is passed on to a terminal. */
    private static final String TERMINAL_VARIABLE = "SCTP_TERMINAL";

    private static final String LAB_TERMINAL = "yes";

    private final ProgressBar bar;

    private Progress(final ProgressBar bar) {
        this.bar = bar;
    }

    /** Shows the line if there is a terminal. */
    static Progress start(final LoadPlan plan) {
        if (!LAB_TERMINAL.equals(System.getenv(TERMINAL_VARIABLE)) && !isTerminal(Path.of("/proc/self/fd/2"))) {
            return new Progress(null);
        }
        return new Progress(new ProgressBarBuilder()
                .setTaskName("load")
                .setInitialMax(plan.timing().duration().toMillis())
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" s", MILLIS_PER_SECOND)
                .hideEta()
                .build()
                .setExtraMessage(" warming up"));
    }

    /** Whether a descriptor refers to a terminal. System.console() tells only on some JDKs. */
    private static boolean isTerminal(final Path descriptor) {
        try {
            final String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (final IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public void onInterval(final Interval interval) {
        if (bar == null) {
            return;
        }
        final Histogram latency = interval.recorders().total().interval();
        final double seconds = (double) (interval.toNs() - interval.fromNs()) / TimeUnit.SECONDS.toNanos(1);
        bar.stepTo(Math.min(bar.getMax(), TimeUnit.NANOSECONDS.toMillis(interval.toNs())));
        bar.setExtraMessage(String.format(
                Locale.ROOT,
                " %.0f/s p50 %s p99 %s µs, %d lost, %d outstanding",
                latency.getTotalCount() / seconds,
                micros(Percentiles.at(latency, MEDIAN)),
                micros(Percentiles.at(latency, NINETY_NINTH)),
                interval.missing(),
                interval.sent() - interval.arrived() - interval.missing()));
    }

    /** The run has ended, possibly before the last message of its last second was due. */
    void finish() {
        if (bar != null) {
            bar.stepTo(bar.getMax());
        }
    }

    private static String micros(final Long nanos) {
        return nanos == null ? "-" : String.format(Locale.ROOT, "%.0f", nanos / NANOS_PER_MICRO);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
