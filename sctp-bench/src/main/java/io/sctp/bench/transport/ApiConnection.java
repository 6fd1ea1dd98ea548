package io.sctp.bench.transport;

import io.sctp.MessageBuffer;
import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** One association of this project's API, one message at a time. */
final class ApiConnection implements ChannelConnection {
    private final SctpChannel channel;
    private final boolean waiting;
    private final SendInfo sendInfo = new SendInfo();
    private final SendInfo answerInfo = new SendInfo();
    private final ReceiveInfo receiveInfo = new ReceiveInfo();
    private final MessageBuffer received;

    ApiConnection(final SctpChannel channel, final LoadTransport.Setup setup) throws IOException {
        this.channel = channel;
        this.waiting = setup.waiting();
        this.received = new MessageBuffer(setup.maxMessageBytes());
        // The channel is non-blocking: a send never waits, and a receive that waits has a timeout.
        channel.configureBlocking(false);
        sendInfo.ppid(setup.ppid()).unordered(setup.unordered());
    }

    @Override
    public SctpChannel channel() {
        return channel;
    }

    @Override
    public boolean trySend(final ByteBuffer message, final int stream) throws IOException {
        return channel.send(message, sendInfo.stream(stream)) != SctpMessageChannel.WOULD_BLOCK;
    }

    @Override
    public void answer(final ByteBuffer message, final int stream) throws IOException {
        answerInfo.stream(stream).ppid(receiveInfo.ppid()).unordered(receiveInfo.unordered());
        channel.send(message, answerInfo, SEND_TIMEOUT);
    }

    @Override
    public int receive(final Duration timeout) throws IOException {
        int result;
        do {
            try {
                result = waiting
                        ? channel.receive(received, receiveInfo, timeout)
                        : channel.receive(received, receiveInfo);
            } catch (final SctpException.TimedOut e) {
                return NOTHING;
            }
        } while (result == SctpMessageChannel.NOTIFICATION);
        if (result == SctpMessageChannel.END_OF_STREAM) {
            return END;
        }
        return result == SctpMessageChannel.WOULD_BLOCK ? NOTHING : result;
    }

    @Override
    public ByteBuffer message() {
        return received.content();
    }

    @Override
    public int messageStream() {
        return receiveInfo.stream();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
