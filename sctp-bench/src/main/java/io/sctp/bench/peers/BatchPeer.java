package io.sctp.bench.peers;

import io.sctp.MessageBatch;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.InitParameters;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** This library: batches one way, single messages for round trips. */
final class BatchPeer implements Peer {
    private final SctpChannel first;
    private final SctpChannel second;
    private final int streams;
    private final SendInfo info = new SendInfo();
    private final SendInfo answerInfo = new SendInfo();
    private final ReceiveInfo received = new ReceiveInfo();
    private final ReceiveInfo receivedAnswer = new ReceiveInfo();
    private final MessageBatch out;
    private final MessageBatch in;
    private final ByteBuffer message;
    private final ByteBuffer buffer;
    private final ByteBuffer answer;
    private int nextStream;

    BatchPeer(final int messageBytes, final int batch, final int streams) throws IOException {
        this.streams = streams;
        out = new MessageBatch(batch, messageBytes);
        in = new MessageBatch(batch, messageBytes);
        message = ByteBuffer.allocateDirect(messageBytes);
        buffer = ByteBuffer.allocateDirect(messageBytes);
        answer = ByteBuffer.allocateDirect(messageBytes);
        final InitParameters init = InitParameters.streams(streams, streams);
        try (SctpServerChannel listener = SctpServerChannel.open()) {
            listener.setOption(SctpOptions.INITMSG, init);
            listener.bind(SctpAddress.loopback(0));
            first = SctpChannel.open();
            first.setOption(SctpOptions.INITMSG, init);
            first.connect(listener.getLocalAddress());
            second = listener.accept();
        }
    }

    SctpChannel second() {
        return second;
    }

    @Override
    public void send(final int messages) throws IOException {
        int left = messages;
        while (left > 0) {
            final int count = Math.min(left, out.capacity());
            out.clear();
            for (int i = 0; i < count; i++) {
                out.add(message.clear(), info.stream(nextStream()));
            }
            left -= first.send(out);
        }
    }

    private int nextStream() {
        nextStream = nextStream + 1 == streams ? 0 : nextStream + 1;
        return nextStream;
    }

    @Override
    public void receive(final int messages) throws IOException {
        int left = messages;
        while (left > 0) {
            left -= counted(second.receive(in));
        }
    }

    @Override
    public void ping(final int times) throws IOException {
        for (int i = 0; i < times; i++) {
            first.send(message.clear(), info);
            counted(first.receive(answer.clear(), receivedAnswer));
        }
    }

    @Override
    public void pong(final int times) throws IOException {
        for (int i = 0; i < times; i++) {
            counted(second.receive(buffer.clear(), received));
            second.send(buffer.flip(), answerInfo);
        }
    }

    private static int counted(final int result) throws IOException {
        if (result == SctpMessageChannel.END_OF_STREAM) {
            throw new EOFException("the association has ended");
        }
        return result;
    }

    @Override
    public void close() throws IOException {
        first.close();
        second.close();
    }
}
