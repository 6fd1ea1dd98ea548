package io.sctp.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.schedule.Arrival;
import io.sctp.bench.transport.Acceptor;
import io.sctp.bench.transport.Connection;
import io.sctp.bench.transport.Inbox;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.Transports;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server goes on, whatever its clients do and whatever there is a shortage of. */
class ServerTest {
    private static final int CLIENTS = 2_000;
    private static final int CONNECTIONS = 500;
    private static final int MAX_MESSAGE_BYTES = 4096;
    private static final int FAILURES = 5;
    private static final int SPARE_DESCRIPTORS = 100;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private final LoadTransport tcp = Transports.named("tcp");

    ServerTest() throws SctpException {}

    @Test
    void shouldGoOnAfterConnectionsThatAreResetAtOnce() throws Exception {
        try (Server server = Server.answering(tcp, SctpAddress.loopback(0), setup(0))) {
            final long before = openDescriptors();
            for (int i = 0; i < CONNECTIONS; i++) {
                try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.address().port())) {
                    socket.setSoLinger(true, 0);
                }
            }
            awaitDescriptors(before + SPARE_DESCRIPTORS);
            assertServes(tcp, server);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGoOnAfterAssociationsThatAreAbortedAtOnce(final int workers) throws Exception {
        final LoadTransport transport = Transports.named("userspace");
        final SctpProvider provider = SctpProvider.named("userspace");
        try (Server server = Server.answering(transport, SctpAddress.loopback(0), setup(workers))) {
            for (int i = 0; i < CLIENTS; i++) {
                try (SctpChannel client = provider.openChannel(null)) {
                    client.connect(server.address(), Duration.ofSeconds(30));
                    client.association().abort();
                }
            }
            assertServes(transport, server);
        }
    }

    @Test
    void shouldGoOnAfterAShortageOfDescriptors() throws Exception {
        final AtomicInteger left = new AtomicInteger(FAILURES);
        final LoadTransport scarce = new ScarceTransport(tcp, left);
        try (Server server = Server.answering(scarce, SctpAddress.loopback(0), setup(0))) {
            assertServes(tcp, server);
            assertTrue(left.get() < 0, "not tried again");
            assertNull(server.failure());
        }
    }

    private static void assertServes(final LoadTransport transport, final Server server) throws Exception {
        final LoadPlan plan = new LoadPlan(
                LoadPlan.Mode.ECHO,
                2,
                4,
                new LoadPlan.Messages(SizeDistribution.fixed(100), 0, false),
                LoadPlan.Calls.SINGLE,
                new Arrival(Arrival.Kind.FIXED, 1_000, 0),
                new LoadPlan.Timing(Duration.ZERO, Duration.ofMillis(200), Duration.ofSeconds(5)));
        final LoadOutcome outcome = new LoadRun(plan, transport, List.of()).runAgainst(server.address());
        assertEquals(new Intake.Integrity(200, 200, 0, 0, 0, 0), outcome.integrity());
    }

    private static LoadTransport.Setup setup(final int workers) {
        return new LoadTransport.Setup(16, 0, false, MAX_MESSAGE_BYTES, false, 0, workers, false);
    }

    private static long openDescriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static void awaitDescriptors(final long most) throws InterruptedException {
        final long beginNs = System.nanoTime();
        while (openDescriptors() > most) {
            assertTrue(System.nanoTime() - beginNs < PATIENCE_NS, () -> openDescriptors() + " descriptors are open");
            Thread.sleep(10);
        }
    }

    /** TCP whose accept fails at first, as where no descriptors are left. */
    private record ScarceTransport(LoadTransport tcp, AtomicInteger left) implements LoadTransport {
        @Override
        public String name() {
            return "scarce";
        }

        @Override
        public Acceptor listen(final SctpAddress local, final Setup setup) throws IOException {
            final Acceptor acceptor = tcp.listen(local, setup);
            return new Acceptor() {
                @Override
                public SctpAddress address() throws IOException {
                    return acceptor.address();
                }

                @Override
                public Connection accept() throws IOException {
                    if (left.getAndDecrement() > 0) {
                        throw new IOException("Too many open files");
                    }
                    return acceptor.accept();
                }

                @Override
                public void close() throws IOException {
                    acceptor.close();
                }
            };
        }

        @Override
        public Connection connect(final SctpAddress remote, final Setup setup, final Duration limit)
                throws IOException {
            return tcp.connect(remote, setup, limit);
        }

        @Override
        public Inbox openInbox() throws IOException {
            return tcp.openInbox();
        }
    }
}
