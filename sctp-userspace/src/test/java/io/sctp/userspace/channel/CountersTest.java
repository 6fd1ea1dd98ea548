package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpServerChannel;
import io.sctp.engine.AssociationCounters;
import io.sctp.engine.EngineCounters;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import io.sctp.userspace.UserspaceTck;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;

/** Operators see what the engine counts. */
class CountersTest extends Tck {
    private static final int FORGED = 50;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    private SctpServerChannel server() throws IOException {
        return closing(provider().openServerChannel(null)).bind(SctpAddress.loopback(0));
    }

    private static List<String> longFields(final Class<?> counters) {
        return Arrays.stream(counters.getDeclaredFields())
                .filter(field -> field.getType() == long.class && !Modifier.isStatic(field.getModifiers()))
                .map(Field::getName)
                .toList();
    }

    /** Packets whose checksum is wrong. */
    private static void forge(final SctpServerChannel server) throws IOException {
        final int port = ((UserspaceEndpoint) server).driver().udpPort();
        try (DatagramChannel stranger = DatagramChannel.open()) {
            for (int i = 0; i < FORGED; i++) {
                stranger.send(ByteBuffer.allocate(64), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            }
        }
    }

    private static void awaitForged(final SctpServerChannel server, final long before) throws Exception {
        final long end = System.nanoTime() + PATIENCE_NS;
        while (server.counters().get("badChecksums") < before + FORGED) {
            assertTrue(System.nanoTime() - end < 0, () -> "not counted");
            Thread.sleep(1);
        }
    }

    @Test
    void shouldShowAllCountersOfTheEngine() throws Exception {
        final SctpServerChannel server = server();
        final Map<String, Long> before = server.counters();
        assertTrue(before.keySet().containsAll(longFields(EngineCounters.class)), before.toString());
        forge(server);
        awaitForged(server, before.get("badChecksums"));
        assertTrue(
                provider().counters().get("badChecksums") >= server.counters().get("badChecksums"));
        assertTrue(provider().counters().containsKey("survivedErrors"));
    }

    @Test
    void shouldShowAllCountersOfAnAssociation() throws Exception {
        final SctpServerChannel server = server();
        final SctpChannel client = closing(provider().openChannel(null));
        client.connect(server.getLocalAddress(), LONG);
        client.send(bytes("hello"), null, LONG);
        final SctpChannel accepted = closing(server.accept(LONG));
        accepted.receive(ByteBuffer.allocate(9), new ReceiveInfo(), LONG);
        final Map<String, Long> counters = accepted.association().counters();
        assertTrue(counters.keySet().containsAll(longFields(AssociationCounters.class)), counters.toString());
        assertEquals(1, counters.get("orderedChunksReceived"));
        assertEquals(0, counters.get("notificationsDropped"));
    }

    @Test
    void shouldRecordAnEventForWhatIsForged() throws Exception {
        final SctpServerChannel server = server();
        final CompletableFuture<RecordedEvent> recorded = new CompletableFuture<>();
        try (RecordingStream stream = new RecordingStream()) {
            stream.enable("io.sctp.Suspicion");
            stream.onEvent("io.sctp.Suspicion", event -> {
                if (event.getString("counter").equals("badChecksums")) {
                    recorded.complete(event);
                }
            });
            stream.startAsync();
            forge(server);
            final RecordedEvent event = recorded.get(30, TimeUnit.SECONDS);
            assertTrue(event.getLong("count") > 0 && event.getLong("total") >= event.getLong("count"));
            assertTrue(event.getString("driver").startsWith("sctp-listening"), event.toString());
        }
    }
}
