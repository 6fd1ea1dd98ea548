package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.ForwardTsnChunk;
import io.sctp.engine.packet.IForwardTsnChunk;
import io.sctp.engine.packet.Serial;
import io.sctp.engine.send.MessageIdentifiers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.collections.IntHashSet;

/**
 * Puts messages together that arrive as I-DATA, and in order (RFC 8260 section 2.2.3). A fragment is known by its message's
 * stream, order and identifier and by its own number; TSNs say nothing. All that is done for one takes the same time,
 * however many there are.
 */
final class InterleavedMessages {
    /** Identifiers begin again some time; what is further behind another than this is rather ahead of it. */
    private static final int LONG_AGO = 1 << 29;

    private static final long[] NO_LONGS = {};

    private final ChunkStore store;
    private final ReadyQueue ready;
    private final MessageTable messages;
    private final int maxMessageLength;
    private final MessageIdentifiers expected = new MessageIdentifiers();

    /** The identifiers before which the peer gave up all messages that are not complete. */
    private final MessageIdentifiers skipped = new MessageIdentifiers();

    private long[] found = NO_LONGS;

    private int partialDeliveryPoint;
    private boolean severalInParts;

    /** How many messages are handed up in parts. */
    private int partials;

    /** The streams of which an unordered message is handed up in parts. */
    private final IntHashSet unorderedPartials = new IntHashSet();

    /** Whether there may be a message that waits for the end of one that is handed up in parts. */
    private boolean anyWaits;

    /** Whether there may be a message whose turn it is that has not reached the point. */
    private boolean anyBelowPoint;

    InterleavedMessages(final ChunkStore store, final ReadyQueue ready, final int maxMessageLength) {
        this.store = store;
        this.ready = ready;
        this.maxMessageLength = maxMessageLength;
        messages = new MessageTable(store);
    }

    /**
     * Says when messages are handed up in parts.
     *
     * @param point from how many bytes on, 0 for never
     * @param several whether parts of several messages may come in turn (RFC 6458 section 8.1.20, level 2)
     */
    void partialDelivery(final int point, final boolean several) {
        partialDeliveryPoint = point;
        severalInParts = several;
        anyBelowPoint = true;
        ready.hold(!several && partials > 0);
        startWaiting();
    }

    // -- arrival ----------------------------------------------------------------------------------------------------

    /** Takes a chunk of the store, and frees it if it is refused. */
    Inbound.Outcome add(final int slot) {
        final int flags = store.flags(slot);
        final int stream = store.stream(slot);
        final int mid = store.mid(slot);
        final boolean unordered = (flags & DataChunk.FLAG_UNORDERED) != 0;
        final boolean begins = (flags & DataChunk.FLAG_BEGIN) != 0;
        final boolean ends = (flags & DataChunk.FLAG_END) != 0;
        if (isSkipped(stream, unordered, mid)) {
            // Sent before the peer gave its message up.
            store.free(slot);
            return Inbound.Outcome.ACCEPTED;
        }
        if (!unordered && Serial.before(mid, expected.next(stream, false))) {
            return refuse(slot, Inbound.Outcome.VIOLATION);
        }
        ArrivingMessage message = messages.find(stream, unordered, mid);
        if (message == null) {
            if (begins && ends && isItsTurn(stream, unordered, mid)) {
                ready.add(slot);
                onDelivered(stream, unordered);
                return Inbound.Outcome.ACCEPTED;
            }
            message = messages.begin(stream, unordered, mid);
        }
        final Inbound.Outcome outcome = check(message, slot, begins, ends);
        if (outcome != Inbound.Outcome.ACCEPTED) {
            return refuse(slot, outcome);
        }
        join(message, slot, begins, ends);
        return outcome;
    }

    private Inbound.Outcome refuse(final int slot, final Inbound.Outcome outcome) {
        store.free(slot);
        return outcome;
    }

    private Inbound.Outcome check(
            final ArrivingMessage message, final int slot, final boolean begins, final boolean ends) {
        final int fragment = begins ? 0 : store.fragment(slot);
        final int toHighest = Integer.compareUnsigned(fragment, message.highestFragment);
        final boolean isNew =
                Integer.compareUnsigned(fragment, message.nextFragment) >= 0 && !messages.isBeyond(message, fragment);
        if (begins != (fragment == 0)
                || !isNew
                || (message.endArrived && (ends || toHighest > 0))
                || (ends && toHighest < 0)) {
            return Inbound.Outcome.VIOLATION;
        }
        return message.bytes + store.length(slot) > maxMessageLength
                ? Inbound.Outcome.TOO_LONG
                : Inbound.Outcome.ACCEPTED;
    }

    private void join(final ArrivingMessage message, final int slot, final boolean begins, final boolean ends) {
        final int fragment = begins ? 0 : store.fragment(slot);
        message.bytes += store.length(slot);
        message.endArrived |= ends;
        if (Integer.compareUnsigned(fragment, message.highestFragment) > 0) {
            message.highestFragment = fragment;
        }
        if (begins) {
            message.ppid = store.ppid(slot);
        }
        if (fragment != message.nextFragment) {
            messages.addBeyond(message, fragment, slot);
            return;
        }
        for (int at = slot; at != ChunkStore.NONE; at = messages.takeBeyond(message, message.nextFragment)) {
            if (message.last == ChunkStore.NONE) {
                message.first = at;
            } else {
                store.next(message.last, at);
            }
            message.last = at;
            message.bytesInRow += store.length(at);
            message.nextFragment++;
        }
        advance(message);
    }

    /** There are more fragments in a row than there were. */
    private void advance(final ArrivingMessage message) {
        if (message.partial) {
            handUp(message);
        } else if (!isItsTurn(message.stream, message.unordered, message.mid)) {
            anyWaits |= message.unordered;
        } else if (message.isComplete()) {
            deliver(message);
            onDelivered(message.stream, message.unordered);
        } else {
            startPastPoint(message);
        }
    }

    /** Unordered messages have no turn, but wait while another one of their stream is handed up in parts. */
    private boolean isItsTurn(final int stream, final boolean unordered, final int mid) {
        return unordered ? !unorderedPartials.contains(stream) : mid == expected.next(stream, false);
    }

    /** Hands a complete message up. */
    private void deliver(final ArrivingMessage message) {
        store.runBytes(message.first, message.bytesInRow);
        messages.remove(message);
        ready.add(message.first);
    }

    private void onDelivered(final int stream, final boolean unordered) {
        if (!unordered) {
            expected.advance(stream, false);
            proceed(stream);
        }
    }

    /** The turn of the next message of a stream has come. */
    private void proceed(final int stream) {
        ArrivingMessage next = messages.isEmpty() ? null : messages.find(stream, false, expected.next(stream, false));
        while (next != null && next.isComplete()) {
            deliver(next);
            expected.advance(stream, false);
            next = messages.find(stream, false, expected.next(stream, false));
        }
        if (next != null) {
            startPastPoint(next);
        }
    }

    // -- partial delivery (RFC 9260 section 6.9, RFC 6458 section 8.1.20) -------------------------------------------

    /** Hands a message up in parts if there is enough of it. */
    private void startPastPoint(final ArrivingMessage message) {
        if (partialDeliveryPoint > 0 && message.bytesInRow >= partialDeliveryPoint) {
            startPartial(message);
        } else {
            anyBelowPoint = true;
        }
    }

    private void startPartial(final ArrivingMessage message) {
        if (partials > 0 && !severalInParts) {
            anyWaits = true;
            return;
        }
        message.partial = true;
        partials++;
        if (message.unordered) {
            unorderedPartials.add(message.stream);
        }
        if (!severalInParts) {
            ready.hold(true);
        }
        handUp(message);
    }

    /** Hands up what is there of messages whose turn it is, whatever the point. */
    void relieve() {
        if (!anyBelowPoint || partialDeliveryPoint == 0 || (partials > 0 && !severalInParts)) {
            return;
        }
        anyBelowPoint = false;
        for (ArrivingMessage message = messages.oldest(); message != null; message = message.next) {
            if (!message.partial
                    && message.bytesInRow > 0
                    && !message.isComplete()
                    && isItsTurn(message.stream, message.unordered, message.mid)) {
                startPartial(message);
            }
        }
    }

    private void handUp(final ArrivingMessage message) {
        final boolean ended = message.isComplete();
        if (!ended) {
            store.addFlags(message.last, ChunkStore.FLAG_PART_END);
        }
        store.runBytes(message.first, message.bytesInRow);
        store.ppid(message.first, message.ppid);
        ready.addPart(message.first);
        message.first = ChunkStore.NONE;
        message.last = ChunkStore.NONE;
        message.bytesInRow = 0;
        if (ended) {
            messages.remove(message);
            endPartial(message);
            onDelivered(message.stream, message.unordered);
            startWaiting();
        }
    }

    private void endPartial(final ArrivingMessage message) {
        if (message.unordered) {
            unorderedPartials.remove(message.stream);
        }
        // Where only one may be, others had no turn meanwhile.
        anyBelowPoint |= !severalInParts;
        if (--partials == 0) {
            ready.hold(false);
        }
    }

    /** A message handed up in parts has ended: others may go on that waited for it. */
    private void startWaiting() {
        if (!anyWaits) {
            return;
        }
        anyWaits = false;
        ArrivingMessage next;
        for (ArrivingMessage message = messages.oldest(); message != null; message = next) {
            next = message.next;
            if (message.partial) {
                continue;
            }
            if (!isItsTurn(message.stream, message.unordered, message.mid)) {
                anyWaits |= message.unordered;
            } else if (message.isComplete()) {
                deliver(message);
            } else {
                startPastPoint(message);
            }
        }
    }

    // -- what will not come -----------------------------------------------------------------------------------------

    private boolean isSkipped(final int stream, final boolean unordered, final int mid) {
        final int following = skipped.next(stream, unordered);
        if (mid - following > 2 * LONG_AGO) {
            skipped.set(stream, unordered, mid - LONG_AGO);
        }
        return isBehind(mid, following);
    }

    private static boolean isBehind(final int mid, final int following) {
        return Integer.compareUnsigned(following - 1 - mid, LONG_AGO) < 0;
    }

    /** Takes the entries of an I-FORWARD-TSN (RFC 8260 section 2.3.1); those of streams that do not exist say nothing. */
    void forward(final ByteBuffer packet, final int offset, final int end, final int streams) {
        for (int at = offset + ForwardTsnChunk.FIXED_LENGTH; at < end; at += IForwardTsnChunk.ENTRY_LENGTH) {
            final int stream = IForwardTsnChunk.stream(packet, at);
            final boolean unordered = IForwardTsnChunk.isUnordered(packet, at);
            final int following = IForwardTsnChunk.mid(packet, at) + 1;
            if (stream < streams && !isBehind(following - 1, skipped.next(stream, unordered))) {
                skipped.set(stream, unordered, following);
            }
        }
        deliverSkipped(dropSkipped());
        for (int at = offset + ForwardTsnChunk.FIXED_LENGTH; at < end; at += IForwardTsnChunk.ENTRY_LENGTH) {
            final int stream = IForwardTsnChunk.stream(packet, at);
            final int following = IForwardTsnChunk.mid(packet, at) + 1;
            if (stream < streams
                    && !IForwardTsnChunk.isUnordered(packet, at)
                    && Serial.after(following, expected.next(stream, false))) {
                expected.set(stream, false, following);
                proceed(stream);
            }
        }
        startWaiting();
    }

    /** Drops what will not be complete, and notes what is and was waiting for it; returns how much that is. */
    private int dropSkipped() {
        int count = 0;
        ArrivingMessage next;
        for (ArrivingMessage message = messages.oldest(); message != null; message = next) {
            next = message.next;
            if (!isBehind(message.mid, skipped.next(message.stream, message.unordered))) {
                continue;
            }
            if (!message.isComplete()) {
                drop(message);
            } else if (!message.unordered) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, 8 + 2 * count);
                }
                final int distance = message.mid - expected.next(message.stream, false);
                found[count++] = (long) message.stream << 32 | (distance & 0xFFFF_FFFFL);
            }
        }
        return count;
    }

    private void deliverSkipped(final int count) {
        Arrays.sort(found, 0, count);
        for (int i = 0; i < count; i++) {
            final int stream = (int) (found[i] >>> 32);
            deliver(messages.find(stream, false, expected.next(stream, false) + (int) found[i]));
        }
    }

    /** Drops all messages, for an association that ends or begins anew. */
    void clear() {
        while (!messages.isEmpty()) {
            drop(messages.oldest());
        }
        anyWaits = false;
        expected.reset();
        skipped.reset();
    }

    /** Expects identifier 0 next on these streams; none means all (RFC 6525 section 5.2.2, RFC 8260 section 2.3.2). */
    void reset(final int... streams) {
        ArrivingMessage next;
        for (ArrivingMessage message = messages.oldest(); message != null; message = next) {
            next = message.next;
            for (int i = 0; i < streams.length; i++) {
                if (message.stream == streams[i]) {
                    drop(message);
                    break;
                }
            }
            if (streams.length == 0) {
                drop(message);
            }
        }
        expected.reset(streams);
        skipped.reset(streams);
        startWaiting();
    }

    /** Of a message that is handed up in parts the user reads in place of the rest that it will not come. */
    private void drop(final ArrivingMessage message) {
        messages.free(message);
        messages.remove(message);
        if (message.partial) {
            final int news = store.add(
                    BlockPool.NONE,
                    0,
                    message.flags() | ChunkStore.FLAG_ABORTED,
                    message.stream << 16 | (message.unordered ? 0 : message.mid & 0xFFFF),
                    message.ppid,
                    0);
            store.mid(news, message.mid);
            ready.addPart(news);
            endPartial(message);
        }
    }

    void trim() {
        if (messages.isEmpty()) {
            messages.trim();
            unorderedPartials.compact();
            found = NO_LONGS;
        }
    }
}
