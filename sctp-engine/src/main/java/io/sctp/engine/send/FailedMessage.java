package io.sctp.engine.send;

import java.nio.ByteBuffer;

/**
 * A message that was given to the engine and will not be delivered, handed back (RFC 6458 section 6.1.11). Reusable: it
 * says something only while {@code EngineHandler.onSendFailed} runs.
 */
public final class FailedMessage {
    /** Why it failed. */
    public enum Reason {
        /** The association is over. */
        ASSOCIATION_OVER,
        /** The peer began anew (RFC 9260 section 5.2). */
        RESTARTED,
        /** The peer granted fewer streams than were asked for, and not this one. */
        NO_SUCH_STREAM,
        /** Its policy says that it is not worth sending any more (RFC 7496). */
        ABANDONED
    }

    private final FailedMessages source;
    int stream;
    int ppid;
    int context;
    int length;
    boolean unordered;
    boolean sent;
    boolean whole;
    Reason reason;
    int causeCode;

    FailedMessage(final FailedMessages source) {
        this.source = source;
    }

    public int stream() {
        return stream;
    }

    /** Returns the payload protocol identifier in host order, as it was given to the engine. */
    public int ppid() {
        return ppid;
    }

    /** Returns the number that the user gave with the message. */
    public int context() {
        return context;
    }

    /** Returns the bytes that {@link #copy} copies. */
    public int length() {
        return length;
    }

    public boolean isUnordered() {
        return unordered;
    }

    /** Says whether any of it was sent, so that the peer's user may have it in spite of the failure. */
    public boolean wasSent() {
        return sent;
    }

    /** Says whether {@link #copy} has all of it: the acknowledged beginning of a message over 64 KiB is gone. */
    public boolean isWhole() {
        return whole;
    }

    public Reason reason() {
        return reason;
    }

    /** Returns the error cause with which its association ended, or 0. */
    public int causeCode() {
        return causeCode;
    }

    /** Copies the message, which needs {@link #length} bytes. */
    public void copy(final ByteBuffer destination, final int offset) {
        source.copy(destination, offset);
    }
}
