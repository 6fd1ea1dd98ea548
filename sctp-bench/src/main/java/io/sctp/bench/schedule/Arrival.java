package io.sctp.bench.schedule;

import java.util.SplittableRandom;

/**
 * When messages are sent.
 *
 * @param kind how they are spread over time
 * @param ratePerSecond over all associations; not used for {@link Kind#MAX}
 * @param seed what everything random follows from
 * @param profile how the rate changes over time; null if it does not
 */
public record Arrival(Kind kind, double ratePerSecond, long seed, Profile profile) {
    /** Checks the rate. */
    public Arrival {
        if (kind != Kind.MAX && !(ratePerSecond > 0 && Double.isFinite(ratePerSecond))) {
            throw new IllegalArgumentException("rate " + ratePerSecond + " is not above 0");
        }
    }

    /** At a rate that does not change. */
    public Arrival(final Kind kind, final double ratePerSecond, final long seed) {
        this(kind, ratePerSecond, seed, null);
    }

    /** At one that changes. */
    public static Arrival of(final Kind kind, final Profile profile, final long seed) {
        return new Arrival(kind, profile.meanRate(), seed, profile);
    }

    /**
     * The schedule of one association.
     *
     * @param part which it is, from 0
     * @param parts how many there are
     * @param startNs the clock's time from which the schedule counts
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
        };
    }

    /** Every message is due when the one before was taken. */
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

    /** How messages are spread over time. */
    public enum Kind {
        /** At equal distances. */
        FIXED,
        /** Independently of each other. */
        POISSON,
        /** One after the other, as fast as the peer takes them: each is intended for the moment it can be sent. */
        MAX
    }
}
