package io.sctp.bench.schedule;

/** Messages at equal intervals. Times are computed from the message's number, so rounding errors do not add up. */
public final class FixedSchedule implements Schedule {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double intervalNs;
    private final double offsetNs;
    private long number;

    /**
     * Begins with the message at {@code offset} intervals divided by {@code parts}.
     *
     * @param ratePerSecond messages per second, above 0
     * @param part the index of this association, from 0; associations send in turn, not at once
     * @param parts the number of associations, each with the same rate
     */
    public FixedSchedule(final double ratePerSecond, final int part, final int parts) {
        if (!(ratePerSecond > 0)) {
            throw new IllegalArgumentException("rate " + ratePerSecond + " is not above 0");
        }
        intervalNs = NANOS_PER_SECOND / ratePerSecond;
        offsetNs = intervalNs * part / parts;
    }

    @Override
    public long nextNs() {
        return timeNs(number++);
    }

    @Override
    public long remaining(final long fromNs, final long untilNs) {
        return Math.max(0, firstFrom(untilNs) - Math.max(number, firstFrom(fromNs)));
    }

    /** The number of the first message at this time or later. */
    private long firstFrom(final long momentNs) {
        long first = Math.max(0, (long) Math.floor((momentNs - offsetNs) / intervalNs));
        while (first > 0 && timeNs(first - 1) >= momentNs) {
            first--;
        }
        while (timeNs(first) < momentNs) {
            first++;
        }
        return first;
    }

    private long timeNs(final long message) {
        return Math.round(offsetNs + intervalNs * message);
    }
}
