package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sctp.Association;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOption;
import io.sctp.SctpOption.Access;
import io.sctp.SctpOption.Scope;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AlreadyBoundException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Options of associations, paths and ports that are not there: each is refused at the call, with its own error. */
public abstract class OptionTargetsTck extends Tck {
    private static final int NOBODY = 123_456;
    private static final InetSocketAddress NO_PATH = new InetSocketAddress(ip("127.0.0.99"), 7);

    private static final Setup AUTHENTICATED = e -> e.setOption(SctpOptions.AUTH_SUPPORTED, true);

    private Stream<SctpOption<?>> readable(final Predicate<SctpOption<?>> which) {
        return SctpOptions.all().stream()
                .filter(option -> option.access() != Access.WRITE)
                .filter(option -> !unsupportedOptions().contains(option)
                        && !unknownToTheSystem().contains(option))
                .filter(which);
    }

    private static Stream<OptionValue<?>> ofPaths() {
        return OptionValues.settable().filter(value -> value.option().scope() == Scope.PATH);
    }

    private static void assertErrno(final String errno, final Call call) {
        assertEquals(errno, assertThrows(SctpException.class, call::run).errnoName());
    }

    private static void assertNotConnected(final Call call) {
        assertEquals(
                "ENOTCONN",
                assertThrows(SctpException.NotConnected.class, call::run).errnoName());
    }

    /** With AUTH, so that nothing else is missing. */
    @Test
    void shouldNeedAnAssociationForWhatOnlyAssociationsHave() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.loopback(0), AUTHENTICATED);
        final SctpMultiChannel associated = multi(AUTHENTICATED);
        associated.connect(listener.getLocalAddress(), LONG);
        final Pair ended = pair(AUTHENTICATED);
        ended.server().shutdown();
        await("the end", () -> !ended.client().isConnected());
        final SctpChannel channel = channel();
        AUTHENTICATED.apply(channel);
        for (final SctpEndpoint endpoint :
                List.of(channel, ended.client(), listener, multi(AUTHENTICATED), associated)) {
            assertNotConnected(() -> endpoint.getOption(SctpOptions.PRIMARY_ADDR));
            assertNotConnected(() -> endpoint.setOption(SctpOptions.PRIMARY_ADDR, NO_PATH));
            assertNotConnected(() -> endpoint.setOption(SctpOptions.SET_PEER_PRIMARY_ADDR, NO_PATH));
            assertNotConnected(() -> endpoint.getOption(SctpOptions.PEER_AUTH_CHUNKS));
            assertNotConnected(() -> endpoint.getOption(SctpOptions.PR_ASSOC_STATUS));
        }
    }

    @Test
    void shouldSayThatAListenerHasNoAssociation() throws IOException {
        final SctpServerChannel listener = listener();
        final OptionTarget nobody = OptionTarget.association(NOBODY);
        readable(option -> option.scope() != Scope.ENDPOINT)
                .forEach(option -> assertNotConnected(() -> listener.getOption(option, nobody)));
        assertNotConnected(() -> listener.setOption(SctpOptions.CONTEXT, 3, nobody));
        assertEquals(0, listener.getOption(SctpOptions.CONTEXT));
        assertNotConnected(
                () -> listener.setOption(SctpOptions.STREAM_SCHEDULER_VALUE, 3, OptionTarget.stream(NOBODY, 1)));
    }

    @ParameterizedTest
    @MethodSource("ofPaths")
    <T> void shouldRefuseAPathThatIsNotThere(final OptionValue<T> value) throws IOException {
        assumeSupported(value.option());
        final SctpChannel channel = pair().client();
        final SctpServerChannel listener = listener();
        final SctpMultiChannel multi = multi();
        final Association one = multi.connect(listener.getLocalAddress(), LONG);
        assertNoPath(channel, value, OptionTarget.path(channel.association().id(), NO_PATH));
        assertNoPath(multi, value, OptionTarget.path(one.id(), NO_PATH));
        for (final SctpEndpoint endpoint : List.of(channel(), channel, listener, multi)) {
            assertNoPath(endpoint, value, OptionTarget.path(OptionTarget.FUTURE, NO_PATH));
        }
    }

    private static <T> void assertNoPath(
            final SctpEndpoint endpoint, final OptionValue<T> value, final OptionTarget target) {
        assertErrno("EINVAL", () -> endpoint.getOption(value.option(), target));
        assertErrno("EINVAL", () -> endpoint.setOption(value.option(), value.value(), target));
    }

    /** RFC 6458 section 7: on one-to-one sockets the association id is ignored. */
    @Test
    void shouldTakeAllAssociationsOfAOneToOneChannelForItself() throws IOException {
        final Pair pair = pair();
        for (final SctpEndpoint endpoint : List.of(channel(), pair.client(), pair.listener())) {
            endpoint.setOption(SctpOptions.CONTEXT, 7, OptionTarget.association(OptionTarget.CURRENT));
            assertEquals(7, endpoint.getOption(SctpOptions.CONTEXT));
            endpoint.setOption(SctpOptions.CONTEXT, 8, OptionTarget.association(OptionTarget.ALL));
            assertEquals(8, endpoint.getOption(SctpOptions.CONTEXT));
        }
        assertEquals(8, pair.client().association().getOption(SctpOptions.CONTEXT));
        final SctpChannel client = channel();
        client.connect(pair.listener().getLocalAddress(), LONG);
        assertEquals(8, closing(pair.listener().accept(LONG)).getOption(SctpOptions.CONTEXT));
    }

    /** Future associations have no streams yet. */
    @Test
    void shouldNotSetTheValueOfAStreamForFutureAssociations() throws IOException {
        for (final SctpEndpoint endpoint : List.of(multi(), channel())) {
            for (final int target : new int[] {OptionTarget.FUTURE, OptionTarget.ALL}) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> endpoint.setOption(
                                SctpOptions.STREAM_SCHEDULER_VALUE, 3, OptionTarget.stream(target, 1)));
            }
        }
    }

    @Test
    void shouldNotShareAPortThatItHasAlready() throws IOException {
        for (final SctpEndpoint bound : List.of(channel().bind(SctpAddress.loopback(0)), listener(), pair().client())) {
            assertErrno("EINVAL", () -> bound.setOption(SctpOptions.REUSE_PORT, true));
            assertEquals(false, bound.getOption(SctpOptions.REUSE_PORT));
        }
    }

    /** Connect binds to the wildcard, and the channel keeps that port if it is refused. */
    @Test
    void shouldStayBoundAfterARefusal() throws IOException {
        listener(); // so that there is an SCTP that refuses what is for nobody
        final SctpChannel channel = channel();
        final SctpAddress nobody = SctpAddress.loopback(unusedPort());
        assertThrows(SctpException.Refused.class, () -> channel.connect(nobody, LONG));
        final SctpAddress local = channel.getLocalAddress();
        assertErrno("EINVAL", () -> channel.setOption(SctpOptions.REUSE_PORT, true));
        if (!unsupportedOptions().contains(SctpOptions.AUTO_ASCONF)) {
            channel.setOption(SctpOptions.AUTO_ASCONF, true);
        }
        assertThrows(AlreadyBoundException.class, () -> channel.bind(SctpAddress.loopback(0)));
        final SctpServerChannel listener = listener();
        channel.connect(listener.getLocalAddress(), LONG);
        assertEquals(local, channel.getLocalAddress());
        assertEquals(
                local.port(), closing(listener.accept(LONG)).getRemoteAddress().port());
    }
}
