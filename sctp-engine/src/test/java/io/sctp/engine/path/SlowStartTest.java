package io.sctp.engine.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9406 section 4.2. */
final class SlowStartTest {
    private static final long MILLI = 1_000_000;
    private static final int PACKET = 1000;

    private static final int PACKETS = 10;

    private final SlowStart slowStart = new SlowStart();

    /** The first that is acknowledged begins the first round. */
    SlowStartTest() {
        ack(PathAck.NO_SAMPLE);
    }

    @Test
    void shouldGoOnWhileTheRoundTripTimeStays() {
        for (int round = 0; round < 100; round++) {
            round(10, 100 + round % 3);
        }
        assertFalse(slowStart.isOver());
        assertEquals(PACKET, slowStart.growth(PACKET));
    }

    /** The threshold is an eighth of the round-trip time, from 4 to 16 milliseconds. */
    @ParameterizedTest
    @CsvSource({"10, 13, 1000", "10, 14, 250", "80, 89, 1000", "80, 90, 250", "400, 415, 1000", "400, 416, 250"})
    void shouldGrowMoreSlowlyOnceTheRoundTripTimeHasGrown(final int before, final int after, final int growth) {
        round(10, before);
        round(10, after);
        assertEquals(growth, slowStart.growth(PACKET));
        assertFalse(slowStart.isOver());
    }

    @Test
    void shouldBeOverAfterFiveRoundsOfSlowGrowth() {
        round(10, 100);
        round(10, 115);
        for (int round = 0; round < 3; round++) {
            round(10, 116);
            assertFalse(slowStart.isOver());
        }
        round(10, 116);
        assertTrue(slowStart.isOver());
    }

    @Test
    void shouldGrowAsBeforeIfTheRoundTripTimeFallsAgain() {
        round(10, 100);
        round(10, 115);
        assertEquals(PACKET / 4, slowStart.growth(PACKET));
        round(10, 114);
        assertEquals(PACKET, slowStart.growth(PACKET));
        assertFalse(slowStart.isOver());
    }

    @Test
    void shouldBeOverAtOnceWhereTheQueueIsHalfAsLongAsThePath() {
        round(10, 100);
        round(10, 120);
        assertFalse(slowStart.isOver());
        round(10, 150);
        assertTrue(slowStart.isOver());
    }

    @Test
    void shouldNotJudgeByFewSamples() {
        round(10, 100);
        round(7, 200);
        assertEquals(PACKET, slowStart.growth(PACKET));
        round(8, 300);
        assertEquals(PACKET / 4, slowStart.growth(PACKET));
    }

    /** One packet that was not delayed is enough: the others waited for the peer, or for each other. */
    @Test
    void shouldGoByTheLowestOfARound() {
        round(10, 100);
        for (int i = 0; i < PACKETS; i++) {
            ack((i == 0 ? 100 : 300) * MILLI);
        }
        assertEquals(PACKET, slowStart.growth(PACKET));
    }

    @Test
    void shouldIgnoreWhatWasSentAgain() {
        round(10, 100);
        round(0, 0);
        round(10, 111);
        assertEquals(PACKET, slowStart.growth(PACKET), "an eighth of 100 is more");
        round(10, 125);
        assertEquals(PACKET / 4, slowStart.growth(PACKET));
    }

    @Test
    void shouldBeginAnew() {
        round(10, 100);
        round(10, 200);
        round(10, 300);
        assertTrue(slowStart.isOver());
        slowStart.begin();
        assertFalse(slowStart.isOver());
        ack(PathAck.NO_SAMPLE);
        round(10, 400);
        assertEquals(PACKET, slowStart.growth(PACKET));
    }

    /** Ten packets are acknowledged, some of which were sent once and took so long. */
    private void round(final int samples, final long roundTripMs) {
        for (int i = 0; i < PACKETS; i++) {
            ack(i < samples ? roundTripMs * MILLI : PathAck.NO_SAMPLE);
        }
    }

    private void ack(final long sampleNs) {
        final PathAck acked = new PathAck();
        acked.begin((PACKETS + 1) * PACKET);
        acked.addAcked(PACKET);
        if (sampleNs != PathAck.NO_SAMPLE) {
            acked.delivered(1);
            acked.concludeDelivery(new Deliveries(), 0, sampleNs);
        }
        slowStart.onAcked(acked);
    }
}
