package io.sctp.engine.send;

/** The chunks in flight to one path, in the order in which they were sent. */
final class FlightList {
    private final OutstandingData outstanding;
    private int size;
    private int first;
    private int last;

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
            outstanding.sentBefore(tsn, last);
            outstanding.sentAfter(last, tsn);
        }
        last = tsn;
        size++;
    }

    /** Adds a chunk that was sent long ago. */
    void addFirst(final int tsn) {
        if (size == 0) {
            last = tsn;
        } else {
            outstanding.sentAfter(tsn, first);
            outstanding.sentBefore(first, tsn);
        }
        first = tsn;
        size++;
    }

    /** Takes out a chunk that is there. */
    void remove(final int tsn) {
        size--;
        if (size == 0) {
            return;
        }
        if (tsn == first) {
            first = outstanding.sentAfter(tsn);
        } else if (tsn == last) {
            last = outstanding.sentBefore(tsn);
        } else {
            final int before = outstanding.sentBefore(tsn);
            final int after = outstanding.sentAfter(tsn);
            outstanding.sentAfter(before, after);
            outstanding.sentBefore(after, before);
        }
    }
}
