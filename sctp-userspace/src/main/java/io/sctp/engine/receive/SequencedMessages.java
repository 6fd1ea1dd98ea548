package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.ForwardTsnChunk;
import io.sctp.engine.packet.Serial;
import io.sctp.engine.send.StreamNumbers;
import java.nio.ByteBuffer;
import org.agrona.collections.Int2IntHashMap;

/**
 * Puts messages together that arrive as DATA, and in order (RFC 9260 sections 6.5, 6.6 and 6.9): the fragments of one have
 * TSNs that follow each other, the messages of a stream have sequence numbers.
 */
final class SequencedMessages {
    private final ChunkStore store;
    private final ReadyQueue ready;
    private final Reassembly reassembly;
    private final StreamNumbers sequenceNumbers = new StreamNumbers();

    /** Complete messages whose turn in their stream has not come: stream and SSN to the first fragment's slot. */
    private Int2IntHashMap waiting;

    // A message that is handed up in parts, if any: how it goes on.
    private int partialDeliveryPoint;
    private boolean partial;
    private int partialNextTsn;
    private int partialStreamAndSsn;
    private int partialFlags;
    private boolean partialWaiting;

    private int lowestWaiting;

    SequencedMessages(final ChunkStore store, final ReadyQueue ready, final int maxMessageLength) {
        this.store = store;
        this.ready = ready;
        reassembly = new Reassembly(store, maxMessageLength);
    }

    /** Says from how many bytes on messages are handed up in parts, 0 for never. */
    void partialDelivery(final int point) {
        partialDeliveryPoint = point;
    }

    /** Takes a chunk that is acknowledged; what is refused is freed. */
    Inbound.Outcome add(final int slot, final int flags) {
        if (partial && store.tsn(slot) == partialNextTsn && !continues(slot)) {
            return refuse(slot, Inbound.Outcome.VIOLATION);
        }
        final int both = DataChunk.FLAG_BEGIN | DataChunk.FLAG_END;
        if ((flags & both) == both) {
            return complete(slot);
        }
        final int first = reassembly.add(slot);
        if (first == Reassembly.VIOLATION || first == Reassembly.TOO_LONG) {
            return refuse(slot, first == Reassembly.TOO_LONG ? Inbound.Outcome.TOO_LONG : Inbound.Outcome.VIOLATION);
        }
        if (first != Reassembly.INCOMPLETE) {
            return complete(first);
        }
        if (partialDeliveryPoint > 0) {
            advancePartial(reassembly.runFirst());
        }
        return Inbound.Outcome.ACCEPTED;
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
        if (Serial.ssnBefore(ssn, expected) || !await(streamAndSsn, slot)) {
            freeMessage(slot);
            return Inbound.Outcome.VIOLATION;
        }
        return Inbound.Outcome.ACCEPTED;
    }

    private static boolean isInOrder(final int ssn, final int expected) {
        return ssn == expected;
    }

    private boolean await(final int streamAndSsn, final int slot) {
        if (waiting == null) {
            waiting = new Int2IntHashMap(ChunkStore.NONE);
        }
        if (waiting.containsKey(streamAndSsn)) {
            return false;
        }
        waiting.put(streamAndSsn, slot);
        return true;
    }

    /** The turn of the next message of a stream has come. */
    private void proceed(final int stream) {
        sequenceNumbers.advance(stream);
        while (waiting != null && !waiting.isEmpty()) {
            final int next = waiting.remove(stream << 16 | sequenceNumbers.next(stream));
            if (next == ChunkStore.NONE) {
                break;
            }
            ready.add(next);
            sequenceNumbers.advance(stream);
        }
        if (partialWaiting) {
            startAnyPartial();
        }
    }

    // -- what the peer gave up --------------------------------------------------------------------------------------

    /** Does not wait for what a FORWARD TSN skips (RFC 3758 section 3.6). */
    void forward(final ByteBuffer packet, final int offset, final int end) {
        final int tsn = ForwardTsnChunk.cumulativeTsn(packet, offset);
        reassembly.dropUpTo(tsn);
        final boolean partialSkipped = partial && !Serial.after(partialNextTsn, tsn);
        if (partialSkipped) {
            abortPartial();
        }
        for (int at = offset + ForwardTsnChunk.FIXED_LENGTH; at < end; at += ForwardTsnChunk.ENTRY_LENGTH) {
            skip(packet.getInt(at) >>> 16, packet.getInt(at) & 0xFFFF);
        }
        if (partialWaiting && !partial) {
            startAnyPartial();
        }
    }

    /** Does not wait for messages of a stream up to a sequence number; those that are there are delivered. */
    private void skip(final int stream, final int ssn) {
        int expected = sequenceNumbers.next(stream);
        while (!Serial.ssnBefore(ssn, expected)) {
            final int next = nextWaiting(stream, expected, ssn);
            if (next == ChunkStore.NONE) {
                sequenceNumbers.set(stream, ssn);
            } else {
                sequenceNumbers.set(stream, next);
                ready.add(waiting.remove(stream << 16 | next));
            }
            proceed(stream);
            expected = sequenceNumbers.next(stream);
        }
    }

    /** Returns the lowest sequence number from one to another that waits in a stream. */
    private int nextWaiting(final int stream, final int from, final int to) {
        if (waiting == null || waiting.isEmpty()) {
            return ChunkStore.NONE;
        }
        final int distance = (char) (to - from);
        lowestWaiting = distance + 1;
        waiting.forEachInt((key, slot) -> {
            if (key >>> 16 == stream) {
                lowestWaiting = Math.min(lowestWaiting, (char) (key - from));
            }
        });
        return lowestWaiting > distance ? ChunkStore.NONE : (char) (from + lowestWaiting);
    }

    // -- partial delivery -------------------------------------------------------------------------------------------

    /** Section 6.9: a message too long to be held hands up what is there; then each of its fragments as it comes. */
    private void advancePartial(final int runFirst) {
        if (partial) {
            if (store.tsn(runFirst) == partialNextTsn) {
                deliverPart();
            }
            partialWaiting |= isPastPoint(runFirst);
        } else if (isPastPoint(runFirst)) {
            if (isItsTurn(runFirst)) {
                startPartial(runFirst);
            } else {
                partialWaiting = true;
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
        partial = true;
        partialStreamAndSsn = store.streamAndSsn(runFirst);
        partialFlags = store.flags(runFirst) & DataChunk.FLAG_UNORDERED;
        partialNextTsn = store.tsn(runFirst);
        ready.hold(true);
        deliverPart();
    }

    /** Looks for a message whose turn has come and that is past the point already. */
    private void startAnyPartial() {
        partialWaiting = false;
        for (int place = 0; !partial && place < reassembly.places(); place++) {
            final int slot = reassembly.slotAt(place);
            if (slot != ChunkStore.NONE && isPastPoint(slot)) {
                if (isItsTurn(slot)) {
                    startPartial(slot);
                }
                partialWaiting = true;
            }
        }
    }

    private void deliverPart() {
        final int first = reassembly.takeRunAt(partialNextTsn);
        int last = first;
        for (int next = store.next(last); next != ChunkStore.NONE; next = store.next(last)) {
            last = next;
        }
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
        if ((partialFlags & DataChunk.FLAG_UNORDERED) == 0) {
            proceed(partialStreamAndSsn >>> 16);
        } else if (partialWaiting) {
            startAnyPartial();
        }
    }

    private boolean continues(final int slot) {
        return !reassembly.begins(slot)
                && store.streamAndSsn(slot) == partialStreamAndSsn
                && (store.flags(slot) & DataChunk.FLAG_UNORDERED) == partialFlags;
    }

    /** The rest of the message being handed up will not come; the user reads so in its place (RFC 6458, 6.1.7). */
    private void abortPartial() {
        partial = false;
        ready.addPart(store.add(
                BlockPool.NONE, 0, partialFlags | ChunkStore.FLAG_ABORTED, partialStreamAndSsn, 0, partialNextTsn));
        ready.hold(false);
    }

    // -- the end ----------------------------------------------------------------------------------------------------

    /** Expects sequence number 0 next on these streams; none means all. */
    void reset(final int... streams) {
        if (streams.length == 0) {
            sequenceNumbers.reset();
        }
        for (final int stream : streams) {
            sequenceNumbers.reset(stream);
        }
    }

    /** Frees what is incomplete, or waits for others. */
    void clear() {
        for (int slot = reassembly.takeAny(); slot != ChunkStore.NONE; slot = reassembly.takeAny()) {
            store.free(slot);
        }
        if (waiting != null) {
            waiting.forEachInt((key, slot) -> freeMessage(slot));
            waiting.clear();
        }
        partialWaiting = false;
        if (partial) {
            abortPartial();
        }
    }

    /** Gives back the tables; nothing is held. */
    void trim() {
        reassembly.trim();
        waiting = null;
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
