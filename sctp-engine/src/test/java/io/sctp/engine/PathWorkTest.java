package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Much is outstanding over several paths: a timer takes steps for what it newly marks, and a poll for what it writes.
 * What is in flight to other paths, or waits to be sent again already, is not walked.
 */
final class PathWorkTest {
    private static final int OUTSTANDING = 2000;

    /** What a timer or a poll may cost, whatever is outstanding. */
    private static final int FIXED = 400;

    private static final int PER_CHUNK = 10;
    private static final int CHUNKS_OF_A_PACKET = 80;
    private static final long MILLI = 1_000_000;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();
    private final ReceiveInfo info = new ReceiveInfo();
    private MultihomedPair pair;
    private Association sender;

    /** All paths are dead: what one timer found lost waits for the next path, and goes on with that one's timer. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldNotWalkWhatIsLostAlreadyWhenTheTimerExpiresAgain(final int paths) {
        fill(paths);
        final int lost = sender.unacknowledgedChunks();
        int marked = 0;
        for (int i = 0; i < 60; i++) {
            final long steps = nextTimer();
            if (sender.state() != AssociationState.ESTABLISHED) {
                // Too much went unanswered: what is left fails.
                break;
            }
            // Only the first one finds all in flight.
            final boolean first = marked == 0 && steps > FIXED + PER_CHUNK * CHUNKS_OF_A_PACKET;
            final int most = FIXED + PER_CHUNK * (first ? lost : CHUNKS_OF_A_PACKET);
            assertTrue(steps <= most, () -> "a timer took " + steps + " steps, not " + most);
            marked += first ? 1 : 0;
            pollAll();
        }
        assertEquals(1, marked);
    }

    /** One chunk is in flight to the second path, and many to the first one. */
    @Test
    void shouldNotWalkWhatIsInFlightToOtherPaths() {
        fill(2);
        long steps = 0;
        while (sender.path(1).flightChunks() > 0) {
            assertTrue(sender.path(0).flightChunks() > OUTSTANDING - 200, "in flight to the first path");
            steps = nextTimer();
        }
        assertTrue(steps > 0 && steps <= FIXED, "the timer of the second path took " + steps + " steps");
    }

    /** Each path has a heartbeat timer; another primary path, and a heartbeat at once, are calls of the user's. */
    @Test
    void shouldTakeAFewStepsForHeartbeatsAndAnotherPrimaryPathWhateverIsOutstanding() {
        fill(4);
        for (int i = 0; i < sender.pathCount(); i++) {
            final Path path = sender.path(i);
            final long before = pair.client.workSteps();
            assertTrue(sender.primaryPath(path));
            sender.requestHeartbeat(path);
            sender.heartbeatInterval(path, (i + 1) * MILLI);
            final long steps = pair.client.workSteps() - before;
            assertTrue(steps <= FIXED, () -> "calls about a path took " + steps + " steps");
        }
        for (int i = 1; i <= 2 * sender.pathCount(); i++) {
            pair.nowNs += MILLI / 2;
            final long before = pair.client.workSteps();
            pair.client.handleTimeout(pair.nowNs);
            final long steps = pair.client.workSteps() - before;
            assertTrue(steps <= FIXED, () -> "heartbeat timers took " + steps + " steps");
        }
    }

    private void fill(final int paths) {
        final AssociationConfigBuilder config = AssociationConfig.builder()
                .sendBufferBytes(1 << 24)
                .receiveWindowBytes(1 << 24)
                .maxAssociationRetransmissions(30)
                .maxBurst(32);
        pair = new MultihomedPair(paths, config).connect();
        sender = pair.clientSide;
        for (int round = 0; round < 100 && sender.primaryPath().congestionWindowBytes() < OUTSTANDING * 20; round++) {
            for (int i = 0; i < 200; i++) {
                Sends.send(sender, buffer, 0, 1400, 0, 0, 0, 0);
            }
            for (int i = 0; i < 100 && sender.bufferedBytes() > 0; i++) {
                pair.pass(MILLI);
            }
            while (pair.serverEvents.association.receive(buffer, 0, buffer.capacity(), info) >= 0) {
                // Makes room.
            }
        }
        for (int path = 0; path < paths; path++) {
            pair.cut(path);
        }
        if (paths == 2) {
            Sends.send(sender, buffer, 0, 1, 0, 0, 0, 0, Policy.RELIABLE, 0, sender.path(1));
            pollAll();
            pair.pass(50 * MILLI);
        }
        for (int i = 0; i < 2 * OUTSTANDING; i++) {
            Sends.send(sender, buffer, 0, 1, 0, 0, 0, 0);
        }
        for (int i = 0; i < 100 && sender.unacknowledgedChunks() < OUTSTANDING - 100; i++) {
            pollAll();
            pair.pass(MILLI);
        }
        assertTrue(
                sender.unacknowledgedChunks() >= OUTSTANDING - 100,
                () -> sender.unacknowledgedChunks() + " outstanding");
    }

    private long steps() {
        return pair.client.workSteps();
    }

    private long nextTimer() {
        pair.nowNs = Math.max(pair.nowNs, pair.client.nextTimeoutNs());
        final long before = steps();
        pair.client.handleTimeout(pair.nowNs);
        return steps() - before;
    }

    private void pollAll() {
        int length = 1;
        while (length > 0) {
            final long before = steps();
            length = pair.client.pollTransmit(pair.nowNs, buffer, 0, buffer.capacity(), transmit);
            final int written = length;
            final long taken = steps() - before;
            assertTrue(
                    taken <= FIXED + (long) PER_CHUNK * written / 20,
                    () -> "a poll of " + written + " bytes took " + taken + " steps");
        }
    }
}
