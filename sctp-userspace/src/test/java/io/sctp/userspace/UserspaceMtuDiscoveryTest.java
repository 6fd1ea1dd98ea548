package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.Association;
import io.sctp.OptionTarget;
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
import io.sctp.udp.UdpIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The discovery of the path MTU, over the loopback interface, whose MTU is 65,536. */
class UserspaceMtuDiscoveryTest extends Tck {
    /** The largest packet that the engine tries, and its headers. */
    private static final int MOST = 65_028;

    private static final int BASE = 1228;
    private static final int FIXED = 1480;
    private static final Duration INTERVAL = Duration.ofSeconds(7);

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    private static void assumeNative() {
        assumeTrue(UdpIo.ofProperty().isNative(), "plain NIO cannot send probes");
    }

    private static int mtu(final SctpChannel channel) throws IOException {
        return channel.association().paths().get(0).mtu();
    }

    private static void exchange(final SctpChannel from, final SctpChannel to) throws IOException {
        for (int i = 0; i < 20; i++) {
            final byte[] message = pattern(100_000 + i);
            from.send(ByteBuffer.wrap(message), new SendInfo(), LONG);
            assertArrayEquals(message, receiveBytes(to, new ReceiveInfo()));
        }
    }

    @Test
    void shouldDiscoverWhatTheEndpointIsSetTo() throws IOException {
        assumeNative();
        final Pair pair =
                pair(endpoint -> endpoint.setOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, INTERVAL), Setup.NONE);
        await("the MTU of the loopback interface", () -> mtu(pair.client()) == MOST);
        assertEquals(FIXED, mtu(pair.server()), "the other end discovers nothing");
        assertTrue(pair.client().association().status().fragmentationPoint() > 64_000);
        exchange(pair.client(), pair.server());
        exchange(pair.server(), pair.client());
        assertEquals(MOST, mtu(pair.client()));
        assertEquals(INTERVAL, pair.client().association().getOption(SctpOptions.PLPMTUD_PROBE_INTERVAL));
    }

    @Test
    void shouldSwitchDiscoveryOnAndOffForAnAssociation() throws IOException {
        assumeNative();
        final Pair pair = pair();
        final Association association = pair.client().association();
        assertEquals(Duration.ZERO, association.getOption(SctpOptions.PLPMTUD_PROBE_INTERVAL));
        assertEquals(false, association.getOption(SctpOptions.PEER_ADDR_PARAMS).pathMtuDiscovery());
        association.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withMtuDiscovery());
        await("the MTU of the loopback interface", () -> mtu(pair.client()) == MOST);
        assertEquals(Duration.ofMinutes(10), association.getOption(SctpOptions.PLPMTUD_PROBE_INTERVAL));
        final PathParameters on = association.getOption(SctpOptions.PEER_ADDR_PARAMS);
        assertEquals(true, on.pathMtuDiscovery());
        assertEquals(MOST, on.pathMtu());
        association.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withMaxRetransmissions(7));
        assertEquals(MOST, mtu(pair.client()), "something else was set");
        association.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withFixedMtu(1400));
        assertEquals(1400, mtu(pair.client()));
        assertEquals(Duration.ZERO, association.getOption(SctpOptions.PLPMTUD_PROBE_INTERVAL));
        association.setOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, INTERVAL);
        assertEquals(true, association.getOption(SctpOptions.PEER_ADDR_PARAMS).pathMtuDiscovery());
        await("the MTU again", () -> mtu(pair.client()) == MOST);
        association.setOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, Duration.ZERO);
        assertEquals(1400, mtu(pair.client()), "what was set last");
        exchange(pair.client(), pair.server());
    }

    @Test
    void shouldDiscoverForOnePathAlone() throws IOException {
        assumeNative();
        final SctpServerChannel listener = listener(SctpAddress.of(0, ip("127.0.0.1"), ip("127.0.0.2")), Setup.NONE);
        final SctpChannel client = channel();
        client.connect(listener.getLocalAddress(), LONG);
        final Association association = client.association();
        final OptionTarget second =
                OptionTarget.path(association.id(), association.paths().get(1).address());
        client.setOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, INTERVAL, second);
        await("the MTU of the second path", () -> association.paths().get(1).mtu() == MOST);
        assertEquals(FIXED, mtu(client), "the first path");
        assertEquals(INTERVAL, client.getOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, second));
        final PathParameters parameters = client.getOption(SctpOptions.PEER_ADDR_PARAMS, second);
        assertEquals(true, parameters.pathMtuDiscovery());
        assertEquals(MOST, parameters.pathMtu());
        assertEquals(Duration.ZERO, association.getOption(SctpOptions.PLPMTUD_PROBE_INTERVAL), "the association");
        client.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withFixedMtu(1300), second);
        assertEquals(1300, association.paths().get(1).mtu());
        assertEquals(Duration.ZERO, client.getOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, second));
        association.setOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, INTERVAL);
        await("both", () -> association.paths().stream().allMatch(path -> path.mtu() == MOST));
        assertEquals(INTERVAL, client.getOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, second));
    }

    @Test
    void shouldFixNoMtuWhereItIsSetBeforeTheConnection() throws IOException {
        assumeNative();
        final SctpChannel client = channel();
        client.setOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, INTERVAL);
        assertEquals(0, client.getOption(SctpOptions.PEER_ADDR_PARAMS).pathMtu(), "none is fixed");
        final SctpServerChannel listener = listener();
        client.connect(listener.getLocalAddress(), LONG);
        assertTrue(mtu(client) >= BASE);
        await("the MTU of the path", () -> mtu(client) == MOST);
    }

    @Test
    void shouldRefuseIntervalsOutOfRange() throws IOException {
        final SctpChannel client = channel();
        for (final Duration wrong :
                new Duration[] {Duration.ofMillis(4999), Duration.ofMillis(-1), Duration.ofDays(25), Duration.ofNanos(1)
                }) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> client.setOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, wrong),
                    wrong::toString);
        }
    }

    /** Single packets cannot be forbidden to be fragmented there. */
    @Test
    void shouldSayThatPlainNioHasNoDiscovery() throws IOException {
        try (UserspaceStack stack = UserspaceStack.builder().io(PacketIo.NIO).build()) {
            final SctpChannel client = stack.provider().openChannel(null);
            final var interval = assertThrows(
                    SctpException.Unsupported.class,
                    () -> client.setOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, INTERVAL));
            assertTrue(interval.getMessage().contains("java.nio"), interval.getMessage());
            assertThrows(
                    SctpException.Unsupported.class,
                    () -> client.setOption(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED.withMtuDiscovery()));
            client.setOption(SctpOptions.PLPMTUD_PROBE_INTERVAL, Duration.ZERO);
        }
    }
}
