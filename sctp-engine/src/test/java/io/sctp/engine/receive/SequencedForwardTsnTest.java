package io.sctp.engine.receive;

import static io.sctp.engine.receive.Inbound.Outcome.ACCEPTED;
import static io.sctp.engine.receive.Inbound.Outcome.VIOLATION;
import static io.sctp.engine.receive.TextChunks.BEGIN;
import static io.sctp.engine.receive.TextChunks.END;
import static io.sctp.engine.receive.TextChunks.MIDDLE;
import static io.sctp.engine.receive.TextChunks.UNORDERED;
import static io.sctp.engine.receive.TextChunks.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of DATA chunks that the peer abandons with FORWARD TSN (RFC 3758 section 3.6). */
final class SequencedForwardTsnTest {
    private static final int FAR = 1 << 16;
    private static final int STREAMS = SequencedReceiver.STREAMS;

    private final SequencedReceiver receiver = new SequencedReceiver();
    private final SequencedMessages messages = receiver.messages;
    private final ChunkStore store = receiver.store;

    @Test
    void shouldNotWaitForWhatIsSkipped() {
        receiver.whole(13, 1, 2, "third");
        receiver.whole(14, 1, 3, "fourth");
        receiver.whole(16, 1, 5, "sixth");
        receiver.forward(12, 1, 1);
        assertEquals(List.of("third", "fourth"), receiver.readAll());
        receiver.whole(15, 1, 4, "fifth");
        assertEquals(List.of("fifth", "sixth"), receiver.readAll());
    }

    @Test
    void shouldHandUpWhatIsThereOfThoseSkipped() {
        receiver.whole(10, 1, 1, "second");
        receiver.whole(11, 1, 3, "fourth");
        receiver.forward(14, 1, 4);
        assertEquals(List.of("second", "fourth"), receiver.readAll());
        assertEquals(ACCEPTED, receiver.whole(15, 1, 5, "sixth"));
        assertEquals(List.of("sixth"), receiver.readAll());
    }

    @Test
    void shouldSkipAcrossTheHighestSequenceNumber() {
        messages.reach(FAR - 1);
        receiver.forward(10, 1, 0xFFFD);
        messages.reach(2);
        receiver.whole(11, 1, 0xFFFF, "highest");
        receiver.whole(13, 1, 1, "second");
        messages.reach(10);
        receiver.forward(14, 1, 2);
        assertEquals(List.of("highest", "second"), receiver.readAll());
        assertEquals(ACCEPTED, receiver.whole(15, 1, 3, "fourth"));
        assertEquals(List.of("fourth"), receiver.readAll());
    }

    @Test
    void shouldHandUpWhatIsThereOfThoseSkippedBehindTheHighestSequenceNumber() {
        messages.reach(FAR - 1);
        receiver.forward(10, 1, 0xFFFD);
        messages.reach(4);
        receiver.whole(13, 1, 0, "first");
        receiver.whole(14, 2, 2, "of the next stream");
        messages.reach(10);
        receiver.forward(15, 1, 1);
        assertEquals(List.of("first"), receiver.readAll());
        assertEquals(ACCEPTED, receiver.whole(16, 1, 2, "third"));
        assertEquals(List.of("third"), receiver.readAll());
    }

    @Test
    void shouldGoOnWaitingForWhatIsNotSkipped() {
        receiver.whole(15, 1, 5, "sixth");
        receiver.forward(11, 1, 1);
        assertEquals(List.of(), receiver.readAll());
        receiver.forward(14, 1, 4);
        assertEquals(List.of("sixth"), receiver.readAll());
    }

    /** Stream 0 is what the chunk's other fields would be taken for. */
    @Test
    void shouldSkipNothingThatNoEntryNames() {
        receiver.forward(10, 1, 0);
        assertEquals(ACCEPTED, receiver.whole(11, 0, 0, "first"));
        assertEquals(List.of("first"), receiver.readAll());
    }

    @Test
    void shouldSkipNothingThatIsOfThePast() {
        receiver.whole(10, 1, 0, "first");
        receiver.whole(11, 1, 1, "second");
        receiver.readAll();
        receiver.forward(12, 1, 0);
        assertEquals(ACCEPTED, receiver.whole(13, 1, 2, "third"));
        assertEquals(List.of("third"), receiver.readAll());
    }

    @Test
    void shouldNotTakeTheMessageOfTheNextStreamForOneOfThisStream() {
        receiver.whole(11, 2, 1, "of the next stream");
        receiver.forward(12, 1, 5);
        assertEquals(List.of(), receiver.readAll());
        assertEquals(ACCEPTED, receiver.whole(13, 1, 6, "of this stream"));
        assertEquals(List.of("of this stream"), receiver.readAll());
    }

    @Test
    void shouldIgnoreWhatIsSkippedOfAStreamThatDoesNotExist() {
        receiver.forward(12, STREAMS, 1);
        assertEquals(ACCEPTED, receiver.whole(13, STREAMS, 0, "as if nothing had been said"));
        assertEquals(List.of("as if nothing had been said"), receiver.readAll());
    }

    @Test
    void shouldSkipSeveralStreamsAtOnce() {
        receiver.whole(11, 1, 1, "one");
        receiver.whole(12, 2, 1, "two");
        receiver.forward(13, 1, 0, 2, 0);
        assertEquals(List.of("one", "two"), receiver.readAll());
    }

    @Test
    void shouldDropTheFragmentsThatAreSkipped() {
        receiver.add(10, BEGIN, 1, 0, "a");
        receiver.add(12, MIDDLE, 1, 0, "c");
        receiver.add(20, BEGIN, 1, 1, "stays");
        receiver.forward(12, 1, 0);
        assertEquals(1, store.live());
        receiver.add(21, END, 1, 1, ".");
        assertEquals(List.of("stays."), receiver.readAll());
    }

    /** A careless peer skips the beginning of a message alone: the rest, here or still to come, is of no use. */
    @Test
    void shouldDropTheRestOfAMessageOfWhichTheBeginningIsSkipped() {
        receiver.add(10, BEGIN, 1, 0, "a");
        receiver.add(11, MIDDLE, 1, 0, "b");
        receiver.forward(10, 1, 0);
        assertEquals(0, store.live());
        assertEquals(ACCEPTED, receiver.add(12, MIDDLE, 1, 0, "c"));
        assertEquals(0, store.live());
        assertEquals(ACCEPTED, receiver.add(13, END, 1, 0, "d"));
        assertEquals(0, store.live());
        assertEquals(ACCEPTED, receiver.whole(14, 1, 1, "next"));
        assertEquals(List.of("next"), receiver.readAll());
    }

    @Test
    void shouldDropTheRestOfAMessageOfWhichMoreIsSkippedThanArrived() {
        receiver.add(10, BEGIN, 1, 0, "a");
        receiver.forward(11, 1, 0);
        assertEquals(ACCEPTED, receiver.add(12, END, 1, 0, "c"));
        assertEquals(0, store.live());
    }

    /** What follows is of another message, and must begin one. */
    @Test
    void shouldDropNothingBehindTheEndOfAMessageThatIsSkipped() {
        receiver.add(11, MIDDLE, 1, 0, "b");
        receiver.add(12, END, 1, 0, "c");
        receiver.forward(11, 1, 0);
        assertEquals(0, store.live());
        assertEquals(VIOLATION, receiver.add(13, MIDDLE, 1, 1, "d"));
        receiver.forward(19, 1, 1);
        assertEquals(ACCEPTED, receiver.add(20, END, 1, 1, "e"));
        assertEquals(0, store.live());
        assertEquals(VIOLATION, receiver.add(21, MIDDLE, 1, 2, "f"));
    }

    @Test
    void shouldDropTheRestThatArrivedBeyondAGap() {
        receiver.add(12, MIDDLE, 1, 0, "c");
        receiver.add(13, END, 1, 0, "d");
        receiver.forward(10, 1, 0);
        assertEquals(2, store.live());
        assertEquals(ACCEPTED, receiver.add(11, MIDDLE, 1, 0, "b"));
        assertEquals(0, store.live(), "what it joins is the rest of the same message");
        assertEquals(ACCEPTED, receiver.whole(14, 1, 1, "next"));
        assertEquals(List.of("next"), receiver.readAll());
    }

    @Test
    void shouldDropTheRestThatBeginsBehindWhatIsSkipped() {
        receiver.add(11, MIDDLE, 1, 0, "b");
        receiver.forward(10, 1, 0);
        assertEquals(0, store.live());
        assertEquals(ACCEPTED, receiver.add(12, END, 1, 0, "c"));
        assertEquals(0, store.live());
    }

    @Test
    void shouldTakeAMessageThatBeginsBehindWhatIsSkipped() {
        receiver.forward(10, 1, 0);
        assertEquals(ACCEPTED, receiver.add(11, BEGIN, 1, 1, "a"));
        assertEquals(ACCEPTED, receiver.add(12, END, 1, 1, "b"));
        assertEquals(List.of("ab"), receiver.readAll());
    }

    @Test
    void shouldKeepAMessageThatBeginsBehindWhatIsSkipped() {
        receiver.add(11, BEGIN, 1, 1, "a");
        receiver.forward(10, 1, 0);
        receiver.add(12, END, 1, 1, "b");
        assertEquals(List.of("ab"), receiver.readAll());
    }

    @Test
    void shouldTellThatTheRestOfAMessageInPartsWillNotCome() {
        messages.partialDelivery(1);
        receiver.add(10, BEGIN, 1, 0, "a");
        receiver.whole(13, 2, 0, "other");
        receiver.whole(14, 1, 1, "next");
        receiver.forward(11, 1, 0);
        assertEquals(List.of("a...", "aborted", "other", "next"), receiver.readAll());
        assertEquals(0, store.live());
    }

    /** What is skipped ends with the last part that was read: by that alone the message is not given up. */
    @Test
    void shouldGoOnWithAMessageInPartsOfWhichNothingMoreIsSkipped() {
        messages.partialDelivery(1);
        receiver.add(10, BEGIN, 1, 0, "a");
        receiver.forward(10, 2, 0);
        assertEquals(ACCEPTED, receiver.add(11, END, 1, 0, "b"));
        assertEquals(List.of("a...", "b"), receiver.readAll());
        assertEquals(ACCEPTED, receiver.whole(12, 1, 1, "next"));
        assertEquals(List.of("next"), receiver.readAll());
    }

    @Test
    void shouldGoOnWithAnUnorderedMessageInPartsOfWhichNothingMoreIsSkipped() {
        messages.partialDelivery(1);
        receiver.add(10, BEGIN | UNORDERED, 1, 0, "a");
        receiver.forward(10, 1, 5);
        assertEquals(ACCEPTED, receiver.add(11, END | UNORDERED, 1, 0, "b"));
        assertEquals(List.of("a...", "b"), receiver.readAll());
        receiver.forward(15);
        assertEquals(ACCEPTED, receiver.add(16, WHOLE | UNORDERED, 1, 0, "next"));
        assertEquals(List.of("next"), receiver.readAll(), "nothing is in parts any more");
    }

    @Test
    void shouldTellThatTheRestOfAnUnorderedMessageInPartsWillNotCome() {
        messages.partialDelivery(4);
        receiver.add(10, BEGIN | UNORDERED, 1, 0, "one ");
        receiver.add(20, BEGIN | UNORDERED, 1, 0, "two ");
        receiver.forward(11);
        assertEquals(List.of("one ...", "aborted", "two ..."), receiver.readAll());
    }

    @Test
    void shouldNotHandUpInPartsALongMessageThatIsSkipped() {
        messages.partialDelivery(4);
        receiver.add(20, BEGIN, 1, 0, "one ");
        receiver.add(10, BEGIN, 2, 0, "two ");
        receiver.forward(11, 2, 0);
        receiver.add(21, END, 1, 0, "end");
        assertEquals(List.of("one ...", "end"), receiver.readAll());
        assertEquals(0, store.live());
    }

    /** Nothing more of it had been sent when the peer gave it up. */
    @Test
    void shouldTellThatAMessageInPartsWasGivenUpThatIsNamed() {
        messages.partialDelivery(1);
        receiver.add(10, BEGIN, 1, 0, "a");
        receiver.forward(10, 2, 0, 1, 0);
        assertEquals(List.of("a...", "aborted"), receiver.readAll());
        assertEquals(ACCEPTED, receiver.whole(11, 1, 1, "next"));
        assertEquals(List.of("next"), receiver.readAll());
    }

    /** No entry names an unordered message. */
    @Test
    void shouldTellThatAnUnorderedMessageInPartsWasGivenUpWhenAnotherBegins() {
        messages.partialDelivery(1);
        receiver.add(10, BEGIN | UNORDERED, 1, 0, "a");
        receiver.forward(10);
        assertEquals(ACCEPTED, receiver.add(11, WHOLE | UNORDERED, 1, 0, "next"));
        assertEquals(List.of("a...", "aborted", "next"), receiver.readAll());
    }

    @Test
    void shouldRefuseABeginningWhereAMessageInPartsMustGoOn() {
        messages.partialDelivery(1);
        receiver.add(10, BEGIN, 1, 0, "a");
        receiver.forward(10, 2, 0);
        assertEquals(VIOLATION, receiver.add(11, BEGIN, 1, 1, "b"), "it is not given up");
    }

    @Test
    void shouldHandUpTheNextLongMessageWhenTheOneInPartsIsSkipped() {
        messages.partialDelivery(4);
        receiver.add(10, BEGIN, 1, 0, "one ");
        receiver.add(20, BEGIN, 2, 0, "two ");
        receiver.forward(11, 1, 0);
        assertEquals(List.of("one ...", "aborted", "two ..."), receiver.readAll());
    }
}
