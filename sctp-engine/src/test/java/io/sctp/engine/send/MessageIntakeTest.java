package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.FailedMessage;
import io.sctp.engine.Policy;
import io.sctp.engine.SendOptions;
import io.sctp.engine.SendResult;
import io.sctp.engine.memory.BlockPool;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class MessageIntakeTest {
    private static final int BUFFER = 10 * BlockPool.MAX_BLOCK_LENGTH;

    private final SendingEnd end = new SendingEnd();
    private final Outbound outbound = end.outbound;

    MessageIntakeTest() {
        outbound.buffer().limit(BUFFER);
    }

    @Test
    void shouldCutAMessageIntoBlocks() {
        final int length = 2 * BlockPool.MAX_BLOCK_LENGTH + 1;
        assertEquals(SendResult.QUEUED, end.queue(length));
        assertEquals(3, end.pool.liveBlocks());
        assertEquals(2 * BlockPool.MAX_BLOCK_LENGTH + 64, outbound.bufferedBytes());
    }

    @Test
    void shouldKeepRoomForAPolicyInEachBlock() {
        assertEquals(SendResult.QUEUED, end.queue(Policy.LIFETIME, 5, BlockPool.MAX_BLOCK_LENGTH));
        assertEquals(2, end.pool.liveBlocks());
    }

    @Test
    void shouldQueueNothingOfAMessageWhoseMemoryGoes() {
        end.queue(100);
        final ByteBuffer source = ByteBuffer.allocate(BlockPool.MAX_BLOCK_LENGTH + 10);
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> outbound.enqueue(
                        source, 0, BlockPool.MAX_BLOCK_LENGTH + 20, new SendOptions().stream(3), end.paths, null, 0));
        assertEquals(1, end.pool.liveBlocks());
        assertEquals(100, outbound.bufferedBytes());
        end.writeNew();
        assertTrue(outbound.isQueueEmpty());
    }

    @Test
    void shouldQueueNothingOfAMessageForWhichThePoolHasTooLittle() {
        final SendingEnd small =
                new SendingEnd(new BlockPool(4 * BlockPool.MAX_BLOCK_LENGTH, BlockPool.MAX_BLOCK_LENGTH));
        small.outbound.buffer().limit(BUFFER);
        assertEquals(SendResult.WOULD_BLOCK, small.queue(BUFFER));
        assertTrue(small.outbound.takeStarved());
        assertEquals(0, small.pool.liveBlocks());
        assertEquals(0, small.outbound.bufferedBytes());
        assertTrue(small.outbound.isDrained());
    }

    /** RFC 7496 section 3.2. */
    @Test
    void shouldGiveUpWhatMattersLessForAMessageWithAPriority() {
        end.queue(Policy.PRIORITY, 9, BUFFER / 2);
        end.queue(Policy.PRIORITY, 1, BUFFER / 2);
        assertEquals(SendResult.WOULD_BLOCK, end.queue(Policy.PRIORITY, 9, 100), "what matters as much stays");
        assertEquals(SendResult.WOULD_BLOCK, end.queue(100), "a reliable one takes no place of others");
        assertEquals(SendResult.QUEUED, end.queue(Policy.PRIORITY, 5, 100));
        assertEquals(FailedMessage.Reason.ABANDONED, outbound.failed().first().reason());
        assertEquals(BUFFER / 2, outbound.failed().first().length());
        assertEquals(SendResult.QUEUED, end.queue(100));
    }
}
