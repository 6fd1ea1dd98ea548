package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.MessageBuffer;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is opened and closed leaves nothing behind: no descriptor, no thread, no native memory. */
public abstract class LeakTck extends Tck {
    /** How many cycles of connect, transfer and close are made. */
    public static final String CYCLES = "io.sctp.tck.cycles";

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int WARM_UP = 50;

    /** The heap comes and goes by more than this, what leaks in a thousand cycles would not fit into it. */
    private static final long MEMORY_BOUND_BYTES = 64L << 20;

    /** The JDK keeps a buffer for each thread that reads a file, as measuring does. */
    private static final long DIRECT_BOUND_BYTES = 32 << 10;

    private final int cycles = Integer.getInteger(CYCLES, 1000);
    private final MessageBuffer buffer = new MessageBuffer(4096);
    private final ReceiveInfo receiveInfo = new ReceiveInfo();
    private final SendInfo sendInfo = new SendInfo().stream(1).ppid(46);
    private final ByteBuffer message = ByteBuffer.allocateDirect(1000);

    @BeforeEach
    final void requireProc() {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "there is no " + DESCRIPTORS);
    }

    @Test
    void shouldLeaveNothingBehindAfterConnectTransferAndClose() throws IOException {
        final SctpServerChannel listener = listener();
        final SctpAddress address = listener.getLocalAddress();
        // What waiting needs is made by the first wait: the channel that stays open does so before anything is counted.
        assertThrows(SctpException.TimedOut.class, () -> listener.accept(SHORT));
        repeat(WARM_UP, () -> cycle(listener, address));
        final Usage before = Usage.now();
        repeat(cycles, () -> cycle(listener, address));
        before.assertNotExceeded();
    }

    @Test
    void shouldLeaveNothingBehindAfterFailedConnects() throws IOException {
        final SctpAddress nobody = SctpAddress.loopback(unusedPort());
        final Call call = () -> {
            try (SctpChannel client = provider().openChannel(null)) {
                assertThrows(SctpException.Refused.class, () -> client.connect(nobody, LONG));
            }
        };
        repeat(WARM_UP, call);
        final Usage before = Usage.now();
        repeat(cycles / 4, call);
        before.assertNotExceeded();
    }

    @Test
    void shouldLeaveNothingBehindAfterOpeningAndClosingEveryKindOfChannel() throws IOException {
        final Call call = () -> {
            try (SctpPoller poller = provider().openPoller();
                    SctpMultiChannel multi = provider().openMultiChannel(null);
                    SctpServerChannel server = provider().openServerChannel(null)) {
                multi.bind(SctpAddress.loopback(0));
                server.bind(SctpAddress.loopback(0));
                multi.configureBlocking(false);
                server.configureBlocking(false);
                poller.register(multi, SctpPoller.READABLE, (r, bits) -> {});
                poller.register(server, SctpPoller.ACCEPTABLE, (r, bits) -> {});
                assertEquals(0, poller.poll(Duration.ZERO, 10));
                assertThrows(SctpException.TimedOut.class, () -> server.accept(Duration.ofMillis(1)));
            }
        };
        repeat(WARM_UP, call);
        final Usage before = Usage.now();
        repeat(cycles / 4, call);
        before.assertNotExceeded();
    }

    @Test
    void shouldLeaveNothingBehindAfterPeelingOff() throws IOException {
        final SctpMultiChannel multi = multi();
        assertThrows(SctpException.TimedOut.class, () -> multi.receive(buffer, receiveInfo, SHORT));
        // A shutdown waits for the SACK, and a lone message's would come 200 ms late.
        final SendInfo last = new SendInfo().stream(1).sackImmediately(true);
        final Call call = () -> {
            try (SctpChannel client = provider().openChannel(null)) {
                client.connect(multi.getLocalAddress(), LONG);
                client.send(message.clear(), sendInfo, LONG);
                assertEquals(message.capacity(), multi.receive(buffer, receiveInfo, LONG));
                try (SctpChannel peeled = multi.peelOff(receiveInfo.association())) {
                    peeled.send(message.clear(), last, LONG);
                    assertEquals(message.capacity(), client.receive(buffer, receiveInfo, LONG));
                }
                awaitEndOfStream(client);
            }
        };
        repeat(WARM_UP, call);
        final Usage before = Usage.now();
        repeat(cycles / 4, call);
        before.assertNotExceeded();
    }

    private void cycle(final SctpServerChannel listener, final SctpAddress address) throws IOException {
        try (SctpChannel client = provider().openChannel(null)) {
            client.connect(address, LONG);
            try (SctpChannel server = listener.accept(LONG)) {
                client.send(message.clear(), sendInfo, LONG);
                assertEquals(message.capacity(), server.receive(buffer, receiveInfo, LONG));
                server.send(message.clear(), sendInfo, LONG);
                assertEquals(message.capacity(), client.receive(buffer, receiveInfo, LONG));
            }
        }
    }

    private static void repeat(final int times, final Call call) throws IOException {
        for (int i = 0; i < times; i++) {
            try {
                call.run();
            } catch (final IOException e) {
                throw new IOException("in cycle " + i + " of " + times + ": " + e.getMessage(), e);
            } catch (final Exception e) {
                throw new AssertionError("in cycle " + i + " of " + times, e);
            }
        }
    }

    /** What the process holds. */
    private record Usage(List<String> descriptors, long threads, long directBytes, long anonymousBytes) {
        static Usage now() throws IOException {
            System.gc();
            try (Stream<Path> open = Files.list(DESCRIPTORS)) {
                return new Usage(
                        open.map(Usage::target).sorted().toList(),
                        ManagementFactory.getThreadMXBean().getThreadCount(),
                        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                                .filter(pool -> pool.getName().equals("direct"))
                                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                                .sum(),
                        residentAnonymousBytes());
            }
        }

        /** What a descriptor is open on; one that is closed while it is looked at is only a number. */
        private static String target(final Path descriptor) {
            try {
                return Files.readSymbolicLink(descriptor).toString();
            } catch (final IOException e) {
                return descriptor.toString();
            }
        }

        private static long residentAnonymousBytes() throws IOException {
            return 1024
                    * Files.readAllLines(STATUS).stream()
                            .filter(line -> line.startsWith("RssAnon:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0);
        }

        /** Buffers are freed by their cleaners some time after the collector has seen that nobody has them. */
        void assertNotExceeded() throws IOException {
            final long deadlineNs = deadlineNs();
            Usage after = now();
            while (after.exceeds(this) && deadlineNs - System.nanoTime() > 0) {
                pause(Duration.ofMillis(100));
                after = now();
            }
            final Usage last = after;
            assertFalse(last.exceeds(this), () -> "before: " + this + ", after: " + last);
            assertFalse(last.descriptors.isEmpty(), "the descriptors could not be counted");
        }

        private boolean exceeds(final Usage before) {
            return descriptors.size() > before.descriptors.size()
                    || threads > before.threads
                    || directBytes > before.directBytes + DIRECT_BOUND_BYTES
                    || anonymousBytes > before.anonymousBytes + MEMORY_BOUND_BYTES;
        }
    }
}
