package io.sctp.engine.send;

import io.sctp.engine.FailedMessage;
import java.nio.ByteBuffer;

/**
 * A message that was given to the engine and will not be delivered, handed back (RFC 6458 section 6.1.11). Reusable: it
 * says something only while {@code EngineHandler.onSendFailed} runs.
 */
final class ReturnedMessage implements FailedMessage {
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

    ReturnedMessage(final FailedMessages source) {
        this.source = source;
    }

    @Override
    public int stream() {
        return stream;
    }

    @Override
    public int ppid() {
        return ppid;
    }

    @Override
    public int context() {
        return context;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean isUnordered() {
        return unordered;
    }

    @Override
    public boolean wasSent() {
        return sent;
    }

    @Override
    public boolean isWhole() {
        return whole;
    }

    @Override
    public Reason reason() {
        return reason;
    }

    @Override
    public int causeCode() {
        return causeCode;
    }

    @Override
    public void copy(final ByteBuffer destination, final int offset) {
        source.copy(destination, offset);
    }
}
