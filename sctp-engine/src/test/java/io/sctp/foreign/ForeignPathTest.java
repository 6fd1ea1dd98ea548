package io.sctp.foreign;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a foreign sender gets through a path with delay, in virtual time, however packets are batched at our end. */
class ForeignPathTest {
    private static final long MILLI = 1_000_000;
    private static final int MESSAGES = 2000;

    @ParameterizedTest(name = "RTT {0} ms, every {1}th packet lost")
    @CsvSource({"50, 0", "10, 0", "10, 500", "20, 100"})
    void shouldServeASenderAsWellWhenPacketsComeInBatches(final int rttMillis, final int everyNthLost) {
        final double single = seconds(rttMillis, everyNthLost, 0);
        for (final long batchNs : List.of(MILLI, 3 * MILLI)) {
            final double batched = seconds(rttMillis, everyNthLost, batchNs);
            // A batch waits for its end, which a round trip has twice.
            final double slower = 1.5 * (1 + 2.0 * batchNs / (rttMillis * MILLI));
            assertTrue(
                    batched <= slower * single,
                    () -> MESSAGES + " messages took " + batched + " s in batches, and " + single + " s one by one");
        }
    }

    /** How long it takes until all messages have arrived. */
    private static double seconds(final int rttMillis, final int everyNthLost, final long batchNs) {
        return new ForeignDownload(rttMillis * MILLI / 2, everyNthLost, batchNs, MESSAGES, 1000).run() / 1e9;
    }
}
