package io.sctp;

/**
 * When a sender may give up on a message: the policies of PR-SCTP (RFC 3758, RFC 7496). What the accompanying value
 * means depends on the policy. Both peers must support partial reliability; otherwise a message is sent reliably.
 */
public enum PrPolicy {
    /** Never: the message is reliable. The value is ignored. */
    RELIABLE(0),
    /** When the value, in milliseconds, has passed since the message was handed over (RFC 3758). */
    LIFETIME(1),
    /** After the value's number of retransmissions (RFC 7496, section 3.1). */
    RETRANSMISSIONS(2),
    /**
     * When room is needed for a message of higher priority; a smaller value is a higher one (RFC 7496, section 3.2).
     */
    PRIORITY(3);

    private static final PrPolicy[] BY_CODE = values();

    private final int code;

    PrPolicy(final int code) {
        this.code = code;
    }

    /** The number that stands for the policy in {@link io.sctp.spi.MessageDescriptor}. */
    public int code() {
        return code;
    }

    /**
     * The policy with this code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static PrPolicy ofCode(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("no partial reliability policy has code " + code);
        }
        return BY_CODE[code];
    }
}
