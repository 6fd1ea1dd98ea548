package io.sctp.bench.schedule;

import java.util.SplittableRandom;

/**
 * The arrival process: when messages are sent.
 *
 * @param kind of distribution over time
 * @param ratePerSecond over all associations; not used for {@link Kind#MAX}
 * @param seed of the random numbers
 * @param profile of a rate that changes over time; null for a constant rate
 * @param recording of the times; only for {@link Kind#RECORDED}
 */
public record Arrival(Kind kind, double ratePerSecond, long seed, Profile profile, Recording recording) {
    /** Checks the rate. */
    public Arrival {
        if (kind != Kind.MAX && !(ratePerSecond > 0 && Double.isFinite(ratePerSecond))) {
            throw new IllegalArgumentException("rate " + ratePerSecond + " is not above 0");
        }
    }

    /** Returns arrivals at a constant rate. */
    public Arrival(final Kind kind, final double ratePerSecond, final long seed) {
        this(kind, ratePerSecond, seed, null, null);
    }

    /** Returns arrivals at a rate that changes over time. */
    public static Arrival of(final Kind kind, final Profile profile, final long seed) {
        return new Arrival(kind, profile.meanRate(), seed, profile, null);
    }

    /** Returns arrivals at recorded times. */
    public static Arrival of(final Recording recording, final long seed) {
        return new Arrival(Kind.RECORDED, recording.meanRate(), seed, null, recording);
    }

    /**
     * The schedule of one association.
     *
     * @param part the association's index, from 0
     * @param parts the number of associations
     * @param startNs the start of the schedule on the clock
     */
    public Schedule schedule(final int part, final int parts, final Clock clock, final long startNs) {
        if (profile != null) {
            final SplittableRandom random = kind == Kind.POISSON ? new SplittableRandom(seed + part) : null;
            return new ProfileSchedule(profile, part, parts, random);
        }
        return switch (kind) {
            case FIXED -> new FixedSchedule(ratePerSecond / parts, part, parts);
            case POISSON -> new PoissonSchedule(ratePerSecond / parts, seed + part);
            case MAX -> new AsTaken(clock, startNs);
            case RECORDED -> new RecordedSchedule(recording, part, parts);
        };
    }

    /** Every message is due as soon as the previous one was accepted. */
    private record AsTaken(Clock clock, long startNs) implements Schedule {
        @Override
        public long nextNs() {
            return clock.nanoTime() - startNs;
        }

        @Override
        public long remaining(final long fromNs, final long untilNs) {
            return 0;
        }
    }

    /** How messages are distributed over time. */
    public enum Kind {
        /** At equal intervals. */
        FIXED,
        /** Independently of each other. */
        POISSON,
        /** One after the other, as fast as the peer accepts them. The intended time of each is when it can be sent. */
        MAX,
        /** At the times of a capture, again and again. */
        RECORDED
    }
}
