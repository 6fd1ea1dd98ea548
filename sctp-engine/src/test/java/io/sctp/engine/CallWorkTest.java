package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.StreamScheduler;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sends, polls, timers and other calls of the user take few steps, however much is queued and outstanding. */
final class CallWorkTest {
    private static final int QUEUED = 50_000;
    private static final int OUTSTANDING = 2000;
    private static final int GRANTED = 100;
    private static final int STREAMS = 10;
    private static final int FIXED = 400;
    private static final long SECOND = 1_000_000_000;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);

    @ParameterizedTest
    @EnumSource
    void shouldSendInAFewSteps(final StreamScheduler scheduler) {
        final BulkSender sender = new BulkSender(BulkSender.config().streamScheduler(scheduler));
        sender.peer.sack(sender.acked, 0);
        sender.peer.hand();
        sender.sendMany(QUEUED, STREAMS);
        for (final Policy policy : Policy.values()) {
            for (int stream = 0; stream < STREAMS; stream++) {
                final int on = stream;
                sender.assertSteps(FIXED, "a send", () -> sender.send(1, on, policy, 100 * SECOND));
                sender.assertSteps(FIXED, "a long send", () -> sender.send(100_000, on, policy, 100 * SECOND));
            }
        }
        assertTrue(sender.pair.serverSide.bufferedBytes() > QUEUED * 64);
    }

    @Test
    void shouldPollAndExpireInAFewSteps() {
        final BulkSender sender = full();
        final Association association = sender.pair.serverSide;
        for (int i = 0; i < 3; i++) {
            sender.assertSteps(FIXED, "a poll of nothing", sender.peer::drain);
            // Data to be acknowledged, at once and after a while.
            sender.peer.data(sender.peer.tsn++, 3, 0, i, 1);
            sender.peer.hand();
            assertTrue(sender.peer.steps <= FIXED, "DATA");
            sender.assertSteps(FIXED, "the timer of a SACK", () -> sender.pass(SECOND / 5));
            sender.peer.sack(sender.acked, BulkSender.WINDOW);
            sender.peer.hand();
            assertTrue(sender.peer.steps <= FIXED, "SACK");
            association.requestHeartbeat(association.path(0));
            sender.assertSteps(FIXED, "a HEARTBEAT", sender.peer::drain);
        }
        assertEquals(AssociationState.ESTABLISHED, association.state());
    }

    @Test
    void shouldTakeCallsOfTheUserInAFewSteps() {
        final BulkSender sender = full();
        final Association association = sender.pair.serverSide;
        sender.assertSteps(FIXED, "configure", () -> association.configure(association.config()));
        sender.assertSteps(FIXED, "a primary path", () -> association.primaryPath(association.path(0)));
        sender.assertSteps(
                FIXED, "a heartbeat interval", () -> association.heartbeatInterval(association.path(0), SECOND));
        sender.assertSteps(FIXED, "receive", () -> association.receive(buffer, 0, 10, new ReceiveInfo()));
        sender.assertSteps(FIXED, "counters", association::counters);
        sender.assertSteps(FIXED, "a question", () -> sender.pair.server.hasAssociations(EnginePair.PORT));
        sender.assertSteps(FIXED, "shutdown", association::shutdown);
        assertEquals(AssociationState.SHUTDOWN_PENDING, association.state());
        sender.assertSteps(FIXED, "a poll", sender.peer::drain);
        assertEquals(SendResult.NOT_ESTABLISHED, sender.send(1, 0, Policy.RELIABLE, 0));
    }

    /** Blocks of ten long messages lie between each other where fragments take turns. */
    @Test
    void shouldHandAFailedMessageBackWithoutALookAtTheOthers() {
        final BulkSender sender = new BulkSender(
                        BulkSender.config().interleavingSupported(true).streamScheduler(StreamScheduler.ROUND_ROBIN))
                .growWindow(OUTSTANDING * 20);
        for (int i = 0; i < STREAMS; i++) {
            sender.send(120_000, i, Policy.RELIABLE, 0);
        }
        sender.fillWindow(100);
        sender.sendMany(QUEUED, STREAMS);
        sender.pair.serverSide.abort();
        while (sender.pair.serverEvents.failed.size() < QUEUED) {
            sender.pass(1); // some more is given up
            // 256 at once are handed back.
            sender.assertSteps(256 * 10, "events", () -> sender.pair.server.pollEvents(sender.pair.serverEvents, 1));
        }
        sender.takeEvents();
        assertTrue(sender.pair.server.release(sender.pair.serverSide));
        assertEquals(0, sender.pair.server.memoryBlocks());
    }

    /** RFC 9260 section 5.1.1: what waits for streams that were not granted fails, in turns. */
    @ParameterizedTest
    @EnumSource
    void shouldFailWhatWasNotGrantedInTurns(final StreamScheduler scheduler) {
        final EnginePair pair = new EnginePair(
                BulkSender.config().streamScheduler(scheduler).build(),
                BulkSender.config().maxInboundStreams(1).build());
        pair.beginToConnect();
        for (int i = 0; i < QUEUED; i++) {
            Sends.send(pair.clientSide, buffer, 0, 1, i < GRANTED ? 0 : 1, 0, 0, 0);
        }
        Sends.send(pair.clientSide, buffer, 0, 1, 0, 0, 0, 0);
        pair.carry(true);
        final long before = pair.client.workSteps();
        pair.carry(false); // the INIT ACK
        assertTrue(pair.client.workSteps() - before <= FIXED, "INIT ACK");
        while (pair.clientEvents.failed.size() < QUEUED - GRANTED) {
            final int failed = pair.clientEvents.failed.size();
            final long beforeTurn = pair.client.workSteps();
            pair.client.handleTimeout(++pair.nowNs);
            pair.carry(true);
            final long taken = pair.client.workSteps() - beforeTurn;
            pair.carry(false);
            pair.client.pollEvents(pair.clientEvents, Integer.MAX_VALUE);
            final int turns = 1 + (pair.clientEvents.failed.size() - failed) / 256;
            assertTrue(pair.clientEvents.failed.size() - failed <= 256, "no more than a turn");
            assertTrue(taken <= FIXED + turns * 256 * 10, () -> "a turn took " + taken + " steps");
            if (pair.clientEvents.failed.size() == failed) {
                pair.nowNs = Math.max(pair.nowNs, pair.client.nextTimeoutNs() - 1);
            }
            assertTrue(pair.nowNs < 10 * SECOND, "all of them fail");
        }
        pair.pass(SECOND);
        assertEquals(0, pair.clientSide.bufferedBytes());
        assertEquals(GRANTED + 1, pair.serverEvents.association.readyMessages());
    }

    private static BulkSender full() {
        final BulkSender sender = new BulkSender().growWindow(OUTSTANDING);
        sender.sendMany(QUEUED, STREAMS);
        sender.fillWindow(OUTSTANDING);
        return sender;
    }
}
