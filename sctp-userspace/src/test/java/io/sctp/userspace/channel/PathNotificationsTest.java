package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpNotification.PathTransition;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.engine.Path;
import io.sctp.engine.PathState;
import io.sctp.engine.path.TransportPath;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import io.sctp.userspace.UserspaceTck;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a program hears and sees of a path's state (RFC 7829 section 7); the test says what the engine would. */
class PathNotificationsTest extends Tck {
    private SctpChannel client;

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @BeforeEach
    void connect() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, ip("127.0.0.1"), ip("127.0.0.2")), Setup.NONE);
        client = channel();
        client.connect(listener.getLocalAddress(), LONG);
        closing(listener.accept(LONG));
        await(
                "both paths are confirmed",
                () -> client.association().paths().stream()
                        .allMatch(path -> path.state() == io.sctp.option.PathState.ACTIVE));
        client.subscribe(NotificationType.PEER_ADDRESS_CHANGE);
    }

    @Test
    void shouldTellOfEachStateWhereItIsExposed() throws IOException {
        client.association().setOption(SctpOptions.EXPOSE_POTENTIALLY_FAILED_STATE, true);
        change(PathState.POTENTIALLY_FAILED);
        assertEquals(io.sctp.option.PathState.POTENTIALLY_FAILED, shown());
        change(PathState.ACTIVE);
        change(PathState.POTENTIALLY_FAILED);
        change(PathState.INACTIVE);
        change(PathState.ACTIVE);
        assertTold(
                PathTransition.POTENTIALLY_FAILED,
                PathTransition.AVAILABLE,
                PathTransition.POTENTIALLY_FAILED,
                PathTransition.UNREACHABLE,
                PathTransition.AVAILABLE);
    }

    @Test
    void shouldHideThePotentiallyFailedStateElse() throws IOException {
        change(PathState.POTENTIALLY_FAILED);
        assertEquals(io.sctp.option.PathState.ACTIVE, shown());
        change(PathState.ACTIVE);
        change(PathState.POTENTIALLY_FAILED);
        change(PathState.INACTIVE);
        assertEquals(io.sctp.option.PathState.INACTIVE, shown());
        change(PathState.ACTIVE);
        assertTold(PathTransition.UNREACHABLE, PathTransition.AVAILABLE);
    }

    /** The program may be slower than the paths: what it was told of is taken back whatever it missed. */
    @Test
    void shouldTakeBackWhatItToldThoughItMissedAState() throws IOException {
        change(PathState.INACTIVE);
        change(PathState.POTENTIALLY_FAILED);
        change(PathState.ACTIVE);
        assertTold(PathTransition.UNREACHABLE, PathTransition.AVAILABLE);
    }

    @Test
    void shouldTellOfAnotherPrimaryPath() throws IOException {
        withLine(association -> {
            association.makePrimary(association.engine().path(1));
            association.onPrimaryPathChange(association.engine().path(1));
        });
        final var told = (SctpNotification.PeerAddressChange) awaitTold(client);
        assertEquals(PathTransition.MADE_PRIMARY, told.change());
        assertEquals(client.association().getOption(SctpOptions.PRIMARY_ADDR), told.address());
    }

    private static SctpNotification awaitTold(final SctpChannel channel) throws IOException {
        return awaitNotification(channel, SctpNotification.PeerAddressChange.class);
    }

    private void assertTold(final PathTransition... transitions) throws IOException {
        for (final PathTransition expected : transitions) {
            final var told = (SctpNotification.PeerAddressChange) awaitTold(client);
            assertEquals(expected, told.change());
            assertEquals(address(), told.address());
        }
        withLine(association -> assertEquals(false, association.hasSomethingToReceive(), "told of more"));
    }

    private InetSocketAddress address() throws IOException {
        return client.association().paths().get(1).address();
    }

    private io.sctp.option.PathState shown() throws IOException {
        return client.association().paths().get(1).state();
    }

    private void change(final PathState state) throws IOException {
        withLine(association -> {
            final Path path = association.engine().path(1);
            ((TransportPath) path).state(state);
            association.notifications().onPathChange(path);
        });
    }

    private interface Deed {
        void with(ChannelAssociation association);
    }

    private void withLine(final Deed deed) throws IOException {
        final UserspaceMessageChannel<?> channel = (UserspaceMessageChannel<?>) client;
        final int id = client.association().id();
        channel.doing("test", () -> deed.with(channel.associationOf("test", OptionTarget.association(id))));
    }
}
