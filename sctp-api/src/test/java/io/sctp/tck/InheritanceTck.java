package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sctp.Association;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Channels that are accepted or peeled off have every option of the channel that they come from. */
public abstract class InheritanceTck extends Tck {
    /** What belongs to one association and is learned from its peer. */
    private static final Set<SctpOption<?>> OF_THE_ASSOCIATION = Set.of(SctpOptions.REMOTE_UDP_ENCAPS_PORT);

    private static final Map<SocketOption<Integer>, Integer> OF_THE_SOCKET = Map.of(
            StandardSocketOptions.IP_TOS, 0xB8,
            StandardSocketOptions.SO_LINGER, 7,
            StandardSocketOptions.SO_SNDBUF, 150_000,
            StandardSocketOptions.SO_RCVBUF, 160_000);

    static Stream<OptionValue<?>> inherited() {
        return OptionValues.settable().filter(value -> !OF_THE_ASSOCIATION.contains(value.option()));
    }

    @ParameterizedTest
    @MethodSource("inherited")
    void shouldGiveAnAcceptedChannelTheListenersOption(final OptionValue<?> value) throws IOException {
        assumeSupported(value.option());
        assumeFalse(value.oneToManyOnly());
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        prepare(listener, value);
        final SctpChannel client = channel();
        prepareClient(client, value);
        client.connect(SctpAddress.loopback(listener.getLocalAddress().port()), LONG);
        assertInherits(value, listener, closing(listener.accept(LONG)));
    }

    @ParameterizedTest
    @MethodSource("inherited")
    void shouldGiveAPeeledOffChannelTheOptionOfTheOneToManyChannel(final OptionValue<?> value) throws IOException {
        assumeSupported(value.option());
        assumeFalse(value.oneToManyOnly() || value.oneToOneOnly());
        final SctpMultiChannel multi = closing(provider().openMultiChannel(null));
        prepare(multi, value);
        final SctpChannel client = channel();
        prepareClient(client, value);
        client.connect(SctpAddress.loopback(multi.getLocalAddress().port()), LONG);
        await("the association", () -> multi.associations().size() == 1);
        assertInherits(
                value, multi, closing(multi.peelOff(multi.associations().get(0).id())));
    }

    static Stream<OptionValue<?>> ofAssociations() {
        return inherited().filter(OptionValue::forAssociations);
    }

    @ParameterizedTest
    @MethodSource("ofAssociations")
    <T> void shouldLeaveAPeeledOffAssociationTheOptionThatItWasSetUpWith(final OptionValue<T> value) throws Exception {
        assumeSupported(value.option());
        final SctpMultiChannel multi = multi(value.before());
        final SctpChannel client = channel();
        prepareClient(client, value);
        client.connect(multi.getLocalAddress(), LONG);
        await("the association", () -> multi.associations().size() == 1);
        final Association association = multi.associations().get(0);
        assertKeeps(value, association.getOption(value.option()), multi, () -> multi.peelOff(association.id()));
    }

    @ParameterizedTest
    @MethodSource("ofAssociations")
    <T> void shouldLeaveAnAcceptedAssociationTheOptionThatItWasSetUpWith(final OptionValue<T> value) throws Exception {
        assumeSupported(value.option());
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        value.before().apply(listener);
        listener.bind(null);
        final SctpChannel client = channel();
        prepareClient(client, value);
        client.connect(SctpAddress.loopback(listener.getLocalAddress().port()), LONG);
        final SctpChannel first = closing(listener.accept(LONG));
        final SctpChannel second = channel();
        prepareClient(second, value);
        second.connect(SctpAddress.loopback(listener.getLocalAddress().port()), LONG);
        listener.configureBlocking(false);
        final SctpPoller poller = closing(provider().openPoller());
        poller.register(listener, SctpPoller.ACCEPTABLE, (registration, ready) -> {});
        assertEquals(1, poller.poll(LONG, 1), "an association waits");
        assertKeeps(value, first.getOption(value.option()), listener, () -> listener.accept(LONG));
    }

    /** Sets an endpoint's option after the set-up of an association that becomes a channel of its own. */
    private <T> void assertKeeps(
            final OptionValue<T> value,
            final T before,
            final SctpEndpoint parent,
            final Callable<SctpChannel> channelOf)
            throws Exception {
        parent.setOption(value.option(), value.value(), OptionTarget.ENDPOINT);
        final SctpChannel child = closing(channelOf.call());
        assertEquals(value.essenceOf(before), value.essenceOf(child.getOption(value.option())), value::toString);
    }

    /** What is negotiated has to be agreed on. */
    private static <T> void prepareClient(final SctpChannel client, final OptionValue<T> value) throws IOException {
        if (value.option().equals(SctpOptions.AUTO_ASCONF)) {
            return;
        }
        value.before().apply(client);
        if (OptionValues.NEGOTIATED.contains(value.option())) {
            client.setOption(value.option(), value.value());
        }
    }

    private static <T> void prepare(final SctpEndpoint endpoint, final OptionValue<T> value) throws IOException {
        value.before().apply(endpoint);
        endpoint.setOption(value.option(), value.value());
        if (endpoint.getLocalAddress() == null) {
            endpoint.bind(null);
        }
    }

    private static <T> void assertInherits(
            final OptionValue<T> value, final SctpEndpoint parent, final SctpEndpoint child) throws IOException {
        final T wanted = parent.getOption(value.option());
        final T got = child.getOption(value.option());
        assertEquals(value.essenceOf(wanted), value.essenceOf(got), value::toString);
    }

    @Test
    void shouldInheritTheOptionsOfTheSocket() throws IOException {
        for (final var option : OF_THE_SOCKET.entrySet()) {
            final Setup setup = e -> e.setOption(option.getKey(), option.getValue());
            final Pair pair = pair(Setup.NONE, setup);
            final int wanted = pair.listener().getOption(option.getKey());
            assertEquals(wanted, pair.server().getOption(option.getKey()), () -> option.getKey() + " accepted");
            final SctpMultiChannel multi = multi(setup);
            channel().connect(multi.getLocalAddress(), LONG);
            await("the association", () -> multi.associations().size() == 1);
            final SctpChannel peeled =
                    closing(multi.peelOff(multi.associations().get(0).id()));
            assertEquals(wanted, peeled.getOption(option.getKey()), () -> option.getKey() + " peeled off");
        }
    }

    @Test
    void shouldInheritSubscriptions() throws IOException {
        final Setup setup = e -> e.subscribe(NotificationType.SHUTDOWN, NotificationType.SENDER_DRY);
        final Pair pair = pair(Setup.NONE, setup);
        final SctpMultiChannel multi = multi(setup);
        channel().connect(multi.getLocalAddress(), LONG);
        await("the association", () -> multi.associations().size() == 1);
        final SctpChannel peeled =
                closing(multi.peelOff(multi.associations().get(0).id()));
        for (final SctpChannel child : new SctpChannel[] {pair.server(), peeled}) {
            assertTrue(child.isSubscribed(NotificationType.SHUTDOWN));
            assertTrue(child.isSubscribed(NotificationType.SENDER_DRY));
            assertTrue(child.isBlocking());
        }
    }
}
