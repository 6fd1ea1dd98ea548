package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpServerChannel;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import io.sctp.udp.UdpIo;
import io.sctp.userspace.UserspaceTck;
import io.sctp.userspace.driver.Driver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How often a blocked receive takes the engine's lock. */
class ReceiveLockTest extends Tck {
    private static final int MESSAGES = 300;

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    /** To find nothing and plan the wait, and for the packet with the message; more for timers. */
    @Test
    void shouldTakeTheLockOnceBeforeItWaitsAndOnceForTheMessage() throws Exception {
        assumeTrue(UdpIo.ofProperty().isNative());
        final SctpServerChannel server =
                closing(provider().openServerChannel(null)).bind(SctpAddress.loopback(0));
        final SctpChannel client = closing(provider().openChannel(null));
        client.connect(server.getLocalAddress(), LONG);
        final SctpChannel accepted = closing(server.accept(LONG));
        final Driver driver = ((UserspaceChannel) accepted).driver();
        final Semaphore received = new Semaphore(0);
        final CompletableFuture<Void> receiver = CompletableFuture.runAsync(() -> receiveAll(accepted, received));
        final ByteBuffer message = ByteBuffer.allocateDirect(100);
        long before = 0;
        for (int i = 0; i < MESSAGES; i++) {
            TimeUnit.MILLISECONDS.sleep(1); // so that the receiver waits
            if (i == MESSAGES / 3) {
                before = driver.lockCount();
            }
            client.send(message.clear(), null, LONG);
            assertTrue(received.tryAcquire(10, TimeUnit.SECONDS));
        }
        receiver.get(10, TimeUnit.SECONDS);
        final double each = (driver.lockCount() - before) / (MESSAGES * 2 / 3.0);
        assertTrue(each < 2.5, "the lock was taken " + each + " times for a message");
    }

    private static void receiveAll(final SctpChannel channel, final Semaphore received) {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
        final ReceiveInfo info = new ReceiveInfo();
        try {
            for (int i = 0; i < MESSAGES; i++) {
                assertEquals(100, channel.receive(buffer.clear(), info, LONG));
                received.release();
            }
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }
}
