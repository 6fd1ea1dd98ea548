package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.MessageBuffer;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What all contract tests share: the provider under test, channels that are closed after each test, and calls that end
 * at a deadline.
 *
 * <p>Where the provider does not work on this machine, its tests are skipped with its own reason, unless the system
 * property {@value #REQUIRED} lists its name: then they fail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class Tck {
    /** Names of providers, separated by commas, that must not be skipped. */
    public static final String REQUIRED = "io.sctp.tck.required";

    /** Longer than anything takes that works, also on an emulated machine: only what hangs gets there. */
    protected static final Duration LONG = Duration.ofSeconds(30);
    /** How long a send buffer must stay full to count as full. */
    private static final Duration FULL_FOR = Duration.ofMillis(10);

    /** Long enough for a thread to get into a call and block there. */
    protected static final Duration SHORT = Duration.ofMillis(150);

    /**
     * For a pair whose sender has to wait before its peer reads: how much the system's own buffers take is its choice.
     */
    protected static final Setup SMALL_BUFFERS = e -> {
        e.setOption(StandardSocketOptions.SO_SNDBUF, 64 * 1024);
        e.setOption(StandardSocketOptions.SO_RCVBUF, 64 * 1024);
    };

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final Deque<Closeable> toRestore = new ArrayDeque<>();

    /** The provider under test. */
    protected abstract SctpProvider provider();

    /**
     * Prepares the machine once for each class, such as switching on what its system settings switch off, with what
     * puts it back {@link #restoring}.
     */
    protected void prepareEnvironment() throws IOException {}

    /** Has what {@link #prepareEnvironment} changed put back after the class, the last change first. */
    protected final <T extends Closeable> T restoring(final T change) {
        toRestore.addLast(change);
        return change;
    }

    /**
     * Options that this provider, or the kernel under it, does not have. Using one must be an {@link
     * SctpException.Unsupported} that names it.
     */
    protected Set<SctpOption<?>> unsupportedOptions() {
        return Set.of();
    }

    /**
     * Whether the system under the provider tells at which address packets arrive, and lets it choose from which they
     * go.
     */
    protected boolean knowsLocalAddresses() {
        return true;
    }

    /** Options that the provider has and the system under it is too old for: reading and setting them is refused. */
    protected Set<SctpOption<?>> unknownToTheSystem() {
        return Set.of();
    }

    /** Skips a test that is about options which this provider, or the kernel under it, does not have. */
    protected final void assumeSupported(final SctpOption<?>... options) {
        for (final SctpOption<?> option : options) {
            assumeFalse(unsupportedOptions().contains(option), () -> option + " is not supported here");
            assumeFalse(unknownToTheSystem().contains(option), () -> "this system does not have " + option);
        }
    }

    @BeforeAll
    final void requireProvider() throws IOException {
        final SctpProvider.Availability availability = provider().availability();
        if (!availability.available()) {
            final String reason = "provider " + provider().name() + " does not work here: " + availability.reason();
            assertFalse(
                    Arrays.asList(System.getProperty(REQUIRED, "").split(","))
                            .contains(provider().name()),
                    reason);
            assumeTrue(false, reason);
        }
        prepareEnvironment();
    }

    @AfterAll
    final void releaseEnvironment() throws IOException {
        while (!toRestore.isEmpty()) {
            toRestore.removeLast().close();
        }
    }

    @AfterEach
    final void closeEverything() throws Exception {
        Exception first = null;
        while (true) {
            final AutoCloseable next;
            synchronized (toClose) {
                next = toClose.pollLast();
            }
            if (next == null) {
                break;
            }
            try {
                next.close();
            } catch (final IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Has the resource closed after the test. */
    protected final <T extends AutoCloseable> T closing(final T resource) {
        synchronized (toClose) {
            toClose.addLast(resource);
        }
        return resource;
    }

    /** What to do to an endpoint before it binds or connects. */
    @FunctionalInterface
    protected interface Setup {
        /** Leaves it as it is. */
        Setup NONE = endpoint -> {};

        /** Changes the endpoint. */
        void apply(SctpEndpoint endpoint) throws IOException;
    }

    /** A call under test. */
    @FunctionalInterface
    protected interface Call {
        /** Makes the call. */
        void run() throws Exception;
    }

    /** Something that is waited for. */
    @FunctionalInterface
    protected interface Condition {
        /** Whether it has come about. */
        boolean holds() throws IOException;
    }

    /** Two ends of one association: the one that connected, and the one that accepted. */
    protected record Pair(SctpServerChannel listener, SctpChannel client, SctpChannel server) {}

    /** An unconnected channel. */
    protected final SctpChannel channel() throws IOException {
        return closing(provider().openChannel(null));
    }

    /** A listening channel on the loopback address. */
    protected final SctpServerChannel listener() throws IOException {
        return listener(SctpAddress.loopback(0), Setup.NONE);
    }

    /** A listening channel. */
    protected final SctpServerChannel listener(final SctpAddress local, final Setup setup) throws IOException {
        final SctpServerChannel listener = closing(provider().openServerChannel(null));
        setup.apply(listener);
        listener.bind(local);
        return listener;
    }

    /** A listening one-to-many channel on the loopback address. */
    protected final SctpMultiChannel multi() throws IOException {
        return multi(Setup.NONE);
    }

    /** A listening one-to-many channel on the loopback address. */
    protected final SctpMultiChannel multi(final Setup setup) throws IOException {
        final SctpMultiChannel multi = closing(provider().openMultiChannel(null));
        setup.apply(multi);
        multi.bind(SctpAddress.loopback(0));
        return multi;
    }

    /** Two connected channels. */
    protected final Pair pair() throws IOException {
        return pair(Setup.NONE);
    }

    /** Two connected channels, both set up in the same way first. */
    protected final Pair pair(final Setup both) throws IOException {
        return pair(both, both);
    }

    /** Two connected channels. */
    protected final Pair pair(final Setup clientSetup, final Setup serverSetup) throws IOException {
        final SctpServerChannel listener = listener(SctpAddress.loopback(0), serverSetup);
        final SctpChannel client = channel();
        clientSetup.apply(client);
        client.connect(listener.getLocalAddress(), LONG);
        return new Pair(listener, client, closing(listener.accept(LONG)));
    }

    /** A port on which nobody listens; it stays taken, so that no client gets it for its own, and so answers itself. */
    protected final int unusedPort() throws IOException {
        return channel().bind(SctpAddress.loopback(0)).getLocalAddress().port();
    }

    /**
     * A peer that never answers, to which this channel can now be connected. By default packets to it go inside UDP
     * (RFC 6951) to a socket that nobody reads.
     */
    protected SctpAddress silentPeer(final SctpEndpoint from) throws IOException {
        assumeSupported(SctpOptions.REMOTE_UDP_ENCAPS_PORT);
        final DatagramSocket blackHole = closing(new DatagramSocket(new InetSocketAddress(ip("127.0.0.1"), 0)));
        from.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, blackHole.getLocalPort());
        return SctpAddress.loopback(unusedPort());
    }

    /** Skips a test that needs IPv6 where the loopback interface has none. */
    protected static void assumeIpv6() {
        boolean found = false;
        try {
            found = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(a -> a instanceof Inet6Address && a.isLoopbackAddress());
        } catch (final SocketException e) {
            fail("cannot list the network interfaces", e);
        }
        assumeTrue(found, "this machine has no ::1");
    }

    /** The address that is written so. */
    protected static InetAddress ip(final String literal) {
        return SctpAddress.parse((literal.indexOf(':') < 0 ? literal : '[' + literal + ']') + ":0")
                .address();
    }

    /** The text as a message. */
    protected static ByteBuffer bytes(final String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A message of this size whose bytes tell their position. */
    protected static byte[] pattern(final int size) {
        final byte[] pattern = new byte[size];
        for (int i = 0; i < size; i++) {
            pattern[i] = (byte) (i * 31 + (i >>> 8));
        }
        return pattern;
    }

    /**
     * Sends until there is no room for a moment, in non-blocking mode. Room can come back when the peer's system takes
     * more.
     */
    protected static void fill(final SctpMessageChannel channel) throws IOException {
        fill(channel, ByteBuffer.allocateDirect(8192), null);
    }

    /** As {@link #fill(SctpMessageChannel)}, with this message each time; returns how many went. */
    protected static int fill(final SctpMessageChannel channel, final ByteBuffer message, final SendInfo info)
            throws IOException {
        final boolean blocking = channel.isBlocking();
        channel.configureBlocking(false);
        final long deadlineNs = deadlineNs();
        int sent = 0;
        boolean wasFull = false;
        while (true) {
            if (channel.send(message.clear(), info) != SctpMessageChannel.WOULD_BLOCK) {
                sent++;
                wasFull = false;
            } else if (wasFull) {
                break;
            } else {
                wasFull = true;
                pause(FULL_FOR); // what is on its way may still be taken
            }
            assertTrue(deadlineNs - System.nanoTime() > 0, () -> "the send buffer is not full after " + LONG);
        }
        channel.configureBlocking(blocking);
        return sent;
    }

    /** Sends a text on stream 0. */
    protected static void send(final SctpMessageChannel channel, final String text) throws IOException {
        send(channel, text, new SendInfo());
    }

    /** Sends a text. */
    protected static void send(final SctpMessageChannel channel, final String text, final SendInfo info)
            throws IOException {
        channel.send(bytes(text), info, LONG);
    }

    /** Receives a text; anything else fails the test. */
    protected static String receive(final SctpMessageChannel channel) throws IOException {
        return receive(channel, new ReceiveInfo());
    }

    /** Receives a text; anything else fails the test. */
    protected static String receive(final SctpMessageChannel channel, final ReceiveInfo info) throws IOException {
        return new String(receiveBytes(channel, info), StandardCharsets.UTF_8);
    }

    /** Receives one whole message; anything else fails the test. */
    protected static byte[] receiveBytes(final SctpMessageChannel channel, final ReceiveInfo info) throws IOException {
        final MessageBuffer whole = new MessageBuffer(16 << 20);
        final int length = channel.receive(whole, info, LONG);
        assertTrue(length > 0, () -> "expected a message, received " + what(length, info));
        final byte[] content = new byte[length];
        whole.content().get(content);
        return content;
    }

    /** Receives the next text; notifications on the way are dropped. */
    protected static String receiveAfterNotifications(final SctpMessageChannel channel) throws IOException {
        final MessageBuffer whole = new MessageBuffer(1 << 20);
        final ReceiveInfo info = new ReceiveInfo();
        final long deadlineNs = deadlineNs();
        int length;
        do {
            length = channel.receive(whole, info, remaining(deadlineNs));
        } while (length == SctpMessageChannel.NOTIFICATION);
        assertTrue(length > 0, () -> "expected a message, received the end of the stream");
        return StandardCharsets.UTF_8.decode(whole.content()).toString();
    }

    /** Receives until the end of the stream; messages and notifications on the way are dropped. */
    protected static void awaitEndOfStream(final SctpMessageChannel channel) throws IOException {
        final ByteBuffer buffer = ByteBuffer.allocate(4096);
        final ReceiveInfo info = new ReceiveInfo();
        final long deadlineNs = deadlineNs();
        while (channel.receive(buffer.clear(), info, remaining(deadlineNs)) != SctpMessageChannel.END_OF_STREAM) {
            assertTrue(deadlineNs - System.nanoTime() > 0, "no end of stream within " + LONG);
        }
    }

    /** Receives until a notification of this kind comes; others, and messages, on the way are dropped. */
    protected static <T extends SctpNotification> T awaitNotification(
            final SctpMessageChannel channel, final Class<T> kind) throws IOException {
        final ByteBuffer buffer = ByteBuffer.allocate(4096);
        final ReceiveInfo info = new ReceiveInfo();
        final long deadlineNs = deadlineNs();
        while (true) {
            final int length = channel.receive(buffer.clear(), info, remaining(deadlineNs));
            if (length == SctpMessageChannel.NOTIFICATION && kind.isInstance(info.notification())) {
                return kind.cast(info.notification());
            }
            assertFalse(
                    length == SctpMessageChannel.END_OF_STREAM,
                    () -> "the stream ended without a " + kind.getSimpleName());
        }
    }

    /** Receives the change of an association, after whatever comes before it. */
    protected static SctpNotification.AssociationChange awaitChange(
            final SctpMessageChannel channel, final SctpNotification.AssociationTransition change) throws IOException {
        while (true) {
            final var seen = awaitNotification(channel, SctpNotification.AssociationChange.class);
            if (seen.change() == change) {
                return seen;
            }
        }
    }

    /** What a receive brought, for messages of failed tests. */
    protected static String what(final int length, final ReceiveInfo info) {
        return switch (length) {
            case SctpMessageChannel.END_OF_STREAM -> "the end of the stream";
            case SctpMessageChannel.NOTIFICATION -> info.notification().toString();
            case SctpMessageChannel.WOULD_BLOCK -> "nothing (would block)";
            default -> length + " bytes, " + info;
        };
    }

    /** Waits until a condition holds. */
    protected static void await(final String what, final Condition condition) throws IOException {
        final long deadlineNs = deadlineNs();
        while (!condition.holds()) {
            assertTrue(deadlineNs - System.nanoTime() > 0, () -> "not within " + LONG + ": " + what);
            pause(Duration.ofMillis(2));
        }
    }

    /** Sleeps. */
    protected static void pause(final Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Runs a call in a thread of its own. */
    protected static <T> FutureTask<T> background(final Callable<T> call) {
        final FutureTask<T> task = new FutureTask<>(call);
        start(task);
        return task;
    }

    /** Runs a task in a thread of its own. */
    static void start(final Runnable task) {
        final Thread thread = new Thread(task, "tck-background");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs a call in a thread of its own and makes sure that it blocks. */
    protected static <T> FutureTask<T> blocked(final Callable<T> call) {
        final FutureTask<T> task = background(call);
        pause(SHORT);
        assertFalse(task.isDone(), () -> "the call was to block, but came back with " + outcome(task));
        return task;
    }

    /** What a call in the background returned; its exception fails the test. */
    protected static <T> T result(final FutureTask<T> task) throws Exception {
        try {
            return task.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (final ExecutionException e) {
            throw new AssertionError("the call in the background failed: " + e.getCause(), e.getCause());
        } catch (final TimeoutException e) {
            throw new AssertionError("the call in the background has not come back within " + LONG, e);
        }
    }

    /** The exception with which a call in the background ended, which must be of this kind. */
    protected static <E extends Exception> E failure(final Class<E> kind, final FutureTask<?> task) {
        return assertInstanceOf(kind, outcome(task));
    }

    /** What a call in the background returned or threw. */
    protected static Object outcome(final FutureTask<?> task) {
        try {
            return task.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (final ExecutionException e) {
            return e.getCause();
        } catch (final TimeoutException e) {
            throw new AssertionError("the call has not come back within " + LONG, e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Fails unless the text contains the part. */
    protected static void assertContains(final String part, final String text) {
        assertTrue(text != null && text.contains(part), () -> "expected '" + part + "' in: " + text);
    }

    /** Fails unless the call takes at least this long and fails with {@link SctpException.TimedOut}. */
    protected static SctpException.TimedOut assertTimesOut(final Duration timeout, final Call call) {
        final long beginNs = System.nanoTime();
        SctpException.TimedOut timedOut = null;
        try {
            call.run();
            fail("the call was to time out after " + timeout + ", but returned");
        } catch (final SctpException.TimedOut e) {
            timedOut = e;
        } catch (final Exception e) {
            fail("the call was to time out after " + timeout + ", but failed with " + e, e);
        }
        final Duration taken = Duration.ofNanos(System.nanoTime() - beginNs);
        assertTrue(taken.compareTo(timeout) >= 0, () -> "timed out after " + taken + " already, asked for " + timeout);
        return timedOut;
    }

    /** The end of {@link #LONG}, counted from now. */
    protected static long deadlineNs() {
        return System.nanoTime() + LONG.toNanos();
    }

    /** What is left until the deadline, never negative. */
    protected static Duration remaining(final long deadlineNs) {
        return Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime()));
    }
}
