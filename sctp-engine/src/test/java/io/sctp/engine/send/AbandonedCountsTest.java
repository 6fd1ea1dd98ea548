package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.engine.Policy;
import org.junit.jupiter.api.Test;

/** RFC 7496 sections 4.3 and 4.4. */
final class AbandonedCountsTest {
    private final AbandonedCounts counts = new AbandonedCounts();

    @Test
    void shouldCountByPolicyBeforeAndAfterAnyWasSent() {
        counts.count(Policy.LIFETIME, false);
        counts.count(Policy.LIFETIME, false);
        counts.count(Policy.LIFETIME, true);
        counts.count(Policy.PRIORITY, true);
        assertEquals(2, counts.unsent(Policy.LIFETIME));
        assertEquals(1, counts.sent(Policy.LIFETIME));
        assertEquals(0, counts.unsent(Policy.PRIORITY));
        assertEquals(1, counts.sent(Policy.PRIORITY));
        assertEquals(0, counts.sent(Policy.RETRANSMISSIONS));
    }

    @Test
    void shouldKnowTheSumOfAllPolicies() {
        assertEquals(0, counts.unsent());
        counts.count(Policy.LIFETIME, false);
        counts.count(Policy.PRIORITY, false);
        counts.count(Policy.RETRANSMISSIONS, true);
        assertEquals(2, counts.unsent());
        assertEquals(1, counts.sent());
    }
}
