package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** RFC 9260 section 6.2.1. */
final class PeerWindowTest {
    private final PeerWindow window = new PeerWindow();

    @Test
    void shouldBeginAsThePeerSays() {
        window.begin(1000);
        assertEquals(1000, window.advertisedBytes());
        assertEquals(1000, window.leftBytes());
    }

    @Test
    void shouldShrinkByWhatIsSentAndGrowByWhatIsLost() {
        window.begin(1000);
        window.onSent(300);
        assertEquals(700, window.leftBytes());
        window.onLost(100);
        assertEquals(800, window.leftBytes());
        window.onSent(801);
        assertEquals(0, window.leftBytes(), "a probe of it takes more than there is");
        assertEquals(1000, window.advertisedBytes());
    }

    @Test
    void shouldBeWhatASackLeavesBesideThatInFlight() {
        window.onSack(1000, 300);
        assertEquals(700, window.leftBytes());
        assertEquals(1000, window.advertisedBytes());
        window.onSack(200, 300);
        assertEquals(0, window.leftBytes());
        assertEquals(200, window.advertisedBytes());
    }
}
