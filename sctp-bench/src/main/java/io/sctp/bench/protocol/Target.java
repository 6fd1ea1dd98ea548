package io.sctp.bench.protocol;

/**
 * A server that is not of this project, as the target of a load.
 *
 * @param protocol that it speaks
 * @param window the most unanswered messages of an association; those beyond it wait, and count as late
 * @param acceptsErrors whether answers that report an error are as good as others
 */
public record Target(Protocol protocol, int window, boolean acceptsErrors) {
    /** The largest window. */
    public static final int MAX_WINDOW = 65_536;

    /** Checks the window. */
    public Target {
        final long max = Math.min(MAX_WINDOW, 1L << protocol.identifierBits());
        if (window < 1 || window > max) {
            throw new IllegalArgumentException("--window " + window + " is not between 1 and " + max
                    + (max < MAX_WINDOW ? ", as many messages as the field can tell apart" : ""));
        }
    }
}
