package io.sctp.engine.send;

import io.sctp.engine.Policy;
import io.sctp.engine.memory.BlockPool;
import java.nio.ByteBuffer;

/**
 * The policy of a message, kept in front of its payload, in the same block, so that messages without one pay nothing.
 */
final class PolicyHeader {
    private static final Policy[] ALL = Policy.values();
    private static final int VALUE_OFFSET = 8;

    /** The bytes before the payload. */
    static final int LENGTH = 16;

    /** Returns when a lifetime is over that begins now; never, if the clock cannot count so far. */
    static long expiryNs(final long nowNs, final long lifetimeNs) {
        return lifetimeNs > 0 && nowNs > Long.MAX_VALUE - lifetimeNs ? Long.MAX_VALUE : nowNs + lifetimeNs;
    }

    /** Writes what a message's policy is: a time at which it expires, a count, or a priority. */
    static void write(final BlockPool pool, final int handle, final Policy policy, final long value) {
        final ByteBuffer block = pool.buffer(handle);
        final int at = BlockPool.offset(handle);
        block.putInt(at, code(policy));
        block.putLong(at + VALUE_OFFSET, value);
    }

    static Policy of(final BlockPool pool, final int handle) {
        return ALL[pool.buffer(handle).getInt(BlockPool.offset(handle))];
    }

    static long value(final BlockPool pool, final int handle) {
        return pool.buffer(handle).getLong(BlockPool.offset(handle) + VALUE_OFFSET);
    }

    private static int code(final Policy policy) {
        return switch (policy) {
            case RELIABLE -> 0;
            case LIFETIME -> 1;
            case RETRANSMISSIONS -> 2;
            case PRIORITY -> 3;
        };
    }
}
