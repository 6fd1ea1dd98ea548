package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** RFC 9260 section 6.1, rule D. */
final class BurstLimitTest {
    private static final int MILLI = 1_000_000;
    private static final int MANY = 1000;

    private final BurstLimit bursts = new BurstLimit();

    @Test
    void shouldLetMaxBurstPacketsGoForAMessageAndForASack() {
        bursts.onPause(4, 1);
        assertEquals(4, go());
        bursts.onMessage(4);
        assertEquals(4, go());
        bursts.onSack(4, 2, MANY);
        assertEquals(4, go());
    }

    @Test
    void shouldNotAddUpWhatIsNotUsed() {
        bursts.onPause(4, 1);
        for (int i = 0; i < MANY; i++) {
            bursts.onSack(4, 2, MANY);
            bursts.onNothingToSend(4);
        }
        assertEquals(4, go());
    }

    @Test
    void shouldLetNoMoreThan32GoHoweverManySacksComeTogether() {
        for (int i = 0; i < 10_000_000; i++) {
            bursts.onSack(Integer.MAX_VALUE, 2, MANY);
        }
        assertEquals(BurstLimit.MOST, go());
    }

    @Test
    void shouldLetNoMoreThan32GoForMessagesWhileNothingIsAcknowledged() {
        int gone = 0;
        for (int i = 0; i < MANY; i++) {
            bursts.onMessage(4);
            gone += go();
        }
        assertEquals(BurstLimit.MOST, gone);
        assertFalse(bursts.allowsLost());
        bursts.onSack(4, 2, MANY);
        assertEquals(4, go(), "two were acknowledged");
        bursts.onSack(32, 0, MANY);
        assertEquals(0, go(), "a window update acknowledges nothing");
        bursts.onSack(4, 1, 3);
        assertTrue(go() > 2, "three are left in flight");
    }

    @Test
    void shouldLetMoreGoAfterAPauseButNeverMoreThan32() {
        bursts.onPause(4, 1);
        go();
        bursts.onPause(4, 3);
        assertEquals(12, go());
        bursts.onPause(4, Long.MAX_VALUE / 8);
        assertEquals(BurstLimit.MOST, go());
    }

    @Test
    void shouldLetMoreGoWhereTheReceiverTakesThem() {
        bursts.most(BurstLimit.MOST_WITHOUT_QUEUE);
        bursts.onPause(0, 1);
        assertEquals(BurstLimit.MOST_WITHOUT_QUEUE, go());
        bursts.onPause(4, 1);
        assertEquals(4, go(), "Max.Burst holds");
        bursts.onPause(0, 1);
        bursts.most(BurstLimit.MOST);
        assertEquals(BurstLimit.MOST, go(), "credit from before counts for no more");
    }

    @Test
    void shouldSpreadAWindowOverHalfARoundTrip() {
        assertEquals(2 * MILLI, bursts.pauseNs(4, 100 * MILLI, 100 * 1000, 1000));
        assertEquals(16 * MILLI, bursts.pauseNs(1024, 100 * MILLI, 100 * 1000, 1000));
        assertEquals(50 * MILLI, bursts.pauseNs(32, 100 * MILLI, 4000, 1000), "not longer");
        assertEquals(MILLI / 4, bursts.pauseNs(4, 1, 1_000_000_000, 1000), "not for ever again");
    }

    private int go() {
        int count = 0;
        while (bursts.allowsNew()) {
            bursts.onSent(true);
            count++;
        }
        return count;
    }
}
