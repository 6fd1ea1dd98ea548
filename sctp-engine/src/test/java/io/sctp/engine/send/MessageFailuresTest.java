package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.FailedMessage.Reason;
import io.sctp.engine.Policy;
import io.sctp.engine.SendOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MessageFailuresTest {
    private final SendingEnd end = new SendingEnd();
    private final Outbound outbound = end.outbound;
    private final MessageFailures failures = outbound.failures();

    @Test
    void shouldHandBackWhatWasSentBeforeWhatWaits() {
        end.send(2);
        end.queue(new SendOptions().stream(4), 50);
        assertEquals(7, failures.failAll(end.paths, Reason.ASSOCIATION_OVER, 12, 10));
        for (final boolean wasSent : List.of(true, true, false)) {
            assertEquals(wasSent, outbound.failed().first().wasSent());
            assertEquals(12, outbound.failed().first().causeCode());
            outbound.failed().removeFirst();
        }
        assertTrue(outbound.failed().isEmpty());
        assertEquals(0, outbound.bufferedBytes());
        assertEquals(0, end.one.flightChunks());
        assertEquals(0, end.one.flight().bytes());
        assertEquals(0, end.pool.liveBlocks());
    }

    @Test
    void shouldStopAtItsLimitAndGoOnFromThere() {
        end.send(2);
        end.queue(50);
        assertEquals(0, failures.failAll(end.paths, Reason.ASSOCIATION_OVER, 0, 1));
        assertEquals(1, outbound.unacknowledgedChunks());
        assertEquals(0, failures.failAll(end.paths, Reason.ASSOCIATION_OVER, 0, 1));
        assertFalse(outbound.isQueueEmpty());
        assertEquals(9, failures.failAll(end.paths, Reason.ASSOCIATION_OVER, 0, 10));
        assertTrue(outbound.isDrained());
    }

    /** A peer may take a gap report back (RFC 9260 section 6.2.1). */
    @Test
    void shouldHandBackWhatASackOnlyReported() {
        end.send(3);
        end.sack(0, 2, 2);
        failures.failAll(end.paths, Reason.ASSOCIATION_OVER, 0, 10);
        assertEquals(0, end.one.flight().bytes());
        assertEquals(2, count());
        assertEquals(0, end.pool.liveBlocks());
    }

    @Test
    void shouldTakeALostChunkOutOfWhatGoesAgain() {
        end.send(4);
        for (int report = 1; report <= 3; report++) {
            end.sack(-1, 1, report);
        }
        assertEquals(OutstandingData.LOST, end.state(0));
        failures.forget(SendingEnd.FIRST, end.paths);
        assertEquals(List.of(), end.writeLost(end.one));
    }

    @Test
    void shouldHandBackAllSegmentsOfAMessage() {
        outbound.buffer().limit(1 << 20);
        end.queue(Policy.RETRANSMISSIONS, 1, 200_000);
        final int blocks = end.pool.liveBlocks();
        assertTrue(blocks > 1);
        failures.failAll(end.paths, Reason.ABANDONED, 0, blocks + 1);
        assertEquals(200_000, outbound.failed().first().length());
        outbound.failed().removeFirst();
        assertTrue(outbound.failed().isEmpty());
        assertEquals(0, end.pool.liveBlocks());
        assertEquals(0, outbound.bufferedBytes());
    }

    private int count() {
        int count = 0;
        while (!outbound.failed().isEmpty()) {
            outbound.failed().removeFirst();
            count++;
        }
        return count;
    }
}
