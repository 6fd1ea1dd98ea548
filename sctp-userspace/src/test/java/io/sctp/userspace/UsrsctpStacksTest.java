package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two stacks of one JVM, each with usrsctp and with the other one; one of them goes on when the other is closed. */
class UsrsctpStacksTest extends UsrsctpTck {
    @Test
    void shouldTalkToUsrsctpAndToEachOther() throws Exception {
        final UserspaceStack first = closing(UserspaceStack.builder().udpPort(0).build());
        final UserspaceStack second =
                UserspaceStack.builder().udpPort(0).threads(2).build();
        final int echo = freeUdpPort();
        start("echo_server", echo, 0);
        final SctpChannel fromFirst = connect(first, echo, ECHO);
        final SctpChannel fromSecond = connect(second, echo, ECHO);
        assertEchoes(fromFirst);
        assertEchoes(fromSecond);
        final SctpServerChannel server =
                second.provider().openServerChannel(null).bind(SctpAddress.loopback(0));
        final int port = server.getLocalAddress().port();
        final Process client = startTalking("client", "127.0.0.1", port, "0", freeUdpPort(), second.udpPort());
        final SctpChannel ofUsrsctp = server.accept(LONG);
        final OutputStream toClient = client.getOutputStream();
        toClient.write("hello\n".getBytes(StandardCharsets.UTF_8));
        toClient.flush();
        assertEquals("hello\n", receive(ofUsrsctp));
        final SctpChannel ofFirst = connect(first, second.udpPort(), port);
        send(ofFirst, "to the second");
        assertEquals("to the second", receive(server.accept(LONG)));
        second.close();
        awaitEndOfStream(ofFirst);
        assertEchoes(fromFirst);
    }

    private static void assertEchoes(final SctpChannel channel) throws IOException {
        send(channel, "there and back");
        assertEquals("there and back", receive(channel));
    }

    /** As soon as the program listens. */
    private static SctpChannel connect(final UserspaceStack stack, final int udpPort, final int port)
            throws IOException {
        for (int attempt = 0; ; attempt++) {
            final SctpChannel client = stack.provider().openChannel(null);
            client.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, udpPort);
            try {
                client.connect(SctpAddress.loopback(port), Duration.ofSeconds(3));
                return client;
            } catch (final SctpException e) {
                client.close();
                if (attempt == 10) {
                    throw e;
                }
                pause(Duration.ofMillis(100));
            }
        }
    }
}
