package io.sctp.engine;

/** What became of a wish to change streams (RFC 6525). The outcome of one that began comes as an event. */
public enum ReconfigRequest {
    BEGUN,
    /** The association is not up. */
    NOT_ESTABLISHED,
    /** The peer does not know RE-CONFIG. */
    NOT_SUPPORTED,
    /** Another request of this end is not finished: there may be one at a time (section 5.1.1). */
    BUSY,
    /** No such stream, more streams listed than a packet holds, or more streams asked for than there can be. */
    INVALID
}
