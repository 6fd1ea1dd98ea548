package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Errno;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.engine.Association;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.config.EngineConfig;
import io.sctp.spi.ProviderHealth;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import io.sctp.udp.UdpIo;
import io.sctp.userspace.FaultySocket;
import io.sctp.userspace.UserspaceTck;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.driver.DriverParts;
import io.sctp.userspace.driver.Shards;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An error ends what it concerns, and no more: the driver goes on, or says that it cannot. */
class DriverFaultsTest extends Tck {
    private static final int PATIENCE_SECONDS = 20;

    /** What a shortage or a defect throws. */
    enum Kind {
        NO_MEMORY {
            @Override
            Error error() {
                return new OutOfMemoryError("planted");
            }
        },
        NO_STACK {
            @Override
            Error error() {
                return new StackOverflowError("planted");
            }
        },
        NO_CLASS {
            @Override
            Error error() {
                return new NoClassDefFoundError("planted");
            }
        };

        abstract Error error();
    }

    /** Hears the engine instead of the driver, and throws once when it is told to. */
    private static final class FaultyHandler {
        private final AtomicReference<Error> onReadable = new AtomicReference<>();
        private final AtomicReference<Error> onEstablished = new AtomicReference<>();
        private final AtomicReference<Error> onClosed = new AtomicReference<>();

        EngineHandler around(final EngineHandler real) {
            return (EngineHandler) java.lang.reflect.Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {EngineHandler.class}, (proxy, method, arguments) -> {
                        throwIfPlanted(method.getName());
                        try {
                            return method.invoke(real, arguments);
                        } catch (final java.lang.reflect.InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        private void throwIfPlanted(final String method) {
            final Error planted = switch (method) {
                case "onReadable" -> onReadable.getAndSet(null);
                case "onEstablished" -> onEstablished.getAndSet(null);
                case "onClosed" -> onClosed.getAndSet(null);
                default -> null;
            };
            if (planted != null) {
                throw planted;
            }
        }
    }

    private final FaultyHandler handler = new FaultyHandler();
    private FaultySocket socket;

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    private static DriverParts parts(final ThreadFactory threads, final FaultyHandler handler) {
        return new DriverParts(threads, DriverChannels::new, handler::around, 4, 2, UdpIo.ofProperty(), Duration.ZERO);
    }

    /** A driver of the test's own, with its faulty parts. */
    private Driver driver() throws IOException {
        final Driver driver = new Driver("faulty", EngineConfig.builder().build(), parts(Thread::new, handler));
        socket = new FaultySocket(UdpIo.ofProperty().open(0, 1 << 16));
        driver.use(socket, null);
        driver.start();
        return driver;
    }

    private SctpChannel client(final Driver driver) {
        return closing(new UserspaceChannel(UserspaceTck.PROVIDER, UserspaceTck.stack(), driver, null));
    }

    private SctpServerChannel server() throws IOException {
        return closing(provider().openServerChannel(null)).bind(SctpAddress.loopback(0));
    }

    private static void assertCarries(final SctpChannel from, final SctpChannel to) throws IOException {
        from.send(bytes("hello"), null, LONG);
        final ByteBuffer buffer = ByteBuffer.allocate(100);
        assertEquals(5, to.receive(buffer, new ReceiveInfo(), LONG));
    }

    private static void awaitFaults(final Driver driver, final long count) throws InterruptedException {
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (driver.health().faults() < count) {
            assertTrue(System.nanoTime() < end, "nothing was thrown");
            Thread.sleep(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldEndTheAssociationWhoseEventFailsAndServeTheOthers(final Kind kind) throws Exception {
        final Driver driver = driver();
        final SctpServerChannel server = server();
        final SctpChannel bad = client(driver);
        bad.connect(server.getLocalAddress(), LONG);
        final SctpChannel badPeer = closing(server.accept(LONG));
        final SctpChannel good = client(driver);
        good.connect(server.getLocalAddress(), LONG);
        final SctpChannel goodPeer = closing(server.accept(LONG));
        handler.onReadable.set(kind.error());
        badPeer.send(bytes("poison"), null, LONG);
        final SctpException ended = assertThrows(
                SctpException.Ended.class, () -> bad.receive(ByteBuffer.allocate(100), new ReceiveInfo(), LONG));
        assertTrue(ended.getMessage().contains("planted"), ended.getMessage());
        assertNotNull(ended.getCause());
        assertThrows(SctpException.Ended.class, () -> bad.send(bytes("more"), null, LONG));
        assertThrows(
                SctpException.Ended.class,
                () -> badPeer.receive(ByteBuffer.allocate(100), new ReceiveInfo(), LONG),
                "the peer is told");
        assertCarries(good, goodPeer);
        assertCarries(goodPeer, good);
        assertEquals(1, driver.health().faults(), "handled again and again");
        assertTrue(driver.health().worker().isHealthy());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldRefuseTheConnectionWhoseSetUpFails(final Kind kind) throws Exception {
        final Driver driver = driver();
        final SctpServerChannel server = server();
        handler.onEstablished.set(kind.error());
        final SctpChannel bad = client(driver);
        final SctpException failed =
                assertThrows(SctpException.class, () -> bad.connect(server.getLocalAddress(), LONG));
        assertTrue(String.valueOf(failed.getCause()).contains("planted"), failed.toString());
        final SctpChannel good = client(driver);
        good.connect(server.getLocalAddress(), LONG);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldTellOfAnEndWhoseEventFails(final Kind kind) throws Exception {
        final Driver driver = driver();
        final SctpServerChannel server = server();
        final SctpChannel bad = client(driver);
        bad.connect(server.getLocalAddress(), LONG);
        handler.onClosed.set(kind.error());
        closing(server.accept(LONG)).association().abort();
        assertThrows(SctpException.Ended.class, () -> bad.receive(ByteBuffer.allocate(100), new ReceiveInfo(), LONG));
        client(driver).connect(server.getLocalAddress(), LONG);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldGoOnAfterErrorsOfItsSocketThatPass(final Kind kind) throws Exception {
        final Driver driver = driver();
        final SctpServerChannel server = server();
        final SctpChannel client = client(driver);
        client.connect(server.getLocalAddress(), LONG);
        final SctpChannel accepted = closing(server.accept(LONG));
        for (final FaultySocket.Call call : FaultySocket.Call.values()) {
            socket.fail(call, kind.error(), 3);
            final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (socket.hasFaults()) {
                assertTrue(System.nanoTime() < end, call + " is not called any more");
                client.send(bytes("x"), null, LONG);
                accepted.receive(ByteBuffer.allocate(100), new ReceiveInfo(), LONG);
            }
            assertCarries(accepted, client);
        }
        assertTrue(driver.health().faults() >= 3);
        assertNull(driver.failure());
    }

    /** Receives in a thread that polls, until that throws. Such a thread does the driver's work while it waits. */
    private final class Polling {
        private final BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
        private final CompletableFuture<IOException> end = new CompletableFuture<>();
        private final Thread thread = new Thread(this::run);
        private final SctpPoller poller = closing(provider().openPoller());

        Polling(final SctpChannel channel) throws IOException {
            channel.configureBlocking(false);
            poller.register(
                    channel,
                    SctpPoller.READABLE,
                    (r, bits) -> received.add(channel.receive(ByteBuffer.allocate(100), new ReceiveInfo())));
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            try {
                while (true) {
                    poller.poll(null, 10);
                }
            } catch (final IOException e) {
                end.complete(e);
            }
        }

        void assertReceives(final SctpChannel from) throws Exception {
            from.send(bytes("hello"), null, LONG);
            assertEquals(5, received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldServeAThreadThatPollsAfterErrorsWhileItDrives(final Kind kind) throws Exception {
        final Driver driver = driver();
        final SctpServerChannel server = server();
        final SctpChannel client = client(driver);
        client.connect(server.getLocalAddress(), LONG);
        final SctpChannel accepted = closing(server.accept(LONG));
        final Polling polling = new Polling(client);
        for (final FaultySocket.Call call : FaultySocket.Call.values()) {
            polling.assertReceives(accepted);
            awaitDriving(polling.thread);
            socket.fail(call, kind.error(), 2);
            polling.assertReceives(accepted);
        }
        assertTrue(driver.health().faults() > 0);
        assertNull(driver.failure());
    }

    @Test
    void shouldTellAThreadThatPollsThatTheSocketBrokeWhileItDrove() throws Exception {
        final Driver driver = driver();
        final SctpServerChannel server = server();
        final SctpChannel client = client(driver);
        client.connect(server.getLocalAddress(), LONG);
        final Polling polling = new Polling(client);
        polling.assertReceives(closing(server.accept(LONG)));
        awaitDriving(polling.thread);
        socket.fail(
                FaultySocket.Call.RECEIVE,
                new SctpException("receive datagrams", Errno.EIO.number(), null, null, "unplugged"),
                Integer.MAX_VALUE);
        final IOException end = polling.end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(end.getMessage().contains("unplugged"), end::getMessage);
    }

    private static void awaitDriving(final Thread thread) throws InterruptedException {
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (Arrays.stream(thread.getStackTrace())
                .noneMatch(frame -> frame.getMethodName().equals("driveWhileWaiting"))) {
            assertTrue(System.nanoTime() < end, "the thread does not drive");
            Thread.sleep(1);
        }
    }

    @Test
    void shouldEndItsChannelsWhenTheSocketIsBrokenForGood() throws Exception {
        final Driver driver = driver();
        final SctpServerChannel server = server();
        final SctpChannel client = client(driver);
        client.connect(server.getLocalAddress(), LONG);
        final SctpChannel unused = client(driver);
        final SctpPoller poller = closing(provider().openPoller());
        final SctpChannel watched = client(driver);
        watched.configureBlocking(false);
        final int[] told = new int[1];
        poller.register(watched, SctpPoller.READABLE, (registration, ready) -> told[0] = ready);
        final var waiting = CompletableFuture.supplyAsync(() -> assertThrows(
                SctpException.Ended.class, () -> client.receive(ByteBuffer.allocate(9), new ReceiveInfo(), LONG)));
        Thread.sleep(100);
        socket.fail(
                FaultySocket.Call.RECEIVE,
                new SctpException("receive datagrams", Errno.EIO.number(), null, null, "unplugged"),
                Integer.MAX_VALUE);
        final SctpException ended = waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(ended.getMessage().contains("unplugged"), ended.getMessage());
        assertTrue(assertThrows(SctpException.class, () -> unused.connect(server.getLocalAddress(), LONG))
                .getMessage()
                .contains("unplugged"));
        assertEquals(1, poller.poll(Duration.ofSeconds(PATIENCE_SECONDS), 10));
        assertEquals(SctpPoller.READABLE, told[0]);
        assertEquals(ProviderHealth.State.ENDED, driver.health().worker().state());
        client.close();
    }

    @Test
    void shouldEndAcceptAndGiveTheNextServerNewDrivers() throws Exception {
        final SctpServerChannel server = server();
        final int port = server.getLocalAddress().port();
        final Shards before = UserspaceTck.stack().listening();
        final SctpMultiChannel many = closing(provider().openMultiChannel(null));
        many.bind(SctpAddress.loopback(0));
        final var accepting =
                CompletableFuture.supplyAsync(() -> assertThrows(SctpException.class, () -> server.accept(LONG)));
        final var receiving = CompletableFuture.supplyAsync(() -> assertThrows(
                SctpException.Ended.class, () -> many.receive(ByteBuffer.allocate(9), new ReceiveInfo(), LONG)));
        Thread.sleep(100);
        before.drivers().get(before.drivers().size() - 1).end(new IOException("struck by lightning"));
        final SctpException ended = accepting.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(ended.getMessage().contains("struck by lightning"), ended.getMessage());
        assertTrue(
                receiving.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getMessage().contains("struck by lightning"));
        final SctpServerChannel next =
                closing(provider().openServerChannel(null)).bind(SctpAddress.loopback(port));
        assertNotEquals(before, UserspaceTck.stack().listening());
        final SctpChannel client = closing(provider().openChannel(null));
        client.connect(next.getLocalAddress(), LONG);
        assertCarries(client, closing(next.accept(LONG)));
        assertTrue(provider().health().isHealthy(), () -> provider().health().toString());
    }

    @Test
    void shouldSayThatNoThreadCanBeStartedAndTryAgain() throws Exception {
        final AtomicReference<OutOfMemoryError> refusal =
                new AtomicReference<>(new OutOfMemoryError("unable to create native thread"));
        final ThreadFactory threads = work -> new Thread(work) {
            @Override
            public synchronized void start() {
                final OutOfMemoryError refused = refusal.get();
                if (refused != null) {
                    throw refused;
                }
                super.start();
            }
        };
        final SctpServerChannel server = server();
        final Driver driver = new Driver("threadless", EngineConfig.builder().build(), parts(threads, handler));
        final SctpChannel client = client(driver);
        final SctpException refused =
                assertThrows(SctpException.class, () -> client.connect(server.getLocalAddress(), LONG));
        assertTrue(refused.getMessage().contains("unable to create native thread"), refused.getMessage());
        assertFalse(driver.isSocketOpen());
        refusal.set(null);
        client.connect(server.getLocalAddress(), LONG);
        assertCarries(client, closing(server.accept(LONG)));
    }

    @Test
    void shouldOpenAGroupAgainOneOfWhoseThreadsCouldNotBeStarted() throws Exception {
        final int[] left = {2};
        final ThreadFactory threads = work -> new Thread(work) {
            @Override
            public synchronized void start() {
                if (left[0]-- == 0) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                super.start();
            }
        };
        final Shards shards = new Shards("threadless", 3, EngineConfig.builder().build(), parts(threads, handler));
        if (!UdpIo.ofProperty().isNative()) {
            return;
        }
        shards.first().enter();
        try {
            assertThrows(SctpException.class, () -> shards.open(0));
            assertTrue(shards.drivers().stream().noneMatch(Driver::isSocketOpen));
            shards.open(0);
            assertTrue(shards.drivers().stream().allMatch(Driver::isSocketOpen));
        } finally {
            shards.first().leave();
        }
        shards.end(new IOException("the test is over"));
    }

    /** An error in the engine while it works on an association. */
    @Test
    void shouldEndAnAssociationThatACallLeftInDoubt() throws Exception {
        final Driver driver = driver();
        final SctpServerChannel server = server();
        final SctpChannel client = client(driver);
        client.connect(server.getLocalAddress(), LONG);
        driver.enter();
        final Association engine =
                ((UserspaceChannel) client).ownAssociations().iterator().next().engine();
        driver.onThrown(engine, new OutOfMemoryError("planted"));
        driver.leave();
        assertThrows(SctpException.Ended.class, () -> client.send(bytes("x"), null, LONG));
        awaitFaults(driver, 1);
        final SctpChannel accepted = closing(server.accept(LONG));
        assertThrows(
                SctpException.Ended.class, () -> accepted.receive(ByteBuffer.allocate(9), new ReceiveInfo(), LONG));
    }
}
