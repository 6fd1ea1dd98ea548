package io.sctp.dispatch;

import static io.sctp.dispatch.DispatcherFixture.bytes;
import static io.sctp.dispatch.DispatcherFixture.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SendQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A dispatcher's poller waits where it has nothing to do, and for no longer than that. */
final class SleepTest {
    private static final int LONG_SECONDS = 30;

    private final DispatcherFixture fixture = new DispatcherFixture();
    private final FakePoller poller = fixture.poller;
    private final FakeChannel fake = fixture.fake;

    private static Poller pollerOf(final RingDispatcher dispatcher) {
        return (Poller) dispatcher.agents().get(0);
    }

    /** Lets the poller sleep in its next round. */
    private static void sleep(final RingDispatcher dispatcher) {
        assertTrue(pollerOf(dispatcher).sleep(), "the poller must not sleep");
        pollerOf(dispatcher).doWork();
    }

    @Test
    void shouldNotWaitInAThreadOfTheCallers() throws Exception {
        final RingDispatcher dispatcher = fixture.builder().build();
        dispatcher.add(fake.channel(), fixture.recorder);
        run(dispatcher);
        assertEquals(Duration.ZERO, poller.takeLongestWait());
    }

    @Test
    void shouldBeWokenByAnOffer() throws Exception {
        final RingDispatcher dispatcher = fixture.builder().build();
        final SendQueue sendQueue =
                dispatcher.add(fake.channel(), fixture.recorder).sendQueue(3);
        run(dispatcher);
        poller.meanwhile(() -> {
            assertSame(SendQueue.Offer.ACCEPTED, sendQueue.offer(bytes("first"), null));
            assertSame(SendQueue.Offer.ACCEPTED, sendQueue.offer(bytes("second"), null));
        });
        sleep(dispatcher);
        assertEquals(1, poller.wakeups(), "once");
        run(dispatcher);
        assertEquals(List.of("first", "second"), fake.sentTo(3));
        assertSame(SendQueue.Offer.ACCEPTED, sendQueue.offer(bytes("third"), null));
        assertEquals(1, poller.wakeups(), "it is awake");
    }

    /** What came between the poller's look at the offers and its sleep. */
    @Test
    void shouldNotWaitWhileThereIsAnOfferOrAWishForRoom() {
        final Duration limit = Duration.ofMillis(10);
        final Sender sender =
                new Sender(new OutboundPool(2, 64, 64), 2, 1, 64, new DispatcherCounters(1), new Doorbell(() -> {}));
        final RingSendQueue sendQueue = (RingSendQueue) new DispatchedChannel(1, null, true, null, sender).sendQueue(1);
        assertEquals(limit, sender.patience(limit));
        sender.wishForRoom(sendQueue);
        assertEquals(Duration.ZERO, sender.patience(limit), "a wish");
        sender.takeWritable();
        assertEquals(limit, sender.patience(limit));
        sendQueue.offer(bytes("late"), null);
        assertEquals(Duration.ZERO, sender.patience(limit), "an offer");
    }

    @Test
    void shouldSendWhatWasOfferedBeforeItWaits() throws Exception {
        final RingDispatcher dispatcher = fixture.builder().build();
        final SendQueue sendQueue =
                dispatcher.add(fake.channel(), fixture.recorder).sendQueue(3);
        run(dispatcher);
        sendQueue.offer(bytes("before"), null);
        poller.meanwhile(() -> assertEquals(List.of("before"), fake.sentTo(3)));
        sleep(dispatcher);
        assertEquals(List.of("before"), fake.sentTo(3), "sent in the same round");
    }

    @Test
    void shouldBeWokenByWhoeverWaitsForRoom() throws Exception {
        final RingDispatcher dispatcher = fixture.builder().window(1).build();
        final SendQueue sendQueue =
                dispatcher.add(fake.channel(), fixture.recorder).sendQueue(3);
        run(dispatcher);
        poller.meanwhile(() -> {
            assertSame(SendQueue.Offer.ACCEPTED, sendQueue.offer(bytes("first"), null));
            assertSame(SendQueue.Offer.BACK_PRESSURED, sendQueue.offer(bytes("second"), null));
        });
        sleep(dispatcher);
        run(dispatcher);
        assertEquals(List.of(sendQueue), fixture.recorder.writable);
    }

    @Test
    void shouldBeWokenByAClose() throws Exception {
        final RingDispatcher dispatcher = fixture.builder().build();
        run(dispatcher);
        poller.meanwhile(dispatcher::beginClose);
        sleep(dispatcher);
        assertEquals(1, poller.wakeups());
        run(dispatcher);
        assertTrue(dispatcher.isDrained());
    }

    /** What a channel refused for lack of room is tried again soon. */
    @Test
    void shouldNotSleepLongWhileAChannelHasNoRoom() throws Exception {
        final RingDispatcher dispatcher = fixture.builder().build();
        final SendQueue sendQueue =
                dispatcher.add(fake.channel(), fixture.recorder).sendQueue(3);
        fake.full(3, true);
        sendQueue.offer(bytes("refused"), null);
        run(dispatcher);
        sleep(dispatcher);
        final Duration wait = poller.takeLongestWait();
        assertFalse(wait.isZero());
        assertTrue(wait.compareTo(Duration.ofMillis(1)) < 0, () -> "it may wait " + wait);
    }

    /** Nobody rings when a handler returns its slot. */
    @Test
    void shouldNotSleepWhereItCannotReceive() throws Exception {
        final RingDispatcher dispatcher =
                fixture.builder().slots(2).batchMessages(2).build();
        dispatcher.add(fake.channel(), fixture.recorder);
        for (int i = 0; i < 10; i++) {
            fake.arrive(7, 0, "m" + i);
        }
        run(dispatcher, 0);
        assertEquals(8, fake.waiting(), "all slots are taken");
        assertFalse(pollerOf(dispatcher).sleep());
    }

    /** In threads that the dispatcher starts, unless it was told how to idle. */
    @Test
    void shouldSleepInThreadsOfItsOwn() throws Exception {
        final CountDownLatch waited = new CountDownLatch(1);
        poller.meanwhile(waited::countDown);
        final RingDispatcher dispatcher = fixture.builder().start();
        assertTrue(waited.await(LONG_SECONDS, TimeUnit.SECONDS), "no poll was allowed to wait");
        assertTrue(dispatcher.close(Duration.ofSeconds(LONG_SECONDS)), "not drained");
    }
}
