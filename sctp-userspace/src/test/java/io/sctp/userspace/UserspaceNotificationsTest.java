package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.NotificationType;
import io.sctp.SctpNotification;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.NotificationsTck;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserspaceNotificationsTest extends NotificationsTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Override
    protected Set<SctpOption<?>> unsupportedOptions() {
        return UserspaceTck.UNSUPPORTED;
    }

    /** As for {@code subscribe} (RFC 6458 section 6.1.9). */
    @Test
    void shouldTellAtOnceThatEverythingIsAcknowledgedHoweverThatWasSubscribedTo() throws IOException {
        final Pair pair = pair();
        send(pair.client(), "acknowledge me");
        assertEquals("acknowledge me", receive(pair.server()));
        pair.client().setOption(SctpOptions.EVENTS, Set.of(NotificationType.SENDER_DRY));
        assertEquals(
                pair.client().association().id(),
                awaitNotification(pair.client(), SctpNotification.SenderDry.class)
                        .association());
    }
}
