package io.sctp.engine.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What RFC 9260 section 7.2.4 demands of an end whose peer reports chunks missing, as far as it can be seen on the
 * wire.
 *
 * <p>The third report of a chunk marks it. If the end is not in fast recovery it then sends the lowest marked chunk at
 * once. The other marked ones, and those marked in fast recovery, may have to wait for the congestion window, but go
 * before new data (section 6.1, rule C).
 *
 * <p>Not all that decides is on the wire: in fast recovery more reports count, and T3-rtx, which nobody sees expire,
 * starts the counts over. So reports are counted twice, those that count in any case and those that may, and fast
 * recovery is assumed for as long as it is possible.
 */
final class LossRules {
    private static final int REPORTS = 3;

    private final Map<Long, Integer> certainReports = new HashMap<>();
    private final Map<Long, Integer> possibleReports = new HashMap<>();
    private final TreeSet<Long> waiting = new TreeSet<>();
    private final Set<Long> everMarked = new HashSet<>();
    private final TreeMap<Long, Integer> timesSentAgain = new TreeMap<>();
    private boolean anySentAgain;
    private long possibleRecoveryExit = Long.MIN_VALUE;
    private long overdue = Long.MIN_VALUE;

    /** A chunk was sent that had been sent before. */
    void sentAgain(final long tsn, final long highestSent) {
        anySentAgain = true;
        timesSentAgain.merge(tsn, 1, Integer::sum);
        waiting.remove(tsn);
        if (tsn == overdue) {
            overdue = Long.MIN_VALUE;
        }
        if (!everMarked.contains(tsn)) {
            // T3-rtx expired, or reports counted in fast recovery. What else is outstanding may be marked, too.
            possibleRecoveryExit = highestSent;
        }
    }

    /**
     * A SACK that was not overtaken reports chunks missing.
     *
     * @param missing all outstanding chunks below a gap block that no gap block reports, lowest first
     * @param arrived what the gap blocks report
     * @param highestNew the highest TSN that this SACK is the first to acknowledge in a gap block
     * @param advanced whether it moved the cumulative TSN, so that all it reports counts in fast recovery
     */
    void reported(
            final List<Long> missing,
            final Set<Long> arrived,
            final long highestNew,
            final boolean advanced,
            final long highestSent) {
        waiting.removeAll(arrived);
        // One that T3-rtx had made lost and that arrived all the same is in flight again if the peer drops it. Its
        // reports count from then on, unless they have marked it before.
        certainReports.entrySet().removeIf(report -> report.getValue() < REPORTS && arrived.contains(report.getKey()));
        if (arrived.contains(overdue)) {
            overdue = Long.MIN_VALUE;
        }
        boolean recoveryMayBegin = false;
        for (final long tsn : missing) {
            final boolean counts = tsn < highestNew;
            if (counts && certainReports.merge(tsn, 1, Integer::sum) == REPORTS && !isSentAgain(tsn)) {
                everMarked.add(tsn);
                waiting.add(tsn);
                if (!recoveryMayBegin && missing.get(0) > possibleRecoveryExit) {
                    overdue = tsn;
                }
                // It may have been marked before, by a report that does not always count; if not, it is now.
                recoveryMayBegin = true;
            }
            if (counts || advanced) {
                final boolean possiblyMarked = possibleReports.merge(tsn, 1, Integer::sum) == REPORTS;
                recoveryMayBegin |= possiblyMarked || isCountedAnew(tsn);
            }
        }
        if (recoveryMayBegin) {
            possibleRecoveryExit = highestSent;
        }
    }

    /** Says whether T3-rtx may have started the chunk's count over, so that it may be marked a second time. */
    private boolean isCountedAnew(final long tsn) {
        return timesSentAgain.getOrDefault(tsn, 0) > (everMarked.contains(tsn) ? 1 : 0);
    }

    private boolean isSentAgain(final long tsn) {
        return timesSentAgain.containsKey(tsn);
    }

    /** The cumulative TSN is here now. */
    void acknowledged(final long cumulative) {
        certainReports.keySet().removeIf(tsn -> tsn <= cumulative);
        possibleReports.keySet().removeIf(tsn -> tsn <= cumulative);
        everMarked.removeIf(tsn -> tsn <= cumulative);
        waiting.headSet(cumulative, true).clear();
        timesSentAgain.headMap(cumulative, true).clear();
        if (overdue <= cumulative) {
            overdue = Long.MIN_VALUE;
        }
    }

    boolean anySentAgain() {
        return anySentAgain;
    }

    /** Returns a chunk that must be sent before any new one, or null. */
    Long waiting() {
        return waiting.isEmpty() ? null : waiting.first();
    }

    /** Returns a chunk that had to be sent again at once and was not, or null. */
    Long overdue() {
        return overdue == Long.MIN_VALUE ? null : overdue;
    }
}
