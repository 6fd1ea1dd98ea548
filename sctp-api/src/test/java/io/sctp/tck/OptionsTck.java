package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.Association;
import io.sctp.OptionTarget;
import io.sctp.PrPolicy;
import io.sctp.ReceiveInfo;
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
import io.sctp.SendInfo;
import io.sctp.option.AssociationParameters;
import io.sctp.option.AssociationStatus;
import io.sctp.option.AuthKey;
import io.sctp.option.DefaultSendInfo;
import io.sctp.option.DelayedSack;
import io.sctp.option.InitParameters;
import io.sctp.option.PathParameters;
import io.sctp.option.PrInfo;
import io.sctp.option.RtoInfo;
import io.sctp.option.StreamScheduler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What options do, and what each kind of target means for them. {@link OptionWalkTck} tries the values of every one.
 */
public abstract class OptionsTck extends Tck {
    /** Schedulers that this provider, or the kernel under it, does not have. */
    protected Set<StreamScheduler> unsupportedSchedulers() {
        return EnumSet.noneOf(StreamScheduler.class);
    }

    static Stream<OptionValue<?>> endpointValues() {
        return OptionValues.settable().filter(OptionValue::forEndpoints);
    }

    static Stream<OptionValue<?>> oneToManyEndpointValues() {
        return endpointValues().filter(value -> !value.oneToOneOnly());
    }

    static Stream<OptionValue<?>> associationValues() {
        return OptionValues.settable().filter(OptionValue::forAssociations);
    }

    static Stream<OptionValue<?>> pathValues() {
        return OptionValues.settable().filter(v -> v.option().scope() == Scope.PATH);
    }

    @ParameterizedTest
    @MethodSource("endpointValues")
    <T> void shouldSetAndReadBackOnAnEndpoint(final OptionValue<T> value) throws IOException {
        assumeSupported(value.option());
        final SctpEndpoint endpoint = value.oneToManyOnly() ? closing(provider().openMultiChannel(null)) : channel();
        value.before().apply(endpoint);
        assertNotEquals(
                value.essenceOf(value.value()),
                value.essenceOf(endpoint.getOption(value.option())),
                "the value to try is the default already, and so proves nothing");
        endpoint.setOption(value.option(), value.value());
        assertEquals(
                value.essenceOf(value.value()), value.essenceOf(endpoint.getOption(value.option())), value::toString);
        assertTrue(endpoint.supportedOptions().contains(value.option()), () -> value + " is not in supportedOptions()");
    }

    @ParameterizedTest
    @MethodSource("oneToManyEndpointValues")
    <T> void shouldSetAndReadBackOnAOneToManyEndpoint(final OptionValue<T> value) throws IOException {
        assumeSupported(value.option());
        final SctpMultiChannel multi = closing(provider().openMultiChannel(null));
        value.before().apply(multi);
        multi.setOption(value.option(), value.value());
        assertEquals(value.essenceOf(value.value()), value.essenceOf(multi.getOption(value.option())), value::toString);
    }

    @ParameterizedTest
    @MethodSource("associationValues")
    <T> void shouldSetAndReadBackOnAnAssociation(final OptionValue<T> value) throws IOException {
        assumeSupported(value.option());
        final Pair pair = pair(value.before());
        final Association association = pair.client().association();
        association.setOption(value.option(), value.value());
        assertEquals(
                value.essenceOf(value.value()),
                value.essenceOf(association.getOption(value.option())),
                value::toString);
    }

    @ParameterizedTest
    @MethodSource("associationValues")
    <T> void shouldSetForOneAssociationOfManyAndLeaveTheOthersAlone(final OptionValue<T> value) throws IOException {
        assumeSupported(value.option());
        final SctpMultiChannel multi = multi(value.before());
        final SctpChannel first = channel();
        value.before().apply(first);
        first.connect(multi.getLocalAddress(), LONG);
        final SctpChannel second = channel();
        value.before().apply(second);
        second.connect(multi.getLocalAddress(), LONG);
        await("two associations", () -> multi.associations().size() == 2);
        final Association one = multi.associations().get(0);
        final Association other = multi.associations().get(1);
        final Object untouched = value.essenceOf(other.getOption(value.option()));
        one.setOption(value.option(), value.value());
        assertEquals(
                value.essenceOf(value.value()), value.essenceOf(one.getOption(value.option())), "the one it is for");
        assertEquals(untouched, value.essenceOf(other.getOption(value.option())), "the other one");
    }

    @ParameterizedTest
    @MethodSource("pathValues")
    <T> void shouldSetAndReadBackOnAPath(final OptionValue<T> value) throws IOException {
        assumeSupported(value.option());
        final Pair pair = pair(value.before());
        final Association association = pair.client().association();
        final OptionTarget path =
                OptionTarget.path(association.id(), association.paths().get(0).address());
        pair.client().setOption(value.option(), value.value(), path);
        assertEquals(
                value.essenceOf(value.value()),
                value.essenceOf(pair.client().getOption(value.option(), path)),
                value::toString);
    }

    /** What was negotiated cannot change afterwards; saying yes and doing nothing is the worst answer. */
    @Test
    void shouldNotAcceptAndIgnoreAChangeOfWhatWasNegotiated() throws IOException {
        final Pair pair = pair();
        final Association association = pair.client().association();
        for (final SctpOption<Boolean> option : OptionValues.NEGOTIATED) {
            if (unsupportedOptions().contains(option)) {
                continue;
            }
            final boolean negotiated = association.getOption(option);
            try {
                association.setOption(option, !negotiated);
            } catch (final SctpException | IllegalArgumentException e) {
                continue;
            }
            assertEquals(!negotiated, association.getOption(option), option + " was accepted and ignored");
        }
    }

    @Test
    void shouldHandTheEndpointsSettingsOnToItsAssociations() throws IOException {
        final Pair pair = pair(e -> {
            e.setOption(SctpOptions.CONTEXT, 17);
            e.setOption(SctpOptions.MAX_BURST, 9);
            e.setOption(SctpOptions.DELAYED_SACK, new DelayedSack(Duration.ofMillis(140), 5));
        });
        for (final SctpChannel channel : List.of(pair.client(), pair.server())) {
            final Association association = channel.association();
            assertEquals(17, association.getOption(SctpOptions.CONTEXT));
            assertEquals(9, association.getOption(SctpOptions.MAX_BURST));
            assertEquals(new DelayedSack(Duration.ofMillis(140), 5), association.getOption(SctpOptions.DELAYED_SACK));
        }
    }

    @Test
    void shouldApplyToAllAssociationsOfAOneToManyChannel() throws IOException {
        final SctpMultiChannel multi = multi();
        final SctpChannel now = channel();
        now.connect(multi.getLocalAddress(), LONG);
        await("the first association", () -> multi.associations().size() == 1);
        final int first = multi.associations().get(0).id();
        multi.setOption(SctpOptions.MAX_BURST, 11, new OptionTarget(OptionTarget.CURRENT, null, 0));
        assertEquals(11, multi.association(first).getOption(SctpOptions.MAX_BURST), "there is one association now");
        assertNotEquals(11, multi.getOption(SctpOptions.MAX_BURST), "those to come are not meant");
        multi.setOption(SctpOptions.MAX_BURST, 12, new OptionTarget(OptionTarget.ALL, null, 0));
        assertEquals(12, multi.association(first).getOption(SctpOptions.MAX_BURST));
        assertEquals(12, multi.getOption(SctpOptions.MAX_BURST));
    }

    @Test
    void shouldSetThePrimaryPath() throws IOException {
        final Pair pair = pair();
        final Association association = pair.client().association();
        final InetSocketAddress peer = association.paths().get(0).address();
        association.setOption(SctpOptions.PRIMARY_ADDR, peer);
        assertEquals(peer, association.getOption(SctpOptions.PRIMARY_ADDR));
        assertEquals(peer, association.status().primaryPath().address());
    }

    @Test
    void shouldKeepEachStreamsSchedulerValue() throws IOException {
        assumeSupported(SctpOptions.STREAM_SCHEDULER_VALUE);
        final Pair pair = pair(e -> e.setOption(SctpOptions.STREAM_SCHEDULER, StreamScheduler.PRIORITY));
        final int id = pair.client().association().id();
        for (int stream = 0; stream < 3; stream++) {
            pair.client().setOption(SctpOptions.STREAM_SCHEDULER_VALUE, 100 + stream, OptionTarget.stream(id, stream));
        }
        for (int stream = 0; stream < 3; stream++) {
            assertEquals(
                    100 + stream,
                    pair.client().getOption(SctpOptions.STREAM_SCHEDULER_VALUE, OptionTarget.stream(id, stream)),
                    "stream " + stream);
        }
    }

    @Test
    void shouldSetEverySchedulerThereIs() throws IOException {
        assumeSupported(SctpOptions.STREAM_SCHEDULER);
        for (final StreamScheduler scheduler : StreamScheduler.values()) {
            final SctpChannel client = channel();
            if (unsupportedSchedulers().contains(scheduler)) {
                final var unsupported = assertThrows(
                        SctpException.Unsupported.class,
                        () -> client.setOption(SctpOptions.STREAM_SCHEDULER, scheduler));
                assertContains("SCTP_STREAM_SCHEDULER", unsupported.getMessage());
                continue;
            }
            client.setOption(SctpOptions.STREAM_SCHEDULER, scheduler);
            assertEquals(scheduler, client.getOption(SctpOptions.STREAM_SCHEDULER));
        }
    }

    /** Messages wait at the sender while the receiver, who has little room, does not read. */
    @Test
    void shouldSendTheStreamOfTheSmallestPriorityFirst() throws IOException {
        assumeSupported(SctpOptions.STREAM_SCHEDULER_VALUE);
        final Pair pair = pair(
                e -> {
                    e.setOption(SctpOptions.STREAM_SCHEDULER, StreamScheduler.PRIORITY);
                    e.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 19);
                },
                e -> e.setOption(StandardSocketOptions.SO_RCVBUF, 8192));
        final int id = pair.client().association().id();
        final int[] priorities = {300, 1, 200};
        for (int stream = 0; stream < priorities.length; stream++) {
            pair.client()
                    .setOption(SctpOptions.STREAM_SCHEDULER_VALUE, priorities[stream], OptionTarget.stream(id, stream));
        }
        final ByteBuffer message = ByteBuffer.wrap(pattern(1000));
        for (int i = 0; i < 40; i++) {
            pair.client().send(message.clear(), new SendInfo().stream(0), LONG);
        }
        // Else what follows overtakes the rest of stream 0 before all of it is there to choose from.
        await("a closed window", () -> {
            final AssociationStatus status = pair.client().association().status();
            return status.peerReceiveWindow() < message.capacity() && status.unackedChunks() <= 1; // a probe, perhaps
        });
        for (int i = 0; i < 20; i++) {
            pair.client().send(message.clear(), new SendInfo().stream(2 - i % 2), LONG);
        }
        final StringBuilder order = new StringBuilder();
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < 60; i++) {
            receiveBytes(pair.server(), info);
            order.append(info.stream());
        }
        assertTrue(order.toString().matches("0+1{10}2{10}0+"), order::toString);
    }

    @Test
    void shouldChangeOnlyTheFieldsThatAreGiven() throws IOException {
        final SctpChannel client = channel();
        final InitParameters before = client.getOption(SctpOptions.INITMSG);
        client.setOption(SctpOptions.INITMSG, InitParameters.streams(33, 0));
        assertEquals(
                new InitParameters(33, before.maxInboundStreams(), before.maxAttempts(), before.maxTimeout()),
                client.getOption(SctpOptions.INITMSG));
        final RtoInfo rto = client.getOption(SctpOptions.RTOINFO);
        client.setOption(SctpOptions.RTOINFO, new RtoInfo(Duration.ZERO, Duration.ofSeconds(9), Duration.ZERO));
        assertEquals(
                new RtoInfo(rto.initial(), Duration.ofSeconds(9), rto.min()), client.getOption(SctpOptions.RTOINFO));
        final PathParameters path = client.getOption(SctpOptions.PEER_ADDR_PARAMS);
        client.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withMaxRetransmissions(3));
        final PathParameters changed = client.getOption(SctpOptions.PEER_ADDR_PARAMS);
        assertEquals(3, changed.maxRetransmissions());
        assertEquals(path.heartbeat(), changed.heartbeat());
        assertEquals(path.heartbeatInterval(), changed.heartbeatInterval());
        assertEquals(path.sackDelay(), changed.sackDelay());
    }

    /** A port alone begins no association: what is set then counts for those that come. */
    @Test
    void shouldUseInitParametersThatAreSetAfterBind() throws IOException {
        final SctpServerChannel listener = listener();
        listener.setOption(SctpOptions.INITMSG, InitParameters.streams(5, 7));
        final SctpChannel client = channel();
        client.bind(SctpAddress.loopback(0));
        client.setOption(SctpOptions.INITMSG, InitParameters.streams(3, 6));
        client.connect(listener.getLocalAddress(), LONG);
        assertEquals(3, client.association().status().outboundStreams());
        assertEquals(5, client.association().status().inboundStreams());
        final SctpMultiChannel multi = multi();
        multi.setOption(SctpOptions.INITMSG, InitParameters.streams(4, 2));
        final SctpChannel other = channel();
        other.connect(multi.getLocalAddress(), LONG);
        assertEquals(2, other.association().status().outboundStreams());
        assertEquals(4, other.association().status().inboundStreams());
        multi.setOption(SctpOptions.INITMSG, InitParameters.streams(8, 9));
        final SctpChannel later = channel();
        later.connect(multi.getLocalAddress(), LONG);
        assertEquals(9, later.association().status().outboundStreams());
        assertEquals(8, later.association().status().inboundStreams());
    }

    /** A frequency of 1 is another word for no delay (RFC 6458 section 8.1.19). */
    @Test
    void shouldSwitchDelayedSackOffWithAFrequencyOfOne() throws IOException {
        final SctpChannel client = channel();
        client.setOption(SctpOptions.DELAYED_SACK, new DelayedSack(Duration.ofMillis(120), 4));
        client.setOption(SctpOptions.DELAYED_SACK, new DelayedSack(Duration.ZERO, 1));
        assertEquals(new DelayedSack(Duration.ZERO, 1), client.getOption(SctpOptions.DELAYED_SACK));
        assertEquals(false, client.getOption(SctpOptions.PEER_ADDR_PARAMS).delayedSack());
        client.setOption(SctpOptions.DELAYED_SACK, new DelayedSack(Duration.ZERO, 0));
        assertEquals(new DelayedSack(Duration.ZERO, 1), client.getOption(SctpOptions.DELAYED_SACK), "nothing is said");
        client.setOption(SctpOptions.DELAYED_SACK, new DelayedSack(Duration.ofMillis(80), 0));
        assertEquals(new DelayedSack(Duration.ofMillis(80), 4), client.getOption(SctpOptions.DELAYED_SACK));
        assertEquals(true, client.getOption(SctpOptions.PEER_ADDR_PARAMS).delayedSack());
    }

    /** Linux keeps the policy among the flags of sends, and would lose it. */
    @Test
    void shouldKeepThePolicyOfMessagesWhenTheRestOfSendsIsSet() throws IOException {
        final SctpChannel client = channel();
        final PrInfo policy = new PrInfo(PrPolicy.RETRANSMISSIONS, 4);
        client.setOption(SctpOptions.DEFAULT_PRINFO, policy);
        client.setOption(SctpOptions.DEFAULT_SNDINFO, new DefaultSendInfo(3, 60, true, 17));
        assertEquals(policy, client.getOption(SctpOptions.DEFAULT_PRINFO));
        assertEquals(new DefaultSendInfo(3, 60, true, 17), client.getOption(SctpOptions.DEFAULT_SNDINFO));
    }

    /** RFC 9260 section 8.3: HB.interval is added to the RTO. */
    @Test
    void shouldSendAHeartbeatEveryRtoWithAnIntervalOfZero() throws IOException {
        final Pair pair = pair(
                e -> {
                    e.setOption(
                            SctpOptions.RTOINFO,
                            new RtoInfo(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(50)));
                    e.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withHeartbeat(Duration.ZERO));
                },
                Setup.NONE);
        final Association association = pair.client().association();
        final long before = association.statistics().controlChunksSent();
        await("heartbeats", () -> association.statistics().controlChunksSent() >= before + 5);
    }

    @Test
    void shouldSendWithoutALimitOfBursts() throws IOException {
        for (final int burst : new int[] {0, 1, 2000}) {
            final Pair pair = pair(e -> e.setOption(SctpOptions.MAX_BURST, burst));
            final byte[] message = pattern(100_000);
            pair.client().send(ByteBuffer.wrap(message), new SendInfo(), LONG);
            assertEquals(message.length, receiveBytes(pair.server(), new ReceiveInfo()).length, "burst " + burst);
        }
    }

    /** More than there can be is cut, and the option says so. */
    @Test
    void shouldShowWhatABufferReallyGets() throws IOException {
        final SctpChannel client = channel();
        for (final SocketOption<Integer> size :
                List.of(StandardSocketOptions.SO_SNDBUF, StandardSocketOptions.SO_RCVBUF)) {
            client.setOption(size, Integer.MAX_VALUE);
            final int most = client.getOption(size);
            assertTrue(most < 1 << 30, () -> size + " of " + most + " is more than there is");
            client.setOption(size, most);
            assertEquals(most, client.getOption(size), "what is read can be set");
            client.setOption(size, 50_000);
            assertEquals(50_000, client.getOption(size));
        }
    }

    /** Else all paths may be inactive while the peer counts as reachable (RFC 9260 section 8.1). */
    @Test
    void shouldNotAllowMoreRetransmissionsThanThePathsHave() throws IOException {
        assumeTrue(knowsLocalAddresses());
        final SctpServerChannel listener = listener(SctpAddress.of(0, ip("127.0.0.1"), ip("127.0.0.2")), Setup.NONE);
        final SctpChannel client = channel();
        client.connect(listener.getLocalAddress(), LONG);
        final Association association = client.association();
        association.setOption(SctpOptions.ASSOCINFO, AssociationParameters.of(10, Duration.ZERO));
        final SctpException refused = assertThrows(
                SctpException.class,
                () -> association.setOption(SctpOptions.ASSOCINFO, AssociationParameters.of(11, Duration.ZERO)));
        assertEquals("EINVAL", refused.errnoName());
        assertContains("SCTP_ASSOCINFO", refused.getMessage());
        assertEquals(10, association.getOption(SctpOptions.ASSOCINFO).maxRetransmissions());
    }

    @Test
    void shouldSwitchHeartbeatsAndSackDelayOffAndFixTheMtu() throws IOException {
        final Pair pair = pair();
        final Association association = pair.client().association();
        association.setOption(
                SctpOptions.PEER_ADDR_PARAMS,
                PathParameters.UNCHANGED.withoutHeartbeat().withoutSackDelay().withFixedMtu(1400));
        final PathParameters off = association.getOption(SctpOptions.PEER_ADDR_PARAMS);
        assertEquals(false, off.heartbeat());
        assertEquals(false, off.delayedSack());
        assertEquals(false, off.pathMtuDiscovery());
        assertEquals(1400, association.paths().get(0).mtu());
    }

    @Test
    void shouldDiscoverTheMtuAgainAfterItWasFixed() throws IOException {
        assumeSupported(SctpOptions.PLPMTUD_PROBE_INTERVAL);
        final Pair pair = pair();
        final Association association = pair.client().association();
        association.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withFixedMtu(1400));
        assertEquals(false, association.getOption(SctpOptions.PEER_ADDR_PARAMS).pathMtuDiscovery());
        association.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withMtuDiscovery());
        assertEquals(true, association.getOption(SctpOptions.PEER_ADDR_PARAMS).pathMtuDiscovery());
    }

    @Test
    void shouldNotSetWhatCanOnlyBeRead() throws IOException {
        assumeSupported(SctpOptions.PR_ASSOC_STATUS, SctpOptions.PR_STREAM_STATUS);
        final Pair pair = pair();
        final Association association = pair.client().association();
        final var status = association.getOption(SctpOptions.PR_ASSOC_STATUS);
        assertEquals(0, status.abandonedSent() + status.abandonedUnsent());
        final OptionTarget stream = OptionTarget.stream(association.id(), 0);
        final var streamStatus = pair.client().getOption(SctpOptions.PR_STREAM_STATUS, stream);
        assertEquals(0, streamStatus.abandonedSent() + streamStatus.abandonedUnsent());
        assertRefused(() -> association.setOption(SctpOptions.PR_ASSOC_STATUS, status));
        assertRefused(() -> pair.client().setOption(SctpOptions.PR_STREAM_STATUS, streamStatus, stream));
        assertRefused(() -> association.setOption(SctpOptions.LOCAL_AUTH_CHUNKS, Set.of(1)));
        assertRefused(() -> association.setOption(SctpOptions.PEER_AUTH_CHUNKS, Set.of(1)));
    }

    @Test
    void shouldNotReadWhatCanOnlyBeSet() throws IOException {
        final SctpChannel client = channel();
        for (final SctpOption<?> option : SctpOptions.all()) {
            if (option.access() == Access.WRITE) {
                assertRefused(() -> client.getOption(option));
            }
        }
    }

    @Test
    void shouldRefuseValuesOutOfRange() throws IOException {
        final SctpChannel client = channel();
        final SctpMultiChannel multi = multi();
        assertOutOfRange(() -> client.setOption(SctpOptions.INITMSG, InitParameters.streams(65_536, 1)));
        assertOutOfRange(() -> client.setOption(SctpOptions.INITMSG, InitParameters.streams(-1, 1)));
        assertOutOfRange(
                () -> client.setOption(SctpOptions.INITMSG, new InitParameters(1, 1, 1, Duration.ofSeconds(66))));
        assertOutOfRange(() -> client.setOption(
                SctpOptions.RTOINFO, new RtoInfo(Duration.ofMillis(-1), Duration.ZERO, Duration.ZERO)));
        assertOutOfRange(() -> multi.setOption(SctpOptions.AUTOCLOSE, Duration.ofSeconds(-1)));
        assertOutOfRange(() -> client.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, 65_536));
        assertOutOfRange(() ->
                client.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withIpv6FlowLabel(1 << 20)));
        assertOutOfRange(() -> client.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withDscp(64)));
        assertOutOfRange(() -> client.setOption(SctpOptions.DELAYED_SACK, new DelayedSack(Duration.ofMillis(501), 2)));
    }

    @Test
    void shouldRefuseToProbeMoreOftenThanEveryFiveSeconds() throws IOException {
        assumeSupported(SctpOptions.PLPMTUD_PROBE_INTERVAL);
        final SctpChannel client = channel();
        assertOutOfRange(() -> client.setOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, Duration.ofMillis(4999)));
        client.setOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, Duration.ofSeconds(5));
        client.setOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, Duration.ZERO);
        assertEquals(Duration.ZERO, client.getOption(SctpOptions.PLPMTUD_PROBE_INTERVAL));
    }

    @Test
    void shouldRefuseKeysAndChunksOutOfRange() throws IOException {
        assumeSupported(SctpOptions.AUTH_SUPPORTED);
        final SctpChannel client = channel();
        client.setOption(SctpOptions.AUTH_SUPPORTED, true);
        assertOutOfRange(() -> client.setOption(SctpOptions.AUTH_CHUNK, 256));
        assertOutOfRange(() -> client.setOption(SctpOptions.AUTH_ACTIVE_KEY, 65_536));
        assertOutOfRange(() -> client.setOption(SctpOptions.AUTH_DELETE_KEY, -1));
    }

    @Test
    void shouldNameAnOptionThatFails() throws IOException {
        final SctpChannel client = channel();
        final SctpException failed =
                assertThrows(SctpException.class, () -> client.setOption(SctpOptions.AUTH_ACTIVE_KEY, 1234));
        assertContains("SCTP_AUTH_ACTIVE_KEY", failed.getMessage());
        assertTrue(failed.errno() > 0, failed::getMessage);
    }

    @Test
    void shouldSayWhichOptionIsNotSupported() throws IOException {
        for (final OptionValue<?> value : OptionValues.settable().toList()) {
            if (unsupportedOptions().contains(value.option())) {
                assertUnsupported(value, value.oneToManyOnly() ? multi() : channel());
            }
        }
    }

    @Test
    void shouldListOnlyTheOptionsOfItsOwnKind() throws IOException {
        for (final OptionValue<?> value : OptionValues.settable().toList()) {
            if (value.oneToManyOnly()) {
                assertNotSettable(value, channel());
            } else if (value.oneToOneOnly()) {
                assertNotSettable(value, multi());
            }
        }
    }

    @Test
    void shouldRefuseOptionsOfOtherProtocols() throws IOException {
        final SctpChannel client = channel();
        assertThrows(
                UnsupportedOperationException.class, () -> client.setOption(StandardSocketOptions.TCP_NODELAY, true));
        assertThrows(UnsupportedOperationException.class, () -> client.getOption(StandardSocketOptions.TCP_NODELAY));
        assertFalse(client.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY));
    }

    @Test
    void shouldSupportTheStandardSocketOptions() throws IOException {
        final SctpChannel client = channel();
        client.setOption(StandardSocketOptions.SO_LINGER, 3);
        assertEquals(3, client.getOption(StandardSocketOptions.SO_LINGER));
        client.setOption(StandardSocketOptions.SO_LINGER, -1);
        assertEquals(-1, client.getOption(StandardSocketOptions.SO_LINGER), "off");
        client.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        assertTrue(client.getOption(StandardSocketOptions.SO_REUSEADDR));
        client.setOption(StandardSocketOptions.IP_TOS, 0xB8);
        assertEquals(0xB8, client.getOption(StandardSocketOptions.IP_TOS));
    }

    @Test
    void shouldNeverShowASecret() {
        assertFalse(new AuthKey(1, "hunter2".getBytes(StandardCharsets.US_ASCII))
                .toString()
                .contains("hunter2"));
    }

    private static <T> void assertUnsupported(final OptionValue<T> value, final SctpEndpoint endpoint)
            throws IOException {
        assertNotSettable(value, endpoint);
        final var get = assertThrows(SctpException.Unsupported.class, () -> endpoint.getOption(value.option()));
        assertContains(value.option().name(), get.getMessage());
    }

    private static <T> void assertNotSettable(final OptionValue<T> value, final SctpEndpoint endpoint)
            throws IOException {
        final var set =
                assertThrows(SctpException.Unsupported.class, () -> endpoint.setOption(value.option(), value.value()));
        assertContains(value.option().name(), set.getMessage());
        assertFalse(endpoint.supportedOptions().contains(value.option()), value::toString);
    }

    private static void assertOutOfRange(final Call call) {
        assertThrows(IllegalArgumentException.class, call::run);
    }

    private static void assertRefused(final Call call) {
        final Exception refused = assertThrows(Exception.class, call::run);
        assertTrue(
                refused instanceof UnsupportedOperationException
                        || refused instanceof IllegalArgumentException
                        || refused instanceof SctpException,
                refused::toString);
    }
}
