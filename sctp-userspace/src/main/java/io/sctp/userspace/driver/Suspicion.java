package io.sctp.userspace.driver;

import io.sctp.engine.EngineCounters;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells people of what a driver refused, dropped, took for forged or evicted: once in a second a Flight Recorder event
 * for each counter that has moved, and a log line where many were counted, one in ten seconds at most. What strangers
 * send costs nothing more than to count it. Used with the driver's lock.
 */
public final class Suspicion {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int INTERVALS_PER_LINE = 10;

    /** Fewer than that in one interval happen to the best: packets of an association that has just ended. */
    private static final long WORTH_A_LINE = 100;

    /**
     * EngineCounters that tell of good traffic; any other one, new ones too, tells of something that was not as it should be.
     */
    private static final Set<String> HARMLESS =
            Set.of("packetsReceived", "packetsSent", "duplicates", "retransmissionTimeouts");

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

    /** When something is to be told at the latest; {@link Long#MAX_VALUE} for nothing. */
    long dueNs() {
        return counters.packetsReceived() == packetsSeen ? Long.MAX_VALUE : nextNs;
    }

    /** Tells what there is, if it is time. */
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
