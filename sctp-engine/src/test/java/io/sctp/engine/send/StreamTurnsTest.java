package io.sctp.engine.send;

import static io.sctp.engine.send.SentTexts.FIRST;
import static io.sctp.engine.send.SentTexts.LAST;
import static io.sctp.engine.send.SentTexts.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.StreamScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** RFC 8260 section 3. A chunk takes no more than four bytes here. */
final class StreamTurnsTest {
    private static final int CHUNK = 4;

    private final SentTexts texts = new SentTexts();
    private final SendQueue queue = texts.queue;
    private final Outbound outbound = new Outbound(texts.pool, 1 << 20);
    private final StreamTurns turns = new StreamTurns(queue, outbound);

    // -- schedulers -------------------------------------------------------------------------------------------------

    @Test
    void shouldSendMessagesAsTheyComeAtFirst() {
        queue(2, "a");
        queue(1, "b");
        queue(2, "c");
        assertEquals(List.of("a", "b", "c"), sendAll());
    }

    @Test
    void shouldSendTheStreamOfTheSmallestValueFirst() {
        turns.scheduler(StreamScheduler.PRIORITY);
        turns.value(1, 5);
        turns.value(2, 3);
        queue(1, "a", "b");
        queue(2, "c");
        queue(3, "d");
        assertEquals(List.of("d", "c", "a", "b"), sendAll());
    }

    @Test
    void shouldLetStreamsOfEqualPriorityTakeTurns() {
        turns.scheduler(StreamScheduler.PRIORITY);
        queue(1, "a", "b");
        queue(2, "c", "d");
        assertEquals(List.of("a", "c", "b", "d"), sendAll());
    }

    @Test
    void shouldTakeAnotherPriorityForWhatIsQueuedAlready() {
        turns.scheduler(StreamScheduler.PRIORITY);
        queue(1, "a");
        queue(2, "b");
        queue(3, "c");
        turns.value(1, 9);
        turns.value(3, 0);
        turns.value(2, 5);
        assertEquals(5, turns.value(2));
        assertEquals(List.of("c", "b", "a"), sendAll());
        turns.value(2, 0);
        queue(1, "d");
        queue(2, "e");
        assertEquals(List.of("e", "d"), sendAll());
    }

    @Test
    void shouldSendOneMessageOfEachStreamInTurn() {
        turns.scheduler(StreamScheduler.ROUND_ROBIN);
        queue(1, "a", "b", "c");
        queue(2, "d");
        queue(3, "e", "f");
        assertEquals(List.of("a", "d", "e", "b", "f", "c"), sendAll());
    }

    @Test
    void shouldPutAStreamThatJoinsBehindThoseThatWait() {
        turns.scheduler(StreamScheduler.ROUND_ROBIN);
        queue(1, "a", "b");
        queue(2, "c");
        assertEquals("a", send());
        queue(3, "d");
        assertEquals(List.of("c", "b", "d"), sendAll());
    }

    @Test
    void shouldSendAMessageThatIsBegunToItsEnd() {
        turns.scheduler(StreamScheduler.PRIORITY);
        turns.value(1, 1);
        queue(1, "123456789");
        assertEquals("1234", send());
        queue(2, "urgent");
        assertEquals(List.of("5678", "9", "urge", "nt"), sendAll());
    }

    @Test
    void shouldSendAllSegmentsOfAMessage() {
        turns.scheduler(StreamScheduler.ROUND_ROBIN);
        turns.open(1);
        texts.queue(1, FIRST, "one");
        texts.queue(1, LAST, "two");
        turns.onQueued();
        queue(2, "other");
        assertEquals(List.of("one", "two", "othe", "r"), sendAll());
    }

    @Test
    void shouldFillAPacketWithMessagesOfOneStream() {
        turns.scheduler(StreamScheduler.ROUND_ROBIN_PACKET);
        queue(1, "a", "b", "c");
        queue(2, "d", "e");
        assertEquals("a", send());
        assertFalse(turns.wantsNewPacket());
        assertEquals("b", send());
        turns.onPacketEnd();
        assertEquals("d", send());
        assertEquals("e", send());
        assertTrue(turns.wantsNewPacket(), "what is next is another stream's");
        turns.onPacketEnd();
        assertFalse(turns.wantsNewPacket());
        assertEquals("c", send());
        turns.onPacketEnd();
    }

    @Test
    void shouldGiveEachStreamTheSameShareOfTheBytes() {
        turns.scheduler(StreamScheduler.FAIR_CAPACITY);
        queue(1, "1111", "1111", "1111");
        queue(2, "2", "2", "2", "2", "2", "2", "2", "2", "2", "2", "2", "2");
        assertEquals("1111 2 2 2 2 1111 2 2 2 2 1111 2 2 2 2", String.join(" ", sendAll()));
    }

    @Test
    void shouldNotMakeUpForTheSilenceOfAStream() {
        turns.scheduler(StreamScheduler.FAIR_CAPACITY);
        queue(1, "1111", "1111", "1111", "1111");
        assertEquals(List.of("1111", "1111"), List.of(send(), send()));
        queue(2, "2222", "2222", "2222");
        assertEquals("2222 1111 2222 1111 2222", String.join(" ", sendAll()));
    }

    @Test
    void shouldMakeAStreamWaitThatHasHadMoreThanOthers() {
        turns.scheduler(StreamScheduler.FAIR_CAPACITY);
        queue(1, "1111");
        queue(2, "2", "2", "2", "2", "2", "2");
        assertEquals("1111", send());
        queue(1, "1111");
        assertEquals("2 2 2 2 1111 2 2", String.join(" ", sendAll()));
    }

    @Test
    void shouldShareTheBytesByWeight() {
        turns.scheduler(StreamScheduler.WEIGHTED_FAIR_QUEUEING);
        turns.value(1, 3);
        queue(1, "1", "1", "1", "1", "1", "1");
        queue(2, "2", "2");
        queue(3, "3", "3");
        assertEquals("1 2 3 1 1 1 2 3 1 1", String.join(" ", sendAll()));
    }

    @Test
    void shouldTakeManyStreamsInTurn() {
        turns.scheduler(StreamScheduler.PRIORITY);
        for (int i = 0; i < 200; i++) {
            final int stream = i * 37 % 200;
            turns.value(stream, 1 + stream);
            queue(stream, "" + stream);
        }
        for (int i = 0; i < 200; i++) {
            assertEquals("" + i, send());
        }
    }

    // -- another scheduler ------------------------------------------------------------------------------------------

    @Test
    void shouldTakeAnotherSchedulerForWhatIsQueuedAlready() {
        queue(1, "a", "b");
        queue(2, "c");
        turns.scheduler(StreamScheduler.ROUND_ROBIN);
        assertEquals("a", send());
        assertEquals("c", send());
        queue(2, "d");
        turns.value(2, 1);
        turns.scheduler(StreamScheduler.PRIORITY);
        queue(2, "e");
        assertEquals(List.of("b", "d", "e"), sendAll());
    }

    @Test
    void shouldSendAMessageToItsEndWhateverTheSchedulerBecomes() {
        queue(2, "123456");
        queue(1, "a");
        assertEquals("1234", send());
        turns.value(2, 9);
        turns.scheduler(StreamScheduler.PRIORITY);
        assertEquals(List.of("56", "a"), sendAll());
    }

    @Test
    void shouldSendMessagesAsTheyComeAgain() {
        turns.scheduler(StreamScheduler.PRIORITY);
        turns.value(1, 5);
        queue(1, "a", "123456");
        queue(2, "b");
        turns.scheduler(StreamScheduler.FIRST_COME_FIRST_SERVED);
        queue(0, "c");
        assertEquals(List.of("b", "a", "1234", "56", "c"), sendAll());
    }

    @Test
    void shouldSendWhatIsBegunFirstWhenMessagesGoAsTheyComeAgain() {
        turns.scheduler(StreamScheduler.ROUND_ROBIN);
        queue(1, "123456", "a");
        queue(2, "b");
        assertEquals("1234", send());
        turns.scheduler(StreamScheduler.FIRST_COME_FIRST_SERVED);
        assertEquals(List.of("56", "a", "b"), sendAll());
    }

    @Test
    void shouldKeepAllMessagesWhateverTheSchedulerBecomes() {
        for (int i = 0; i < 50; i++) {
            queue(i % 7, "" + i);
        }
        for (final StreamScheduler scheduler : StreamScheduler.values()) {
            turns.scheduler(scheduler);
            turns.scheduler(scheduler);
            send();
            turns.onPacketEnd();
        }
        turns.scheduler(StreamScheduler.FIRST_COME_FIRST_SERVED);
        assertEquals(50 - StreamScheduler.values().length, sendAll().size());
    }

    // -- lists ------------------------------------------------------------------------------------------------------

    @Test
    void shouldGoThroughAllLists() {
        turns.scheduler(StreamScheduler.ROUND_ROBIN);
        queue(3, "c");
        queue(1, "a1", "a2");
        queue(2, "b");
        final Set<List<String>> lists =
                new TreeSet<>((one, other) -> one.toString().compareTo(other.toString()));
        int count = 0;
        for (int list = turns.openLast(); list >= 0; list = turns.openBefore(list)) {
            lists.add(texts.queued());
            count++;
        }
        assertEquals("[[a1, a2], [b], [c]]", lists.toString());
        assertEquals(3, count);
        assertEquals(List.of("c", "a1", "b", "a2"), sendAll(), "the one is open again whose turn it is");
    }

    /** All but those of one stream, as when an association ends. */
    @Test
    void shouldGoThroughAllListsWhileMessagesAreTakenOut() {
        turns.scheduler(StreamScheduler.ROUND_ROBIN);
        for (int stream = 0; stream < 9; stream++) {
            queue(stream, "m" + stream, "n");
        }
        for (int list = turns.openLast(); list >= 0; list = turns.openBefore(list)) {
            while (queue.first() != SendQueue.NONE && queue.stream(queue.first()) != 4) {
                queue.remove(queue.first());
            }
        }
        assertEquals(List.of("m4", "n"), sendAll());
    }

    @Test
    void shouldHaveOneListWhileMessagesAreSentAsTheyCome() {
        queue(1, "a");
        assertEquals(0, turns.openLast());
        assertTrue(turns.openBefore(0) < 0);
        turns.scheduler(StreamScheduler.ROUND_ROBIN);
        send();
        assertTrue(turns.openLast() < 0, "there is none");
    }

    @Test
    void shouldGoOnWithAnotherStreamWhenTheMessagesOfOneAreGone() {
        turns.scheduler(StreamScheduler.ROUND_ROBIN);
        queue(1, "123456");
        queue(2, "b");
        send();
        turns.open(1);
        queue.remove(queue.first());
        turns.close();
        assertEquals(List.of("b"), sendAll());
    }

    @Test
    void shouldTakeTurnsAnewOnceItsMemoryWasGivenBack() {
        turns.scheduler(StreamScheduler.FAIR_CAPACITY);
        queue(1, "1111");
        send();
        turns.trim();
        queue(1, "1", "1");
        queue(2, "2", "2");
        assertEquals(List.of("1", "2", "1", "2"), sendAll());
    }

    // -- interleaving -----------------------------------------------------------------------------------------------

    @Test
    void shouldSendAChunkOfEachStreamInTurnWhereMessagesAreInterleaved() {
        interleave(1 << 20);
        queue(1, "aaaabbbb");
        queue(2, "ccccdddd");
        assertEquals(List.of("aaaa", "cccc", "bbbb", "dddd"), sendAll());
    }

    @Test
    void shouldSendAnUrgentMessageInTheMiddleOfAnother() {
        interleave(1 << 20);
        turns.scheduler(StreamScheduler.PRIORITY);
        turns.value(1, 5);
        queue(1, "aaaabbbb");
        assertEquals("aaaa", send());
        queue(2, "urge");
        assertEquals(List.of("urge", "bbbb"), sendAll());
    }

    /** What is begun goes on; what would not fit the window waits. */
    @Test
    void shouldBeginNoMessageThatTheWindowHasNoRoomFor() {
        interleave(3000);
        queue(1, "aaaabbbbcccc");
        queue(2, "dddd");
        assertEquals(List.of("aaaa", "bbbb", "cccc", "dddd"), sendAll());
    }

    @Test
    void shouldLookAgainWhenTheWindowHasChanged() {
        interleave(3000);
        queue(1, "aaaabbbbcccc");
        queue(2, "dddd");
        send();
        turns.reconsider();
        assertTrue(turns.mayGoOn());
        outbound.peerWindow.begin(1 << 20);
        turns.reconsider();
        assertEquals(List.of("dddd", "bbbb", "cccc"), sendAll());
    }

    /** The leader leaves half of the window to one that could begin then. */
    @Test
    void shouldMakeTheLeaderYieldToAMessageThatWaitsForRoom() {
        interleave(3000);
        queue(1, "aaaabbbbcccc");
        queue(2, "dddd");
        send();
        SentTexts.add(outbound.outstanding, 3600);
        turns.reconsider();
        assertFalse(turns.mayGoOn(), "more is in flight than is left");
        outbound.peerWindow.begin(3600);
        assertTrue(turns.mayGoOn());
    }

    @Test
    void shouldForgetWhatIsLeftOfAMessageThatIsGivenUp() {
        interleave(1 << 20);
        queue(1, "aaaabbbb");
        queue(2, "ccccdddd");
        send();
        send();
        turns.open(1);
        turns.onGivenUp();
        queue.remove(queue.first());
        turns.close();
        assertEquals(List.of("dddd"), sendAll());
    }

    private void interleave(final long window) {
        outbound.peerWindow.begin(window);
        turns.interleave(true);
        turns.scheduler(StreamScheduler.ROUND_ROBIN);
    }

    private void queue(final int stream, final String... messages) {
        for (final String message : messages) {
            turns.open(stream);
            texts.queue(stream, WHOLE, message);
            turns.onQueued();
        }
    }

    private List<String> sendAll() {
        final List<String> sent = new ArrayList<>();
        while (!queue.isEmpty()) {
            if (turns.wantsNewPacket()) {
                turns.onPacketEnd();
            }
            sent.add(send());
        }
        return sent;
    }

    /** Sends the next chunk, as {@link Outbound} does. */
    private String send() {
        final int segment = queue.first();
        final int sent = queue.sentBytes(segment);
        final int length = Math.min(CHUNK, queue.length(segment) - sent);
        final String text = texts.text(queue.handle(segment), sent, length);
        final boolean begins = !queue.isBegun(segment);
        final boolean segmentEnds = sent + length == queue.length(segment);
        final boolean ends = segmentEnds && (queue.flags(segment) & LAST) != 0;
        if (segmentEnds) {
            queue.remove(segment);
        } else {
            queue.sentBytes(segment, sent + length);
        }
        turns.onSent(length, begins, ends);
        return text;
    }
}
