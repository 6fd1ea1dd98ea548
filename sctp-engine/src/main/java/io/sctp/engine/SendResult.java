package io.sctp.engine;

/** What became of a message given to the engine. */
public enum SendResult {
    /** The engine has its own copy. */
    QUEUED,
    /** The send buffer or the engine's memory is full; a writable event follows when there is room. */
    WOULD_BLOCK,
    /** Longer than the send buffer: raise {@code sendBufferBytes}. */
    TOO_LONG,
    /** An SCTP message has at least one byte (RFC 9260 section 3.3.1). */
    EMPTY,
    /** The association has no such key to sign with, or no authentication. */
    NO_SUCH_KEY,
    /** The stream was not granted by the peer. */
    INVALID_STREAM,
    /** The association is shutting down, or is gone. */
    NOT_ESTABLISHED
}
