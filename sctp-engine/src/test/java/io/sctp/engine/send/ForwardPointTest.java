package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.SendOptions;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.ForwardTsnChunk;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ForwardPointTest {
    private static final int FIRST = -3; // TSNs wrap around on the way
    private static final int ROOM = 1400;
    private static final int ALL = 1000;

    private final OutstandingData outstanding = new OutstandingData();
    private final ForwardPoint forward = new ForwardPoint(outstanding, new Numbering(new SendQueue(), outstanding));
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(2048);

    @BeforeEach
    void begin() {
        outstanding.reset(FIRST);
    }

    @Test
    void shouldListTheLastMessageOfEachStream() {
        abandon(send(1, 7));
        abandon(send(2, 3));
        final int last = abandon(send(1, 8));
        send(5, 0);

        assertEquals(3, forward.advance(ALL, ROOM));

        assertTrue(forward.isReady());
        assertWritten(last, 1 << 16 | 8, 2 << 16 | 3);
    }

    @Test
    void shouldPassWhatWasAcknowledgedOnlyIfSomethingGivenUpFollows() {
        final int first = abandon(send(1, 0));
        outstanding.state(send(1, 1), OutstandingData.ACKED);
        forward.advance(ALL, ROOM);
        assertWritten(first, 1 << 16);

        final int later = abandon(send(1, 2));
        forward.advance(ALL, ROOM);
        assertWritten(later, 1 << 16 | 2);
    }

    @Test
    void shouldLookAtEachChunkOnce() {
        for (int i = 0; i < 600; i++) {
            abandon(send(1, i));
        }

        assertEquals(256, forward.advance(256, ROOM));
        assertFalse(forward.isReady());
        assertEquals(256, forward.advance(256, ROOM));
        assertEquals(88, forward.advance(256, ROOM));
        assertTrue(forward.isReady());
        assertEquals(0, forward.advance(256, ROOM));
    }

    @Test
    void shouldStopBeforeAStreamForWhichThePacketHasNoRoom() {
        abandon(send(1, 0));
        final int second = abandon(send(2, 0));
        abandon(send(3, 0));

        forward.advance(ALL, ForwardTsnChunk.FIXED_LENGTH + 2 * ForwardTsnChunk.ENTRY_LENGTH);

        assertTrue(forward.isReady());
        assertWritten(second, 1 << 16, 2 << 16);
    }

    @Test
    void shouldBeginAgainWhenThePathCarriesLess() {
        final int first = abandon(send(1, 0));
        abandon(send(2, 0));
        forward.advance(ALL, ROOM);

        forward.advance(ALL, ForwardTsnChunk.FIXED_LENGTH + ForwardTsnChunk.ENTRY_LENGTH);

        assertWritten(first, 1 << 16);
    }

    @Test
    void shouldNotListAgainWhatThePeerHasPassed() {
        abandon(send(1, 0));
        final int second = abandon(send(2, 0));
        forward.advance(ALL, ROOM);
        outstanding.removeFirst();

        forward.advance(ALL, ROOM);

        assertWritten(second, 2 << 16);
    }

    @Test
    void shouldGoBackWhenThePeerDropsWhatItHadReported() {
        final int first = abandon(send(1, 0));
        final int acknowledged = send(1, 1);
        outstanding.state(acknowledged, OutstandingData.ACKED);
        abandon(send(1, 2));
        forward.advance(ALL, ROOM);

        outstanding.state(acknowledged, OutstandingData.IN_FLIGHT);
        forward.onReneged(acknowledged);
        forward.advance(ALL, ROOM);

        assertWritten(first, 1 << 16);
    }

    @Test
    void shouldListAMessageThatWasPassedAsAcknowledgedAndIsGivenUpThen() {
        abandon(send(1, 0));
        final int late = send(2, 9);
        outstanding.state(late, OutstandingData.ACKED);
        forward.advance(ALL, ROOM);

        abandon(late);

        assertWritten(late, 1 << 16, 2 << 16 | 9);
    }

    private int send(final int stream, final int ssn) {
        final int tsn = outstanding.nextTsn();
        final int flags = DataChunk.FLAG_BEGIN | DataChunk.FLAG_END;
        SentTexts.add(
                outstanding,
                BlockPool.NONE,
                0,
                10,
                flags,
                OutstandingData.NO_MARKS,
                ssn,
                0,
                new SendOptions().stream(stream));
        return tsn;
    }

    private int abandon(final int tsn) {
        outstanding.abandon(tsn);
        forward.onAbandoned(tsn);
        return tsn;
    }

    private void assertWritten(final int cumulativeTsn, final int... streamsAndNumbers) {
        final int end = forward.write(chunk, 0);
        assertEquals(ForwardTsnChunk.FIXED_LENGTH + 4 * streamsAndNumbers.length, end);
        assertEquals(forward.length(), end);
        assertEquals(cumulativeTsn, chunk.getInt(ForwardTsnChunk.TSN_OFFSET));
        for (int i = 0; i < streamsAndNumbers.length; i++) {
            assertEquals(streamsAndNumbers[i], chunk.getInt(ForwardTsnChunk.FIXED_LENGTH + 4 * i));
        }
    }
}
