package io.sctp;

/** Names of error causes (RFC 9260 section 3.3.10, RFC 5061 section 4.3, RFC 4895 section 4.2), for people. */
final class CauseNames {
    private CauseNames() {}

    /** The name of a cause code, or the number of one without a name. */
    static String of(final int code) {
        return switch (code) {
            case 0 -> "none";
            case 1 -> "Invalid Stream Identifier";
            case 2 -> "Missing Mandatory Parameter";
            case 3 -> "Stale Cookie";
            case 4 -> "Out of Resource";
            case 5 -> "Unresolvable Address";
            case 6 -> "Unrecognized Chunk Type";
            case 7 -> "Invalid Mandatory Parameter";
            case 8 -> "Unrecognized Parameters";
            case 9 -> "No User Data";
            case 10 -> "Cookie Received While Shutting Down";
            case 11 -> "Restart of an Association with New Addresses";
            case 12 -> "User-Initiated Abort";
            case 13 -> "Protocol Violation";
            case 0xA0 -> "Request to Delete Last Remaining IP Address";
            case 0xA1 -> "Operation Refused Due to Resource Shortage";
            case 0xA2 -> "Request to Delete Source IP Address";
            case 0xA3 -> "Association Aborted Due to Illegal ASCONF-ACK";
            case 0xA4 -> "Request Refused - No Authorization";
            case 0x105 -> "Unsupported HMAC Identifier";
            default -> "cause " + code;
        };
    }
}
