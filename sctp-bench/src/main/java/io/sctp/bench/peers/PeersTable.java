package io.sctp.bench.peers;

import java.util.List;
import java.util.Locale;

/** A result as lines of text. */
final class PeersTable {
    private PeersTable() {}

    /** One run as a line, printed when it has ended. */
    static String run(final PeersResult.Run run) {
        return String.format(
                Locale.ROOT,
                "round %d  %-14s %-10s %6d B %6d a %6d s %11.0f msg/s %9.0f ns CPU %9s alloc  drift %.3f"
                        + "  others %.0f %%%n",
                run.round(),
                run.peer(),
                run.mode(),
                run.size(),
                run.associations(),
                run.streams(),
                run.msgsPerS(),
                run.cpuNsPerMsg(),
                bytes(run.allocBytesPerMsg()),
                run.drift(),
                100 * run.othersCpu());
    }

    static String of(final PeersResult result) {
        final StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%nkernel %s, clock %s%s, medians of %d run(s)%n%n%-14s %-10s %6s %7s %7s %11s %11s %9s %10s %7s %7s%n",
                result.kernel(),
                result.clock(),
                result.clock().equals("icount") ? " (1 instruction = 1 ns: not time)" : "",
                result.rounds(),
                "peer",
                "mode",
                "size",
                "assocs",
                "streams",
                "msg/s",
                "rtt ns",
                "CPU ns",
                "alloc B",
                "spread",
                "others"));
        for (final PeersResult.Line line : result.results()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-14s %-10s %6d %7d %7d %11.0f %11s %9.0f %10s %6.1f%% %6.0f%%%n",
                    line.peer(),
                    line.mode(),
                    line.size(),
                    line.associations(),
                    line.streams(),
                    line.msgsPerS(),
                    line.rttNs() == null ? "-" : String.format(Locale.ROOT, "%.0f", line.rttNs()),
                    line.cpuNsPerMsg(),
                    bytes(line.allocBytesPerMsg()),
                    100 * line.spread(),
                    100 * line.othersCpu()));
        }
        appendRatios(text, result.ratios());
        for (final PeersResult.Scaling scaling : result.scaling()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s, %s, %d B: a message costs %.3f times as much with %d association(s) of %d stream(s) each%n",
                    scaling.peer(),
                    scaling.mode(),
                    scaling.size(),
                    scaling.costRatio(),
                    scaling.associations(),
                    scaling.streams()));
        }
        result.skipped()
                .forEach(skipped -> text.append("not measured: ")
                        .append(skipped.peer())
                        .append(": ")
                        .append(skipped.reason())
                        .append(System.lineSeparator()));
        return text.toString();
    }

    private static void appendRatios(final StringBuilder text, final List<PeersResult.Ratio> ratios) {
        text.append(
                String.format("%none way: messages/s of ours by the peer's; round trip: time of ours by the peer's%n"));
        for (final PeersResult.Ratio ratio : ratios) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-14s / %-14s %-10s %6d B %8.3f%n",
                    ratio.ours(),
                    ratio.peer(),
                    ratio.mode(),
                    ratio.size(),
                    ratio.ratio()));
        }
        text.append(System.lineSeparator());
    }

    private static String bytes(final Double bytes) {
        return bytes == null ? "-" : String.format(Locale.ROOT, "%.2f", bytes);
    }
}
