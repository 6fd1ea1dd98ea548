package io.sctp.engine;

/** The information received with a message; reusable, filled by {@link Association#receive}. */
public final class ReceiveInfo {
    private int stream;
    private int ssn;
    private int messageId;
    private int tsn;
    private int ppid;
    private boolean unordered;
    private boolean complete;
    private boolean partial;
    private boolean aborted;
    private int messageLength;

    /** Makes an empty info. */
    public ReceiveInfo() {}

    public int stream() {
        return stream;
    }

    /** Returns the stream sequence number, the low 16 bits of a message identifier; 0 for unordered messages. */
    public int ssn() {
        return ssn;
    }

    /**
     * Returns the message identifier with interleaving (RFC 8260 section 2.1), otherwise the stream sequence number.
     * Ordered and unordered messages are numbered separately. All parts of a message have the same identifier.
     */
    public int messageId() {
        return messageId;
    }

    /** Returns the TSN of the message's first fragment. */
    public int tsn() {
        return tsn;
    }

    public int ppid() {
        return ppid;
    }

    public boolean isUnordered() {
        return unordered;
    }

    /**
     * Whether the message ends here. If not, the next receive continues it; if {@link #isPartial}, its rest has not
     * arrived yet.
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * Whether this is a part of a message whose rest has not arrived (RFC 9260 section 6.9). A later receive continues
     * it or reports that it {@link #isAborted}.
     */
    public boolean isPartial() {
        return partial;
    }

    /**
     * Whether the rest of a partially delivered message will never come, because the peer abandoned it or the
     * association is closed (RFC 6458 section 6.1.7). Such a receive returns 0 and the message's stream.
     */
    public boolean isAborted() {
        return aborted;
    }

    /** Returns the length of the whole message or part, in bytes. */
    public int messageLength() {
        return messageLength;
    }

    /** Set by the engine from the message's first chunk. */
    public void message(
            final int newStream,
            final int newSsn,
            final int newMessageId,
            final int newTsn,
            final int newPpid,
            final boolean isUnordered,
            final int length) {
        stream = newStream;
        ssn = newSsn;
        messageId = newMessageId;
        tsn = newTsn;
        ppid = newPpid;
        unordered = isUnordered;
        messageLength = length;
    }

    /** Set by the engine: how the copied bytes end. */
    public void end(final boolean isComplete, final boolean isPartial, final boolean isAborted) {
        complete = isComplete;
        partial = isPartial;
        aborted = isAborted;
    }

    /** Copies another info. */
    public void copy(final ReceiveInfo other) {
        message(other.stream, other.ssn, other.messageId, other.tsn, other.ppid, other.unordered, other.messageLength);
    }
}
