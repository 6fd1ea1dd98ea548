package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.ForwardTsnChunk;
import io.sctp.engine.packet.IForwardTsnChunk;
import io.sctp.engine.packet.Serial;
import io.sctp.engine.send.MessageIdentifiers;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Reassembles and orders messages that arrive as I-DATA (RFC 8260 section 2.2.3). A fragment is identified by the
 * stream, order and identifier of its message and by its fragment number; TSNs do not matter. Each operation takes the
 * same time for any number of messages.
 */
final class InterleavedMessages {
    /** Message identifiers wrap around. One that is further than this behind another counts as ahead of it. */
    private static final int LONG_AGO = 1 << 29;

    private final ChunkStore store;
    private final ReadyQueue ready;
    private final MessageTable messages;
    private final int maxMessageLength;
    private final MessageIdentifiers expected = new MessageIdentifiers();

    /** The identifiers before which the peer has abandoned all incomplete messages. */
    private final MessageIdentifiers skipped = new MessageIdentifiers();

    private int partialDeliveryPoint;
    private boolean severalInParts;

    /** The number of partially delivered messages, and the arrival of the last fragment of one. */
    private int partials;

    private long lastPartNs;

    /** The streams with a partially delivered unordered message. */
    private final BitSet unorderedPartials = new BitSet();

    /** The messages that wait for the end of a partially delivered one. */
    private final WaitingMessages waiting;

    /** The next messages of their streams that are below the partial delivery point: the first and the last. */
    private ArrivingMessage heldBack;

    private ArrivingMessage lastHeldBack;

    InterleavedMessages(
            final ChunkStore store, final BlockPool pool, final ReadyQueue ready, final int maxMessageLength) {
        this.store = store;
        this.ready = ready;
        this.maxMessageLength = maxMessageLength;
        messages = new MessageTable(store, pool);
        waiting = new WaitingMessages(messages, pool);
    }

    /**
     * Sets when messages are partially delivered.
     *
     * @param point the bytes from which on, or 0 for never
     * @param several whether several messages may be partially delivered at once (RFC 6458 section 8.1.20, level 2)
     */
    void partialDelivery(final int point, final boolean several) {
        partialDeliveryPoint = point;
        severalInParts = several;
        ready.hold(!several && partials > 0);
        startWaiting();
    }

    /** Reserves memory, so that the next chunk is handled completely or refused. */
    void reserve() {
        messages.reserve();
    }

    /** Whether anything is held that cannot be read until more arrives. */
    boolean isIncomplete() {
        return messages.oldest() != null;
    }

    /**
     * Returns the arrival of the last fragment of the longest-waiting message; {@link Long#MAX_VALUE} if none waits.
     */
    long waitingSinceNs() {
        final ArrivingMessage oldest = messages.oldest();
        final long sinceNs = ready.holdsAny() ? lastPartNs : Long.MAX_VALUE;
        return oldest == null ? sinceNs : Math.min(sinceNs, oldest.lastNs);
    }

    // -- arrival ----------------------------------------------------------------------------------------------------

    /** Adds a chunk of the store, and frees it if it is refused. */
    Inbound.Outcome add(final int slot, final long nowNs) {
        final int flags = store.flags(slot);
        final int stream = store.stream(slot);
        final int mid = store.mid(slot);
        final boolean unordered = (flags & DataChunk.FLAG_UNORDERED) != 0;
        final boolean begins = (flags & DataChunk.FLAG_BEGIN) != 0;
        final boolean ends = (flags & DataChunk.FLAG_END) != 0;
        if (isSkipped(stream, unordered, mid)) {
            // Sent before the peer abandoned its message.
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
        messages.touch(message, nowNs);
        lastPartNs = message.partial ? nowNs : lastPartNs;
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

    /** Called when there are more consecutive fragments than before. */
    private void advance(final ArrivingMessage message) {
        if (message.partial) {
            handUp(message);
        } else if (message.unordered || isItsTurn(message.stream, false, message.mid)) {
            goOn(message);
        }
    }

    /** Delivers a message that is next, if it is complete or long enough and no partial delivery is in the way. */
    private void goOn(final ArrivingMessage message) {
        if (message.isComplete()) {
            if (isItsTurn(message.stream, message.unordered, message.mid)) {
                deliver(message);
                onDelivered(message.stream, message.unordered);
            } else {
                waiting.addOfStream(message);
            }
        } else if (partialDeliveryPoint > 0 && message.bytesInRow >= partialDeliveryPoint) {
            startPartial(message);
        } else {
            holdBack(message);
        }
    }

    /**
     * Whether a message is next in its stream. Unordered messages always are, unless another one of their stream is
     * being partially delivered.
     */
    private boolean isItsTurn(final int stream, final boolean unordered, final int mid) {
        return unordered ? !unorderedPartials.get(stream) : mid == expected.next(stream, false);
    }

    /** Delivers a complete message. */
    private void deliver(final ArrivingMessage message) {
        store.runBytes(message.first, message.bytesInRow);
        forget(message);
        ready.add(message.first);
    }

    private void onDelivered(final int stream, final boolean unordered) {
        if (!unordered) {
            expected.advance(stream, false);
            proceed(stream);
        }
    }

    /** Continues with the next message of a stream. */
    private void proceed(final int stream) {
        ArrivingMessage next = messages.isEmpty() ? null : messages.find(stream, false, expected.next(stream, false));
        while (next != null && next.isComplete()) {
            deliver(next);
            expected.advance(stream, false);
            next = messages.find(stream, false, expected.next(stream, false));
        }
        if (next != null) {
            goOn(next);
        }
    }

    // -- partial delivery (RFC 9260 section 6.9, RFC 6458 section 8.1.20) -------------------------------------------

    private void startPartial(final ArrivingMessage message) {
        letGo(message);
        if (partials > 0 && !severalInParts) {
            waiting.add(message);
            return;
        }
        if (message.unordered && unorderedPartials.get(message.stream)) {
            waiting.addOfStream(message);
            return;
        }
        waiting.remove(message);
        message.partial = true;
        partials++;
        if (message.unordered) {
            unorderedPartials.set(message.stream);
        }
        if (!severalInParts) {
            ready.hold(true);
        }
        handUp(message);
    }

    /** Partially delivers all messages that are next in their streams, below the partial delivery point. */
    void relieve() {
        while (partialDeliveryPoint > 0 && heldBack != null && (partials == 0 || severalInParts)) {
            startPartial(heldBack);
        }
    }

    private void holdBack(final ArrivingMessage message) {
        if (message.isHeldBack || message.bytesInRow == 0) {
            return;
        }
        message.isHeldBack = true;
        message.nextHeldBack = null;
        message.previousHeldBack = lastHeldBack;
        if (lastHeldBack == null) {
            heldBack = message;
        } else {
            lastHeldBack.nextHeldBack = message;
        }
        lastHeldBack = message;
    }

    /** Removes a message from those below the partial delivery point. */
    private void letGo(final ArrivingMessage message) {
        if (!message.isHeldBack) {
            return;
        }
        message.isHeldBack = false;
        if (message.previousHeldBack == null) {
            heldBack = message.nextHeldBack;
        } else {
            message.previousHeldBack.nextHeldBack = message.nextHeldBack;
        }
        if (message.nextHeldBack == null) {
            lastHeldBack = message.previousHeldBack;
        } else {
            message.nextHeldBack.previousHeldBack = message.previousHeldBack;
        }
    }

    /** Removes a message that was delivered or abandoned. */
    private void forget(final ArrivingMessage message) {
        letGo(message);
        waiting.remove(message);
        messages.remove(message);
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
            final int stream = message.stream;
            final boolean unordered = message.unordered;
            forget(message);
            endPartial(message);
            onDelivered(stream, unordered);
            if (unordered) {
                startWaiting(stream);
            }
            startWaiting();
        } else if (message.beyondCount == 0) {
            messages.unlist(message);
        }
    }

    private void endPartial(final ArrivingMessage message) {
        if (message.unordered) {
            unorderedPartials.clear(message.stream);
        }
        if (--partials == 0) {
            ready.hold(false);
        }
    }

    /** A partial delivery has ended: continues with the messages that waited for it. */
    private void startWaiting() {
        while (partials == 0 || severalInParts) {
            final ArrivingMessage next = waiting.take();
            if (next == null) {
                return;
            }
            startPartial(next);
        }
    }

    /** The partial delivery of an unordered message has ended: continues with others of its stream. */
    private void startWaiting(final int stream) {
        while (!unorderedPartials.get(stream)) {
            final ArrivingMessage next = waiting.takeOfStream(stream);
            if (next == null) {
                return;
            }
            if (next.isComplete()) {
                deliver(next);
            } else {
                startPartial(next);
            }
        }
    }

    // -- I-FORWARD-TSN ------------------------------------------------------------------------------------------------

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

    /**
     * Handles the entries of an I-FORWARD-TSN (RFC 8260 section 2.3.1). Entries of streams that do not exist are
     * ignored.
     */
    void forward(final ByteBuffer packet, final int offset, final int end, final int streams) {
        final int first = offset + ForwardTsnChunk.FIXED_LENGTH;
        for (int at = first; at < end; at += IForwardTsnChunk.ENTRY_LENGTH) {
            final int stream = IForwardTsnChunk.stream(packet, at);
            final boolean unordered = IForwardTsnChunk.isUnordered(packet, at);
            final int following = IForwardTsnChunk.mid(packet, at) + 1;
            final int before = stream < streams ? skipped.next(stream, unordered) : following;
            if (stream < streams && !isBehind(following - 1, before)) {
                skipped.set(stream, unordered, following);
                // Identifiers before those skipped earlier were handled then.
                final boolean isLong = Integer.compareUnsigned(following - before, LONG_AGO) > 0;
                dropIncomplete(stream, unordered, isLong ? following - LONG_AGO : before, following);
            }
        }
        for (int at = first; at < end; at += IForwardTsnChunk.ENTRY_LENGTH) {
            final int stream = IForwardTsnChunk.stream(packet, at);
            if (stream >= streams) {
                continue;
            }
            if (IForwardTsnChunk.isUnordered(packet, at)) {
                startWaiting(stream);
            } else {
                skip(stream, IForwardTsnChunk.mid(packet, at) + 1);
            }
        }
        startWaiting();
    }

    /** Drops the messages of a stream before an identifier that cannot be completed any more. */
    private void dropIncomplete(final int stream, final boolean unordered, final int begin, final int following) {
        int from = begin;
        ArrivingMessage message = messages.firstBetween(stream, unordered, from, following - 1);
        while (message != null) {
            final int mid = message.mid;
            if (!message.isComplete()) {
                drop(message);
            }
            if (mid == following - 1) {
                break;
            }
            from = mid + 1;
            message = messages.firstBetween(stream, unordered, from, following - 1);
        }
    }

    /** Delivers the complete messages of a stream before an identifier, and no longer waits for the others. */
    private void skip(final int stream, final int following) {
        int next = expected.next(stream, false);
        if (!Serial.after(following, next)) {
            return;
        }
        ArrivingMessage message = messages.firstBetween(stream, false, next, following - 1);
        while (message != null) {
            next = message.mid + 1;
            if (message.isComplete()) {
                deliver(message);
            } else {
                drop(message);
            }
            message = next == following ? null : messages.firstBetween(stream, false, next, following - 1);
        }
        expected.set(stream, false, following);
        proceed(stream);
    }

    /** Drops messages with up to {@code limit} chunks. Returns the unused part of the limit. */
    int end(final int limit) {
        int left = limit;
        while (left > 0 && !messages.isEmpty()) {
            final ArrivingMessage message = messages.any();
            left = messages.free(message, left - 1);
            if (message.isEmpty()) {
                forgetDropped(message);
            }
        }
        return left;
    }

    /**
     * Resets the next expected identifier of these streams to 0; none means all (RFC 6525 section 5.2.2, RFC 8260
     * section 2.3.2).
     */
    void reset(final int... streams) {
        while (streams.length == 0 && !messages.isEmpty()) {
            drop(messages.any());
        }
        for (final int stream : streams) {
            dropAll(stream, false);
            dropAll(stream, true);
        }
        expected.reset(streams);
        skipped.reset(streams);
        startWaiting();
    }

    private void dropAll(final int stream, final boolean unordered) {
        ArrivingMessage message = messages.firstBetween(stream, unordered, 0, -1);
        while (message != null) {
            drop(message);
            message = messages.firstBetween(stream, unordered, 0, -1);
        }
    }

    /** Drops a message. If it was partially delivered, tells the user that it was aborted. */
    private void drop(final ArrivingMessage message) {
        messages.free(message, Integer.MAX_VALUE);
        forgetDropped(message);
    }

    private void forgetDropped(final ArrivingMessage message) {
        forget(message);
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
            waiting.trim();
        }
    }
}
