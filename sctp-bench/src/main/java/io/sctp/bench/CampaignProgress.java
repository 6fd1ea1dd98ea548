package io.sctp.bench;

import io.sctp.bench.kernels.Campaign;
import io.sctp.bench.kernels.Load;
import io.sctp.bench.result.LoadResult;
import io.sctp.bench.result.Verdict;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line for each boot and for each run in it. */
final class CampaignProgress implements Campaign.Listener {
    private final PrintWriter out;

    CampaignProgress(final PrintWriter out) {
        this.out = out;
    }

    @Override
    public void onBoot(final int number, final int of, final String kernel, final int boot) {
        out.printf("boot %d of %d: kernel %s, its number %d%n", number, of, kernel, boot);
        out.flush();
    }

    @Override
    public void onResult(final String kernel, final int boot, final Load load, final LoadResult result) {
        out.printf(
                Locale.ROOT,
                "  %s, its number %d: %-12s %10.1f/s  p50 %s  p99 %s µs%s%n",
                kernel,
                boot,
                load.name(),
                result.throughputMsgsPerS(),
                KernelTable.micros(result.latencyNs().p50()),
                KernelTable.micros(result.latencyNs().p99()),
                result.verdict().equals(Verdict.VALID) ? "" : "  " + result.verdict());
        out.flush();
    }
}
