package io.sctp.engine;

/** What came with a message: reusable, filled by {@link Association#receive}. */
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

    /** Makes one that says nothing yet. */
    public ReceiveInfo() {}

    public int stream() {
        return stream;
    }

    /** Returns the stream sequence number, the low 16 bits of a message identifier; 0 for unordered messages. */
    public int ssn() {
        return ssn;
    }

    /**
     * Returns which message of its stream it is, among the ordered or the unordered ones: the message identifier where
     * messages are interleaved (RFC 8260 section 2.1), which all parts of a message share; else the sequence number.
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
     * Says whether the message ends here. If not, the next receive goes on with what is left; but if
     * {@link #isPartial}, the rest is still to arrive.
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * Says whether a part of a message ends here whose rest has not arrived (RFC 9260 section 6.9): a later receive
     * brings more of it, or says that it {@link #isAborted}.
     */
    public boolean isPartial() {
        return partial;
    }

    /**
     * Says that the rest of a message whose beginning was handed out will never come, because the peer gave it up or
     * the association is over (RFC 6458 section 6.1.7). Such a receive returns 0, and names the message's stream.
     */
    public boolean isAborted() {
        return aborted;
    }

    /** Returns the length of the whole message or part in bytes. */
    public int messageLength() {
        return messageLength;
    }

    /** Sets what the first chunk of the message says, as the engine does. */
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

    /** Sets how what was copied ends, as the engine does. */
    public void end(final boolean isComplete, final boolean isPartial, final boolean isAborted) {
        complete = isComplete;
        partial = isPartial;
        aborted = isAborted;
    }

    /** Sets what another one says of its message. */
    public void copy(final ReceiveInfo other) {
        message(other.stream, other.ssn, other.messageId, other.tsn, other.ppid, other.unordered, other.messageLength);
    }
}
