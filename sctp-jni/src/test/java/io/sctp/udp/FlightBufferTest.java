package io.sctp.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlightBufferTest {
    /** Compares it with a queue, with lengths that divide its memory in all ways. */
    @ParameterizedTest
    @ValueSource(ints = {256, 1000, 4096})
    void shouldReturnWhatWasAddedInOrder(final int capacity) {
        final FlightBuffer buffer = new FlightBuffer(capacity);
        final ArrayDeque<byte[]> expected = new ArrayDeque<>();
        final SplittableRandom random = new SplittableRandom(capacity);
        int refused = 0;
        int held = 0;
        for (int i = 0; i < 200_000; i++) {
            if (random.nextInt(100) < 52) {
                final byte[] payload = new byte[random.nextInt(capacity / 3)];
                random.nextBytes(payload);
                if (buffer.add(ByteBuffer.wrap(payload), i)) {
                    expected.add(payload);
                    held += payload.length;
                } else {
                    refused++;
                    assertTrue(held + payload.length + 16 * (expected.size() + 2) > capacity / 3, "it had room");
                }
            } else if (!expected.isEmpty()) {
                final byte[] oldest = expected.remove();
                held -= oldest.length;
                assertEquals(ByteBuffer.wrap(oldest), buffer.first());
                buffer.remove();
            }
            assertEquals(expected.isEmpty(), buffer.isEmpty());
            assertTrue(held <= capacity + 16, "more than its memory");
        }
        assertTrue(refused > 0, "it was never full");
    }

    @Test
    void shouldKeepWhenEachIsDue() {
        final FlightBuffer buffer = new FlightBuffer(100);
        assertEquals(Long.MAX_VALUE, buffer.firstDueNs());
        assertTrue(buffer.add(ByteBuffer.allocate(1), 5));
        assertTrue(buffer.add(ByteBuffer.allocate(0), 6));
        assertEquals(5, buffer.firstDueNs());
        buffer.remove();
        assertEquals(6, buffer.firstDueNs());
        assertEquals(0, buffer.first().remaining());
        buffer.remove();
        assertEquals(Long.MAX_VALUE, buffer.firstDueNs());
        assertFalse(buffer.add(ByteBuffer.allocate(1000), 7), "longer than the memory");
    }
}
