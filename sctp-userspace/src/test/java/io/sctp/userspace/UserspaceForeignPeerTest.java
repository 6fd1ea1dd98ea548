package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.foreign.ForeignPeer;
import io.sctp.foreign.ForeignProgram;
import io.sctp.foreign.Habits;
import io.sctp.foreign.Oddities;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The provider with a peer that is another implementation of SCTP, with habits of its own. */
class UserspaceForeignPeerTest extends Tck {
    private static final int PORT = 4242;
    private static final int MESSAGES = 60;
    private static final Habits SMALL_BUFFER =
            new Habits(2, 200_000_000, 4, true, 9000, 1000, true, 0, 0, false, false, false, 2, 0);

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @ParameterizedTest(name = "habits {0}, loss {1}")
    @CsvSource({"0, 0", "1, 0", "2, 0", "8, 0.02", "4, 0.02"})
    void shouldExchangeMessagesWithAForeignServerAndShutDown(final int habits, final double loss) throws Exception {
        final ForeignProgram program = program(draw(habits), loss);
        program.listen();
        final SctpChannel client = connect(program);
        exchange(client);
        client.shutdown();
        awaitEndOfStream(client);
        await(() -> "shut down".equals(program.ended()), "the peer's end: " + program.ended());
    }

    @ParameterizedTest(name = "habits {0}, loss {1}")
    @CsvSource({"5, 0", "6, 0", "7, 0.02"})
    void shouldExchangeMessagesWithAForeignClientThatShutsDown(final int habits, final double loss) throws Exception {
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        listener.bind(SctpAddress.parse("127.0.0.1:0"));
        final ForeignProgram program = program(draw(habits), loss);
        program.connect(
                UserspaceTck.stack().listening().first().udpPort(),
                listener.getLocalAddress().port());
        final SctpChannel server = closing(listener.accept(LONG));
        exchange(server);
        program.act(peer -> peer.shutdown(System.nanoTime()));
        awaitEndOfStream(server);
        await(() -> "shut down".equals(program.ended()), "the peer's end: " + program.ended());
    }

    /** Cookies of no length, of the least and of a thousand bytes; and what no known type says. */
    @ParameterizedTest(name = "cookies {0} bytes longer, loss {1}")
    @CsvSource({"-1, 0", "0, 0.02", "1000, 0.02"})
    void shouldBearWithAForeignServerThatDoesEverythingOdd(final int cookieBytes, final double loss) throws Exception {
        final ForeignProgram program = program(Habits.usual(), Oddities.all(cookieBytes), loss);
        program.listen();
        final SctpChannel client = connect(program);
        exchange(client);
        client.shutdown();
        awaitEndOfStream(client);
        await(() -> program.ended() != null, "the peer does not end");
    }

    @Test
    void shouldBearWithAForeignClientThatDoesEverythingOdd() throws Exception {
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        listener.bind(SctpAddress.parse("127.0.0.1:0"));
        final ForeignProgram program = program(Habits.usual(), Oddities.all(0), 0.02);
        program.connect(
                UserspaceTck.stack().listening().first().udpPort(),
                listener.getLocalAddress().port());
        final SctpChannel server = closing(listener.accept(LONG));
        exchange(server);
        program.act(peer -> peer.shutdown(System.nanoTime()));
        awaitEndOfStream(server);
        await(() -> program.ended() != null, "the peer does not end");
    }

    @Test
    void shouldHearThatAForeignPeerAborts() throws Exception {
        final ForeignProgram program = program(Habits.usual(), 0);
        program.listen();
        final SctpChannel client = connect(program);
        exchange(client);
        program.act(ForeignPeer::abort);
        assertThrows(IOException.class, () -> client.receive(ByteBuffer.allocate(100), new ReceiveInfo(), LONG));
    }

    @Test
    void shouldTellAForeignPeerThatItAborts() throws Exception {
        final ForeignProgram program = program(Habits.usual(), 0);
        program.listen();
        final SctpChannel client = connect(program);
        exchange(client);
        client.association().abort();
        await(() -> program.ended() != null, "the peer does not end");
        assertEquals("aborted by the other end, cause 12", program.ended());
    }

    /** RFC 3758 section 3.6: what a foreign peer gives up does not hold up what comes after it. */
    @Test
    void shouldNotWaitForWhatAForeignPeerGivesUp() throws Exception {
        final ForeignProgram program = program(Habits.usual(), Oddities.all(0), 0.1);
        program.listen();
        final SctpChannel client = connect(program);
        program.act(peer -> {
            for (int i = 0; i < MESSAGES; i++) {
                peer.send(0, false, i, pattern(length(i)), i == MESSAGES - 1);
            }
        });
        final ReceiveInfo info = new ReceiveInfo();
        int before = -1;
        do {
            client.receive(ByteBuffer.allocate(10_000), info, LONG);
            final int last = before;
            assertTrue(info.ppid() > last, () -> info.ppid() + " after " + last);
            before = info.ppid();
        } while (before < MESSAGES - 1);
    }

    @Test
    void shouldGoOnWithAForeignPeerThatBeginsAnew() throws Exception {
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        listener.bind(SctpAddress.parse("127.0.0.1:0"));
        final int udpPort = UserspaceTck.stack().listening().first().udpPort();
        final int port = listener.getLocalAddress().port();
        final ForeignProgram program = program(Habits.usual(), 0);
        program.connect(udpPort, port);
        final SctpChannel server = closing(listener.accept(LONG));
        exchange(server);
        server.subscribe(NotificationType.ASSOCIATION_CHANGE);
        program.act(ForeignPeer::forget);
        program.connect(udpPort, port);
        final var change = awaitNotification(server, SctpNotification.AssociationChange.class);
        assertEquals(SctpNotification.AssociationTransition.RESTARTED, change.change());
        exchange(server);
    }

    @Test
    void shouldWaitForAForeignPeerThatDoesNotRead() throws Exception {
        final ForeignProgram program = program(SMALL_BUFFER, 0);
        program.listen();
        final SctpChannel client = connect(program);
        stopReading(program);
        for (int i = 0; i < MESSAGES; i++) {
            client.send(ByteBuffer.wrap(pattern(1000)), null, LONG);
        }
        pause(Duration.ofMillis(1500));
        assertEquals(0, program.received(), "messages that the peer has read");
        final long beginNs = System.nanoTime();
        program.act(peer -> peer.reading(true));
        await(() -> program.received() == MESSAGES, "not all messages came");
        final Duration took = Duration.ofNanos(System.nanoTime() - beginNs);
        assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, () -> "the last message came after " + took);
    }

    /** What is given up the peer does not wait for. */
    @Test
    void shouldGiveMessagesUpThatAForeignPeerDoesNotTakeInTime() throws Exception {
        final ForeignProgram program = program(SMALL_BUFFER, 0);
        program.listen();
        final SctpChannel client = connect(program);
        stopReading(program);
        for (int i = 0; i < MESSAGES; i++) {
            client.send(ByteBuffer.wrap(pattern(1000)), new SendInfo().lifetime(Duration.ofMillis(50)), LONG);
        }
        pause(Duration.ofMillis(300));
        client.send(ByteBuffer.wrap(pattern(77)), null, LONG);
        program.act(peer -> peer.reading(true));
        final ReceiveInfo info = new ReceiveInfo();
        int echoed = 0;
        ByteBuffer last;
        do {
            last = ByteBuffer.allocate(2000);
            client.receive(last, info, LONG);
            echoed++;
        } while (last.flip().remaining() != 77);
        assertTrue(echoed < MESSAGES, echoed + " messages came back, so none was given up");
        client.shutdown();
        awaitEndOfStream(client);
    }

    private static Habits draw(final int seed) {
        return Habits.draw(new SplittableRandom(seed));
    }

    private static void stopReading(final ForeignProgram program) throws InterruptedException {
        final CountDownLatch done = new CountDownLatch(1);
        program.act(peer -> {
            peer.reading(false);
            done.countDown();
        });
        assertTrue(done.await(LONG.toSeconds(), TimeUnit.SECONDS), "the program does nothing");
    }

    private ForeignProgram program(final Habits habits, final double loss) throws IOException {
        return program(habits, Oddities.none(), loss);
    }

    private ForeignProgram program(final Habits habits, final Oddities odd, final double loss) throws IOException {
        return closing(new ForeignProgram(habits, odd, PORT, loss));
    }

    private SctpChannel connect(final ForeignProgram program) throws IOException {
        final SctpChannel client = closing(provider().openChannel(null));
        client.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, program.udpPort());
        client.connect(SctpAddress.loopback(PORT), LONG);
        return client;
    }

    /** Sends messages of many lengths, and receives them once more in order. */
    private void exchange(final SctpChannel channel) throws IOException {
        for (int i = 0; i < MESSAGES; i++) {
            channel.send(
                    ByteBuffer.wrap(pattern(length(i))),
                    new SendInfo().stream(i % 5).ppid(i),
                    LONG);
        }
        final ReceiveInfo info = new ReceiveInfo();
        final int[] next = new int[5];
        for (int i = 0; i < MESSAGES; i++) {
            final ByteBuffer message = ByteBuffer.allocate(10_000);
            final int length = channel.receive(message, info, LONG);
            final int expected = 5 * next[info.stream()]++ + info.stream();
            assertEquals(expected, info.ppid(), "on stream " + info.stream());
            final byte[] content = new byte[length];
            message.get(0, content);
            assertArrayEquals(pattern(length(expected)), content);
        }
    }

    private static int length(final int i) {
        return 1 + i * 997 % 6000;
    }

    private static void await(final BooleanSupplier condition, final String what) throws InterruptedException {
        final long endNs = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < endNs, what);
            Thread.sleep(5);
        }
    }
}
