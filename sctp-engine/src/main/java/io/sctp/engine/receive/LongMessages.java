package io.sctp.engine.receive;

import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.OrderedTable;
import io.sctp.engine.packet.DataChunk;

/**
 * Messages that arrive as DATA and are long enough to be handed up in parts, but not yet: those whose turn in their
 * stream has not come, and those that are due once the one that is handed up now has ended. Each is known by its first
 * fragment.
 */
final class LongMessages {
    private final ChunkStore store;

    /** By stream and SSN. */
    private final OrderedTable waiting;

    /** By TSN. */
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

    /** The message is complete, handed up, or given up. */
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

    /** The turn of a stream's message has come. */
    void onTurn(final int streamAndSsn) {
        if (!waiting.isEmpty()) {
            final int first = waiting.remove(byTurn(streamAndSsn));
            if (first != OrderedTable.NONE) {
                due.put(byTsn(first), first);
            }
        }
    }

    /** Returns a message that is due, or {@link ChunkStore#NONE}. */
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
