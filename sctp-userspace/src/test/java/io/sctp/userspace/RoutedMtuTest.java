package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.udp.UdpIo;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The discovery of the path MTU through a router whose links carry more, and less, and say nothing. Each test has a
 * network of its own and does nothing but wait for timers: three of PROBE_TIMER, which may not be shorter than a second
 * (RFC 8899 section 5.1.1), find a black hole, and the search rests for 5 seconds at least. So all of them wait at the
 * same time.
 */
class RoutedMtuTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static ExecutorService threads;
    private static Future<Void> overIpv4;
    private static Future<Void> overIpv6;
    private static Future<Void> ownInterface;

    @BeforeAll
    static void begin() {
        assumeTrue(UdpIo.ofProperty().isNative(), "plain NIO cannot send probes");
        threads = Executors.newFixedThreadPool(3);
        overIpv4 = threads.submit(RoutedMtuTest::followTheMtuOverIpv4);
        overIpv6 = threads.submit(RoutedMtuTest::followTheMtuOverIpv6);
        ownInterface = threads.submit(RoutedMtuTest::followTheMtuOfTheInterface);
    }

    @AfterAll
    static void end() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldFollowTheMtuOfTheNetwork() throws Throwable {
        await(overIpv4);
    }

    /**
     * Nobody on the way fragments IPv6. The API's MTU counts the headers of IPv4; those of IPv6 are 20 bytes longer.
     */
    @Test
    void shouldFollowTheMtuOfTheNetworkOverIpv6() throws Throwable {
        await(overIpv6);
    }

    /** The interface itself refuses probes: they are lost, and nobody hears of it. */
    @Test
    void shouldFollowTheMtuOfItsOwnInterface() throws Throwable {
        await(ownInterface);
    }

    private static void await(final Future<Void> test) throws Throwable {
        try {
            test.get();
        } catch (final ExecutionException e) {
            throw e.getCause();
        }
    }

    private static Void followTheMtuOverIpv4() throws IOException {
        try (RoutedNetwork network = RoutedNetwork.open()) {
            network.mtuBehindTheRouter(1500);
            try (RoutedPeer server =
                            RoutedPeer.start(network.onTheFarHost(), "userspace", RoutedPeer.Setup.PROBE, "listen");
                    RoutedPeer client = RoutedPeer.start(
                            network.onTheNearHost(),
                            "userspace",
                            RoutedPeer.Setup.PROBE,
                            RoutedPeer.at(RoutedNetwork.FAR_ADDRESS))) {
                converge(client, server, 1500);
                assertEquals(0, network.fragmented(), "probes must not be fragmented");
                network.mtuBehindTheRouter(1280);
                client.exchange(200_000);
                assertTrue(network.fragmented() > 0, "what is in doubt may be fragmented");
                converge(client, server, 1280);
                final long since = network.fragmented();
                client.exchange(200_000);
                assertEquals(since, network.fragmented(), "packets are too long still");
                network.mtuBehindTheRouter(9000);
                converge(client, server, 9000);
                client.exchange(200_000);
            }
        }
        return null;
    }

    private static Void followTheMtuOverIpv6() throws IOException {
        try (RoutedNetwork network = RoutedNetwork.open()) {
            network.mtuBehindTheRouter(1500);
            try (RoutedPeer server =
                            RoutedPeer.start(network.onTheFarHost(), "userspace", RoutedPeer.Setup.PROBE, "listen");
                    RoutedPeer client = RoutedPeer.start(
                            network.onTheNearHost(),
                            "userspace",
                            RoutedPeer.Setup.PROBE,
                            RoutedPeer.at(RoutedNetwork.FAR_ADDRESS_6))) {
                converge(client, server, 1500);
                network.mtuBehindTheRouter(1280);
                client.exchange(200_000);
                converge(client, server, 1280);
            }
        }
        return null;
    }

    private static Void followTheMtuOfTheInterface() throws IOException {
        try (RoutedNetwork network = RoutedNetwork.open()) {
            network.mtuOfTheNearHost(1500);
            try (RoutedPeer server =
                            RoutedPeer.start(network.onTheFarHost(), "userspace", RoutedPeer.Setup.NOTHING, "listen");
                    RoutedPeer client = RoutedPeer.start(
                            network.onTheNearHost(),
                            "userspace",
                            RoutedPeer.Setup.PROBE,
                            RoutedPeer.at(RoutedNetwork.FAR_ADDRESS))) {
                await(client, client, 1500);
                network.mtuOfTheNearHost(1280);
                client.exchange(200_000);
                await(client, client, 1280);
                assertEquals(1480, server.mtu(), "the other end discovers nothing");
                client.exchange(200_000);
            }
        }
        return null;
    }

    private static void converge(final RoutedPeer client, final RoutedPeer server, final int mtu) throws IOException {
        await(client, client, mtu);
        await(server, client, mtu);
    }

    /** The search rises only where data is sent. */
    private static void await(final RoutedPeer peer, final RoutedPeer client, final int mtu) throws IOException {
        final long begin = System.nanoTime();
        while (peer.mtu() != mtu) {
            assertTrue(
                    System.nanoTime() - begin < LIMIT.toNanos(), "the MTU is " + peer.mtu() + " still, and not " + mtu);
            client.exchange(100);
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
