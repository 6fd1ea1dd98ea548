package io.sctp.bench.paths.real;

import io.sctp.MessageBatch;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.option.CongestionControl;
import io.sctp.userspace.UserspaceStack;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * This library's end in its own JVM: {@code EndMain send OWN_UDP PEER_UDP SIZE CONTROLLER} or {@code EndMain receive
 * OWN_UDP PEER_UDP SIZE CONTROLLER WARMUP_MS DURATION_MS}. It prints what {@code usrsctp_end.c} prints, and ends with
 * its standard input.
 */
public final class EndMain {
    /** Instead of a controller: the stack's default. */
    static final String DEFAULT = "default";

    private static final int PORT = 5001;
    private static final int BATCH = 32;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);

    private EndMain() {}

    /** Sends or receives. */
    public static void main(final String[] args) {
        final Thread watcher = new Thread(EndMain::awaitEnd, "standard-input");
        watcher.setDaemon(true);
        watcher.start();
        final UserspaceStack.Builder builder = UserspaceStack.builder().udpPort(Integer.parseInt(args[1]));
        if (!args[4].equals(DEFAULT)) {
            builder.congestionControl(CongestionControl.valueOf(args[4]));
        }
        final int size = Integer.parseInt(args[3]);
        try (UserspaceStack stack = builder.build()) {
            if (args[0].equals("send")) {
                send(stack, Integer.parseInt(args[2]), size);
            } else {
                receive(
                        stack,
                        size,
                        Duration.ofMillis(Long.parseLong(args[5])),
                        Duration.ofMillis(Long.parseLong(args[6])));
            }
        } catch (final IOException | RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** Whoever started this process has ended, or wants it to end. */
    private static void awaitEnd() {
        try {
            int read = System.in.read();
            while (read >= 0) {
                read = System.in.read();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private static void send(final UserspaceStack stack, final int peerUdp, final int size) throws IOException {
        try (SctpChannel channel = stack.provider().openChannel(null)) {
            channel.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, peerUdp);
            System.out.println("ready");
            channel.connect(SctpAddress.loopback(PORT), CONNECT_LIMIT);
            final ByteBuffer message = ByteBuffer.allocateDirect(size);
            final MessageBatch batch = new MessageBatch(BATCH, size);
            while (true) {
                batch.clear();
                while (!batch.isFull()) {
                    batch.addReference(message.clear(), null);
                }
                while (batch.hasRemaining()) {
                    channel.send(batch);
                }
            }
        }
    }

    private static void receive(
            final UserspaceStack stack, final int size, final Duration warmUp, final Duration duration)
            throws IOException {
        try (SctpServerChannel listener = stack.provider().openServerChannel(null)) {
            listener.bind(SctpAddress.loopback(PORT));
            System.out.println("ready");
            try (SctpChannel channel = listener.accept()) {
                final MessageBatch batch = new MessageBatch(BATCH, size);
                receiveOnce(channel, batch);
                final long beginNs = receiveUntil(channel, batch, System.nanoTime() + warmUp.toNanos());
                long bytes = 0;
                long nowNs = beginNs;
                while (nowNs - beginNs < duration.toNanos()) {
                    bytes += receiveOnce(channel, batch);
                    nowNs = System.nanoTime();
                }
                System.out.println("received " + bytes + " " + (nowNs - beginNs));
                while (true) {
                    receiveOnce(channel, batch);
                }
            }
        }
    }

    /** Returns the time at the end. */
    private static long receiveUntil(final SctpChannel channel, final MessageBatch batch, final long endNs)
            throws IOException {
        long nowNs = System.nanoTime();
        while (nowNs - endNs < 0) {
            receiveOnce(channel, batch);
            nowNs = System.nanoTime();
        }
        return nowNs;
    }

    /** Returns the number of bytes received. */
    private static long receiveOnce(final SctpChannel channel, final MessageBatch batch) throws IOException {
        final int count = channel.receive(batch);
        if (count == SctpMessageChannel.END_OF_STREAM) {
            throw new EOFException("the association has ended");
        }
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += batch.length(i);
        }
        return bytes;
    }
}
