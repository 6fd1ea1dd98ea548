package io.sctp.bench.load;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpAddress;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.schedule.Arrival;
import io.sctp.bench.transport.Acceptor;
import io.sctp.bench.transport.Connection;
import io.sctp.bench.transport.Inbox;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.Transports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs over real TCP on the loopback interface, whole or with a planted fault in the server. */
class LoadRunTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void shouldBringEveryMessageBack(final int associations) throws Exception {
        final LoadOutcome outcome = run(associations, Transports.named("tcp"));
        assertEquals(400, outcome.integrity().sent());
        assertEquals(new Intake.Integrity(400, 400, 0, 0, 0, 0), outcome.integrity());
        assertMeasured(outcome);
        assertTrue(outcome.recorders().stream(3).whole().getTotalCount() > 40, "every stream has its share");
    }

    @Test
    void shouldFindALostMessage() throws Exception {
        assertEquals(
                new Intake.Integrity(400, 399, 1, 0, 0, 0),
                faulty((connection, message, stream) -> {}).integrity());
    }

    @Test
    void shouldFindADuplicatedMessage() throws Exception {
        assertEquals(
                new Intake.Integrity(400, 400, 0, 1, 0, 0),
                faulty((connection, message, stream) -> {
                            connection.answer(message.duplicate(), stream);
                            connection.answer(message, stream);
                        })
                        .integrity());
    }

    @Test
    void shouldFindACorruptedMessage() throws Exception {
        assertEquals(
                new Intake.Integrity(400, 399, 1, 0, 0, 1),
                faulty((connection, message, stream) -> {
                            message.put(message.limit() - 1, (byte) ~message.get(message.limit() - 1));
                            connection.answer(message, stream);
                        })
                        .integrity());
    }

    @Test
    void shouldCallARunInvalidThatLostAMessage() throws Exception {
        final LoadOutcome outcome = faulty((connection, message, stream) -> {});
        assertFalse(outcome.valid());
        assertEquals("1 message lost", outcome.invalidReasons().get(0));
    }

    @Test
    void shouldFindAMessageOutOfOrder() throws Exception {
        final ByteBuffer held = ByteBuffer.allocate(100);
        assertEquals(
                new Intake.Integrity(400, 400, 0, 0, 1, 0),
                run(1, new FaultyTransport((connection, message, stream, number) -> {
                            if (number == 100) {
                                held.put(message).flip();
                            } else {
                                connection.answer(message, stream);
                                if (number == 104) {
                                    connection.answer(held, stream);
                                }
                            }
                        }))
                        .integrity());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void shouldMeasureOneWayAgainstAServerThatReportsArrivals(final int associations) throws Exception {
        final LoadTransport transport = Transports.named("tcp");
        final LoadPlan plan = plan(LoadPlan.Mode.ONEWAY, associations);
        final LoadTransport.Setup setup =
                new LoadTransport.Setup(16, 0, false, SizeDistribution.MAX_BYTES, false, 0, 0, false);
        try (Server server = Server.answering(transport, SctpAddress.loopback(0), setup)) {
            final LoadOutcome outcome = new LoadRun(plan, transport, List.of()).runAgainst(server.address());
            assertEquals(new Intake.Integrity(400, 400, 0, 0, 0, 0), outcome.integrity());
            assertMeasured(outcome);
            assertTrue(
                    outcome.clockErrorNs() > 0 && outcome.clockErrorNs() < 100_000_000,
                    "one machine's clock compared with itself: " + outcome.clockErrorNs() + " ns");
            assertTrue(outcome.recorders().total().whole().getMaxValue() < 10_000_000_000L, "times of two clocks");
        }
    }

    @Test
    void shouldSayThatAServerDoesNotReportArrivals() throws Exception {
        final LoadTransport silent = new FaultyTransport((connection, message, stream, number) -> {});
        final LoadPlan plan = plan(LoadPlan.Mode.ONEWAY, 1);
        try (Server server = Server.answering(silent, SctpAddress.loopback(0), plan.setup())) {
            final IOException refusal = assertThrows(
                    IOException.class,
                    () -> new LoadRun(plan, Transports.named("tcp"), List.of())
                            .runAgainst(server.address(), Duration.ofMillis(50)));
            assertTrue(refusal.getMessage().contains("does not tell when messages arrive"), refusal.getMessage());
        }
    }

    /** The server is gone in the middle, and takes what was under way with it. */
    @ParameterizedTest
    @CsvSource({"tcp,1", "tcp,3", "userspace,1", "userspace,3"})
    @Timeout(30)
    void shouldEndSoonAndSayWhenWhereItsPeerGoes(final String name, final int associations) throws Exception {
        final LoadTransport transport = Transports.named(name);
        final LoadPlan plan = plan(associations, Duration.ofSeconds(20), Duration.ofSeconds(10));
        final LoadOutcome outcome;
        try (Server server = Server.answering(transport, SctpAddress.loopback(0), plan.setup())) {
            final Thread closer = new Thread(() -> {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                assertDoesNotThrow(server::close);
            });
            closer.start();
            outcome = new LoadRun(plan, transport, List.of()).runAgainst(server.address());
            closer.join();
        }
        final String reason = outcome.invalidReasons().get(0);
        assertTrue(reason.matches("an association ended [0-9.]+ s into the measurement: .+"), reason);
        assertFalse(outcome.interrupted(), "nobody stopped it");
    }

    /** It takes every message and answers none, as a server of another kind does. */
    @Test
    @Timeout(30)
    void shouldEndSoonAndSaySoWhereTheServerDoesNotEcho() throws Exception {
        final LoadTransport silent = new FaultyTransport((connection, message, stream, number) -> {});
        final LoadOutcome outcome = against(silent, plan(1, Duration.ofSeconds(20), Duration.ofSeconds(1)));
        final String reason = outcome.invalidReasons().get(0);
        assertTrue(reason.matches("the other end answered none of \\d+ messages in 1.0 s: is it .*"), reason);
    }

    @Test
    @Timeout(30)
    void shouldEndSoonAndSayWhenWhereTheServerFallsSilent() throws Exception {
        final LoadTransport silent = new FaultyTransport((connection, message, stream, number) -> {
            if (number < 400) {
                connection.answer(message, stream);
            }
        });
        final LoadOutcome outcome = against(silent, plan(1, Duration.ofSeconds(20), Duration.ofSeconds(1)));
        final String reason = outcome.invalidReasons().get(0);
        assertTrue(
                reason.matches(
                        "the other end is silent: nothing came for 1.0 s, from [0-9.]+ s into the measurement on"),
                reason);
    }

    /** One message in two seconds is no silence while its answer comes. */
    @Test
    void shouldNotTakeALowRateForSilence() throws Exception {
        final LoadPlan plan = new LoadPlan(
                LoadPlan.Mode.ECHO,
                1,
                1,
                new LoadPlan.Messages(SizeDistribution.fixed(100), 0, false),
                LoadPlan.Calls.SINGLE,
                new Arrival(Arrival.Kind.FIXED, 0.5, 0),
                new LoadPlan.Timing(Duration.ZERO, Duration.ofMillis(2_500), Duration.ofSeconds(1)));
        final LoadOutcome outcome = new LoadRun(plan, Transports.named("tcp"), List.of()).runWithServer();
        assertEquals(List.of(), outcome.invalidReasons());
        assertEquals(2, outcome.integrity().received());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "userspace"})
    @Timeout(30)
    void shouldSayThatThereIsNoServer(final String transport) throws Exception {
        final SctpAddress nobody = SctpAddress.loopback(1);
        final LoadRun run = new LoadRun(plan(LoadPlan.Mode.ECHO, 1), Transports.named(transport), List.of());
        final IOException failure =
                assertThrows(IOException.class, () -> run.runAgainst(nobody, Duration.ofMillis(500)));
        assertTrue(
                failure.getMessage().startsWith("no server at " + nobody + " over " + transport + ": "),
                failure::getMessage);
    }

    /** Whatever is under way when the user has enough, he does not wait for it long. */
    @Test
    @Timeout(30)
    void shouldEndAtOnceWhereItIsStoppedInEachPhase() throws Exception {
        final LoadTransport silent = new FaultyTransport((connection, message, stream, number) -> {
            if (number > 100) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(20));
            } else {
                connection.answer(message, stream);
            }
        });
        final LoadPlan plan = plan(1, Duration.ofMillis(200), Duration.ofSeconds(25));
        final LoadRun run = new LoadRun(plan, silent, List.of());
        assertFalse(run.stop(), "there is nothing yet");
        final LoadRun draining = new LoadRun(plan, Transports.named("tcp"), List.of());
        try (Server server = Server.answering(silent, SctpAddress.loopback(0), plan.setup())) {
            final AtomicLong stoppedNs = new AtomicLong();
            final Thread stopper = new Thread(() -> {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
                stoppedNs.set(System.nanoTime());
                assertTrue(draining.stop());
            });
            stopper.start();
            final LoadOutcome outcome = draining.runAgainst(server.address());
            final double seconds = (System.nanoTime() - stoppedNs.get()) / 1e9;
            stopper.join();
            assertTrue(outcome.interrupted());
            assertTrue(seconds < 10, seconds + " s, with a drain of 25 s");
        }
    }

    private static LoadOutcome against(final LoadTransport transport, final LoadPlan plan) throws Exception {
        try (Server server = Server.answering(transport, SctpAddress.loopback(0), plan.setup())) {
            return new LoadRun(plan, Transports.named("tcp"), List.of()).runAgainst(server.address());
        }
    }

    @Test
    void shouldRefuseBatchesWhereTheTransportHasNone() {
        final LoadPlan plan = new LoadPlan(
                LoadPlan.Mode.ECHO,
                1,
                1,
                new LoadPlan.Messages(SizeDistribution.fixed(100), 0, false),
                new LoadPlan.Calls(64, 0, false),
                new Arrival(Arrival.Kind.FIXED, 2_000, 0),
                new LoadPlan.Timing(Duration.ZERO, Duration.ofMillis(100), Duration.ZERO));
        final IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> new LoadRun(plan, Transports.named("tcp"), List.of()));
        assertTrue(refusal.getMessage().contains("'tcp' has neither batches"), refusal.getMessage());
    }

    /** What the warm-up sent late, on a machine that is busy, is measured too. */
    private static void assertMeasured(final LoadOutcome outcome) {
        final long measured = outcome.measured();
        assertEquals(measured, outcome.recorders().total().whole().getTotalCount());
        assertTrue(measured >= 200 && measured < 400, measured + " messages, of 200 in the warm-up and 200 after it");
    }

    private static LoadOutcome faulty(final Fault fault) throws Exception {
        return run(1, new FaultyTransport((connection, message, stream, number) -> {
            if (number == 100) {
                fault.send(connection, message, stream);
            } else {
                connection.answer(message, stream);
            }
        }));
    }

    private static LoadOutcome run(final int associations, final LoadTransport transport) throws Exception {
        return new LoadRun(plan(LoadPlan.Mode.ECHO, associations), transport, List.of()).runWithServer();
    }

    private static LoadPlan plan(final LoadPlan.Mode mode, final int associations) {
        return plan(mode, associations, Duration.ofMillis(100), Duration.ofMillis(500));
    }

    private static LoadPlan plan(final int associations, final Duration duration, final Duration drain) {
        return plan(LoadPlan.Mode.ECHO, associations, duration, drain);
    }

    private static LoadPlan plan(
            final LoadPlan.Mode mode, final int associations, final Duration duration, final Duration drain) {
        return new LoadPlan(
                mode,
                associations,
                4,
                new LoadPlan.Messages(SizeDistribution.fixed(100), 0, false),
                LoadPlan.Calls.SINGLE,
                new Arrival(Arrival.Kind.FIXED, 2_000, 0),
                new LoadPlan.Timing(Duration.ofMillis(100), duration, drain));
    }

    private interface Fault {
        void send(Connection connection, ByteBuffer message, int stream) throws IOException;
    }

    private interface Echo {
        void send(Connection connection, ByteBuffer message, int stream, int number) throws IOException;
    }

    /** TCP, but what the server's peers send goes through the test's hands. */
    private record FaultyTransport(LoadTransport tcp, Echo echo) implements LoadTransport {
        FaultyTransport(final Echo echo) throws IOException {
            this(Transports.named("tcp"), echo);
        }

        @Override
        public String name() {
            return "faulty";
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
                    return new FaultyPeer(acceptor.accept(), echo);
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

    private static final class FaultyPeer implements Connection {
        private final Connection tcp;
        private final Echo echo;
        private int number;

        FaultyPeer(final Connection tcp, final Echo echo) {
            this.tcp = tcp;
            this.echo = echo;
        }

        @Override
        public boolean trySend(final ByteBuffer message, final int stream) {
            throw new UnsupportedOperationException("an echo server waits");
        }

        @Override
        public void answer(final ByteBuffer message, final int stream) throws IOException {
            echo.send(tcp, message, stream, number++);
        }

        @Override
        public int receive(final Duration timeout) throws IOException {
            return tcp.receive(timeout);
        }

        @Override
        public ByteBuffer message() {
            return tcp.message();
        }

        @Override
        public int messageStream() {
            return tcp.messageStream();
        }

        @Override
        public void close() throws IOException {
            tcp.close();
        }
    }
}
