package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.Association;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public method of channels, associations and pollers, in every state, in both blocking modes: what it does is
 * the same with all providers, and as {@code calls.txt} says. Where a provider differs, a line names it, and
 * docs/providers.md says why.
 *
 * <p>With the system property {@value #WRITE} the outcomes are written to that file instead.
 */
public abstract class CallWalkTck extends Tck {
    private static final String WRITE = "io.sctp.tck.calls";

    private static final CallTable TABLE = CallTable.read();

    private final CallTable seen = new CallTable();

    /** A state, and what brings something of that kind into it. */
    protected record State<T>(String name, Maker<T> maker) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Makes something in a state. */
    @FunctionalInterface
    protected interface Maker<T> {
        T make() throws Exception;
    }

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
                new State<>("connecting", this::connecting),
                new State<>("connected", () -> boundPair().client()),
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
                new State<>("with an association", this::associated),
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

    // ---- The walk

    @Test
    void shouldLeaveNoMethodOut() {
        assertCovers(SctpChannel.class, ApiCalls.ofChannels());
        assertCovers(SctpMultiChannel.class, ApiCalls.ofMultiChannels());
        assertCovers(SctpServerChannel.class, ApiCalls.ofServerChannels());
        assertCovers(Association.class, ApiCalls.ofAssociations());
        assertCovers(SctpPoller.class, ApiCalls.ofPollers(null));
        assertCovers(SctpPoller.Registration.class, ApiCalls.ofRegistrations());
    }

    private static void assertCovers(final Class<?> type, final List<? extends ApiCall<?>> calls) {
        final Set<String> covered = calls.stream().map(ApiCall::method).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(ApiCall.methodsOf(type), covered, type.getSimpleName());
    }

    private <T extends SctpEndpoint> void walkChannels(
            final String type, final State<T> state, final List<ApiCall<? super T>> calls) throws Exception {
        final List<String> outcomes = new ArrayList<>();
        for (final ApiCall<? super T> call : calls) {
            final String expected = expected(type, state, call);
            final String blocking = inMode(state, call, expected, true);
            outcomes.add(CallTable.both(blocking, inMode(state, call, expected, false)));
        }
        check(type, state, calls, outcomes);
    }

    /** What a call does, and whether it closed the channel. */
    private <T extends SctpEndpoint> String inMode(
            final State<T> state, final ApiCall<? super T> call, final String expected, final boolean blocking)
            throws Exception {
        listen();
        final T channel = state.maker().make();
        final boolean wasOpen = channel.isOpen();
        if (wasOpen) {
            channel.configureBlocking(blocking);
        }
        final String half = expected == null ? null : CallTable.inMode(expected, blocking);
        final String outcome = CallOutcome.of(call, channel, patienceMs(half));
        final String closed = wasOpen && !channel.isOpen() ? ", closed" : "";
        closeEverything();
        return outcome + closed;
    }

    /** Somebody listens while the call is made, so that there is an SCTP that refuses what is for nobody. */
    private void listen() throws IOException {
        closing(provider().openServerChannel(null)).bind(SctpAddress.loopback(0));
    }

    private <T> void walk(final String type, final State<T> state, final List<ApiCall<? super T>> calls)
            throws Exception {
        final List<String> outcomes = new ArrayList<>();
        listen();
        for (final ApiCall<? super T> call : calls) {
            outcomes.add(CallOutcome.of(call, state.maker().make(), patienceMs(expected(type, state, call))));
        }
        check(type, state, calls, outcomes);
    }

    private String expected(final String type, final State<?> state, final ApiCall<?> call) {
        return TABLE.outcome(type, call.name(), state.name(), provider().name());
    }

    /** A call that should come back gets the time that it takes. */
    private static long patienceMs(final String expected) {
        return expected == null || expected.startsWith(CallOutcome.WAITS) ? 400 : LONG.toMillis();
    }

    private <T> void check(
            final String type,
            final State<T> state,
            final List<ApiCall<? super T>> calls,
            final List<String> outcomes) {
        final List<String> different = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            final ApiCall<? super T> call = calls.get(i);
            final String expected = expected(type, state, call);
            seen.put(type, call.name(), state.name(), outcomes.get(i));
            if (!outcomes.get(i).equals(expected)) {
                different.add(call.name() + ": " + outcomes.get(i) + ", and not " + expected);
            }
        }
        if (System.getProperty(WRITE) == null) {
            assertEquals(List.of(), different, type + ", " + state);
        }
    }

    @AfterAll
    final void write() throws IOException {
        final String file = System.getProperty(WRITE);
        if (file != null) {
            Files.writeString(Path.of(file), seen.text());
        }
    }
}
