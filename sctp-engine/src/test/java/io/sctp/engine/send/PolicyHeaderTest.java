package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.engine.Policy;
import io.sctp.engine.memory.BlockPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PolicyHeaderTest {
    private final BlockPool pool = new BlockPool(1 << 16, 1 << 16);

    @ParameterizedTest
    @EnumSource(Policy.class)
    void shouldKeepAPolicyInFrontOfThePayload(final Policy policy) {
        final int before = pool.allocate(64);
        final int handle = pool.allocate(64);
        pool.buffer(handle).putLong(BlockPool.offset(handle) + PolicyHeader.LENGTH, 42);
        PolicyHeader.write(pool, handle, policy, -7_000_000_000L);
        assertEquals(policy, PolicyHeader.of(pool, handle));
        assertEquals(-7_000_000_000L, PolicyHeader.value(pool, handle));
        assertEquals(42, pool.buffer(handle).getLong(BlockPool.offset(handle) + PolicyHeader.LENGTH));
        PolicyHeader.write(pool, before, Policy.LIFETIME, 5);
        assertEquals(policy, PolicyHeader.of(pool, handle), "each block has its own");
        assertEquals(-7_000_000_000L, PolicyHeader.value(pool, handle));
    }

    @Test
    void shouldSayWhenALifetimeIsOver() {
        assertEquals(15, PolicyHeader.expiryNs(10, 5));
        assertEquals(-5, PolicyHeader.expiryNs(-10, 5));
        assertEquals(10, PolicyHeader.expiryNs(10, 0));
    }

    @Test
    void shouldNeverEndALifetimeThatTheClockCannotCount() {
        assertEquals(Long.MAX_VALUE, PolicyHeader.expiryNs(10, Long.MAX_VALUE));
        assertEquals(Long.MAX_VALUE, PolicyHeader.expiryNs(10, Long.MAX_VALUE - 10));
        assertEquals(Long.MAX_VALUE - 1, PolicyHeader.expiryNs(10, Long.MAX_VALUE - 11));
    }
}
