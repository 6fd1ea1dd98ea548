package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Association;
import io.sctp.Dispatcher;
import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification;
import io.sctp.SendInfo;
import io.sctp.SendQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes out through a {@link Dispatcher}: its promises, by their numbers, over real associations. */
public abstract class OfferTck extends DispatchingTck {
    /** Larger than a slot, so that a send buffer is soon full. */
    private static final int BULK = 4000;

    @Test
    void shouldSendWhatAHandlerAnswers() throws Exception { // 6
        final Pair pair = pair(DispatchingTck::withStreams);
        final SendInfo answer = new SendInfo();
        dispatcher(1, 64).add(pair.server(), message -> {
            answer.stream(message.stream()).ppid(message.ppid());
            assertSame(SendQueue.Offer.ACCEPTED, message.sendQueue().offer(message.payload(), answer));
        });
        for (int i = 0; i < 100; i++) {
            send(pair.client(), "m" + i, new SendInfo().stream(i % STREAMS).ppid(i));
        }
        final int[] next = new int[STREAMS];
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < 100; i++) {
            final String text = receive(pair.client(), info);
            final int expected = STREAMS * next[info.stream()]++ + info.stream();
            assertEquals("m" + expected, text);
            assertEquals(expected, info.ppid());
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void shouldSendWhatManyThreadsOfferInTheOrderOfEach() throws Exception { // 6
        final int each = 150;
        final Pair pair = pair();
        final SendQueue sendQueue =
                dispatcher(2, 64).add(pair.server(), new DispatchLog()).sendQueue(0);
        final List<FutureTask<Void>> offering = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            final int number = thread;
            offering.add(background(() -> {
                for (int i = 0; i < each; i++) {
                    while (sendQueue.offer(bytes(number + ":" + i), null) != SendQueue.Offer.ACCEPTED) {
                        pause(Duration.ofMillis(1));
                    }
                }
                return null;
            }));
        }
        final int[] next = new int[3];
        for (int i = 0; i < 3 * each; i++) {
            final String[] parts = receive(pair.client()).split(":", -1);
            assertEquals(next[Integer.parseInt(parts[0])]++, Integer.parseInt(parts[1]));
        }
        for (final FutureTask<Void> task : offering) {
            result(task);
        }
    }

    @Test
    void shouldRefuseOffersWhileThePeerReadsNothingAndTellWhenThereIsRoom() throws Exception { // 6
        final Pair pair = pair();
        final DispatchLog log = new DispatchLog();
        final SendQueue sendQueue = dispatcher(2, 64).add(pair.server(), log).sendQueue(0);
        final int accepted = offerUntilStuck(sendQueue);
        assertEquals(WINDOW, sendQueue.queued());
        final int told = log.writable.size();
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < accepted; i++) {
            assertEquals(padded(i, BULK), new String(receiveBytes(pair.client(), info), StandardCharsets.US_ASCII));
        }
        await("word that there is room", () -> log.writable.size() == told + 1);
        assertSame(sendQueue, log.writable.get(told));
        assertSame(SendQueue.Offer.ACCEPTED, sendQueue.offer(bytes("more"), null));
        assertEquals("more", receive(pair.client()));
    }

    @Test
    void shouldSendToOthersWhileOnePeerReadsNothing() throws Exception { // 7
        final SctpMultiChannel server = multi();
        final DispatchLog log = new DispatchLog();
        final Dispatcher.Registration registration = dispatcher(2, 64).add(server, log);
        final SctpChannel slow = channel();
        final SctpChannel quick = channel();
        slow.connect(server.getLocalAddress(), LONG);
        quick.connect(server.getLocalAddress(), LONG);
        await("two associations, told to both workers", () -> log.notifications.size() == 4);
        send(slow, "slow");
        send(quick, "quick");
        await("who is who", () -> log.handled.get() == 2);
        final SendQueue toSlow = registration.sendQueue(associationOf(log, "slow"));
        final SendQueue toQuick = registration.sendQueue(associationOf(log, "quick"));
        final int accepted = offerUntilStuck(toSlow);
        for (int i = 0; i < 100; i++) {
            assertSame(SendQueue.Offer.ACCEPTED, toQuick.offer(bytes("m" + i), null));
            assertEquals("m" + i, receive(quick));
        }
        assertEquals(WINDOW, toSlow.queued(), "the slow one still is stuck");
        for (int i = 0; i < accepted; i++) {
            assertTrue(receive(slow).startsWith(i + "."));
        }
    }

    @Test
    void shouldReportWhatCannotBeSentAnyMore() throws Exception { // 8
        final SctpMultiChannel peer = multi();
        final SctpMultiChannel server = multi();
        final DispatchLog log = new DispatchLog();
        final Dispatcher.Registration registration = dispatcher(2, 64).add(server, log);
        final Association association = peer.connect(server.getLocalAddress(), LONG);
        await("the association, told to both workers", () -> log.notifications.size() == 2);
        final SendQueue sendQueue =
                registration.sendQueue(log.notifications.get(0).association());
        final int accepted = offerUntilStuck(sendQueue);
        association.abort();
        await("its end", () -> log.notifications.size() == 4);
        final SctpNotification.AssociationChange end = (SctpNotification.AssociationChange) log.notifications.get(3);
        assertSame(SctpNotification.AssociationTransition.LOST, end.change());
        await("all that was queued", () -> log.unsent.size() == WINDOW);
        assertEquals(
                IntStream.range(accepted - WINDOW, accepted)
                        .mapToObj(i -> padded(i, BULK))
                        .toList(),
                log.unsent);
        assertTrue(log.causes.stream().allMatch(SctpException.class::isInstance), log.causes.toString());
        assertSame(SendQueue.Offer.CLOSED, sendQueue.offer(bytes("too late"), null));
        assertEquals(0, sendQueue.queued());
        assertFalse(
                sendQueue.equals(registration.sendQueue(sendQueue.association())),
                "the number is free for another association");
    }

    @Test
    void shouldReportAMessageForAStreamThatIsNotThereAndSendTheRest() throws Exception { // 8
        final Pair pair = pair(DispatchingTck::withStreams);
        final DispatchLog log = new DispatchLog();
        final SendQueue sendQueue = dispatcher(2, 64).add(pair.server(), log).sendQueue(0);
        sendQueue.offer(bytes("good"), null);
        sendQueue.offer(bytes("bad"), new SendInfo().stream(STREAMS));
        sendQueue.offer(bytes("good too"), null);
        assertEquals("good", receive(pair.client()));
        assertEquals("good too", receive(pair.client()));
        await("the bad one", () -> log.unsent.equals(List.of("bad")));
        assertTrue(log.causes.get(0) instanceof SctpException.InvalidStream, log.causes.toString());
    }

    @Test
    void shouldSendLargeMessages() throws Exception { // 9
        final Pair pair = pair();
        final SendQueue sendQueue =
                dispatcher(2, 64).add(pair.server(), new DispatchLog()).sendQueue(0);
        final int[] sizes = {1, SLOT_BYTES, SLOT_BYTES + 1, 70_000, 3};
        for (final int size : sizes) {
            assertSame(SendQueue.Offer.ACCEPTED, sendQueue.offer(ByteBuffer.wrap(pattern(size)), null));
        }
        for (final int size : sizes) {
            assertArrayEquals(pattern(size), receiveBytes(pair.client(), new ReceiveInfo()));
        }
    }

    private static int associationOf(final DispatchLog log, final String text) {
        return log.messages.entrySet().stream()
                .filter(entry -> entry.getValue().contains(text))
                .mapToInt(entry -> Integer.parseInt(
                        entry.getKey().substring(0, entry.getKey().indexOf('/'))))
                .findFirst()
                .orElseThrow();
    }

    /** Offers until nothing more is taken for a while; returns how many were. */
    private static int offerUntilStuck(final SendQueue sendQueue) throws IOException {
        int accepted = 0;
        long lastNs = System.nanoTime();
        final long deadlineNs = deadlineNs();
        while (System.nanoTime() - lastNs < STILL.toNanos()) {
            if (sendQueue.offer(bytes(padded(accepted, BULK)), null) == SendQueue.Offer.ACCEPTED) {
                accepted++;
                lastNs = System.nanoTime();
            } else {
                pause(Duration.ofMillis(1));
            }
            assertTrue(deadlineNs - System.nanoTime() > 0, "nothing holds the offers back");
        }
        assertTrue(accepted > WINDOW, "the send buffer takes some");
        return accepted;
    }
}
