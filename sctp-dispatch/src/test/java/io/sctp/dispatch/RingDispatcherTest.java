package io.sctp.dispatch;

import static io.sctp.dispatch.Recorder.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Message;
import io.sctp.SctpException;
import io.sctp.SctpNotification;
import io.sctp.SendInfo;
import io.sctp.SendQueue;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;

/** The promises of {@link io.sctp.Dispatcher}, by their numbers; the agents run in the test's own thread. */
class RingDispatcherTest {
    private static final int ROUNDS = 200;

    private final FakePoller poller = new FakePoller();
    private final FakeChannel fake = poller.channel();
    private final Recorder recorder = new Recorder();
    private final List<Throwable> errors = new ArrayList<>();

    private DispatcherBuilder builder() {
        return new DispatcherBuilder()
                .poller(poller)
                .workers(2)
                .slots(16)
                .slotBytes(64)
                .outboundSlots(16)
                .window(8)
                .batchMessages(4)
                .maximumMessageBytes(1000)
                .errorHandler(errors::add);
    }

    /** Runs all agents, or those chosen, until none has anything to do. */
    private static void run(final RingDispatcher dispatcher, final int... chosen) throws Exception {
        final List<Agent> agents = dispatcher.agents();
        final int[] which =
                chosen.length > 0 ? chosen : IntStream.range(0, agents.size()).toArray();
        int idle = 0;
        for (int round = 0; idle < 3; round++) {
            assertTrue(round < ROUNDS, "the agents never come to rest");
            int work = 0;
            for (final int agent : which) {
                work += agents.get(agent).doWork();
            }
            idle = work == 0 ? idle + 1 : 0;
        }
    }

    @Test
    void shouldKeepTheOrderOfEachStream() throws Exception { // 1
        final RingDispatcher dispatcher = builder().build();
        dispatcher.add(fake.channel(), recorder);
        for (int i = 0; i < 300; i++) {
            fake.arrive(1 + i % 3, i % 5, "m" + i);
        }
        run(dispatcher);
        assertEquals(300, recorder.seen.size());
        for (int stream = 0; stream < 15; stream++) {
            final String prefix = (1 + stream % 3) + "/" + stream % 5 + " ";
            final List<String> expected = new ArrayList<>();
            for (int i = stream; i < 300; i += 15) {
                expected.add(prefix + "m" + i);
            }
            assertEquals(
                    expected,
                    recorder.seen.stream().filter(m -> m.startsWith(prefix)).toList());
        }
        assertEquals(300, dispatcher.counters().messagesReceived());
        assertEquals(
                300, dispatcher.counters().handled(0) + dispatcher.counters().handled(1));
        assertTrue(dispatcher.counters().batchesReceived() >= 75, "a batch holds 4");
    }

    @Test
    void shouldDelayOnlyTheStreamsOfASlowWorker() throws Exception { // 2
        final RingDispatcher dispatcher = builder().build();
        dispatcher.add(fake.channel(), recorder);
        for (int stream = 0; stream < 8; stream++) {
            fake.arrive(1, stream, "early");
        }
        run(dispatcher, 0, 2); // worker 0 is busy elsewhere
        final int others = recorder.seen.size();
        assertTrue(others > 0 && others < 8, "8 streams fall to both workers: " + recorder.seen);
        assertEquals(8 - others, dispatcher.ringDepth(0));
        run(dispatcher);
        assertEquals(8, recorder.seen.size());
    }

    @Test
    void shouldStopReadingWithoutFreeSlotsAndDropNothing() throws Exception { // 3
        final RingDispatcher dispatcher = builder().build();
        dispatcher.add(fake.channel(), recorder);
        for (int i = 0; i < 100; i++) {
            fake.arrive(1, i % 4, "m" + i);
        }
        run(dispatcher, 0);
        assertEquals(100 - 16, fake.waiting(), "16 slots hold 16 messages, the rest is the system's");
        assertEquals(1, dispatcher.counters().stalls());
        run(dispatcher);
        assertEquals(100, recorder.seen.size());
        assertEquals(0, dispatcher.counters().undelivered());
    }

    @Test
    void shouldReuseEverySlotWhileAWorkerIsStillEmptyingItsRing() throws Exception { // 3
        final RingDispatcher dispatcher =
                builder().workers(1).slots(15).batchMessages(1).build();
        final Agent pollerAgent = dispatcher.agents().get(0);
        final List<String> handled = new ArrayList<>();
        dispatcher.add(fake.channel(), message -> {
            if (handled.size() < 100) { // the poller is as fast as it can be: a new message after each handled one
                handled.add(text(message.payload()));
                fake.arrive(1, 0, "m" + (handled.size() + 14));
                try {
                    pollerAgent.doWork();
                } catch (final Exception e) {
                    throw new AssertionError(e);
                }
            }
        });
        for (int i = 0; i < 15; i++) {
            fake.arrive(1, 0, "m" + i);
        }
        run(dispatcher);
        assertEquals(List.of(), errors);
        assertEquals(IntStream.range(0, 100).mapToObj(i -> "m" + i).toList(), handled);
        assertEquals(115, dispatcher.counters().handled(0));
    }

    @Test
    void shouldKeepARetainedMessageUntilItIsReleased() throws Exception { // 4
        final RingDispatcher dispatcher = builder().build();
        dispatcher.add(fake.channel(), recorder);
        recorder.retains = true;
        for (int i = 0; i < 16; i++) {
            fake.arrive(1, 0, "kept " + i);
        }
        fake.arrive(1, 0, "later");
        run(dispatcher);
        assertEquals(1, fake.waiting(), "all slots are retained");
        for (int i = 0; i < 16; i++) {
            assertEquals("kept " + i, text(recorder.retained.get(i).payload()));
        }
        recorder.retains = false;
        final Message first = recorder.retained.get(0);
        first.retain();
        first.release();
        run(dispatcher);
        assertEquals(List.of(), recorder.seen, "it was retained twice");
        first.release();
        run(dispatcher);
        assertEquals(List.of("1/0 later"), recorder.seen);
        assertThrows(IllegalStateException.class, first::release);
        assertThrows(IllegalStateException.class, first::retain);
    }

    @Test
    void shouldTellEveryWorkerOfANotificationBetweenTheRightMessages() throws Exception { // 5
        final RingDispatcher dispatcher = builder().slots(64).build();
        dispatcher.add(fake.channel(), recorder);
        for (int stream = 0; stream < 8; stream++) {
            fake.arrive(1, stream, "before");
        }
        fake.arrive(new SctpNotification.SenderDry(1));
        for (int stream = 0; stream < 8; stream++) {
            fake.arrive(1, stream, "after");
        }
        run(dispatcher, 0, 2);
        assertEquals(1, recorder.seen.stream().filter("SENDER_DRY"::equals).count());
        final int told = recorder.seen.indexOf("SENDER_DRY");
        for (int i = 0; i < recorder.seen.size(); i++) {
            assertTrue(
                    i == told || recorder.seen.get(i).endsWith(i < told ? "before" : "after"), recorder.seen::toString);
        }
        recorder.seen.clear();
        run(dispatcher);
        final int last = recorder.seen.indexOf("SENDER_DRY last");
        for (int i = 0; i < recorder.seen.size(); i++) {
            assertTrue(
                    i == last || recorder.seen.get(i).endsWith(i < last ? "before" : "after"), recorder.seen::toString);
        }
    }

    @Test
    void shouldTellOnceOfTheEndOfAChannelThatHadEndedBefore() throws Exception { // 5
        fake.end();
        final RingDispatcher dispatcher = builder().build();
        poller.pollOnRegister();
        dispatcher.add(fake.channel(), recorder);
        run(dispatcher);
        assertEquals(List.of("end", "end last"), recorder.seen);
        assertEquals(0, poller.size());
    }

    @Test
    void shouldTellOfTheEndOnceAllIsHandled() throws Exception { // 5
        final RingDispatcher dispatcher = builder().build();
        dispatcher.add(fake.channel(), recorder);
        fake.arrive(1, 1, "last words");
        fake.end();
        run(dispatcher);
        assertEquals(
                List.of("1/1 last words", "end", "end last"),
                recorder.seen.stream().sorted().toList());
        assertNull(recorder.cause);
        assertEquals(0, poller.size(), "a channel that has ended is watched no more");
    }

    @Test
    void shouldSendOffersInOrderAndAnswersFromWithinAHandler() throws Exception { // 6
        final RingDispatcher dispatcher = builder().build();
        dispatcher.add(fake.channel(), message -> {
            assertSame(
                    SendQueue.Offer.ACCEPTED, message.sendQueue().offer(message.payload(), new SendInfo().stream(1)));
        });
        for (int i = 0; i < 50; i++) {
            fake.arrive(7, 0, "m" + i);
        }
        run(dispatcher);
        assertEquals(IntStream.range(0, 50).mapToObj(i -> "m" + i).toList(), fake.sentTo(7));
        assertEquals(50, dispatcher.counters().messagesSent());
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldRefuseOffersBeyondTheWindowAndTellWhenThereIsRoom() throws Exception { // 6
        final RingDispatcher dispatcher = builder().build();
        final SendQueue sendQueue = dispatcher.add(fake.channel(), recorder).sendQueue(3);
        fake.full(3, true);
        offerUntilRefused(sendQueue, i -> assertEquals(8, i));
        run(dispatcher);
        assertEquals(8, sendQueue.queued());
        assertEquals(List.of(), recorder.writable);
        fake.full(3, false);
        awaitRetry();
        run(dispatcher);
        assertEquals(0, sendQueue.queued());
        assertEquals(List.of(sendQueue), recorder.writable, "once");
        assertSame(SendQueue.Offer.ACCEPTED, sendQueue.offer(bytes("more"), null));
        run(dispatcher);
        assertEquals(9, fake.sentTo(3).size());
        assertEquals(List.of(sendQueue), recorder.writable);
    }

    @Test
    void shouldTellOfRoomAlthoughEverySlotIsReadyToReceive() throws Exception { // 6
        final RingDispatcher dispatcher = builder().slots(4).batchMessages(4).build();
        final SendQueue sendQueue = dispatcher.add(fake.channel(), recorder).sendQueue(3);
        fake.arrive(1, 0, "takes all slots into the batch");
        run(dispatcher);
        offerUntilRefused(sendQueue, i -> {});
        run(dispatcher);
        assertEquals(List.of(sendQueue), recorder.writable);
        fake.lose(3);
        sendQueue.offer(bytes("late"), null);
        run(dispatcher);
        assertEquals(List.of("0 late"), recorder.unsent);
    }

    @Test
    void shouldTakeOffersFromManyThreads() throws Exception { // 6
        final RingDispatcher dispatcher = builder().outboundSlots(64).window(64).start();
        final SendQueue sendQueue = dispatcher.add(fake.channel(), recorder).sendQueue(1);
        final List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            final int number = t;
            final Thread thread = new Thread(() -> {
                for (int i = 0; i < 1000; i++) {
                    while (sendQueue.offer(bytes(number + ":" + i), null) != SendQueue.Offer.ACCEPTED) {
                        LockSupport.parkNanos(10_000);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (final Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(60));
        }
        assertTrue(dispatcher.close(Duration.ofSeconds(60)));
        assertEquals(3000, fake.sentTo(1).size());
        for (int t = 0; t < 3; t++) {
            final String prefix = t + ":";
            assertEquals(
                    IntStream.range(0, 1000).mapToObj(i -> prefix + i).toList(),
                    fake.sentTo(1).stream().filter(m -> m.startsWith(prefix)).toList());
        }
    }

    @Test
    void shouldSendToOthersWhileOnePeerIsSlow() throws Exception { // 7
        final RingDispatcher dispatcher = builder().build();
        final DispatchedChannel registration = (DispatchedChannel) dispatcher.add(fake.channel(), recorder);
        fake.full(1, true);
        offerUntilRefused(registration.sendQueue(1), i -> {});
        run(dispatcher);
        for (int i = 0; i < 100; i++) {
            assertSame(SendQueue.Offer.ACCEPTED, registration.sendQueue(2).offer(bytes("m" + i), null));
            run(dispatcher);
        }
        assertEquals(100, fake.sentTo(2).size());
        assertEquals(8, registration.sendQueue(1).queued());
    }

    @Test
    void shouldReportEveryMessageThatCouldNotBeSent() throws Exception { // 8
        final RingDispatcher dispatcher = builder().build();
        final SendQueue sendQueue = dispatcher.add(fake.channel(), recorder).sendQueue(5);
        for (int i = 0; i < 6; i++) {
            sendQueue.offer(bytes("m" + i), new SendInfo().stream(i));
        }
        fake.lose(5);
        run(dispatcher);
        assertEquals(List.of(), fake.sentTo(5));
        assertEquals(
                IntStream.range(0, 6).mapToObj(i -> i + " m" + i).toList(),
                recorder.unsent.stream().sorted().toList());
        assertInstanceOf(SctpException.Ended.class, recorder.cause);
        assertSame(SendQueue.Offer.CLOSED, sendQueue.offer(bytes("too late"), null));
        assertEquals(6, dispatcher.counters().messagesUnsent());
    }

    @Test
    void shouldReportTheUnsentOfAStreamInTheirOrder() throws Exception { // 8
        final RingDispatcher dispatcher = builder().build();
        final SendQueue sendQueue = dispatcher.add(fake.channel(), recorder).sendQueue(5);
        for (int stream = 0; stream < 8; stream++) { // leaves other associations and streams in the slots
            fake.arrive(stream, stream, "m");
        }
        run(dispatcher);
        for (int i = 0; i < 8; i++) {
            sendQueue.offer(bytes("m" + i), new SendInfo().stream(3));
        }
        fake.lose(5);
        run(dispatcher, 0, 2, 1);
        assertEquals(IntStream.range(0, 8).mapToObj(i -> "3 m" + i).toList(), recorder.unsent);
    }

    @Test
    void shouldReportAMessageThatTheChannelCannotEvenTry() throws Exception { // 8
        final RingDispatcher dispatcher = builder().build();
        final SendQueue sendQueue = dispatcher.add(fake.channel(), recorder).sendQueue(5);
        fake.confuse(5);
        sendQueue.offer(bytes("m0"), null);
        sendQueue.offer(bytes("m1"), null);
        run(dispatcher);
        assertEquals(List.of("0 m0", "0 m1"), recorder.unsent);
        assertInstanceOf(IllegalStateException.class, recorder.cause.getCause());
        assertEquals(0, sendQueue.queued());
    }

    @Test
    void shouldCloseASendQueueWithItsAssociation() throws Exception { // 8
        final RingDispatcher dispatcher = builder().build();
        final DispatchedChannel registration = (DispatchedChannel) dispatcher.add(fake.channel(), recorder);
        final SendQueue sendQueue = registration.sendQueue(4);
        assertSame(sendQueue, registration.sendQueue(4));
        fake.arrive(new SctpNotification.AssociationChange(
                4, SctpNotification.AssociationTransition.LOST, 0, 0, 0, ByteBuffer.allocate(0)));
        run(dispatcher);
        assertSame(SendQueue.Offer.CLOSED, sendQueue.offer(bytes("m"), null));
        assertFalse(sendQueue.equals(registration.sendQueue(4)), "an id that comes again is another association's");
    }

    @Test
    void shouldPutLargeMessagesTogether() throws Exception { // 9
        final RingDispatcher dispatcher = builder().build();
        dispatcher.add(fake.channel(), recorder);
        final String large = "0123456789".repeat(100);
        fake.arrive(1, 1, large);
        fake.arrive(1, 1, "small");
        run(dispatcher);
        assertEquals(List.of("1/1 " + large, "1/1 small"), recorder.seen);
        assertEquals(1, dispatcher.counters().messagesAssembled());
        assertSame(
                SendQueue.Offer.ACCEPTED,
                ((DispatchedChannel) dispatcher.add(poller.channel().channel(), recorder))
                        .sendQueue(1)
                        .offer(bytes(large), null),
                "sending takes as much");
    }

    @Test
    void shouldReportAMessageThatIsTooBigAndGoOn() throws Exception { // 9
        final RingDispatcher dispatcher = builder().build();
        final SendQueue sendQueue = dispatcher.add(fake.channel(), recorder).sendQueue(1);
        fake.arrive(1, 1, new byte[1001]);
        fake.arrive(1, 1, "small");
        run(dispatcher);
        assertEquals(List.of("1/1 small"), recorder.seen);
        assertInstanceOf(SctpException.MessageTooBig.class, recorder.cause);
        assertTrue(recorder.cause.getMessage().contains("maximumMessageBytes of 1000"), recorder.cause.getMessage());
        assertEquals(1, dispatcher.counters().messagesTooBig());
        assertThrows(IllegalArgumentException.class, () -> sendQueue.offer(ByteBuffer.allocate(1001), null));
    }

    @Test
    void shouldReadNoMoreWhileLargeMessagesTakeAllTheirMemory() throws Exception { // 3
        final RingDispatcher dispatcher = builder().largeMessageMemory(2000).build();
        dispatcher.add(fake.channel(), recorder);
        recorder.retains = true;
        for (int i = 0; i < 10; i++) {
            fake.arrive(1, 0, new byte[900]);
        }
        run(dispatcher);
        final int held = recorder.retained.size();
        assertTrue(held >= 2 && held <= 4, "it holds " + held + " messages of 900 bytes in 2000");
        assertEquals(1, dispatcher.counters().stalls());
        for (int i = 0; i < 10; i++) {
            recorder.retained.get(i).release();
            run(dispatcher);
        }
        assertEquals(10, recorder.retained.size());
    }

    @Test
    void shouldRefuseLargeOffersBeyondTheirMemory() throws Exception { // 6
        final RingDispatcher dispatcher = builder().largeMessageMemory(2000).build();
        final SendQueue sendQueue = dispatcher.add(fake.channel(), recorder).sendQueue(1);
        fake.full(1, true);
        assertSame(SendQueue.Offer.ACCEPTED, sendQueue.offer(ByteBuffer.allocate(1000), null));
        assertSame(SendQueue.Offer.ACCEPTED, sendQueue.offer(ByteBuffer.allocate(1000), null));
        assertSame(SendQueue.Offer.BACK_PRESSURED, sendQueue.offer(ByteBuffer.allocate(65), null));
        assertSame(SendQueue.Offer.ACCEPTED, sendQueue.offer(ByteBuffer.allocate(64), null), "that fits into a slot");
        assertEquals(3, sendQueue.queued());
        fake.full(1, false);
        awaitRetry();
        run(dispatcher);
        assertEquals(List.of(sendQueue), recorder.writable);
        assertSame(SendQueue.Offer.ACCEPTED, sendQueue.offer(ByteBuffer.allocate(1000), null));
    }

    @Test
    void shouldDropAMessageWhoseRestWillNotCome() throws Exception { // 9
        final RingDispatcher dispatcher = builder().build();
        dispatcher.add(fake.channel(), recorder);
        fake.arriveInPart(1, 1, "x".repeat(64));
        fake.arrive(new SctpNotification.PartialDelivery(1, 1, 0, 0));
        final String large = "0123456789".repeat(20);
        fake.arrive(1, 1, large);
        run(dispatcher);
        assertEquals("1/1 " + large, recorder.seen.get(recorder.seen.size() - 1), "nothing of the one before is in it");
        assertEquals(3, recorder.seen.size(), "every worker is told, and the other message is no more");
    }

    @Test
    void shouldContainWhatHandlersThrow() throws Exception { // 10
        final RingDispatcher dispatcher = builder().build();
        final Set<String> handled = new HashSet<>();
        dispatcher.add(fake.channel(), message -> {
            final String text = text(message.payload());
            handled.add(text);
            if (text.endsWith("3")) {
                throw new IllegalStateException(text);
            }
        });
        for (int i = 0; i < 40; i++) {
            fake.arrive(1, 0, "m" + i);
        }
        run(dispatcher);
        assertEquals(40, handled.size());
        assertEquals(
                List.of("m3", "m13", "m23", "m33"),
                errors.stream().map(Throwable::getMessage).toList());
        assertEquals(
                4,
                dispatcher.counters().handlerErrors(0) + dispatcher.counters().handlerErrors(1));
    }

    @Test
    void shouldGoOnWhenTheErrorHandlerFailsToo() throws Exception { // 10
        final RingDispatcher dispatcher = builder()
                .errorHandler(e -> {
                    errors.add(e);
                    throw new IllegalStateException("the error handler");
                })
                .build();
        dispatcher.add(fake.channel(), message -> {
            throw new IllegalStateException("the handler");
        });
        fake.arrive(1, 0, "m0");
        fake.arrive(1, 0, "m1");
        run(dispatcher);
        assertEquals(2, errors.size());
        assertEquals("the error handler", errors.get(0).getSuppressed()[0].getMessage());
    }

    @Test
    void shouldDrainWhenItIsClosed() throws Exception { // 11
        final RingDispatcher dispatcher = builder().build();
        final SendQueue sendQueue = dispatcher.add(fake.channel(), recorder).sendQueue(1);
        fake.arrive(1, 0, "received");
        run(dispatcher, 0);
        sendQueue.offer(bytes("accepted"), null);
        dispatcher.beginClose();
        assertSame(SendQueue.Offer.CLOSED, sendQueue.offer(bytes("too late"), null));
        assertFalse(dispatcher.isDrained());
        fake.arrive(1, 0, "not read any more");
        run(dispatcher);
        assertTrue(dispatcher.isDrained());
        assertEquals(List.of("1/0 received"), recorder.seen);
        assertEquals(List.of("accepted"), fake.sentTo(1));
        assertEquals(1, fake.waiting());
        assertTrue(dispatcher.close(Duration.ZERO));
    }

    @Test
    void shouldSayWhenClosingRanOutOfTime() throws Exception { // 11
        final RingDispatcher dispatcher = builder().build();
        final SendQueue sendQueue = dispatcher.add(fake.channel(), recorder).sendQueue(1);
        fake.full(1, true);
        sendQueue.offer(bytes("stuck"), null);
        assertFalse(dispatcher.close(Duration.ofMillis(5)));
        assertEquals(1, dispatcher.counters().undelivered());
    }

    @Test
    void shouldCountAMessageOfWhichOnlyPartsHaveComeAtTheClose() throws Exception { // 11
        final RingDispatcher dispatcher = builder().build();
        dispatcher.add(fake.channel(), recorder);
        fake.arriveInPart(1, 1, "x".repeat(64));
        run(dispatcher);
        dispatcher.beginClose();
        run(dispatcher);
        assertTrue(dispatcher.close(Duration.ZERO));
        assertEquals(1, dispatcher.counters().undelivered());
    }

    @Test
    void shouldNotWaitForeverForAHandlerThatDoesNotReturn() throws Exception { // 11
        final RingDispatcher dispatcher = builder().start();
        final CountDownLatch called = new CountDownLatch(1);
        final AtomicBoolean released = new AtomicBoolean();
        dispatcher.add(fake.channel(), message -> {
            called.countDown();
            while (!released.get()) {
                LockSupport.parkNanos(100_000);
            }
        });
        fake.arrive(1, 0, "m");
        assertTrue(called.await(30, TimeUnit.SECONDS));
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertFalse(dispatcher.close(Duration.ofMillis(5))));
        assertEquals(1, dispatcher.counters().undelivered());
        released.set(true);
    }

    @Test
    void shouldNameTheOptionThatTheJvmLacks() {
        final Module closed =
                Proxy.class.getModule().getLayer().findModule("java.logging").orElseThrow();
        final String message = assertThrows(IllegalStateException.class, () -> DispatcherBuilder.requireOpenJdk(closed))
                .getMessage();
        assertTrue(message.contains("--add-opens java.base/jdk.internal.misc=java.logging"), message);
    }

    @Test
    void shouldRefuseOptionsOutOfRange() {
        final String message = assertThrows(IllegalArgumentException.class, () -> new DispatcherBuilder().slots(1))
                .getMessage();
        assertTrue(message.contains("slots 1 is not between 2 and"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> builder().slotBytes(2048).build(),
                "a slot would hold more than the largest message");
    }

    private static void offerUntilRefused(final SendQueue sendQueue, final IntConsumer accepted) {
        int count = 0;
        while (sendQueue.offer(bytes("m" + count), null) == SendQueue.Offer.ACCEPTED) {
            count++;
        }
        accepted.accept(count);
    }

    /** An association without room is tried again after a while. */
    private static void awaitRetry() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(1);
    }

    private static ByteBuffer bytes(final String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
