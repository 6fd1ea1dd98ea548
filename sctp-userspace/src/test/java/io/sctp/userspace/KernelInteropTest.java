package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.Association;
import io.sctp.MessageBuffer;
import io.sctp.NotificationType;
import io.sctp.PrPolicy;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification.AdaptationIndication;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.SctpNotification.PathTransition;
import io.sctp.SctpNotification.PeerAddressChange;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.InitParameters;
import io.sctp.option.PathParameters;
import io.sctp.option.PathState;
import io.sctp.option.PathStatus;
import io.sctp.option.PathThresholds;
import io.sctp.option.RtoInfo;
import io.sctp.option.StreamScheduler;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The engine beside Linux's SCTP over UDP (RFC 6951), each as client and as server. Linux answers at the UDP port that
 * a peer sends from, and reaches peers that listen at the port set here.
 *
 * <p>Linux rather than the test holds the engine to the format of its packets: what it finds malformed it answers with
 * an ABORT or drops, and nothing arrives.
 */
class KernelInteropTest extends Tck {
    private static final Path SETTINGS = Path.of("/proc/sys/net");
    private static final int STREAMS = 16;
    private static final int[] SIZES = {1, 2, 99, 1_000, 1_400, 1_452, 5_000, 65_535, 100_000, 262_144};
    private static final Duration LONGER_THAN_LIFETIME = Duration.ofMillis(800);
    private static final String ONE_PATH = "127.0.0.1:0";

    private final SctpProvider kernel = SctpProvider.named("kernel");
    private final SctpProvider userspace = UserspaceTck.PROVIDER;

    @Override
    protected SctpProvider provider() {
        return kernel;
    }

    @Override
    protected void prepareEnvironment() throws IOException {
        assumeTrue(Files.exists(SETTINGS.resolve("sctp/udp_port")), "this kernel has no net.sctp.udp_port");
        LabNetwork.prepare();
        restoring(LabNetwork::restore);
        restoring(() -> {
            set("sctp/udp_port", "0");
            set("sctp/encap_port", "0");
            set("sctp/auth_enable", "0");
            set("sctp/addip_enable", "0");
        });
        restoring(() -> set("sctp/intl_enable", "0"));
        set("sctp/intl_enable", "1");
        set("sctp/encap_port", LabNetwork.OWN_UDP_PORT);
        set("sctp/udp_port", "9899");
        set("sctp/auth_enable", "1");
        set("sctp/addip_enable", "1");
        set("core/wmem_max", "4194304");
        set("core/rmem_max", "4194304");
    }

    private static void set(final String name, final String value) throws IOException {
        Files.writeString(SETTINGS.resolve(name), value);
    }

    private static void prepare(final SctpEndpoint endpoint) throws IOException {
        endpoint.setOption(SctpOptions.INITMSG, InitParameters.streams(STREAMS, STREAMS));
        endpoint.setOption(
                SctpOptions.RTOINFO,
                new RtoInfo(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(50)));
        endpoint.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20);
        endpoint.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
    }

    /** A path is given up after two timeouts, so that a test needs not wait for more. */
    private static void prepare(final SctpEndpoint endpoint, final boolean givesPathsUpSoon) throws IOException {
        prepare(endpoint);
        if (givesPathsUpSoon) {
            endpoint.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withMaxRetransmissions(1));
        }
    }

    /** Two ends of an association, of one provider each. */
    private record Ends(SctpChannel client, SctpChannel server) {}

    /** An association from one provider to the other. */
    private Ends between(final SctpProvider client, final SctpProvider server, final String addresses)
            throws IOException {
        return between(client, server, addresses, e -> {});
    }

    private Ends between(final SctpProvider client, final SctpProvider server, final String addresses, final Setup both)
            throws IOException {
        final SctpServerChannel listener = closing(server.openServerChannel(null));
        prepare(listener, !addresses.equals(ONE_PATH));
        both.apply(listener);
        listener.bind(SctpAddress.parse(addresses));
        final SctpChannel connecting = closing(client.openChannel(null));
        prepare(connecting, !addresses.equals(ONE_PATH));
        both.apply(connecting);
        connecting.bind(SctpAddress.parse(addresses));
        connecting.connect(listener.getLocalAddress(), LONG);
        return new Ends(connecting, closing(listener.accept(LONG)));
    }

    private SctpProvider client(final boolean linuxConnects) {
        return linuxConnects ? kernel : userspace;
    }

    private SctpProvider server(final boolean linuxConnects) {
        return linuxConnects ? userspace : kernel;
    }

    @ParameterizedTest(name = "Linux connects: {0}")
    @ValueSource(booleans = {false, true})
    void shouldExchangeMessagesAndShutDown(final boolean linuxConnects) throws Exception {
        exchange(between(client(linuxConnects), server(linuxConnects), ONE_PATH), 4 * STREAMS);
    }

    @ParameterizedTest(name = "Linux connects: {0}")
    @ValueSource(booleans = {false, true})
    void shouldExchangeMessagesThroughALossyNetwork(final boolean linuxConnects) throws Exception {
        LabNetwork.withNetem(
                "delay 1ms loss 2% duplicate 1% reorder 5%",
                () -> {
                    exchange(between(client(linuxConnects), server(linuxConnects), ONE_PATH), STREAMS);
                });
    }

    private static void interleave(final SctpEndpoint endpoint) throws IOException {
        endpoint.setOption(SctpOptions.FRAGMENT_INTERLEAVE, 2);
        endpoint.setOption(SctpOptions.INTERLEAVING_SUPPORTED, true);
        endpoint.setOption(SctpOptions.STREAM_SCHEDULER, StreamScheduler.ROUND_ROBIN);
    }

    /** RFC 8260. */
    @ParameterizedTest(name = "Linux connects: {0}")
    @ValueSource(booleans = {false, true})
    void shouldExchangeInterleavedMessages(final boolean linuxConnects) throws Exception {
        final Ends pair =
                between(client(linuxConnects), server(linuxConnects), ONE_PATH, KernelInteropTest::interleave);
        assertEquals(true, pair.client().association().getOption(SctpOptions.INTERLEAVING_SUPPORTED));
        exchange(pair, 4 * STREAMS);
    }

    @ParameterizedTest(name = "Linux connects: {0}")
    @ValueSource(booleans = {false, true})
    void shouldExchangeInterleavedMessagesThroughALossyNetwork(final boolean linuxConnects) throws Exception {
        final Ends pair =
                between(client(linuxConnects), server(linuxConnects), ONE_PATH, KernelInteropTest::interleave);
        LabNetwork.withNetem("delay 1ms loss 2% duplicate 1% reorder 5%", () -> exchange(pair, STREAMS));
    }

    /** Messages are given up, and those behind them arrive; then nothing is left behind that could hold up others. */
    @ParameterizedTest(name = "Linux connects: {0}")
    @ValueSource(booleans = {false, true})
    void shouldGiveUpInterleavedMessages(final boolean linuxConnects) throws Exception {
        final Ends pair =
                between(client(linuxConnects), server(linuxConnects), ONE_PATH, KernelInteropTest::interleave);
        giveUp(pair.client(), pair.server());
        giveUp(pair.server(), pair.client());
        transfer(pair.client(), pair.server(), STREAMS);
        transfer(pair.server(), pair.client(), STREAMS);
    }

    private static void giveUp(final SctpChannel from, final SctpChannel to) throws Exception {
        LabNetwork.withNetem(
                "loss 100%",
                () -> {
                    for (int i = 0; i < STREAMS; i++) {
                        final SendInfo info = new SendInfo()
                                .stream(i).unordered(i % 2 == 0).partialReliability(PrPolicy.LIFETIME, 100);
                        from.send(ByteBuffer.wrap(pattern(5_000)), info, LONG);
                    }
                    pause(LONGER_THAN_LIFETIME);
                });
        final Set<Integer> streams = new HashSet<>();
        for (int i = 0; i < STREAMS; i++) {
            send(from, "after", new SendInfo().stream(i).unordered(i % 2 == 0));
        }
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < STREAMS; i++) {
            assertEquals("after", receive(to, info));
            assertTrue(streams.add(info.stream()), "stream " + info.stream() + " twice");
        }
    }

    private static void exchange(final Ends pair, final int messages) throws Exception {
        transfer(pair.client(), pair.server(), messages);
        transfer(pair.server(), pair.client(), messages);
        unordered(pair.client(), pair.server());
        unordered(pair.server(), pair.client());
        pair.client().shutdown();
        awaitEndOfStream(pair.server());
        awaitEndOfStream(pair.client());
    }

    /** The network drops without a word what goes to the first address of either end. */
    @ParameterizedTest(name = "Linux connects: {0}")
    @ValueSource(booleans = {false, true})
    void shouldGoOnOverTheSecondPathWhenTheFirstIsCut(final boolean linuxConnects) throws Exception {
        final Ends pair = between(
                client(linuxConnects), server(linuxConnects), String.join("/", LabNetwork.TWO_ADDRESSES) + ":0");
        assertEquals(2, pair.client().association().paths().size());
        assertEquals(2, pair.server().association().paths().size());
        await("both paths are confirmed", () -> isEveryPathActive(pair.client()) && isEveryPathActive(pair.server()));
        LabNetwork.withFirstAddressCut(() -> {
            transfer(pair.client(), pair.server(), STREAMS);
            transfer(pair.server(), pair.client(), STREAMS);
        });
    }

    /** RFC 7829: each message that waits for T3-rtx of the path that is cut is one chunk sent again. */
    @Test
    void shouldLeaveThePathThatIsCutAfterOneTimeOutOrAsManyAsItMayMiss() throws Exception {
        assertEquals(1, retransmissionsWhenThePathIsCut(new PathThresholds(4, 0, 0)), "potentially failed at once");
        assertEquals(3, retransmissionsWhenThePathIsCut(new PathThresholds(4, 2, 0)), "potentially failed at third");
        assertEquals(5, retransmissionsWhenThePathIsCut(new PathThresholds(4, 4, 0)), "never potentially failed");
    }

    /** Sends one message after the other; Linux acknowledges each where it came from. */
    private long retransmissionsWhenThePathIsCut(final PathThresholds thresholds) throws Exception {
        final Ends pair = between(userspace, kernel, String.join("/", LabNetwork.TWO_ADDRESSES) + ":0");
        final SctpChannel sender = pair.client();
        await("both paths are confirmed", () -> isEveryPathActive(sender));
        sender.association().setOption(SctpOptions.PEER_ADDR_THLDS, thresholds);
        sender.association().setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withoutHeartbeat());
        // Longer than Linux may wait with an acknowledgement.
        final Duration rto = Duration.ofMillis(500);
        sender.association().setOption(SctpOptions.RTOINFO, new RtoInfo(rto, rto, rto));
        final long before = sender.association().statistics().retransmittedChunks();
        final long[] after = new long[1];
        LabNetwork.withFirstAddressCut(() -> {
            for (int i = 0; i < 8; i++) {
                send(sender, "message " + i);
                assertEquals("message " + i, receive(pair.server()));
                await("acknowledgement", () -> sender.association().status().unackedChunks() == 0);
            }
            after[0] = sender.association().statistics().retransmittedChunks();
        });
        return after[0] - before;
    }

    /** The state is told of, and shown, where a program wants to know it. */
    @Test
    void shouldTellOfAPathThatMayHaveFailedAndComesBack() throws Exception {
        final Ends pair = between(userspace, kernel, String.join("/", LabNetwork.TWO_ADDRESSES) + ":0");
        final SctpChannel sender = pair.client();
        await("both paths are confirmed", () -> isEveryPathActive(sender));
        sender.association().setOption(SctpOptions.EXPOSE_POTENTIALLY_FAILED_STATE, true);
        sender.association().setOption(SctpOptions.PEER_ADDR_THLDS, new PathThresholds(20, 0, 0));
        sender.subscribe(NotificationType.PEER_ADDRESS_CHANGE);
        LabNetwork.withFirstAddressCut(() -> {
            send(sender, "the other way");
            assertEquals("the other way", receive(pair.server()));
            assertEquals(
                    PathTransition.POTENTIALLY_FAILED,
                    awaitNotification(sender, PeerAddressChange.class).change());
            assertEquals(
                    PathState.POTENTIALLY_FAILED,
                    sender.association().status().primaryPath().state());
        });
        assertEquals(
                PathTransition.AVAILABLE,
                awaitNotification(sender, PeerAddressChange.class).change());
        assertTrue(isEveryPathActive(sender));
    }

    private static boolean isEveryPathActive(final SctpChannel channel) throws IOException {
        for (final PathStatus path : channel.association().paths()) {
            if (path.state() != PathState.ACTIVE) {
                return false;
            }
        }
        return true;
    }

    /** One end moves from its first address to its second while data flows both ways (RFC 5061). */
    @ParameterizedTest(name = "Linux connects: {0}, Linux moves: {1}")
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void shouldMoveToAnotherAddressMeanwhile(final boolean linuxConnects, final boolean linuxMoves) throws Exception {
        final Ends pair = changeable(client(linuxConnects), server(linuxConnects));
        final SctpChannel moving = linuxMoves == linuxConnects ? pair.client() : pair.server();
        final SctpChannel other = linuxMoves == linuxConnects ? pair.server() : pair.client();
        final InetAddress first = ip(LabNetwork.TWO_ADDRESSES.get(0));
        final InetAddress second = ip(LabNetwork.TWO_ADDRESSES.get(1));
        final FutureTask<Void> traffic = background(() -> {
            transfer(pair.client(), pair.server(), 4 * STREAMS);
            transfer(pair.server(), pair.client(), 4 * STREAMS);
            return null;
        });
        moving.bindAdd(second);
        await("the address joins", () -> isAt(other, first, second));
        await("the address is confirmed", () -> isEveryPathActive(other));
        final InetSocketAddress wanted =
                new InetSocketAddress(second, moving.getLocalAddress().port());
        moving.association().setOption(SctpOptions.SET_PEER_PRIMARY_ADDR, wanted);
        await("it is primary", () -> wanted.equals(other.association().getOption(SctpOptions.PRIMARY_ADDR)));
        moving.bindRemove(first);
        await("the other address leaves", () -> isAt(other, second));
        result(traffic);
        exchange(pair, STREAMS);
    }

    /** Each end moves to its second address and back, at the same time as the other. */
    @ParameterizedTest(name = "Linux connects: {0}")
    @ValueSource(booleans = {false, true})
    void shouldMoveBothEndsThereAndBack(final boolean linuxConnects) throws Exception {
        final Ends pair = changeable(client(linuxConnects), server(linuxConnects));
        InetAddress from = ip(LabNetwork.TWO_ADDRESSES.get(0));
        InetAddress to = ip(LabNetwork.TWO_ADDRESSES.get(1));
        for (int round = 0; round < 2; round++) {
            final InetAddress here = from;
            final InetAddress there = to;
            pair.client().bindAdd(there);
            pair.server().bindAdd(there);
            await("they join", () -> isAt(pair.client(), here, there) && isAt(pair.server(), here, there));
            await("they are confirmed", () -> isEveryPathActive(pair.client()) && isEveryPathActive(pair.server()));
            transfer(pair.client(), pair.server(), STREAMS);
            pair.client().bindRemove(here);
            pair.server().bindRemove(here);
            await("they leave", () -> isAt(pair.client(), there) && isAt(pair.server(), there));
            transfer(pair.server(), pair.client(), STREAMS);
            from = there;
            to = here;
        }
        exchange(pair, STREAMS);
    }

    /** One end has whatever addresses the machine has (SCTP_AUTO_ASCONF). */
    @ParameterizedTest(name = "Linux connects: {0}, Linux follows: {1}")
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void shouldHearOfTheMachinesAddresses(final boolean linuxConnects, final boolean linuxFollows) throws Exception {
        final String third = "198.51.100.3";
        final InetAddress joining = ip(third);
        final boolean serverFollows = linuxFollows != linuxConnects;
        final SctpAddress one = SctpAddress.parse(LabNetwork.TWO_ADDRESSES.get(0) + ":0");
        final SctpServerChannel listener = closing(server(linuxConnects).openServerChannel(null));
        prepareToChange(listener);
        listener.bind(serverFollows ? SctpAddress.wildcard(0) : one);
        final SctpChannel client = closing(client(linuxConnects).openChannel(null));
        prepareToChange(client);
        client.bind(serverFollows ? one : SctpAddress.wildcard(0));
        (serverFollows ? listener : client).setOption(SctpOptions.AUTO_ASCONF, true);
        client.connect(SctpAddress.of(listener.getLocalAddress().port(), ip(LabNetwork.TWO_ADDRESSES.get(0))), LONG);
        final Ends pair = new Ends(client, closing(listener.accept(LONG)));
        assertEquals(serverFollows, pair.server().getOption(SctpOptions.AUTO_ASCONF), "as its listener");
        final SctpChannel other = serverFollows ? client : pair.server();
        final InetAddress second = ip(LabNetwork.TWO_ADDRESSES.get(1));
        await("it hears of the machine's addresses", () -> peerOf(other).contains(second));
        LabNetwork.withAddress(third, () -> {
            await("the address joins", () -> peerOf(other).contains(joining));
            transfer(client, pair.server(), STREAMS);
        });
        await("the address leaves", () -> !peerOf(other).contains(joining));
        exchange(pair, STREAMS);
    }

    private static Set<InetAddress> peerOf(final SctpChannel channel) throws IOException {
        return Set.copyOf(channel.getRemoteAddress().addresses());
    }

    /** An association of one address each, which can change. */
    private Ends changeable(final SctpProvider client, final SctpProvider server) throws IOException {
        final SctpAddress one = SctpAddress.parse(LabNetwork.TWO_ADDRESSES.get(0) + ":0");
        final SctpServerChannel listener = closing(server.openServerChannel(null));
        prepareToChange(listener);
        listener.bind(one);
        final SctpChannel connecting = closing(client.openChannel(null));
        prepareToChange(connecting);
        connecting.bind(one);
        connecting.connect(listener.getLocalAddress(), LONG);
        final SctpChannel accepted = closing(listener.accept(LONG));
        // Linux gives no address back to an association that its listener has.
        listener.close();
        return new Ends(connecting, accepted);
    }

    private static void prepareToChange(final SctpEndpoint endpoint) throws IOException {
        prepare(endpoint);
        endpoint.setOption(SctpOptions.AUTH_SUPPORTED, true);
        endpoint.setOption(SctpOptions.ASCONF_SUPPORTED, true);
    }

    private static boolean isAt(final SctpChannel channel, final InetAddress... peer) throws IOException {
        return Set.of(peer).equals(peerOf(channel));
    }

    /** The peer does not hear of the end of the first association, and is asked for another from the same address. */
    @ParameterizedTest(name = "Linux connects: {0}")
    @ValueSource(booleans = {false, true})
    void shouldTakeAPeerThatRestarted(final boolean linuxConnects) throws Exception {
        final SctpMultiChannel peer = closing(server(linuxConnects).openMultiChannel(null));
        prepare(peer);
        peer.subscribe(NotificationType.ASSOCIATION_CHANGE);
        peer.bind(SctpAddress.parse(ONE_PATH));
        final SctpMultiChannel restarting = closing(client(linuxConnects).openMultiChannel(null));
        prepare(restarting);
        restarting.bind(SctpAddress.parse(ONE_PATH));
        final Association first = restarting.connect(peer.getLocalAddress(), LONG);
        send(restarting, "first", new SendInfo().association(first.id()));
        assertEquals("first", receiveAfterNotifications(peer));
        LabNetwork.withNetem(
                "loss 100%",
                () -> {
                    first.abort();
                    pause(SHORT);
                });
        final Association second = restarting.connect(peer.getLocalAddress(), LONG);
        awaitChange(peer, AssociationTransition.RESTARTED);
        send(restarting, "second", new SendInfo().association(second.id()));
        assertEquals("second", receiveAfterNotifications(peer));
    }

    /**
     * A client and a listener at one port of either end; both clients connect to the other end's port, and their INITs
     * cross.
     */
    @Test
    void shouldBecomeOneAssociationWhereBothEndsConnectFromPortsThatTheyShare() throws Exception {
        final SctpChannel ours = sharing(userspace, SctpAddress.parse(ONE_PATH));
        final SctpChannel linuxs = sharing(kernel, SctpAddress.parse(ONE_PATH));
        final SctpServerChannel ourListener = sharingListener(userspace, ours.getLocalAddress());
        final SctpServerChannel linuxsListener = sharingListener(kernel, linuxs.getLocalAddress());
        LabNetwork.withNetem("delay 300ms", () -> {
            final FutureTask<Void> connecting = background(() -> {
                linuxs.connect(ourListener.getLocalAddress(), LONG);
                return null;
            });
            ours.connect(linuxsListener.getLocalAddress(), LONG);
            result(connecting);
        });
        final SctpChannel another = sharing(userspace, ours.getLocalAddress());
        final SctpServerChannel elsewhere = closing(kernel.openServerChannel(null));
        prepare(elsewhere);
        elsewhere.bind(SctpAddress.parse(ONE_PATH));
        another.connect(elsewhere.getLocalAddress(), LONG);
        final SctpChannel stranger = closing(kernel.openChannel(null));
        prepare(stranger);
        stranger.connect(ourListener.getLocalAddress(), LONG);
        exchange(new Ends(another, closing(elsewhere.accept(LONG))), STREAMS);
        exchange(new Ends(stranger, closing(ourListener.accept(LONG))), STREAMS);
        exchange(new Ends(ours, linuxs), STREAMS);
        for (final SctpServerChannel listener : List.of(ourListener, linuxsListener)) {
            listener.configureBlocking(false);
            assertNull(listener.accept(), "a second association");
        }
    }

    private SctpChannel sharing(final SctpProvider provider, final SctpAddress local) throws IOException {
        final SctpChannel channel = closing(provider.openChannel(null));
        prepare(channel);
        channel.setOption(SctpOptions.REUSE_PORT, true);
        return channel.bind(local);
    }

    private SctpServerChannel sharingListener(final SctpProvider provider, final SctpAddress local) throws IOException {
        final SctpServerChannel listener = closing(provider.openServerChannel(null));
        prepare(listener);
        listener.setOption(SctpOptions.REUSE_PORT, true);
        return listener.bind(local);
    }

    private static void transfer(final SctpChannel from, final SctpChannel to, final int messages) throws Exception {
        final FutureTask<Void> sending = background(() -> {
            for (int i = 0; i < messages; i++) {
                final SendInfo info = new SendInfo().stream(i % STREAMS).ppid(i);
                from.send(ByteBuffer.wrap(content(i)), info, LONG);
            }
            return null;
        });
        // Linux shows those as the protocol of a message that it hands up in parts.
        final boolean showsFragmentNumbers = to.association().getOption(SctpOptions.INTERLEAVING_SUPPORTED);
        // One for all, for parts of several messages may come in turn.
        final MessageBuffer whole = new MessageBuffer(1 << 20);
        final int[] next = new int[STREAMS];
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < messages; i++) {
            final int length = to.receive(whole, info, LONG);
            assertTrue(length > 0, () -> what(length, info));
            final byte[] received = new byte[length];
            whole.content().get(received);
            final int expected = STREAMS * next[info.stream()]++ + info.stream();
            if (!showsFragmentNumbers) {
                assertEquals(expected, info.ppid(), "on stream " + info.stream());
            }
            assertArrayEquals(content(expected), received, "on stream " + info.stream());
        }
        result(sending);
    }

    private static byte[] content(final int number) {
        final byte[] content = pattern(SIZES[number % SIZES.length]);
        content[0] = (byte) number;
        return content;
    }

    private static void unordered(final SctpChannel from, final SctpChannel to) throws IOException {
        final Set<String> expected = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            expected.add("m" + i);
            send(from, "m" + i, new SendInfo().unordered(true));
        }
        final ReceiveInfo info = new ReceiveInfo();
        for (int i = 0; i < 20; i++) {
            assertTrue(expected.remove(receive(to, info)));
            assertTrue(info.unordered());
        }
    }

    @ParameterizedTest(name = "Linux connects: {0}")
    @ValueSource(booleans = {false, true})
    void shouldHearOfAnAbort(final boolean linuxConnects) throws Exception {
        final SctpServerChannel listener = closing(server(linuxConnects).openServerChannel(null));
        listener.bind(SctpAddress.parse(ONE_PATH));
        final SctpMultiChannel aborting = closing(client(linuxConnects).openMultiChannel(null));
        final Association association = aborting.connect(listener.getLocalAddress(), LONG);
        final SctpChannel peer = closing(listener.accept(LONG));
        final ReceiveInfo info = new ReceiveInfo();
        final FutureTask<Integer> receiving = blocked(() -> peer.receive(ByteBuffer.allocate(100), info));
        association.abort();
        failure(SctpException.Ended.class, receiving);
    }

    @ParameterizedTest(name = "Linux connects: {0}")
    @ValueSource(booleans = {false, true})
    void shouldTellOfTheAdaptationLayer(final boolean linuxConnects) throws Exception {
        final SctpServerChannel listener = closing(server(linuxConnects).openServerChannel(null));
        listener.setOption(SctpOptions.ADAPTATION_LAYER, 0x0506_0708);
        listener.subscribe(NotificationType.ADAPTATION_INDICATION);
        listener.bind(SctpAddress.parse(ONE_PATH));
        final SctpChannel connecting = closing(client(linuxConnects).openChannel(null));
        connecting.setOption(SctpOptions.ADAPTATION_LAYER, 0x0102_0304);
        connecting.subscribe(NotificationType.ADAPTATION_INDICATION);
        connecting.connect(listener.getLocalAddress(), LONG);
        final SctpChannel accepted = closing(listener.accept(LONG));
        assertEquals(
                0x0506_0708,
                awaitNotification(connecting, AdaptationIndication.class).indication());
        assertEquals(
                0x0102_0304,
                awaitNotification(accepted, AdaptationIndication.class).indication());
    }

    @Test
    void shouldRefuseAPortOnWhichNobodyListens() throws Exception {
        final SctpChannel toLinux = closing(userspace.openChannel(null));
        final int unused = unusedPort();
        final SctpException refused = assertThrows(
                SctpException.class, () -> toLinux.connect(SctpAddress.parse("127.0.0.1:" + unused), LONG));
        assertTrue(refused instanceof SctpException.Refused, refused.toString());
    }
}
