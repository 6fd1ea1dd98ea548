package io.sctp.engine.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** RFC 8985 section 6.2. Chunk 1 is sent at 0, and so on, one a millisecond. */
final class DeliveriesTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1000 * MS;

    private final Deliveries deliveries = new Deliveries();

    @Test
    void shouldTakeNothingForOvertakenBeforeAnythingArrived() {
        assertFalse(deliveries.isOvertaken(1, 0));
    }

    @Test
    void shouldTakeForOvertakenWhatWasSentBeforeWhatArrived() {
        deliveries.onDelivered(3, 2 * MS, true, 22 * MS);
        assertTrue(deliveries.isOvertaken(2, MS));
        assertFalse(deliveries.isOvertaken(4, 3 * MS));
    }

    @Test
    void shouldTellWhatWasSentTogetherByItsNumber() {
        deliveries.onDelivered(3, 2 * MS, true, 22 * MS);
        assertTrue(deliveries.isOvertaken(2, 2 * MS));
        assertFalse(deliveries.isOvertaken(3, 2 * MS));
        assertFalse(deliveries.isOvertaken(4, 2 * MS));
        deliveries.onDelivered(Integer.MIN_VALUE, 2 * MS, true, 22 * MS);
        assertTrue(deliveries.isOvertaken(Integer.MAX_VALUE, 2 * MS), "numbers wrap around");
    }

    @Test
    void shouldKeepWhatWasSentLastWhateverArrivesLater() {
        deliveries.onDelivered(3, 2 * MS, true, 22 * MS);
        deliveries.onDelivered(1, 0, true, 23 * MS);
        assertTrue(deliveries.isOvertaken(2, MS));
    }

    @Test
    void shouldGiveAQuarterOfTheLowestRoundTripToWhatIsLate() {
        deliveries.onDelivered(2, MS, true, 21 * MS);
        deliveries.onDelivered(3, 2 * MS, true, 26 * MS);
        assertEquals(24 * MS + 5 * MS, deliveries.lostAtNs(0));
    }

    @Test
    void shouldGiveAMillisecondOnTheShortestPath() {
        deliveries.onDelivered(2, 0, true, 0);
        assertEquals(MS, deliveries.lostAtNs(0));
    }

    @Test
    void shouldForgetALowRoundTripWhenThePathHasBecomeLonger() {
        deliveries.onDelivered(1, 0, true, 4 * MS);
        for (int i = 1; i <= 3; i++) {
            final long nowNs = 10L * i * SECOND + 5 * MS;
            deliveries.onDelivered(1 + i, nowNs - 40 * MS, true, nowNs);
        }
        assertEquals(50 * MS, deliveries.lostAtNs(0));
    }

    /** Which of the two has arrived is not known (section 6.2, step 2). */
    @Test
    void shouldNotTakeTheFirstTransmissionForTheSecond() {
        deliveries.onDelivered(1, 0, true, 20 * MS);
        assertTrue(deliveries.isTooSoon(9 * MS));
        assertFalse(deliveries.isTooSoon(10 * MS));
        deliveries.onDelivered(2, 29 * MS, false, 30 * MS);
        assertFalse(deliveries.isOvertaken(9, 20 * MS));
        deliveries.onDelivered(2, 29 * MS, false, 44 * MS);
        assertTrue(deliveries.isOvertaken(9, 20 * MS));
    }

    @Test
    void shouldKnowNothingOfANewWay() {
        deliveries.onDelivered(3, 2 * MS, true, 22 * MS);
        deliveries.forget();
        assertFalse(deliveries.isOvertaken(2, MS));
        assertFalse(deliveries.isTooSoon(0));
        assertFalse(deliveries.isTimed());
    }

    @Test
    void shouldKnowByTheTsnAloneWhatWasSentAfterWhatArrivedAtFirstTry() {
        assertTrue(deliveries.isInOrder(5));
        deliveries.onDelivered(3, 2 * MS, true, 22 * MS);
        assertTrue(deliveries.isInOrder(4));
        assertFalse(deliveries.isInOrder(2));
        // It was sent again after chunk 5 was sent.
        deliveries.onDelivered(4, 9 * MS, false, 30 * MS);
        assertFalse(deliveries.isInOrder(5));
    }
}
