package io.sctp.engine;

/**
 * How a message is sent: on which stream, to where, signed with which key, and for how long it is worth it. Reusable:
 * the engine reads it in {@link Association#send} and keeps nothing of it.
 */
public final class SendOptions {
    /** What {@link #key} returns where the active key signs. */
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

    /** Makes options for stream 0: ordered, reliable, on the usual path, signed with the active key. */
    public SendOptions() {}

    /** Everything is again as in new options: stream 0, ordered, reliable, on the usual path. */
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

    /** Delivers the message without regard to others of its stream. */
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

    /** Sets the payload protocol identifier, in host order; the engine writes it in network order. */
    public SendOptions ppid(final int identifier) {
        ppid = identifier;
        return this;
    }

    public int ppid() {
        return ppid;
    }

    /** Sets a number of the user's, which is not sent; it comes back with a message that fails. */
    public SendOptions context(final int number) {
        context = number;
        return this;
    }

    public int context() {
        return context;
    }

    /**
     * Sets for how long the message is worth sending. One that is given up (RFC 3758, RFC 7496) comes back as a failed
     * one. A peer without FORWARD TSN ({@link Association#isPartiallyReliable}) gets whatever was sent once; only
     * messages not sent yet are given up then.
     *
     * @param value the lifetime in nanoseconds, the number of retransmissions (up to 254), or the priority (a lower
     *     number matters more); nothing where the message is reliable
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
     * Sends the message to this path first (SCTP_ADDR_OVER of RFC 6458 section 5.3.4) if it is active then, and else
     * where all are. Sent again it goes wherever lost data goes. It keeps its place in the queue: those behind it wait
     * until its path has room. While the association is being set up there is no choice, and the destination is not
     * followed.
     *
     * @param path one of the association's paths, or null for the usual one
     */
    public SendOptions destination(final Path path) {
        destination = path;
        return this;
    }

    public Path destination() {
        return destination;
    }

    /**
     * Signs the message with a key of its own, whichever is active (RFC 6458 section 5.3.8). It shares packets only with
     * messages of the same key.
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
