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
 * Puts messages together that arrive as I-DATA, and in order (RFC 8260 section 2.2.3). A fragment is known by its
 * message's stream, order and identifier and by its own number; TSNs say nothing. All that is done for one takes the
 * same time, however many there are.
 */
final class InterleavedMessages {
    /** Identifiers begin again some time; what is further behind another than this is rather ahead of it. */
    private static final int LONG_AGO = 1 << 29;

    private final ChunkStore store;
    private final ReadyQueue ready;
    private final MessageTable messages;
    private final int maxMessageLength;
    private final MessageIdentifiers expected = new MessageIdentifiers();

    /** The identifiers before which the peer gave up all messages that are not complete. */
    private final MessageIdentifiers skipped = new MessageIdentifiers();

    private int partialDeliveryPoint;
    private boolean severalInParts;

    /** How many messages are handed up in parts, and when more of one came last. */
    private int partials;

    private long lastPartNs;

    /** The streams of which an unordered message is handed up in parts. */
    private final BitSet unorderedPartials = new BitSet();

    /** The messages that wait for the end of one that is handed up in parts. */
    private final WaitingMessages waiting;

    /** The messages whose turn it is that have not reached the point: the first and the last. */
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
     * Says when messages are handed up in parts.
     *
     * @param point from how many bytes on, 0 for never
     * @param several whether parts of several messages may come in turn (RFC 6458 section 8.1.20, level 2)
     */
    void partialDelivery(final int point, final boolean several) {
        partialDeliveryPoint = point;
        severalInParts = several;
        ready.hold(!several && partials > 0);
        startWaiting();
    }

    /** Makes room, so that the next chunk is taken or refused as a whole. */
    void reserve() {
        messages.reserve();
    }

    /** Says whether something is held that cannot be read until more arrives. */
    boolean isIncomplete() {
        return messages.oldest() != null;
    }

    /** Returns since when the message that waits longest has heard nothing; {@link Long#MAX_VALUE} if none waits. */
    long waitingSinceNs() {
        final ArrivingMessage oldest = messages.oldest();
        final long sinceNs = ready.holdsAny() ? lastPartNs : Long.MAX_VALUE;
        return oldest == null ? sinceNs : Math.min(sinceNs, oldest.lastNs);
    }

    // -- arrival ----------------------------------------------------------------------------------------------------

    /** Takes a chunk of the store, and frees it if it is refused. */
    Inbound.Outcome add(final int slot, final long nowNs) {
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

    /** There are more fragments in a row than there were. */
    private void advance(final ArrivingMessage message) {
        if (message.partial) {
            handUp(message);
        } else if (message.unordered || isItsTurn(message.stream, false, message.mid)) {
            goOn(message);
        }
    }

    /** It is a message's turn: hands it up if it is complete or long enough, unless another one is in the way. */
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

    /** Unordered messages have no turn, but wait while another one of their stream is handed up in parts. */
    private boolean isItsTurn(final int stream, final boolean unordered, final int mid) {
        return unordered ? !unorderedPartials.get(stream) : mid == expected.next(stream, false);
    }

    /** Hands a complete message up. */
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

    /** The turn of the next message of a stream has come. */
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

    /** Hands up what is there of messages whose turn it is, whatever the point. */
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

    /** A message is not held back any more. */
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

    /** A message is handed up, or given up. */
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

    /** A message handed up in parts has ended: others may go on that waited for it. */
    private void startWaiting() {
        while (partials == 0 || severalInParts) {
            final ArrivingMessage next = waiting.take();
            if (next == null) {
                return;
            }
            startPartial(next);
        }
    }

    /** An unordered message handed up in parts has ended: others of its stream may go on. */
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

    /**
     * Takes the entries of an I-FORWARD-TSN (RFC 8260 section 2.3.1); those of streams that do not exist say nothing.
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
                // What is before those skipped earlier was looked at then.
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

    /** Drops those messages of a stream before an identifier that will not be complete. */
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

    /** Hands up what is complete of a stream before an identifier, and does not wait for the rest. */
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

    /** Drops messages, up to {@code limit} chunks of them. Returns how many more there may have been. */
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

    /** Expects identifier 0 next on these streams; none means all (RFC 6525 section 5.2.2, RFC 8260 section 2.3.2). */
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

    /** Of a message that is handed up in parts the user reads in place of the rest that it will not come. */
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
