package io.sctp.tck;

import static io.sctp.SctpPoller.READABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.MessageBatch;
import io.sctp.MessageBuffer;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpFailure;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an interrupt does: the contract of {@link java.nio.channels.InterruptibleChannel}, or ending the call alone. */
public abstract class InterruptTck extends Tck {
    private static final Duration LONGER = LONG.multipliedBy(2);
    private static final long MOST_CPU_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** A call that waits for ever, and the channel it is made on. */
    protected record Waiting(SctpEndpoint channel, Callable<?> call) {}

    /** Makes a channel that a call waits on. */
    @FunctionalInterface
    private interface Preparation {
        Waiting of(InterruptTck tck) throws IOException;
    }

    /** Every call that can wait. */
    @SuppressWarnings("ImmutableEnumChecker") // the preparations have no state
    protected enum Blocking {
        /** For an association. */
        ACCEPT(tck -> {
            final SctpServerChannel listener = tck.listener();
            return new Waiting(listener, listener::accept);
        }),
        /** For an association, and not for ever. */
        TIMED_ACCEPT(tck -> {
            final SctpServerChannel listener = tck.listener();
            return new Waiting(listener, () -> listener.accept(LONGER));
        }),
        /** For a message. */
        RECEIVE(tck -> tck.receiving(c -> c.receive(ByteBuffer.allocate(10), new ReceiveInfo()))),
        /** For a message, into direct memory. */
        DIRECT_RECEIVE(tck -> tck.receiving(c -> c.receive(ByteBuffer.allocateDirect(10), new ReceiveInfo()))),
        /** For a message, and not for ever. */
        TIMED_RECEIVE(tck -> tck.receiving(c -> c.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONGER))),
        /** For a whole message. */
        WHOLE_RECEIVE(tck -> tck.receiving(c -> c.receive(new MessageBuffer(10), new ReceiveInfo()))),
        /** For a batch. */
        BATCH_RECEIVE(tck -> tck.receiving(c -> c.receive(new MessageBatch(2, 100)))),
        /** For a batch, and not for ever. */
        TIMED_BATCH_RECEIVE(tck -> tck.receiving(c -> c.receive(new MessageBatch(2, 100), LONGER))),
        /** For a message that another thread waits for, too. */
        SECOND_RECEIVE(tck -> {
            final SctpChannel server = tck.pair().server();
            final FutureTask<?> unused = blocked(() -> server.receive(ByteBuffer.allocate(10), new ReceiveInfo()));
            return new Waiting(server, () -> server.receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        }),
        /** For a message on a one-to-many channel. */
        MANY_RECEIVE(tck -> {
            final SctpMultiChannel multi = tck.multi();
            return new Waiting(multi, () -> multi.receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        }),
        /** For room. */
        SEND(tck -> {
            final SctpChannel client = tck.pair().client();
            return new Waiting(client, () -> sendForEver(client, null));
        }),
        /** For room on a one-to-many channel. */
        MANY_SEND(tck -> {
            final SctpMultiChannel multi = tck.multi();
            final int id = multi.connect(tck.listener().getLocalAddress(), LONG).id();
            return new Waiting(multi, () -> sendForEver(multi, new SendInfo().association(id)));
        }),
        /** For room for a batch. */
        BATCH_SEND(tck -> {
            final SctpChannel client = tck.pair().client();
            return new Waiting(client, () -> {
                final MessageBatch batch = new MessageBatch(64, 8192);
                while (true) {
                    batch.clear();
                    while (!batch.isFull()) {
                        batch.add(ByteBuffer.allocate(8192), null);
                    }
                    client.send(batch);
                }
            });
        }),
        /** For a peer's answer. */
        CONNECT(tck -> {
            final SctpChannel client = tck.channel();
            final SctpAddress silent = tck.silentPeer(client);
            return new Waiting(client, () -> client.connect(silent));
        }),
        /** For a peer's answer, and not for ever. */
        TIMED_CONNECT(tck -> {
            final SctpChannel client = tck.channel();
            final SctpAddress silent = tck.silentPeer(client);
            return new Waiting(client, () -> client.connect(silent, LONGER));
        }),
        /** For an answer to what was begun before. */
        FINISH_CONNECT(tck -> {
            final SctpChannel client = tck.channel();
            client.configureBlocking(false);
            client.connect(tck.silentPeer(client));
            client.configureBlocking(true);
            return new Waiting(client, client::finishConnect);
        }),
        /** For an answer to a one-to-many channel. */
        MANY_CONNECT(tck -> {
            final SctpMultiChannel multi = tck.multi();
            final SctpAddress silent = tck.silentPeer(multi);
            return new Waiting(multi, () -> multi.connect(silent));
        });

        private final Preparation preparation;

        Blocking(final Preparation preparation) {
            this.preparation = preparation;
        }
    }

    /** What is received from a channel. */
    @FunctionalInterface
    private interface Receive {
        int from(SctpMessageChannel channel) throws IOException;
    }

    private Waiting receiving(final Receive receive) throws IOException {
        final SctpChannel server = pair().server();
        return new Waiting(server, () -> receive.from(server));
    }

    private static Void sendForEver(final SctpMessageChannel channel, final SendInfo info) throws IOException {
        final ByteBuffer message = ByteBuffer.allocateDirect(8192);
        while (true) {
            channel.send(message.clear(), info);
        }
    }

    /**
     * A call in a thread of its own, how much of a processor it took, and whether the thread is interrupted after it.
     */
    private static final class Worker {
        private final FutureTask<Object> task;
        private final Thread thread;
        private volatile boolean interruptedAfter;
        private volatile long cpuNs;

        Worker(final Callable<?> call, final boolean virtual, final boolean interruptedBefore) {
            task = new FutureTask<>(() -> {
                if (interruptedBefore) {
                    Thread.currentThread().interrupt();
                }
                final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
                final long beganNs = virtual ? 0 : threads.getCurrentThreadCpuTime();
                try {
                    return call.call();
                } finally {
                    cpuNs = virtual ? 0 : threads.getCurrentThreadCpuTime() - beganNs;
                    interruptedAfter = Thread.currentThread().isInterrupted();
                }
            });
            thread = virtual ? VirtualThreadsTck.startVirtual(task) : new Thread(task, "tck-worker");
            if (!virtual) {
                thread.setDaemon(true);
                thread.start();
            }
        }

        Object outcome() {
            final Object outcome = Tck.outcome(task);
            assertTrue(interruptedAfter, "the interrupt status is kept");
            return outcome;
        }
    }

    private Worker blockedIn(final Waiting waiting, final boolean virtual) {
        final Worker worker = new Worker(waiting.call(), virtual, false);
        pause(SHORT.multipliedBy(2));
        assertFalse(worker.task.isDone(), () -> "the call was to block, but came back with " + outcome(worker.task));
        return worker;
    }

    private static void assertClosedByInterrupt(final Waiting waiting, final Worker worker) {
        final var closed = assertInstanceOf(ClosedByInterruptException.class, worker.outcome());
        assertEquals("EINTR", assertInstanceOf(SctpFailure.class, closed).errnoName());
        assertFalse(waiting.channel().isOpen());
    }

    @ParameterizedTest
    @EnumSource
    void shouldCloseTheChannelOnAnInterrupt(final Blocking blocking) throws IOException {
        final Waiting waiting = blocking.preparation.of(this);
        final Worker worker = blockedIn(waiting, false);
        worker.thread.interrupt();
        assertClosedByInterrupt(waiting, worker);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCloseTheChannelIfTheThreadWasInterruptedBefore(final Blocking blocking) throws IOException {
        final Waiting waiting = blocking.preparation.of(this);
        final Worker worker = new Worker(waiting.call(), false, true);
        assertClosedByInterrupt(waiting, worker);
        assertTrue(worker.cpuNs < MOST_CPU_NANOS, () -> "it took " + worker.cpuNs + " ns");
    }

    @ParameterizedTest
    @EnumSource
    void shouldCloseTheChannelOnAnInterruptOfAVirtualThread(final Blocking blocking) throws IOException {
        assumeTrue(VirtualThreadsTck.areThereVirtualThreads(), "this JDK has no virtual threads");
        final Waiting waiting = blocking.preparation.of(this);
        final Worker worker = blockedIn(waiting, true);
        worker.thread.interrupt();
        assertClosedByInterrupt(waiting, worker);
        final Waiting again = blocking.preparation.of(this);
        assertClosedByInterrupt(again, new Worker(again.call(), true, true));
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndTheCallAloneIfTheChannelIsToOutliveAnInterrupt(final Blocking blocking) throws IOException {
        for (final boolean virtual : new boolean[] {false, VirtualThreadsTck.areThereVirtualThreads()}) {
            final Waiting waiting = blocking.preparation.of(this);
            waiting.channel().closeOnInterrupt(false);
            assertFalse(waiting.channel().isClosedOnInterrupt());
            final Worker worker = blockedIn(waiting, virtual);
            worker.thread.interrupt();
            final var ended = assertInstanceOf(InterruptedIOException.class, worker.outcome());
            assertEquals("EINTR", assertInstanceOf(SctpFailure.class, ended).errnoName());
            assertTrue(waiting.channel().isOpen());
        }
    }

    @Test
    void shouldGoOnWithAChannelThatOutlivedAnInterrupt() throws Exception {
        final Pair pair = pair(e -> e.closeOnInterrupt(false));
        assertFalse(pair.server().isClosedOnInterrupt(), "an accepted channel does as its listener");
        final Waiting waiting =
                new Waiting(pair.server(), () -> pair.server().receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        final Worker worker = blockedIn(waiting, false);
        final FutureTask<String> other = blocked(() -> receive(pair.server()));
        worker.thread.interrupt();
        assertInstanceOf(InterruptedIOException.class, worker.outcome());
        assertFalse(other.isDone(), "the other thread waits on");
        send(pair.client(), "still here");
        assertEquals("still here", result(other));
        final SctpServerChannel listener = listener(SctpAddress.loopback(0), e -> e.closeOnInterrupt(false));
        final Worker accepting = blockedIn(new Waiting(listener, listener::accept), false);
        accepting.thread.interrupt();
        assertInstanceOf(InterruptedIOException.class, accepting.outcome());
        final SctpChannel client = channel();
        client.connect(listener.getLocalAddress(), LONG);
        assertTrue(closing(listener.accept(LONG)).isConnected());
    }

    @Test
    void shouldEndTheCallsOfOtherThreadsAsACloseDoes() throws IOException {
        final SctpChannel server = pair().server();
        final FutureTask<?> other = blocked(() -> server.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONGER));
        final Waiting waiting =
                new Waiting(server, () -> server.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONGER));
        final Worker worker = blockedIn(waiting, false);
        worker.thread.interrupt();
        assertClosedByInterrupt(waiting, worker);
        assertFalse(failure(AsynchronousCloseException.class, other) instanceof ClosedByInterruptException);
    }

    @Test
    void shouldTellThePeerThatTheChannelIsClosed() throws IOException {
        final Pair pair = pair();
        final Waiting waiting =
                new Waiting(pair.client(), () -> pair.client().receive(ByteBuffer.allocate(10), new ReceiveInfo()));
        final Worker worker = blockedIn(waiting, false);
        worker.thread.interrupt();
        assertClosedByInterrupt(waiting, worker);
        awaitEndOfStream(pair.server());
    }

    @Test
    void shouldLeaveCallsAloneThatDoNotWait() throws IOException {
        final Pair pair = pair();
        pair.listener().configureBlocking(false);
        pair.server().configureBlocking(false);
        pair.client().configureBlocking(false);
        final ByteBuffer buffer = ByteBuffer.allocate(100);
        Thread.currentThread().interrupt();
        try {
            assertEquals(null, pair.listener().accept());
            assertEquals(SctpMessageChannel.WOULD_BLOCK, pair.server().receive(buffer, new ReceiveInfo()));
            assertEquals(4, pair.client().send(bytes("text"), null));
            assertTrue(pair.client().isConnected());
            assertTrue(pair.client().finishConnect());
            assertTimesOut(Duration.ZERO, () -> pair.client().receive(buffer, new ReceiveInfo(), Duration.ZERO));
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt status is kept");
        }
        assertEquals("text", receive(pair.server()));
    }

    @Test
    void shouldEndWithItsExecutorOrItsFuture() throws Exception {
        final ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            final SctpServerChannel listener = listener();
            final SctpChannel server = pair().server();
            final Future<?> receiving =
                    executor.submit(() -> server.receive(ByteBuffer.allocate(10), new ReceiveInfo()));
            final Future<?> accepting = executor.submit(() -> listener.accept());
            pause(SHORT);
            assertTrue(receiving.cancel(true));
            await("the end of the receive", () -> !server.isOpen());
            executor.shutdownNow();
            assertTrue(executor.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS));
            assertFalse(listener.isOpen());
            assertTrue(accepting.isDone());
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void shouldHaveAPollReturnAndCloseNothing() throws IOException {
        for (final boolean virtual : new boolean[] {false, VirtualThreadsTck.areThereVirtualThreads()}) {
            final Pair pair = pair();
            pair.server().configureBlocking(false);
            final SctpPoller poller = closing(provider().openPoller());
            poller.register(pair.server(), READABLE, (r, bits) -> {});
            final Worker worker = blockedIn(new Waiting(pair.server(), () -> poller.poll(null, 10)), virtual);
            worker.thread.interrupt();
            assertEquals(0, worker.outcome());
            assertTrue(pair.server().isOpen());
            final Worker before = new Worker(() -> poller.poll(null, 10), virtual, true);
            assertEquals(0, before.outcome());
            send(pair.client(), "ready");
            assertEquals(1, poller.poll(LONG, 10));
            final Worker ready = new Worker(() -> poller.poll(null, 10), virtual, true);
            assertEquals(1, ready.outcome(), "what is ready is told all the same");
        }
    }

    @Test
    void shouldRefuseToChooseOnAClosedChannel() throws IOException {
        final SctpChannel channel = channel();
        assertTrue(channel.isClosedOnInterrupt());
        channel.close();
        assertThrows(IOException.class, () -> channel.closeOnInterrupt(false));
    }
}
