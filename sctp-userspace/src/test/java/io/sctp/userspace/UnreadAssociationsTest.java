package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpMultiChannel;
import io.sctp.engine.EnginePair;
import io.sctp.engine.association.CloseReason;
import io.sctp.engine.config.EngineConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Associations of a one-to-many channel that are over, and of which the program has not read everything. */
class UnreadAssociationsTest {
    private static final int MOST = 5;

    /** However many peers come and go, as many are kept as there may be associations at once. */
    @Test
    void shouldRefusePeersWhileTooMuchIsUnreadOfOthers() throws IOException {
        final Driver driver =
                new Driver("small", EngineConfig.builder().maxAssociations(MOST).build(), Driver.Parts.of(1, 1));
        final ManyChannel channel = new ManyChannel(new UserspaceProvider(), driver, null);
        try (SctpMultiChannel closing = channel) {
            closing.subscribe(NotificationType.ASSOCIATION_CHANGE);
            closing.configureBlocking(false);
            for (int i = 0; i < MOST; i++) {
                assertNotNull(comeAndGo(driver, channel));
            }
            for (int i = 0; i < MOST; i++) {
                assertNull(comeAndGo(driver, channel), "too many are unread");
            }
            int notifications = 0;
            while (closing.receive(ByteBuffer.allocate(10), new ReceiveInfo()) == SctpMultiChannel.NOTIFICATION) {
                notifications++;
            }
            assertEquals(2 * MOST, notifications);
            assertNotNull(comeAndGo(driver, channel), "there is room again");
        }
    }

    private static Line comeAndGo(final Driver driver, final ManyChannel channel) {
        driver.enter();
        try {
            final Line line =
                    channel.onIncoming(driver, EnginePair.withDefaults().connect().serverSide);
            if (line != null) {
                line.onUp();
                channel.onUp(line);
                line.engine().abort();
                line.onClosed(CloseReason.PEER_ABORTED, 0);
                channel.onClosed(line);
            }
            return line;
        } finally {
            driver.leave();
        }
    }
}
