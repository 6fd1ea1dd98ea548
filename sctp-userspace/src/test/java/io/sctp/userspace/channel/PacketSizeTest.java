package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Association;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.PathParameters;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import io.sctp.udp.RelayedPath;
import io.sctp.udp.UdpRelay;
import io.sctp.userspace.UserspaceTck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long packets are, and the longest message that goes in one of them, with every extension that takes room. */
class PacketSizeTest extends Tck {
    private static final int DATA = 0;
    private static final int I_DATA = 64;
    private static final int UDP_HEADER = 8;

    /** The lengths of the UDP payloads that the relay had from the client. */
    private final List<Integer> fromClient = new CopyOnWriteArrayList<>();

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    private static int headers(final InetAddress address) {
        return UDP_HEADER + (address.getAddress().length == 4 ? 20 : 40);
    }

    private record Ends(SctpChannel client, SctpChannel server) {}

    /** The client's packets go through a relay, over IPv4 or IPv6. */
    private Ends relayed(final InetAddress address, final Setup setup) throws IOException {
        fromClient.clear();
        final SctpServerChannel listener = listener(SctpAddress.of(0, address), setup);
        final UdpRelay relay = closing(UdpRelay.open(
                new UdpRelay.Setup(
                        new InetSocketAddress(address, 0),
                        new InetSocketAddress(
                                address,
                                ((UserspaceEndpoint<?>) listener).driver().udpPort()),
                        null,
                        RelayedPath.DIRECT,
                        RelayedPath.DIRECT,
                        1),
                (isFromClient, payload) -> {
                    if (isFromClient) {
                        fromClient.add(payload.remaining());
                    }
                }));
        final SctpChannel client = channel();
        client.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, relay.clientSide().getPort());
        setup.apply(client);
        client.connect(listener.getLocalAddress(), LONG);
        return new Ends(client, closing(listener.accept(LONG)));
    }

    static Stream<String> addressesAndMtus() {
        return Stream.of("127.0.0.1 1500", "127.0.0.1 512", "127.0.0.1 9000", "::1 1500", "::1 512", "::1 1280");
    }

    /** The MTU counts what is on the wire, the headers of IP and UDP included. */
    @ParameterizedTest
    @MethodSource("addressesAndMtus")
    void shouldSendPacketsOfAtMostTheFixedMtu(final String addressAndMtu) throws IOException {
        final int space = addressAndMtu.indexOf(' ');
        final InetAddress address = ip(addressAndMtu.substring(0, space));
        final int mtu = Integer.parseInt(addressAndMtu.substring(space + 1));
        if (address.getAddress().length != 4) {
            assumeIpv6();
        }
        final Ends pair = relayed(address, endpoint -> {
            endpoint.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withFixedMtu(mtu));
        });
        assertEquals(mtu, pair.client().association().paths().get(0).mtu());
        final byte[] message = pattern(20_000);
        pair.client().send(ByteBuffer.wrap(message), new SendInfo(), LONG);
        assertEquals(message.length, receiveBytes(pair.server(), new ReceiveInfo()).length);
        final int longest = Collections.max(fromClient);
        assertEquals((mtu - headers(address)) & ~3, longest);
        final int other = mtu + 8;
        pair.client()
                .association()
                .setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withFixedMtu(other));
        fromClient.clear();
        pair.client().send(ByteBuffer.wrap(message), new SendInfo(), LONG);
        assertEquals(message.length, receiveBytes(pair.server(), new ReceiveInfo()).length);
        assertEquals((other - headers(address)) & ~3, Collections.max(fromClient), "fixed for the association");
    }

    static Stream<String> combinations() {
        return Stream.of("data", "interleaved", "authenticated", "interleaved authenticated")
                .flatMap(extensions -> Stream.of(0, 600, 1399)
                        .flatMap(segment -> Stream.of(0, 700, 1501)
                                .map(mtu -> extensions + ", maxseg " + segment + ", mtu " + mtu)));
    }

    private static Setup setup(final String combination) {
        final int segment = Integer.parseInt(combination.replaceAll(".*maxseg (\\d+).*", "$1"));
        final int mtu = Integer.parseInt(combination.replaceAll(".*mtu (\\d+)", "$1"));
        return endpoint -> {
            endpoint.setOption(SctpOptions.MAXSEG, segment);
            if (mtu != 0) {
                endpoint.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withFixedMtu(mtu));
            }
            if (combination.contains("interleaved")) {
                endpoint.setOption(SctpOptions.FRAGMENT_INTERLEAVE, 2);
                endpoint.setOption(SctpOptions.INTERLEAVING_SUPPORTED, true);
            }
            if (combination.contains("authenticated")) {
                endpoint.setOption(SctpOptions.AUTH_SUPPORTED, true);
                endpoint.setOption(SctpOptions.AUTH_CHUNK, DATA);
                endpoint.setOption(SctpOptions.AUTH_CHUNK, I_DATA);
            }
        };
    }

    /** What is said to fit goes in one chunk of one packet, and one byte more takes two chunks. */
    @ParameterizedTest
    @MethodSource("combinations")
    void shouldSayExactlyWhatFitsIntoOneChunk(final String combination) throws IOException {
        final Pair pair = pair(setup(combination));
        final Association association = pair.client().association();
        final int point = association.status().fragmentationPoint();
        assertEquals(1, chunksFor(pair, point), () -> "chunks of " + point + " bytes");
        assertEquals(2, chunksFor(pair, point + 1), () -> "chunks of " + (point + 1) + " bytes");
        pair.client().setOption(SctpOptions.DISABLE_FRAGMENTS, true);
        assertEquals(1, chunksFor(pair, point), () -> "chunks of " + point + " bytes, not to be fragmented");
        final SctpException.MessageTooBig tooBig = assertThrows(
                SctpException.MessageTooBig.class,
                () -> pair.client().send(ByteBuffer.allocateDirect(point + 1), new SendInfo(), LONG));
        assertContains(String.valueOf(point), tooBig.getMessage());
    }

    private static long chunksFor(final Pair pair, final int length) throws IOException {
        final Association association = pair.client().association();
        final long before = association.statistics().orderedChunksSent();
        pair.client().send(ByteBuffer.allocateDirect(length), new SendInfo(), LONG);
        assertEquals(length, receiveBytes(pair.server(), new ReceiveInfo()).length);
        return association.statistics().orderedChunksSent() - before;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldReportAnMtuThatCountsAllHeaders(final String literal) throws IOException {
        final InetAddress address = ip(literal);
        if (address.getAddress().length != 4) {
            assumeIpv6();
        }
        final Ends pair = relayed(address, Setup.NONE);
        pair.client().send(ByteBuffer.wrap(pattern(20_000)), new SendInfo(), LONG);
        receiveBytes(pair.server(), new ReceiveInfo());
        final int mtu = pair.client().association().paths().get(0).mtu();
        final int longest = Collections.max(fromClient) + headers(address);
        assertEquals(mtu, longest);
        assertTrue(mtu <= 1500, () -> "MTU " + mtu);
        assertEquals(
                mtu,
                pair.client()
                        .association()
                        .getOption(SctpOptions.PEER_ADDR_PARAMS)
                        .pathMtu());
    }
}
