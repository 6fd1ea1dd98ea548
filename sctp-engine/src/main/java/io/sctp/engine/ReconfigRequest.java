package io.sctp.engine;

/** The result of starting a re-configuration request (RFC 6525). An event reports the outcome of one that started. */
public enum ReconfigRequest {
    BEGUN,
    /** The association is not up. */
    NOT_ESTABLISHED,
    /** The peer does not support RE-CONFIG. */
    NOT_SUPPORTED,
    /** Another request of this end is pending; only one is allowed at a time (RFC 6525 section 5.1.1). */
    BUSY,
    /**
     * There is no such stream, more streams are listed than fit into a packet, or more streams are requested than
     * allowed.
     */
    INVALID
}
