package io.sctp.bench.peers;

import java.util.List;
import java.util.Locale;

/**
 * A round: some messages of a run. The measuring process reports each round as one line on its standard output.
 *
 * @param measured whether it belongs to the measurement, not to the warm-up
 * @param messages messages, or round trips
 * @param nanos time from the first to the last
 * @param cpuNanos processor time of the whole process
 * @param allocatedBytes heap memory allocated by all threads of the JVM; -1 for a program without such a heap
 */
record Round(boolean measured, long messages, long nanos, long cpuNanos, long allocatedBytes) {
    private static final String MEASURED = "round";
    private static final String WARM_UP = "warm-up";
    private static final List<String> KINDS = List.of(MEASURED, WARM_UP);
    private static final int FIELDS = 5;

    String line() {
        return String.format(
                Locale.ROOT,
                "%s %d %d %d %d",
                measured ? MEASURED : WARM_UP,
                messages,
                nanos,
                cpuNanos,
                allocatedBytes);
    }

    /** Whether a line of a process's output is a round, and not something else that it prints. */
    static boolean isRound(final String line) {
        final String[] fields = line.split(" ", -1);
        return fields.length == FIELDS && KINDS.contains(fields[0]);
    }

    static Round parse(final String line) {
        final String[] fields = line.split(" ", -1);
        return new Round(
                fields[0].equals(MEASURED),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]));
    }
}
