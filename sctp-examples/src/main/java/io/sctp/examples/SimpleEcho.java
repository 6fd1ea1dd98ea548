package io.sctp.examples;

import io.sctp.MessageBuffer;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One association, one-to-one: the server sends every message back on the stream it came on.
 *
 * <pre>
 * SimpleEcho server 127.0.0.1:7000
 * SimpleEcho client 127.0.0.1:7000 hello
 * </pre>
 */
public final class SimpleEcho {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SimpleEcho() {}

    public static void main(final String[] args) throws IOException {
        final SctpAddress address = SctpAddress.parse(args[1]);
        if (args[0].equals("server")) {
            try (SctpServerChannel server = SctpServerChannel.open().bind(address)) {
                System.out.println("listening on " + server.getLocalAddress());
                serveOne(server);
            }
        } else {
            System.out.println(ask(address, args[2]));
        }
    }

    /** Accepts one association and echoes until the peer shuts it down. */
    static void serveOne(final SctpServerChannel server) throws IOException {
        try (SctpChannel peer = server.accept()) {
            final MessageBuffer message = new MessageBuffer(MAX_MESSAGE_BYTES);
            final ReceiveInfo info = new ReceiveInfo();
            final SendInfo answer = new SendInfo();
            int length = peer.receive(message, info);
            while (length != SctpMessageChannel.END_OF_STREAM) {
                if (length > 0) { // else a notification
                    peer.send(message.content(), answer.stream(info.stream()).ppid(info.ppid()));
                }
                length = peer.receive(message, info);
            }
        }
    }

    static String ask(final SctpAddress server, final String question) throws IOException {
        try (SctpChannel channel = SctpChannel.open()) {
            channel.connect(server, PATIENCE);
            channel.send(StandardCharsets.UTF_8.encode(question), new SendInfo().stream(1));
            final MessageBuffer answer = new MessageBuffer(MAX_MESSAGE_BYTES);
            channel.receive(answer, new ReceiveInfo(), PATIENCE);
            return StandardCharsets.UTF_8.decode(answer.content()).toString();
        }
    }
}
