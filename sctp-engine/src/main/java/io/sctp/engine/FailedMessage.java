package io.sctp.engine;

import java.nio.ByteBuffer;

/**
 * A message that will not be delivered, handed back to the user (RFC 6458 section 6.1.11). Reusable: valid only while
 * {@code EngineHandler.onSendFailed} runs.
 */
public interface FailedMessage {
    /** Why it failed. */
    enum Reason {
        /** The association is closed. */
        ASSOCIATION_OVER,
        /** The peer restarted (RFC 9260 section 5.2). */
        RESTARTED,
        /** The peer granted fewer streams than requested, and not this one. */
        NO_SUCH_STREAM,
        /** Its policy abandoned it (RFC 7496). */
        ABANDONED
    }

    int stream();

    /** Returns the payload protocol identifier in host byte order, as given with the send. */
    int ppid();

    /** Returns the context given with the send. */
    int context();

    /** Returns the number of bytes that {@link #copy} copies. */
    int length();

    boolean isUnordered();

    /** Whether any part was sent. If so, the peer's user may have received it in spite of the failure. */
    boolean wasSent();

    /**
     * Whether {@link #copy} copies the whole message. The acknowledged beginning of a message over 64 KiB is already
     * freed.
     */
    boolean isWhole();

    Reason reason();

    /** Returns the error cause with which its association was closed, or 0. */
    int causeCode();

    /** Copies the message; the destination needs {@link #length} bytes. */
    void copy(ByteBuffer destination, int offset);
}
