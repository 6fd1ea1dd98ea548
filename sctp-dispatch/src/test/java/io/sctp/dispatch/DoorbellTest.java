package io.sctp.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class DoorbellTest {
    private int woken;
    private final Doorbell doorbell = new Doorbell(() -> woken++);

    @Test
    void shouldWakeOnceHoweverOftenItRings() {
        doorbell.arm();
        doorbell.ring();
        doorbell.ring();
        assertEquals(1, woken);
    }

    @Test
    void shouldNotWakeWhoIsAwake() {
        doorbell.ring();
        doorbell.arm();
        doorbell.disarm();
        doorbell.ring();
        assertEquals(0, woken);
    }
}
