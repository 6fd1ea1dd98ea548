package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.SendResult;
import io.sctp.engine.memory.BlockPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SendBufferTest {
    private static final int LIMIT = 10_000;
    private static final int HEADER = 16;

    private final SendBuffer buffer = new SendBuffer(LIMIT);

    @Test
    void shouldChargeTinyMessagesForMoreThanTheirBytes() {
        buffer.onQueued(1, 0);
        assertEquals(64, buffer.usedBytes());
        assertEquals(1, buffer.unsentBytes());
        buffer.onSent(1);
        buffer.release(1);
        assertEquals(0, buffer.usedBytes());
        assertEquals(0, buffer.unsentBytes());
    }

    /** What a message is charged when it is queued is given back block by block. */
    @ParameterizedTest
    @CsvSource({"1, 0", "64, 0", "65, 16", "5000, 16", "200000, 0", "200000, 16"})
    void shouldGiveBackBlockByBlockWhatItCharged(final int length, final int header) {
        buffer.onQueued(length, header);
        final int most = BlockPool.MAX_BLOCK_LENGTH - header;
        for (int done = 0; done < length; done += most) {
            buffer.release(Math.min(most, length - done));
        }
        assertEquals(0, buffer.usedBytes());
    }

    @Test
    void shouldGiveBackWhatALastTinyBlockWasCharged() {
        final int most = BlockPool.MAX_BLOCK_LENGTH - HEADER;
        buffer.onQueued(most + 1, HEADER);
        assertEquals(most + 64, buffer.usedBytes());
        buffer.onQueued(2 * most, HEADER);
        assertEquals(3 * most + 64, buffer.usedBytes(), "no block more than it takes");
    }

    @Test
    void shouldBeFullWhenTheNextMessageWouldExceedItsLimit() {
        assertFalse(buffer.isFull(LIMIT));
        assertFalse(buffer.isTooShortFor(LIMIT));
        assertTrue(buffer.isTooShortFor(LIMIT + 1));
        buffer.onQueued(LIMIT - 64, 0);
        assertFalse(buffer.isFull(64));
        assertFalse(buffer.isFull(1));
        assertTrue(buffer.isFull(65));
        buffer.onQueued(1, 0);
        assertTrue(buffer.isFull(1));
    }

    /** Its limit may have been lowered meanwhile. */
    @Test
    void shouldTakeAnyMessageWhileItIsEmpty() {
        buffer.limit(10);
        assertFalse(buffer.isFull(11));
        buffer.onQueued(11, 0);
        assertTrue(buffer.isFull(1));
    }

    @Test
    void shouldTellOnceThatThereIsRoomAgain() {
        assertFalse(buffer.takeWritable(), "nobody waits");
        buffer.onQueued(LIMIT / 2, 0);
        buffer.onQueued(64, 0);
        assertEquals(SendResult.WOULD_BLOCK, buffer.refuse());
        assertFalse(buffer.takeWritable(), "more than half is in use");
        buffer.release(64);
        assertTrue(buffer.takeWritable());
        assertFalse(buffer.takeWritable());
        assertFalse(buffer.takeStarved());
    }

    @Test
    void shouldTellOnceThatThePoolHadNoMemory() {
        assertEquals(SendResult.WOULD_BLOCK, buffer.starve());
        assertTrue(buffer.takeStarved());
        assertFalse(buffer.takeStarved());
        assertTrue(buffer.takeWritable(), "a sender waits");
    }
}
