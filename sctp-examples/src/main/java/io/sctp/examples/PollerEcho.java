package io.sctp.examples;

import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * One thread serves any number of associations with a poller. Messages of up to 64 KiB are sent back. If the send
 * buffer is full, the message is kept until the channel is writable, and that association is not read meanwhile.
 *
 * <pre>
 * PollerEcho 127.0.0.1:7000
 * SimpleEcho client 127.0.0.1:7000 hello
 * </pre>
 */
public final class PollerEcho implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 64 * 1024;
    private static final int HANDLERS_AT_ONCE = 64;

    private final SctpPoller poller = SctpPoller.open();
    private final SctpServerChannel server;

    PollerEcho(final SctpAddress address) throws IOException {
        server = SctpServerChannel.open().bind(address).configureBlocking(false);
        poller.register(server, SctpPoller.ACCEPTABLE, (registration, ready) -> accept());
    }

    public static void main(final String[] args) throws IOException {
        try (PollerEcho echo = new PollerEcho(SctpAddress.parse(args[0]))) {
            System.out.println("listening on " + echo.address());
            while (true) {
                echo.serve(Duration.ofSeconds(1));
            }
        }
    }

    SctpAddress address() throws IOException {
        return server.getLocalAddress();
    }

    /** Polls once, waiting no longer than the timeout. */
    int serve(final Duration timeout) throws IOException {
        return poller.poll(timeout, HANDLERS_AT_ONCE);
    }

    private void accept() throws IOException {
        final SctpChannel peer = server.accept();
        if (peer != null) {
            peer.configureBlocking(false);
            poller.register(peer, SctpPoller.READABLE, new Echo());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        poller.close();
    }

    /** The echo of one association. */
    private static final class Echo implements SctpPoller.Handler {
        private final ByteBuffer message = ByteBuffer.allocateDirect(MAX_MESSAGE_BYTES);
        private final ReceiveInfo info = new ReceiveInfo();
        private final SendInfo answer = new SendInfo();

        @Override
        public void onReady(final SctpPoller.Registration registration, final int ready) throws IOException {
            final SctpChannel peer = (SctpChannel) registration.channel();
            if ((ready & SctpPoller.READABLE) != 0) {
                final int received = peer.receive(message.clear(), info);
                if (received == SctpMessageChannel.END_OF_STREAM) {
                    peer.close();
                    return;
                }
                if (received == SctpMessageChannel.WOULD_BLOCK) {
                    return;
                }
                message.flip();
                answer.stream(info.stream()).ppid(info.ppid());
            }
            final boolean sent = peer.send(message, answer) != SctpMessageChannel.WOULD_BLOCK;
            registration.interest(sent ? SctpPoller.READABLE : SctpPoller.WRITABLE);
        }
    }
}
