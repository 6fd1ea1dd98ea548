package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.path.PathAck;
import io.sctp.engine.timer.Timers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 8985 section 6. The path takes 8 ms there and back, so that what is overtaken is lost after 2 ms more. */
final class LateChunksTest {
    private static final long MILLI = 1L << 20;
    private static final long ROUND_TRIP_NS = 8 * MILLI;

    private final SendingEnd end = new SendingEnd();

    @Test
    void shouldBeLostAQuarterOfARoundTripAfterBeingOvertaken() {
        end.send(2);
        end.nowNs = ROUND_TRIP_NS;
        end.sack(-1, 1, 1);
        assertEquals(OutstandingData.IN_FLIGHT, end.state(0));
        assertEquals(2 * MILLI, leftNs());
        end.nowNs += 2 * MILLI - 1;
        assertEquals(0, late());
        end.nowNs++;
        assertEquals(1, late());
        assertEquals(OutstandingData.LOST, end.state(0));
        assertEquals(Timers.NONE, leftNs());
        assertTrue(end.outbound.retransmission().isUrgent(end.one));
        assertEquals(List.of(0), end.writeLost(end.one));
        assertEquals(1, end.outbound.lateChunks().lostChunks());
    }

    /** A SACK finds it, too. */
    @Test
    void shouldBeLostWithASackThatComesLater() {
        end.send(1);
        end.nowNs = 3 * MILLI;
        end.send(1);
        end.nowNs = 3 * MILLI + ROUND_TRIP_NS;
        end.sack(-1, 1, 1);
        assertEquals(OutstandingData.LOST, end.state(0));
    }

    @Test
    void shouldNotBeLateIfSentAfterWhatHasArrived() {
        end.send(3);
        end.nowNs = ROUND_TRIP_NS;
        end.sack(1);
        assertEquals(Timers.NONE, leftNs());
        end.nowNs = 100 * ROUND_TRIP_NS;
        assertEquals(0, late());
        assertEquals(OutstandingData.IN_FLIGHT, end.state(2));
    }

    /** Missing reports find a chunk once. */
    @Test
    void shouldBeLostAgainWhenItWasSentAgain() {
        end.send(1);
        for (int round = 0; round < 4; round++) {
            end.send(1);
            end.nowNs += ROUND_TRIP_NS + 3 * MILLI;
            end.sack(-1, 1, 1 + round);
            end.nowNs += 3 * MILLI;
            late();
            assertEquals(List.of(0), end.writeLost(end.one), "round " + round);
            end.nowNs += MILLI;
        }
    }

    /** Then the packets may be too long for the path. */
    @Test
    void shouldTellOfAChunkThatIsLostForTheThirdTime() {
        end.send(1);
        for (int round = 0; round < 3; round++) {
            end.send(1);
            end.nowNs += ROUND_TRIP_NS;
            end.sack(-1, 1, 1 + round);
            end.nowNs += 3 * MILLI;
            final PathAck late = end.acknowledgement.onLate(end.one, end.paths, end.nowNs);
            assertEquals(1, late.lostChunks());
            assertEquals(round == 2, late.isSizeInDoubt(), "round " + round);
            end.writeLost(end.one);
            end.nowNs += MILLI;
        }
    }

    /** A kernel reports sixteen blocks, and nothing of what arrived beyond them. */
    @Test
    void shouldNotBeLateBeyondTheBlocksThatASackHasRoomFor() {
        end.send(40);
        end.nowNs = ROUND_TRIP_NS;
        final int[] gaps = new int[32];
        for (int i = 0; i < 32; i++) {
            gaps[i] = 1 + i / 2 * 2;
        }
        end.sack(-1, gaps);
        end.nowNs = 2 * ROUND_TRIP_NS;
        late();
        assertTrue(lost(30));
        end.writeLost(end.one);
        end.nowNs = 3 * ROUND_TRIP_NS;
        end.sack(0, gaps);
        end.nowNs = 4 * ROUND_TRIP_NS;
        late();
        assertEquals(OutstandingData.IN_FLIGHT, end.state(39), "sent before what was sent again, and not reported");
    }

    private int late() {
        return end.acknowledgement.onLate(end.one, end.paths, end.nowNs).lostChunks();
    }

    private boolean lost(final int tsn) {
        return end.state(tsn) == OutstandingData.LOST;
    }

    private long leftNs() {
        return end.outbound.lateChunks().leftNs(end.one, end.nowNs);
    }
}
