package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Association;
import io.sctp.MessageBatch;
import io.sctp.MessageSlab;
import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.DefaultSendInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches: what is sent and received in one is what single messages would have been. */
public abstract class BatchTck extends Tck {
    private static final int SLOT_BYTES = 2048;

    @Test
    void shouldCarryEveryMessageOfABatchOnceAndInOrder() throws IOException {
        final Pair pair = pair();
        final int total = 1000;
        final MessageBatch out = new MessageBatch(64, SLOT_BYTES);
        final MessageBatch in = new MessageBatch(48, SLOT_BYTES);
        final FutureTask<Integer> sending = background(() -> {
            final SendInfo info = new SendInfo();
            int sent = 0;
            while (sent < total) {
                for (out.clear(); !out.isFull() && sent < total; sent++) {
                    out.add(bytes("message " + sent), info.stream(3).ppid(46));
                }
                assertEquals(out.size(), pair.client().send(out, LONG));
                assertFalse(out.hasRemaining());
            }
            return sent;
        });
        for (int seen = 0; seen < total; ) {
            final int received = pair.server().receive(in, LONG);
            assertEquals(received, in.size());
            for (int i = 0; i < received; i++, seen++) {
                assertEquals("message " + seen, text(in.payload(i)));
                assertEquals(3, in.stream(i));
                assertEquals(seen & 0xFFFF, in.ssn(i));
                assertEquals(46, in.ppid(i));
                assertTrue(in.complete(i));
                assertFalse(in.unordered(i));
                assertNull(in.notification(i));
                assertTrue(in.receiveTimeNanos(i) <= System.nanoTime());
            }
        }
        assertEquals(total, outcome(sending));
    }

    @Test
    void shouldMixWithSingleMessages() throws IOException {
        final Pair pair = pair();
        final MessageBatch batch = new MessageBatch(4, SLOT_BYTES);
        batch.add(bytes("b0"), null);
        batch.add(bytes("b1"), new SendInfo().stream(1).unordered(true).context(5));
        pair.client().send(batch, LONG);
        send(pair.client(), "single");
        assertEquals("b0", receive(pair.server()));
        final ReceiveInfo info = new ReceiveInfo();
        assertEquals("b1", receive(pair.server(), info));
        assertTrue(info.unordered());
        assertEquals(1, pair.server().receive(batch, LONG));
        assertEquals("single", text(batch.payload(0)));
    }

    @Test
    void shouldTakeTheDefaultSendInfoWhereNoneIsGiven() throws IOException {
        final Pair pair = pair();
        pair.client().association().setOption(SctpOptions.DEFAULT_SNDINFO, new DefaultSendInfo(6, 3, true, 0));
        final MessageBatch batch = new MessageBatch(2, SLOT_BYTES);
        batch.add(bytes("by default"), null);
        batch.add(bytes("as it says"), new SendInfo().stream(1).ppid(46));
        pair.client().send(batch, LONG);
        final ReceiveInfo info = new ReceiveInfo();
        assertEquals("by default", receive(pair.server(), info));
        assertEquals(6, info.stream());
        assertEquals(3, info.ppid());
        assertTrue(info.unordered());
        assertEquals("as it says", receive(pair.server(), info));
        assertEquals(1, info.stream());
        assertEquals(46, info.ppid());
        assertFalse(info.unordered());
    }

    @Test
    void shouldSendFromTheCallersOwnBuffer() throws IOException {
        final Pair pair = pair();
        final byte[] large = pattern(20_000);
        final ByteBuffer mine =
                ByteBuffer.allocateDirect(large.length + 5).put(bytes("small")).put(large);
        final MessageBatch out = new MessageBatch(2, 16);
        mine.position(0).limit(5);
        out.addReference(mine, null);
        mine.limit(mine.capacity());
        out.addReference(mine, null);
        assertEquals(2, pair.client().send(out, LONG));
        assertEquals("small", receive(pair.server()));
        assertArrayEquals(large, receiveBytes(pair.server(), new ReceiveInfo()));
    }

    @Test
    void shouldBringAMessageLargerThanASlotInParts() throws IOException {
        final Pair pair = pair();
        final byte[] large = pattern(10_000);
        pair.client().send(ByteBuffer.wrap(large), new SendInfo().stream(2), LONG);
        send(pair.client(), "next", new SendInfo().stream(2));
        final MessageBatch in = new MessageBatch(3, 1000);
        final ByteArrayOutputStream whole = new ByteArrayOutputStream();
        final List<byte[]> messages = new ArrayList<>();
        while (messages.size() < 2) {
            pair.server().receive(in, LONG);
            for (int i = 0; i < in.size(); i++) {
                assertEquals(2, in.stream(i));
                final byte[] part = new byte[in.length(i)];
                in.payload(i).get(part);
                whole.write(part);
                if (in.complete(i)) {
                    messages.add(whole.toByteArray());
                    whole.reset();
                }
            }
        }
        assertArrayEquals(large, messages.get(0));
        assertEquals("next", new String(messages.get(1), StandardCharsets.UTF_8));
    }

    @Test
    void shouldBringNotificationsInTheirPlace() throws IOException {
        final Pair pair =
                pair(channel -> channel.subscribe(NotificationType.ASSOCIATION_CHANGE, NotificationType.SHUTDOWN));
        final MessageBatch out = new MessageBatch(2, SLOT_BYTES);
        out.add(bytes("one"), null);
        out.add(bytes("two"), null);
        pair.client().send(out, LONG);
        pair.client().shutdown();
        final List<String> seen = new ArrayList<>();
        final MessageBatch in = new MessageBatch(8, SLOT_BYTES);
        while (pair.server().receive(in, LONG) != SctpMessageChannel.END_OF_STREAM) {
            for (int i = 0; i < in.size(); i++) {
                final SctpNotification notification = in.notification(i);
                seen.add(
                        notification == null
                                ? text(in.payload(i))
                                : notification.type().name());
                assertTrue(notification == null || !in.payload(i).hasRemaining());
            }
        }
        assertEquals(0, in.size());
        assertTrue(seen.indexOf("ASSOCIATION_CHANGE") < seen.indexOf("one"), seen.toString());
        assertEquals(seen.indexOf("one") + 1, seen.indexOf("two"), seen.toString());
        assertTrue(seen.indexOf("SHUTDOWN") > seen.indexOf("two"), seen.toString());
        assertEquals(SctpMessageChannel.END_OF_STREAM, pair.server().receive(in, LONG), "and again");
    }

    @Test
    void shouldReadANotificationFromASlotThatHeldAShortMessage() throws IOException {
        final Pair pair = pair(channel -> channel.subscribe(NotificationType.SHUTDOWN));
        final MessageBatch in = new MessageBatch(1, SLOT_BYTES);
        send(pair.client(), "x");
        assertEquals(1, pair.server().receive(in, LONG));
        assertEquals("x", text(in.payload(0)));
        pair.client().shutdown();
        assertEquals(1, pair.server().receive(in, LONG));
        assertEquals(NotificationType.SHUTDOWN, in.notification(0).type());
    }

    @Test
    void shouldPutANotificationTogetherThatIsLargerThanASlot() throws IOException {
        final SctpMultiChannel server = multi();
        final SctpMultiChannel client = multi();
        client.subscribe(NotificationType.SEND_FAILED, NotificationType.ASSOCIATION_CHANGE);
        final Association association = client.connect(server.getLocalAddress(), LONG);
        final byte[] large = pattern(3_000);
        final MessageBatch out = new MessageBatch(1, 4_000);
        final SendInfo info = new SendInfo().association(association.id()).context(77);
        client.configureBlocking(false);
        int queued = 0;
        do {
            out.clear().add(ByteBuffer.wrap(large), info);
            queued++;
        } while (client.send(out) == 1 && queued < 100_000);
        client.configureBlocking(true);
        association.abort();
        final MessageBatch in = new MessageBatch(5, 100);
        SctpNotification.SendFailed failed = null;
        final long deadlineNs = deadlineNs();
        while (failed == null) {
            client.receive(in, remaining(deadlineNs));
            for (int i = 0; i < in.size(); i++) {
                assertNotNull(in.notification(i), "no data was sent to this end");
                if (in.notification(i) instanceof SctpNotification.SendFailed found) {
                    failed = found;
                }
            }
        }
        assertEquals(77, failed.context());
        final byte[] returned = new byte[failed.data().remaining()];
        failed.data().get(returned);
        assertArrayEquals(large, returned);
    }

    @Test
    void shouldSayHowManyWentWhenThereIsNoRoomForAll() throws IOException {
        final Pair pair = pair();
        pair.client().configureBlocking(false);
        final MessageBatch out = new MessageBatch(64, 8_000);
        final byte[] payload = pattern(8_000);
        int sent = 0;
        int result;
        int rounds = 0;
        do {
            out.clear();
            while (!out.isFull()) {
                payload[0] = (byte) (sent + out.size());
                out.add(ByteBuffer.wrap(payload), new SendInfo().ppid(sent + out.size()));
            }
            result = pair.client().send(out);
            assertEquals(result, out.position());
            sent += result;
        } while (result == out.capacity() && ++rounds < 10_000);
        assertTrue(result < out.capacity(), "an unread association takes no end of messages");
        final MessageBatch in = new MessageBatch(16, 8_000);
        int seen = 0;
        out.compact();
        while (seen < sent || out.hasRemaining()) {
            if (out.hasRemaining()) {
                sent += pair.client().send(out);
            }
            for (int i = 0, received = pair.server().receive(in, LONG); i < received; i++) {
                final ByteBuffer got = in.payload(i);
                if (in.complete(i)) {
                    assertEquals(seen, in.ppid(i), "each once and in order");
                    assertEquals((byte) seen, got.get(0));
                    seen++;
                }
            }
        }
        assertEquals(sent, seen);
    }

    @Test
    void shouldStayAtTheMessageThatWasRefused() throws IOException {
        final Pair pair = pair();
        final int streams = pair.client().association().status().outboundStreams();
        final MessageBatch out = new MessageBatch(3, SLOT_BYTES);
        out.add(bytes("good"), null);
        out.add(bytes("bad"), new SendInfo().stream(streams));
        out.add(bytes("good too"), null);
        final SctpException refused = assertThrows(
                SctpException.InvalidStream.class, () -> pair.client().send(out, LONG));
        assertContains("stream " + streams, refused.getMessage());
        assertEquals(1, out.position());
        out.position(2);
        assertEquals(1, pair.client().send(out, LONG));
        assertEquals("good", receive(pair.server()));
        assertEquals("good too", receive(pair.server()));
    }

    @Test
    void shouldRefuseAMessageToNobodyOnAOneToManyChannel() throws IOException {
        final SctpMultiChannel client = multi();
        final int association = client.connect(multi().getLocalAddress(), LONG).id();
        final MessageBatch out = new MessageBatch(2, SLOT_BYTES);
        out.add(bytes("to somebody"), new SendInfo().association(association));
        out.add(bytes("to nobody"), new SendInfo());
        assertThrows(SctpException.NotConnected.class, () -> client.send(out, LONG));
        assertEquals(1, out.position());
        assertThrows(SctpException.NotConnected.class, () -> client.send(out, LONG));
    }

    @Test
    void shouldReachManyAssociationsWithOneBatch() throws IOException {
        final SctpMultiChannel client = multi();
        final SctpMultiChannel server = multi();
        final SctpMultiChannel other = multi();
        final int first = client.connect(server.getLocalAddress(), LONG).id();
        final int second = client.connect(other.getLocalAddress(), LONG).id();
        final MessageBatch out = new MessageBatch(20, SLOT_BYTES);
        for (int i = 0; i < 20; i++) {
            out.add(bytes("message " + i / 2), new SendInfo().association(i % 2 == 0 ? first : second));
        }
        assertEquals(20, client.send(out, LONG));
        for (final SctpMultiChannel receiver : List.of(server, other)) {
            final List<String> seen = new ArrayList<>();
            final MessageBatch in = new MessageBatch(4, SLOT_BYTES);
            while (seen.size() < 10) {
                receiver.receive(in, LONG);
                for (int i = 0; i < in.size(); i++) {
                    seen.add(text(in.payload(i)));
                }
            }
            assertEquals(IntStream.range(0, 10).mapToObj(i -> "message " + i).toList(), seen);
        }
    }

    @Test
    void shouldLeaveAMessageInItsSlotWhenTheEntryGetsAnother() throws IOException {
        final Pair pair = pair();
        final MessageSlab slab = new MessageSlab(4, SLOT_BYTES);
        final MessageBatch in = new MessageBatch(1, slab).slot(0, 0);
        for (int i = 0; i < 3; i++) {
            send(pair.client(), "kept " + i);
            assertEquals(1, pair.server().receive(in, LONG));
            in.payload(0);
            in.slot(0, i + 1);
        }
        for (int i = 0; i < 3; i++) {
            assertEquals("kept " + i, text(slab.view(i)));
        }
    }

    @Test
    void shouldReportTheEndBehindTheMessages() throws IOException {
        final Pair pair = pair();
        final MessageBatch out = new MessageBatch(1, SLOT_BYTES);
        out.add(bytes("last words"), null);
        pair.client().send(out, LONG);
        pair.client().shutdown();
        final MessageBatch in = new MessageBatch(8, SLOT_BYTES);
        assertEquals(1, pair.server().receive(in, LONG));
        assertEquals("last words", text(in.payload(0)));
        assertEquals(SctpMessageChannel.END_OF_STREAM, pair.server().receive(in, LONG));
    }

    @Test
    void shouldFailOnceTheAssociationIsAborted() throws IOException {
        final SctpServerChannel listener = listener();
        final Association association = multi().connect(listener.getLocalAddress(), LONG);
        final SctpChannel server = closing(listener.accept(LONG));
        final MessageBatch in = new MessageBatch(8, SLOT_BYTES);
        final FutureTask<Integer> receiving = blocked(() -> server.receive(in));
        association.abort();
        failure(SctpException.Ended.class, receiving);
    }

    @Test
    void shouldWaitOnlyAsLongAsItIsTold() throws IOException {
        final Pair pair = pair();
        final MessageBatch batch = new MessageBatch(8, SLOT_BYTES);
        assertTimesOut(SHORT, () -> pair.server().receive(batch, SHORT));
        assertTimesOut(Duration.ZERO, () -> pair.server().receive(batch, Duration.ZERO));
        pair.server().configureBlocking(false);
        assertEquals(SctpMessageChannel.WOULD_BLOCK, pair.server().receive(batch));
        assertEquals(0, batch.size());
        assertThrows(IllegalArgumentException.class, () -> pair.client().send(batch));
        final MessageBatch full = new MessageBatch(64, 8_000);
        assertTimesOut(SHORT, () -> {
            for (int round = 0; round < 10_000; round++) {
                for (full.clear(); !full.isFull(); ) {
                    full.add(ByteBuffer.wrap(pattern(8_000)), null);
                }
                pair.client().send(full, SHORT);
            }
        });
        assertTrue(full.hasRemaining());
    }

    @Test
    void shouldEndABlockedReceiveWhenTheChannelIsClosed() throws IOException {
        final Pair pair = pair();
        final MessageBatch in = new MessageBatch(8, SLOT_BYTES);
        final FutureTask<Integer> receiving = blocked(() -> pair.server().receive(in));
        pair.server().close();
        failure(AsynchronousCloseException.class, receiving);
    }

    @Test
    void shouldEndABlockedReceiveAtTheEndOfTheStream() throws Exception {
        final Pair pair = pair();
        final MessageBatch in = new MessageBatch(8, SLOT_BYTES);
        final FutureTask<Integer> receiving = blocked(() -> pair.server().receive(in));
        pair.client().shutdown();
        assertEquals(SctpMessageChannel.END_OF_STREAM, result(receiving));
    }

    private static String text(final ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
