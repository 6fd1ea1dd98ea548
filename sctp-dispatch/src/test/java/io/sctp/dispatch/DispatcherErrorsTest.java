package io.sctp.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.DispatchHandler;
import io.sctp.Dispatcher;
import io.sctp.Message;
import io.sctp.SctpMessageChannel;
import io.sctp.SendQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;

/** Whatever is thrown, an Error too, the dispatcher goes on; where it cannot, everybody is told why. */
class DispatcherErrorsTest {
    private final FakePoller poller = new FakePoller();
    private final FakeChannel fake = poller.channel();
    private final Recorder recorder = new Recorder();
    private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());

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

    private static void run(final RingDispatcher dispatcher, final BooleanSupplier done) throws Exception {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!done.getAsBoolean()) {
            assertTrue(deadlineNs - System.nanoTime() > 0, "it never comes");
            for (final Agent agent : dispatcher.agents()) {
                agent.doWork();
            }
        }
    }

    @Test
    void shouldReceiveOnWhenMemoryWasShort() throws Exception {
        final RingDispatcher dispatcher = builder().build();
        dispatcher.add(fake.channel(), recorder);
        fake.failToReceive(5, new OutOfMemoryError("the application's"));
        fake.arrive(1, 1, "after all");
        run(dispatcher, () -> !recorder.seen.isEmpty());
        assertEquals(List.of("1/1 after all"), recorder.seen);
        assertEquals(5, dispatcher.counters().errorsSurvived());
        assertEquals(Optional.empty(), dispatcher.failure());
    }

    @Test
    void shouldEndAChannelThatThrowsAgainAndAgainAndNoOther() throws Exception {
        final FakeChannel other = poller.channel();
        final Recorder others = new Recorder();
        final RingDispatcher dispatcher = builder().build();
        dispatcher.add(fake.channel(), recorder);
        dispatcher.add(other.channel(), others);
        final Error error = new StackOverflowError("for ever");
        fake.failToReceive(Integer.MAX_VALUE, error);
        fake.arrive(1, 1, "never");
        other.arrive(2, 1, "mine");
        run(dispatcher, () -> recorder.seen.size() == 2);
        assertEquals(List.of("end", "end last"), recorder.seen);
        assertSame(error, recorder.cause.getCause());
        assertEquals(List.of("2/1 mine"), others.seen);
        assertTrue(errors.size() < 20, "it was told " + errors.size() + " times");
        other.arrive(2, 1, "more");
        run(dispatcher, () -> others.seen.size() == 2);
        assertEquals(Optional.empty(), dispatcher.failure());
    }

    @Test
    void shouldPollOnWhenAPollThrew() throws Exception {
        final RingDispatcher dispatcher = builder().build();
        dispatcher.add(fake.channel(), recorder);
        for (final Throwable thrown : List.of(new OutOfMemoryError("short"), new IOException("strange"))) {
            poller.failToPoll(3, thrown);
            fake.arrive(1, 1, "hello");
            final int before = recorder.seen.size();
            run(dispatcher, () -> recorder.seen.size() > before);
        }
        assertEquals(6, errors.size());
    }

    @Test
    void shouldEndAllChannelsWithTheCauseWhenThePollerCannotGoOn() throws Exception {
        final RingDispatcher dispatcher = builder().build();
        final Dispatcher.Registration registration = dispatcher.add(fake.channel(), recorder);
        final ClosedChannelException closed = new ClosedChannelException();
        poller.failToPoll(Integer.MAX_VALUE, closed);
        run(dispatcher, () -> recorder.seen.size() == 2);
        assertEquals(List.of("end", "end last"), recorder.seen);
        assertSame(closed, recorder.cause.getCause().getCause());
        assertSame(closed, dispatcher.failure().orElseThrow().getCause());
        assertEquals(SendQueue.Offer.CLOSED, registration.sendQueue(1).offer(ByteBuffer.allocate(1), null));
        final IOException refused = assertThrows(
                IOException.class, () -> dispatcher.add(poller.channel().channel(), recorder));
        assertTrue(refused.getMessage().contains("has ended"), refused.getMessage());
    }

    @Test
    void shouldEndAllChannelsWhenEveryRoundThrows() throws Exception {
        final RingDispatcher dispatcher = builder().build();
        dispatcher.add(fake.channel(), recorder);
        poller.failToPoll(Integer.MAX_VALUE, new OutOfMemoryError("for ever"));
        run(dispatcher, () -> recorder.seen.size() == 2);
        assertTrue(dispatcher.failure().isPresent());
        assertTrue(errors.size() < 100, "it was told " + errors.size() + " times");
    }

    @Test
    void shouldReportTheMessageThatASendThrewAtAndSendTheOthers() throws Exception {
        final RingDispatcher dispatcher = builder().build();
        final SendQueue sendQueue = dispatcher.add(fake.channel(), recorder).sendQueue(1);
        fake.failToSend(new OutOfMemoryError("short"));
        for (final String text : List.of("a", "b", "c")) {
            assertEquals(
                    SendQueue.Offer.ACCEPTED,
                    sendQueue.offer(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), null));
        }
        run(dispatcher, () -> !recorder.unsent.isEmpty());
        assertEquals(List.of("a", "b"), fake.sentTo(1));
        assertEquals(List.of("0 c"), recorder.unsent);
        assertInstanceOf(OutOfMemoryError.class, recorder.cause.getCause());
        assertEquals(0, sendQueue.queued());
        assertEquals(
                SendQueue.Offer.ACCEPTED, sendQueue.offer(ByteBuffer.wrap("d".getBytes(StandardCharsets.UTF_8)), null));
        run(dispatcher, () -> fake.sentTo(1).size() == 3);
    }

    /** A payload that throws when it is copied: its memory has been freed, or another thread moves its limit. */
    @Test
    void shouldGiveBackTheSlotOfAnOfferThatThrows() throws Exception {
        final RingDispatcher dispatcher = builder().build();
        final SendQueue sendQueue = dispatcher.add(fake.channel(), recorder).sendQueue(1);
        for (int i = 0; i < 100; i++) {
            assertThrows(NullPointerException.class, () -> sendQueue.offer(null, null));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> sendQueue.offer(ByteBuffer.allocate(2).position(2), null));
        }
        assertEquals(0, sendQueue.queued());
        assertEquals(SendQueue.Offer.ACCEPTED, sendQueue.offer(ByteBuffer.allocate(1), null));
    }

    @Test
    void shouldHandleOnWhateverHandlersAndTheErrorHandlerThrow() throws Exception {
        final AtomicInteger handled = new AtomicInteger();
        final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        final DispatchHandler handler = new DispatchHandler() {
            @Override
            public void onMessage(final Message message) {
                switch (handled.getAndIncrement() % 4) {
                    case 0 -> throw new OutOfMemoryError("in a handler");
                    case 1 -> throw new StackOverflowError("in a handler");
                    case 2 -> Thread.currentThread().interrupt();
                    default -> message.release(); // once more than is right: the slot is given back all the same
                }
            }

            @Override
            public void onEnd(final SctpMessageChannel channel, final IOException cause, final boolean last) {
                told.add("end " + cause);
            }
        };
        final RingDispatcher dispatcher = builder()
                .errorHandler(error -> {
                    throw new OutOfMemoryError("in the error handler");
                })
                .start();
        for (int i = 0; i < 40; i++) {
            fake.arrive(1, i, "m" + i);
        }
        dispatcher.add(fake.channel(), handler);
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (handled.get() < 40 && deadlineNs - System.nanoTime() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        assertEquals(40, handled.get(), "each once");
        assertEquals(List.of(), List.copyOf(told));
        assertEquals(Optional.empty(), dispatcher.failure());
        assertTrue(dispatcher.close(Duration.ofSeconds(10)), "every slot has come back");
        assertEquals(Optional.empty(), dispatcher.failure());
    }

    @Test
    void shouldTellWhenAThreadHasEnded() throws Exception {
        for (int which = 0; which < 3; which++) {
            final FakePoller ownPoller = new FakePoller();
            final ConcurrentLinkedQueue<IOException> ends = new ConcurrentLinkedQueue<>();
            final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
            final RingDispatcher dispatcher = builder()
                    .poller(ownPoller)
                    .threadFactory(task -> {
                        final Thread thread = new Thread(task);
                        threads.add(thread);
                        return thread;
                    })
                    .start();
            dispatcher.add(ownPoller.channel().channel(), new DispatchHandler() {
                @Override
                public void onMessage(final Message message) {}

                @Override
                public void onEnd(final SctpMessageChannel channel, final IOException cause, final boolean last) {
                    ends.add(cause);
                }
            });
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (dispatcher.failure().isEmpty() || ends.isEmpty()) {
                threads.get(which).interrupt(); // by somebody who has no business with it
                assertTrue(deadlineNs - System.nanoTime() > 0, "nobody is told of thread " + which);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            assertTrue(
                    ends.peek().getMessage().contains("has ended"), ends.peek().getMessage());
            dispatcher.close(Duration.ofMillis(10));
        }
    }

    @Test
    void shouldSayThatNoThreadCanBeMadeAndLeaveNoneBehind() throws Exception {
        for (int made = 0; made < 3; made++) {
            final int most = made;
            final List<Thread> threads = new ArrayList<>();
            final DispatcherBuilder starving = builder().threadFactory(task -> {
                if (threads.size() == most) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                threads.add(new Thread(task));
                return threads.get(threads.size() - 1);
            });
            final IOException failure = assertThrows(IOException.class, starving::start);
            assertInstanceOf(OutOfMemoryError.class, failure.getCause());
            assertTrue(failure.getMessage().contains("threads cannot be started"), failure.getMessage());
            for (final Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(10));
                assertTrue(!thread.isAlive(), "a thread goes on");
            }
        }
        assertNull(recorder.cause);
    }
}
