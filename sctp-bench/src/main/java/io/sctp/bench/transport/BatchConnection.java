package io.sctp.bench.transport;

import io.sctp.MessageBatch;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** One association of this project's API, many messages per call. Accepted messages are sent by {@link #flush}. */
final class BatchConnection implements ChannelConnection {
    /** Larger messages are received in parts, and sent singly: larger slots would take too much memory. */
    private static final int MAX_SLOT_BYTES = 16 * 1024;

    private final SctpChannel channel;
    private final boolean waiting;
    private final int maxMessageBytes;
    private final SendInfo sendInfo = new SendInfo();
    private final SendInfo answerInfo = new SendInfo();
    private final MessageBatch outgoing;
    private final MessageBatch incoming;
    private int received;
    private int next;
    private ByteBuffer message;
    private int entry;
    private ByteBuffer parts;
    private int ppid;
    private boolean unordered;

    BatchConnection(final SctpChannel channel, final LoadTransport.Setup setup) throws IOException {
        this.channel = channel;
        this.waiting = setup.waiting();
        this.maxMessageBytes = setup.maxMessageBytes();
        final int slotBytes = Math.min(maxMessageBytes, MAX_SLOT_BYTES);
        outgoing = new MessageBatch(setup.batch(), slotBytes);
        incoming = new MessageBatch(setup.batch(), slotBytes);
        channel.configureBlocking(false);
        sendInfo.ppid(setup.ppid()).unordered(setup.unordered());
    }

    @Override
    public SctpChannel channel() {
        return channel;
    }

    @Override
    public boolean trySend(final ByteBuffer source, final int stream) throws IOException {
        sendInfo.stream(stream);
        if (source.remaining() > outgoing.slotBytes()) {
            return flush() && channel.send(source, sendInfo) != SctpMessageChannel.WOULD_BLOCK;
        }
        return outgoing.add(source, sendInfo) || (flushSome() && outgoing.add(source, sendInfo));
    }

    @Override
    public boolean flush() throws IOException {
        return !outgoing.hasRemaining() || (flushSome() && !outgoing.hasRemaining());
    }

    @Override
    public void answer(final ByteBuffer source, final int stream) throws IOException {
        answerInfo.stream(stream).ppid(ppid).unordered(unordered);
        final boolean large = source.remaining() > outgoing.slotBytes();
        if (large || outgoing.isFull()) {
            finish();
        }
        if (large) {
            channel.send(source, answerInfo, SEND_TIMEOUT);
        } else {
            outgoing.add(source, answerInfo);
        }
    }

    @Override
    public int receive(final Duration timeout) throws IOException {
        while (true) {
            while (next < received) {
                entry = next++;
                if (incoming.notification(entry) == null && isWhole()) {
                    ppid = incoming.ppid(entry);
                    unordered = incoming.unordered(entry);
                    return message.remaining();
                }
            }
            final int count = receiveBatch(timeout);
            if (count <= 0) {
                return count == SctpMessageChannel.END_OF_STREAM ? END : NOTHING;
            }
        }
    }

    @Override
    public int pending() {
        return received - next;
    }

    @Override
    public ByteBuffer message() {
        return message;
    }

    @Override
    public int messageStream() {
        return incoming.stream(entry);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Sends as many messages as there is buffer space for, and compacts the batch; returns whether any was sent. */
    private boolean flushSome() throws IOException {
        final int sent = channel.send(outgoing);
        outgoing.compact();
        return sent > 0;
    }

    private void finish() throws IOException {
        if (outgoing.hasRemaining()) {
            channel.send(outgoing, SEND_TIMEOUT);
            outgoing.clear();
        }
    }

    private int receiveBatch(final Duration timeout) throws IOException {
        next = 0;
        received = 0;
        final int count;
        try {
            count = waiting ? channel.receive(incoming, timeout) : channel.receive(incoming);
        } catch (final SctpException.TimedOut e) {
            return SctpMessageChannel.WOULD_BLOCK;
        }
        received = Math.max(0, count);
        return count;
    }

    /** Whether the current entry is a message, or the last part of one. Then {@link #message} is the message. */
    private boolean isWhole() throws IOException {
        final ByteBuffer payload = incoming.payload(entry);
        final boolean complete = incoming.complete(entry);
        if (complete && (parts == null || parts.position() == 0)) {
            message = payload;
            return true;
        }
        if (parts == null) {
            parts = ByteBuffer.allocateDirect(maxMessageBytes);
        }
        if (payload.remaining() > parts.remaining()) {
            throw new IOException("a message is larger than the " + maxMessageBytes + " bytes expected");
        }
        parts.put(payload);
        if (complete) {
            message = parts.duplicate().flip();
            parts.clear();
        }
        return complete;
    }
}
