package io.sctp.engine.path;

/**
 * How large the packets of one path can be, found out by probes (RFC 8899): which size is tried next, and what an
 * answer means, or none. It knows nothing of chunks, clocks or timers. All sizes are those of SCTP packets.
 *
 * <p>A path begins with BASE_PLPMTU, and not with the size that paths have which are not probed: whether it carries
 * that is not known, and a packet too many by far is cheaper than one that never arrives. The answer to the first probe
 * mends it.
 *
 * <p>Answers take a round trip, and what is not answered takes {@link #MAX_PROBES} timers. So the search goes up
 * through the sizes that networks have, then looks whether there is anything at all between the last that passed and
 * the first that did not, and only then halves what is between them.
 */
public final class PathMtuSearch {
    /** The phases of RFC 8899 section 5.2. */
    public enum Phase {
        /** The path is not up: nothing is probed. */
        DISABLED,
        BASE,
        SEARCH,
        COMPLETE,
        /** Not even the base size passes. */
        ERROR
    }

    /** BASE_PLPMTU (section 5.1.2). */
    public static final int BASE_SIZE = 1200;

    /** MIN_PLPMTU: as much as IPv4 carries anywhere, less headers. */
    public static final int MIN_SIZE = 512;

    /** MAX_PROBES: unanswered probes of one size after which it is too long (section 5.1.2). */
    public static final int MAX_PROBES = 3;

    /** A gap that is not worth searching. */
    static final int GRANULARITY = 32;

    /** The longest wait in the error phase, as a power of two of the probe timer. */
    private static final int MAX_BACK_OFF = 9;

    /** MTUs of 1280, 1400, 1450, 1492, 1500 and 9000, less UDP and either IP, in words of four bytes. */
    private static final int[] COMMON = {1232, 1252, 1352, 1372, 1400, 1420, 1444, 1464, 1452, 1472, 8952, 8972};

    private final int baseSize;
    private final int maxSize;
    private long raiseNs;

    private Phase phase = Phase.DISABLED;
    private int size;

    /** The smallest size that is known not to pass; above {@link #maxSize} while none is. */
    private int tooLong;

    /** The size being probed; 0 for none. */
    private int probeSize;

    private int unanswered;
    private int backOff;
    private boolean due;
    private boolean inDoubt;
    private long nonce;
    private long restsSinceNs;

    /**
     * Begins with a path that is not up.
     *
     * @param maxSize MAX_PLPMTU
     * @param raiseNs PMTU_RAISE_TIMER in nanoseconds
     */
    public PathMtuSearch(final int maxSize, final long raiseNs) {
        this.maxSize = maxSize & ~3;
        this.raiseNs = raiseNs;
        baseSize = Math.min(BASE_SIZE, this.maxSize);
        size = baseSize;
    }

    public Phase phase() {
        return phase;
    }

    /** Returns whether nothing is probed as the path is not up. */
    public boolean isDisabled() {
        return phase == Phase.DISABLED;
    }

    /** Returns PLPMTU: the largest packet that the path is given. */
    public int size() {
        return size;
    }

    /** Returns how long the search rests before it tries larger sizes again, in nanoseconds. */
    public long raiseNs() {
        return raiseNs;
    }

    public void raiseNs(final long intervalNs) {
        raiseNs = intervalNs;
    }

    /**
     * Returns whether the path is known to carry packets of {@link #size}, so that they must arrive whole. If not,
     * because the base is not confirmed yet or something speaks against the size, IP may fragment them: then nothing is
     * lost while the probes, which it may not, find out.
     */
    public boolean isCertain() {
        return !inDoubt && (phase == Phase.SEARCH || phase == Phase.COMPLETE);
    }

    // -- probes -----------------------------------------------------------------------------------------------------

    /** Returns whether a probe is to be sent. */
    public boolean isDue() {
        return due;
    }

    /** Returns whether a probe is to be sent or its answer awaited. */
    public boolean isProbing() {
        return probeSize != 0;
    }

    /** Returns the size of the probe that is due or out. */
    public int probeSize() {
        return probeSize;
    }

    /** Returns whether this is the first probe of its size, which gets a nonce; those that follow have the same. */
    public boolean isFirst() {
        return unanswered == 0;
    }

    public long nonce() {
        return nonce;
    }

    public void onSent(final long withNonce) {
        nonce = withNonce;
        due = false;
    }

    /** Returns whether an answer is that to the probe that is out, or to an earlier one of the same size. */
    public boolean accepts(final long answeredNonce) {
        return probeSize != 0 && !(due && isFirst()) && nonce == answeredNonce;
    }

    /** Returns how many times the probe timer is waited for an answer: more and more often in the error phase. */
    public int patience() {
        return phase == Phase.ERROR ? 1 << backOff : 1;
    }

    // -- what happens -----------------------------------------------------------------------------------------------

    /** The path is up. */
    public void start() {
        phase = Phase.BASE;
        size = baseSize;
        tooLong = maxSize + 1;
        inDoubt = false;
        probe(baseSize);
    }

    /** The path is down; nobody knows what it will carry when it comes back. */
    public void suspend() {
        phase = Phase.DISABLED;
        size = baseSize;
        inDoubt = false;
        probe(0);
    }

    /** A probe was answered. */
    public void onAnswered() {
        if (phase == Phase.BASE || phase == Phase.ERROR) {
            phase = Phase.SEARCH;
            tooLong = tooLong > probeSize ? tooLong : maxSize + 1;
        }
        size = Math.max(size, probeSize);
        inDoubt = false;
        backOff = 0;
        probe(phase == Phase.SEARCH ? next() : 0);
        rest();
    }

    /** A probe was not answered in time. */
    public void onUnanswered() {
        if (++unanswered < MAX_PROBES && phase != Phase.ERROR) {
            due = true;
            return;
        }
        if (inDoubt) {
            onBlackHole();
        } else if (phase == Phase.SEARCH) {
            tooLong = probeSize;
            probe(next());
            rest();
        } else {
            enterError();
        }
    }

    /** The confirmed size does not pass any more (section 4.3). */
    private void onBlackHole() {
        inDoubt = false;
        tooLong = size;
        if (size <= baseSize) {
            enterError();
            return;
        }
        phase = Phase.BASE;
        size = baseSize;
        probe(baseSize);
    }

    private void enterError() {
        backOff = phase == Phase.ERROR ? Math.min(MAX_BACK_OFF, backOff + 1) : 0;
        phase = Phase.ERROR;
        size = Math.min(size, MIN_SIZE);
        probe(baseSize);
    }

    /** Data was lost without a word: the size is confirmed anew, or found to be a black hole. */
    public void suspect() {
        if (isCertain()) {
            inDoubt = true;
            probe(size);
        }
    }

    /** PMTU_RAISE_TIMER expired: the path may carry more by now. */
    public void raise() {
        if (phase == Phase.COMPLETE && !inDoubt) {
            phase = Phase.SEARCH;
            tooLong = maxSize + 1;
            probe(next());
            rest();
        }
    }

    /** Returns whether there is nothing to do until PMTU_RAISE_TIMER expires. */
    public boolean isResting() {
        return phase == Phase.COMPLETE && !inDoubt && size < maxSize;
    }

    /** Returns since when it rests. */
    public long restsSinceNs() {
        return restsSinceNs;
    }

    public void restsSinceNs(final long nowNs) {
        restsSinceNs = nowNs;
    }

    private void rest() {
        if (phase == Phase.SEARCH && probeSize == 0) {
            phase = Phase.COMPLETE;
        }
    }

    private void probe(final int bytes) {
        probeSize = bytes;
        unanswered = 0;
        due = bytes != 0;
    }

    // -- the search -------------------------------------------------------------------------------------------------

    /** Returns the size to try next, or 0 if there is none worth it. */
    private int next() {
        final int end = Math.min(tooLong, maxSize);
        int best = end;
        for (final int common : COMMON) {
            if (common > size && common < best) {
                best = common;
            }
        }
        if (best < end) {
            return best;
        }
        if (tooLong > maxSize) {
            return size < maxSize ? maxSize : 0;
        }
        if (tooLong - size <= GRANULARITY) {
            return 0;
        }
        return isCommon(size) ? size + GRANULARITY : size + (tooLong - size) / 2 & ~3;
    }

    private static boolean isCommon(final int bytes) {
        for (final int common : COMMON) {
            if (common == bytes) {
                return true;
            }
        }
        return false;
    }
}
