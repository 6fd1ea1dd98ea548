package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpNotification;
import io.sctp.SctpNotification.AssociationTransition;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Notifications that nobody reads take no more than the buffers they are charged to. */
class PendingNotificationsTest {
    private static final int LIMIT_BYTES = 1 << 16;
    private static final int MANY = 20_000;

    private final PendingNotifications pending = new PendingNotifications();

    private static SctpNotification error(final int cause) {
        return new SctpNotification.RemoteError(1, cause, ByteBuffer.allocate(0));
    }

    private static SctpNotification change(final AssociationTransition transition) {
        return new SctpNotification.AssociationChange(1, transition, 0, 1, 1, ByteBuffer.allocate(0));
    }

    private int takeAll() {
        int count = 0;
        while (pending.take(0) != null) {
            count++;
        }
        return count;
    }

    @Test
    void shouldKeepOneOfManyEqualOnes() {
        for (int i = 0; i < MANY; i++) {
            pending.add(error(7), false, 0, LIMIT_BYTES);
        }
        assertEquals(1, takeAll());
        assertEquals(0, pending.dropped());
    }

    @Test
    void shouldDropAndCountWhatFindsNoRoom() {
        for (int i = 0; i < MANY; i++) {
            pending.add(error(i), false, 0, LIMIT_BYTES);
        }
        final int kept = takeAll();
        assertEquals(LIMIT_BYTES / 256, kept);
        assertEquals(MANY - kept, pending.dropped());
        pending.add(error(1), false, 0, LIMIT_BYTES);
        assertEquals(1, takeAll(), "what was taken leaves room");
    }

    @Test
    void shouldAlwaysTellOfTheEnd() {
        for (int i = 0; i < MANY; i++) {
            pending.add(change(AssociationTransition.RESTARTED), true, 0, LIMIT_BYTES);
        }
        pending.add(change(AssociationTransition.LOST), true, 0, LIMIT_BYTES);
        assertEquals(LIMIT_BYTES / 256 + 1, takeAll());
    }

    @Test
    void shouldChargeMessagesThatAreHandedBack() {
        assertTrue(pending.admits(1000, LIMIT_BYTES));
        int kept = 0;
        while (pending.admits(1000, LIMIT_BYTES)) {
            pending.add(
                    new SctpNotification.SendFailed(1, true, 0, 0, 0, 0, false, ByteBuffer.allocate(1000)),
                    false,
                    0,
                    LIMIT_BYTES);
            kept++;
        }
        assertEquals(LIMIT_BYTES / 1256, kept);
        assertEquals(1, pending.dropped());
    }

    @Test
    void shouldKeepTheirPlaceBehindMessages() {
        pending.add(error(1), true, 2, LIMIT_BYTES);
        assertNull(pending.take(1));
        assertFalse(pending.isEmpty());
        assertEquals(error(1), pending.take(2));
        assertTrue(pending.isEmpty());
    }
}
