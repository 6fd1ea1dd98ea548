package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOptions;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.spi.ProviderHealth;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stacks that are built explicitly, several to a JVM, and closed. */
class StacksTest extends Tck {
    private static final int BUILDS = 200;

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    private static UserspaceStack.Builder builder() {
        return UserspaceStack.builder().udpPort(0);
    }

    private static SctpServerChannel listener(final UserspaceStack stack) throws IOException {
        return stack.provider().openServerChannel(null).bind(SctpAddress.loopback(0));
    }

    private static SctpChannel client(
            final UserspaceStack from, final UserspaceStack to, final SctpServerChannel server) throws IOException {
        final SctpChannel client = from.provider().openChannel(null);
        client.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, to.udpPort());
        client.connect(server.getLocalAddress(), LONG);
        return client;
    }

    /** Between each two of three, the default one among them, both ways. */
    @Test
    void shouldTalkToEachOther() throws IOException {
        final UserspaceStack one = closing(builder().threads(2).build());
        final UserspaceStack other =
                closing(builder().threads(1).memoryMegabytes(16).build());
        final SctpServerChannel atOne = listener(one);
        final SctpServerChannel atOther = listener(other);
        assertNotEquals(one.udpPort(), other.udpPort());
        final SctpChannel toOther = client(one, other, atOther);
        final SctpChannel toOne = client(other, one, atOne);
        assertCarries(toOther, atOther.accept(LONG));
        assertCarries(toOne, atOne.accept(LONG));
        final SctpChannel fromDefault = closing(provider().openChannel(null));
        fromDefault.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, one.udpPort());
        fromDefault.connect(atOne.getLocalAddress(), LONG);
        assertCarries(fromDefault, atOne.accept(LONG));
    }

    private static void assertCarries(final SctpChannel client, final SctpChannel server) throws IOException {
        send(client, "there");
        assertEquals("there", receive(server));
        send(server, "and back");
        assertEquals("and back", receive(client));
    }

    /** Each has SCTP ports of its own. */
    @Test
    void shouldHaveTheSameSctpPortTwice() throws IOException {
        final UserspaceStack one = closing(builder().build());
        final UserspaceStack other = closing(builder().build());
        one.provider().openServerChannel(null).bind(SctpAddress.loopback(2905));
        other.provider().openServerChannel(null).bind(SctpAddress.loopback(2905));
    }

    @Test
    void shouldNotHaveTheUdpPortOfAnother() throws IOException {
        final UserspaceStack one = closing(builder().build());
        listener(one);
        final UserspaceStack second = closing(builder().udpPort(one.udpPort()).build());
        final SctpException inUse = assertThrows(SctpException.AddressInUse.class, () -> listener(second));
        assertTrue(inUse.getMessage().contains("udpPort"), inUse.getMessage());
    }

    @Test
    void shouldLeaveTheOtherAloneWhenClosed() throws IOException {
        final UserspaceStack kept = closing(builder().build());
        final UserspaceStack closed = builder().build();
        final SctpServerChannel keptServer = listener(kept);
        final SctpServerChannel closedServer = listener(closed);
        final SctpChannel client = client(kept, closed, closedServer);
        final SctpChannel server = closedServer.accept(LONG);
        send(server, "last words");
        closed.close();
        assertFalse(closed.isOpen());
        assertEquals("last words", receive(client));
        awaitEndOfStream(client);
        assertCarries(client(kept, kept, keptServer), keptServer.accept(LONG));
        assertTrue(kept.provider().health().isHealthy());
    }

    @Test
    void shouldEndEveryCallWhenClosed() throws Exception {
        final UserspaceStack peers = closing(builder().build());
        final SctpServerChannel peer = listener(peers);
        final UserspaceStack stack = builder().build();
        final SctpServerChannel listener = listener(stack);
        final SctpChannel client = client(stack, peers, peer);
        final SctpMultiChannel many = stack.provider().openMultiChannel(null);
        many.bind(SctpAddress.loopback(0));
        final SctpPoller poller = stack.provider().openPoller();
        final List<FutureTask<?>> calls = List.of(
                blocked(listener::accept),
                blocked(() -> client.receive(ByteBuffer.allocate(10), new ReceiveInfo())),
                blocked(() -> many.receive(ByteBuffer.allocate(10), new ReceiveInfo())),
                blocked(() -> poller.poll(null, 1)));
        stack.close();
        for (final FutureTask<?> call : calls) {
            failure(ClosedChannelException.class, call);
        }
        final SctpProvider provider = stack.provider();
        assertThrows(ClosedChannelException.class, () -> provider.openChannel(null));
        assertThrows(ClosedChannelException.class, () -> provider.openServerChannel(null));
        assertThrows(ClosedChannelException.class, () -> provider.openMultiChannel(null));
        assertThrows(ClosedChannelException.class, provider::openPoller);
        assertThrows(ClosedChannelException.class, () -> client.send(ByteBuffer.allocate(1), null));
        stack.close();
    }

    /** Its peer neither reads nor answers, so that a shutdown would never be over. */
    @Test
    void shouldAbortWhatIsNotOverInTime() throws Exception {
        final UserspaceStack peers = closing(builder().build());
        final UserspaceStack closed =
                builder().closeLimit(Duration.ofMillis(500)).build();
        final SctpServerChannel server = listener(peers);
        final SctpChannel client = client(closed, peers, server);
        final SctpChannel accepted = server.accept(LONG);
        client.configureBlocking(false);
        for (int i = 0; i < 5; i++) {
            while (client.send(ByteBuffer.allocate(8192), null) > 0) {
                // Until its window is closed and nothing more fits.
            }
            pause(Duration.ofMillis(50));
        }
        final long beginNs = System.nanoTime();
        closed.close();
        final Duration took = Duration.ofNanos(System.nanoTime() - beginNs);
        assertTrue(took.toMillis() >= 500 && took.compareTo(LONG) < 0, () -> "it took " + took);
        final ByteBuffer message = ByteBuffer.allocate(8192);
        final SctpException.Ended ended = assertThrows(SctpException.Ended.class, () -> {
            while (accepted.receive(message.clear(), new ReceiveInfo(), LONG) >= 0) {
                // What arrived before the abort.
            }
        });
        assertEquals(io.sctp.Errno.ECONNRESET.number(), ended.errno());
    }

    /** The limits are the builder's. */
    @Test
    void shouldKeepItsLimits() throws IOException {
        final UserspaceStack stack = closing(
                builder().threads(3).memoryMegabytes(24).maxAssociations(1).build());
        final SctpServerChannel server = listener(stack);
        client(stack, stack, server);
        final ProviderHealth health = stack.provider().health();
        assertEquals(6, health.workers().size(), health::toString);
        assertEquals(24 << 20, health.memory().limitBytes());
        int refused = 0;
        for (int i = 0; i < 6; i++) { // each of three drivers takes one
            try {
                client(stack, stack, server);
            } catch (final SctpException e) {
                refused++;
            }
        }
        assertTrue(refused >= 4, refused + " refused");
    }

    @Test
    void shouldLimitTheInitsOfASecond() throws IOException {
        final UserspaceStack stack =
                closing(builder().threads(1).maxInitsPerSecond(1).build());
        final SctpServerChannel server = listener(stack);
        final long beginNs = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            client(stack, stack, server);
        }
        assertTrue(System.nanoTime() - beginNs > 900_000_000, "three in less than a second");
    }

    @Test
    void shouldGiveThreadsAndDescriptorsBack() throws Exception {
        runOne();
        final long threads = threads();
        final long descriptors = descriptors();
        for (int i = 0; i < BUILDS; i++) {
            runOne();
        }
        assertEquals(threads, threads());
        assertEquals(descriptors, descriptors());
    }

    private void runOne() throws IOException {
        try (UserspaceStack stack = builder().threads(2).memoryMegabytes(16).build()) {
            final SctpServerChannel server = listener(stack);
            final SctpChannel client = client(stack, stack, server);
            assertCarries(client, server.accept(LONG));
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sctp-"))
                .count();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(StacksTest::target)
                    .filter(target -> target.startsWith("socket:") || target.contains("eventfd"))
                    .count();
        }
    }

    private static String target(final Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (final IOException e) {
            return ""; // closed meanwhile
        }
    }

    /** In a JVM whose direct memory would not hold a tenth of them at once. */
    @Test
    void shouldGiveMemoryBack() throws Exception {
        final String said = ChildJvm.run(StacksTest.class, List.of("-Xmx64m", "-XX:MaxDirectMemorySize=48m"));
        assertTrue(said.contains(BUILDS + " stacks were built and closed"), said);
    }

    /** The program. */
    public static void main(final String[] arguments) throws IOException {
        for (int i = 0; i < BUILDS; i++) {
            new StacksTest().runOne();
        }
        System.out.println(BUILDS + " stacks were built and closed");
    }
}
