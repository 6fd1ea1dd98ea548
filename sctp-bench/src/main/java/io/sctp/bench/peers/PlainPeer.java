package io.sctp.bench.peers;

import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.nio.ByteBuffer;

/** This library, one message at a time. */
final class PlainPeer implements Peer {
    private final OwnEnds ends;
    private final int streams;
    private final SendInfo info = new SendInfo();
    private final ReceiveInfo received = new ReceiveInfo().sourceWanted(false);
    private final ReceiveInfo receivedAnswer = new ReceiveInfo().sourceWanted(false);
    private final ByteBuffer message;
    private final ByteBuffer buffer;
    private final ByteBuffer answer;
    private int nextStream;

    PlainPeer(final SctpProvider provider, final Traffic traffic) throws IOException {
        streams = traffic.streams();
        message = ByteBuffer.allocateDirect(traffic.size());
        buffer = ByteBuffer.allocateDirect(traffic.size());
        answer = ByteBuffer.allocateDirect(traffic.size());
        ends = OwnEnds.open(provider, traffic);
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
    public void send(final int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            ends.first().send(message.clear(), nextInfo());
        }
    }

    @Override
    public void receive(final int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            OwnEnds.counted(ends.second().receive(buffer.clear(), received));
        }
    }

    @Override
    public void ping(final int times) throws IOException {
        final SctpChannel first = ends.first();
        for (int i = 0; i < times; i++) {
            first.send(message.clear(), nextInfo());
            OwnEnds.counted(first.receive(answer.clear(), receivedAnswer));
        }
    }

    @Override
    public void pong(final int times) throws IOException {
        final SctpChannel second = ends.second();
        for (int i = 0; i < times; i++) {
            OwnEnds.counted(second.receive(buffer.clear(), received));
            second.send(buffer.flip(), null);
        }
    }

    @Override
    public void close() throws IOException {
        ends.close();
    }
}
