package io.sctp.bench.transport;

import io.sctp.Message;
import io.sctp.SctpChannel;
import io.sctp.SendInfo;
import io.sctp.SendQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One association that sends and receives through a dispatcher. Any thread may send. */
final class DispatchedConnection implements ChannelConnection {
    private final SctpChannel channel;
    private final ThreadLocal<SendInfo> sendInfo;
    private final ThreadLocal<SendInfo> answerInfo = ThreadLocal.withInitial(SendInfo::new);
    private volatile SendQueue sendQueue;

    DispatchedConnection(final SctpChannel channel, final LoadTransport.Setup setup) {
        this.channel = channel;
        this.sendInfo =
                ThreadLocal.withInitial(() -> new SendInfo().ppid(setup.ppid()).unordered(setup.unordered()));
    }

    @Override
    public SctpChannel channel() {
        return channel;
    }

    /** Sets the queue for its messages; call it before the first one. */
    void sendQueue(final SendQueue newSendQueue) {
        sendQueue = newSendQueue;
    }

    /** This thread's answers are to this message. */
    void answering(final Message message) {
        answerInfo.get().ppid(message.ppid()).unordered(message.unordered());
    }

    @Override
    public boolean trySend(final ByteBuffer message, final int stream) throws IOException {
        return offer(message, sendInfo.get().stream(stream));
    }

    @Override
    public void answer(final ByteBuffer message, final int stream) throws IOException {
        final SendInfo info = answerInfo.get().stream(stream);
        final long deadline = System.nanoTime() + SEND_TIMEOUT.toNanos();
        while (!offer(message, info)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the peer took no data for " + SEND_TIMEOUT);
            }
            LockSupport.parkNanos(BLOCKED_PAUSE_NS);
        }
    }

    private boolean offer(final ByteBuffer message, final SendInfo info) throws IOException {
        return switch (sendQueue.offer(message, info)) {
            case ACCEPTED -> true;
            case BACK_PRESSURED -> false;
            case CLOSED -> throw new IOException("the association has ended");
        };
    }

    @Override
    public int receive(final Duration timeout) {
        throw notHere();
    }

    @Override
    public ByteBuffer message() {
        throw notHere();
    }

    @Override
    public int messageStream() {
        throw notHere();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static UnsupportedOperationException notHere() {
        return new UnsupportedOperationException("the dispatcher receives");
    }
}
