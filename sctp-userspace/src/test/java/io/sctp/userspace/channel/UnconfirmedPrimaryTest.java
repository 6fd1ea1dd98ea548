package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.option.PathState;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import io.sctp.udp.RelayedPath;
import io.sctp.udp.UdpRelay;
import io.sctp.userspace.UserspaceTck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A path that is never confirmed is not made the primary one: behind the relay's port nobody is at its address. */
class UnconfirmedPrimaryTest extends Tck {
    private SctpChannel client;
    private InetSocketAddress unconfirmed;

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @BeforeEach
    void connect() throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.of(0, ip("127.0.0.1"), ip("127.0.0.2")), Setup.NONE);
        final UdpRelay relay = closing(UdpRelay.to(
                new InetSocketAddress(
                        ip("127.0.0.1"),
                        ((UserspaceEndpoint<?>) listener).driver().udpPort()),
                RelayedPath.DIRECT,
                1));
        client = channel();
        client.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, relay.clientSide().getPort());
        client.connect(SctpAddress.of(listener.getLocalAddress().port(), ip("127.0.0.1")), LONG);
        final var path = client.association().paths().get(1);
        assertEquals(PathState.UNCONFIRMED, path.state());
        unconfirmed = path.address();
    }

    @Test
    void shouldFailAtOnceOnANonBlockingChannel() throws IOException {
        client.configureBlocking(false);
        assertTrue(timeToFail().compareTo(Duration.ofSeconds(1)) < 0, "it waited");
    }

    @Test
    void shouldWaitForTheConfirmationOnABlockingChannel() {
        assertTrue(timeToFail().compareTo(Duration.ofMillis(1900)) > 0, "it did not wait");
    }

    @Test
    void shouldNotSpinIfTheThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        final Duration taken = timeToFail();
        assertTrue(Thread.interrupted(), "the interrupt is kept");
        assertTrue(taken.compareTo(Duration.ofSeconds(1)) < 0, "it waited");
    }

    private Duration timeToFail() {
        final long beginNs = System.nanoTime();
        final SctpException failed = assertThrows(
                SctpException.class, () -> client.association().setOption(SctpOptions.PRIMARY_ADDR, unconfirmed));
        assertEquals("EAGAIN", failed.errnoName());
        return Duration.ofNanos(System.nanoTime() - beginNs);
    }
}
