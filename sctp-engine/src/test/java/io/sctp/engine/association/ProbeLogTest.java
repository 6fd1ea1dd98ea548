package io.sctp.engine.association;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class ProbeLogTest {
    private static final long PAIR = 7;

    /** These are in the same bucket. */
    private static final long SECOND = PAIR + ProbeLog.BUCKETS;

    private static final long THIRD = SECOND + ProbeLog.BUCKETS;

    private final ProbeLog log = new ProbeLog();

    @Test
    void shouldKnowNothingAtFirst() {
        assertEquals(ProbeLog.NONE, log.find(PAIR));
        assertEquals(ProbeLog.NONE, log.find(0));
    }

    @Test
    void shouldKnowHowManyWereSentAndWhenTheLastWas() {
        log.onSent(PAIR, 1, 100);
        log.onSent(PAIR, 2, 200);
        assertKnown(PAIR, 2, 200);
    }

    @Test
    void shouldKnowTwoThatShareABucket() {
        log.onSent(PAIR, 5, 100);
        log.onSent(SECOND, 1, 200);
        log.onSent(PAIR, 6, 300);
        assertKnown(PAIR, 6, 300);
        assertKnown(SECOND, 1, 200);
    }

    @Test
    void shouldForgetTheOldestOfThoseThatShareABucket() {
        log.onSent(PAIR, 1, -100);
        log.onSent(SECOND, 1, 100);
        log.onSent(PAIR, 2, 200);
        log.onSent(THIRD, 1, 300);
        assertKnown(PAIR, 2, 200);
        assertEquals(ProbeLog.NONE, log.find(SECOND));
        assertKnown(THIRD, 1, 300);
    }

    @Test
    void shouldForgetWhatWasAnswered() {
        log.onSent(PAIR, 3, 100);
        log.onSent(SECOND, 4, 100);
        log.onAnswered(PAIR);
        log.onAnswered(THIRD);
        assertEquals(ProbeLog.NONE, log.find(PAIR));
        assertKnown(SECOND, 4, 100);
    }

    private void assertKnown(final long pair, final int count, final long sentNs) {
        final int entry = log.find(pair);
        assertNotEquals(ProbeLog.NONE, entry);
        assertEquals(count, log.count(entry));
        assertEquals(sentNs, log.sentNs(entry));
    }
}
