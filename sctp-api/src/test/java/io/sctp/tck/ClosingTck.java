package io.sctp.tck;

import static io.sctp.SctpMessageChannel.END_OF_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What close promises: all that was sent before arrives, SO_LINGER waits for it, and the port is free at once. */
public abstract class ClosingTck extends Tck {
    private static final int MESSAGES = 100;
    private static final int TIMES = 120;
    private static final int EPHEMERAL_TIMES = Integer.getInteger("io.sctp.tck.connects", 400);
    private static final int LARGE = 30_000;

    @Test
    void shouldDeliverAllThatWasSentBeforeClose() throws IOException {
        final Pair pair = pair();
        for (int i = 0; i < MESSAGES; i++) {
            send(pair.client(), "message " + i);
        }
        pair.client().close();
        assertAllArrives(pair.server());
    }

    /** Sends until the receiver's window is closed and the send buffer is full; returns how many messages. */
    private static int fillWindow(final SctpChannel channel) throws IOException {
        int all = 0;
        int sent;
        do {
            sent = fill(channel, ByteBuffer.allocate(LARGE), null);
            all += sent;
            pause(SHORT);
        } while (sent > 0);
        return all;
    }

    /** While messages wait for the receiver's window. */
    @Test
    void shouldDeliverALargeQueueAfterClose() throws IOException {
        final Pair pair = pair();
        final int sent = fillWindow(pair.client());
        pair.client().close();
        pause(SHORT);
        for (int i = 0; i < sent; i++) {
            assertEquals(LARGE, receiveBytes(pair.server(), new ReceiveInfo()).length, "message " + i);
        }
        awaitEndOfStream(pair.server());
    }

    @Test
    void shouldDeliverAllThatOneOfManySentBeforeClose() throws IOException {
        final List<SctpServerChannel> listeners = new ArrayList<>();
        final SctpMultiChannel multi = multi();
        for (int peer = 0; peer < 5; peer++) {
            listeners.add(listener());
            final int id =
                    multi.connect(listeners.get(peer).getLocalAddress(), LONG).id();
            for (int i = 0; i < MESSAGES; i++) {
                send(multi, "message " + i, new SendInfo().association(id));
            }
        }
        multi.close();
        for (final SctpServerChannel listener : listeners) {
            assertAllArrives(closing(listener.accept(LONG)));
        }
    }

    private static void assertAllArrives(final SctpChannel server) throws IOException {
        for (int i = 0; i < MESSAGES; i++) {
            assertEquals("message " + i, receive(server));
        }
        awaitEndOfStream(server);
    }

    /** RFC 6458 section 8.1.4. */
    @Test
    void shouldCloseWhenAllHasArrivedIfAskedToLinger() throws Exception {
        final Pair pair = pair();
        pair.client().setOption(StandardSocketOptions.SO_LINGER, (int) LONG.toSeconds());
        final int sent = fillWindow(pair.client());
        final FutureTask<?> closed = blocked(() -> {
            pair.client().close();
            return null;
        });
        for (int i = 0; i < sent; i++) {
            assertEquals(LARGE, receiveBytes(pair.server(), new ReceiveInfo()).length, "message " + i);
        }
        awaitEndOfStream(pair.server());
        result(closed);
    }

    /** What was sent arrives all the same, later. */
    @Test
    void shouldNotLingerForLongerThanAsked() throws IOException {
        final Pair pair = pair();
        pair.client().setOption(StandardSocketOptions.SO_LINGER, 1);
        final int sent = fillWindow(pair.client());
        final Duration took = closingTimeOf(pair.client());
        assertTrue(took.toMillis() > 900 && took.compareTo(LONG) < 0, () -> "it took " + took);
        for (int i = 0; i < sent; i++) {
            assertEquals(LARGE, receiveBytes(pair.server(), new ReceiveInfo()).length, "message " + i);
        }
        awaitEndOfStream(pair.server());
    }

    /** Whether one-to-many channels, and those that were peeled off, wait too. */
    protected boolean lingersOnOneToManyChannels() {
        return true;
    }

    /** RFC 6458 section 8.1.4 speaks of all associations of a socket. */
    @Test
    void shouldLingerOnOneToManyChannelsOrCloseAtOnce() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.loopback(0), SMALL_BUFFERS);
        for (final boolean isPeeledOff : new boolean[] {false, true}) {
            final SctpMultiChannel multi = multi(e -> e.setOption(StandardSocketOptions.SO_LINGER, 1));
            final int id = multi.connect(listener.getLocalAddress(), LONG).id();
            final SctpChannel server = closing(listener.accept(LONG));
            final SctpMessageChannel sender = isPeeledOff ? closing(multi.peelOff(id)) : multi;
            for (int i = 0; i < 5; i++) {
                sender.send(ByteBuffer.allocate(LARGE), new SendInfo().association(isPeeledOff ? 0 : id), LONG);
            }
            final Duration took = closingTimeOf(sender);
            assertEquals(lingersOnOneToManyChannels(), took.toMillis() > 900, () -> "it took " + took);
            for (int i = 0; i < 5; i++) {
                assertEquals(LARGE, receiveBytes(server, new ReceiveInfo()).length, "message " + i);
            }
            awaitEndOfStream(server);
        }
    }

    private static Duration closingTimeOf(final SctpMessageChannel channel) throws IOException {
        final long beginNs = System.nanoTime();
        channel.close();
        return Duration.ofNanos(System.nanoTime() - beginNs);
    }

    /** Whether {@code SO_LINGER} keeps a thread in close that is interrupted. */
    protected boolean lingersWhenInterrupted() {
        return false;
    }

    /** What was sent arrives all the same. */
    @Test
    void shouldLingerWhenInterruptedOrReturnAtOnce() throws IOException {
        final Pair pair = pair();
        pair.client().setOption(StandardSocketOptions.SO_LINGER, 1);
        final int sent = fillWindow(pair.client());
        Thread.currentThread().interrupt();
        final Duration took = closingTimeOf(pair.client());
        assertTrue(Thread.interrupted(), "the thread is interrupted still");
        assertEquals(lingersWhenInterrupted(), took.toMillis() > 900, () -> "it took " + took);
        for (int i = 0; i < sent; i++) {
            assertEquals(LARGE, receiveBytes(pair.server(), new ReceiveInfo()).length, "message " + i);
        }
        awaitEndOfStream(pair.server());
    }

    @Test
    void shouldShutDownWhatNobodyAccepted() throws IOException {
        final SctpServerChannel listener = listener();
        final SctpChannel client = channel();
        client.connect(listener.getLocalAddress(), LONG);
        pause(SHORT); // until it waits to be accepted
        listener.close();
        awaitEndOfStream(client);
    }

    /** Its client is refused or sees the end of the stream: what has come up is not aborted. */
    @Test
    void shouldShutDownWhatComesUpWhileTheListenerIsClosed() throws Exception {
        for (int i = 0; i < 50; i++) {
            final SctpServerChannel listener = listener();
            final SctpAddress address = listener.getLocalAddress();
            final SctpChannel client = channel();
            final FutureTask<?> closed = background(() -> {
                listener.close();
                return null;
            });
            try {
                client.connect(address, LONG);
                awaitEndOfStream(client);
            } catch (final SctpException.Refused e) {
                assertEquals("ECONNREFUSED", e.errnoName());
            }
            result(closed);
        }
    }

    /** Whether unread messages of one association have all associations of its channel aborted. */
    protected boolean abortsAllForUnreadMessagesOfOne() {
        return false;
    }

    /** Its peer is told that its messages were lost. */
    @Test
    void shouldAbortOnlyTheAssociationWithUnreadMessagesOrAll() throws IOException {
        for (final SctpEndpoint closed : List.of(listener(), multi())) {
            final SctpChannel silent = channel();
            silent.connect(closed.getLocalAddress(), LONG);
            final SctpChannel talking = channel();
            talking.connect(closed.getLocalAddress(), LONG);
            send(talking, "nobody reads this");
            pause(SHORT);
            closed.close();
            assertThrows(SctpException.Ended.class, () -> awaitEndOfStream(talking));
            if (abortsAllForUnreadMessagesOfOne()) {
                assertThrows(SctpException.Ended.class, () -> awaitEndOfStream(silent));
            } else {
                awaitEndOfStream(silent);
            }
        }
    }

    @Test
    void shouldAbortWhatNobodyAcceptedIfItIsNotToLinger() throws IOException {
        final SctpServerChannel listener =
                listener(SctpAddress.loopback(0), e -> e.setOption(StandardSocketOptions.SO_LINGER, 0));
        final SctpChannel client = channel();
        client.connect(listener.getLocalAddress(), LONG);
        pause(SHORT);
        listener.close();
        assertThrows(SctpException.Ended.class, () -> awaitEndOfStream(client));
    }

    /** One that closes it once more waits as well, and none hangs. */
    @Test
    void shouldCloseFromSeveralThreads() throws Exception {
        final Pair pair = pair();
        pair.client().setOption(StandardSocketOptions.SO_LINGER, 1);
        final int sent = fillWindow(pair.client());
        final List<FutureTask<?>> closing = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            closing.add(background(() -> {
                pair.client().close();
                return null;
            }));
        }
        for (final FutureTask<?> task : closing) {
            result(task);
        }
        for (int i = 0; i < sent; i++) {
            assertEquals(LARGE, receiveBytes(pair.server(), new ReceiveInfo()).length, "message " + i);
        }
    }

    /** Whether a port is free as soon as its channel is closed and the peer was told. */
    protected boolean freesPortsAtOnce() {
        return true;
    }

    @Test
    void shouldConnectAgainAtOnceFromTheSamePort() throws IOException {
        final SctpServerChannel listener = listener();
        SctpAddress local = SctpAddress.loopback(0);
        for (int i = 0; i < TIMES; i++) {
            try (SctpChannel client = provider().openChannel(null)) {
                final SctpAddress wanted = local;
                bindAgain(() -> client.bind(wanted).isOpen());
                local = client.getLocalAddress();
                client.connect(listener.getLocalAddress(), LONG);
                send(client, "connection " + i);
            }
            try (SctpChannel server = listener.accept(LONG)) {
                assertEquals("connection " + i, receive(server));
                awaitEndOfStream(server);
            }
        }
    }

    /** Binds to the port of the channel before. */
    private void bindAgain(final Condition bind) throws IOException {
        if (freesPortsAtOnce()) {
            assertTrue(bind.holds());
            return;
        }
        await("the port of the channel before", () -> {
            try {
                return bind.holds();
            } catch (final SctpException.AddressInUse e) {
                return false;
            }
        });
    }

    @Test
    void shouldConnectAgainAtOnceFromTheSamePortOfOneToManyChannels() throws IOException {
        final SctpServerChannel listener = listener();
        final SctpAddress peer = listener.getLocalAddress();
        SctpAddress local = SctpAddress.loopback(0);
        for (int i = 0; i < TIMES; i++) {
            try (SctpMultiChannel client = provider().openMultiChannel(null)) {
                final SctpAddress wanted = local;
                bindAgain(() -> client.bind(wanted, 0).isOpen());
                local = client.getLocalAddress();
                if (i % 2 == 0) {
                    client.connect(peer, LONG);
                }
                send(client, "connection " + i, new SendInfo().destination(peer.socketAddress()));
                try (SctpChannel server = listener.accept(LONG)) {
                    assertEquals("connection " + i, receive(server));
                }
            }
        }
    }

    @Test
    void shouldChooseAPortThatCanBeUsed() throws IOException {
        final SctpServerChannel listener = listener();
        for (int i = 0; i < EPHEMERAL_TIMES; i++) {
            try (SctpChannel client = provider().openChannel(null)) {
                client.connect(listener.getLocalAddress(), LONG);
            }
            try (SctpChannel server = listener.accept(LONG)) {
                assertEquals(END_OF_STREAM, server.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG));
            }
        }
    }
}
