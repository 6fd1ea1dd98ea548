package io.sctp.engine.receive;

/** What came with a message: reusable, filled by {@link Inbound#receive}. */
public final class ReceiveInfo {
    int stream;
    int ssn;
    int tsn;
    int ppid;
    boolean unordered;
    boolean complete;
    int messageLength;

    public int stream() {
        return stream;
    }

    /** Returns the stream sequence number; 0 for unordered messages. */
    public int ssn() {
        return ssn;
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

    /** Says whether the message ends here; if not, the next receive goes on with the rest of it. */
    public boolean isComplete() {
        return complete;
    }

    /** Returns the length of the whole message in bytes. */
    public int messageLength() {
        return messageLength;
    }
}
