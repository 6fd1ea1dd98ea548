package io.sctp.engine.send;

import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.Serial;
import io.sctp.engine.path.TransportPath;
import java.util.Arrays;

/**
 * Which outstanding chunks are in flight to a path, and which wait to be sent to it again, so that what concerns one
 * path is found without what concerns others. What waits is moved from path to path without a look at each chunk.
 */
final class PathChunks {
    private static final FlightList[] NONE_IN_FLIGHT = {};
    private static final TsnSet[] NONE_LOST = {};
    private static final int NO_PATH = -1;

    private final OutstandingData outstanding;
    private final Work work;

    private FlightList[] inFlight = NONE_IN_FLIGHT;
    private TsnSet[] lost = NONE_LOST;
    private int capacity;

    /**
     * By path index: the first TSN that was not sent before a path with this index went; what is sent since is later.
     */
    private int[] replacedAt = {};

    private boolean[] replaced = {};

    PathChunks(final OutstandingData outstanding, final Work work) {
        this.outstanding = outstanding;
        this.work = work;
    }

    /** Forgets all chunks. */
    void clear() {
        outstanding.forgetOrder();
        inFlight = NONE_IN_FLIGHT;
        lost = NONE_LOST;
        capacity = 0;
    }

    /** A chunk is outstanding that was not: there may be more of them than ever. */
    void onAdded() {
        if (capacity < outstanding.capacity()) {
            capacity = outstanding.capacity();
            growLost();
        }
    }

    private void growLost() {
        for (final TsnSet set : lost) {
            if (set != null && set.capacity() < capacity) {
                set.grow(capacity, outstanding.firstTsn());
            }
        }
    }

    /** A chunk is sent to a path. */
    void addInFlight(final int tsn, final TransportPath path) {
        inFlight(path.index()).addLast(tsn);
    }

    /** A chunk that was acknowledged is in flight to a path again. */
    void addReneged(final int tsn, final TransportPath path) {
        inFlight(path.index()).addFirst(tsn);
    }

    void removeInFlight(final int tsn, final TransportPath path) {
        inFlight[path.index()].remove(tsn);
    }

    /** A chunk waits to be sent to a path again. */
    void addLost(final int tsn, final TransportPath path) {
        lost(path.index()).add(tsn);
        path.flight().addLost(1);
    }

    void removeLost(final int tsn, final TransportPath path) {
        lost[path.index()].remove(tsn);
        path.flight().addLost(-1);
    }

    /** Returns the index of the path to which a lost chunk is sent again. */
    int pathOfLost(final int tsn) {
        for (int path = 0; path < lost.length; path++) {
            if (isLostFor(tsn, path)) {
                return path;
            }
        }
        return NO_PATH;
    }

    /** Returns whether a chunk waits to be sent to a path again. */
    boolean isLostFor(final int tsn, final int path) {
        work.step();
        return path < lost.length && lost[path] != null && lost[path].contains(tsn);
    }

    /** Returns the first chunk from a TSN on that waits for a path; there must be one. */
    int nextLost(final int tsn, final TransportPath path) {
        return lost[path.index()].next(tsn);
    }

    /** Returns the chunk in flight to a path that was sent before all others; there must be one. */
    int firstInFlight(final TransportPath path) {
        work.step();
        return inFlight[path.index()].first();
    }

    /** Returns the chunk in flight to a path that was sent after all others; there must be one. */
    int lastInFlight(final TransportPath path) {
        return inFlight[path.index()].last();
    }

    int inFlightCount(final TransportPath path) {
        return path.index() < inFlight.length && inFlight[path.index()] != null ? inFlight[path.index()].size() : 0;
    }

    /** What waits for a path waits for another one from now on. */
    void moveLost(final TransportPath from, final TransportPath to) {
        final int count = from.retransmitChunks();
        if (from == to || count == 0) {
            return;
        }
        final TsnSet other = lost(to.index());
        final TsnSet one = lost(from.index());
        final boolean fewer = one.size() < other.size();
        lost[to.index()] = fewer ? other : one;
        lost[from.index()] = fewer ? one : other;
        lost[to.index()].addAll(lost[from.index()]);
        from.flight().addLost(-count);
        to.flight().addLost(count);
    }

    /** A path is gone; what was sent to it says nothing of whoever has its index next. */
    void onGone(final TransportPath path) {
        final int index = path.index();
        if (index >= replaced.length) {
            replaced = Arrays.copyOf(replaced, index + 1);
            replacedAt = Arrays.copyOf(replacedAt, index + 1);
        }
        replaced[index] = true;
        replacedAt[index] = outstanding.nextTsn();
    }

    /** Returns whether a chunk was sent to a path that had an index before it went. */
    boolean isOfOneGone(final int tsn, final int index) {
        if (index >= replaced.length || !replaced[index]) {
            return false;
        }
        replaced[index] = Serial.before(outstanding.firstTsn(), replacedAt[index]);
        return replaced[index] && Serial.before(tsn, replacedAt[index]);
    }

    private FlightList inFlight(final int path) {
        if (path >= inFlight.length) {
            inFlight = Arrays.copyOf(inFlight, path + 1);
        }
        if (inFlight[path] == null) {
            inFlight[path] = new FlightList(outstanding);
        }
        return inFlight[path];
    }

    private TsnSet lost(final int path) {
        if (path >= lost.length) {
            lost = Arrays.copyOf(lost, path + 1);
        }
        if (lost[path] == null) {
            lost[path] = new TsnSet(work);
            lost[path].grow(Math.max(capacity, outstanding.capacity()), outstanding.firstTsn());
        }
        return lost[path];
    }
}
