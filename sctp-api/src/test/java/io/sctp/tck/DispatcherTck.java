package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Association;
import io.sctp.Dispatcher;
import io.sctp.Message;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.SendQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes in through a {@link Dispatcher}: its promises, by their numbers, over real associations. */
public abstract class DispatcherTck extends DispatchingTck {
    @Test
    void shouldHandleTheMessagesOfEachStreamInOrderAndOneAtATime() throws Exception { // 1
        final int each = 60;
        final SctpMultiChannel server = multi(DispatchingTck::withStreams);
        final DispatchLog log = new DispatchLog();
        dispatcher(2, 256).add(server, log);
        final List<FutureTask<Void>> sending = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            final SctpChannel client = channel();
            withStreams(client);
            client.connect(server.getLocalAddress(), LONG);
            sending.add(background(() -> {
                for (int m = 0; m < each * STREAMS; m++) {
                    send(client, "m" + m / STREAMS, new SendInfo().stream(m % STREAMS));
                }
                return null;
            }));
        }
        for (final FutureTask<Void> task : sending) {
            result(task);
        }
        await("all messages", () -> log.handled.get() == 2 * each * STREAMS);
        assertEquals(2 * STREAMS, log.messages.size());
        final List<String> expected =
                IntStream.range(0, each).mapToObj(i -> "m" + i).toList();
        log.messages.forEach((stream, texts) -> assertEquals(expected, texts, stream));
        assertEquals(Set.of(), log.overlapping);
        assertTrue(log.threads.size() >= 2, () -> "not both workers have work: " + log.threads);
    }

    @Test
    void shouldDelayOnlyTheStreamsOfASlowHandlersWorker() throws Exception { // 2
        final Pair pair = pair(DispatchingTck::withStreams);
        final CountDownLatch resumed = new CountDownLatch(1);
        final DispatchLog log = new DispatchLog() {
            @Override
            public void onMessage(final Message message) {
                super.onMessage(message);
                if (text(message.payload()).equals("stop")) {
                    uninterrupted(resumed);
                }
            }
        };
        dispatcher(2, 256).add(pair.server(), log);
        for (int i = 0; i < 200; i++) { // one at a time, so that whoever handles such messages also gets the next one
            send(pair.client(), "alone", new SendInfo().stream(0));
            final int sent = i + 1;
            await("a message that is alone", () -> log.handled.get() == sent);
        }
        send(pair.client(), "stop", new SendInfo().stream(0));
        await("the message that stops its worker", () -> log.stream(0).size() == 201);
        send(pair.client(), "waits", new SendInfo().stream(0));
        for (int stream = 1; stream < STREAMS; stream++) {
            send(pair.client(), "first", new SendInfo().stream(stream));
        }
        await("the other worker's messages", () -> log.handled.get() > 201);
        final int other = IntStream.range(1, STREAMS)
                .filter(stream -> !log.stream(stream).isEmpty())
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < 50; i++) {
            send(pair.client(), "m" + i, new SendInfo().stream(other));
        }
        await("more of the other worker's messages", () -> log.stream(other).size() == 51);
        assertEquals("stop", log.stream(0).get(200));
        resumed.countDown();
        await("what waited", () -> log.stream(0).size() == 202);
    }

    @Test
    void shouldHoldThePeerBackWhileAHandlerIsStalledAndDropNothing() throws Exception { // 3
        final Pair pair = pair();
        final CountDownLatch resumed = new CountDownLatch(1);
        final DispatchLog log = new DispatchLog() {
            @Override
            public void onMessage(final Message message) {
                uninterrupted(resumed);
                super.onMessage(message);
            }
        };
        dispatcher(1, 16).add(pair.server(), log);
        pair.client().configureBlocking(false);
        int sent = 0;
        long lastNs = System.nanoTime();
        final long deadlineNs = deadlineNs();
        while (System.nanoTime() - lastNs < STILL.toNanos()) {
            if (pair.client().send(bytes(padded(sent, 1000)), null) != SctpMessageChannel.WOULD_BLOCK) {
                sent++;
                lastNs = System.nanoTime();
            }
            assertTrue(deadlineNs - System.nanoTime() > 0, "nothing holds the sender back");
        }
        assertTrue(sent > 16, "the socket buffers hold more than the slots");
        assertEquals(0, log.handled.get());
        resumed.countDown();
        final int total = sent;
        await("all messages", () -> log.handled.get() == total);
        assertEquals(IntStream.range(0, total).mapToObj(i -> padded(i, 1000)).toList(), log.stream(0));
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldKeepRetainedMessagesUntilTheyAreReleased() throws Exception { // 4
        final Pair pair = pair();
        final List<Message> kept = new CopyOnWriteArrayList<>();
        final DispatchLog log = new DispatchLog() {
            @Override
            public void onMessage(final Message message) {
                super.onMessage(message);
                if (text(message.payload()).startsWith("keep")) {
                    kept.add(message.retain());
                }
            }
        };
        dispatcher(2, 8).add(pair.server(), log);
        for (int i = 0; i < 6; i++) {
            send(pair.client(), "keep " + i);
        }
        for (int i = 0; i < 100; i++) {
            send(pair.client(), "other " + i);
        }
        await("all messages, through the two slots left", () -> log.handled.get() == 106);
        for (int i = 0; i < 6; i++) {
            assertEquals("keep " + i, DispatchLog.text(kept.get(i).payload()));
            kept.get(i).release();
        }
        assertThrows(IllegalStateException.class, kept.get(0)::retain);
        assertThrows(IllegalStateException.class, kept.get(0)::release);
        send(pair.client(), "after");
        await("the slots are in use again", () -> log.handled.get() == 107);
    }

    @Test
    void shouldTellOfAnAssociationInOrderWithItsMessages() throws Exception { // 5
        final SctpMultiChannel server = multi();
        final DispatchLog log = new DispatchLog();
        dispatcher(2, 256).add(server, log);
        final SctpChannel client = channel();
        client.connect(server.getLocalAddress(), LONG);
        for (int i = 0; i < 100; i++) {
            send(client, "m" + i, new SendInfo().stream(i % STREAMS));
        }
        client.shutdown();
        await("the end of the association, told to both workers", () -> log.notifications.size() == 4);
        final SctpNotification up = log.notifications.get(0);
        final SctpNotification down = log.notifications.get(3);
        assertEquals(SctpNotification.AssociationTransition.UP, change(up));
        assertEquals(SctpNotification.AssociationTransition.SHUTDOWN_COMPLETE, change(down));
        await("the last word", () -> log.handledBefore.size() == 2);
        assertEquals(100, log.handledBefore.get(down), "all messages had been handled");
    }

    @Test
    void shouldTellOfTheEndOfAChannelOnceAllItsMessagesAreHandled() throws Exception { // 5
        final Pair pair = pair(DispatchingTck::withStreams);
        final DispatchLog log = new DispatchLog();
        dispatcher(2, 64).add(pair.server(), log);
        for (int i = 0; i < 50; i++) {
            send(pair.client(), "m" + i, new SendInfo().stream(i % STREAMS));
        }
        pair.client().shutdown();
        await("the end, told to both workers", () -> log.ends.get() == 2);
        assertEquals(1, log.lastEnds.get());
        assertEquals(50, log.handledBeforeEnd);
        assertEquals(List.of(), log.causes, "the peer shut down");
    }

    @Test
    void shouldTellWhyAChannelEnded() throws Exception { // 5
        final SctpServerChannel listener = listener();
        final Association association = multi().connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        final DispatchLog log = new DispatchLog();
        dispatcher(2, 64).add(server, log);
        association.abort();
        await("the end, told to both workers", () -> log.ends.get() == 2);
        assertEquals(1, log.lastEnds.get());
        assertInstanceOf(SctpException.Ended.class, log.causes.get(0));
    }

    @Test
    void shouldPutLargeMessagesTogetherBetweenSmallOnes() throws Exception { // 9
        final Pair pair = pair(DispatchingTck::withStreams);
        final DispatchLog log = new DispatchLog();
        dispatcher(2, 64).add(pair.server(), log);
        final int[] sizes = {1, 2047, 2048, 2049, 4096, 100_000, 1, 200_000, 5};
        final FutureTask<Void> sending = background(() -> {
            for (int i = 0; i < 2 * sizes.length; i++) {
                send(pair.client(), padded(i / 2, sizes[i / 2]), new SendInfo().stream(i % 2));
            }
            return null;
        });
        result(sending);
        await("all messages", () -> log.handled.get() == 2 * sizes.length);
        final List<String> expected = IntStream.range(0, sizes.length)
                .mapToObj(i -> padded(i, sizes[i]))
                .toList();
        assertEquals(expected, log.stream(0));
        assertEquals(expected, log.stream(1));
    }

    @Test
    void shouldRefuseAMessageBeyondTheMaximumAndGoOn() throws Exception { // 9
        final Pair pair = pair(DispatchingTck::withStreams);
        final DispatchLog log = new DispatchLog();
        dispatcher(2, 64).add(pair.server(), log);
        final FutureTask<Void> sending = background(() -> {
            send(pair.client(), padded(0, 200_001), new SendInfo().stream(1));
            send(pair.client(), "small", new SendInfo().stream(1));
            return null;
        });
        result(sending);
        await("the small message", () -> log.handled.get() == 1);
        assertEquals(List.of("small"), log.stream(1));
        assertEquals(1, log.causes.size());
        assertInstanceOf(SctpException.MessageTooBig.class, log.causes.get(0));
        assertContains("maximumMessageBytes", log.causes.get(0).getMessage());
    }

    @Test
    void shouldGoOnWhateverAHandlerThrows() throws Exception { // 10
        final Pair pair = pair();
        final DispatchLog log = new DispatchLog() {
            @Override
            public void onMessage(final Message message) {
                super.onMessage(message);
                final String text = text(message.payload());
                if (text.equals("m3")) {
                    throw new IllegalStateException(text);
                }
                if (text.equals("m5")) {
                    throw new AssertionError(text);
                }
            }

            @Override
            public void onEnd(final SctpMessageChannel channel, final IOException cause, final boolean last) {
                super.onEnd(channel, cause, last);
                throw new IllegalStateException("end");
            }
        };
        final Dispatcher dispatcher = dispatcher(2, 16);
        dispatcher.add(pair.server(), log);
        for (int i = 0; i < 50; i++) {
            send(pair.client(), "m" + i);
        }
        await("all messages", () -> log.handled.get() == 50);
        pair.client().shutdown();
        await("the errors at the end", () -> errors.size() == 4);
        assertEquals(
                List.of("m3", "m5", "end", "end"),
                errors.stream().map(Throwable::getMessage).toList());
        final Pair next = pair();
        dispatcher.add(next.server(), log);
        send(next.client(), "still alive");
        await("a message of another channel", () -> log.handled.get() == 51);
    }

    @Test
    void shouldLoseNothingWhenItCloses() throws Exception { // 11
        final int total = 40;
        final Pair pair = pair();
        final DispatchLog log = new DispatchLog() {
            @Override
            public void onMessage(final Message message) {
                pause(Duration.ofMillis(5));
                super.onMessage(message);
            }
        };
        final Dispatcher dispatcher = dispatcher(1, 8);
        final Dispatcher.Registration registration = dispatcher.add(pair.server(), log);
        for (int i = 0; i < total; i++) {
            send(pair.client(), "in " + i);
            assertSame(SendQueue.Offer.ACCEPTED, registration.sendQueue(0).offer(bytes("out " + i), null));
        }
        await("a first message", () -> log.handled.get() > 0);
        assertTrue(dispatcher.close(LONG));
        assertSame(SendQueue.Offer.CLOSED, registration.sendQueue(0).offer(bytes("too late"), null));
        final List<String> arrived = new ArrayList<>(log.stream(0));
        assertFalse(arrived.isEmpty(), "some were handled");
        while (arrived.size() < total) { // what the dispatcher had not taken is still in the channel
            arrived.add(receive(pair.server()));
        }
        assertEquals(IntStream.range(0, total).mapToObj(i -> "in " + i).toList(), arrived);
        for (int i = 0; i < total; i++) {
            assertEquals("out " + i, receive(pair.client()));
        }
    }

    @Test
    void shouldSayThatItHadNoTimeToClose() throws Exception { // 11
        final Pair pair = pair();
        final CountDownLatch called = new CountDownLatch(1);
        final CountDownLatch resumed = new CountDownLatch(1);
        final Dispatcher dispatcher = dispatcher(2, 16);
        dispatcher.add(pair.server(), message -> {
            called.countDown();
            uninterrupted(resumed);
        });
        send(pair.client(), "m");
        uninterrupted(called);
        assertFalse(dispatcher.close(SHORT));
        resumed.countDown();
        assertTrue(pair.server().isOpen(), "the channel is the caller's");
    }

    @Test
    void shouldNotWaitAgainForWhatItHadNoTimeFor() throws Exception {
        final Dispatcher dispatcher = dispatcher(2, 16);
        dispatcher.add(pair().server(), message -> {});
        dispatcher.close(Duration.ZERO);
        final long beganNs = System.nanoTime();
        dispatcher.close(Duration.ofHours(1));
        assertTrue(System.nanoTime() - beganNs < Duration.ofMinutes(1).toNanos());
    }

    private static SctpNotification.AssociationTransition change(final SctpNotification notification) {
        return assertInstanceOf(SctpNotification.AssociationChange.class, notification)
                .change();
    }
}
