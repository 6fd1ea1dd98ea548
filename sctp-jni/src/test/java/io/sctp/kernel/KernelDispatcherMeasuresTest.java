package io.sctp.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sctp.DispatchHandler;
import io.sctp.Message;
import io.sctp.MessageBatch;
import io.sctp.NotificationType;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification;
import io.sctp.SendInfo;
import io.sctp.SendQueue;
import io.sctp.dispatch.DispatcherBuilder;
import io.sctp.dispatch.DispatcherCounters;
import io.sctp.dispatch.RingDispatcher;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of a dispatcher from outside: its counters, its events, its threads, its garbage. */
class KernelDispatcherMeasuresTest extends Tck {
    private static final String[] EVENTS = {"io.sctp.Stall", "io.sctp.AssociationChange", "io.sctp.PathChange"};
    private static final long LOOK_AGAIN_NS = 100_000;

    @TempDir
    private Path folder;

    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    private DispatcherBuilder builder() throws IOException {
        return new DispatcherBuilder()
                .poller(provider().openPoller())
                .slots(64)
                .slotBytes(512)
                .maximumMessageBytes(2000)
                .closeLimit(Duration.ofSeconds(3));
    }

    @Test
    void shouldCountWhatItDoes() throws Exception {
        final SctpMultiChannel server = multi();
        final AtomicInteger handled = new AtomicInteger();
        final RingDispatcher dispatcher = closing(builder().start());
        dispatcher.add(server, message -> {
            message.sendQueue().offer(message.payload(), null);
            handled.incrementAndGet();
            if (message.ppid() == 1) {
                throw new IllegalStateException("counted");
            }
        });
        final SctpChannel client = channel();
        client.connect(server.getLocalAddress(), LONG);
        for (int i = 0; i < 30; i++) {
            send(client, "m" + i);
        }
        send(client, "x".repeat(1500));
        send(client, "x".repeat(2500));
        send(client, "error", new SendInfo().ppid(1));
        await("all messages", () -> handled.get() == 32);
        for (int i = 0; i < 32; i++) {
            receive(client);
        }
        assertTrue(dispatcher.close(LONG));
        final DispatcherCounters counters = dispatcher.counters();
        assertEquals(32, counters.messagesReceived());
        assertEquals(1, counters.messagesAssembled());
        assertEquals(1, counters.messagesTooBig());
        assertEquals(1, counters.notificationsReceived());
        assertEquals(32, counters.messagesSent());
        assertEquals(32, counters.handled(0) + counters.handled(1));
        assertEquals(1, counters.handlerErrors(0) + counters.handlerErrors(1));
        assertEquals(0, counters.messagesUnsent());
        assertEquals(0, counters.undelivered());
        assertTrue(
                counters.batchesReceived() > 0 && counters.batchesReceived() <= 40,
                "batches: " + counters.batchesReceived());
        assertTrue(counters.batchesSent() > 0 && counters.batchesSent() <= 32, "batches: " + counters.batchesSent());
        assertEquals(0, dispatcher.ringDepth(0) + dispatcher.ringDepth(1));
        final Map<String, Long> labelled = new HashMap<>();
        counters.forEach(labelled::put);
        assertEquals(32, labelled.get("messages received"));
        assertEquals(15, labelled.size());
    }

    @Test
    void shouldRecordStallsAndChangesOfAssociationsAndPaths() throws Exception {
        final List<RecordedEvent> events;
        try (Recording recording = new Recording()) {
            for (final String name : EVENTS) {
                recording.enable(name).withoutThreshold();
            }
            recording.start();
            provokeEvents();
            recording.stop();
            final Path file = folder.resolve("dispatcher.jfr");
            recording.dump(file);
            events = RecordingFile.readAllEvents(file);
        }
        // Ten messages through four slots: it may stand still again, for a moment, after the one that was provoked.
        final RecordedEvent stall = named(events, "io.sctp.Stall").stream()
                .max(Comparator.comparing(RecordedEvent::getDuration))
                .orElseThrow();
        assertEquals(4, stall.getInt("slots"));
        assertTrue(stall.getDuration().compareTo(SHORT) >= 0, "it stood still for " + stall.getDuration());
        final List<RecordedEvent> changes = named(events, "io.sctp.AssociationChange");
        assertEquals(
                List.of("UP", "SHUTDOWN_COMPLETE"),
                changes.stream().map(e -> e.getString("change")).toList());
        assertTrue(changes.get(0).getInt("association") > 0);
        final List<RecordedEvent> paths = named(events, "io.sctp.PathChange");
        assertTrue(paths.stream().anyMatch(e -> e.getString("address").contains("127.0.0.3")), paths.toString());
    }

    /** An association with two paths, more messages than slots while the handler does nothing, and a shutdown. */
    private void provokeEvents() throws Exception {
        final CountDownLatch resumed = new CountDownLatch(1);
        final AtomicInteger handled = new AtomicInteger();
        final List<SctpNotification> seen = new CopyOnWriteArrayList<>();
        final SctpMultiChannel server = multi(channel -> channel.subscribe(NotificationType.PEER_ADDRESS_CHANGE));
        final RingDispatcher dispatcher = builder().workers(1).slots(4).start();
        dispatcher.add(server, new DispatchHandler() {
            @Override
            public void onMessage(final Message message) {
                try {
                    resumed.await();
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                handled.incrementAndGet();
            }

            @Override
            public void onNotification(final SendQueue sendQueue, final SctpNotification happened, final boolean last) {
                seen.add(happened);
            }
        });
        final SctpChannel client = channel();
        client.bind(SctpAddress.parse("127.0.0.2/127.0.0.3:0"));
        client.connect(server.getLocalAddress(), LONG);
        await("the second path", () -> seen.stream().anyMatch(SctpNotification.PeerAddressChange.class::isInstance));
        for (int i = 0; i < 10; i++) {
            send(client, "m" + i);
        }
        await("a stall", () -> dispatcher.counters().stalls() == 1);
        pause(SHORT.plusMillis(100));
        resumed.countDown();
        await("all messages", () -> handled.get() == 10);
        client.shutdown();
        await(
                "the end",
                () -> seen.get(seen.size() - 1) instanceof SctpNotification.AssociationChange change
                        && change.change() == SctpNotification.AssociationTransition.SHUTDOWN_COMPLETE);
        dispatcher.close(LONG);
    }

    private static List<RecordedEvent> named(final List<RecordedEvent> events, final String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }

    @Test
    void shouldRunInTheCallersThread() throws Exception {
        final Pair pair = pair();
        final List<Thread> threads = new ArrayList<>();
        final RingDispatcher dispatcher = builder().build();
        final List<AgentInvoker> invokers = new ArrayList<>();
        for (final Agent agent : dispatcher.agents()) {
            final AgentInvoker invoker = new AgentInvoker(error -> {}, null, agent);
            invoker.start();
            invokers.add(invoker);
        }
        dispatcher.add(pair.server(), message -> threads.add(Thread.currentThread()));
        send(pair.client(), "m");
        final long deadlineNs = deadlineNs();
        while (threads.isEmpty()) {
            invokers.forEach(AgentInvoker::invoke);
            assertTrue(deadlineNs - System.nanoTime() > 0, "no message");
        }
        assertEquals(List.of(Thread.currentThread()), threads);
        dispatcher.beginClose();
        while (!dispatcher.isDrained()) {
            invokers.forEach(AgentInvoker::invoke);
        }
        assertTrue(dispatcher.close(Duration.ZERO));
    }

    @Test
    void shouldNameItsThreads() throws Exception {
        final List<Thread> threads = new CopyOnWriteArrayList<>();
        final RingDispatcher dispatcher = builder()
                .workers(2)
                .threadFactory(runnable -> {
                    final Thread thread = new Thread(runnable);
                    threads.add(thread);
                    return thread;
                })
                .start();
        assertEquals(
                List.of("sctp-poller", "sctp-worker-0", "sctp-worker-1"),
                threads.stream().map(Thread::getName).toList());
        assertTrue(dispatcher.close(LONG));
        for (final Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            assertTrue(!thread.isAlive(), thread + " goes on");
        }
    }

    @Test
    void shouldMakeNoGarbageForMessages() throws Exception {
        final int messages = 4000;
        final Pair pair = pair();
        final List<Thread> threads = new CopyOnWriteArrayList<>();
        final AtomicInteger handled = new AtomicInteger();
        final RingDispatcher dispatcher = closing(builder()
                .workers(2)
                .slots(1024)
                .threadFactory(runnable -> {
                    final Thread thread = new Thread(runnable);
                    threads.add(thread);
                    return thread;
                })
                .start());
        final SendInfo answer = new SendInfo();
        dispatcher.add(pair.server(), message -> {
            message.sendQueue().offer(message.payload(), answer);
            handled.incrementAndGet();
        });
        threads.add(Thread.currentThread());
        final MessageBatch out = new MessageBatch(40, 128);
        final MessageBatch in = new MessageBatch(64, 128);
        echo(pair.client(), out, in, messages);
        final LongSupplier allocated = allocatedBy(threads);
        final long before = allocated.getAsLong();
        echo(pair.client(), out, in, messages);
        final long bytes = allocated.getAsLong() - before;
        assertEquals(2 * messages, handled.get());
        assertTrue(bytes < messages, bytes + " bytes for " + messages + " messages there and back");
    }

    private static LongSupplier allocatedBy(final List<Thread> threads) {
        final ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long[] ids = threads.stream().mapToLong(Thread::getId).toArray();
        return () -> {
            long sum = 0;
            for (final long id : ids) {
                sum += bean.getThreadAllocatedBytes(id);
            }
            return sum;
        };
    }

    private static void echo(
            final SctpChannel client, final MessageBatch out, final MessageBatch in, final int messages)
            throws IOException {
        client.configureBlocking(false);
        final SendInfo info = new SendInfo();
        int sent = 0;
        int received = 0;
        final long deadlineNs = deadlineNs();
        while (received < messages) {
            if (!out.hasRemaining() && sent < messages && sent - received < 200) {
                for (out.clear(); !out.isFull(); sent++) {
                    out.claim().putLong(sent).putLong(0);
                    out.commit(info);
                }
            }
            if (out.hasRemaining()) {
                client.send(out);
            }
            final int more = client.receive(in);
            received += more;
            if (more == 0) {
                LockSupport.parkNanos(LOOK_AGAIN_NS); // the dispatcher may need the processor
            }
            assertTrue(deadlineNs - System.nanoTime() > 0, "too slow, or lost");
        }
    }
}
