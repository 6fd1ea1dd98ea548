package io.sctp.bench.peers;

import io.sctp.MessageBatch;
import io.sctp.SctpChannel;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.nio.ByteBuffer;

/** This library with batches; a round trip is a batch of one. */
final class BatchPeer implements Peer {
    private final OwnEnds ends;
    private final int streams;
    private final SendInfo info = new SendInfo();
    private final MessageBatch out;
    private final MessageBatch in;
    private final MessageBatch answers;
    private final ByteBuffer message;
    private int nextStream;

    BatchPeer(final SctpProvider provider, final Traffic traffic) throws IOException {
        streams = traffic.streams();
        out = new MessageBatch(traffic.batch(), traffic.size());
        in = new MessageBatch(traffic.batch(), traffic.size());
        answers = new MessageBatch(traffic.batch(), traffic.size());
        message = ByteBuffer.allocateDirect(traffic.size());
        ends = OwnEnds.open(provider, traffic);
    }

    SctpChannel second() {
        return ends.second();
    }

    @Override
    public void send(final int messages) throws IOException {
        int left = messages;
        while (left > 0) {
            left -= sendUpTo(left);
        }
    }

    private int sendUpTo(final int most) throws IOException {
        final int count = Math.min(most, out.capacity());
        out.clear();
        for (int i = 0; i < count; i++) {
            out.addReference(message.clear(), nextInfo()); // as in C: in place
        }
        return ends.first().send(out);
    }

    /** No information for the only stream, as in C. */
    private SendInfo nextInfo() {
        if (streams == 1) {
            return null;
        }
        nextStream = nextStream + 1 == streams ? 0 : nextStream + 1;
        return info.stream(nextStream);
    }

    @Override
    public void receive(final int messages) throws IOException {
        int left = messages;
        while (left > 0) {
            left -= OwnEnds.counted(ends.second().receive(in));
        }
    }

    @Override
    public void ping(final int times) throws IOException {
        for (int i = 0; i < times; i++) {
            sendUpTo(1);
            OwnEnds.counted(ends.first().receive(in));
        }
    }

    @Override
    public void pong(final int times) throws IOException {
        for (int i = 0; i < times; i++) {
            OwnEnds.counted(ends.second().receive(answers));
            final int length = answers.length(0);
            answers.clear();
            answers.claim().position(length); // it is sent back unchanged, from the first slot
            answers.commit(null);
            ends.second().send(answers);
        }
    }

    @Override
    public void close() throws IOException {
        ends.close();
    }
}
