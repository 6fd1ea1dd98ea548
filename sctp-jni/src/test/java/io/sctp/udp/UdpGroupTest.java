package io.sctp.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpException;
import io.sctp.natives.Abi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UdpGroupTest {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int SOCKETS = 3;
    private static final int PACKETS = 300;

    private final Steering steering = new Steering(SOCKETS);
    private final DatagramBatch in = new DatagramBatch(4, 2000);
    private final SplittableRandom random = new SplittableRandom(1);

    @BeforeAll
    static void loadTheLibrary() {
        assertTrue(UdpIo.AUTO.isNative());
    }

    /**
     * Sends packets from random ports, most to a few of ours; returns how many each socket got, all of them its own.
     */
    private int[] spread(final UdpGroup group) throws IOException {
        final int[] got = new int[SOCKETS];
        final int udpPort = group.sockets().get(0).localPort();
        for (int i = 0; i < PACKETS; i++) {
            final int own = i % 4 == 0 ? random.nextInt(1 << 16) : 5000 + random.nextInt(8);
            final int ports = random.nextInt(1 << 16) << 16 | own;
            try (DatagramChannel wire = DatagramChannel.open()) {
                wire.send(
                        ByteBuffer.allocate(12).putInt(0, ports),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), udpPort));
            }
            final UdpSocket expected = group.sockets().get(steering.socketOf(ports));
            assertEquals(1, expected.receive(in), "ports " + Integer.toHexString(ports));
            assertEquals(ports, in.payload().getInt(in.offset(0)));
            got[steering.socketOf(ports)]++;
        }
        return got;
    }

    @Test
    void shouldSteerAsTheRuleSays() throws IOException {
        try (UdpGroup group = UdpGroup.open(0, BUFFER_BYTES, steering)) {
            for (final int got : spread(group)) {
                assertTrue(got > PACKETS / SOCKETS / 2, got + " packets");
            }
        }
    }

    @Test
    void shouldKeepPortsTogether() throws IOException {
        try (UdpGroup group = UdpGroup.open(0, BUFFER_BYTES, steering)) {
            for (int port = 5000; port < 5008; port++) {
                assertTrue(steering.keepTogether(port));
                assertFalse(steering.keepTogether(port), "told again");
                assertTrue(steering.isTogether(port));
            }
            group.steer();
            assertTrue(spread(group)[0] > PACKETS * 3 / 4);
        }
        assertFalse(steering.isTogether(5008));
        assertTrue(steering.isTogether(40_000));
        assertFalse(steering.keepTogether(40_000), "it is anyway");
    }

    @Test
    void shouldKeepMorePortsTogetherThanTheSystemIsToldOf() throws SctpException {
        for (int port = 1; port <= Abi.Steering.MAX_PORTS; port++) {
            assertTrue(steering.keepTogether(port));
        }
        assertFalse(steering.keepTogether(Abi.Steering.MAX_PORTS + 1));
        assertTrue(steering.isTogether(Abi.Steering.MAX_PORTS + 1));
        UdpGroup.open(0, BUFFER_BYTES, steering).close();
    }

    @Test
    void shouldNotShareThePortOfAnotherProgram() throws IOException {
        try (DatagramChannel other = DatagramChannel.open()) {
            other.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            other.bind(new InetSocketAddress(0));
            final int port = other.socket().getLocalPort();
            assertThrows(SctpException.AddressInUse.class, () -> UdpGroup.open(port, BUFFER_BYTES, steering));
        }
    }

    @Test
    void shouldLeaveNothingToAProgramThatComesLater() throws IOException {
        try (UdpGroup group = UdpGroup.open(0, BUFFER_BYTES, steering);
                DatagramChannel other = DatagramChannel.open()) {
            final InetSocketAddress same =
                    new InetSocketAddress(group.sockets().get(0).localPort());
            assertThrows(SctpException.AddressInUse.class, () -> UdpIo.NATIVE.open(same.getPort(), BUFFER_BYTES));
            other.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            other.bind(same);
            spread(group);
        }
    }
}
