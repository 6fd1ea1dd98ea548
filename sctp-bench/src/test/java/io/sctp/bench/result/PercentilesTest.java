package io.sctp.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void shouldGiveNoPercentileWithFewerThanTenSamplesAboveIt() {
        assertNull(of(19).p50());
        assertNotNull(of(20).p50());
        assertNull(of(999).p99());
        assertNotNull(of(1_000).p99());
        assertNull(of(9_999).p999());
        assertNotNull(of(10_000).p999());
        assertNull(of(99_999).p9999());
        assertNotNull(of(100_000).p9999());
    }

    @Test
    void shouldGiveNothingButACountWithoutSamples() {
        assertEquals(new Percentiles(null, null, null, null, null, null, null, 0), of(0));
    }

    private static Percentiles of(final int samples) {
        final Histogram histogram = new Histogram(3);
        for (int i = 1; i <= samples; i++) {
            histogram.recordValue(i);
        }
        return Percentiles.of(histogram);
    }
}
