package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The end of an association takes few steps at once, whatever it holds: the rest is given up in turns, and then the
 * user hears of the end.
 */
final class EndWorkTest {
    private static final int QUEUED = 50_000;
    private static final int WAITING = 8000;
    private static final int STREAMS = 10;
    private static final int WHOLE = DataChunk.FLAG_BEGIN | DataChunk.FLAG_END;

    /** For the blocks of a turn. */
    private static final int STEPS = 40 * 1024;

    private static final int MAX_TURNS = 1000;

    private BulkSender sender;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGiveUpWhatIsToBeSentInTurns(final boolean reported) {
        fill(BulkSender.config().reportFailedMessages(reported));
        sender.assertSteps(STEPS, "an abort", sender.pair.serverSide::abort);
        assertEnd(reported ? QUEUED : 0);
    }

    @Test
    void shouldGiveUpWhatThePeersAbortLeavesInTurns() {
        fill(BulkSender.config());
        sender.peer.chunk(ChunkType.ABORT, 0);
        sender.peer.hand();
        assertTrue(sender.peer.steps < STEPS, () -> sender.peer.steps + " steps");
        assertEnd(QUEUED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGiveUpWhatIsIncompleteInTurns(final boolean interleaved) {
        sender = new BulkSender(BulkSender.config().interleavingSupported(interleaved));
        for (int i = 0; i < WAITING; i++) {
            if (interleaved) {
                sender.peer.iData(sender.peer.tsn + 2 * i, 0, 1, 1, 2 * i + 2, 1);
            } else {
                sender.peer.data(sender.peer.tsn + 2 * i, DataChunk.FLAG_BEGIN, 1, i, 1);
            }
        }
        sender.peer.hand();
        assertTrue(sender.pair.serverSide.heldBytes() > WAITING * 60);
        sender.assertSteps(STEPS, "an abort", sender.pair.serverSide::abort);
        assertEnd(0);
    }

    @Test
    void shouldLeaveWhatCanBeReadAndGiveItUpInTurnsOnceReleased() {
        sender = new BulkSender();
        for (int i = 0; i < WAITING; i++) {
            sender.peer.data(sender.peer.tsn++, WHOLE, 1, i, 1);
        }
        sender.peer.hand();
        sender.pair.serverSide.abort();
        sender.takeEvents();
        assertEquals(WAITING, sender.pair.serverSide.readyMessages());
        final ByteBuffer buffer = ByteBuffer.allocateDirect(10);
        assertEquals(1, sender.pair.serverSide.receive(buffer, 0, 10, new ReceiveInfo()));
        sender.assertSteps(STEPS, "a release", () -> assertTrue(sender.pair.server.release(sender.pair.serverSide)));
        assertEquals(-1, sender.pair.serverSide.receive(buffer, 0, 10, new ReceiveInfo()), "nothing can be read now");
        finish();
        assertEquals(0, sender.pair.server.memoryBlocks());
    }

    private void fill(final AssociationConfigBuilder config) {
        sender = new BulkSender(config);
        sender.sendMany(QUEUED, STREAMS);
        sender.peer.drain();
        assertTrue(sender.pair.serverSide.unacknowledgedChunks() > 0);
    }

    /** The user hears of it last, and nothing is left. */
    private void assertEnd(final int handedBack) {
        assertEquals(AssociationState.CLOSED, sender.pair.serverSide.state());
        assertFalse(sender.pair.serverEvents.events.contains("closed"), "not before all is given up");
        assertTrue(finish() > 2, "turns");
        while (sender.pair.server.pollEvents(sender.pair.serverEvents, 10) > 0) {
            // All that there are.
        }
        assertEquals(handedBack, sender.pair.serverEvents.failed.size());
        assertTrue(sender.pair.server.release(sender.pair.serverSide));
        finish();
        assertEquals(0, sender.pair.server.memoryBlocks());
        assertEquals(0, sender.pair.server.associationCount());
    }

    /** Lets turns pass until there is nothing more to do; returns how many. */
    private int finish() {
        int turns = 0;
        while (sender.pair.server.nextTimeoutNs() != SctpEngine.NO_TIMEOUT) {
            sender.assertSteps(STEPS, "a turn", () -> sender.pass(1));
            turns++;
            assertTrue(turns < MAX_TURNS, "it does not end");
        }
        return turns;
    }
}
