package io.sctp.engine.receive;

import static io.sctp.engine.receive.Inbound.Outcome.ACCEPTED;
import static io.sctp.engine.receive.TextChunks.BEGIN;
import static io.sctp.engine.receive.TextChunks.END;
import static io.sctp.engine.receive.TextChunks.UNORDERED;
import static io.sctp.engine.receive.TextChunks.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of I-DATA chunks that the peer abandons with I-FORWARD-TSN (RFC 8260 section 2.3.1). */
final class InterleavedForwardTsnTest {
    private static final int STREAMS = InterleavedReceiver.STREAMS;

    private final InterleavedReceiver receiver = new InterleavedReceiver();
    private final ChunkStore store = receiver.store;

    @Test
    void shouldNotWaitForWhatIsSkipped() {
        receiver.add(WHOLE, 1, 2, 0, "third");
        receiver.add(WHOLE, 1, 4, 0, "fifth");
        receiver.forward(1, 1, false);
        assertEquals(List.of("third"), receiver.readAll());
        receiver.add(WHOLE, 1, 3, 0, "fourth");
        assertEquals(List.of("fourth", "fifth"), receiver.readAll());
    }

    @Test
    void shouldHandUpWhatIsCompleteOfThoseSkippedAndDropTheRest() {
        receiver.add(WHOLE, 1, 1, 0, "second");
        receiver.add(BEGIN, 1, 2, 0, "third");
        receiver.add(WHOLE, 1, 3, 0, "fourth");
        receiver.forward(1, 3, false);
        assertEquals(List.of("second", "fourth"), receiver.readAll());
        assertEquals(0, store.live());
    }

    @Test
    void shouldTakeNothingMoreOfAMessageThatIsSkipped() {
        receiver.add(BEGIN, 1, 0, 0, "a");
        receiver.forward(1, 0, false);
        assertEquals(ACCEPTED, receiver.add(END, 1, 0, 1, "b"), "sent before it was given up");
        assertEquals(0, store.live());
        receiver.add(BEGIN | UNORDERED, 1, 0, 0, "a");
        assertEquals(1, store.live(), "unordered messages are others");
        receiver.forward(1, 0, true);
        assertEquals(0, store.live());
        assertEquals(ACCEPTED, receiver.add(WHOLE | UNORDERED, 1, 0, 0, "late"));
        assertEquals(List.of(), receiver.readAll());
        receiver.add(WHOLE | UNORDERED, 1, 1, 0, "next");
        assertEquals(List.of("next"), receiver.readAll());
    }

    @Test
    void shouldSkipOfOneStreamAndOrderAlone() {
        receiver.add(BEGIN, 1, 0, 0, "a");
        receiver.add(BEGIN, 2, 0, 0, "b");
        receiver.add(BEGIN | UNORDERED, 1, 0, 0, "c");
        receiver.forward(1, 0, false);
        assertEquals(2, store.live());
        receiver.add(END, 2, 0, 1, "b");
        receiver.add(END | UNORDERED, 1, 0, 1, "c");
        assertEquals(List.of("bb", "cc"), receiver.readAll());
    }

    @Test
    void shouldSkipNothingThatIsOfThePast() {
        receiver.forward(1, 5, false);
        receiver.forward(1, 3, false);
        receiver.add(WHOLE, 1, 6, 0, "next");
        assertEquals(List.of("next"), receiver.readAll());
    }

    @Test
    void shouldIgnoreWhatIsSkippedOfAStreamThatDoesNotExist() {
        receiver.forward(STREAMS, 5, false);
        receiver.add(WHOLE, STREAMS, 0, 0, "as if nothing had been said");
        assertEquals(List.of("as if nothing had been said"), receiver.readAll());
    }

    @Test
    void shouldIgnoreWhatIsSkippedOfUnorderedMessagesOfAStreamThatDoesNotExist() {
        receiver.forward(STREAMS, 5, true);
        receiver.add(WHOLE | UNORDERED, STREAMS, 3, 0, "as if nothing had been said");
        assertEquals(List.of("as if nothing had been said"), receiver.readAll());
    }

    /** Stream 0 is what the chunk's other fields would be taken for. */
    @Test
    void shouldSkipNothingThatNoEntryNames() {
        receiver.forward(1, 5, true);
        receiver.add(WHOLE, 0, 0, 0, "ordered");
        receiver.add(WHOLE | UNORDERED, 0, 0, 0, "unordered");
        assertEquals(List.of("ordered", "unordered"), receiver.readAll());
    }

    @Test
    void shouldKeepWhatIsBehindThatWhichIsSkipped() {
        receiver.add(BEGIN, 1, 1, 0, "a");
        receiver.add(BEGIN | UNORDERED, 1, 1, 0, "b");
        receiver.forward(1, 0, false);
        receiver.forward(1, 0, true);
        receiver.add(END, 1, 1, 1, "a");
        receiver.add(END | UNORDERED, 1, 1, 1, "b");
        assertEquals(List.of("aa", "bb"), receiver.readAll());
    }

    @Test
    void shouldSkipAcrossTheHighestIdentifier() {
        receiver.forwardAlmostAround();
        receiver.forward(1, -3, false);
        receiver.add(WHOLE, 1, -1, 0, "highest");
        receiver.add(WHOLE, 1, 0, 0, "lowest");
        receiver.forward(1, 1, false);
        assertEquals(List.of("highest", "lowest"), receiver.readAll());
        receiver.add(WHOLE, 1, 2, 0, "next");
        assertEquals(List.of("next"), receiver.readAll());
    }

    /** Identifiers begin again some time: what was skipped long ago says nothing of them. */
    @Test
    void shouldForgetWhatWasSkippedLongAgo() {
        receiver.forward(1, 0, true);
        for (int i = 1; i <= 8; i++) {
            receiver.add(WHOLE | UNORDERED, 1, i << 29, 0, "m");
        }
        assertEquals(8, receiver.readAll().size());
        receiver.add(WHOLE | UNORDERED, 1, 0, 0, "again");
        assertEquals(List.of("again"), receiver.readAll());
    }
}
