package io.sctp.engine.send;

import io.sctp.engine.config.StreamScheduler;
import java.util.Arrays;

/**
 * Gives each message its place in the send queue by its stream (RFC 8260 section 3): behind all messages whose turn is not
 * later, and behind the one that is begun. Turns of the fair schedulers are those of self-clocked fair queueing: a message's
 * is as much later than its stream's last one, or the one that was begun last, as it is long. Most messages go to the end at
 * once; the others are as slow as the queue is long.
 */
final class StreamTurns {
    /** So that shares of a byte count, by which the turns of streams with large weights differ. */
    private static final int FRACTION_BITS = 16;

    private final SendQueue queue;
    private StreamScheduler scheduler = StreamScheduler.FIRST_COME_FIRST_SERVED;

    /** By stream: what the scheduler was told of it, and the turn of its last message. */
    private int[] values = {};

    private long[] lastTurns = {};

    /** By the first segment of each message. */
    private long[] turns = {};

    /** The turn of the message begun last. */
    private long now;

    /** No turn in the queue is later. */
    private long latest;

    StreamTurns(final SendQueue queue) {
        this.queue = queue;
    }

    /** Changes the scheduler, for what is queued already, too. */
    void scheduler(final StreamScheduler wanted) {
        if (wanted != scheduler) {
            scheduler = wanted;
            placeAllAgain();
        }
    }

    /** Changes a stream's priority or weight, for what is queued already, too. */
    void value(final int stream, final int value) {
        if (stream >= values.length) {
            values = Arrays.copyOf(values, stream + 1);
        }
        values[stream] = value;
        placeAllAgain();
    }

    int value(final int stream) {
        return stream < values.length ? values[stream] : 0;
    }

    /**
     * Moves the message at the end of the queue to its place.
     *
     * @param before the segment before it, {@link SendQueue#NONE} if it is alone
     */
    void place(final int before) {
        if (scheduler == StreamScheduler.FIRST_COME_FIRST_SERVED) {
            return;
        }
        final int first = before == SendQueue.NONE ? queue.first() : queue.next(before);
        final long turn = takeTurn(first);
        if (before == SendQueue.NONE || turn >= latest) {
            latest = turn;
            return;
        }
        int previous = begunMessageEnd();
        int at = previous == SendQueue.NONE ? queue.first() : queue.next(previous);
        while (at != first && turns[at] <= turn) {
            previous = queue.lastOfMessage(at);
            at = queue.next(previous);
        }
        if (at != first) {
            queue.moveEnd(before, previous);
        }
    }

    /** The first chunk of a message was sent. */
    void onBegun(final int segment) {
        if (segment < turns.length) {
            now = turns[segment];
        }
    }

    /** Gives back what is not needed while the queue is empty. */
    void trim() {
        turns = new long[0];
    }

    private long takeTurn(final int first) {
        final int stream = queue.stream(first);
        if (turns.length < queue.capacity()) {
            turns = Arrays.copyOf(turns, queue.capacity());
        }
        if (stream >= lastTurns.length) {
            lastTurns = Arrays.copyOf(lastTurns, stream + 1);
        }
        final long turn = switch (scheduler) {
            case FIRST_COME_FIRST_SERVED -> 0;
            case PRIORITY -> value(stream);
            case ROUND_ROBIN -> Math.max(now, lastTurns[stream]) + 1;
            case FAIR_CAPACITY -> Math.max(now, lastTurns[stream]) + length(first);
            case WEIGHTED_FAIR_QUEUEING ->
                Math.max(now, lastTurns[stream]) + (length(first) << FRACTION_BITS) / Math.max(1, value(stream));
        };
        turns[first] = turn;
        lastTurns[stream] = turn;
        return turn;
    }

    /** The bytes of a message. */
    private long length(final int first) {
        final int last = queue.lastOfMessage(first);
        long length = queue.length(last);
        for (int segment = first; segment != last; segment = queue.next(segment)) {
            length += queue.length(segment);
        }
        return length;
    }

    private int begunMessageEnd() {
        final int first = queue.first();
        return first != SendQueue.NONE && queue.isBegun(first) ? queue.lastOfMessage(first) : SendQueue.NONE;
    }

    private void placeAllAgain() {
        now = 0;
        latest = Long.MIN_VALUE;
        Arrays.fill(lastTurns, 0);
        int first = queue.cutBehind(begunMessageEnd());
        while (first != SendQueue.NONE) {
            final int last = queue.lastOfMessage(first);
            final int following = queue.next(last);
            final int before = queue.last();
            queue.append(first, last);
            place(before);
            first = following;
        }
    }
}
