package io.sctp.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs every example against itself. */
@Timeout(60)
class ExamplesTest {
    private static final SctpAddress ANY_PORT = SctpAddress.loopback(0);

    private final ExecutorService executor = Executors.newCachedThreadPool();

    /** The kernel's SCTP where it has one, or else our own. */
    @BeforeEach
    void needsProvider() throws SctpException {
        final boolean needsKernel = "kernel".equals(System.getProperty("io.sctp.tck.required"));
        assertTrue(!needsKernel || SctpProvider.auto().name().equals("kernel"), "the kernel's SCTP is not available");
    }

    @AfterEach
    void stop() throws InterruptedException {
        executor.shutdownNow();
        assertTrue(executor.awaitTermination(10, TimeUnit.SECONDS), "a server did not end");
    }

    @Test
    void simpleServerShouldEchoToOneClient() throws Exception {
        try (SctpServerChannel server = SctpServerChannel.open().bind(ANY_PORT)) {
            final Future<?> served = inBackground(() -> SimpleEcho.serveOne(server));
            assertEquals("hello", SimpleEcho.ask(server.getLocalAddress(), "hello"));
            served.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void packetServerShouldAnswerEveryAssociation() throws Exception {
        try (SctpMultiChannel server = SctpMultiChannel.open().bind(ANY_PORT)) {
            final Future<?> served = inBackground(() -> PacketEcho.serve(server, 3));
            for (final String question : new String[] {"one", "two", "three"}) {
                assertEquals(question, PacketEcho.ask(server.getLocalAddress(), question));
            }
            served.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void pollerServerShouldEchoToManyClientsInOneThread() throws Exception {
        try (PollerEcho server = new PollerEcho(ANY_PORT)) {
            for (int i = 0; i < 5; i++) {
                final String question = "question " + i;
                final Future<String> answer = executor.submit(() -> SimpleEcho.ask(server.address(), question));
                while (!answer.isDone()) {
                    server.serve(Duration.ofMillis(100));
                }
                assertEquals(question, answer.get());
            }
        }
    }

    @Test
    void multiHomedClientShouldSeeEveryPath() throws Exception {
        final SctpAddress local = SctpAddress.parse("127.0.0.1/127.0.0.2:0");
        try (SctpServerChannel server = SctpServerChannel.open().bind(SctpAddress.parse("127.0.0.3/127.0.0.4:0"));
                SctpChannel channel = MultiHomedClient.connect(local, server.getLocalAddress())) {
            assertEquals(2, MultiHomedClient.paths(channel).size());
        }
    }

    @Test
    void diameterAnswerShouldMatchItsRequest() throws Exception {
        try (SctpServerChannel server = SctpServerChannel.open().bind(ANY_PORT);
                SctpChannel channel = SctpChannel.open()) {
            final Future<?> served = inBackground(() -> DiameterWatchdog.serveOne(server));
            channel.connect(server.getLocalAddress());
            assertTrue(DiameterWatchdog.ask(channel, 3, 0x01020304, 0x05060708), "not the answer to this request");
            channel.shutdown();
            served.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void ngapMessagesShouldKeepToTheStreamOfTheirSubscriber() throws Exception {
        try (SctpMultiChannel core = NgapUplink.openCore(ANY_PORT);
                SctpMultiChannel station = NgapUplink.openBaseStation(core.getLocalAddress())) {
            NgapUplink.sendUplink(station, 40);
            assertEquals(40, NgapUplink.receiveUplink(core, 40).cardinality());
        }
    }

    @Test
    void gatewayShouldKeepTheOrderOfEveryStreamOfEveryAssociation() throws Exception {
        final int clients = 3;
        final int messages = 60;
        try (SctpServerChannel upstream = SctpServerChannel.open().bind(ANY_PORT);
                Gateway gateway = new Gateway(ANY_PORT, upstream.getLocalAddress());
                SctpChannel received = upstream.accept()) {
            final List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                sending.add(inBackground(() -> sendNumbered(gateway.address(), messages)));
            }
            final Map<Long, Integer> next = new HashMap<>();
            final ByteBuffer message = ByteBuffer.allocate(1024);
            for (int i = 0; i < clients * messages; i++) {
                received.receive(message.clear(), new ReceiveInfo(), Duration.ofSeconds(20));
                message.flip();
                final int association = message.getInt();
                final int stream = message.getShort();
                final int expected = next.merge((long) association << 16 | stream, 1, Integer::sum) - 1;
                assertEquals(expected, message.getInt(), "stream " + stream + " of association " + association);
            }
            assertEquals(clients * 4, next.size());
            assertEquals(0, gateway.lost());
            for (final Future<?> task : sending) {
                task.get(10, TimeUnit.SECONDS);
            }
        }
    }

    /** Sends messages on four streams in turn, numbered for each stream. */
    private static void sendNumbered(final SctpAddress gateway, final int messages) throws IOException {
        try (SctpChannel channel = SctpChannel.open()) {
            channel.connect(gateway);
            final ByteBuffer message = ByteBuffer.allocate(Integer.BYTES);
            for (int i = 0; i < messages; i++) {
                channel.send(message.clear().putInt(i / 4).flip(), new SendInfo().stream(i % 4));
            }
            channel.shutdown();
        }
    }

    private Future<?> inBackground(final Example example) {
        final Callable<Void> call = () -> {
            example.run();
            return null;
        };
        return executor.submit(call);
    }

    private interface Example {
        void run() throws Exception;
    }
}
