package io.sctp.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HandlerPaceTest {
    private final HandlerPace pace = new HandlerPace();

    private int leftOut() {
        int leftOut = 0;
        while (!pace.mayCall()) {
            leftOut++;
        }
        return leftOut;
    }

    @Test
    void shouldAlwaysCallAHandlerThatIsQuick() {
        for (int i = 0; i < 10; i++) {
            assertTrue(pace.mayCall());
            pace.took(HandlerPace.SHORT_NS - 1);
        }
    }

    @Test
    void shouldCallASlowHandlerLessAndLessOften() {
        for (final int expected : new int[] {1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 1023}) {
            pace.took(HandlerPace.SHORT_NS);
            assertEquals(expected, leftOut());
        }
        pace.tookLong();
        assertEquals(1023, leftOut());
    }

    @Test
    void shouldCallAHandlerThatIsQuickAgain() {
        pace.tookLong();
        pace.tookLong();
        assertEquals(3, leftOut());
        pace.took(0);
        assertTrue(pace.mayCall());
        pace.tookLong();
        assertEquals(1, leftOut());
    }
}
