package io.sctp.engine.packet;

/**
 * Parameter type numbers (RFC 9260 section 3.2.1). Their two highest bits tell a receiver what to do with an
 * unrecognized parameter.
 */
public final class ParameterType {
    public static final int HEARTBEAT_INFO = 1;
    public static final int IPV4_ADDRESS = 5;
    public static final int IPV6_ADDRESS = 6;
    public static final int STATE_COOKIE = 7;
    public static final int UNRECOGNIZED_PARAMETER = 8;
    public static final int COOKIE_PRESERVATIVE = 9;
    public static final int HOST_NAME_ADDRESS = 11;
    public static final int SUPPORTED_ADDRESS_TYPES = 12;

    // Authentication (RFC 4895 section 3).
    public static final int RANDOM = 0x8002;
    public static final int CHUNKS = 0x8003;
    public static final int HMAC_ALGO = 0x8004;

    /** Chunk types supported beyond RFC 9260 (RFC 5061 section 4.2.7). */
    public static final int SUPPORTED_EXTENSIONS = 0x8008;

    /** RFC 3758 section 3.1. */
    public static final int FORWARD_TSN_SUPPORTED = 0xC000;

    // Address reconfiguration (RFC 5061 section 4.2).
    public static final int ADD_IP_ADDRESS = 0xC001;
    public static final int DELETE_IP_ADDRESS = 0xC002;
    public static final int ERROR_CAUSE_INDICATION = 0xC003;
    public static final int SET_PRIMARY_ADDRESS = 0xC004;
    public static final int SUCCESS_INDICATION = 0xC005;
    public static final int ADAPTATION_INDICATION = 0xC006;

    /** Padding (RFC 4820). */
    public static final int PAD = 0x8005;

    /** See {@link EngineMark}. Not registered; other implementations skip it. */
    public static final int ENGINE_MARK = 0xBF53;

    private static final int SKIP_BIT = 0x8000;
    private static final int REPORT_BIT = 0x4000;

    private ParameterType() {}

    /** Whether an unrecognized parameter of this type is skipped. Otherwise the parameters after it are not read. */
    public static boolean isSkippable(final int type) {
        return (type & SKIP_BIT) != 0;
    }

    /** Whether an unrecognized parameter of this type is reported to its sender. */
    public static boolean isReported(final int type) {
        return (type & REPORT_BIT) != 0;
    }
}
