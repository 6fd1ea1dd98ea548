package io.sctp.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OutboundPoolTest {
    private static final int THREADS = 4;
    private static final int TURNS = 200_000;

    /** Few slots and more threads than processors: one is often preempted in the middle of taking. */
    @Test
    void shouldLoseNoSlotWhileManyThreadsTakeAndGiveBack() throws Exception {
        final OutboundPool pool = new OutboundPool(4, 64, 1 << 16);
        final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            final Callable<Void> turns = () -> {
                for (int i = 0; i < TURNS; i++) {
                    final OutboundSlot slot = pool.take(1);
                    if (slot != null) {
                        pool.giveBack(slot);
                    }
                }
                return null;
            };
            final List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(threads.submit(turns));
            }
            for (final Future<Void> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(0, pool.inUse(), "slots that were given back and are not free");
    }
}
