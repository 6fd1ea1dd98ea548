package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.OrderedTable;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.ForwardTsnChunk;
import io.sctp.engine.packet.Serial;
import io.sctp.engine.send.StreamNumbers;
import java.nio.ByteBuffer;

/**
 * Reassembles and orders messages that arrive as DATA (RFC 9260 sections 6.5, 6.6 and 6.9). The fragments of a message
 * have consecutive TSNs; the messages of a stream have sequence numbers.
 */
final class SequencedMessages {
    private final ChunkStore store;
    private final ReadyQueue ready;
    private final Reassembly reassembly;
    private final StreamNumbers sequenceNumbers = new StreamNumbers();

    /** Complete messages that are not yet next in their stream: stream and SSN to the first fragment's slot. */
    private final OrderedTable waiting;

    // The partially delivered message, if any, and how it continues.
    private int partialDeliveryPoint;
    private boolean partial;
    private int partialNextTsn;
    private int partialStreamAndSsn;
    private int partialFlags;

    private final LongMessages longMessages;

    /** See {@link #reach}. */
    private int reach;

    /** Whether the peer skipped the beginning of a message. The rest of it, after this TSN, is useless. */
    private boolean isCut;

    private int cutTsn;

    /** The run or message being freed, once nothing more will arrive. */
    private int ending = ChunkStore.NONE;

    SequencedMessages(
            final ChunkStore store, final BlockPool pool, final ReadyQueue ready, final int maxMessageLength) {
        this.store = store;
        this.ready = ready;
        reassembly = new Reassembly(store, pool, maxMessageLength);
        longMessages = new LongMessages(store, pool);
        waiting = new OrderedTable(pool.work(), pool.secret());
    }

    /** Sets the partial delivery point in bytes, 0 for never. */
    void partialDelivery(final int point) {
        partialDeliveryPoint = point;
    }

    /**
     * Sets how many TSNs the next chunk is beyond the cumulative TSN. That many messages may be missing before it, up
     * to 65,534 of one stream (RFC 9260 section 6.1). Serial number arithmetic alone would take them for old ones.
     */
    void reach(final int tsns) {
        reach = tsns;
    }

    private boolean isBehind(final int ssn, final int expected) {
        return Serial.ssnBefore(ssn, expected) && (char) (ssn - expected) >= reach;
    }

    /** Whether anything is held that cannot be read until more arrives. */
    boolean isIncomplete() {
        return !reassembly.isEmpty() || !waiting.isEmpty();
    }

    /** Reserves memory, so that the next chunk is handled completely or refused. */
    void reserve() {
        waiting.reserve();
    }

    /**
     * Adds a chunk that will be acknowledged. A refused chunk is freed.
     *
     * @param afterArrived whether the previous TSN has arrived
     * @param beforeArrived whether the following TSN has arrived
     */
    Inbound.Outcome add(final int slot, final int flags, final boolean afterArrived, final boolean beforeArrived) {
        final int tsn = store.tsn(slot);
        if (isCut && tsn == cutTsn + 1) {
            final boolean begins = (flags & DataChunk.FLAG_BEGIN) != 0;
            if (!begins && !isNextOfPartial(tsn)) {
                dropCut(slot);
                return Inbound.Outcome.ACCEPTED;
            }
            isCut = false;
            if (begins && isNextOfPartial(tsn) && isPartialUnordered()) {
                // The peer abandoned a message whose last fragment is the last TSN skipped.
                abortPartial();
            }
        }
        if (isNextOfPartial(tsn) && !continues(slot)) {
            return refuse(slot, Inbound.Outcome.VIOLATION);
        }
        final int both = DataChunk.FLAG_BEGIN | DataChunk.FLAG_END;
        if ((flags & both) == both) {
            return reassembly.contradicts(tsn) ? refuse(slot, Inbound.Outcome.VIOLATION) : complete(slot);
        }
        if (isTornOff(tsn, flags, afterArrived, beforeArrived)) {
            return refuse(slot, Inbound.Outcome.VIOLATION);
        }
        final int first = reassembly.add(slot);
        if (first == Reassembly.VIOLATION || first == Reassembly.TOO_LONG) {
            return refuse(slot, first == Reassembly.TOO_LONG ? Inbound.Outcome.TOO_LONG : Inbound.Outcome.VIOLATION);
        }
        if (first != Reassembly.INCOMPLETE) {
            longMessages.remove(first);
            return complete(first);
        }
        if (partialDeliveryPoint > 0) {
            advancePartial(reassembly.runFirst());
        }
        return Inbound.Outcome.ACCEPTED;
    }

    /** Whether a chunk that is discarded contradicts the fragments next to it. */
    boolean contradicts(final int tsn) {
        return isNextOfPartial(tsn) || reassembly.contradicts(tsn);
    }

    /** Whether a TSN continues the partially delivered message. */
    private boolean isNextOfPartial(final int tsn) {
        return partial && tsn == partialNextTsn;
    }

    private boolean isPartialUnordered() {
        return (partialFlags & DataChunk.FLAG_UNORDERED) != 0;
    }

    /** Whether a fragment can never be completed: its neighbour has arrived but is not part of the same message. */
    private boolean isTornOff(final int tsn, final int flags, final boolean afterArrived, final boolean beforeArrived) {
        final boolean tornLeft = afterArrived
                && (flags & DataChunk.FLAG_BEGIN) == 0
                && !isNextOfPartial(tsn)
                && reassembly.runEndingAt(tsn - 1) == ChunkStore.NONE;
        return tornLeft
                || (beforeArrived && (flags & DataChunk.FLAG_END) == 0 && reassembly.runAt(tsn + 1) == ChunkStore.NONE);
    }

    private Inbound.Outcome refuse(final int slot, final Inbound.Outcome outcome) {
        store.free(slot);
        return outcome;
    }

    private Inbound.Outcome complete(final int slot) {
        if ((store.flags(slot) & DataChunk.FLAG_UNORDERED) != 0) {
            ready.add(slot);
            return Inbound.Outcome.ACCEPTED;
        }
        final int streamAndSsn = store.streamAndSsn(slot);
        final int stream = store.stream(slot);
        final int ssn = streamAndSsn & 0xFFFF;
        final int expected = sequenceNumbers.next(stream);
        if (isInOrder(ssn, expected)) {
            ready.add(slot);
            proceed(stream);
            return Inbound.Outcome.ACCEPTED;
        }
        if (isBehind(ssn, expected) || !await(stream, ssn, slot)) {
            freeMessage(slot);
            return Inbound.Outcome.VIOLATION;
        }
        return Inbound.Outcome.ACCEPTED;
    }

    private static boolean isInOrder(final int ssn, final int expected) {
        return ssn == expected;
    }

    private boolean await(final int stream, final int ssn, final int slot) {
        if (waiting.find(key(stream, ssn)) != OrderedTable.NONE) {
            return false;
        }
        waiting.put(key(stream, ssn), slot);
        return true;
    }

    /** Continues with the next message of a stream. */
    private void proceed(final int stream) {
        sequenceNumbers.advance(stream);
        while (!waiting.isEmpty()) {
            final int next = waiting.remove(key(stream, sequenceNumbers.next(stream)));
            if (next == OrderedTable.NONE) {
                break;
            }
            ready.add(next);
            sequenceNumbers.advance(stream);
        }
        longMessages.onTurn(stream << 16 | sequenceNumbers.next(stream));
        startDue();
    }

    private static long key(final int stream, final int ssn) {
        return (long) stream << 16 | ssn;
    }

    // -- FORWARD TSN ------------------------------------------------------------------------------------------------

    /**
     * No longer waits for what a FORWARD TSN skips (RFC 3758 section 3.6). Entries of streams that do not exist are
     * ignored.
     */
    void forward(
            final ByteBuffer packet, final int offset, final int end, final int streams, final boolean nextArrived) {
        final int tsn = ForwardTsnChunk.cumulativeTsn(packet, offset);
        dropUpTo(tsn, nextArrived);
        final boolean partialSkipped = partial && !Serial.after(partialNextTsn, tsn);
        if (partialSkipped) {
            abortPartial();
        }
        for (int at = offset + ForwardTsnChunk.FIXED_LENGTH; at < end; at += ForwardTsnChunk.ENTRY_LENGTH) {
            final int stream = packet.getInt(at) >>> 16;
            if (stream < streams) {
                skip(stream, packet.getInt(at) & 0xFFFF);
            }
        }
        startDue();
    }

    /** Drops the fragments of a message of which the peer skipped only a part, both received and later ones. */
    private void dropUpTo(final int tsn, final boolean nextArrived) {
        isCut = !nextArrived;
        cutTsn = tsn;
        for (int first = reassembly.takeUpTo(tsn); first != ChunkStore.NONE; first = reassembly.takeUpTo(tsn)) {
            longMessages.remove(first);
            dropRun(first, tsn);
        }
        dropRestAt(tsn + 1);
    }

    private void dropRestAt(final int tsn) {
        final int rest = reassembly.runAt(tsn);
        if (rest != ChunkStore.NONE && !reassembly.begins(rest)) {
            dropRun(reassembly.take(rest), tsn - 1);
        }
    }

    private void dropRun(final int first, final int tsn) {
        final int last = reassembly.lastOf(first);
        if (Serial.after(store.tsn(last), tsn)) {
            cutTsn = store.tsn(last);
            isCut = (store.flags(last) & DataChunk.FLAG_END) == 0;
        }
        reassembly.free(first);
    }

    private void dropCut(final int slot) {
        final int tsn = store.tsn(slot);
        final boolean ended = (store.flags(slot) & DataChunk.FLAG_END) != 0;
        store.free(slot);
        isCut = !ended;
        cutTsn = tsn;
        if (!ended) {
            dropRestAt(tsn + 1);
        }
    }

    /** Delivers the messages of a stream up to a sequence number, and no longer waits for the missing ones. */
    private void skip(final int stream, final int ssn) {
        int expected = sequenceNumbers.next(stream);
        while (!isBehind(ssn, expected)) {
            if (partial && !isPartialUnordered() && stream == partialStreamAndSsn >>> 16) {
                abortPartial();
            }
            final int next = nextWaiting(stream, expected, ssn);
            if (next == ChunkStore.NONE) {
                sequenceNumbers.set(stream, ssn);
            } else {
                sequenceNumbers.set(stream, next);
                ready.add(waiting.remove(key(stream, next)));
            }
            proceed(stream);
            expected = sequenceNumbers.next(stream);
        }
    }

    /** Returns the lowest sequence number in a range that waits in a stream. */
    private int nextWaiting(final int stream, final int from, final int to) {
        int entry = waiting.isEmpty() ? OrderedTable.NONE : waiting.ceiling(key(stream, from));
        if (from > to && (entry == OrderedTable.NONE || waiting.key(entry) > key(stream, 0xFFFF))) {
            // Sequence numbers wrap around.
            entry = waiting.isEmpty() ? OrderedTable.NONE : waiting.ceiling(key(stream, 0));
        }
        if (entry == OrderedTable.NONE || waiting.key(entry) > key(stream, 0xFFFF)) {
            return ChunkStore.NONE;
        }
        final int ssn = (int) (waiting.key(entry) & 0xFFFF);
        return (char) (ssn - from) > (char) (to - from) ? ChunkStore.NONE : ssn;
    }

    // -- partial delivery -------------------------------------------------------------------------------------------

    /**
     * Partial delivery (RFC 9260 section 6.9): delivers the fragments of a long message that have arrived, and then
     * each further one.
     */
    private void advancePartial(final int runFirst) {
        if (isNextOfPartial(store.tsn(runFirst))) {
            deliverPart();
        } else if (isPastPoint(runFirst)) {
            if (!partial && isItsTurn(runFirst)) {
                startPartial(runFirst);
            } else {
                longMessages.add(runFirst, isItsTurn(runFirst));
            }
        }
    }

    private boolean isPastPoint(final int runFirst) {
        return reassembly.begins(runFirst) && store.runBytes(runFirst) >= partialDeliveryPoint;
    }

    private boolean isItsTurn(final int slot) {
        return (store.flags(slot) & DataChunk.FLAG_UNORDERED) != 0
                || (store.streamAndSsn(slot) & 0xFFFF) == sequenceNumbers.next(store.stream(slot));
    }

    private void startPartial(final int runFirst) {
        longMessages.remove(runFirst);
        partial = true;
        partialStreamAndSsn = store.streamAndSsn(runFirst);
        partialFlags = store.flags(runFirst) & DataChunk.FLAG_UNORDERED;
        partialNextTsn = store.tsn(runFirst);
        ready.hold(true);
        deliverPart();
    }

    /** Starts the partial delivery of a message whose turn has come and that has reached the partial delivery point. */
    private void startDue() {
        final int first = partial ? ChunkStore.NONE : longMessages.firstDue();
        if (first != ChunkStore.NONE) {
            startPartial(first);
        }
    }

    /**
     * Partially delivers the message of the next TSN, however short, because the window is nearly full and there is
     * nothing else to read.
     */
    void relieve(final int cumulativeTsn) {
        if (partialDeliveryPoint == 0 || partial) {
            return;
        }
        final int first = reassembly.runEndingAt(cumulativeTsn);
        if (first != ChunkStore.NONE && reassembly.begins(first) && isItsTurn(first)) {
            startPartial(first);
        }
    }

    private void deliverPart() {
        final int first = reassembly.take(reassembly.runAt(partialNextTsn));
        final int last = reassembly.lastOf(first);
        partialNextTsn = store.tsn(last) + 1;
        final boolean ended = (store.flags(last) & DataChunk.FLAG_END) != 0;
        if (!ended) {
            store.addFlags(last, ChunkStore.FLAG_PART_END);
        }
        ready.addPart(first);
        if (ended) {
            endPartial();
        }
    }

    private void endPartial() {
        partial = false;
        ready.hold(false);
        if (isPartialUnordered()) {
            startDue();
        } else {
            proceed(partialStreamAndSsn >>> 16);
        }
    }

    private boolean continues(final int slot) {
        return !reassembly.begins(slot)
                && store.streamAndSsn(slot) == partialStreamAndSsn
                && (store.flags(slot) & DataChunk.FLAG_UNORDERED) == partialFlags;
    }

    /** Tells the user that the partially delivered message was aborted (RFC 6458 section 6.1.7). */
    private void abortPartial() {
        partial = false;
        ready.addPart(store.add(
                BlockPool.NONE, 0, partialFlags | ChunkStore.FLAG_ABORTED, partialStreamAndSsn, 0, partialNextTsn));
        ready.hold(false);
    }

    // -- the end ----------------------------------------------------------------------------------------------------

    /** Resets the next expected sequence number of these streams to 0; none means all. */
    void reset(final int... streams) {
        if (streams.length == 0) {
            sequenceNumbers.reset();
        }
        for (final int stream : streams) {
            sequenceNumbers.reset(stream);
        }
    }

    /**
     * Frees up to {@code limit} chunks of messages that are incomplete or not next. Returns the unused part of the
     * limit.
     */
    int end(final int limit) {
        int left = limit;
        while (left > 0) {
            ending = ending == ChunkStore.NONE ? takeAny() : ending;
            if (ending == ChunkStore.NONE) {
                onEmpty();
                return left;
            }
            final int next = (store.flags(ending) & DataChunk.FLAG_END) != 0 ? ChunkStore.NONE : store.next(ending);
            store.free(ending);
            ending = next;
            left--;
        }
        return 0;
    }

    /** Removes a run or a waiting message and returns its first chunk, or none. */
    private int takeAny() {
        return waiting.isEmpty() ? reassembly.takeAny() : waiting.remove(waiting.key(waiting.ceiling(0)));
    }

    private void onEmpty() {
        longMessages.clear();
        isCut = false;
        if (partial) {
            abortPartial();
        }
    }

    /** Frees the tables. There must be no message. */
    void trim() {
        reassembly.trim();
        waiting.clear();
        longMessages.clear();
    }

    private void freeMessage(final int first) {
        int slot = first;
        boolean last = false;
        while (!last) {
            final int next = store.next(slot);
            last = (store.flags(slot) & DataChunk.FLAG_END) != 0;
            store.free(slot);
            slot = next;
        }
    }
}
