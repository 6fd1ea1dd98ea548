package io.sctp.bench.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordersTest {
    private static final long MILLI = 1_000_000;

    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    /** Else a run would measure its own garbage: as bytes per message and, in a short run, as a collection. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotAllocateForUsualLatencies(final boolean manyWriters) {
        record(new Recorders(2, manyWriters)); // what is done for the first time may
        final Recorders recorders = new Recorders(2, manyWriters);
        assertEquals(0, record(recorders), "the first interval");
        recorders.collectAll();
        assertEquals(0, record(recorders), "the second, into other memory");
        recorders.collectAll();
        assertEquals(2, recorders.stream(0).whole().getTotalCount());
        assertEquals(0, recorders.stream(1).whole().getTotalCount());
        assertEquals(99.0 * MILLI, (double) recorders.total().whole().getMaxValue(), 0.1 * MILLI);
    }

    private long record(final Recorders recorders) {
        final long before = threads.getCurrentThreadAllocatedBytes();
        recorders.record(0, 99 * MILLI, 98 * MILLI);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
