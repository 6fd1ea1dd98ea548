package io.sctp.bench.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PayloadTest {
    private static final int BYTES = 100;
    private static final int STREAM = 65_534;

    private final Payload payload = new Payload();
    private final ByteBuffer buffer = Payload.allocate(BYTES);

    @Test
    void shouldCarryWhatWasWritten() {
        write(BYTES);
        assertEquals(1L << 40, payload.verify(buffer, STREAM));
        assertEquals(65_535, Payload.association(buffer));
        assertEquals(123, Payload.intendedNs(buffer));
        assertEquals(456, Payload.sentNs(buffer));
    }

    @Test
    void shouldCarryItInTheSmallestMessageToo() {
        write(Payload.MIN_BYTES);
        assertEquals(1L << 40, payload.verify(buffer, STREAM));
    }

    @Test
    void shouldFindEveryFlippedBit() {
        write(BYTES);
        for (int bit = 0; bit < BYTES * 8; bit++) {
            flip(bit);
            assertEquals(Payload.CORRUPTED, payload.verify(buffer, STREAM), "bit " + bit);
            flip(bit);
        }
        assertEquals(1L << 40, payload.verify(buffer, STREAM));
    }

    @Test
    void shouldRefuseAMessageThatIsCutShort() {
        write(BYTES);
        for (int bytes = 0; bytes < BYTES; bytes++) {
            buffer.limit(bytes);
            assertEquals(Payload.CORRUPTED, payload.verify(buffer, STREAM), bytes + " bytes");
        }
    }

    @Test
    void shouldRefuseAMessageOnAnotherStream() {
        write(BYTES);
        assertEquals(Payload.CORRUPTED, payload.verify(buffer, STREAM - 1));
    }

    @Test
    void shouldReadAMessageInTheMiddleOfABuffer() {
        write(BYTES);
        final ByteBuffer larger = ByteBuffer.allocate(BYTES + 20).position(7);
        larger.put(buffer).flip().position(7);
        assertEquals(1L << 40, payload.verify(larger, STREAM));
        assertEquals(123, Payload.intendedNs(larger));
        assertEquals(7, larger.position());
        assertEquals(BYTES + 7, larger.limit());
    }

    private void write(final int bytes) {
        payload.write(buffer, bytes, 65_535, STREAM, Payload.FLAG_REPORT, 1L << 40, 123, 456);
    }

    private void flip(final int bit) {
        buffer.put(bit / 8, (byte) (buffer.get(bit / 8) ^ 1 << bit % 8));
    }
}
