package io.sctp.engine.send;

import static io.sctp.engine.send.SentTexts.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.StreamScheduler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StreamListsTest {
    private final SentTexts texts = new SentTexts();
    private final SendQueue queue = texts.queue;
    private final Outbound outbound = new Outbound(texts.pool, 1 << 20);
    private final StreamLists lists = new StreamLists(queue, outbound);

    @Test
    void shouldHaveOneListAtFirst() {
        queue(2, "a");
        queue(1, "b");
        assertEquals(0, lists.openLast());
        assertTrue(lists.openBefore(0) < 0);
        lists.openList(0);
        lists.close();
        lists.onPacketEnd();
        lists.reconsider();
        lists.recount();
        lists.onGivenUp();
        lists.trim();
        assertTrue(lists.mayGoOn());
        assertFalse(lists.wantsNewPacket());
        assertEquals(0, lists.value(1));
        assertEquals(List.of("a", "b"), sendAll());
    }

    @Test
    void shouldHaveAListOfEachStreamWhereASchedulerChooses() {
        lists.scheduler(StreamScheduler.ROUND_ROBIN);
        queue(1, "a");
        queue(1, "b");
        queue(2, "c");
        assertEquals(1, lists.openLast());
        assertEquals(List.of("c"), texts.queued());
        assertEquals(0, lists.openBefore(1));
        assertEquals(List.of("a", "b"), texts.queued());
        assertTrue(lists.openBefore(0) < 0);
        lists.openList(1);
        assertEquals(List.of("c"), texts.queued());
        lists.close();
        assertEquals(List.of("a", "c", "b"), sendAll());
    }

    @Test
    void shouldKeepOneListForTheSchedulerThatItHas() {
        lists.scheduler(StreamScheduler.FIRST_COME_FIRST_SERVED);
        queue(1, "a");
        queue(1, "b");
        queue(2, "c");
        assertEquals(List.of("a", "b", "c"), sendAll());
    }

    @Test
    void shouldKeepValuesForASchedulerToCome() {
        lists.value(1, 9);
        assertEquals(9, lists.value(1));
        queue(1, "a");
        queue(2, "b");
        lists.scheduler(StreamScheduler.PRIORITY);
        assertEquals(List.of("b", "a"), sendAll());
        lists.scheduler(StreamScheduler.FIRST_COME_FIRST_SERVED);
        queue(1, "c");
        queue(2, "d");
        assertEquals(List.of("c", "d"), sendAll());
    }

    @Test
    void shouldEndAPacketWithTheMessagesOfAStream() {
        lists.scheduler(StreamScheduler.ROUND_ROBIN_PACKET);
        queue(1, "a");
        queue(2, "b");
        send();
        assertTrue(lists.wantsNewPacket());
        lists.onPacketEnd();
        assertFalse(lists.wantsNewPacket());
    }

    /** Whether it is told before or after the scheduler. */
    @Test
    void shouldInterleaveMessagesWhereThatIsAgreedOn() {
        outbound.peerWindow.begin(3000);
        lists.interleave(true);
        lists.scheduler(StreamScheduler.ROUND_ROBIN);
        queue(1, "aa");
        queue(2, "b");
        assertEquals("a", send(1));
        SentTexts.add(outbound.outstanding, 3600);
        lists.reconsider();
        assertFalse(lists.mayGoOn());
        outbound.peerWindow.begin(1 << 20);
        lists.recount();
        lists.reconsider();
        assertEquals(List.of("b", "a"), sendAll());
        lists.interleave(false);
        queue(1, "cc");
        queue(2, "d");
        assertEquals(List.of("c", "c", "d"), List.of(send(1), send(1), send(1)));
    }

    @Test
    void shouldForgetWhatIsGivenUp() {
        outbound.peerWindow.begin(1 << 20);
        lists.scheduler(StreamScheduler.ROUND_ROBIN);
        lists.interleave(true);
        queue(1, "aa");
        queue(2, "bb");
        send(1);
        lists.open(1);
        lists.onGivenUp();
        queue.remove(queue.first());
        lists.close();
        lists.trim();
        assertEquals(2, queue.length(queue.first()));
    }

    private void queue(final int stream, final String message) {
        lists.open(stream);
        texts.queue(stream, WHOLE, message);
        lists.onQueued();
    }

    private List<String> sendAll() {
        final List<String> sent = new ArrayList<>();
        while (!queue.isEmpty()) {
            sent.add(send());
        }
        return sent;
    }

    private String send() {
        return send(Integer.MAX_VALUE);
    }

    private String send(final int most) {
        final int segment = queue.first();
        final int sent = queue.sentBytes(segment);
        final int length = Math.min(most, queue.length(segment) - sent);
        final String text = texts.text(queue.handle(segment), sent, length);
        final boolean ends = sent + length == queue.length(segment);
        if (ends) {
            queue.remove(segment);
        } else {
            queue.sentBytes(segment, sent + length);
        }
        lists.onSent(length, sent == 0, ends);
        return text;
    }
}
