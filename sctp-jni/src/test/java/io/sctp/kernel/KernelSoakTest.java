package io.sctp.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Association;
import io.sctp.DispatchHandler;
import io.sctp.Message;
import io.sctp.MessageBatch;
import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpEndpoint;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.SendQueue;
import io.sctp.dispatch.DispatcherBuilder;
import io.sctp.dispatch.RingDispatcher;
import io.sctp.option.InitParameters;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Soaks batches and the dispatcher in a network that loses, reorders, duplicates and corrupts: every message arrives
 * once, in order within its stream, and intact, or a notification tells its sender that it did not.
 *
 * <p>The property {@code io.sctp.soak.seconds} says how long (20 by default), {@code io.sctp.soak.seed} with which
 * seed.
 *
 * <p>Each association has a receive buffer of its own here, {@code net.sctp.rcvbuf_policy=1}. Where all of a socket
 * share one, Linux begins to deliver a message in parts once it is full, and holds back or misorders what other
 * messages bring.
 */
class KernelSoakTest extends Tck {
    private static final int CLIENTS = 3;
    /** This one aborts its association in the middle. */
    private static final int ABORTING = 1;

    private static final int BATCH = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int seconds = Integer.getInteger("io.sctp.soak.seconds", 20);
    private final long seed = Long.getLong("io.sctp.soak.seed", System.nanoTime());
    private final SoakTraffic traffic = new SoakTraffic(seed);
    private final List<String> wrong = new CopyOnWriteArrayList<>();

    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected void prepareEnvironment() throws IOException {
        final KernelSettings settings = restoring(new KernelSettings());
        settings.set("rto_min", "20");
        settings.set("rto_initial", "100");
        settings.set("rcvbuf_policy", "1");
        settings.set("../core/wmem_max", Integer.toString(4 << 20));
        settings.set("../core/rmem_max", Integer.toString(4 << 20));
        restoring(() -> tc("del"));
        tc("add", "netem", "delay", "1ms", "loss", "1%", "duplicate", "1%", "corrupt", "0.5%", "reorder", "5%", "25%");
    }

    private static void tc(final String verb, final String... rest) throws IOException {
        final List<String> command = new ArrayList<>(List.of("tc", "qdisc", verb, "dev", "lo", "root"));
        command.addAll(List.of(rest));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertEquals(0, process.waitFor(), () -> command + ": " + output);
        } catch (final InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldLoseDoubleMisorderAndBreakNothing() throws Exception {
        System.out.println("soak: -Dio.sctp.soak.seed=" + seed + " -Dio.sctp.soak.seconds=" + seconds);
        final SctpMultiChannel server = multi(KernelSoakTest::prepare);
        final Receiver receiver = new Receiver();
        final RingDispatcher dispatcher = closing(new DispatcherBuilder()
                .poller(provider().openPoller())
                .slots(256)
                .slotBytes(2048)
                .maximumMessageBytes(SoakTraffic.LARGEST)
                .largeMessageMemory(4 << 20)
                .errorHandler(error -> wrong.add(error.toString()))
                .closeLimit(Duration.ofSeconds(3))
                .start());
        dispatcher.add(server, receiver);
        final List<Client> clients = new ArrayList<>();
        final List<FutureTask<Void>> sending = new ArrayList<>();
        for (int number = 0; number < CLIENTS; number++) {
            final Client client = new Client(number, server);
            clients.add(client);
            sending.add(background(client::run));
        }
        for (final FutureTask<Void> task : sending) {
            task.get(seconds + PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        awaitEnd(
                "the others' messages",
                () -> !wrong.isEmpty()
                        || clients.stream().filter(c -> c.number != ABORTING).allMatch(c -> receiver.has(c)));
        awaitEnd("the end of the aborted association", () -> receiver.lost.get() == 1);
        receiver.releaseAll();
        assertTrue(dispatcher.close(PATIENCE), "it does not come to rest");
        assertEquals(List.of(), wrong);
        assertEquals(0, dispatcher.counters().undelivered());
        assertEquals(0, dispatcher.counters().messagesTooBig());
        clients.get(ABORTING).requireAllAccountedFor(receiver);
        report(clients, receiver, dispatcher);
    }

    private void report(final List<Client> clients, final Receiver receiver, final RingDispatcher dispatcher) {
        final long sent = clients.stream().mapToLong(c -> c.total).sum();
        assertTrue(sent > 100, "only " + sent + " messages: nothing was soaked");
        assertTrue(receiver.retained.get() > 0, "no message was retained");
        assertTrue(dispatcher.counters().messagesAssembled() > 0, "no message was assembled");
        System.out.println("soak: " + sent + " messages sent, " + receiver.handled.get() + " arrived, "
                + clients.get(ABORTING).reported.cardinality() + " reported as failed, " + receiver.retained.get()
                + " retained, " + dispatcher.counters().messagesAssembled() + " assembled, "
                + dispatcher.counters().stalls() + " stalls");
    }

    private static void awaitEnd(final String what, final Condition condition) throws IOException {
        final long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertTrue(deadlineNs - System.nanoTime() > 0, () -> "not within " + PATIENCE + ": " + what);
            pause(Duration.ofMillis(20));
        }
    }

    private static void prepare(final SctpEndpoint endpoint) throws IOException {
        endpoint.setOption(SctpOptions.INITMSG, InitParameters.streams(SoakTraffic.STREAMS, SoakTraffic.STREAMS));
        endpoint.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20);
        endpoint.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
    }

    /** Sends batches on all streams until its time is over, and one of them aborts when half of it is. */
    private final class Client {
        private final int number;
        private final SctpMultiChannel channel;
        private final Association association;
        private final SplittableRandom random;
        private final int[] next = new int[SoakTraffic.STREAMS];
        private final List<int[]> identities = new ArrayList<>();
        private final BitSet reported = new BitSet();
        private int total;

        Client(final int number, final SctpMultiChannel server) throws IOException {
            this.number = number;
            this.random = new SplittableRandom(seed + number);
            channel = closing(provider().openMultiChannel(null));
            prepare(channel);
            channel.subscribe(NotificationType.SEND_FAILED);
            association = channel.connect(server.getLocalAddress(), PATIENCE);
        }

        Void run() throws IOException {
            final long halfNs = TimeUnit.SECONDS.toNanos(seconds) / (number == ABORTING ? 2 : 1);
            final long endNs = System.nanoTime() + halfNs;
            final MessageBatch batch = new MessageBatch(BATCH, 2048);
            while (endNs - System.nanoTime() > 0 && wrong.isEmpty()) {
                fill(batch);
                final int sent = channel.send(batch, PATIENCE);
                assertEquals(batch.size(), sent);
            }
            if (number == ABORTING) {
                association.abort();
                collectFailures();
            }
            return null;
        }

        private void fill(final MessageBatch batch) {
            batch.clear();
            final SendInfo info = new SendInfo().association(association.id()).ppid(number);
            for (int left = 1 + random.nextInt(BATCH); left > 0; left--) {
                final int stream = random.nextInt(SoakTraffic.STREAMS);
                final ByteBuffer message = traffic.message(number, stream, next[stream]);
                info.stream(stream).context(total);
                if (message.remaining() > batch.slotBytes()) {
                    batch.addReference(message, info);
                } else {
                    batch.add(message, info);
                }
                identities.add(new int[] {stream, next[stream]});
                next[stream]++;
                total++;
            }
        }

        /** A message that was not acknowledged comes back with its context, perhaps in several fragments. */
        private void collectFailures() throws IOException {
            final ByteBuffer ignored = ByteBuffer.allocateDirect(64 << 10);
            final ReceiveInfo info = new ReceiveInfo();
            channel.configureBlocking(false);
            final long quietNs = TimeUnit.SECONDS.toNanos(2);
            long lastNs = System.nanoTime();
            while (System.nanoTime() - lastNs < quietNs) {
                if (channel.receive(ignored.clear(), info) == SctpMessageChannel.NOTIFICATION) {
                    lastNs = System.nanoTime();
                    if (info.notification() instanceof SctpNotification.SendFailed failed) {
                        reported.set(failed.context());
                    }
                } else {
                    pause(Duration.ofMillis(5));
                }
            }
        }

        void requireAllAccountedFor(final Receiver receiver) {
            for (int message = 0; message < total; message++) {
                final int stream = identities.get(message)[0];
                final int n = identities.get(message)[1];
                assertTrue(
                        n < receiver.arrived[number].get(stream) || reported.get(message),
                        () -> "message " + n + " of stream " + stream + " has neither arrived nor been reported");
            }
        }
    }

    /** Checks what arrives, and keeps some of it for a while. */
    private final class Receiver implements DispatchHandler {
        private record Kept(Message message, ByteBuffer expected) {}

        private final AtomicIntegerArray[] arrived = new AtomicIntegerArray[CLIENTS];
        private final AtomicInteger handled = new AtomicInteger();
        private final AtomicInteger retained = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();
        private final ConcurrentLinkedQueue<Kept> kept = new ConcurrentLinkedQueue<>();

        Receiver() {
            for (int i = 0; i < CLIENTS; i++) {
                arrived[i] = new AtomicIntegerArray(SoakTraffic.STREAMS);
            }
        }

        @Override
        public void onMessage(final Message message) {
            final int client = message.ppid();
            final int n = arrived[client].getAndIncrement(message.stream());
            final ByteBuffer expected = traffic.message(client, message.stream(), n);
            check("message", message, expected, n);
            final int count = handled.incrementAndGet();
            if (count % 16 == 0) {
                kept.add(new Kept(message.retain(), expected));
                retained.incrementAndGet();
            }
            // What is kept must take less than largeMessageMemory, or nothing comes that would release it.
            if (count % 128 == 0) {
                releaseAll();
            }
        }

        private void check(final String what, final Message message, final ByteBuffer expected, final int n) {
            if (!message.payload().equals(expected)) {
                wrong.add(what + " " + n + " of stream " + message.stream() + " of client " + message.ppid() + " has "
                        + message.payload().remaining() + " bytes, expected " + expected.remaining()
                        + "; the first that differs is " + message.payload().mismatch(expected));
            }
        }

        void releaseAll() {
            for (Kept next = kept.poll(); next != null; next = kept.poll()) {
                check("kept message", next.message, next.expected, -1);
                next.message.release();
            }
        }

        @Override
        public void onNotification(final SendQueue sendQueue, final SctpNotification notification, final boolean last) {
            if (last
                    && notification instanceof SctpNotification.AssociationChange change
                    && change.change() == SctpNotification.AssociationTransition.LOST) {
                lost.incrementAndGet();
            }
        }

        boolean has(final Client client) {
            for (int stream = 0; stream < SoakTraffic.STREAMS; stream++) {
                if (arrived[client.number].get(stream) < client.next[stream]) {
                    return false;
                }
            }
            return true;
        }
    }
}
