package io.sctp.dispatch;

import static io.sctp.dispatch.DispatcherFixture.bytes;
import static io.sctp.dispatch.DispatcherFixture.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpException;
import io.sctp.SctpNotification;
import io.sctp.SendInfo;
import io.sctp.SendQueue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link io.sctp.Dispatcher} guarantees of sending, by the numbers of its guarantees (6 to 8). */
final class RingDispatcherSendTest {
    private final DispatcherFixture fixture = new DispatcherFixture();
    private final FakeChannel fake = fixture.fake;
    private final Recorder recorder = fixture.recorder;
    private final List<Throwable> errors = fixture.errors;

    @Test
    void shouldSendOffersInOrderAndAnswersFromWithinAHandler() throws Exception { // 6
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher =
                fixture.builder().slots(4).batchMessages(4).build();
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
        final RingDispatcher dispatcher =
                fixture.builder().outboundSlots(64).window(64).start();
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
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher = fixture.builder().build();
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
        final RingDispatcher dispatcher = fixture.builder().build();
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
    void shouldRefuseLargeOffersBeyondTheirMemory() throws Exception { // 6
        final RingDispatcher dispatcher =
                fixture.builder().largeMessageMemory(2000).build();
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
}
