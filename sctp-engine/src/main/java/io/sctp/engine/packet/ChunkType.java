package io.sctp.engine.packet;

/**
 * Chunk type numbers (RFC 9260 section 3.2). Their two highest bits tell a receiver what to do with an unrecognized
 * chunk.
 */
public final class ChunkType {
    public static final int DATA = 0;
    public static final int INIT = 1;
    public static final int INIT_ACK = 2;
    public static final int SACK = 3;
    public static final int HEARTBEAT = 4;
    public static final int HEARTBEAT_ACK = 5;
    public static final int ABORT = 6;
    public static final int SHUTDOWN = 7;
    public static final int SHUTDOWN_ACK = 8;
    public static final int ERROR = 9;
    public static final int COOKIE_ECHO = 10;
    public static final int COOKIE_ACK = 11;
    public static final int SHUTDOWN_COMPLETE = 14;

    /** Authentication of the chunks after it (RFC 4895). */
    public static final int AUTH = 15;

    /** DATA whose message may be interleaved with others (RFC 8260). */
    public static final int I_DATA = 64;

    /** Stream reconfiguration (RFC 6525). */
    public static final int RE_CONFIG = 130;

    /** Skips abandoned TSNs (RFC 3758). */
    public static final int FORWARD_TSN = 192;

    /** Skips abandoned I-DATA messages (RFC 8260). */
    public static final int I_FORWARD_TSN = 194;

    /** Padding (RFC 4820). */
    public static final int PAD = 132;

    // Address reconfiguration (RFC 5061).
    public static final int ASCONF = 0xC1;
    public static final int ASCONF_ACK = 0x80;

    private static final int SKIP_BIT = 0x80;
    private static final int REPORT_BIT = 0x40;

    private ChunkType() {}

    /** Whether an unrecognized chunk of this type is skipped. Otherwise the rest of the packet is discarded. */
    public static boolean isSkippable(final int type) {
        return (type & SKIP_BIT) != 0;
    }

    /** Whether an unrecognized chunk of this type is reported to its sender. */
    public static boolean isReported(final int type) {
        return (type & REPORT_BIT) != 0;
    }
}
