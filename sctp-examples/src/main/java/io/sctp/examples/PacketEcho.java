package io.sctp.examples;

import io.sctp.MessageBuffer;
import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Many associations on one channel, one-to-many, used like a datagram socket. The server answers every message, and
 * prints associations that start and end.
 *
 * <pre>
 * PacketEcho server 127.0.0.1:7000 3
 * PacketEcho client 127.0.0.1:7000 hello
 * </pre>
 */
public final class PacketEcho {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private PacketEcho() {}

    public static void main(final String[] args) throws IOException {
        final SctpAddress address = SctpAddress.parse(args[1]);
        if (args[0].equals("server")) {
            try (SctpMultiChannel server = SctpMultiChannel.open().bind(address)) {
                System.out.println("listening on " + server.getLocalAddress());
                serve(server, Integer.parseInt(args[2]));
            }
        } else {
            System.out.println(ask(address, args[2]));
        }
    }

    /** Answers this many messages, of any association. */
    static void serve(final SctpMultiChannel server, final int messages) throws IOException {
        server.subscribe(NotificationType.ASSOCIATION_CHANGE);
        final MessageBuffer message = new MessageBuffer(MAX_MESSAGE_BYTES);
        final ReceiveInfo info = new ReceiveInfo();
        final SendInfo answer = new SendInfo();
        for (int answered = 0; answered < messages; ) {
            if (server.receive(message, info) == SctpMessageChannel.NOTIFICATION) {
                System.out.println(info.notification());
                continue;
            }
            answer.association(info.association()).stream(info.stream()).ppid(info.ppid());
            server.send(message.content(), answer);
            answered++;
        }
    }

    /** Sends without connecting first: the first message starts the association. */
    static String ask(final SctpAddress server, final String question) throws IOException {
        try (SctpMultiChannel channel = SctpMultiChannel.open()) {
            final SendInfo to = new SendInfo().destination(server.socketAddress());
            channel.send(StandardCharsets.UTF_8.encode(question), to, PATIENCE);
            final MessageBuffer answer = new MessageBuffer(MAX_MESSAGE_BYTES);
            channel.receive(answer, new ReceiveInfo(), PATIENCE);
            return StandardCharsets.UTF_8.decode(answer.content()).toString();
        }
    }
}
