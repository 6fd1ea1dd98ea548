package io.sctp.engine.receive;

import static io.sctp.engine.receive.TextChunks.BEGIN;
import static io.sctp.engine.receive.TextChunks.END;
import static io.sctp.engine.receive.TextChunks.MIDDLE;
import static io.sctp.engine.receive.TextChunks.UNORDERED;
import static io.sctp.engine.receive.TextChunks.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.ReceiveInfo;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Messages of I-DATA chunks that are delivered in parts (RFC 8260 section 2.2.3, RFC 9260 section 6.9). */
final class InterleavedPartialDeliveryTest {
    private static final int LONGEST = InterleavedReceiver.LONGEST;

    private final InterleavedReceiver receiver = new InterleavedReceiver();
    private final InterleavedMessages messages = receiver.messages;
    private final ChunkStore store = receiver.store;
    private final ReadyQueue ready = receiver.ready;
    private final ReceiveInfo info = receiver.reader.info;

    @Nested
    final class OneInParts {
        @BeforeEach
        void deliverInParts() {
            messages.partialDelivery(4, false);
        }

        @Test
        void shouldHandUpInPartsWhatIsLong() {
            receiver.add(BEGIN, 1, 0, 0, "abc");
            assertEquals(List.of(), receiver.readAll());
            receiver.add(MIDDLE, 1, 0, 1, "d");
            assertEquals(List.of("abcd..."), receiver.readAll());
            assertEquals(4, info.messageLength());
            receiver.add(MIDDLE, 1, 0, 3, "f");
            assertEquals(List.of(), receiver.readAll());
            receiver.add(MIDDLE, 1, 0, 2, "e");
            assertEquals(List.of("ef..."), receiver.readAll());
            assertEquals(TextChunks.PPID, info.ppid(), "each part has it");
            assertEquals(2, info.messageLength());
            receiver.add(END, 1, 0, 4, "g");
            assertEquals(List.of("g"), receiver.readAll());
            assertFalse(messages.isIncomplete());
            receiver.add(WHOLE, 1, 1, 0, "next");
            assertEquals(List.of("next"), receiver.readAll());
        }

        @Test
        void shouldMakeOthersWaitForItsEnd() {
            receiver.add(BEGIN, 1, 0, 0, "abcd");
            receiver.add(WHOLE, 2, 0, 0, "other");
            assertTrue(ready.holdsAny());
            assertEquals(List.of("abcd..."), receiver.readAll());
            receiver.add(END, 1, 0, 1, "e");
            assertEquals(List.of("e", "other"), receiver.readAll());
        }

        @Test
        void shouldHandUpInPartsTheNextLongOneWhenItEnds() {
            receiver.add(BEGIN, 1, 0, 0, "one ");
            receiver.add(BEGIN, 3, 0, 0, "two ");
            receiver.add(BEGIN, 2, 0, 0, "three ");
            receiver.readAll();
            receiver.add(END, 1, 0, 1, ".");
            assertEquals(List.of(".", "two ..."), receiver.readAll());
            receiver.add(END, 3, 0, 1, ".");
            assertEquals(List.of(".", "three ..."), receiver.readAll());
        }

        @Test
        void shouldHandUpWholeWhatIsCompleteByThen() {
            receiver.add(BEGIN, 1, 0, 0, "one ");
            receiver.add(BEGIN, 3, 0, 0, "two ");
            receiver.add(END, 3, 0, 1, ".");
            receiver.readAll();
            receiver.add(END, 1, 0, 1, ".");
            assertEquals(List.of(".", "two ."), receiver.readAll());
        }

        @Test
        void shouldHandUpInPartsOnlyTheMessageWhoseTurnItIs() {
            receiver.add(BEGIN, 1, 1, 0, "later");
            assertEquals(List.of(), receiver.readAll());
            receiver.add(WHOLE, 1, 0, 0, "first");
            assertEquals(List.of("first", "later..."), receiver.readAll());
        }

        /** The window is nearly used up, and there is nothing else to read. */
        @Test
        void shouldHandUpWhatIsThereHoweverShortWhenAskedTo() {
            receiver.add(BEGIN, 1, 0, 0, "a");
            receiver.add(BEGIN, 2, 0, 0, "b");
            receiver.add(MIDDLE, 1, 0, 1, "a");
            receiver.add(MIDDLE, 3, 0, 1, "has no beginning");
            receiver.add(BEGIN, 4, 1, 0, "has no turn");
            messages.relieve();
            assertEquals(List.of("aa..."), receiver.readAll());
            messages.relieve();
            assertEquals(List.of(), receiver.readAll(), "one at a time");
            receiver.add(END, 1, 0, 2, ".");
            messages.relieve();
            assertEquals(List.of(".", "b..."), receiver.readAll());
        }

        @Test
        void shouldNotHandUpInPartsWhatHasEndedWhenAskedTo() {
            receiver.add(BEGIN, 1, 0, 0, "a");
            receiver.add(BEGIN, 2, 0, 0, "b");
            receiver.add(BEGIN, 3, 0, 0, "c");
            receiver.add(END, 2, 0, 1, "b");
            messages.relieve();
            assertEquals(List.of("bb", "a..."), receiver.readAll());
            receiver.add(END, 3, 0, 1, "c");
            receiver.add(END, 1, 0, 1, "a");
            messages.relieve();
            assertEquals(List.of("a", "cc"), receiver.readAll());
        }

        @Test
        void shouldSayWhenMoreOfItCameLast() {
            receiver.nowNs = 10;
            receiver.add(BEGIN, 1, 0, 0, "abcd");
            receiver.nowNs = 20;
            receiver.add(MIDDLE, 1, 0, 1, "e");
            assertEquals(Long.MAX_VALUE, messages.waitingSinceNs(), "nothing waits");
            assertFalse(messages.isIncomplete(), "all that came can be read");
            receiver.nowNs = 25;
            receiver.add(BEGIN, 3, 0, 0, "x");
            receiver.nowNs = 30;
            receiver.add(WHOLE, 2, 0, 0, "waits");
            assertEquals(20, messages.waitingSinceNs());
        }

        @Test
        void shouldBeIncompleteWhileAFragmentIsBeyondAGap() {
            receiver.add(MIDDLE, 1, 0, 2, "f");
            receiver.add(BEGIN, 1, 0, 0, "abcd");
            assertTrue(messages.isIncomplete());
        }

        @Test
        void shouldTellThatTheRestWillNotCome() {
            receiver.add(BEGIN, 1, 0, 0, "abcd");
            receiver.add(MIDDLE, 1, 0, 2, "f");
            receiver.add(WHOLE, 2, 0, 0, "other");
            receiver.add(WHOLE, 1, 1, 0, "next");
            receiver.forward(1, 0, false);
            assertEquals(List.of("abcd...", "aborted", "other", "next"), receiver.readAll());
            assertEquals(0, store.live());
        }

        @Test
        void shouldNameTheMessageThatWillNotCome() {
            receiver.add(BEGIN | UNORDERED, 1, 70_000, 0, "abcd");
            receiver.forward(1, 70_000, true);
            receiver.readAll();
            assertTrue(info.isAborted());
            assertTrue(info.isUnordered());
            assertEquals(1, info.stream());
            assertEquals(70_000, info.messageId());
            assertEquals(TextChunks.PPID, info.ppid());
            receiver.add(WHOLE, 2, 0, 0, "first");
            receiver.add(BEGIN, 2, 1, 0, "abcd");
            receiver.forward(2, 1, false);
            receiver.readAll();
            assertTrue(info.isAborted());
            assertEquals(1, info.messageId());
            assertEquals(1, info.ssn());
            assertEquals(2, info.stream());
        }

        @Test
        void shouldHandUpTheNextLongOneWhenItWillNotCome() {
            receiver.add(BEGIN, 1, 0, 0, "one ");
            receiver.add(BEGIN, 2, 0, 0, "two ");
            receiver.forward(1, 0, false);
            assertEquals(List.of("one ...", "aborted", "two ..."), receiver.readAll());
        }
    }

    /** RFC 6458 section 8.1.20, level 2. */
    @Nested
    final class SeveralInParts {
        @BeforeEach
        void deliverInParts() {
            messages.partialDelivery(4, true);
        }

        @Test
        void shouldHandUpPartsInTurn() {
            receiver.add(BEGIN, 1, 0, 0, "one ");
            receiver.add(BEGIN, 2, 0, 0, "two ");
            receiver.add(WHOLE, 3, 0, 0, "other");
            receiver.add(END, 1, 0, 1, "one");
            receiver.add(END, 2, 0, 1, "two");
            assertEquals(List.of("one ...", "two ...", "other", "one", "two"), receiver.readAll());
        }

        @Test
        void shouldHandUpAllThatIsThereWhenAskedTo() {
            receiver.add(BEGIN, 1, 0, 0, "a");
            receiver.add(BEGIN, 2, 0, 0, "b");
            messages.relieve();
            assertEquals(List.of("a...", "b..."), receiver.readAll());
        }

        /** Nothing but their order tells the unordered ones of a stream apart for a reader. */
        @Test
        void shouldMakeUnorderedMessagesWaitForTheOneOfTheirStream() {
            receiver.add(BEGIN | UNORDERED, 1, 0, 0, "one ");
            receiver.add(WHOLE | UNORDERED, 1, 1, 0, "whole");
            receiver.add(BEGIN | UNORDERED, 1, 2, 0, "two ");
            receiver.add(BEGIN | UNORDERED, 1, 3, 0, "three ");
            receiver.add(WHOLE | UNORDERED, 2, 0, 0, "other");
            receiver.add(BEGIN, 1, 0, 0, "ordered ");
            assertEquals(List.of("one ...", "other", "ordered ..."), receiver.readAll());
            receiver.add(END | UNORDERED, 1, 0, 1, ".");
            assertEquals(List.of(".", "whole", "two ..."), receiver.readAll());
            receiver.forward(1, 2, true);
            assertEquals(List.of("aborted", "three ..."), receiver.readAll());
        }

        @Test
        void shouldNotMakeUnorderedMessagesWaitForAnOrderedOne() {
            receiver.add(BEGIN, 1, 0, 0, "one ");
            receiver.add(WHOLE | UNORDERED, 1, 0, 0, "other");
            assertEquals(List.of("one ...", "other"), receiver.readAll());
            receiver.add(BEGIN | UNORDERED, 1, 1, 0, "two ");
            receiver.add(END, 1, 0, 1, ".");
            receiver.add(WHOLE | UNORDERED, 1, 2, 0, "waits");
            assertEquals(List.of("two ...", "."), receiver.readAll(), "the end of the ordered one does not help");
        }

        @Test
        void shouldMakeAnUnorderedMessageWaitThatIsCompleteByThen() {
            receiver.add(BEGIN | UNORDERED, 1, 0, 0, "one ");
            receiver.add(BEGIN | UNORDERED, 1, 1, 0, "t");
            receiver.add(END | UNORDERED, 1, 1, 1, "wo");
            assertEquals(List.of("one ..."), receiver.readAll());
            receiver.add(END | UNORDERED, 1, 0, 1, ".");
            assertEquals(List.of(".", "two"), receiver.readAll());
        }

        @Test
        void shouldLetOthersGoOnWhenSeveralMayBe() {
            messages.partialDelivery(4, false);
            receiver.add(BEGIN, 1, 0, 0, "one ");
            receiver.add(BEGIN, 2, 0, 0, "two ");
            receiver.add(WHOLE, 3, 0, 0, "other");
            assertEquals(List.of("one ..."), receiver.readAll());
            messages.partialDelivery(4, true);
            assertEquals(List.of("other", "two ..."), receiver.readAll());
            messages.partialDelivery(4, false);
            receiver.add(WHOLE, 3, 1, 0, "waits");
            assertEquals(List.of(), receiver.readAll());
        }
    }

    @Test
    void shouldHandNothingUpInPartsUnlessAsked() {
        receiver.add(BEGIN, 1, 0, 0, "a".repeat(LONGEST));
        messages.relieve();
        assertEquals(List.of(), receiver.readAll());
    }
}
