package io.sctp.userspace;

import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpServerChannel;
import io.sctp.spi.SctpProvider;
import io.sctp.userspace.channel.UserspaceEndpoint;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server that answers, a client that asks at a rate, and newcomers: what an attack must not harm. */
final class HonestTraffic implements AutoCloseable {
    private static final int REQUESTS_PER_SECOND = 500;
    private static final int MESSAGE_BYTES = 100;
    private static final int SINK_BYTES = 1 << 20;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final SctpProvider provider = new UserspaceProvider();
    private final SctpServerChannel server = provider.openServerChannel(null);
    private final SctpServerChannel sink = provider.openServerChannel(null);
    private final SctpChannel client = provider.openChannel(null);
    private final List<SctpChannel> accepted = new CopyOnWriteArrayList<>();
    private final List<SctpChannel> unread = new CopyOnWriteArrayList<>();
    private final ByteBuffer request = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private final ReceiveInfo info = new ReceiveInfo();
    private long number;

    HonestTraffic() throws IOException {
        server.bind(SctpAddress.loopback(0));
        sink.subscribe(NotificationType.values());
        sink.setOption(StandardSocketOptions.SO_RCVBUF, SINK_BYTES);
        sink.bind(SctpAddress.loopback(0));
        start(
                "answers",
                () -> accept(server, channel -> {
                    accepted.add(channel);
                    start("answer", () -> answer(channel));
                }));
        start("sink", () -> accept(sink, unread::add));
        client.connect(server.getLocalAddress(), LONG);
    }

    /** What was asked, and how long the answers took. */
    record Asked(long requests, List<Long> latenciesNs) {
        Asked {
            latenciesNs = latenciesNs.stream().sorted().toList();
        }

        long percentileNs(final double percent) {
            return latenciesNs.get((int) Math.min(latenciesNs.size() - 1, latenciesNs.size() * percent / 100));
        }

        long maxNs() {
            return latenciesNs.get(latenciesNs.size() - 1);
        }
    }

    /** How many newcomers were served, and how long the slowest had to wait. */
    record Newcomers(int served, long slowestNs, String trouble) {}

    Attack.Target target() throws IOException {
        return new Attack.Target(
                server.getLocalAddress().port(),
                client.getLocalAddress().port(),
                sink.getLocalAddress().port());
    }

    int udpPort() {
        return ((UserspaceEndpoint) server).driver().udpPort();
    }

    SctpProvider provider() {
        return provider;
    }

    /**
     * Asks at a rate; a request that is late because the one before it took long is measured from when it was due.
     *
     * @throws IOException if an answer is lost, wrong, or does not come
     */
    Asked ask(final Duration time) throws IOException {
        final int requests = (int) (time.toMillis() * REQUESTS_PER_SECOND / 1000);
        final long stepNs = TimeUnit.SECONDS.toNanos(1) / REQUESTS_PER_SECOND;
        final long[] latenciesNs = new long[requests];
        final long beginNs = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            final long dueNs = beginNs + i * stepNs;
            while (System.nanoTime() - dueNs < 0) {
                LockSupport.parkNanos(dueNs - System.nanoTime());
            }
            roundTrip(client, ++number);
            latenciesNs[i] = System.nanoTime() - dueNs;
        }
        return new Asked(requests, Arrays.stream(latenciesNs).boxed().toList());
    }

    private void roundTrip(final SctpChannel channel, final long value) throws IOException {
        request.clear().putLong(0, value);
        channel.send(request, null, LONG);
        final int received = channel.receive(answer.clear(), info, LONG);
        if (received != MESSAGE_BYTES || answer.getLong(0) != value) {
            throw new IOException(
                    "request " + value + " was answered with " + received + " bytes of " + answer.getLong(0));
        }
    }

    /**
     * New clients, one after the other and spread over a time; each asks once. For another thread than {@link #ask}.
     */
    Newcomers admit(final int count, final Duration time) {
        int served = 0;
        long slowestNs = 0;
        String trouble = "";
        final long beginNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            LockSupport.parkNanos(beginNs + time.toNanos() * i / count - System.nanoTime());
            final long startNs = System.nanoTime();
            try (SctpChannel newcomer = provider.openChannel(null)) {
                newcomer.connect(server.getLocalAddress(), LONG);
                final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
                newcomer.send(message, null, LONG);
                if (newcomer.receive(message.clear(), new ReceiveInfo(), LONG) == MESSAGE_BYTES) {
                    served++;
                }
                slowestNs = Math.max(slowestNs, System.nanoTime() - startNs);
            } catch (final IOException e) {
                trouble = e.toString();
            }
        }
        return new Newcomers(served, slowestNs, trouble);
    }

    /** Ends the associations of attackers. */
    void clear() throws IOException {
        for (final SctpChannel channel : unread) {
            try {
                channel.association().abort();
            } catch (final SctpException e) {
                // It has ended by itself.
            }
            channel.close();
        }
        unread.clear();
    }

    @Override
    public void close() throws IOException {
        server.close();
        sink.close();
        client.close();
        clear();
        for (final SctpChannel channel : accepted) {
            channel.close();
        }
    }

    private interface Taker {
        void take(SctpChannel channel) throws IOException;
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void accept(final SctpServerChannel from, final Taker taker) throws IOException {
        while (from.isOpen()) {
            taker.take(from.accept());
        }
    }

    private static void answer(final SctpChannel channel) throws IOException {
        final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
        final ReceiveInfo received = new ReceiveInfo();
        while (channel.receive(message.clear(), received) != SctpMessageChannel.END_OF_STREAM) {
            channel.send(message.flip(), null);
        }
        channel.close();
    }

    private static void start(final String name, final Task task) {
        final Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (final IOException e) {
                        // Its channel has ended; who waits for an answer finds out.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
