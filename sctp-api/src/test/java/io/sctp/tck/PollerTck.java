package io.sctp.tck;

import static io.sctp.SctpPoller.ACCEPTABLE;
import static io.sctp.SctpPoller.READABLE;
import static io.sctp.SctpPoller.WRITABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Association;
import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The poller: readiness of many channels, told by callbacks. */
public abstract class PollerTck extends Tck {
    /** How many channels the large test watches. */
    protected int manyChannels() {
        return 2000;
    }

    @Test
    void shouldTellThatAMessageCanBeReceived() throws IOException {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        final List<Integer> ready = new ArrayList<>();
        final SctpPoller.Registration registration = poller.register(pair.server(), READABLE, (r, bits) -> {
            ready.add(bits);
            assertSame(pair.server(), r.channel());
        });
        assertEquals(READABLE, registration.interest());
        assertEquals(1, poller.size());
        assertEquals(0, poller.poll(Duration.ZERO, 10), "nothing is there yet");
        send(pair.client(), "ready");
        assertEquals(1, poller.poll(LONG, 10));
        assertEquals(List.of(READABLE), ready);
        assertEquals(1, poller.poll(LONG, 10), "it is told again until the message is received");
        assertEquals("ready", receive(pair.server()));
        assertEquals(0, poller.poll(Duration.ZERO, 10), "and then no more");
    }

    @Test
    void shouldTellOfNotificationsAndTheEndOfTheStream() throws IOException {
        final Pair pair = nonBlockingPair();
        pair.server().configureBlocking(false);
        pair.server().subscribe(NotificationType.SHUTDOWN);
        final SctpPoller poller = poller();
        final List<Integer> received = new ArrayList<>();
        poller.register(pair.server(), READABLE, (r, bits) -> {
            final int length = pair.server().receive(ByteBuffer.allocate(10), new ReceiveInfo());
            received.add(length);
            if (length == SctpMessageChannel.END_OF_STREAM) {
                r.cancel();
            }
        });
        pair.client().shutdown();
        final long deadlineNs = deadlineNs();
        while (poller.size() > 0) {
            poller.poll(remaining(deadlineNs), 10);
        }
        assertTrue(received.contains(SctpMessageChannel.NOTIFICATION), () -> "received: " + received);
    }

    @Test
    void shouldTellThatThereIsRoomToSend() throws IOException {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        final AtomicInteger ready = new AtomicInteger();
        poller.register(pair.client(), WRITABLE, (r, bits) -> ready.addAndGet(bits));
        assertEquals(1, poller.poll(LONG, 10));
        assertEquals(WRITABLE, ready.get());
        final ByteBuffer message = ByteBuffer.allocateDirect(8192);
        await("it not to be ready, for want of room", () -> {
            fill(pair.client());
            return poller.poll(Duration.ZERO, 10) == 0;
        });
        pair.server().configureBlocking(false);
        await("room to send", () -> {
            while (pair.server().receive(message.clear(), new ReceiveInfo()) > 0) {
                message.clear();
            }
            return poller.poll(Duration.ofMillis(10), 10) == 1;
        });
    }

    @Test
    void shouldTellThatAnAssociationCanBeAccepted() throws IOException {
        final SctpServerChannel listener = listener();
        listener.configureBlocking(false);
        final SctpPoller poller = poller();
        final List<SctpChannel> accepted = new ArrayList<>();
        poller.register(listener, ACCEPTABLE, (r, bits) -> {
            assertEquals(ACCEPTABLE, bits);
            accepted.add(closing(listener.accept()));
        });
        for (int i = 1; i <= 3; i++) {
            final SctpChannel client = channel();
            client.connect(listener.getLocalAddress(), LONG);
            assertEquals(1, poller.poll(LONG, 10));
            assertEquals(i, accepted.size());
        }
        assertNull(listener.accept(), "all are accepted");
    }

    @Test
    void shouldTellThatAConnectCanBeFinished() throws IOException {
        final SctpServerChannel listener = listener();
        final SctpChannel client = channel();
        client.configureBlocking(false);
        final SctpPoller poller = poller();
        if (!client.connect(listener.getLocalAddress())) {
            poller.register(client, WRITABLE, (r, bits) -> assertTrue(client.finishConnect()));
            assertEquals(1, poller.poll(LONG, 10));
        }
        assertTrue(client.isConnected());
    }

    @Test
    void shouldTellThatAConnectHasFailed() throws IOException {
        final SctpChannel client = channel();
        client.configureBlocking(false);
        final SctpPoller poller = poller();
        final SctpAddress nobody = SctpAddress.loopback(unusedPort());
        assertThrows(SctpException.Refused.class, () -> {
            assertFalse(client.connect(nobody));
            poller.register(client, WRITABLE, (r, bits) -> client.finishConnect());
            poller.poll(LONG, 10);
        });
    }

    @Test
    void shouldWatchOneToManyChannels() throws IOException {
        final SctpMultiChannel multi = multi(e -> e.configureBlocking(false));
        final SctpPoller poller = poller();
        final AtomicInteger ready = new AtomicInteger();
        poller.register(multi, READABLE, (r, bits) -> {
            ready.addAndGet(bits);
            assertEquals("many", receive(multi));
        });
        final SctpChannel client = channel();
        client.connect(multi.getLocalAddress(), LONG);
        send(client, "many");
        assertEquals(1, poller.poll(LONG, 10));
        assertEquals(READABLE, ready.get());
    }

    @Test
    void shouldWaitNoLongerThanTheTimeout() throws IOException {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        poller.register(pair.server(), READABLE, (r, bits) -> {});
        final long beginNs = System.nanoTime();
        assertEquals(0, poller.poll(Duration.ofMillis(50), 10));
        assertTrue(System.nanoTime() - beginNs >= 50_000_000, "it came back too soon");
    }

    @Test
    void shouldWakeUp() throws Exception {
        final SctpPoller poller = poller();
        final FutureTask<Integer> polling = blocked(() -> poller.poll(null, 10));
        poller.wakeup();
        assertEquals(0, result(polling));
    }

    /** A thread that has just had work may wait in another way. */
    @Test
    void shouldWakeUpAlsoAfterAMessage() throws Exception {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        poller.register(pair.server(), READABLE, (r, bits) -> assertEquals("first", receive(pair.server())));
        send(pair.client(), "first");
        final FutureTask<Integer> polling = blocked(() -> poller.poll(null, 10) + 10 * poller.poll(null, 10));
        poller.wakeup();
        assertEquals(1, result(polling));
    }

    @Test
    void shouldTellOfOneChannelAfterAnother() throws Exception {
        final Pair first = nonBlockingPair();
        final Pair second = nonBlockingPair();
        final SctpPoller poller = poller();
        final List<String> received = new ArrayList<>();
        poller.register(first.server(), READABLE, (r, bits) -> received.add(receive(first.server())));
        poller.register(second.server(), READABLE, (r, bits) -> received.add(receive(second.server())));
        for (int i = 0; i < 20; i++) {
            final Pair pair = i % 3 == 0 ? first : second;
            final int before = received.size();
            final FutureTask<Boolean> polling = blocked(() -> {
                while (received.size() == before) {
                    poller.poll(null, 10);
                }
                return true;
            });
            send(pair.client(), "message " + i);
            assertTrue(result(polling));
            assertEquals("message " + i, received.get(i));
        }
    }

    @Test
    void shouldRememberAWakeUpForTheNextPoll() throws IOException {
        final SctpPoller poller = poller();
        poller.wakeup();
        poller.wakeup();
        assertEquals(0, poller.poll(LONG.multipliedBy(3), 10), "the poll that comes next returns at once");
        final long beginNs = System.nanoTime();
        poller.poll(Duration.ofMillis(50), 10);
        assertTrue(System.nanoTime() - beginNs >= 50_000_000, "two wake-ups count as one");
    }

    @Test
    void shouldNoticeAChannelRegisteredWhileItWaits() throws Exception {
        final Pair pair = nonBlockingPair();
        send(pair.client(), "already here");
        final SctpPoller poller = poller();
        final FutureTask<Integer> polling = blocked(() -> poller.poll(null, 10));
        poller.register(pair.server(), READABLE, (r, bits) -> {});
        assertEquals(1, result(polling));
    }

    @Test
    void shouldChangeTheInterest() throws IOException {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        final List<Integer> ready = new ArrayList<>();
        final SctpPoller.Registration registration = poller.register(pair.server(), 0, (r, bits) -> ready.add(bits));
        send(pair.client(), "waiting");
        assertEquals(0, poller.poll(SHORT, 10), "it is interested in nothing");
        registration.interest(READABLE | WRITABLE);
        assertEquals(READABLE | WRITABLE, registration.interest());
        assertEquals(1, poller.poll(LONG, 10));
        assertEquals(List.of(READABLE | WRITABLE), ready);
        registration.interest(WRITABLE);
        assertEquals(1, poller.poll(LONG, 10));
        assertEquals(WRITABLE, ready.get(1));
    }

    @Test
    void shouldChangeTheInterestFromWithinAHandler() throws IOException {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        poller.register(pair.client(), WRITABLE, (r, bits) -> r.interest(0));
        assertEquals(1, poller.poll(LONG, 10));
        assertEquals(0, poller.poll(Duration.ZERO, 10));
    }

    @Test
    void shouldWatchNoMoreAfterCancelling() throws IOException {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        final SctpPoller.Registration registration = poller.register(pair.client(), WRITABLE, (r, bits) -> {
            throw new AssertionError("cancelled");
        });
        registration.cancel();
        registration.cancel();
        assertEquals(0, poller.size());
        assertEquals(0, poller.poll(Duration.ZERO, 10));
        poller.register(pair.client(), WRITABLE, (r, bits) -> {});
        assertEquals(1, poller.poll(LONG, 10), "it can be registered again");
    }

    /** One that is cancelled has no say in the registration that took its place. */
    @Test
    void shouldKeepACancelledRegistrationFromChangingTheNextOne() throws IOException {
        final SctpPoller poller = closing(provider().openPoller());
        final Pair pair = pair();
        pair.server().configureBlocking(false);
        final SctpPoller.Registration cancelled = poller.register(pair.server(), READABLE, (registration, ready) -> {});
        cancelled.cancel();
        final SctpPoller.Registration next = poller.register(pair.server(), WRITABLE, (registration, ready) -> {});
        assertThrows(CancelledKeyException.class, () -> cancelled.interest(0));
        cancelled.cancel();
        assertEquals(WRITABLE, next.interest());
        assertEquals(1, poller.poll(LONG, 10));
    }

    @Test
    void shouldForgetAClosedChannel() throws IOException {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        poller.register(pair.client(), READABLE | WRITABLE, (r, bits) -> {
            throw new AssertionError("closed");
        });
        pair.client().close();
        assertEquals(0, poller.poll(Duration.ZERO, 10));
        assertEquals(0, poller.size());
    }

    @Test
    void shouldCloseAChannelFromWithinItsHandler() throws IOException {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        poller.register(pair.client(), WRITABLE, (r, bits) -> r.channel().close());
        assertEquals(1, poller.poll(LONG, 10));
        assertEquals(0, poller.poll(Duration.ZERO, 10));
        assertEquals(0, poller.size());
    }

    @Test
    void shouldLeaveAChannelOutThatAnotherHandlerHasCancelled() throws IOException {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        final List<SctpPoller.Registration> registrations = new ArrayList<>();
        final AtomicInteger calls = new AtomicInteger();
        final SctpPoller.Handler cancelEverything = (r, bits) -> {
            calls.incrementAndGet();
            registrations.forEach(SctpPoller.Registration::cancel);
        };
        registrations.add(poller.register(pair.client(), WRITABLE, cancelEverything));
        registrations.add(poller.register(pair.server(), WRITABLE, cancelEverything));
        assertEquals(1, poller.poll(LONG, 10));
        assertEquals(1, calls.get(), "the second was cancelled by the first");
    }

    @Test
    void shouldPassOnWhatAHandlerThrowsAndServeTheOthersAtTheNextPoll() throws IOException {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        final Set<SctpEndpoint> served = new HashSet<>();
        final AtomicInteger failures = new AtomicInteger();
        final SctpPoller.Handler handler = (r, bits) -> {
            r.cancel();
            if (failures.getAndIncrement() == 0) {
                throw new IOException("the first handler fails");
            }
            served.add(r.channel());
        };
        poller.register(pair.client(), WRITABLE, handler);
        poller.register(pair.server(), WRITABLE, handler);
        final IOException thrown = assertThrows(IOException.class, () -> poller.poll(LONG, 10));
        assertEquals("the first handler fails", thrown.getMessage());
        assertEquals(1, poller.poll(LONG, 10));
        assertEquals(1, served.size());
    }

    @Test
    void shouldCallNoMoreHandlersThanTheLimit() throws IOException {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        final List<SctpEndpoint> served = new ArrayList<>();
        poller.register(pair.client(), WRITABLE, (r, bits) -> served.add(r.channel()));
        poller.register(pair.server(), WRITABLE, (r, bits) -> served.add(r.channel()));
        for (int i = 1; i <= 8; i++) {
            assertEquals(1, poller.poll(LONG, 1));
            assertEquals(i, served.size());
        }
        assertEquals(2, new HashSet<>(served).size(), "both get their turn");
    }

    @Test
    void shouldRefuseWhatMakesNoSense() throws IOException {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        final SctpPoller.Handler handler = (r, bits) -> {};
        assertThrows(IllegalArgumentException.class, () -> poller.register(pair.client(), ACCEPTABLE, handler));
        assertThrows(IllegalArgumentException.class, () -> poller.register(pair.listener(), READABLE, handler));
        assertThrows(IllegalArgumentException.class, () -> poller.register(pair.client(), 8, handler));
        assertThrows(NullPointerException.class, () -> poller.register(pair.client(), READABLE, null));
        poller.register(pair.client(), READABLE, handler);
        assertThrows(IllegalStateException.class, () -> poller.register(pair.client(), READABLE, handler));
        assertEquals(1, poller.size());
        final SctpChannel closed = channel().configureBlocking(false);
        closed.close();
        assertThrows(ClosedChannelException.class, () -> poller.register(closed, READABLE, handler));
    }

    @Test
    void shouldRefuseToWatchABlockingChannel() throws IOException {
        final Pair pair = pair();
        final SctpPoller poller = poller();
        final SctpPoller.Handler handler = (r, bits) -> {};
        for (final SctpEndpoint blocking : List.of(pair.listener(), pair.server(), multi())) {
            final int interest = blocking instanceof SctpServerChannel ? ACCEPTABLE : READABLE;
            assertThrows(IllegalBlockingModeException.class, () -> poller.register(blocking, interest, handler));
            blocking.configureBlocking(false);
            final SctpPoller.Registration registration = poller.register(blocking, interest, handler);
            assertThrows(IllegalBlockingModeException.class, () -> blocking.configureBlocking(true));
            assertFalse(blocking.isBlocking());
            registration.cancel();
            assertTrue(blocking.configureBlocking(true).isBlocking());
            blocking.configureBlocking(false);
            poller.register(blocking, interest, handler);
        }
        poller.close();
        assertTrue(pair.server().configureBlocking(true).isBlocking(), "nobody watches it any more");
    }

    @Test
    void shouldNeverCallAHandlerWithNothingReady() throws IOException {
        for (final Ending ending : Ending.values()) {
            final Pair pair = nonBlockingPair();
            final SctpPoller poller = poller();
            final AtomicInteger calls = new AtomicInteger();
            final SctpPoller.Registration registration = poller.register(pair.server(), 0, (r, bits) -> {
                calls.incrementAndGet();
                assertEquals(0, bits & ~r.interest(), "only what it is watched for");
                assertTrue(bits != 0, "something is ready");
            });
            assertEquals(0, poller.poll(Duration.ZERO, 10));
            ending.happen(pair);
            assertNotCalled(poller, calls, ending + ", interest 0");
            registration.interest(READABLE);
            assertEquals(1, poller.poll(LONG, 10), ending + ": the end is told");
            registration.interest(0);
            calls.set(0);
            assertNotCalled(poller, calls, ending + ", interest 0 again");
            registration.interest(READABLE | WRITABLE);
            assertEquals(1, poller.poll(LONG, 10));
            registration.cancel();
            calls.set(0);
            assertNotCalled(poller, calls, ending + ", cancelled");
        }
    }

    /** How an association ends while it is watched. */
    @SuppressWarnings("ImmutableEnumChecker") // the ways have no state
    private enum Ending {
        SHUTDOWN(pair -> pair.client().shutdown()),
        CLOSE(pair -> pair.client().close()),
        ABORT(pair -> pair.client().association().abort()),
        OWN_SHUTDOWN(pair -> pair.server().shutdown());

        private final How how;

        Ending(final How how) {
            this.how = how;
        }

        void happen(final Pair pair) throws IOException {
            how.happen(pair);
            pause(SHORT);
        }

        private interface How {
            void happen(Pair pair) throws IOException;
        }
    }

    /** The poll has to wait for as long as it may, and in the kernel or parked. */
    private static void assertNotCalled(final SctpPoller poller, final AtomicInteger calls, final String when)
            throws IOException {
        final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        final long cpuNs = threads.getCurrentThreadCpuTime();
        final long beginNs = System.nanoTime();
        final long deadlineNs = beginNs + SHORT.toNanos();
        while (deadlineNs - System.nanoTime() > 0) {
            poller.poll(remaining(deadlineNs), 10);
        }
        assertEquals(0, calls.get(), when);
        final long usedNs = threads.getCurrentThreadCpuTime() - cpuNs;
        assertTrue(usedNs < SHORT.toNanos() / 2, () -> when + ": the poll took " + usedNs + " ns of a processor");
    }

    @Test
    void shouldTellOfAPeeledOffChannelWhereItIsWatched() throws IOException {
        final SctpMultiChannel multi = multi(e -> e.configureBlocking(false));
        final SctpPoller poller = poller();
        final List<SctpEndpoint> told = new ArrayList<>();
        poller.register(multi, READABLE, (r, bits) -> told.add(r.channel()));
        final SctpChannel client = channel();
        client.connect(multi.getLocalAddress(), LONG);
        send(client, "waits");
        assertEquals(1, poller.poll(LONG, 10));
        final SctpChannel peeled =
                closing(multi.peelOff(multi.associations().get(0).id(), SctpMultiChannel.PeelOffFlag.NON_BLOCKING));
        told.clear();
        assertEquals(0, poller.poll(SHORT, 10), "the message went with the association");
        poller.register(peeled, READABLE, (r, bits) -> told.add(r.channel()));
        assertEquals(1, poller.poll(LONG, 10));
        assertEquals(List.of(peeled), told);
        assertEquals("waits", receive(peeled));
        assertEquals(0, poller.poll(SHORT, 10));
        client.association().abort();
        assertEquals(1, poller.poll(LONG, 10));
        assertEquals(List.of(peeled, peeled), told);
    }

    @Test
    void shouldWatchOneChannelInTwoPollers() throws IOException {
        final Pair pair = nonBlockingPair();
        final SctpPoller first = poller();
        final SctpPoller second = poller();
        first.register(pair.server(), READABLE, (r, bits) -> {});
        second.register(pair.server(), READABLE, (r, bits) -> {});
        send(pair.client(), "for both");
        assertEquals(1, first.poll(LONG, 10));
        assertEquals(1, second.poll(LONG, 10));
    }

    @Test
    void shouldEndAPollThatWaitsWhenClosedAndLeaveTheChannelsOpen() throws Exception {
        final Pair pair = nonBlockingPair();
        final SctpPoller poller = poller();
        poller.register(pair.server(), READABLE, (r, bits) -> {});
        final FutureTask<Integer> polling = blocked(() -> poller.poll(null, 10));
        poller.close();
        outcome(polling);
        poller.close();
        assertTrue(pair.server().isOpen());
        send(pair.client(), "still open");
        assertEquals("still open", receive(pair.server()));
        assertThrows(ClosedChannelException.class, () -> poller.poll(Duration.ZERO, 1));
        assertThrows(ClosedChannelException.class, () -> poller.register(pair.client(), READABLE, (r, bits) -> {}));
        poller.wakeup();
    }

    @Test
    void shouldServeManyChannels() throws IOException {
        final int clients = manyChannels() - 1;
        final SctpMultiChannel multi = multi();
        final SctpPoller poller = poller();
        final AtomicInteger served = new AtomicInteger();
        final ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        final ReceiveInfo info = new ReceiveInfo();
        final SctpPoller.Handler handler = (r, bits) -> {
            final SctpMessageChannel channel = (SctpMessageChannel) r.channel();
            if (channel.receive(buffer.clear(), info) > 0) {
                served.incrementAndGet();
            }
        };
        for (int i = 0; i < clients; i++) {
            final SctpChannel client = channel();
            client.connect(multi.getLocalAddress(), LONG);
            client.configureBlocking(false);
            poller.register(client, READABLE, handler);
        }
        multi.configureBlocking(false);
        poller.register(multi, READABLE, (r, bits) -> {});
        assertEquals(manyChannels(), poller.size());
        await("all associations", () -> multi.associations().size() == clients);
        final SendInfo to = new SendInfo();
        for (final Association association : multi.associations()) {
            send(multi, "to each", to.association(association.id()));
        }
        final long deadlineNs = deadlineNs();
        while (served.get() < clients) {
            assertTrue(deadlineNs - System.nanoTime() > 0, () -> "served " + served.get() + " of " + clients);
            assertTrue(poller.poll(Duration.ofMillis(100), 64) <= 64);
        }
        assertEquals(0, poller.poll(Duration.ZERO, 64), "everything is received");
    }

    private Pair nonBlockingPair() throws IOException {
        final Pair pair = pair();
        pair.listener().configureBlocking(false);
        pair.client().configureBlocking(false);
        pair.server().configureBlocking(false);
        return pair;
    }

    private SctpPoller poller() throws IOException {
        return closing(provider().openPoller());
    }
}
