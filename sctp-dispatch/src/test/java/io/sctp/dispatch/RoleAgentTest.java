package io.sctp.dispatch;

import static io.sctp.dispatch.DispatcherFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.DispatchHandler;
import io.sctp.Message;
import io.sctp.SendQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A message that comes alone is handled in the poller's thread, which becomes the worker's if that takes long. */
class RoleAgentTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int ASSOCIATION = 7;

    private final FakePoller poller = new FakePoller();
    private final FakeChannel fake = poller.channel();
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
    private final Handler handler = new Handler();
    private RingDispatcher dispatcher;
    private SendQueue queue;

    /** Does something, once, when it is called in the poller's first thread. */
    private final class Handler implements DispatchHandler {
        private final AtomicInteger handled = new AtomicInteger();
        private final AtomicInteger inPollersThread = new AtomicInteger();
        private volatile Runnable event;

        @Override
        public void onMessage(final Message message) {
            try {
                if (Thread.currentThread().equals(threads.get(0))) {
                    inPollersThread.incrementAndGet();
                    final Runnable now = event;
                    event = null;
                    if (now != null) {
                        now.run();
                    }
                }
            } finally {
                handled.incrementAndGet();
            }
        }
    }

    private void start() throws IOException {
        dispatcher = new DispatcherBuilder()
                .poller(poller)
                .workers(1)
                .slots(16)
                .slotBytes(64)
                .outboundSlots(16)
                .window(8)
                .batchMessages(4)
                .maximumMessageBytes(1000)
                .errorHandler(errors::add)
                .threadFactory(task -> {
                    threads.add(new Thread(task));
                    return threads.get(threads.size() - 1);
                })
                .start();
        queue = dispatcher.add(fake.channel(), handler).sendQueue(ASSOCIATION);
    }

    @AfterEach
    void close() throws IOException {
        if (dispatcher != null) {
            dispatcher.close(LONG);
        }
    }

    private static void await(final String what, final BooleanSupplier done) {
        final long deadlineNs = System.nanoTime() + LONG.toNanos();
        while (!done.getAsBoolean()) {
            assertTrue(deadlineNs - System.nanoTime() > 0, () -> "never: " + what);
            Thread.onSpinWait();
        }
    }

    /** Sends messages, each when the one before it is handled, until this is done. */
    private void pingUntil(final String what, final BooleanSupplier done) {
        await(what, () -> {
            final int before = handler.handled.get();
            fake.arrive(ASSOCIATION, 0, "alone");
            await("a message is handled", () -> handler.handled.get() > before || done.getAsBoolean());
            return done.getAsBoolean();
        });
    }

    /** The handler is in the poller's first thread, and stays there until the result is counted down. */
    private CountDownLatch blockThePollersThread() {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch left = new CountDownLatch(1);
        handler.event = () -> {
            entered.countDown();
            try {
                assertTrue(left.await(LONG.toSeconds(), TimeUnit.SECONDS));
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        pingUntil("it blocks", () -> entered.getCount() == 0);
        return left;
    }

    @Test
    void shouldHandleALoneMessageInThePollersThread() throws Exception {
        start();
        pingUntil("messages in that thread", () -> handler.inPollersThread.get() >= 100);
        assertEquals(List.of("sctp-poller", "sctp-worker-0"), threadNames());
        close();
        assertEquals(handler.handled.get(), dispatcher.counters().messagesReceived());
        assertEquals(handler.handled.get(), dispatcher.counters().handled(0));
        assertEquals(List.of(), errors);
    }

    private List<String> threadNames() {
        return threads.stream().map(Thread::getName).toList();
    }

    @Test
    void shouldPollOnWhileTheHandlerBlocks() throws Exception {
        start();
        final CountDownLatch left = blockThePollersThread();
        assertSame(SendQueue.Offer.ACCEPTED, queue.offer(bytes("meanwhile"), null));
        await("the offer is sent", () -> queue.queued() == 0);
        final long received = dispatcher.counters().messagesReceived();
        fake.arrive(ASSOCIATION, 0, "waits");
        fake.arrive(ASSOCIATION, 0, "waits");
        await("both are received", () -> dispatcher.counters().messagesReceived() == received + 2);
        final int handled = handler.handled.get();
        left.countDown();
        await("all are handled", () -> handler.handled.get() == handled + 3);
        await("the roles are exchanged", () -> threadNames().equals(List.of("sctp-worker-0", "sctp-poller")));
        final int inFirstThread = handler.inPollersThread.get();
        pingUntil(
                "the other thread handles lone messages, too, and is not slow",
                () -> handler.handled.get() - handled > handler.inPollersThread.get() - inFirstThread + 100);
        assertEquals(List.of(), errors);
        assertTrue(dispatcher.close(LONG));
    }

    @Test
    void shouldGoOnWhateverTheHandlerThrows() throws Exception {
        start();
        for (final Error error : List.of(new OutOfMemoryError("planted"), new StackOverflowError("planted"))) {
            handler.event = () -> {
                throw error;
            };
            pingUntil("it throws", () -> errors.contains(error));
        }
        handler.event = () -> Thread.currentThread().interrupt();
        pingUntil("it interrupts its thread", () -> handler.event == null);
        final int before = handler.inPollersThread.get();
        pingUntil("it handles more", () -> handler.inPollersThread.get() > before);
        assertEquals(2, dispatcher.counters().handlerErrors(0));
        assertEquals(Optional.empty(), dispatcher.failure());
        assertTrue(dispatcher.close(LONG), "every slot has come back");
    }

    @Test
    void shouldCloseInTimeWhileTheHandlerBlocks() throws Exception {
        start();
        final CountDownLatch left = blockThePollersThread();
        assertFalse(dispatcher.close(Duration.ofMillis(10)), "the handler has not returned");
        for (final Thread thread : threads) {
            thread.join(LONG.toMillis());
            assertFalse(thread.isAlive(), thread + " goes on");
        }
        assertEquals(1, left.getCount(), "it was interrupted");
    }

    @Test
    void shouldWaitForTheHandlerBeforeItCloses() throws Exception {
        start();
        final CountDownLatch left = blockThePollersThread();
        final Thread releasing = new Thread(() -> {
            await("the close begins", () -> queue.offer(bytes("late"), null) == SendQueue.Offer.CLOSED);
            left.countDown();
        });
        releasing.start();
        assertTrue(dispatcher.close(LONG), "drained");
        releasing.join();
        assertEquals(0, dispatcher.counters().undelivered());
    }

    @Test
    void shouldCloseAtAnyMoment() throws Exception {
        for (int i = 0; i < 20; i++) {
            start();
            final int pause = i;
            fake.arrive(ASSOCIATION, 0, "one");
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100) * pause);
            assertTrue(dispatcher.close(LONG), "drained");
            threads.clear();
            poller.close();
        }
    }

    /** A thread that ends ends the dispatcher, whatever its role has become. */
    @Test
    void shouldEndTheChannelsWhenTheThreadEndsThatHasBecomeThePollers() throws Exception {
        start();
        final CountDownLatch left = blockThePollersThread();
        await("the other thread is the poller's", () -> threads.get(1).getName().equals("sctp-poller"));
        left.countDown();
        await("its end", () -> {
            threads.get(1).interrupt(); // by somebody who has no business with it
            return dispatcher.failure().isPresent();
        });
        final Throwable failure = dispatcher.failure().orElseThrow();
        assertNotNull(failure.getMessage());
        assertTrue(failure.getMessage().contains("sctp-poller"), failure.getMessage());
        assertFalse(dispatcher.close(Duration.ofMillis(10)), "nobody is left to drain it");
    }

    /** Quick and slow handlers, lone messages and bursts: threads change their roles all the time. */
    @Test
    void shouldKeepTheOrderOfEveryStream() throws Exception {
        final int streams = 4;
        final int each = 200;
        final Map<Integer, List<String>> seen = new ConcurrentHashMap<>();
        final AtomicInteger count = new AtomicInteger();
        dispatcher = new DispatcherBuilder().poller(poller).workers(3).slots(64).start();
        dispatcher.add(fake.channel(), message -> {
            final List<String> texts = seen.computeIfAbsent(message.stream(), stream -> new ArrayList<>());
            texts.add(Recorder.text(message.payload()));
            if (texts.size() % 50 == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            count.incrementAndGet();
        });
        for (int i = 0; i < each; i++) {
            for (int stream = 0; stream < streams; stream++) {
                fake.arrive(1, stream, "m" + i);
                final int sent = streams * i + stream + 1;
                if (i % 3 != 0) {
                    await("one is handled", () -> count.get() >= sent - 2);
                }
            }
        }
        await("all are handled", () -> count.get() == streams * each);
        final List<String> expected =
                IntStream.range(0, each).mapToObj(i -> "m" + i).toList();
        for (int stream = 0; stream < streams; stream++) {
            assertEquals(expected, seen.get(stream), "stream " + stream);
        }
        assertTrue(dispatcher.close(LONG));
    }
}
