package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpServerChannel;
import io.sctp.engine.CloseReason;
import io.sctp.engine.EnginePair;
import io.sctp.engine.config.EngineConfig;
import io.sctp.userspace.UserspaceTck;
import io.sctp.userspace.config.StackConfig;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.driver.DriverParts;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Associations that the program has not taken, or not read to their end. */
class UnreadAssociationsTest {
    private static final int MOST = 5;

    /** However many peers come and go, as many are kept as there may be associations at once. */
    @Test
    void shouldRefusePeersWhileTooMuchIsUnreadOfOthers() throws IOException {
        final Driver driver = new Driver(
                "small",
                EngineConfig.builder().maxAssociations(MOST).build(),
                DriverParts.of(1, 1, StackConfig.USUAL, DriverChannels::new));
        final UserspaceMultiChannel channel =
                new UserspaceMultiChannel(UserspaceTck.PROVIDER, UserspaceTck.stack(), driver, null);
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

    /** Those that are over before anybody took them make room first. */
    @Test
    void shouldKeepAsManyThatNobodyAcceptsAsTheBacklogSays() throws IOException {
        try (SctpServerChannel server = UserspaceTck.PROVIDER.openServerChannel(null)) {
            server.bind(SctpAddress.loopback(0), MOST);
            final UserspaceServerChannel listener = (UserspaceServerChannel) server;
            final Driver driver = listener.driver();
            driver.enter();
            try {
                final ChannelAssociation first = come(driver, listener);
                for (int i = 1; i < MOST; i++) {
                    assertNotNull(come(driver, listener));
                }
                assertNull(come(driver, listener), "the backlog is full");
                first.engine().abort();
                first.onClosed(CloseReason.PEER_ABORTED, 0);
                assertNotNull(come(driver, listener), "one is over");
                assertNull(come(driver, listener));
            } finally {
                driver.leave();
            }
        }
    }

    private static ChannelAssociation come(final Driver driver, final UserspaceEndpoint<?> endpoint) {
        return endpoint.onIncoming(driver, EnginePair.withDefaults().connect().serverSide);
    }

    private static ChannelAssociation comeAndGo(final Driver driver, final UserspaceMultiChannel channel) {
        driver.enter();
        try {
            final ChannelAssociation association = come(driver, channel);
            if (association != null) {
                association.onUp();
                channel.onUp(association);
                association.engine().abort();
                association.onClosed(CloseReason.PEER_ABORTED, 0);
                channel.onClosed(association);
            }
            return association;
        } finally {
            driver.leave();
        }
    }
}
