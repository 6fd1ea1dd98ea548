package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.foreign.ForeignProgram;
import io.sctp.foreign.Habits;
import io.sctp.foreign.Oddities;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that send and end, each in a JVM of its own: what they sent arrives, and their peers hear of the end. */
class ProgramEndTest extends Tck {
    private static final int MESSAGES = 100;
    private static final int LARGE = 30_000;
    private static final int FOREIGN_PORT = 4242;
    private static final int SIGTERM_STATUS = 128 + 15;

    /** How a program ends once it has sent everything. */
    enum End {
        CLOSE_AND_RETURN,
        RETURN,
        CLOSE_AND_EXIT,
        EXIT,
        SIGTERM,
        DAEMON_THREADS_ONLY,
        FAREWELL_IN_A_HOOK
    }

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    private static int udpPort() {
        return UserspaceTck.stack().listeningUdpPort();
    }

    private static String run(
            final End end, final String kind, final int udpPort, final int port, final String... flags)
            throws Exception {
        return ChildJvm.run(
                Path.of(System.getProperty("java.home")),
                end == End.SIGTERM ? SIGTERM_STATUS : 0,
                ProgramEndTest.class,
                List.of(flags),
                end.name(),
                kind,
                String.valueOf(udpPort),
                String.valueOf(port));
    }

    private static void assertAllArrives(final SctpChannel server, final End end) throws IOException {
        for (int i = 0; i < MESSAGES; i++) {
            assertEquals("message " + i, receive(server));
        }
        if (end == End.FAREWELL_IN_A_HOOK) {
            assertEquals("farewell", receive(server));
        }
        awaitEndOfStream(server);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void shouldDeliverWhatWasSentAndShutDown(final End end) throws Exception {
        final SctpServerChannel listener = listener();
        run(end, "one", udpPort(), listener.getLocalAddress().port());
        assertAllArrives(closing(listener.accept(LONG)), end);
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"CLOSE_AND_RETURN", "EXIT", "SIGTERM"})
    void shouldDeliverWhatManyAssociationsSent(final End end) throws Exception {
        final SctpServerChannel listener = listener();
        final FutureTask<Integer> accepted = background(() -> {
            final List<SctpChannel> servers = new ArrayList<>();
            while (servers.size() < 20) {
                servers.add(closing(listener.accept(LONG)));
            }
            for (final SctpChannel server : servers) {
                assertAllArrives(server, end);
            }
            return servers.size();
        });
        run(end, "twenty", udpPort(), listener.getLocalAddress().port());
        assertEquals(20, result(accepted));
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"CLOSE_AND_RETURN", "RETURN"})
    void shouldDeliverWhatAOneToManyChannelSent(final End end) throws Exception {
        final SctpServerChannel listener = listener();
        run(end, "multi", udpPort(), listener.getLocalAddress().port());
        assertAllArrives(closing(listener.accept(LONG)), end);
    }

    /** Its window is closed when the program ends, and opened later. */
    @Test
    void shouldDeliverALargeQueue() throws Exception {
        final SctpServerChannel listener = listener();
        final FutureTask<Integer> received = background(() -> {
            final SctpChannel server = closing(listener.accept(LONG));
            pause(Duration.ofSeconds(1));
            int count = 0;
            final ByteBuffer message = ByteBuffer.allocate(LARGE);
            while (server.receive(message.clear(), new ReceiveInfo(), LONG) == LARGE) {
                count++;
            }
            return count;
        });
        final String said = run(
                End.CLOSE_AND_RETURN,
                "queue",
                udpPort(),
                listener.getLocalAddress().port(),
                "-Dio.sctp.udp.closeSeconds=60");
        assertEquals("sent " + result(received), said.strip());
    }

    /** The peer never reads: after the limit it is told so, and the program has ended in time. */
    @Test
    void shouldAbortAfterTheLimit() throws Exception {
        final SctpServerChannel listener = listener();
        final FutureTask<SctpChannel> accepted = background(() -> listener.accept(LONG));
        final long beginNs = System.nanoTime();
        run(
                End.CLOSE_AND_RETURN,
                "queue",
                udpPort(),
                listener.getLocalAddress().port(),
                "-Dio.sctp.udp.closeSeconds=1");
        assertTrue(System.nanoTime() - beginNs < LONG.toNanos());
        final SctpChannel server = closing(result(accepted));
        server.subscribe(NotificationType.ASSOCIATION_CHANGE);
        final ByteBuffer message = ByteBuffer.allocate(LARGE);
        final SctpException.Ended ended = assertThrows(SctpException.Ended.class, () -> {
            while (server.receive(message.clear(), new ReceiveInfo(), LONG) != 0) {
                // What it had received before.
            }
        });
        assertEquals(Errno.ECONNRESET.number(), ended.errno());
    }

    /** Nobody answers any more. */
    @Test
    void shouldNotWaitForAPeerThatIsSilentForLongerThanTheLimit() throws Exception {
        final SctpMultiChannel multi = multi();
        final int silent = Integer.parseInt(silentPort(multi));
        final long beginNs = System.nanoTime();
        run(End.CLOSE_AND_RETURN, "silent", silent, 1, "-Dio.sctp.udp.closeSeconds=1");
        assertTrue(System.nanoTime() - beginNs < LONG.toNanos());
    }

    private String silentPort(final SctpMultiChannel multi) throws IOException {
        silentPeer(multi);
        return String.valueOf(multi.getOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT));
    }

    /** SO_LINGER of 0 is an abort, with the cause that the user wanted it. */
    @Test
    void shouldAbortAtOnceIfAskedTo() throws Exception {
        final SctpMultiChannel server = multi(endpoint -> endpoint.subscribe(NotificationType.ASSOCIATION_CHANGE));
        run(End.CLOSE_AND_RETURN, "abort", udpPort(), server.getLocalAddress().port());
        final var lost = awaitChange(server, AssociationTransition.LOST);
        assertEquals(12, lost.error());
    }

    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"CLOSE_AND_RETURN", "RETURN", "SIGTERM"})
    void shouldDeliverToAForeignPeer(final End end) throws Exception {
        final ForeignProgram program = closing(new ForeignProgram(Habits.usual(), Oddities.none(), FOREIGN_PORT, 0));
        program.echoNothing();
        program.listen();
        run(end, "one", program.udpPort(), FOREIGN_PORT);
        await("all messages", () -> program.received() == MESSAGES);
        await("the shutdown", () -> "shut down".equals(program.ended()));
    }

    // ---- The programs

    public static void main(final String[] arguments) throws Exception {
        final End end = End.valueOf(arguments[0]);
        final int udpPort = Integer.parseInt(arguments[2]);
        final SctpAddress peer = SctpAddress.loopback(Integer.parseInt(arguments[3]));
        if (end == End.DAEMON_THREADS_ONLY) {
            final Thread sender = new Thread(() -> {
                try {
                    send(arguments[1], udpPort, peer);
                    while (true) {
                        Thread.sleep(1000);
                    }
                } catch (final IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            sender.setDaemon(true);
            sender.start();
            while (!isSent) {
                Thread.sleep(1);
            }
            return;
        }
        final List<AutoCloseable> channels = send(arguments[1], udpPort, peer);
        if (end == End.CLOSE_AND_RETURN || end == End.CLOSE_AND_EXIT) {
            for (final AutoCloseable channel : channels) {
                channel.close();
            }
        }
        switch (end) {
            case EXIT, CLOSE_AND_EXIT -> System.exit(0);
            case SIGTERM -> {
                new ProcessBuilder(
                                "kill",
                                "-TERM",
                                String.valueOf(ProcessHandle.current().pid()))
                        .start();
                Thread.sleep(60_000);
            }
            case FAREWELL_IN_A_HOOK -> Runtime.getRuntime().addShutdownHook(new Thread(() -> takeLeave(channels)));
            default -> {
                // The main thread ends here.
            }
        }
    }

    private static volatile boolean isSent;

    private static void takeLeave(final List<AutoCloseable> channels) {
        try {
            Thread.sleep(50);
            ((SctpChannel) channels.get(0)).send(ByteBuffer.wrap("farewell".getBytes(StandardCharsets.US_ASCII)), null);
            channels.get(0).close();
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<AutoCloseable> send(final String kind, final int udpPort, final SctpAddress peer)
            throws IOException {
        final List<AutoCloseable> channels = new ArrayList<>();
        if (kind.equals("multi") || kind.equals("silent")) {
            final SctpMultiChannel multi = new UserspaceProvider().openMultiChannel(null);
            multi.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, udpPort);
            for (int i = 0; i < MESSAGES; i++) {
                send(multi, "message " + i, new SendInfo().destination(peer.socketAddress()));
            }
            channels.add(multi);
        } else {
            final int count = kind.equals("twenty") ? 20 : 1;
            for (int i = 0; i < count; i++) {
                final SctpChannel channel = new UserspaceProvider().openChannel(null);
                channel.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, udpPort);
                if (kind.equals("abort")) {
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
                channel.connect(peer, LONG);
                channels.add(channel);
            }
            for (final AutoCloseable channel : channels) {
                send(kind, (SctpChannel) channel);
            }
        }
        isSent = true;
        return channels;
    }

    private static void send(final String kind, final SctpChannel channel) throws IOException {
        if (kind.equals("queue")) {
            int sent = 0;
            channel.configureBlocking(false);
            for (int i = 0; i < 10; i++) {
                while (channel.send(ByteBuffer.allocate(LARGE), null) > 0) {
                    sent++;
                }
                pause(Duration.ofMillis(50));
            }
            System.out.println("sent " + sent);
            return;
        }
        for (int i = 0; i < MESSAGES; i++) {
            send(channel, "message " + i);
        }
    }
}
