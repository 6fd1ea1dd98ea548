package io.sctp.dispatch;

import static io.sctp.dispatch.DispatcherFixture.bytes;
import static io.sctp.dispatch.DispatcherFixture.run;
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
import io.sctp.SendQueue;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;

/**
 * What {@link io.sctp.Dispatcher} guarantees of receiving, errors and closing, by the numbers of its guarantees.
 * {@link RingDispatcherSendTest} has sending.
 */
class RingDispatcherTest {
    private final DispatcherFixture fixture = new DispatcherFixture();
    private final FakePoller poller = fixture.poller;
    private final FakeChannel fake = fixture.fake;
    private final Recorder recorder = fixture.recorder;
    private final List<Throwable> errors = fixture.errors;

    @Test
    void shouldKeepTheOrderOfEachStream() throws Exception { // 1
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher = fixture.builder().build();
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
                fixture.builder().workers(1).slots(15).batchMessages(1).build();
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
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher = fixture.builder().slots(64).build();
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
        final RingDispatcher dispatcher = fixture.builder().build();
        poller.pollOnRegister();
        dispatcher.add(fake.channel(), recorder);
        run(dispatcher);
        assertEquals(List.of("end", "end last"), recorder.seen);
        assertEquals(0, poller.size());
    }

    @Test
    void shouldTellOfTheEndOnceAllIsHandled() throws Exception { // 5
        final RingDispatcher dispatcher = fixture.builder().build();
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
    void shouldPutLargeMessagesTogether() throws Exception { // 9
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher =
                fixture.builder().largeMessageMemory(2000).build();
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
    void shouldDropAMessageWhoseRestWillNotCome() throws Exception { // 9
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher = fixture.builder()
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
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher = fixture.builder().build();
        final SendQueue sendQueue = dispatcher.add(fake.channel(), recorder).sendQueue(1);
        fake.full(1, true);
        sendQueue.offer(bytes("stuck"), null);
        assertFalse(dispatcher.close(Duration.ofMillis(5)));
        assertEquals(1, dispatcher.counters().undelivered());
    }

    @Test
    void shouldCountAMessageOfWhichOnlyPartsHaveComeAtTheClose() throws Exception { // 11
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher = fixture.builder().start();
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
                () -> fixture.builder().slotBytes(2048).build(),
                "a slot would hold more than the largest message");
    }
}
