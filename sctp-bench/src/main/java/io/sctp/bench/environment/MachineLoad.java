package io.sctp.bench.environment;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** How busy others keep this machine while something is measured. */
public final class MachineLoad {
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;

    /** User, nice, system, idle, I/O wait, interrupts, soft interrupts, stolen. */
    private static final int FIELDS = 8;

    /** Where the processor time of ended children begins in {@code /proc/self/stat}, behind the program's name. */
    private static final int CHILDREN = 14;

    private final long beginNs = System.nanoTime();
    private final long busyNs = busyNs();
    private final long ownNs = Usage.now().cpuNs();
    private final long childrenNs = childrenNs();

    /**
     * Returns the share of all processors that was used since this object was created, but not by this JVM or by
     * processes that it started and that have ended.
     *
     * @param children the processor time of those that have not ended, which does not count either
     */
    public double others(final Duration children) {
        final long elapsedNs =
                (System.nanoTime() - beginNs) * Runtime.getRuntime().availableProcessors();
        final long others =
                busyNs() - busyNs - (Usage.now().cpuNs() - ownNs) - (childrenNs() - childrenNs) - children.toNanos();
        return Math.max(0, others) / (double) Math.max(1, elapsedNs);
    }

    /** The system's average number of running threads over the last minute; "unknown" if it does not report it. */
    public static String average() {
        return KernelFacts.read("/proc/loadavg")
                .map(text -> text.split(" ", 2)[0])
                .orElse("unknown");
    }

    private static long busyNs() {
        return KernelFacts.read("/proc/stat").map(MachineLoad::busyNs).orElse(0L);
    }

    private static long childrenNs() {
        return KernelFacts.read("/proc/self/stat").map(MachineLoad::childrenNs).orElse(0L);
    }

    static long childrenNs(final String stat) {
        final List<String> fields =
                Arrays.asList(stat.substring(stat.lastIndexOf(')') + 1).split(" ", -1));
        return fields.size() <= CHILDREN + 1
                ? 0
                : (Long.parseLong(fields.get(CHILDREN)) + Long.parseLong(fields.get(CHILDREN + 1))) * NANOS_PER_TICK;
    }

    static long busyNs(final String stat) {
        final List<String> fields =
                Arrays.asList(stat.lines().findFirst().orElse("").split("\\s+", -1));
        long ticks = 0;
        for (int i = 0; i < FIELDS && i + 1 < fields.size(); i++) {
            ticks += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(fields.get(i + 1));
        }
        return ticks * NANOS_PER_TICK;
    }
}
