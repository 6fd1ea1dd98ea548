package io.sctp;

/**
 * When a sender abandons a message: the policies of PR-SCTP (RFC 3758, RFC 7496). The policy determines the meaning of
 * its value. Both peers must support partial reliability; otherwise messages are reliable.
 */
public enum PrPolicy {
    /** Never; the message is reliable. The value is ignored. */
    RELIABLE(0),
    /** When this many milliseconds have passed since the send (RFC 3758). */
    LIFETIME(1),
    /** After this many retransmissions (RFC 7496 section 3.1). */
    RETRANSMISSIONS(2),
    /**
     * When a message of higher priority needs the buffer space; a smaller value is a higher priority (RFC 7496 section
     * 3.2).
     */
    PRIORITY(3);

    private static final PrPolicy[] BY_CODE = values();

    private final int code;

    PrPolicy(final int code) {
        this.code = code;
    }

    /** The policy's number in {@link io.sctp.spi.MessageDescriptor}. */
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
