package io.sctp.engine.send;

/**
 * The chunks in flight to one path, in the order in which they were sent. That is mostly the order of their TSNs, so a
 * link is kept only where it is not.
 */
final class FlightList {
    private final OutstandingData outstanding;
    private int size;
    private int first;
    private int last;

    /** How many links, of both directions, lead to another TSN than the next; without any, none is looked up. */
    private int jumps;

    FlightList(final OutstandingData outstanding) {
        this.outstanding = outstanding;
    }

    int size() {
        return size;
    }

    /** Returns the chunk that was sent before all others; there must be one. */
    int first() {
        return first;
    }

    /** Returns the chunk that was sent after all others; there must be one. */
    int last() {
        return last;
    }

    /** Adds a chunk that is sent now. */
    void addLast(final int tsn) {
        if (size == 0) {
            first = tsn;
        } else {
            link(last, tsn);
        }
        last = tsn;
        size++;
    }

    /** Adds a chunk that was sent long ago. */
    void addFirst(final int tsn) {
        if (size == 0) {
            last = tsn;
        } else {
            link(tsn, first);
        }
        first = tsn;
        size++;
    }

    /** Takes out a chunk that is there. */
    void remove(final int tsn) {
        final int before = before(tsn);
        final int after = after(tsn);
        before(tsn, tsn - 1);
        after(tsn, tsn + 1);
        size--;
        if (size == 0) {
            return;
        }
        if (tsn == first) {
            before(after, after - 1);
            first = after;
        } else if (tsn == last) {
            after(before, before + 1);
            last = before;
        } else {
            link(before, after);
        }
    }

    private void link(final int before, final int after) {
        after(before, after);
        before(after, before);
    }

    private int before(final int tsn) {
        return jumps == 0 ? tsn - 1 : outstanding.sentBefore(tsn);
    }

    private int after(final int tsn) {
        return jumps == 0 ? tsn + 1 : outstanding.sentAfter(tsn);
    }

    private void before(final int tsn, final int before) {
        final int old = before(tsn);
        if (before != old) {
            jumps += count(before, tsn - 1) - count(old, tsn - 1);
            outstanding.sentBefore(tsn, before);
        }
    }

    private void after(final int tsn, final int after) {
        final int old = after(tsn);
        if (after != old) {
            jumps += count(after, tsn + 1) - count(old, tsn + 1);
            outstanding.sentAfter(tsn, after);
        }
    }

    private static int count(final int linked, final int next) {
        return linked == next ? 0 : 1;
    }
}
