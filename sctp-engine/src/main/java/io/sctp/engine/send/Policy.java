package io.sctp.engine.send;

import io.sctp.engine.memory.BlockPool;
import java.nio.ByteBuffer;

/**
 * For how long a message is worth sending (RFC 3758, RFC 7496). It is kept in front of the payload, in the same block,
 * so that messages without one pay nothing.
 */
public enum Policy {
    /** It is sent until the peer has it. */
    RELIABLE,
    /** It is given up when its lifetime is over and it would have to be sent (again) (RFC 3758 section 4). */
    LIFETIME,
    /** It is given up when it would have to be sent again more often than allowed (RFC 7496 section 3.1). */
    RETRANSMISSIONS,
    /** It is given up when a message of higher priority finds the send buffer full (RFC 7496 section 3.2). */
    PRIORITY;

    /** The bytes before the payload. */
    static final int LENGTH = 16;

    private static final Policy[] ALL = values();
    private static final int VALUE_OFFSET = 8;

    /** Returns when a lifetime is over that begins now; never, if the clock cannot count so far. */
    public static long expiryNs(final long nowNs, final long lifetimeNs) {
        return lifetimeNs > 0 && nowNs > Long.MAX_VALUE - lifetimeNs ? Long.MAX_VALUE : nowNs + lifetimeNs;
    }

    /** Writes what a message's policy is: a time at which it expires, a count, or a priority. */
    static void write(final BlockPool pool, final int handle, final Policy policy, final long value) {
        final ByteBuffer block = pool.buffer(handle);
        final int at = BlockPool.offset(handle);
        block.putInt(at, policy.code());
        block.putLong(at + VALUE_OFFSET, value);
    }

    static Policy of(final BlockPool pool, final int handle) {
        return ALL[pool.buffer(handle).getInt(BlockPool.offset(handle))];
    }

    static long value(final BlockPool pool, final int handle) {
        return pool.buffer(handle).getLong(BlockPool.offset(handle) + VALUE_OFFSET);
    }

    private int code() {
        return switch (this) {
            case RELIABLE -> 0;
            case LIFETIME -> 1;
            case RETRANSMISSIONS -> 2;
            case PRIORITY -> 3;
        };
    }
}
