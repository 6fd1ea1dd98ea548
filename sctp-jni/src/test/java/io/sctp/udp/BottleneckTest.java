package io.sctp.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BottleneckTest {
    private static final long MILLI = 1_000_000;
    private static final int PAYLOAD = 1000 - Bottleneck.OVERHEAD;

    /** A packet of 1,000 bytes takes a millisecond at 8 Mbit/s. */
    private static Bottleneck slow(final long queueBytes) {
        return new Bottleneck(1000, 5 * MILLI, queueBytes, 0, new SplittableRandom(1));
    }

    @Test
    void shouldOnlyDelayWithoutARate() {
        final Bottleneck bottleneck = new Bottleneck(0, 5 * MILLI, 0, 0, new SplittableRandom(1));
        for (int i = 0; i < 1000; i++) {
            assertEquals(5 * MILLI + i, bottleneck.arrivalNs(i, PAYLOAD));
        }
    }

    @Test
    void shouldSendOneAfterTheOtherAtItsRate() {
        final Bottleneck bottleneck = slow(10_000);
        assertEquals(6 * MILLI, bottleneck.arrivalNs(0, PAYLOAD));
        assertEquals(7 * MILLI, bottleneck.arrivalNs(0, PAYLOAD));
        assertEquals(8 * MILLI, bottleneck.arrivalNs(MILLI, PAYLOAD));
        assertEquals(106 * MILLI, bottleneck.arrivalNs(100 * MILLI, PAYLOAD), "it was idle");
    }

    @Test
    void shouldDropWhatFindsTheQueueFull() {
        final Bottleneck bottleneck = slow(3000);
        for (int i = 0; i < 4; i++) {
            assertTrue(bottleneck.arrivalNs(0, PAYLOAD) > 0, "packet " + i);
        }
        assertEquals(Bottleneck.QUEUE_FULL, bottleneck.arrivalNs(0, PAYLOAD));
        assertEquals(10 * MILLI, bottleneck.arrivalNs(MILLI, PAYLOAD), "one has left");
    }

    @Test
    void shouldLoseTheSamePacketsWithTheSameSeed() {
        final Bottleneck first = new Bottleneck(0, MILLI, 0, 0.1, new SplittableRandom(7));
        final Bottleneck same = new Bottleneck(0, MILLI, 0, 0.1, new SplittableRandom(7));
        final Bottleneck other = new Bottleneck(0, MILLI, 0, 0.1, new SplittableRandom(8));
        int lost = 0;
        int different = 0;
        for (int i = 0; i < 100_000; i++) {
            final long arrivalNs = first.arrivalNs(i, PAYLOAD);
            assertEquals(arrivalNs, same.arrivalNs(i, PAYLOAD));
            lost += arrivalNs == Bottleneck.LOST ? 1 : 0;
            different += arrivalNs == other.arrivalNs(i, PAYLOAD) ? 0 : 1;
        }
        assertEquals(10_000, lost, 400);
        assertTrue(different > 10_000, "another seed lost the same packets");
    }

    @Test
    void shouldHaveAQueueOfOneProductOrThirtyTwoPackets() {
        assertEquals(
                125_000, RelayedPath.of(Duration.ofMillis(5), 0, 100_000_000).queueBytes());
        assertEquals(48_000, RelayedPath.of(Duration.ofMillis(1), 0, 10_000_000).queueBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 0, not between 0 and 10 s",
        "10001, 0, 0, not between 0 and 10 s",
        "0, 1.1, 0, loss of 1.1",
        "0, -0.1, 0, loss of -0.1",
        "0, NaN, 0, loss of NaN",
        "0, 0, -1, not below 0",
        "5000, 0, 1000000000, more than the 256 MiB"
    })
    void shouldRefuseAPathThatCannotBe(
            final long delayMs, final double loss, final long bitsPerSecond, final String expected) {
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> RelayedPath.of(Duration.ofMillis(delayMs), loss, bitsPerSecond));
        assertTrue(refused.getMessage().contains(expected), refused::getMessage);
    }
}
