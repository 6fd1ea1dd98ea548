package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.OrderedTable;

/**
 * The I-DATA messages that wait for the end of a partial delivery. If only one message may be partially delivered at a
 * time, they wait for any; otherwise for an unordered one of the same stream. They continue in the order in which they
 * began to wait.
 */
final class WaitingMessages {
    /** The stream number that stands for any partial delivery. */
    private static final int ANY_STREAM = 1 << 16;

    private static final int ARRIVAL_BITS = 40;

    private final MessageTable messages;

    /** By what they wait for, and order of arrival: the message's index. */
    private final OrderedTable waiting;

    private long arrivals;

    WaitingMessages(final MessageTable messages, final BlockPool pool) {
        this.messages = messages;
        waiting = new OrderedTable(pool.work(), pool.secret());
    }

    /** Adds a message that waits for an unordered one of its stream. */
    void addOfStream(final ArrivingMessage message) {
        add(message, message.stream);
    }

    /** Adds a message that waits until none is partially delivered. */
    void add(final ArrivingMessage message) {
        add(message, ANY_STREAM);
    }

    private void add(final ArrivingMessage message, final int awaited) {
        if (message.waitingKey < 0) {
            message.waitingKey = (long) awaited << ARRIVAL_BITS | (arrivals++ & (1L << ARRIVAL_BITS) - 1);
            waiting.put(message.waitingKey, message.index);
        }
    }

    void remove(final ArrivingMessage message) {
        if (message.waitingKey >= 0) {
            waiting.remove(message.waitingKey);
            message.waitingKey = -1;
        }
    }

    /** Removes the first message that waits for an unordered one of a stream; null if there is none. */
    ArrivingMessage takeOfStream(final int stream) {
        return take(stream);
    }

    /** Removes the first message that waits until none is partially delivered; null if there is none. */
    ArrivingMessage take() {
        return take(ANY_STREAM);
    }

    private ArrivingMessage take(final int awaited) {
        final int entry = waiting.isEmpty() ? OrderedTable.NONE : waiting.ceiling((long) awaited << ARRIVAL_BITS);
        if (entry == OrderedTable.NONE || waiting.key(entry) >>> ARRIVAL_BITS != awaited) {
            return null;
        }
        final ArrivingMessage message = messages.at(waiting.value(entry));
        remove(message);
        return message;
    }

    void trim() {
        waiting.clear();
    }
}
