package io.sctp.tck;

import static io.sctp.SctpMessageChannel.END_OF_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sctp.Association;
import io.sctp.Errno;
import io.sctp.MessageBatch;
import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpFailure;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.AssociationParameters;
import io.sctp.option.RtoInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** How associations and channels end: shutdown, abort, and close while other threads are at work. */
public abstract class EndingTck extends Tck {
    /** Whether an abort of a one-to-one channel can say why; else it has to be refused. */
    protected boolean carriesAbortReasonOneToOne() {
        return true;
    }

    /** Whether each accepted channel tells how its own association ended; else one abort speaks for all that waited. */
    protected boolean tellsAbortsOfThoseWhoWaitApart() {
        return true;
    }

    @Test
    void shouldDeliverWhatWasSentBeforeTheShutdownAndThenEndTheStream() throws IOException {
        final Pair pair = pair();
        send(pair.client(), "one");
        send(pair.client(), "two");
        pair.client().shutdown();
        assertEquals("one", receive(pair.server()));
        assertEquals("two", receive(pair.server()));
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < 5; i++) {
            final ByteBuffer buffer = ByteBuffer.allocate(10);
            assertEquals(END_OF_STREAM, pair.server().receive(buffer, info, LONG), "receive " + i);
            assertEquals(0, buffer.position());
        }
    }

    @Test
    void shouldEndBothStreamsAfterAShutdown() throws IOException {
        final Pair pair = pair();
        pair.client().shutdown();
        awaitEndOfStream(pair.client());
        awaitEndOfStream(pair.server());
    }

    @Test
    void shouldEndTheStreamForANonBlockingReceiverToo() throws IOException {
        final Pair pair = pair();
        pair.server().configureBlocking(false);
        pair.client().shutdown();
        final ReceiveInfo info = new ReceiveInfo();
        await("the end of the stream", () -> pair.server().receive(ByteBuffer.allocate(10), info) == END_OF_STREAM);
        assertEquals(END_OF_STREAM, pair.server().receive(ByteBuffer.allocate(10), info), "and again");
    }

    @Test
    void shouldWakeABlockedReceiverAtTheEndOfTheStream() throws Exception {
        final Pair pair = pair();
        final FutureTask<Integer> receiving =
                blocked(() -> pair.server().receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        pair.client().shutdown();
        assertEquals(END_OF_STREAM, result(receiving));
    }

    @Test
    void shouldNotSendAfterItsOwnShutdown() throws IOException {
        final Pair pair = pair();
        pair.client().shutdown();
        final ByteBuffer late = bytes("too late");
        assertThrows(SctpException.Ended.class, () -> pair.client().send(late, null));
        assertEquals(0, late.position());
    }

    @Test
    void shouldNotSendAfterThePeersShutdown() throws IOException {
        final Pair pair = pair();
        pair.client().shutdown();
        awaitEndOfStream(pair.server());
        assertThrows(SctpException.Ended.class, () -> send(pair.server(), "too late"));
    }

    /** Whether a send that waits for room goes on waiting while its association is shut down. */
    protected boolean waitsForRoomDuringShutdown() {
        return false;
    }

    /** No message is taken once either end shuts down (RFC 9260 section 9.2). */
    @Test
    void shouldEndASendThatWaitsDuringAShutdown() throws Exception {
        for (final boolean isOwn : new boolean[] {true, false}) {
            final Pair pair = pair(SMALL_BUFFERS);
            final FutureTask<?> sending = background(() -> {
                while (true) {
                    pair.client().send(ByteBuffer.allocate(5000), null);
                }
            });
            pause(Duration.ofSeconds(1)); // until all acknowledgements are there, and no more room
            (isOwn ? pair.client() : pair.server()).shutdown();
            if (waitsForRoomDuringShutdown()) {
                pause(SHORT);
                assertFalse(sending.isDone(), () -> "it ended with " + outcome(sending));
                pair.client().close();
                failure(AsynchronousCloseException.class, sending);
            } else {
                failure(SctpException.Ended.class, sending);
            }
        }
    }

    /** Whether a shutdown gives up after the limit of retransmissions while the peer's window is closed. */
    protected boolean givesUpBehindAClosedWindow() {
        return false;
    }

    /** RFC 9260 section 6.1: probes of a closed window that are answered do not count as errors. */
    @Test
    void shouldWaitForAClosedWindowDuringAShutdownOrGiveUp() throws IOException {
        final Duration rto = Duration.ofMillis(100);
        final Pair pair = pair(
                e -> {
                    SMALL_BUFFERS.apply(e);
                    e.setOption(SctpOptions.RTOINFO, new RtoInfo(rto, rto, rto));
                    e.setOption(SctpOptions.ASSOCINFO, AssociationParameters.of(2, Duration.ZERO));
                },
                SMALL_BUFFERS);
        final int sent = fill(pair.client(), ByteBuffer.allocate(1000), null);
        pair.client().shutdown();
        if (givesUpBehindAClosedWindow()) {
            await("the end", () -> !pair.client().isConnected());
            assertThrows(SctpException.Ended.class, () -> awaitEndOfStream(pair.server()));
            return;
        }
        pause(rto.multipliedBy(20));
        for (int i = 0; i < sent; i++) {
            assertEquals(1000, receiveBytes(pair.server(), new ReceiveInfo()).length, "message " + i);
        }
        awaitEndOfStream(pair.server());
    }

    /** Whether a send that waits on a one-to-many channel is told why its association ended. */
    protected boolean tellsWaitingSendsOfAnAbort() {
        return true;
    }

    @Test
    void shouldEndSendsThatWaitOnAOneToManyChannelWhenThePeerAborts() throws Exception {
        final SctpServerChannel listener = listener(SctpAddress.loopback(0), SMALL_BUFFERS);
        final SctpMultiChannel toAnId = multi(SMALL_BUFFERS);
        final SendInfo id = new SendInfo()
                .association(toAnId.connect(listener.getLocalAddress(), LONG).id());
        final SctpChannel first = closing(listener.accept(LONG));
        final SctpMultiChannel toAnAddress = multi(SMALL_BUFFERS);
        final SendInfo address =
                new SendInfo().destination(listener.getLocalAddress().socketAddress());
        final FutureTask<?> sendingToAnId = background(() -> sendForever(toAnId, id));
        final FutureTask<?> sendingToAnAddress = background(() -> sendForever(toAnAddress, address));
        final SctpChannel second = closing(listener.accept(LONG));
        pause(Duration.ofSeconds(1)); // until all acknowledgements are there, and no more room
        first.association().abort();
        second.association().abort();
        final String errno = failure(SctpException.Ended.class, sendingToAnId).errnoName();
        if (tellsWaitingSendsOfAnAbort()) {
            assertEquals("ECONNRESET", errno);
            assertEquals(
                    "ECONNRESET",
                    failure(SctpException.Ended.class, sendingToAnAddress).errnoName());
        } else {
            assertEquals("EPIPE", errno);
            assertEquals(5000, receiveBytes(closing(listener.accept(LONG)), new ReceiveInfo()).length);
        }
    }

    private static Object sendForever(final SctpMultiChannel channel, final SendInfo info) throws IOException {
        while (true) {
            channel.send(ByteBuffer.allocate(5000), info);
        }
    }

    @Test
    void shouldShutDownThroughTheAssociation() throws IOException {
        final Pair pair = pair();
        send(pair.client(), "last words");
        pair.client().association().shutdown();
        assertEquals("last words", receive(pair.server()));
        awaitEndOfStream(pair.server());
    }

    @Test
    void shouldEndThePeersStreamWhenClosed() throws IOException {
        final Pair pair = pair();
        send(pair.client(), "last words");
        pair.client().close();
        assertEquals("last words", receive(pair.server()));
        awaitEndOfStream(pair.server());
    }

    @Test
    void shouldTellThePeerWhyItWasAborted() throws IOException {
        final Pair pair = pair();
        final Association association = pair.client().association();
        if (!carriesAbortReasonOneToOne()) {
            assertThrows(SctpException.Unsupported.class, () -> association.abort(bytes("maintenance window")));
            send(pair.client(), "the association goes on");
            assertEquals("the association goes on", receive(pair.server()));
            return;
        }
        pair.server().subscribe(NotificationType.ASSOCIATION_CHANGE);
        association.abort(bytes("maintenance window"));
        assertReason("maintenance window", pair.server());
    }

    @Test
    void shouldTellThePeerWhyOneOfManyWasAborted() throws IOException {
        final SctpMultiChannel multi = multi();
        final SctpChannel peer = channel();
        peer.connect(multi.getLocalAddress(), LONG);
        peer.subscribe(NotificationType.ASSOCIATION_CHANGE);
        await("the association", () -> multi.associations().size() == 1);
        multi.associations().get(0).abort(bytes("maintenance window"));
        assertReason("maintenance window", peer);
    }

    @Test
    void shouldEndABlockedReceiveWhenThePeerAborts() throws Exception {
        final Pair pair = pair();
        final FutureTask<Integer> receiving =
                blocked(() -> pair.server().receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        pair.client().association().abort();
        final SctpException.Ended ended = failure(SctpException.Ended.class, receiving);
        assertEquals(Errno.ECONNRESET.number(), ended.errno(), ended::getMessage);
    }

    @Test
    void shouldNeverBlockOnAnAbortedAssociation() throws IOException {
        final Pair pair = pair();
        pair.client().association().abort();
        assertThrows(
                SctpException.Ended.class,
                () -> pair.server().receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG));
        for (int i = 0; i < 3; i++) {
            try {
                assertEquals(END_OF_STREAM, pair.server().receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG));
            } catch (final SctpException.Ended e) {
                assertContains("receive", e.operation());
            }
            assertThrows(SctpException.Ended.class, () -> send(pair.server(), "to nobody"));
        }
    }

    @Test
    void shouldCloseAOneToOneChannelByAborting() throws IOException {
        final Pair pair = pair();
        final Association association = pair.client().association();
        association.abort(null);
        assertFalse(pair.client().isConnected());
        assertFalse(pair.client().isOpen());
        assertClosed(association::status);
        assertClosed(() -> send(pair.client(), "to nobody"));
    }

    @Test
    void shouldWakeABlockedReceiveWhenClosed() throws IOException {
        final Pair pair = pair();
        final FutureTask<?> receiving =
                blocked(() -> pair.client().receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        final FutureTask<?> timed =
                blocked(() -> pair.client().receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG.multipliedBy(2)));
        pair.client().close();
        failure(AsynchronousCloseException.class, receiving);
        failure(AsynchronousCloseException.class, timed);
        awaitEndOfStream(pair.server());
    }

    @Test
    void shouldWakeABlockedSendWhenClosed() throws IOException {
        final Pair pair = pair();
        final FutureTask<?> sending = blocked(() -> {
            while (true) {
                pair.client().send(ByteBuffer.allocateDirect(8192), null);
            }
        });
        pair.client().close();
        failure(ClosedChannelException.class, sending); // or the close came between two sends
    }

    @Test
    void shouldWakeABlockedAcceptWhenClosed() throws IOException {
        final SctpServerChannel listener = listener();
        final FutureTask<?> accepting = blocked(listener::accept);
        final FutureTask<?> timed = blocked(() -> listener.accept(LONG.multipliedBy(2)));
        listener.close();
        failure(AsynchronousCloseException.class, accepting);
        failure(AsynchronousCloseException.class, timed);
    }

    @Test
    void shouldWakeABlockedConnectWhenClosed() throws IOException {
        final SctpChannel client = channel();
        final SctpAddress silent = silentPeer(client);
        final FutureTask<?> connecting = blocked(() -> client.connect(silent));
        client.close();
        failure(AsynchronousCloseException.class, connecting);
        final SctpChannel other = channel();
        final SctpAddress otherSilent = silentPeer(other);
        final FutureTask<?> timed = blocked(() -> {
            other.connect(otherSilent, LONG.multipliedBy(2));
            return null;
        });
        other.close();
        failure(AsynchronousCloseException.class, timed);
    }

    @Test
    void shouldWakeABlockedReceiveOfAOneToManyChannelWhenClosed() throws IOException {
        final SctpMultiChannel multi = multi();
        final FutureTask<?> receiving = blocked(() -> multi.receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        multi.close();
        failure(AsynchronousCloseException.class, receiving);
    }

    @Test
    void shouldWakeEveryThreadThatIsBlocked() throws IOException {
        final Pair pair = pair();
        final List<FutureTask<?>> receiving = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            receiving.add(background(() -> pair.client().receive(ByteBuffer.allocate(10), new ReceiveInfo())));
        }
        pause(SHORT);
        pair.client().close();
        for (final FutureTask<?> task : receiving) {
            failure(AsynchronousCloseException.class, task);
        }
    }

    @Test
    void shouldRefuseEverythingOnceClosed() throws IOException {
        final Pair pair = pair();
        final SctpChannel closed = pair.client();
        final Association association = closed.association();
        final SctpAddress peer = pair.listener().getLocalAddress();
        closed.close();
        assertFalse(closed.isOpen());
        assertFalse(closed.isConnected());
        assertClosed(() -> closed.receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        assertClosed(() -> closed.receive(ByteBuffer.allocate(10), new ReceiveInfo(), Duration.ZERO));
        assertClosed(() -> closed.send(bytes("x"), new SendInfo()));
        assertClosed(() -> closed.send(bytes("x"), new SendInfo(), Duration.ZERO));
        assertClosed(() -> closed.connect(peer));
        assertClosed(() -> closed.connect(peer, LONG));
        assertClosed(closed::finishConnect);
        assertClosed(closed::association);
        assertClosed(closed::getLocalAddress);
        assertClosed(closed::getRemoteAddress);
        assertClosed(closed::shutdown);
        assertClosed(() -> closed.bind(null));
        assertClosed(() -> closed.bindAdd(ip("127.0.0.2")));
        assertClosed(() -> closed.bindRemove(ip("127.0.0.2")));
        assertClosed(() -> closed.getOption(SctpOptions.NODELAY));
        assertClosed(() -> closed.setOption(SctpOptions.NODELAY, true));
        assertClosed(() -> closed.subscribe(NotificationType.SHUTDOWN));
        assertClosed(() -> closed.unsubscribe(NotificationType.SHUTDOWN));
        assertClosed(() -> closed.isSubscribed(NotificationType.SHUTDOWN));
        assertClosed(() -> closed.configureBlocking(false));
        assertClosed(association::status);
        assertClosed(association::abort);
    }

    @Test
    void shouldRefuseToAcceptOnceClosed() throws IOException {
        final SctpServerChannel listener = listener();
        listener.close();
        assertFalse(listener.isOpen());
        assertClosed(listener::accept);
        assertClosed(() -> listener.accept(Duration.ZERO));
        assertClosed(listener::getLocalAddress);
        assertClosed(() -> listener.bind(SctpAddress.loopback(0)));
    }

    @Test
    void shouldRefuseEverythingOnAClosedOneToManyChannel() throws IOException {
        final SctpMultiChannel multi = multi();
        multi.close();
        assertFalse(multi.isOpen());
        assertClosed(() -> multi.receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        assertClosed(() -> multi.send(bytes("x"), new SendInfo().association(1)));
        assertClosed(() -> multi.connect(SctpAddress.loopback(1)));
        assertClosed(() -> multi.connect(SctpAddress.loopback(1), LONG));
        assertClosed(multi::associations);
        assertClosed(() -> multi.peelOff(1));
        assertClosed(() -> multi.bind(SctpAddress.loopback(0)));
    }

    @Test
    void shouldCloseTwiceWithoutAnError() throws IOException {
        final Pair pair = pair();
        pair.client().close();
        pair.client().close();
        pair.listener().close();
        pair.listener().close();
        assertFalse(pair.client().isOpen());
        awaitEndOfStream(pair.server());
    }

    @Test
    void shouldGiveThePortBackWhenClosed() throws IOException {
        final SctpServerChannel first = listener();
        final SctpAddress local = first.getLocalAddress();
        first.close();
        final SctpServerChannel second = listener(local, Setup.NONE);
        assertEquals(local, second.getLocalAddress());
    }

    @Test
    void shouldLeaveAcceptedChannelsAloneWhenTheListenerCloses() throws IOException {
        final Pair pair = pair();
        pair.listener().close();
        send(pair.client(), "still here");
        assertEquals("still here", receive(pair.server()));
    }

    @Test
    void shouldTellOfPeersThatWereGoneBeforeTheyWereAccepted() throws IOException {
        final SctpServerChannel aborted = listener();
        for (int i = 0; i < 3; i++) {
            final SctpChannel client = channel();
            client.connect(aborted.getLocalAddress(), LONG);
            if (i < 2) {
                send(client, "before");
            }
            client.association().abort();
        }
        pause(SHORT);
        for (int i = 0; i < 3; i++) {
            final SctpChannel gone = closing(aborted.accept(LONG));
            assertNoPeer(gone);
            assertThrows(SctpException.Ended.class, () -> {
                while (gone.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG) > 0) {
                    // What the peer sent before may be there still.
                }
            });
            assertThrows(SctpException.Ended.class, () -> gone.receive(ByteBuffer.allocate(10), new ReceiveInfo()));
            assertThrows(SctpException.Ended.class, () -> gone.receive(new MessageBatch(1, 10)));
            assertThrows(SctpException.Ended.class, () -> send(gone, "to nobody"));
        }
        final SctpServerChannel shutDown = listener();
        final SctpChannel client = channel();
        client.connect(shutDown.getLocalAddress(), LONG);
        send(client, "last words");
        client.shutdown();
        awaitEndOfStream(client);
        pause(SHORT);
        final SctpChannel gone = closing(shutDown.accept(LONG));
        assertNoPeer(gone);
        assertEquals("last words", receive(gone));
        awaitEndOfStream(gone);
        final SctpChannel alive = channel();
        alive.connect(aborted.getLocalAddress(), LONG);
        final SctpChannel accepted = closing(aborted.accept(LONG));
        send(alive, "the listener goes on");
        assertEquals("the listener goes on", receive(accepted));
    }

    @Test
    void shouldTellHowEachEndedThatWaitedToBeAccepted() throws IOException {
        final SctpServerChannel listener = listener();
        final SctpChannel aborted = channel();
        aborted.connect(listener.getLocalAddress(), LONG);
        final SctpChannel shutDown = channel();
        shutDown.connect(listener.getLocalAddress(), LONG);
        aborted.association().abort();
        shutDown.shutdown();
        awaitEndOfStream(shutDown);
        pause(SHORT);
        final SctpChannel first = closing(listener.accept(LONG));
        final SctpChannel second = closing(listener.accept(LONG));
        assertThrows(SctpException.Ended.class, () -> first.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG));
        if (tellsAbortsOfThoseWhoWaitApart()) {
            assertEquals(END_OF_STREAM, second.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG));
        } else {
            assertThrows(
                    SctpException.Ended.class, () -> second.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG));
        }
    }

    @Test
    void shouldHaveNoPeerAfterTheAssociationIsGone() throws IOException {
        final Pair aborted = pair();
        aborted.client().association().abort();
        assertThrows(
                SctpException.Ended.class,
                () -> aborted.server().receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG));
        assertNoPeer(aborted.server());
        final Pair shutDown = pair();
        shutDown.server().shutdown();
        awaitEndOfStream(shutDown.client());
        awaitEndOfStream(shutDown.server());
        assertNoPeer(shutDown.server());
    }

    private static void assertNoPeer(final SctpChannel channel) throws IOException {
        assertFalse(channel.isConnected());
        assertNull(channel.getRemoteAddress());
        assertThrows(SctpException.NotConnected.class, channel::association);
    }

    private static void assertReason(final String reason, final SctpChannel aborted) throws IOException {
        final var lost = awaitChange(aborted, AssociationTransition.LOST);
        assertNotEquals(0, lost.association());
        assertEquals(12, lost.error(), "the cause code of a user-initiated abort");
        assertContains(reason, StandardCharsets.ISO_8859_1.decode(lost.info()).toString());
    }

    private static void assertClosed(final Call call) {
        final ClosedChannelException closed = assertThrows(ClosedChannelException.class, call::run);
        assertEquals(
                Errno.EBADF.number(),
                assertInstanceOf(SctpFailure.class, closed).errno());
    }
}
