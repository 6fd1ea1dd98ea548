package io.sctp.userspace.driver;

import io.sctp.engine.EngineCounters;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Reports what a driver refused, dropped, considered forged, or evicted: a Flight Recorder event at most once per
 * second for each counter that has changed, and a log message at most every ten seconds if the number is high. Packets
 * of unknown peers cost nothing beyond counting. Used with the driver's lock.
 */
public final class Suspicion {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int INTERVALS_PER_LINE = 10;

    /** Smaller numbers per interval are normal: packets of an association that has just ended. */
    private static final long WORTH_A_LINE = 100;

    /** EngineCounters of regular traffic. All others, including new ones, count something irregular. */
    private static final Set<String> HARMLESS =
            Set.of("packetsReceived", "packetsSent", "duplicates", "retransmissionTimeouts", "tailProbes");

    private static final System.Logger LOGGER = System.getLogger("io.sctp.userspace");

    private final String driver;
    private final EngineCounters counters;
    private final boolean recorded = isRecorderThere();
    private final Map<String, Long> reported = new TreeMap<>();
    private final Map<String, Long> unlogged = new TreeMap<>();
    private long packetsSeen;
    private long nextNs;
    private int untilLine;

    Suspicion(final String driver, final EngineCounters counters) {
        this.driver = driver;
        this.counters = counters;
    }

    private static boolean isRecorderThere() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    }

    /** The time of the next report; {@link Long#MAX_VALUE} if there is none. */
    long dueNs() {
        return counters.packetsReceived() == packetsSeen ? Long.MAX_VALUE : nextNs;
    }

    /** Reports, if it is time. */
    void onCycle(final long nowNs) {
        if (nowNs < nextNs || counters.packetsReceived() == packetsSeen) {
            return;
        }
        nextNs = nowNs + INTERVAL_NS;
        packetsSeen = counters.packetsReceived();
        counters.forEach(this::compare);
        if (--untilLine <= 0 && isWorthALine()) {
            LOGGER.log(
                    System.Logger.Level.WARNING, "{0}: refused, dropped or forged, by counter: {1}", driver, unlogged);
            unlogged.clear();
            untilLine = INTERVALS_PER_LINE;
        }
    }

    private void compare(final String name, final long total) {
        if (HARMLESS.contains(name)) {
            return;
        }
        final Long before = reported.put(name, total);
        final long more = total - (before == null ? 0 : before);
        if (more > 0) {
            unlogged.merge(name, more, Long::sum);
            if (recorded) {
                SuspicionEvent.record(driver, name, more, total);
            }
        }
    }

    private boolean isWorthALine() {
        long sum = 0;
        for (final long each : unlogged.values()) {
            sum += each;
        }
        return sum >= WORTH_A_LINE;
    }
}
