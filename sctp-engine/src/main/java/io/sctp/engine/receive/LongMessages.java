package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.OrderedTable;
import io.sctp.engine.packet.DataChunk;

/**
 * DATA messages that have reached the partial delivery point and still wait: for their turn in the stream, or for the
 * end of another partial delivery. Each is identified by its first fragment.
 */
final class LongMessages {
    private final ChunkStore store;

    /** By stream and SSN: those that wait for their turn. */
    private final OrderedTable waiting;

    /** By TSN: those that wait for the end of another partial delivery. */
    private final OrderedTable due;

    LongMessages(final ChunkStore store, final BlockPool pool) {
        this.store = store;
        waiting = new OrderedTable(pool.work(), pool.secret());
        due = new OrderedTable(pool.work(), pool.secret());
    }

    void add(final int first, final boolean isItsTurn) {
        if (isItsTurn) {
            due.put(byTsn(first), first);
        } else {
            waiting.put(byTurn(store.streamAndSsn(first)), first);
        }
    }

    /** Removes a message that is complete, delivered, or abandoned. */
    void remove(final int first) {
        if (!due.isEmpty()) {
            due.remove(byTsn(first));
        }
        if (!waiting.isEmpty()
                && (store.flags(first) & DataChunk.FLAG_UNORDERED) == 0
                && waiting.find(byTurn(store.streamAndSsn(first))) == first) {
            waiting.remove(byTurn(store.streamAndSsn(first)));
        }
    }

    /** Called when a message has become the next of its stream. */
    void onTurn(final int streamAndSsn) {
        if (!waiting.isEmpty()) {
            final int first = waiting.remove(byTurn(streamAndSsn));
            if (first != OrderedTable.NONE) {
                due.put(byTsn(first), first);
            }
        }
    }

    /** Returns the first message whose turn has come, or {@link ChunkStore#NONE}. */
    int firstDue() {
        return due.isEmpty() ? ChunkStore.NONE : due.value(due.ceiling(0));
    }

    void clear() {
        waiting.clear();
        due.clear();
    }

    private long byTsn(final int first) {
        return store.tsn(first) & 0xFFFF_FFFFL;
    }

    private static long byTurn(final int streamAndSsn) {
        return streamAndSsn & 0xFFFF_FFFFL;
    }
}
