package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AddressWatchTest {
    private static final Duration INTERVAL = Duration.ofMillis(5);
    private static final int LONG_MILLIS = 5_000;

    private final AtomicInteger looks = new AtomicInteger();
    private final BlockingQueue<List<InetAddress>> told = new LinkedBlockingQueue<>();
    private volatile List<InetAddress> machine;
    private final AddressWatch watch = new AddressWatch(this::look, INTERVAL);
    private final Runnable follower = this::follow;

    private void follow() {
        told.add(watch.addresses());
    }

    private List<InetAddress> look() {
        looks.incrementAndGet();
        return machine;
    }

    @BeforeEach
    void beginWithOneAddress() throws UnknownHostException {
        machine = addresses("192.0.2.1");
    }

    @Test
    void shouldTellOfEachChangeOnce() throws Exception {
        watch.add(follower);
        assertEquals(machine, watch.addresses());
        machine = addresses("192.0.2.1", "192.0.2.2");
        assertEquals(machine, told.poll(LONG_MILLIS, TimeUnit.MILLISECONDS));
        machine = addresses("192.0.2.2");
        assertEquals(machine, told.poll(LONG_MILLIS, TimeUnit.MILLISECONDS));
        awaitLooks(3);
        assertNull(told.poll(), "nothing has changed");
        watch.remove(follower);
    }

    @Test
    void shouldLookNoMoreWhenNobodyFollows() throws Exception {
        watch.add(follower);
        awaitLooks(2);
        watch.remove(follower);
        final int before = looks.get();
        machine = addresses("192.0.2.2");
        assertNull(told.poll(10 * INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        assertTrue(looks.get() <= before + 1, "it looks still");
    }

    @Test
    void shouldKnowTheAddressesOfTheTimeWhenSomebodyFollowsAgain() throws Exception {
        watch.add(follower);
        watch.remove(follower);
        machine = addresses("192.0.2.2");
        watch.add(follower);
        assertEquals(machine, watch.addresses());
        machine = addresses("192.0.2.3");
        assertEquals(machine, told.poll(LONG_MILLIS, TimeUnit.MILLISECONDS));
        watch.remove(follower);
    }

    @Test
    void shouldTellOthersWhenOneFails() throws Exception {
        final Logger logger = Logger.getLogger("io.sctp.userspace");
        logger.setLevel(Level.OFF);
        final Runnable failing = () -> {
            throw new IllegalStateException("planned by the test");
        };
        watch.add(failing);
        watch.add(follower);
        machine = addresses("192.0.2.2");
        assertEquals(machine, told.poll(LONG_MILLIS, TimeUnit.MILLISECONDS));
        machine = addresses("192.0.2.3");
        assertEquals(machine, told.poll(LONG_MILLIS, TimeUnit.MILLISECONDS));
        watch.remove(failing);
        logger.setLevel(null);
        watch.remove(follower);
    }

    private void awaitLooks(final int more) throws InterruptedException {
        final int wanted = looks.get() + more;
        final long begin = System.nanoTime();
        while (looks.get() < wanted) {
            assertTrue(System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(LONG_MILLIS), "it does not look");
            Thread.sleep(1);
        }
    }

    private static List<InetAddress> addresses(final String... written) throws UnknownHostException {
        final InetAddress[] addresses = new InetAddress[written.length];
        for (int i = 0; i < written.length; i++) {
            addresses[i] = InetAddress.getByName(written[i]);
        }
        return List.of(addresses);
    }
}
