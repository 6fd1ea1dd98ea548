package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.Association;
import io.sctp.Dispatcher;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public method of channels, associations and pollers, in every state, in both blocking modes: what it does is
 * the same with all providers, and as {@code calls.txt} says. Where a provider differs, a line names it, and
 * docs/providers.md says why.
 */
public abstract class CallWalkTck extends CallWalk {
    /** For a peer that does not read: most of what is sent to it has to wait. */
    private static final Setup TAKES_LITTLE = e -> e.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024);

    // ---- One-to-one channels

    private Stream<State<SctpChannel>> channels() {
        return Stream.of(
                new State<>("new", this::channel),
                new State<>("bound", this::boundChannel),
                new State<>("refused", () -> {
                    final SctpChannel channel = boundChannel();
                    try {
                        channel.connect(SctpAddress.loopback(9), LONG);
                    } catch (final SctpException.Refused e) {
                        return channel;
                    }
                    throw new AssertionError("somebody listens at port 9");
                }),
                new State<>("bound to the wildcard", () -> channel().bind(null)),
                new State<>("connecting", this::connecting),
                new State<>("connected", () -> boundPair().client()),
                new State<>("connected over IPv6", () -> pairOver("::1").client()),
                new State<>(
                        "connected, bound to the wildcard", () -> wildcardPair().client()),
                new State<>("accepted", () -> boundPair().server()),
                new State<>("connected, a message waits", () -> {
                    final Pair pair = boundPair();
                    send(pair.server(), "1234567");
                    awaitReceivable(pair.client());
                    return pair.client();
                }),
                new State<>("shut down by the peer", () -> shutDownByThePeer(boundPair())),
                new State<>("shut down by the peer, read to the end", () -> {
                    final SctpChannel channel = shutDownByThePeer(boundPair());
                    awaitEndOfStream(channel);
                    return channel;
                }),
                new State<>("aborted by the peer", () -> abortedByThePeer(boundPair())),
                new State<>("aborted by the peer, read to the end", () -> {
                    final SctpChannel channel = abortedByThePeer(boundPair());
                    try {
                        channel.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG);
                    } catch (final SctpException.Ended e) {
                        return channel;
                    }
                    throw new AssertionError("something was received");
                }),
                new State<>(
                        "shut down, messages wait to be sent",
                        () -> shutDownUnsent().client()),
                new State<>("shut down", () -> {
                    final SctpChannel channel = boundPair().client().shutdown();
                    await("the end", () -> !channel.isConnected());
                    return channel;
                }),
                new State<>("accepted after the peer shut down", () -> acceptedLate(false)),
                new State<>("accepted after the peer aborted", () -> acceptedLate(true)),
                new State<>("peeled off", () -> {
                    final SctpMultiChannel multi = associated();
                    return closing(multi.peelOff(multi.associations().get(0).id()));
                }),
                new State<>("closed", () -> {
                    final SctpChannel channel = boundPair().client();
                    channel.close();
                    return channel;
                }),
                new State<>("closed before it was bound", () -> {
                    final SctpChannel channel = channel();
                    channel.close();
                    return channel;
                }));
    }

    @ParameterizedTest
    @MethodSource("channels")
    void shouldAnswerOneToOne(final State<SctpChannel> state) throws Exception {
        walkChannels("SctpChannel", state, ApiCalls.ofChannels());
    }

    /** What a call does does not depend on the kind of thread that makes it. */
    @Test
    void shouldAnswerVirtualThreadsAlike() throws Exception {
        assumeTrue(VirtualThreadsTck.areThereVirtualThreads(), "virtual threads need JDK 21 or later");
        inVirtualThreads();
        final List<String> names = List.of("connected", "connected, a message waits");
        for (final State<SctpChannel> state :
                (Iterable<State<SctpChannel>>) channels().filter(each -> names.contains(each.name()))::iterator) {
            walkChannels("SctpChannel", state, ApiCalls.ofChannels());
        }
    }

    private Pair pairOver(final String address) throws IOException {
        assumeIpv6();
        final SctpServerChannel listener =
                closing(provider().openServerChannel(null)).bind(SctpAddress.of(0, ip(address)));
        final SctpChannel client = channel().bind(SctpAddress.of(0, ip(address)));
        client.connect(listener.getLocalAddress(), LONG);
        return new Pair(listener, client, closing(listener.accept(LONG)));
    }

    private Pair wildcardPair() throws IOException {
        final SctpServerChannel listener = listener();
        final SctpChannel client = channel().bind(null);
        client.connect(listener.getLocalAddress(), LONG);
        return new Pair(listener, client, closing(listener.accept(LONG)));
    }

    /** One that has more to send than its peer has room for, and has been shut down. */
    private Pair shutDownUnsent() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.loopback(0), TAKES_LITTLE);
        final SctpChannel client = boundChannel().setOption(StandardSocketOptions.SO_SNDBUF, 256 * 1024);
        client.connect(listener.getLocalAddress(), LONG);
        final Pair pair = new Pair(listener, client, closing(listener.accept(LONG)));
        fill(client);
        client.shutdown();
        return pair;
    }

    private SctpChannel boundChannel() throws IOException {
        return channel().bind(SctpAddress.loopback(0));
    }

    private Pair boundPair() throws IOException {
        final SctpServerChannel listener = listener();
        final SctpChannel client = boundChannel();
        client.connect(listener.getLocalAddress(), LONG);
        return new Pair(listener, client, closing(listener.accept(LONG)));
    }

    private SctpChannel connecting() throws IOException {
        final SctpChannel channel = boundChannel();
        final SctpAddress silent = silentPeer(channel);
        channel.configureBlocking(false);
        channel.connect(silent);
        channel.configureBlocking(true);
        return channel;
    }

    private static SctpChannel shutDownByThePeer(final Pair pair) throws IOException {
        pair.server().shutdown();
        await("the end", () -> !pair.client().isConnected());
        return pair.client();
    }

    private static SctpChannel abortedByThePeer(final Pair pair) throws IOException {
        pair.server().association().abort();
        await("the end", () -> !pair.client().isConnected());
        return pair.client();
    }

    private SctpChannel acceptedLate(final boolean abort) throws IOException {
        final SctpServerChannel listener = listener();
        final SctpChannel client = boundChannel();
        client.connect(listener.getLocalAddress(), LONG);
        if (abort) {
            client.association().abort();
        } else {
            client.shutdown();
            awaitEndOfStream(client);
        }
        pause(Duration.ofMillis(20));
        return closing(listener.accept(LONG));
    }

    private void awaitReceivable(final SctpEndpoint channel) throws IOException {
        channel.configureBlocking(false);
        try (SctpPoller poller = provider().openPoller()) {
            poller.register(channel, SctpPoller.READABLE, (registration, ready) -> {});
            assertEquals(1, poller.poll(LONG, 1));
        }
        channel.configureBlocking(true);
    }

    // ---- One-to-many channels

    private Stream<State<SctpMultiChannel>> multiChannels() {
        return Stream.of(
                new State<>("new", () -> closing(provider().openMultiChannel(null))),
                new State<>("bound", this::multi),
                new State<>(
                        "bound, not listening",
                        () -> closing(provider().openMultiChannel(null)).bind(SctpAddress.loopback(0), 0)),
                new State<>(
                        "bound to the wildcard",
                        () -> closing(provider().openMultiChannel(null)).bind(null)),
                new State<>("with an association", this::associated),
                new State<>("with an association over IPv6", this::associatedOverIpv6),
                new State<>("with an association that is shut down, messages wait to be sent", () -> {
                    final SctpMultiChannel multi = associatedUnsent();
                    multi.associations().get(0).shutdown();
                    return multi;
                }),
                new State<>("with an association, a message waits", () -> {
                    final SctpMultiChannel multi = multi();
                    send(associate(multi), "1234567");
                    awaitReceivable(multi);
                    return multi;
                }),
                new State<>("with an association, connecting to another", () -> {
                    final SctpMultiChannel multi = associated();
                    final SctpAddress silent = silentPeer(multi);
                    multi.configureBlocking(false);
                    multi.connect(silent);
                    multi.configureBlocking(true);
                    return multi;
                }),
                new State<>("after its association", () -> {
                    final SctpMultiChannel multi = multi();
                    associate(multi).shutdown();
                    await("the end", () -> multi.associations().isEmpty());
                    return multi;
                }),
                new State<>("after its association was aborted", () -> {
                    final SctpMultiChannel multi = multi();
                    associate(multi).association().abort();
                    await("the end", () -> multi.associations().isEmpty());
                    return multi;
                }),
                new State<>("closed", () -> {
                    final SctpMultiChannel multi = associated();
                    multi.close();
                    return multi;
                }));
    }

    @ParameterizedTest
    @MethodSource("multiChannels")
    void shouldAnswerOneToMany(final State<SctpMultiChannel> state) throws Exception {
        walkChannels("SctpMultiChannel", state, ApiCalls.ofMultiChannels());
    }

    private SctpMultiChannel associated() throws IOException {
        final SctpMultiChannel multi = multi();
        associate(multi);
        return multi;
    }

    private SctpMultiChannel associatedOverIpv6() throws IOException {
        assumeIpv6();
        final SctpMultiChannel multi =
                closing(provider().openMultiChannel(null)).bind(SctpAddress.of(0, ip("::1")));
        channel().bind(SctpAddress.of(0, ip("::1"))).connect(multi.getLocalAddress(), LONG);
        await("the association", () -> multi.associations().size() == 1);
        return multi;
    }

    /** One that has more to send than its peer has room for. */
    private SctpMultiChannel associatedUnsent() throws IOException {
        final SctpMultiChannel multi = multi(e -> e.setOption(StandardSocketOptions.SO_SNDBUF, 256 * 1024));
        final SctpChannel peer = boundChannel();
        TAKES_LITTLE.apply(peer);
        peer.connect(multi.getLocalAddress(), LONG);
        await("the association", () -> multi.associations().size() == 1);
        fill(
                multi,
                ByteBuffer.allocateDirect(8192),
                new SendInfo().association(multi.associations().get(0).id()));
        return multi;
    }

    /** Connects somebody to a channel. */
    private SctpChannel associate(final SctpMultiChannel multi) throws IOException {
        final SctpChannel peer = boundChannel();
        peer.connect(multi.getLocalAddress(), LONG);
        await("the association", () -> multi.associations().size() == 1);
        return peer;
    }

    // ---- Listeners

    private Stream<State<SctpServerChannel>> serverChannels() {
        return Stream.of(
                new State<>("new", () -> closing(provider().openServerChannel(null))),
                new State<>("bound", this::listener),
                new State<>(
                        "bound to the wildcard",
                        () -> closing(provider().openServerChannel(null)).bind(null)),
                new State<>("somebody waits", () -> {
                    final SctpServerChannel listener = listener();
                    channel().connect(listener.getLocalAddress(), LONG);
                    awaitAcceptable(listener);
                    return listener;
                }),
                new State<>("somebody who waited is gone", () -> {
                    final SctpServerChannel listener = listener();
                    final SctpChannel client = channel();
                    client.connect(listener.getLocalAddress(), LONG);
                    awaitAcceptable(listener);
                    client.association().abort();
                    pause(Duration.ofMillis(20));
                    return listener;
                }),
                new State<>("closed", () -> {
                    final SctpServerChannel listener = listener();
                    listener.close();
                    return listener;
                }));
    }

    @ParameterizedTest
    @MethodSource("serverChannels")
    void shouldAnswerWhereItListens(final State<SctpServerChannel> state) throws Exception {
        walkChannels("SctpServerChannel", state, ApiCalls.ofServerChannels());
    }

    private void awaitAcceptable(final SctpEndpoint channel) throws IOException {
        channel.configureBlocking(false);
        try (SctpPoller poller = provider().openPoller()) {
            poller.register(channel, SctpPoller.ACCEPTABLE, (registration, ready) -> {});
            assertEquals(1, poller.poll(LONG, 1));
        }
        channel.configureBlocking(true);
    }

    // ---- Associations

    private Stream<State<Association>> associations() {
        return Stream.of(
                new State<>("up", () -> boundPair().client().association()),
                new State<>("over IPv6", () -> pairOver("::1").client().association()),
                new State<>(
                        "bound to the wildcard", () -> wildcardPair().client().association()),
                new State<>(
                        "shut down, messages wait to be sent",
                        () -> shutDownUnsent().client().association()),
                new State<>("after the peer shut down", () -> {
                    final Pair pair = boundPair();
                    final Association association = pair.client().association();
                    shutDownByThePeer(pair);
                    return association;
                }),
                new State<>("after the peer aborted", () -> {
                    final Pair pair = boundPair();
                    final Association association = pair.client().association();
                    abortedByThePeer(pair);
                    return association;
                }),
                new State<>("of a channel that is closed", () -> {
                    final SctpChannel channel = boundPair().client();
                    final Association association = channel.association();
                    channel.close();
                    return association;
                }),
                new State<>("one of many", () -> associated().associations().get(0)),
                new State<>("one of many, connecting", () -> {
                    final SctpMultiChannel multi = multi();
                    final SctpAddress silent = silentPeer(multi);
                    multi.configureBlocking(false);
                    return multi.connect(silent);
                }),
                new State<>("one of many, after the peer shut down", () -> {
                    final SctpMultiChannel multi = multi();
                    final SctpChannel peer = associate(multi);
                    final Association association = multi.associations().get(0);
                    peer.shutdown();
                    await("the end", () -> multi.associations().isEmpty());
                    return association;
                }),
                new State<>("one of many, peeled off", () -> {
                    final SctpMultiChannel multi = associated();
                    final Association association = multi.associations().get(0);
                    closing(multi.peelOff(association.id()));
                    return association;
                }),
                new State<>("unknown to its channel", () -> multi().association(123_456)),
                new State<>("one of many of a channel that is closed", () -> {
                    final SctpMultiChannel multi = associated();
                    final Association association = multi.associations().get(0);
                    multi.close();
                    return association;
                }));
    }

    @ParameterizedTest
    @MethodSource("associations")
    void shouldAnswerOfAnAssociation(final State<Association> state) throws Exception {
        walk("Association", state, ApiCalls.ofAssociations());
    }

    // ---- Pollers

    private Stream<State<SctpPoller>> pollers() {
        return Stream.of(
                new State<>("empty", () -> closing(provider().openPoller())),
                new State<>("one is ready", () -> {
                    final SctpPoller poller = closing(provider().openPoller());
                    watch(poller);
                    return poller;
                }),
                new State<>("a closed channel is left", () -> {
                    final SctpPoller poller = closing(provider().openPoller());
                    watch(poller).channel().close();
                    return poller;
                }),
                new State<>("woken up", () -> {
                    final SctpPoller poller = closing(provider().openPoller());
                    poller.wakeup();
                    return poller;
                }),
                new State<>("closed", () -> {
                    final SctpPoller poller = closing(provider().openPoller());
                    watch(poller);
                    poller.close();
                    return poller;
                }));
    }

    @ParameterizedTest
    @MethodSource("pollers")
    void shouldAnswerOfAPoller(final State<SctpPoller> state) throws Exception {
        final SctpEndpoint other = boundPair().client().configureBlocking(false);
        final SctpEndpoint blocking = boundPair().client();
        final SctpEndpoint closed = boundPair().client().configureBlocking(false);
        closed.close();
        walk("SctpPoller", state, ApiCalls.ofPollers(other));
        walk("SctpPoller, a blocking channel", state, ApiCalls.ofPollers(blocking));
        walk("SctpPoller, a closed channel", state, ApiCalls.ofPollers(closed));
    }

    private SctpPoller.Registration watch(final SctpPoller poller) throws IOException {
        return poller.register(
                boundPair().client().configureBlocking(false), SctpPoller.WRITABLE, (registration, ready) -> {});
    }

    private Stream<State<SctpPoller.Registration>> registrations() {
        return Stream.of(
                new State<>("registered", () -> watch(closing(provider().openPoller()))),
                new State<>("cancelled", () -> {
                    final SctpPoller.Registration registration =
                            watch(closing(provider().openPoller()));
                    registration.cancel();
                    return registration;
                }),
                new State<>("the channel is closed", () -> {
                    final SctpPoller.Registration registration =
                            watch(closing(provider().openPoller()));
                    registration.channel().close();
                    return registration;
                }),
                new State<>("the poller is closed", () -> {
                    final SctpPoller poller = closing(provider().openPoller());
                    final SctpPoller.Registration registration = watch(poller);
                    poller.close();
                    return registration;
                }));
    }

    @ParameterizedTest
    @MethodSource("registrations")
    void shouldAnswerOfARegistration(final State<SctpPoller.Registration> state) throws Exception {
        walk("Registration", state, ApiCalls.ofRegistrations());
    }

    // ---- Providers and dispatchers

    @Test
    void shouldAnswerOfAProvider() throws Exception {
        walk("SctpProvider", new State<>("installed", this::provider), ApiCalls.ofProviders());
    }

    private Stream<State<Dispatcher>> dispatchers() {
        return Stream.of(
                new State<>("with a channel", () -> {
                    final Dispatcher dispatcher = closing(dispatcher());
                    dispatcher.add(boundPair().client(), message -> {});
                    return dispatcher;
                }),
                new State<>("closed", () -> {
                    final Dispatcher dispatcher = dispatcher();
                    dispatcher.close();
                    return dispatcher;
                }));
    }

    @ParameterizedTest
    @MethodSource("dispatchers")
    void shouldAnswerOfADispatcher(final State<Dispatcher> state) throws Exception {
        final SctpChannel closed = boundPair().client();
        closed.close();
        walk("Dispatcher", state, ApiCalls.ofDispatchers(boundPair().client()));
        walk("Dispatcher, a closed channel", state, ApiCalls.ofDispatchers(closed));
        walk("Dispatcher, a channel without association", state, ApiCalls.ofDispatchers(channel()));
    }

    // ---- The walk

    @Test
    void shouldLeaveNoMethodOut() {
        assertCovers(SctpProvider.class, ApiCalls.ofProviders());
        assertCovers(Dispatcher.class, ApiCalls.ofDispatchers(null));
        assertCovers(SctpChannel.class, ApiCalls.ofChannels());
        assertCovers(SctpMultiChannel.class, ApiCalls.ofMultiChannels());
        assertCovers(SctpServerChannel.class, ApiCalls.ofServerChannels());
        assertCovers(Association.class, ApiCalls.ofAssociations());
        assertCovers(SctpPoller.class, ApiCalls.ofPollers(null));
        assertCovers(SctpPoller.Registration.class, ApiCalls.ofRegistrations());
    }
}
