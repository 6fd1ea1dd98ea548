package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.Association.ResetDirection;
import io.sctp.NotificationType;
import io.sctp.SctpNotification;
import io.sctp.SctpNotification.ResetResult;
import io.sctp.SctpOptions;
import io.sctp.option.InitParameters;
import io.sctp.option.StreamResetPermission;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.ReconfigTck;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserspaceReconfigTest extends ReconfigTck {
    private static final Setup WILLING = e -> {
        e.setOption(SctpOptions.RECONFIG_SUPPORTED, true);
        e.setOption(SctpOptions.ENABLE_STREAM_RESET, EnumSet.allOf(StreamResetPermission.class));
        e.setOption(SctpOptions.INITMSG, InitParameters.streams(4, 16));
        e.subscribe(NotificationType.STREAM_RESET, NotificationType.STREAM_CHANGE);
    };

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Test
    void shouldResetBothDirectionsOneAfterTheOther() throws IOException {
        final Pair pair = pair(WILLING);
        pair.client().association().resetStreams(ResetDirection.BOTH, 1);
        final var outgoing = awaitNotification(pair.client(), SctpNotification.StreamReset.class);
        assertEquals(
                new SctpNotification.StreamReset(
                        pair.client().association().id(), false, true, ResetResult.DONE, List.of(1)),
                outgoing);
        final var incoming = awaitNotification(pair.client(), SctpNotification.StreamReset.class);
        assertEquals(
                new SctpNotification.StreamReset(
                        pair.client().association().id(), true, false, ResetResult.DONE, List.of(1)),
                incoming);
    }

    @Test
    void shouldAddStreamsBothWays() throws IOException {
        final Pair pair = pair(WILLING);
        pair.client().association().addStreams(2, 3);
        assertEquals(
                3,
                awaitNotification(pair.client(), SctpNotification.StreamChange.class)
                        .outboundStreams());
        assertEquals(
                2,
                awaitNotification(pair.client(), SctpNotification.StreamChange.class)
                        .inboundStreams());
        assertEquals(7, pair.client().association().status().outboundStreams());
        assertEquals(6, pair.client().association().status().inboundStreams());
    }
}
