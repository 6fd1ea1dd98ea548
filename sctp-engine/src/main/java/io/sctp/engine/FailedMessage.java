package io.sctp.engine;

import java.nio.ByteBuffer;

/**
 * A message that was given to the engine and will not be delivered, handed back (RFC 6458 section 6.1.11). Reusable: it
 * says something only while {@code EngineHandler.onSendFailed} runs.
 */
public interface FailedMessage {
    /** Why it failed. */
    enum Reason {
        /** The association is over. */
        ASSOCIATION_OVER,
        /** The peer began anew (RFC 9260 section 5.2). */
        RESTARTED,
        /** The peer granted fewer streams than were asked for, and not this one. */
        NO_SUCH_STREAM,
        /** Its policy says that it is not worth sending any more (RFC 7496). */
        ABANDONED
    }

    int stream();

    /** Returns the payload protocol identifier in host order, as it was given to the engine. */
    int ppid();

    /** Returns the number that the user gave with the message. */
    int context();

    /** Returns the bytes that {@link #copy} copies. */
    int length();

    boolean isUnordered();

    /** Says whether any of it was sent, so that the peer's user may have it in spite of the failure. */
    boolean wasSent();

    /** Says whether {@link #copy} has all of it: the acknowledged beginning of a message over 64 KiB is gone. */
    boolean isWhole();

    Reason reason();

    /** Returns the error cause with which its association ended, or 0. */
    int causeCode();

    /** Copies the message, which needs {@link #length} bytes. */
    void copy(ByteBuffer destination, int offset);
}
