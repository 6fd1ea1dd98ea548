package io.sctp.engine.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** RFC 4895: one AUTH chunk signs all that is in a packet. */
final class PacketKeyTest {
    private static final int ACTIVE = PacketKey.ACTIVE;

    private final PacketKey key = new PacketKey();

    @Test
    void shouldTakeMessagesOfOneKeyIntoAPacket() {
        key.onAdded(5, 1);
        key.begin();
        assertTrue(key.takes(5));
        assertTrue(key.takes(ACTIVE));
        key.onWritten(5);
        assertTrue(key.takes(5));
        assertFalse(key.takes(6));
        assertFalse(key.takes(ACTIVE));
        assertEquals(5, key.key());
        key.begin();
        assertTrue(key.takes(ACTIVE), "the next packet");
    }

    @Test
    void shouldNotTakeAMessageWithAKeyIntoAPacketOfTheActiveOne() {
        key.onAdded(0, 1);
        key.begin();
        key.onWritten(ACTIVE);
        assertFalse(key.takes(0));
        assertTrue(key.takes(ACTIVE));
    }

    @Test
    void shouldSignWithTheActiveKeyWhatHasNoMessages() {
        key.begin();
        assertEquals(ACTIVE, key.key());
    }

    /** Nothing is looked up while no message has a key of its own. */
    @Test
    void shouldTakeAnythingWhileNoMessageHasAKey() {
        key.onAdded(ACTIVE, 1);
        key.begin();
        key.onWritten(ACTIVE);
        assertTrue(key.takes(ACTIVE));
        assertTrue(key.takes(7));
        key.onRemoved(ACTIVE);
        assertFalse(key.isUsed(7));
    }

    @Test
    void shouldKnowWhichKeysAreWaitedFor() {
        assertFalse(key.isUsed(5));
        key.onAdded(5, 2);
        key.onAdded(6, 1);
        assertTrue(key.isUsed(5));
        key.onRemoved(5);
        assertTrue(key.isUsed(5));
        key.onRemoved(5);
        assertFalse(key.isUsed(5));
        assertTrue(key.isUsed(6));
        key.onAdded(5, 1);
        assertTrue(key.isUsed(5));
        assertFalse(key.isUsed(ACTIVE));
    }
}
