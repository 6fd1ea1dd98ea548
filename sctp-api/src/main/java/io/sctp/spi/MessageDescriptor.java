package io.sctp.spi;

/**
 * Layout of the memory in which a message's information travels between Java and a provider, which may be C: 64 bytes
 * in native byte order, and 64 more where one message is sent or received by itself.
 *
 * <pre>
 *   0 length          4 flags           8 association id   12 stream    14 ssn
 *  16 ppid           20 tsn            24 cumulative TSN   28 context
 *  32 PR value       36 PR policy      38 auth key number  40 payload address (64 bits)
 *  48 receive time (64 bits)           56 user data (64 bits)
 *  -- only for single messages --
 *  64 sockaddr (28 bytes)              92 next ppid        96 next association id
 * 100 next length   104 next stream   106 next flags
 * </pre>
 */
public final class MessageDescriptor {
    /** Bytes of a descriptor in a batch. */
    public static final int SIZE = 64;
    /** Bytes of a descriptor with its extension. */
    public static final int EXTENDED_SIZE = 128;

    /** Bytes of payload; on entry to a batched receive, the slot's capacity. */
    public static final int LENGTH_OFFSET = 0;
    /** The {@code FLAG_} bits. */
    public static final int FLAGS_OFFSET = 4;
    /** Association id; 0 for a send on a one-to-one channel. */
    public static final int ASSOCIATION_OFFSET = 8;
    /** Stream number, 16 bits. */
    public static final int STREAM_OFFSET = 12;
    /** Stream sequence number, 16 bits. */
    public static final int SSN_OFFSET = 14;
    /** Payload protocol identifier in host order. */
    public static final int PPID_OFFSET = 16;
    /** Transmission sequence number of the first chunk received. */
    public static final int TSN_OFFSET = 20;
    /** Cumulative TSN, for unordered messages. */
    public static final int CUMULATIVE_TSN_OFFSET = 24;
    /** The sender's context, returned in failure notifications; on receive, the association's context. */
    public static final int CONTEXT_OFFSET = 28;
    /** Lifetime in milliseconds, number of retransmissions, or priority, depending on the policy. */
    public static final int PR_VALUE_OFFSET = 32;
    /** {@link io.sctp.PrPolicy#code()}, 16 bits. */
    public static final int PR_POLICY_OFFSET = 36;
    /** Shared key number, 16 bits; valid with {@link #FLAG_AUTH_KEY}. */
    public static final int AUTH_KEY_OFFSET = 38;
    /** Address of the payload. */
    public static final int PAYLOAD_OFFSET = 40;
    /** Time of the receive on the monotonic clock, in nanoseconds. */
    public static final int RECEIVE_TIME_OFFSET = 48;
    /** For use by the descriptor's owner. */
    public static final int USER_DATA_OFFSET = 56;
    /** A sockaddr_in or sockaddr_in6. */
    public static final int SOCKADDR_OFFSET = 64;
    /** Next message's payload protocol identifier. */
    public static final int NEXT_PPID_OFFSET = 92;
    /** Next message's association. */
    public static final int NEXT_ASSOCIATION_OFFSET = 96;
    /** Next message's length. */
    public static final int NEXT_LENGTH_OFFSET = 100;
    /** Next message's stream, 16 bits. */
    public static final int NEXT_STREAM_OFFSET = 104;
    /** Next message's flags, 16 bits. */
    public static final int NEXT_FLAGS_OFFSET = 106;

    /** Unordered. */
    public static final int FLAG_UNORDERED = 0x1;
    /** The last or only part of its message. */
    public static final int FLAG_COMPLETE = 0x2;
    /** A notification, not user data. */
    public static final int FLAG_NOTIFICATION = 0x4;
    /** No more messages will come. */
    public static final int FLAG_END_OF_STREAM = 0x8;
    /** The {@code NEXT_} fields are set. */
    public static final int FLAG_NEXT_INFO = 0x10;
    /** The socket address is set. */
    public static final int FLAG_ADDRESS = 0x20;
    /** Send to the given address instead of the primary path. */
    public static final int FLAG_ADDRESS_OVERRIDE = 0x40;
    /** Ask the peer to acknowledge at once (RFC 7053). */
    public static final int FLAG_SACK_IMMEDIATELY = 0x80;
    /** Abort the association; the payload is the cause. */
    public static final int FLAG_ABORT = 0x100;
    /** Shut the association down once all data is acknowledged. */
    public static final int FLAG_EOF = 0x200;
    /** Send to every association of the socket. */
    public static final int FLAG_SEND_ALL = 0x400;
    /** Authenticate with the given key number. */
    public static final int FLAG_AUTH_KEY = 0x800;
    /** The ancillary data was truncated; some fields are not set. */
    public static final int FLAG_CONTROL_TRUNCATED = 0x1000;
    /** Send with the association's defaults; only the length and the payload's address are used. */
    public static final int FLAG_DEFAULTS = 0x4000;
    /** Do not set the socket address. An input of the receive of one message, and kept. */
    public static final int FLAG_SOURCE_UNWANTED = 0x1_0000;

    private MessageDescriptor() {}
}
