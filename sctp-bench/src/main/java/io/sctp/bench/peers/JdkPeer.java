package io.sctp.bench.peers;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpServerChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** The JDK's own SCTP in its best configuration: direct buffers, a reused message information, no Nagle algorithm. */
final class JdkPeer implements Peer {
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private final SctpChannel first;
    private final SctpChannel second;
    private final MessageInfo info = MessageInfo.createOutgoing(null, 0);
    private final MessageInfo answerInfo = MessageInfo.createOutgoing(null, 0);
    private final ByteBuffer message;
    private final ByteBuffer buffer;
    private final ByteBuffer answer;

    JdkPeer(final Traffic traffic) throws IOException {
        message = ByteBuffer.allocateDirect(traffic.size());
        buffer = ByteBuffer.allocateDirect(traffic.size());
        answer = ByteBuffer.allocateDirect(traffic.size());
        try (SctpServerChannel listener = SctpServerChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            first = prepared(SctpChannel.open());
            first.connect(listener.getAllLocalAddresses().iterator().next());
            second = prepared(listener.accept());
        }
    }

    private static SctpChannel prepared(final SctpChannel channel) throws IOException {
        return channel.setOption(SctpStandardSocketOptions.SCTP_NODELAY, true)
                .setOption(SctpStandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .setOption(SctpStandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
    }

    @Override
    public void send(final int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            first.send(message.clear(), info);
        }
    }

    @Override
    public void receive(final int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            counted(second.receive(buffer.clear(), null, null));
        }
    }

    @Override
    public void ping(final int times) throws IOException {
        for (int i = 0; i < times; i++) {
            first.send(message.clear(), info);
            counted(first.receive(answer.clear(), null, null));
        }
    }

    @Override
    public void pong(final int times) throws IOException {
        for (int i = 0; i < times; i++) {
            counted(second.receive(buffer.clear(), null, null));
            second.send(buffer.flip(), answerInfo);
        }
    }

    private static void counted(final MessageInfo received) throws IOException {
        if (received == null || received.bytes() < 0) {
            throw new EOFException("the association has ended");
        }
    }

    @Override
    public void close() throws IOException {
        first.close();
        second.close();
    }
}
