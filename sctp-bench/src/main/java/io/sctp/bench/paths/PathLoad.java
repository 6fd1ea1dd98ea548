package io.sctp.bench.paths;

/**
 * The messages that a sender has.
 *
 * @param size the length of each message in bytes
 * @param rate messages per second; 0 for as many as the send buffer accepts
 * @param lifetimeMs after how many milliseconds a message is abandoned; 0 for never
 */
public record PathLoad(int size, int rate, int lifetimeMs) {
    /** As many messages as the send buffer accepts. */
    public static PathLoad bulk(final int size) {
        return new PathLoad(size, 0, 0);
    }

    static PathLoad ofRate(final int size, final int rate) {
        return new PathLoad(size, rate, 0);
    }

    PathLoad livingFor(final int millis) {
        return new PathLoad(size, rate, millis);
    }
}
