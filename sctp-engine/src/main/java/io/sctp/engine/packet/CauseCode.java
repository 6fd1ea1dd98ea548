package io.sctp.engine.packet;

/** Error cause codes (RFC 9260 section 3.3.10). */
public final class CauseCode {
    public static final int NONE = 0;
    public static final int INVALID_STREAM = 1;
    public static final int MISSING_MANDATORY_PARAMETER = 2;
    public static final int STALE_COOKIE = 3;
    public static final int OUT_OF_RESOURCE = 4;
    public static final int UNRESOLVABLE_ADDRESS = 5;
    public static final int UNRECOGNIZED_CHUNK = 6;
    public static final int INVALID_MANDATORY_PARAMETER = 7;
    public static final int UNRECOGNIZED_PARAMETERS = 8;
    public static final int NO_USER_DATA = 9;
    public static final int COOKIE_RECEIVED_WHILE_SHUTTING_DOWN = 10;
    public static final int RESTART_WITH_NEW_ADDRESSES = 11;
    public static final int USER_INITIATED_ABORT = 12;
    public static final int PROTOCOL_VIOLATION = 13;

    // Address reconfiguration (RFC 5061 section 4.3).
    public static final int DELETE_LAST_ADDRESS = 0x00A0;
    public static final int RESOURCE_SHORTAGE = 0x00A1;
    public static final int DELETE_SOURCE_ADDRESS = 0x00A2;
    public static final int ILLEGAL_ASCONF_ACK = 0x00A3;
    public static final int NO_AUTHORIZATION = 0x00A4;

    /** RFC 4895 section 4.1. */
    public static final int UNSUPPORTED_HMAC = 0x0105;

    private CauseCode() {}
}
