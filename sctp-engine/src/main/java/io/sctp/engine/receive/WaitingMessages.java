package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.OrderedTable;

/**
 * Messages that could be handed up, whole or in parts, if another one were not being handed up in parts: where only one
 * may be, it is any; where several may, it is an unordered one of the same stream. They go on in the order in which
 * they came to wait.
 */
final class WaitingMessages {
    /** Stands for a stream where the end of any message in parts is awaited. */
    private static final int ANY_STREAM = 1 << 16;

    private static final int ARRIVAL_BITS = 40;

    private final MessageTable messages;

    /** By what is awaited, and the order of arrival: the message's index. */
    private final OrderedTable waiting;

    private long arrivals;

    WaitingMessages(final MessageTable messages, final BlockPool pool) {
        this.messages = messages;
        waiting = new OrderedTable(pool.work(), pool.secret());
    }

    /** A message waits for the end of an unordered one of its stream. */
    void addOfStream(final ArrivingMessage message) {
        add(message, message.stream);
    }

    /** A message waits until none is handed up in parts. */
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

    /** Takes the first that waits for the end of an unordered one of a stream; null if there is none. */
    ArrivingMessage takeOfStream(final int stream) {
        return take(stream);
    }

    /** Takes the first that waits until none is handed up in parts; null if there is none. */
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
