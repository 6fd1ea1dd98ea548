package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The discovery of the path MTU with Linux's SCTP at the other end (over UDP), through a router: Linux answers our
 * probes, and we answer those that it sends (RFC 8899).
 */
class KernelMtuTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void shouldFindTheMtuAsLinuxDoes() throws IOException {
        try (RoutedNetwork network = open();
                RoutedPeer linux = server(network, false, RoutedPeer.Setup.PROBE);
                RoutedPeer ours = client(network, false, RoutedPeer.Setup.PROBE)) {
            await("our MTU", ours, () -> ours.mtu() == 1500);
            // The search of Linux is over only when a size was not answered for three intervals.
            await("the MTU that Linux found", ours, () -> linux.mtu() > 1400);
            assertTrue(linux.mtu() <= 1500, "Linux takes the path for one of " + linux.mtu());
            ours.exchange(60_000);
            network.mtuBehindTheRouter(1280);
            ours.exchange(60_000);
            await("our MTU", ours, () -> ours.mtu() == 1280);
        }
    }

    @Test
    void shouldFindTheMtuWhenLinuxConnects() throws IOException {
        assumeTrue("yes".equals(System.getenv("SCTP_TEST_ALL")), "as long as the other: for the night");
        try (RoutedNetwork network = open();
                RoutedPeer ours = server(network, true, RoutedPeer.Setup.PROBE);
                RoutedPeer linux = client(network, true, RoutedPeer.Setup.NOTHING)) {
            await("our MTU", linux, () -> ours.mtu() == 1500);
            linux.exchange(60_000);
        }
    }

    private static RoutedNetwork open() throws IOException {
        assumeTrue(System.getenv("LAB_KERNEL") != null, "needs a kernel with SCTP: for the lab");
        assumeTrue(Files.exists(Path.of("/proc/sys/net/sctp/udp_port")), "this kernel has no net.sctp.udp_port");
        final RoutedNetwork network = RoutedNetwork.open();
        network.mtuBehindTheRouter(1500);
        network.encapsulateSctp();
        return network;
    }

    private static RoutedPeer server(
            final RoutedNetwork network, final boolean linuxConnects, final RoutedPeer.Setup setup) throws IOException {
        network.listenForSctp(linuxConnects ? network.onTheNearHost() : network.onTheFarHost());
        return RoutedPeer.start(network.onTheFarHost(), linuxConnects ? "userspace" : "kernel", setup, "listen");
    }

    private static RoutedPeer client(
            final RoutedNetwork network, final boolean linuxConnects, final RoutedPeer.Setup setup) throws IOException {
        return RoutedPeer.start(
                network.onTheNearHost(),
                linuxConnects ? "kernel" : "userspace",
                setup,
                RoutedPeer.at(RoutedNetwork.FAR_ADDRESS));
    }

    /** What becomes true while data is sent. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(final String what, final RoutedPeer client, final Condition condition)
            throws IOException {
        final long begin = System.nanoTime();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() - begin < LIMIT.toNanos(), what + " is not what it should be");
            client.exchange(100);
            try {
                Thread.sleep(100);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
