package io.sctp.bench.environment;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;

/**
 * The resources that this process, and SCTP on this machine, have used up to a point in time or, from {@link #since},
 * between two points.
 *
 * @param cpuNs processor time of all threads, those of the JVM included
 * @param allocatedBytes heap memory allocated by all live threads except the calling one
 * @param gcCount garbage collections
 * @param gcPauseMs their duration, in milliseconds
 * @param snmp the counters of {@code /proc/net/sctp/snmp}; empty where there is none
 */
public record Usage(long cpuNs, long allocatedBytes, long gcCount, long gcPauseMs, Map<String, Long> snmp) {
    /** No usage. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, Map.of());

    private static final String SNMP_FILE = "/proc/net/sctp/snmp";
    /** Counters, unlike the current number of associations, can be subtracted. */
    private static final String GAUGE = "SctpCurrEstab";

    /** Returns the usage up to now. */
    public static Usage now() {
        long gcCount = 0;
        long gcPauseMs = 0;
        for (final GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            gcCount += Math.max(0, collector.getCollectionCount());
            gcPauseMs += Math.max(0, collector.getCollectionTime());
        }
        return new Usage(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
                allocatedBytesOfOthers(),
                gcCount,
                gcPauseMs,
                snmpCounters());
    }

    /** Returns the usage between an earlier point in time and this one. */
    public Usage since(final Usage earlier) {
        final Map<String, Long> difference = new TreeMap<>();
        snmp.forEach((name, value) ->
                difference.put(name, name.equals(GAUGE) ? value : value - earlier.snmp.getOrDefault(name, 0L)));
        return new Usage(
                cpuNs - earlier.cpuNs,
                Math.max(0, allocatedBytes - earlier.allocatedBytes),
                gcCount - earlier.gcCount,
                gcPauseMs - earlier.gcPauseMs,
                difference);
    }

    private static long allocatedBytesOfOthers() {
        final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        final long[] ids = threads.getAllThreadIds();
        final long[] allocated = threads.getThreadAllocatedBytes(ids);
        final long own = Thread.currentThread().getId();
        long sum = 0;
        for (int i = 0; i < ids.length; i++) {
            sum += ids[i] == own ? 0 : Math.max(0, allocated[i]);
        }
        return sum;
    }

    private static Map<String, Long> snmpCounters() {
        final Map<String, Long> counters = new TreeMap<>();
        KernelFacts.read(SNMP_FILE)
                .ifPresent(text -> text.lines().forEach(line -> {
                    final String[] fields = line.strip().split("\\s+", -1);
                    if (fields.length == 2) {
                        counters.put(fields[0], Long.parseLong(fields[1]));
                    }
                }));
        return counters;
    }
}
