package io.sctp.bench.paths.real;

import java.util.Locale;

/** A result as lines of text. */
final class RealPathsTable {
    private static final double MEGA = 1e6;

    private RealPathsTable() {}

    /** One run as a line, printed when it has ended. */
    static String run(final RealPathsResult.Run run) {
        return String.format(
                Locale.ROOT,
                "round %d  %-7s > %-7s %5.0f ms %5.2f %% %9.3f MB/s  CPU %.1f + %.1f + %.1f s  lost %d, dropped %d + %d"
                        + "  others %.0f %% of the processors%n",
                run.round(),
                run.sender(),
                run.receiver(),
                run.rttMs(),
                100 * run.loss(),
                run.bytesPerS() / MEGA,
                run.senderCpuS(),
                run.relayCpuS(),
                run.receiverCpuS(),
                run.lost(),
                run.dropped(),
                run.udpDrops(),
                100 * run.othersCpu());
    }

    static String of(final RealPathsResult result) {
        final StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%n%d B messages, medians of %d run(s)%n%-7s   %-8s %6s %7s %9s %11s %7s %7s%n",
                result.size(),
                result.runsPerCell(),
                "sender",
                "receiver",
                "RTT ms",
                "loss %",
                "MB/s",
                "by usrsctp",
                "spread",
                "others"));
        for (final RealPathsResult.Cell cell : result.cells()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-7s > %-8s %6.0f %7.2f %9.3f %11s %6.0f%% %6.0f%%%n",
                    cell.sender(),
                    cell.receiver(),
                    cell.rttMs(),
                    100 * cell.loss(),
                    cell.bytesPerS() / MEGA,
                    cell.byUsrsctp() == null ? "-" : String.format(Locale.ROOT, "%.2f", cell.byUsrsctp()),
                    100 * cell.spread(),
                    100 * cell.othersCpu()));
        }
        return text.toString();
    }
}
