package io.sctp.bench.load;

/**
 * The two phases of a run, as indexes of what is recorded in each. What the warm-up records is discarded.
 *
 * <p>The warm-up does all that the measurement does, and the phase is chosen without a branch. Code compiled before a
 * branch was ever taken does not contain it. Such code would be discarded at the first measured message, and the
 * measurement would begin in the interpreter: at a low rate, for seconds.
 */
final class Phase {
    static final int WARM_UP = 0;
    static final int MEASUREMENT = 1;
    static final int COUNT = 2;

    private Phase() {}

    /** The phase of a time. Neither overflows: the two times are less than 292 years apart. */
    static int of(final long timeNs, final long measureFromNs) {
        return (int) ((measureFromNs - 1 - timeNs) >>> (Long.SIZE - 1));
    }
}
