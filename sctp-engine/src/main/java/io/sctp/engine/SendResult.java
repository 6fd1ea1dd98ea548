package io.sctp.engine;

/** The result of a send. */
public enum SendResult {
    /** The engine has copied the message. */
    QUEUED,
    /** The send buffer or the engine's memory is full; a writable event follows when there is space. */
    WOULD_BLOCK,
    /** The message is longer than the send buffer; raise {@code sendBufferBytes}. */
    TOO_LONG,
    /** The message is empty; SCTP requires at least one byte (RFC 9260 section 3.3.1). */
    EMPTY,
    /** The association has no such key, or is not authenticated. */
    NO_SUCH_KEY,
    /** The peer did not grant the stream. */
    INVALID_STREAM,
    /** The association is shutting down or closed. */
    NOT_ESTABLISHED
}
