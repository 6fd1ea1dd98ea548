package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpServerChannel;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many associations whose messages nobody reads, and shortages of the program's own, in a JVM with little memory. */
class SmallJvmTest {
    private static final int CLIENTS = 345;
    private static final int MESSAGE_BYTES = 8_000;
    private static final int MESSAGES = 20;
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final int MAX_REFUSED = 20;
    private static final Duration CONNECT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(70);
    private static final String DONE = "everybody is served";

    @Test
    void shouldSurviveUnreadMessagesOnASmallHeap() throws Exception {
        final String said = ChildJvm.run(SmallJvmTest.class, List.of("-Xmx64m"));
        assertTrue(said.contains(DONE), said);
    }

    @Test
    void shouldSurviveUnreadMessagesWithLittleDirectMemory() throws Exception {
        final String said = ChildJvm.run(SmallJvmTest.class, List.of("-Xmx64m", "-XX:MaxDirectMemorySize=24m"));
        assertTrue(said.contains(DONE), said);
    }

    /** The others neither read nor close. */
    @Test
    void shouldServeANewClientWhileOthersHoldAllOfTheLittleDirectMemory() throws Exception {
        final String said = ChildJvm.run(SmallJvmTest.class, List.of("-Xmx64m", "-XX:MaxDirectMemorySize=12m"), "hogs");
        assertTrue(said.contains(DONE), said);
    }

    @Test
    void shouldSurviveAProgramThatTakesAllOfTheHeap() throws Exception {
        final String said = ChildJvm.run(SmallJvmTest.class, List.of("-Xmx64m"), "heap");
        assertTrue(said.contains(DONE), said);
    }

    /** The program. */
    public static void main(final String[] arguments) throws IOException {
        final SctpProvider provider = new UserspaceProvider();
        try (SctpServerChannel server = provider.openServerChannel(null)) {
            server.bind(SctpAddress.loopback(0), CLIENTS);
            final List<SctpChannel> channels = new ArrayList<>();
            flood(provider, server, channels);
            switch (arguments.length == 0 ? "" : arguments[0]) {
                case "hogs" -> serve(provider, server);
                case "heap" -> exhaust(provider, server);
                default -> {
                    // Nothing more.
                }
            }
            for (final SctpChannel channel : channels) {
                channel.close();
            }
            serve(provider, server);
            if (!provider.health().isHealthy()) {
                throw new IllegalStateException(provider.health().toString());
            }
            System.out.println(DONE + ": " + channels.size() + " channels, " + provider.health());
        }
    }

    private static void flood(
            final SctpProvider provider, final SctpServerChannel server, final List<SctpChannel> channels)
            throws IOException {
        final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
        int refused = 0;
        for (int i = 0; i < CLIENTS && refused < MAX_REFUSED; i++) {
            try {
                final SctpChannel client = provider.openChannel(null);
                channels.add(client);
                client.connect(server.getLocalAddress(), CONNECT);
                channels.add(server.accept(CONNECT));
                for (int k = 0; k < MESSAGES; k++) {
                    client.send(message.clear(), null, SHORT);
                }
                refused = 0;
            } catch (final SctpException e) {
                refused++; // or no room: an answer
            }
        }
    }

    /** Takes all memory, again and again, while others use SCTP. */
    private static void exhaust(final SctpProvider provider, final SctpServerChannel server) {
        for (int round = 0; round < 5; round++) {
            final List<Object> taken = new ArrayList<>();
            try {
                while (true) {
                    taken.add(new byte[1 << 14]);
                }
            } catch (final OutOfMemoryError e) {
                try {
                    serve(provider, server);
                } catch (final IOException | OutOfMemoryError refused) {
                    // The program's shortage is the program's.
                }
            } finally {
                Reference.reachabilityFence(taken);
            }
        }
    }

    /** A new client is served, whatever was before it. */
    private static void serve(final SctpProvider provider, final SctpServerChannel server) throws IOException {
        try (SctpChannel client = provider.openChannel(null)) {
            client.connect(server.getLocalAddress(), LONG);
            client.send(ByteBuffer.allocateDirect(10), null, LONG);
            final int port = client.getLocalAddress().port();
            while (true) {
                try (SctpChannel accepted = server.accept(LONG)) {
                    final SctpAddress peer = accepted.getRemoteAddress();
                    if (peer != null && peer.port() == port) { // the others are left from the flood
                        accepted.receive(ByteBuffer.allocateDirect(10), new ReceiveInfo(), LONG);
                        return;
                    }
                }
            }
        }
    }
}
