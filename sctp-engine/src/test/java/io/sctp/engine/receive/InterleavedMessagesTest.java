package io.sctp.engine.receive;

import static io.sctp.engine.receive.Inbound.Outcome.ACCEPTED;
import static io.sctp.engine.receive.Inbound.Outcome.TOO_LONG;
import static io.sctp.engine.receive.Inbound.Outcome.VIOLATION;
import static io.sctp.engine.receive.TextChunks.BEGIN;
import static io.sctp.engine.receive.TextChunks.END;
import static io.sctp.engine.receive.TextChunks.MIDDLE;
import static io.sctp.engine.receive.TextChunks.UNORDERED;
import static io.sctp.engine.receive.TextChunks.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.packet.ForwardTsnChunk;
import io.sctp.engine.packet.IForwardTsnChunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** RFC 8260 sections 2.2.3 and 2.3. */
final class InterleavedMessagesTest {
    private static final int LONGEST = 100;
    private static final int STREAMS = 10;

    private final TextChunks chunks = new TextChunks();
    private final ChunkStore store = chunks.store;
    private final ReadyQueue ready = new ReadyQueue(chunks.pool, store);
    private final InterleavedMessages messages = new InterleavedMessages(store, chunks.pool, ready, LONGEST);
    private final ReceiveInfo info = new ReceiveInfo();
    private long nowNs;

    @BeforeEach
    void interleave() {
        ready.interleave(true);
    }

    // -- the order of a stream --------------------------------------------------------------------------------------

    @Test
    void shouldHandUpTheMessagesOfAStreamInTheirOrder() {
        assertEquals(ACCEPTED, add(WHOLE, 1, 2, 0, "third"));
        assertEquals(ACCEPTED, add(WHOLE, 1, 1, 0, "second"));
        assertEquals(List.of(), readAll());
        assertTrue(messages.isIncomplete());
        assertEquals(ACCEPTED, add(WHOLE, 1, 0, 0, "first"));
        assertEquals(List.of("first", "second", "third"), readAll());
        assertFalse(messages.isIncomplete());
    }

    @Test
    void shouldPutInterleavedMessagesTogether() {
        add(BEGIN, 1, 0, 0, "a1");
        add(BEGIN, 2, 0, 0, "b1");
        add(MIDDLE, 1, 0, 1, "a2");
        add(END, 2, 0, 1, "b2");
        add(END, 1, 0, 2, "a3");
        assertEquals(List.of("b1b2", "a1a2a3"), readAll());
    }

    @Test
    void shouldPutFragmentsTogetherInWhateverOrderTheyCome() {
        add(MIDDLE, 1, 0, 2, "c");
        add(END, 1, 0, 3, "d");
        add(BEGIN, 1, 0, 0, "a");
        assertEquals(List.of(), readAll());
        add(MIDDLE, 1, 0, 1, "b");
        assertEquals(List.of("abcd"), readAll());
        assertEquals(TextChunks.PPID, info.ppid());
        assertEquals(4, info.messageLength());
        assertEquals(0, store.live());
    }

    @Test
    void shouldHandUpUnorderedMessagesAsTheyAreComplete() {
        add(BEGIN | UNORDERED, 1, 0, 0, "a");
        add(WHOLE | UNORDERED, 1, 1, 0, "b");
        add(END | UNORDERED, 1, 0, 1, "a");
        assertEquals(List.of("b", "aa"), readAll());
        add(WHOLE, 1, 0, 0, "ordered");
        assertEquals(List.of("ordered"), readAll(), "they used no identifier of it up");
    }

    @Test
    void shouldGoOnBehindTheHighestIdentifier() {
        forwardAlmostAround();
        forward(1, -2, false);
        add(WHOLE, 1, 0, 0, "b");
        add(WHOLE, 1, -1, 0, "a");
        assertEquals(List.of("a", "b"), readAll());
    }

    @Test
    void shouldHandUpWhatWaitedForTheEndOfALongerOne() {
        add(WHOLE, 1, 1, 0, "second");
        add(BEGIN, 1, 0, 0, "first");
        add(BEGIN, 1, 2, 0, "third");
        assertEquals(List.of(), readAll());
        add(END, 1, 0, 1, ".");
        assertEquals(List.of("first.", "second"), readAll());
        add(END, 1, 2, 1, ".");
        assertEquals(List.of("third."), readAll());
    }

    // -- what contradicts -------------------------------------------------------------------------------------------

    @Test
    void shouldRefuseAMessageThatWasThere() {
        add(WHOLE, 1, 0, 0, "first");
        assertEquals(VIOLATION, add(WHOLE, 1, 0, 0, "again"));
        assertEquals(List.of("first"), readAll());
        assertEquals(0, store.live());
    }

    @Test
    void shouldRefuseAFragmentThatIsThere() {
        add(BEGIN, 1, 0, 0, "a");
        assertEquals(VIOLATION, add(BEGIN, 1, 0, 0, "a"));
        add(MIDDLE, 1, 0, 2, "c");
        assertEquals(VIOLATION, add(MIDDLE, 1, 0, 2, "c"));
        assertEquals(2, store.live());
    }

    @Test
    void shouldRefuseAFirstFragmentThatDoesNotBegin() {
        assertEquals(VIOLATION, add(MIDDLE, 1, 0, 0, "a"));
        assertEquals(0, store.live());
    }

    @Test
    void shouldRefuseWhatIsBehindTheEnd() {
        add(END, 1, 0, 3, "d");
        assertEquals(VIOLATION, add(MIDDLE, 1, 0, 4, "e"));
        assertEquals(VIOLATION, add(END, 1, 0, 2, "c"), "an end before the end");
        assertEquals(ACCEPTED, add(MIDDLE, 1, 0, 2, "c"));
    }

    @Test
    void shouldRefuseAnEndBeforeWhatIsThere() {
        add(MIDDLE, 1, 0, 3, "d");
        assertEquals(VIOLATION, add(END, 1, 0, 2, "c"));
        assertEquals(ACCEPTED, add(END, 1, 0, 4, "e"));
    }

    @Test
    void shouldRefuseAMessageThatIsTooLong() {
        add(BEGIN, 1, 0, 0, "a".repeat(60));
        assertEquals(TOO_LONG, add(MIDDLE, 1, 0, 2, "b".repeat(41)));
        assertEquals(ACCEPTED, add(MIDDLE, 1, 0, 2, "b".repeat(40)));
        assertEquals(2, store.live());
    }

    // -- messages in parts (RFC 9260 section 6.9) -------------------------------------------------------------------

    @Nested
    final class OneInParts {
        @BeforeEach
        void deliverInParts() {
            messages.partialDelivery(4, false);
        }

        @Test
        void shouldHandUpInPartsWhatIsLong() {
            add(BEGIN, 1, 0, 0, "abc");
            assertEquals(List.of(), readAll());
            add(MIDDLE, 1, 0, 1, "d");
            assertEquals(List.of("abcd..."), readAll());
            assertEquals(4, info.messageLength());
            add(MIDDLE, 1, 0, 3, "f");
            assertEquals(List.of(), readAll());
            add(MIDDLE, 1, 0, 2, "e");
            assertEquals(List.of("ef..."), readAll());
            assertEquals(TextChunks.PPID, info.ppid(), "each part has it");
            assertEquals(2, info.messageLength());
            add(END, 1, 0, 4, "g");
            assertEquals(List.of("g"), readAll());
            assertFalse(messages.isIncomplete());
            add(WHOLE, 1, 1, 0, "next");
            assertEquals(List.of("next"), readAll());
        }

        @Test
        void shouldMakeOthersWaitForItsEnd() {
            add(BEGIN, 1, 0, 0, "abcd");
            add(WHOLE, 2, 0, 0, "other");
            assertTrue(ready.holdsAny());
            assertEquals(List.of("abcd..."), readAll());
            add(END, 1, 0, 1, "e");
            assertEquals(List.of("e", "other"), readAll());
        }

        @Test
        void shouldHandUpInPartsTheNextLongOneWhenItEnds() {
            add(BEGIN, 1, 0, 0, "one ");
            add(BEGIN, 3, 0, 0, "two ");
            add(BEGIN, 2, 0, 0, "three ");
            readAll();
            add(END, 1, 0, 1, ".");
            assertEquals(List.of(".", "two ..."), readAll());
            add(END, 3, 0, 1, ".");
            assertEquals(List.of(".", "three ..."), readAll());
        }

        @Test
        void shouldHandUpWholeWhatIsCompleteByThen() {
            add(BEGIN, 1, 0, 0, "one ");
            add(BEGIN, 3, 0, 0, "two ");
            add(END, 3, 0, 1, ".");
            readAll();
            add(END, 1, 0, 1, ".");
            assertEquals(List.of(".", "two ."), readAll());
        }

        @Test
        void shouldHandUpInPartsOnlyTheMessageWhoseTurnItIs() {
            add(BEGIN, 1, 1, 0, "later");
            assertEquals(List.of(), readAll());
            add(WHOLE, 1, 0, 0, "first");
            assertEquals(List.of("first", "later..."), readAll());
        }

        /** The window is nearly used up, and there is nothing else to read. */
        @Test
        void shouldHandUpWhatIsThereHoweverShortWhenAskedTo() {
            add(BEGIN, 1, 0, 0, "a");
            add(BEGIN, 2, 0, 0, "b");
            add(MIDDLE, 1, 0, 1, "a");
            add(MIDDLE, 3, 0, 1, "has no beginning");
            add(BEGIN, 4, 1, 0, "has no turn");
            messages.relieve();
            assertEquals(List.of("aa..."), readAll());
            messages.relieve();
            assertEquals(List.of(), readAll(), "one at a time");
            add(END, 1, 0, 2, ".");
            messages.relieve();
            assertEquals(List.of(".", "b..."), readAll());
        }

        @Test
        void shouldNotHandUpInPartsWhatHasEndedWhenAskedTo() {
            add(BEGIN, 1, 0, 0, "a");
            add(BEGIN, 2, 0, 0, "b");
            add(BEGIN, 3, 0, 0, "c");
            add(END, 2, 0, 1, "b");
            messages.relieve();
            assertEquals(List.of("bb", "a..."), readAll());
            add(END, 3, 0, 1, "c");
            add(END, 1, 0, 1, "a");
            messages.relieve();
            assertEquals(List.of("a", "cc"), readAll());
        }

        @Test
        void shouldSayWhenMoreOfItCameLast() {
            nowNs = 10;
            add(BEGIN, 1, 0, 0, "abcd");
            nowNs = 20;
            add(MIDDLE, 1, 0, 1, "e");
            assertEquals(Long.MAX_VALUE, messages.waitingSinceNs(), "nothing waits");
            assertFalse(messages.isIncomplete(), "all that came can be read");
            nowNs = 25;
            add(BEGIN, 3, 0, 0, "x");
            nowNs = 30;
            add(WHOLE, 2, 0, 0, "waits");
            assertEquals(20, messages.waitingSinceNs());
        }

        @Test
        void shouldBeIncompleteWhileAFragmentIsBeyondAGap() {
            add(MIDDLE, 1, 0, 2, "f");
            add(BEGIN, 1, 0, 0, "abcd");
            assertTrue(messages.isIncomplete());
        }

        @Test
        void shouldTellThatTheRestWillNotCome() {
            add(BEGIN, 1, 0, 0, "abcd");
            add(MIDDLE, 1, 0, 2, "f");
            add(WHOLE, 2, 0, 0, "other");
            add(WHOLE, 1, 1, 0, "next");
            forward(1, 0, false);
            assertEquals(List.of("abcd...", "aborted", "other", "next"), readAll());
            assertEquals(0, store.live());
        }

        @Test
        void shouldNameTheMessageThatWillNotCome() {
            add(BEGIN | UNORDERED, 1, 70_000, 0, "abcd");
            forward(1, 70_000, true);
            readAll();
            assertTrue(info.isAborted());
            assertTrue(info.isUnordered());
            assertEquals(1, info.stream());
            assertEquals(70_000, info.messageId());
            assertEquals(TextChunks.PPID, info.ppid());
            add(WHOLE, 2, 0, 0, "first");
            add(BEGIN, 2, 1, 0, "abcd");
            forward(2, 1, false);
            readAll();
            assertTrue(info.isAborted());
            assertEquals(1, info.messageId());
            assertEquals(1, info.ssn());
            assertEquals(2, info.stream());
        }

        @Test
        void shouldHandUpTheNextLongOneWhenItWillNotCome() {
            add(BEGIN, 1, 0, 0, "one ");
            add(BEGIN, 2, 0, 0, "two ");
            forward(1, 0, false);
            assertEquals(List.of("one ...", "aborted", "two ..."), readAll());
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
            add(BEGIN, 1, 0, 0, "one ");
            add(BEGIN, 2, 0, 0, "two ");
            add(WHOLE, 3, 0, 0, "other");
            add(END, 1, 0, 1, "one");
            add(END, 2, 0, 1, "two");
            assertEquals(List.of("one ...", "two ...", "other", "one", "two"), readAll());
        }

        @Test
        void shouldHandUpAllThatIsThereWhenAskedTo() {
            add(BEGIN, 1, 0, 0, "a");
            add(BEGIN, 2, 0, 0, "b");
            messages.relieve();
            assertEquals(List.of("a...", "b..."), readAll());
        }

        /** Nothing but their order tells the unordered ones of a stream apart for a reader. */
        @Test
        void shouldMakeUnorderedMessagesWaitForTheOneOfTheirStream() {
            add(BEGIN | UNORDERED, 1, 0, 0, "one ");
            add(WHOLE | UNORDERED, 1, 1, 0, "whole");
            add(BEGIN | UNORDERED, 1, 2, 0, "two ");
            add(BEGIN | UNORDERED, 1, 3, 0, "three ");
            add(WHOLE | UNORDERED, 2, 0, 0, "other");
            add(BEGIN, 1, 0, 0, "ordered ");
            assertEquals(List.of("one ...", "other", "ordered ..."), readAll());
            add(END | UNORDERED, 1, 0, 1, ".");
            assertEquals(List.of(".", "whole", "two ..."), readAll());
            forward(1, 2, true);
            assertEquals(List.of("aborted", "three ..."), readAll());
        }

        @Test
        void shouldNotMakeUnorderedMessagesWaitForAnOrderedOne() {
            add(BEGIN, 1, 0, 0, "one ");
            add(WHOLE | UNORDERED, 1, 0, 0, "other");
            assertEquals(List.of("one ...", "other"), readAll());
            add(BEGIN | UNORDERED, 1, 1, 0, "two ");
            add(END, 1, 0, 1, ".");
            add(WHOLE | UNORDERED, 1, 2, 0, "waits");
            assertEquals(List.of("two ...", "."), readAll(), "the end of the ordered one does not help");
        }

        @Test
        void shouldMakeAnUnorderedMessageWaitThatIsCompleteByThen() {
            add(BEGIN | UNORDERED, 1, 0, 0, "one ");
            add(BEGIN | UNORDERED, 1, 1, 0, "t");
            add(END | UNORDERED, 1, 1, 1, "wo");
            assertEquals(List.of("one ..."), readAll());
            add(END | UNORDERED, 1, 0, 1, ".");
            assertEquals(List.of(".", "two"), readAll());
        }

        @Test
        void shouldLetOthersGoOnWhenSeveralMayBe() {
            messages.partialDelivery(4, false);
            add(BEGIN, 1, 0, 0, "one ");
            add(BEGIN, 2, 0, 0, "two ");
            add(WHOLE, 3, 0, 0, "other");
            assertEquals(List.of("one ..."), readAll());
            messages.partialDelivery(4, true);
            assertEquals(List.of("other", "two ..."), readAll());
            messages.partialDelivery(4, false);
            add(WHOLE, 3, 1, 0, "waits");
            assertEquals(List.of(), readAll());
        }
    }

    @Test
    void shouldHandNothingUpInPartsUnlessAsked() {
        add(BEGIN, 1, 0, 0, "a".repeat(LONGEST));
        messages.relieve();
        assertEquals(List.of(), readAll());
    }

    // -- who waits longest ------------------------------------------------------------------------------------------

    @Test
    void shouldKnowSinceWhenAMessageHeardNothing() {
        assertEquals(Long.MAX_VALUE, messages.waitingSinceNs());
        nowNs = 10;
        add(BEGIN, 1, 0, 0, "a");
        nowNs = 20;
        add(BEGIN, 2, 0, 0, "b");
        assertEquals(10, messages.waitingSinceNs());
        nowNs = 30;
        add(MIDDLE, 1, 0, 1, "a");
        assertEquals(20, messages.waitingSinceNs());
        nowNs = 40;
        add(END, 2, 0, 1, "b");
        assertEquals(30, messages.waitingSinceNs());
    }

    // -- what the peer gave up (RFC 8260 section 2.3.1) -------------------------------------------------------------

    @Test
    void shouldNotWaitForWhatIsSkipped() {
        add(WHOLE, 1, 2, 0, "third");
        add(WHOLE, 1, 4, 0, "fifth");
        forward(1, 1, false);
        assertEquals(List.of("third"), readAll());
        add(WHOLE, 1, 3, 0, "fourth");
        assertEquals(List.of("fourth", "fifth"), readAll());
    }

    @Test
    void shouldHandUpWhatIsCompleteOfThoseSkippedAndDropTheRest() {
        add(WHOLE, 1, 1, 0, "second");
        add(BEGIN, 1, 2, 0, "third");
        add(WHOLE, 1, 3, 0, "fourth");
        forward(1, 3, false);
        assertEquals(List.of("second", "fourth"), readAll());
        assertEquals(0, store.live());
    }

    @Test
    void shouldTakeNothingMoreOfAMessageThatIsSkipped() {
        add(BEGIN, 1, 0, 0, "a");
        forward(1, 0, false);
        assertEquals(ACCEPTED, add(END, 1, 0, 1, "b"), "sent before it was given up");
        assertEquals(0, store.live());
        add(BEGIN | UNORDERED, 1, 0, 0, "a");
        assertEquals(1, store.live(), "unordered messages are others");
        forward(1, 0, true);
        assertEquals(0, store.live());
        assertEquals(ACCEPTED, add(WHOLE | UNORDERED, 1, 0, 0, "late"));
        assertEquals(List.of(), readAll());
        add(WHOLE | UNORDERED, 1, 1, 0, "next");
        assertEquals(List.of("next"), readAll());
    }

    @Test
    void shouldSkipOfOneStreamAndOrderAlone() {
        add(BEGIN, 1, 0, 0, "a");
        add(BEGIN, 2, 0, 0, "b");
        add(BEGIN | UNORDERED, 1, 0, 0, "c");
        forward(1, 0, false);
        assertEquals(2, store.live());
        add(END, 2, 0, 1, "b");
        add(END | UNORDERED, 1, 0, 1, "c");
        assertEquals(List.of("bb", "cc"), readAll());
    }

    @Test
    void shouldSkipNothingThatIsOfThePast() {
        forward(1, 5, false);
        forward(1, 3, false);
        add(WHOLE, 1, 6, 0, "next");
        assertEquals(List.of("next"), readAll());
    }

    @Test
    void shouldIgnoreWhatIsSkippedOfAStreamThatDoesNotExist() {
        forward(STREAMS, 5, false);
        add(WHOLE, STREAMS, 0, 0, "as if nothing had been said");
        assertEquals(List.of("as if nothing had been said"), readAll());
    }

    @Test
    void shouldIgnoreWhatIsSkippedOfUnorderedMessagesOfAStreamThatDoesNotExist() {
        forward(STREAMS, 5, true);
        add(WHOLE | UNORDERED, STREAMS, 3, 0, "as if nothing had been said");
        assertEquals(List.of("as if nothing had been said"), readAll());
    }

    /** Stream 0 is what the chunk's other fields would be taken for. */
    @Test
    void shouldSkipNothingThatNoEntryNames() {
        forward(1, 5, true);
        add(WHOLE, 0, 0, 0, "ordered");
        add(WHOLE | UNORDERED, 0, 0, 0, "unordered");
        assertEquals(List.of("ordered", "unordered"), readAll());
    }

    @Test
    void shouldKeepWhatIsBehindThatWhichIsSkipped() {
        add(BEGIN, 1, 1, 0, "a");
        add(BEGIN | UNORDERED, 1, 1, 0, "b");
        forward(1, 0, false);
        forward(1, 0, true);
        add(END, 1, 1, 1, "a");
        add(END | UNORDERED, 1, 1, 1, "b");
        assertEquals(List.of("aa", "bb"), readAll());
    }

    @Test
    void shouldSkipAcrossTheHighestIdentifier() {
        forwardAlmostAround();
        forward(1, -3, false);
        add(WHOLE, 1, -1, 0, "highest");
        add(WHOLE, 1, 0, 0, "lowest");
        forward(1, 1, false);
        assertEquals(List.of("highest", "lowest"), readAll());
        add(WHOLE, 1, 2, 0, "next");
        assertEquals(List.of("next"), readAll());
    }

    /** Identifiers begin again some time: what was skipped long ago says nothing of them. */
    @Test
    void shouldForgetWhatWasSkippedLongAgo() {
        forward(1, 0, true);
        for (int i = 1; i <= 8; i++) {
            add(WHOLE | UNORDERED, 1, i << 29, 0, "m");
        }
        assertEquals(8, readAll().size());
        add(WHOLE | UNORDERED, 1, 0, 0, "again");
        assertEquals(List.of("again"), readAll());
    }

    // -- reset and end ----------------------------------------------------------------------------------------------

    @Test
    void shouldExpectIdentifierZeroBehindAReset() {
        for (final int stream : new int[] {1, 2}) {
            add(WHOLE, stream, 0, 0, "first");
            add(BEGIN, stream, 2, 0, "lost");
            add(BEGIN | UNORDERED, stream, 7, 0, "lost");
        }
        readAll();
        messages.reset(1);
        assertEquals(2, store.live(), "of the other stream");
        add(WHOLE, 1, 0, 0, "one");
        assertEquals(VIOLATION, add(WHOLE, 2, 0, 0, "two"));
        assertEquals(List.of("one"), readAll());
        messages.reset();
        assertEquals(0, store.live());
        add(WHOLE, 2, 0, 0, "two");
        assertEquals(List.of("two"), readAll());
    }

    @Test
    void shouldForgetBehindAResetWhatWasSkipped() {
        forward(1, 5, true);
        messages.reset(1);
        add(WHOLE | UNORDERED, 1, 3, 0, "taken");
        assertEquals(List.of("taken"), readAll());
    }

    @Test
    void shouldLetOthersGoOnWhenTheOneInPartsIsReset() {
        messages.partialDelivery(4, false);
        add(BEGIN, 1, 0, 0, "one ");
        add(BEGIN, 2, 0, 0, "two ");
        messages.reset(1);
        assertEquals(List.of("one ...", "aborted", "two ..."), readAll());
    }

    @Test
    void shouldFreeAllAtTheEnd() {
        messages.partialDelivery(4, false);
        add(BEGIN, 1, 0, 0, "one ");
        add(MIDDLE, 1, 0, 2, "x");
        add(BEGIN, 2, 0, 0, "a");
        add(MIDDLE, 2, 0, 2, "c");
        final int left = messages.end(1000);
        assertTrue(left > 900 && left < 1000, () -> "" + left);
        assertFalse(messages.isIncomplete());
        assertEquals(List.of("one ...", "aborted"), readAll());
        assertEquals(0, store.live());
        messages.trim();
        assertEquals(ACCEPTED, add(BEGIN, 3, 0, 0, "anew"));
        assertEquals(List.of("anew..."), readAll());
    }

    @Test
    void shouldFreeNoMoreAtOnceThanItMay() {
        for (int i = 0; i < 10; i++) {
            add(MIDDLE, 1, 0, 2 + i, "x");
        }
        int turns = 0;
        int left = messages.end(4);
        for (; left == 0 && turns < 100; turns++) {
            assertTrue(store.live() >= 10 - 4 * (turns + 1), "at most 4 at once");
            left = messages.end(4);
        }
        assertEquals(0, store.live());
        assertTrue(turns >= 2, () -> "too few turns for 10 chunks");
    }

    @Test
    void shouldKeepWhatIsThereWhenMemoryIsGivenBack() {
        add(BEGIN, 1, 0, 0, "a");
        messages.trim();
        add(END, 1, 0, 1, "b");
        assertEquals(List.of("ab"), readAll());
    }

    private Inbound.Outcome add(
            final int flags, final int stream, final int mid, final int fragment, final String text) {
        messages.reserve();
        return messages.add(chunks.addFragment(flags, stream, mid, fragment, text), nowNs);
    }

    /** No more than half of all identifiers are ahead of another. */
    private void forwardAlmostAround() {
        forward(1, 0x6000_0000, false);
        forward(1, 0xC000_0000, false);
    }

    private void forward(final int stream, final int mid, final boolean unordered) {
        final ByteBuffer packet = ByteBuffer.allocate(100);
        final int offset = 12;
        final int entry = offset + ForwardTsnChunk.FIXED_LENGTH;
        IForwardTsnChunk.writeEntry(packet, entry, stream, unordered, mid);
        messages.forward(packet, offset, entry + IForwardTsnChunk.ENTRY_LENGTH, STREAMS);
    }

    /** Reads all that is ready; a part that goes on ends with dots. */
    private List<String> readAll() {
        final List<String> texts = new ArrayList<>();
        final ByteBuffer destination = ByteBuffer.allocate(1000);
        for (int length = read(destination); length >= 0; length = read(destination)) {
            final String text = new String(destination.array(), 0, length, StandardCharsets.US_ASCII);
            texts.add(info.isAborted() ? "aborted" : text + (info.isComplete() ? "" : "..."));
        }
        return texts;
    }

    private int read(final ByteBuffer destination) {
        return ready.receive(destination, 0, destination.capacity(), info);
    }
}
