package io.sctp.engine;

/**
 * How to send a message: stream, destination, key, and partial reliability. Reusable: the engine reads it in {@link
 * Association#send} and keeps no reference.
 */
public final class SendOptions {
    /** The value of {@link #key} for the active key. */
    public static final int ACTIVE_KEY = -1;

    private int stream;
    private boolean unordered;
    private boolean sackImmediately;
    private int ppid;
    private int context;
    private Policy policy = Policy.RELIABLE;
    private long policyValue;
    private Path destination;
    private int key = ACTIVE_KEY;

    /** Makes options for stream 0: ordered, reliable, on the primary path, with the active key. */
    public SendOptions() {}

    /** Resets all options to their initial values. */
    public SendOptions reset() {
        return stream(0)
                .unordered(false)
                .sackImmediately(false)
                .ppid(0)
                .context(0)
                .policy(Policy.RELIABLE, 0)
                .destination(null)
                .signedWith(ACTIVE_KEY);
    }

    public SendOptions stream(final int number) {
        stream = number;
        return this;
    }

    public int stream() {
        return stream;
    }

    /** Sets whether the message may overtake other messages of its stream. */
    public SendOptions unordered(final boolean whether) {
        unordered = whether;
        return this;
    }

    public boolean isUnordered() {
        return unordered;
    }

    /** Asks the peer to acknowledge at once (RFC 7053). */
    public SendOptions sackImmediately(final boolean whether) {
        sackImmediately = whether;
        return this;
    }

    public boolean isSackImmediately() {
        return sackImmediately;
    }

    /** Sets the payload protocol identifier, in host byte order; it is sent in network byte order. */
    public SendOptions ppid(final int identifier) {
        ppid = identifier;
        return this;
    }

    public int ppid() {
        return ppid;
    }

    /** Sets a number of the user's, which is not sent; it is returned with a failed message. */
    public SendOptions context(final int number) {
        context = number;
        return this;
    }

    public int context() {
        return context;
    }

    /**
     * Sets when the message is abandoned (RFC 3758, RFC 7496). An abandoned message is returned as a failed one. If the
     * peer does not support FORWARD TSN ({@link Association#isPartiallyReliable}), only messages of which nothing was
     * sent are abandoned.
     *
     * @param value the lifetime in nanoseconds, the number of retransmissions (up to 254), or the priority (a smaller
     *     value is a higher one); ignored for reliable messages
     */
    public SendOptions policy(final Policy newPolicy, final long value) {
        policy = newPolicy;
        policyValue = value;
        return this;
    }

    public Policy policy() {
        return policy;
    }

    public long policyValue() {
        return policyValue;
    }

    /**
     * Sends the message on this path first (SCTP_ADDR_OVER, RFC 6458 section 5.3.4), if the path is active.
     * Retransmissions use any path. The message keeps its place in the queue: later messages wait until its path has
     * congestion window space. Ignored while the association is being set up.
     *
     * @param path one of the association's paths, or null for the primary path
     */
    public SendOptions destination(final Path path) {
        destination = path;
        return this;
    }

    public Path destination() {
        return destination;
    }

    /**
     * Authenticates the message with this key instead of the active one (RFC 6458 section 5.3.8). It shares packets
     * only with messages of the same key.
     *
     * @param number the key, 0 to 65535, or {@link #ACTIVE_KEY}
     */
    public SendOptions signedWith(final int number) {
        key = number;
        return this;
    }

    public int key() {
        return key;
    }
}
