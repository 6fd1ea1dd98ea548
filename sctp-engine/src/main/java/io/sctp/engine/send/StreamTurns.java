package io.sctp.engine.send;

import com.carrotsearch.hppc.IntIntHashMap;
import io.sctp.engine.config.StreamScheduler;
import java.util.Arrays;

/**
 * Chooses the stream whose message is sent next (RFC 8260 section 3). Unless messages are sent as they come, each
 * stream that has any has a list of its own in the queue, and a heap orders these streams: by turn, and where turns are
 * equal by who was served longest ago. The list whose turn it is stays open between calls.
 *
 * <p>Where messages are interleaved, {@link InterleavingLimit} says which may begin. While the one whose turn it is
 * must wait, those that are begun go on.
 *
 * <p>Turns of the fair schedulers are those of start-time fair queueing: a stream's is later by what it has sent,
 * divided by its weight, and one that begins joins in at the turn of the one that was served last.
 */
final class StreamTurns {
    private static final int NONE = SendQueue.NONE;

    /** So that shares of a byte count, by which the turns of streams with large weights differ. */
    private static final int FRACTION_BITS = 16;

    private static final int INITIAL_CAPACITY = 8;

    // By stream: what is open of the list that is not, and the place in the heap.
    private static final int LIST_STRIDE_SHIFT = 2;
    private static final int HEAD = 0;
    private static final int TAIL = 1;
    private static final int PLACE = 2;

    // By stream: the turn, and the number of the service after which it waits.
    private static final int TURN_STRIDE_SHIFT = 1;
    private static final int TURN = 0;
    private static final int SINCE = 1;

    private static final int[] NO_INTS = {};
    private static final long[] NO_LONGS = {};

    private final Outbound outbound;
    private final SendQueue queue;
    private StreamScheduler scheduler = StreamScheduler.FIRST_COME_FIRST_SERVED;

    /** The values of streams that the user has set: priorities or weights. */
    private final IntIntHashMap values = new IntIntHashMap();

    private int[] lists = NO_INTS;
    private long[] turns = NO_LONGS;
    private int[] heap = NO_INTS;
    private int count;

    /** Null if a message that is begun is sent to its end, rather than a chunk of another stream next. */
    private InterleavingLimit limit;

    /** The streams whose messages go on while the one whose turn it is must wait; nothing unless there is a limit. */
    private final BegunStreams begunStreams = new BegunStreams();

    /**
     * Whether the open list is the leader's only because another message must wait, and could begin if it left some
     * room.
     */
    private boolean yields;

    /** The stream whose list is open; none if there is but one list. */
    private int open = NONE;

    /** The stream whose message must be sent to its end first. */
    private int begun = NONE;

    /** The stream of the packet being written, where each packet is one stream's. */
    private int ofPacket = NONE;

    /** The turn of the stream served last, and the latest of any. */
    private long now;

    private long latest;
    private long served;

    StreamTurns(final SendQueue queue, final Outbound outbound) {
        this.queue = queue;
        this.outbound = outbound;
    }

    private boolean isOneList() {
        return scheduler == StreamScheduler.FIRST_COME_FIRST_SERVED;
    }

    // -- what the user says -----------------------------------------------------------------------------------------

    /**
     * Changes the scheduler, for what is queued already, too; then streams keep their order, but not messages of
     * several.
     */
    void scheduler(final StreamScheduler wanted) {
        if (wanted == scheduler) {
            return;
        }
        if (wanted == StreamScheduler.FIRST_COME_FIRST_SERVED) {
            join();
            scheduler = wanted;
        } else if (isOneList()) {
            scheduler = wanted;
            split();
        } else {
            scheduler = wanted;
            beginAgain();
        }
    }

    /** Changes a stream's priority or weight, for what is queued already, too. */
    void value(final int stream, final int value) {
        if (value == value(stream)) {
            return;
        }
        if (value == 0) {
            values.remove(stream);
        } else {
            values.put(stream, value);
        }
        if (scheduler == StreamScheduler.PRIORITY && isWaiting(stream)) {
            turns[turn(stream)] = value;
            moveUp(place(stream));
            moveDown(place(stream));
            choose();
        }
    }

    int value(final int stream) {
        return values.get(stream);
    }

    /** Chooses a stream for each chunk rather than for each message; nothing must be begun. */
    void interleave(final boolean whether) {
        limit = whether ? new InterleavingLimit(outbound) : null;
    }

    // -- lists ------------------------------------------------------------------------------------------------------

    /** Opens the list of a stream; {@link #close} or {@link #onQueued} must follow. */
    void open(final int stream) {
        if (isOneList() || stream == open) {
            return;
        }
        reserve(stream);
        keepOpen();
        open = stream;
        queue.open(lists[list(stream) + HEAD], lists[list(stream) + TAIL]);
    }

    private void keepOpen() {
        if (open != NONE) {
            lists[list(open) + HEAD] = queue.first();
            lists[list(open) + TAIL] = queue.last();
        }
    }

    /** Opens the last list; returns its number, or less than 0 if there is none. */
    int openLast() {
        final int last = isOneList() ? 0 : count - 1;
        openList(last);
        return last;
    }

    /** Opens the list before one from which messages may have been taken; after the first, the one whose turn it is. */
    int openBefore(final int list) {
        if (isOneList()) {
            return list - 1;
        }
        // If the list is no more there is another one in its place, which may not have been open yet.
        final int next = queue.first() == NONE ? Math.min(list, count - 2) : list - 1;
        close();
        openList(next);
        return next;
    }

    /** Opens the list of the stream in a place of the heap. */
    void openList(final int list) {
        if (!isOneList() && list >= 0) {
            open(heap[list]);
        }
    }

    /** Messages of the open list may be gone: opens the one whose turn it is. */
    void close() {
        if (isOneList() || open == NONE) {
            return;
        }
        if (queue.first() == NONE || !queue.isBegun(queue.first())) {
            begun = open == begun ? NONE : begun;
            if (limit != null) {
                limit.onEnded(open);
            }
        }
        if (queue.first() == NONE && isWaiting(open)) {
            remove(open);
        }
        choose();
    }

    /** There are messages in the open list that were not there before. */
    void onQueued() {
        if (isOneList()) {
            return;
        }
        if (!isWaiting(open)) {
            begin(open);
        }
        choose();
    }

    /** A chunk of the open list's first message was sent. */
    void onSent(final int length, final boolean messageBegin, final boolean messageEnd) {
        if (isOneList()) {
            return;
        }
        final int stream = open;
        if (stream == begunStreams.first() && stream != heap[0]) {
            begunStreams.rotate();
        }
        serve(stream, length);
        if (limit != null) {
            limitAfter(stream, length, messageBegin, messageEnd);
        }
        final boolean mayChange = messageEnd || limit != null;
        begun = mayChange ? NONE : stream;
        final boolean byPacket = scheduler == StreamScheduler.ROUND_ROBIN_PACKET;
        ofPacket = byPacket ? stream : NONE;
        if (queue.first() == NONE) {
            remove(stream);
        } else {
            if (mayChange && !byPacket) {
                turns[turn(stream) + SINCE] = ++served;
            }
            moveDown(place(stream));
        }
        choose();
    }

    /** Returns whether the next message is for another packet than the one being written. */
    boolean wantsNewPacket() {
        return ofPacket != NONE && ofPacket != open;
    }

    /** A packet was written. */
    void onPacketEnd() {
        if (ofPacket == NONE) {
            return;
        }
        if (isWaiting(ofPacket)) {
            turns[turn(ofPacket) + SINCE] = ++served;
            moveDown(place(ofPacket));
        }
        ofPacket = NONE;
        choose();
    }

    /** Gives back what is not needed while the queue is empty. */
    void trim() {
        lists = NO_INTS;
        turns = NO_LONGS;
        heap = NO_INTS;
        open = NONE;
        ofPacket = NONE;
        now = 0;
        latest = 0;
        if (limit != null) {
            begunStreams.clear();
            limit.reset();
        }
    }

    private void choose() {
        yields = false;
        if (begun != NONE) {
            open(begun);
        } else if (count > 0) {
            open(limit == null || limit.leader() == NONE ? heap[0] : chooseWithinLimit());
        }
    }

    /** Makes lists by stream of the one list. */
    private void split() {
        int segment = queue.first();
        final boolean isPinned = segment != NONE && limit == null && queue.isBegun(segment);
        final int first = isPinned ? queue.stream(segment) : NONE;
        queue.open(NONE, NONE);
        while (segment != NONE) {
            final int following = queue.next(segment);
            open(queue.stream(segment));
            queue.append(segment, segment);
            if (!isWaiting(open)) {
                begin(open);
            }
            segment = following;
        }
        begun = first;
        recount();
        choose();
    }

    /**
     * Makes one list of those by stream, first of the one whose turn it is; but first of all come messages that are
     * begun.
     */
    private void join() {
        int head = NONE;
        int tail = NONE;
        for (int place = 0; limit != null && place < count; place++) {
            open(heap[place]);
            final int first = queue.first();
            if (queue.isBegun(first)) {
                final int last = queue.lastOfMessage(first);
                final int end = queue.last();
                final int rest = last == end ? NONE : queue.next(last);
                queue.open(head, tail);
                queue.append(first, last);
                head = queue.first();
                tail = last;
                queue.open(rest, rest == NONE ? NONE : end);
            }
        }
        while (count > 0) {
            open(begun == NONE ? heap[0] : begun);
            final int first = queue.first();
            final int last = queue.last();
            queue.open(head, tail);
            if (first != NONE) {
                queue.append(first, last);
                head = queue.first();
                tail = last;
            }
            queue.open(NONE, NONE);
            begun = NONE;
            remove(open);
        }
        queue.open(head, tail);
        trim();
    }

    // -- interleaving -----------------------------------------------------------------------------------------------

    /** The peer's window may be another: opens the list whose turn it is now. */
    void reconsider() {
        if (limit != null && limit.leader() != NONE) {
            choose();
        }
    }

    /** Returns whether no message waits for room whose turn is before that of the open list's, or it is left some. */
    boolean mayGoOn() {
        return !yields || limit.isHalfOpen();
    }

    /** Returns the stream whose turn it is or, while its message must wait, one whose message is begun. */
    private int chooseWithinLimit() {
        final int first = heap[0];
        final boolean goes = first == limit.leader()
                ? limit.mayLead()
                : queue.isBegun(first(first)) || limit.mayBegin(queue.unsentBytes(first(first)));
        if (goes) {
            return first;
        }
        final int other = firstBegun();
        yields = other == NONE && first != limit.leader() && limit.wouldFitHalf(queue.unsentBytes(first(first)));
        return other == NONE ? limit.leader() : other;
    }

    /**
     * Returns the next of the streams whose messages go on meanwhile; {@link #NONE} if there is but the leader, which
     * yields.
     */
    private int firstBegun() {
        while (!begunStreams.isSingle() || begunStreams.first() != limit.leader()) {
            final int stream = begunStreams.first();
            if (!isWaiting(stream) || !queue.isBegun(first(stream))) {
                begunStreams.removeFirst();
            } else if (stream != limit.leader() || (limit.mayLead() && limit.isHalfOpen())) {
                return stream;
            } else {
                begunStreams.rotate();
            }
        }
        return NONE;
    }

    private int first(final int stream) {
        return stream == open ? queue.first() : lists[list(stream) + HEAD];
    }

    private void limitAfter(final int stream, final int length, final boolean messageBegin, final boolean messageEnd) {
        if (!messageBegin) {
            limit.onLess(stream, length);
            if (messageEnd) {
                limit.onEnded(stream);
            }
        } else if (!messageEnd) {
            noteBegun(stream, queue.first());
        }
    }

    private void noteBegun(final int stream, final int segment) {
        limit.onBegun(stream, queue.unsentBytes(segment));
        begunStreams.add(stream);
    }

    /** What is left of the message that the open list's stream sends is about to be given up. */
    void onGivenUp() {
        if (!isOneList() && limit != null) {
            limit.onLess(open, queue.unsentBytes(queue.first()));
        }
    }

    /** Messages that were begun may have come, or gone, otherwise than one by one. */
    void recount() {
        if (limit == null || isOneList()) {
            return;
        }
        limit.reset();
        for (int place = 0; place < count; place++) {
            if (queue.isBegun(first(heap[place]))) {
                noteBegun(heap[place], first(heap[place]));
            }
        }
    }

    // -- turns ------------------------------------------------------------------------------------------------------

    private void beginAgain() {
        now = 0;
        latest = 0;
        ofPacket = NONE;
        Arrays.fill(turns, 0);
        for (int place = count - 1; place >= 0; place--) {
            turns[turn(heap[place])] = firstTurn(heap[place]);
            turns[turn(heap[place]) + SINCE] = place;
        }
        served = count;
        for (int place = count / 2; place >= 0; place--) {
            moveDown(place);
        }
        choose();
    }

    /** A stream has messages that had none. */
    private void begin(final int stream) {
        if (count == 0) {
            now = latest;
        }
        turns[turn(stream) + TURN] = firstTurn(stream);
        turns[turn(stream) + SINCE] = ++served;
        if (count == heap.length) {
            heap = Arrays.copyOf(heap, Math.max(INITIAL_CAPACITY, 2 * count));
        }
        heap[count] = stream;
        lists[list(stream) + PLACE] = count;
        moveUp(count++);
    }

    private long firstTurn(final int stream) {
        return switch (scheduler) {
            case FIRST_COME_FIRST_SERVED, ROUND_ROBIN, ROUND_ROBIN_PACKET -> 0;
            case PRIORITY -> value(stream);
            // Whoever was silent does not make up for it, and whoever has had more than others waits.
            case FAIR_CAPACITY, WEIGHTED_FAIR_QUEUEING -> Math.max(now, turns[turn(stream)]);
        };
    }

    private void serve(final int stream, final int length) {
        if (scheduler == StreamScheduler.FAIR_CAPACITY || scheduler == StreamScheduler.WEIGHTED_FAIR_QUEUEING) {
            final int weight = scheduler == StreamScheduler.FAIR_CAPACITY ? 1 : Math.max(1, value(stream));
            // Where another one must wait, this one's turn may be a later one.
            now = turns[turn(limit == null ? stream : heap[0])];
            turns[turn(stream)] += ((long) length << FRACTION_BITS) / weight;
            latest = Math.max(latest, turns[turn(stream)]);
        }
    }

    // -- the heap ---------------------------------------------------------------------------------------------------

    private boolean isWaiting(final int stream) {
        return list(stream) < lists.length && place(stream) != NONE;
    }

    private void remove(final int stream) {
        final int place = place(stream);
        lists[list(stream) + PLACE] = NONE;
        final int last = heap[--count];
        if (last != stream) {
            put(place, last);
            moveUp(place);
            moveDown(place(last));
        }
    }

    private void moveUp(final int from) {
        final int stream = heap[from];
        int place = from;
        while (place > 0 && isBefore(stream, heap[(place - 1) / 2])) {
            put(place, heap[(place - 1) / 2]);
            place = (place - 1) / 2;
        }
        put(place, stream);
    }

    private void moveDown(final int from) {
        if (from >= count) {
            return;
        }
        final int stream = heap[from];
        int place = from;
        for (int child = 2 * place + 1; child < count; child = 2 * place + 1) {
            if (child + 1 < count && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], stream)) {
                break;
            }
            put(place, heap[child]);
            place = child;
        }
        put(place, stream);
    }

    private void put(final int place, final int stream) {
        heap[place] = stream;
        lists[list(stream) + PLACE] = place;
    }

    private boolean isBefore(final int stream, final int other) {
        final long turn = turns[turn(stream)] - turns[turn(other)];
        return turn < 0 || (turn == 0 && turns[turn(stream) + SINCE] < turns[turn(other) + SINCE]);
    }

    private int place(final int stream) {
        return lists[list(stream) + PLACE];
    }

    private static int list(final int stream) {
        return stream << LIST_STRIDE_SHIFT;
    }

    private static int turn(final int stream) {
        return stream << TURN_STRIDE_SHIFT;
    }

    /**
     * Makes room for a stream: by doubling, so that streams first used one after the other cost no more than others.
     */
    private void reserve(final int stream) {
        if (list(stream) < lists.length) {
            return;
        }
        final int old = lists.length;
        final int capacity = Math.max(INITIAL_CAPACITY, Integer.highestOneBit(stream) * 2);
        lists = Arrays.copyOf(lists, list(capacity));
        Arrays.fill(lists, old, lists.length, NONE);
        turns = Arrays.copyOf(turns, turn(capacity));
    }
}
