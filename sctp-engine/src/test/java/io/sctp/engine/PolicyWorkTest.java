package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.StreamScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages that may be given up: a send, a poll and a timer take steps for what they give up, whatever else is queued
 * or was sent.
 */
final class PolicyWorkTest {
    private static final int QUEUED = 50_000;
    private static final int OUTSTANDING = 2000;
    private static final int STREAMS = 10;
    private static final long SECOND = 1_000_000_000;

    /** What one message may cost that is given up, in a heap of so many. */
    private static final int PER_MESSAGE = 150;

    /** What a poll may cost that writes nothing but a FORWARD TSN. */
    private static final int PER_POLL = 9000;

    @ParameterizedTest
    @EnumSource
    void shouldNotSearchTheQueueForWhatMattersLeast(final StreamScheduler scheduler) {
        final BulkSender sender =
                new BulkSender(BulkSender.config().sendBufferBytes(QUEUED * 64).streamScheduler(scheduler));
        for (int i = 0; i < QUEUED; i++) {
            assertEquals(SendResult.QUEUED, sender.send(1, i % STREAMS, Policy.PRIORITY, 1000 + i));
        }
        for (int i = 0; i < 1000; i++) {
            final int stream = i % STREAMS;
            sender.assertSteps(2 * PER_MESSAGE, "a send", () -> sender.send(1, stream, Policy.PRIORITY, 10));
        }
        assertEquals(1000, sender.pair.serverSide.abandonedMessages().unsent(Policy.PRIORITY));
        sender.assertSteps(PER_MESSAGE, "a send refused", () -> sender.send(1, 0, Policy.PRIORITY, 1 << 20));
        sender.assertSteps(PER_MESSAGE, "a send refused", () -> sender.send(1, 0, Policy.RELIABLE, 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotSearchWhatWasSentForWhatMattersLeast(final boolean interleaved) {
        final BulkSender sender = new BulkSender(
                        BulkSender.config().sendBufferBytes(1 << 20).interleavingSupported(interleaved))
                .growWindow(OUTSTANDING);
        for (int i = 0; i < OUTSTANDING; i++) {
            sender.send(1, 0, Policy.PRIORITY, 1000);
        }
        sender.fillWindow(OUTSTANDING - 10);
        while (sender.send(1, 0, Policy.RELIABLE, 0) == SendResult.QUEUED) {
            // Fills the buffer.
        }
        for (int i = 0; i < OUTSTANDING / 2; i++) {
            sender.assertSteps(2 * PER_MESSAGE, "a send", () -> sender.send(1, 1, Policy.PRIORITY, 0));
        }
        assertEquals(OUTSTANDING / 2, sender.pair.serverSide.abandonedMessages().sent(Policy.PRIORITY));
    }

    @ParameterizedTest
    @EnumSource
    void shouldLookAtQueuedMessagesWhoseLifetimeIsOverOnly(final StreamScheduler scheduler) {
        final BulkSender sender = new BulkSender(BulkSender.config().streamScheduler(scheduler));
        sender.peer.sack(sender.acked, 0);
        sender.peer.hand();
        for (int i = 0; i < QUEUED; i++) {
            sender.assertSteps(PER_MESSAGE, "a send", () -> sender.send(1, 0, Policy.RELIABLE, 0));
        }
        for (int i = 0; i < QUEUED; i++) {
            // The later queued the earlier over: each in front of those before it.
            final long lifetime = (1 + QUEUED - i) * SECOND;
            final int stream = i % STREAMS;
            sender.assertSteps(PER_MESSAGE, "a send", () -> sender.send(1, stream, Policy.LIFETIME, lifetime));
        }
        sender.peer.drain();
        for (int i = 1; i <= 100; i++) {
            sender.pair.nowNs += SECOND;
            sender.pair.server.advanceTo(sender.pair.nowNs);
            sender.peer.sack(sender.acked, 0);
            sender.assertSteps(2 * PER_MESSAGE + 300, "a SACK and a poll", () -> {
                sender.peer.hand();
                sender.peer.drain();
            });
        }
        final long over = sender.pair.serverSide.abandonedMessages().unsent(Policy.LIFETIME);
        assertTrue(over >= 98 && over <= 101, () -> over + " given up");
    }

    /** All that is outstanding is lost, and none of it may be given up yet; then a little of it may. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotLookThroughLostChunksThatMayStillBeSent(final boolean interleaved) {
        final BulkSender sender =
                new BulkSender(BulkSender.config().interleavingSupported(interleaved)).growWindow(OUTSTANDING);
        for (int i = 0; i < OUTSTANDING; i++) {
            sender.send(1, i % STREAMS, Policy.LIFETIME, (100 + OUTSTANDING - i) * SECOND);
        }
        sender.fillWindow(OUTSTANDING - 1);
        sender.pass(SECOND);
        for (int i = 0; i < 20; i++) {
            assertTrue(sender.peer.drain() <= 400, "a poll");
            sender.peer.sack(sender.acked, BulkSender.WINDOW);
            sender.peer.hand();
            assertTrue(sender.peer.steps <= 400, () -> "a SACK took " + sender.peer.steps);
        }
        sender.pair.nowNs += 99 * SECOND;
        for (int i = 0; i < 20; i++) {
            sender.pair.nowNs += SECOND;
            sender.pair.server.advanceTo(sender.pair.nowNs);
            sender.peer.sack(sender.acked, BulkSender.WINDOW);
            sender.assertSteps(PER_POLL, "a SACK and a poll", sender.peer::hand);
        }
        final long over = sender.pair.serverSide.abandonedMessages().sent(Policy.LIFETIME);
        assertTrue(over > 0 && over <= 21, () -> over + " given up");
    }

    /**
     * Messages whose fragments take turns with those of others: what is given up of one is found without the others.
     */
    @Test
    void shouldNotLookThroughOtherMessagesFragments() {
        final BulkSender sender = new BulkSender(BulkSender.config()
                        .interleavingSupported(true)
                        .streamScheduler(StreamScheduler.ROUND_ROBIN)
                        .sendBufferBytes(1 << 20))
                .growWindow(OUTSTANDING * 10);
        for (int i = 0; i < STREAMS; i++) {
            sender.send(100_000, i, Policy.PRIORITY, 100 + i);
        }
        sender.fillWindow(300);
        while (sender.send(1, 0, Policy.RELIABLE, 0) == SendResult.QUEUED) {
            // Fills the buffer.
        }
        final int fragments = 100_000 / 1000;
        for (int i = STREAMS; i > 0; i--) {
            sender.assertSteps(fragments * PER_MESSAGE, "a send", () -> sender.send(100_000, 0, Policy.PRIORITY, 0));
        }
        assertEquals(STREAMS, sender.pair.serverSide.abandonedMessages().sent(Policy.PRIORITY));
    }
}
