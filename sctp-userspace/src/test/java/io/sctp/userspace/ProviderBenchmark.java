package io.sctp.userspace;

import io.sctp.MessageBatch;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.userspace.config.StackConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;

/**
 * Two processes over loopback: {@code oneway|echo SIZE SECONDS} with one association, {@code many SIZE SECONDS} one way
 * with {@code -Dbenchmark.associations}, each with a thread at each end. Prints messages per second, and per message
 * the processor time and, with one association, the bytes allocated of each end.
 */
public final class ProviderBenchmark {
    private static final int PORT = 5000;
    private static final int BATCH = 64;
    private static final int ASSOCIATIONS = Integer.getInteger("benchmark.associations", 8);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private ProviderBenchmark() {}

    public static void main(final String[] arguments) throws Exception {
        if (arguments[0].startsWith("serve-")) {
            serve(arguments[0].substring("serve-".length()), Integer.parseInt(arguments[1]));
            return;
        }
        final int size = Integer.parseInt(arguments[1]);
        final long seconds = Long.parseLong(arguments[2]);
        final Process server = startServer(arguments[0], size);
        if (arguments[0].equals("many")) {
            many(
                    "many",
                    size,
                    ProviderBenchmark::connect,
                    channel -> send(channel, size, seconds).messages());
            server.waitFor();
            return;
        }
        try (SctpChannel channel = connect()) {
            if (arguments[0].equals("echo")) {
                echo(channel, size, 2);
                report(arguments[0], size, echo(channel, size, seconds));
            } else {
                send(channel, size, 2);
                report(arguments[0], size, send(channel, size, seconds));
                System.out.println(channel.association().statistics());
            }
        } finally {
            server.waitFor();
        }
    }

    private static Process startServer(final String mode, final int size) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ProviderBenchmark.class.getName(),
                "serve-" + mode,
                Integer.toString(size)));
        return new ProcessBuilder(command).inheritIO().start();
    }

    /** Goes on trying while the server starts. */
    private static SctpChannel connect() throws IOException {
        final SctpChannel channel = new UserspaceProvider().openChannel(null);
        channel.setOption(
                SctpOptions.REMOTE_UDP_ENCAPS_PORT,
                Integer.getInteger(StackConfig.UDP_PORT_PROPERTY, StackConfig.ASSIGNED_UDP_PORT));
        channel.setOption(java.net.StandardSocketOptions.SO_SNDBUF, Integer.getInteger("benchmark.buffer", 1 << 20));
        channel.connect(SctpAddress.loopback(PORT), Duration.ofMinutes(1));
        return channel;
    }

    private record Run(long messages, long elapsedNs, long cpuNs, long allocated) {}

    private static Run send(final SctpChannel channel, final int size, final long seconds) throws IOException {
        final MessageBatch batch = new MessageBatch(BATCH, size);
        final byte[] message = new byte[size];
        while (!batch.isFull()) {
            batch.add(ByteBuffer.wrap(message), null);
        }
        final long begin = System.nanoTime();
        final long cpu = cpuNs();
        final long allocated = allocated();
        long sent = 0;
        while (System.nanoTime() - begin < seconds * NANOS_PER_SECOND) {
            sent += channel.send(batch.position(0));
        }
        return new Run(sent, System.nanoTime() - begin, cpuNs() - cpu, allocated() - allocated);
    }

    private static Run echo(final SctpChannel channel, final int size, final long seconds) throws IOException {
        final ByteBuffer message = ByteBuffer.allocateDirect(size);
        final io.sctp.ReceiveInfo info = new io.sctp.ReceiveInfo();
        final long begin = System.nanoTime();
        final long cpu = cpuNs();
        final long allocated = allocated();
        long count = 0;
        while (System.nanoTime() - begin < seconds * NANOS_PER_SECOND) {
            channel.send(message.clear(), null);
            channel.receive(message.clear(), info);
            count++;
        }
        return new Run(count, System.nanoTime() - begin, cpuNs() - cpu, allocated() - allocated);
    }

    private interface Opening {
        SctpChannel open() throws IOException;
    }

    private interface Work {
        long messages(SctpChannel channel) throws IOException;
    }

    /** Opens all associations, has a thread work with each, and reports what all did. */
    private static void many(final String what, final int size, final Opening opening, final Work work)
            throws Exception {
        final List<FutureTask<Long>> tasks = new ArrayList<>();
        final List<SctpChannel> channels = new ArrayList<>();
        for (int i = 0; i < ASSOCIATIONS; i++) {
            channels.add(opening.open());
        }
        final long begin = System.nanoTime();
        final long cpu = cpuNs();
        for (final SctpChannel channel : channels) {
            final FutureTask<Long> task = new FutureTask<>(() -> work.messages(channel));
            tasks.add(task);
            new Thread(task).start();
        }
        long messages = 0;
        for (final FutureTask<Long> task : tasks) {
            messages += task.get();
        }
        report(what, size, new Run(messages, System.nanoTime() - begin, cpuNs() - cpu, 0));
        for (final SctpChannel channel : channels) {
            channel.close();
        }
    }

    private static void serve(final String mode, final int size) throws Exception {
        if (mode.equals("many")) {
            try (SctpServerChannel server = bound()) {
                many("server, many", size, server::accept, channel -> drain(channel, size));
            }
            return;
        }
        final boolean echo = mode.equals("echo");
        try (SctpServerChannel server = bound();
                SctpChannel channel = server.accept()) {
            final long begin = System.nanoTime();
            final long cpu = cpuNs();
            final long allocated = allocated();
            final long count = echo ? answer(channel, size) : drain(channel, size);
            report(
                    echo ? "server, echo" : "server, oneway",
                    size,
                    new Run(count, System.nanoTime() - begin, cpuNs() - cpu, allocated() - allocated));
        }
    }

    private static SctpServerChannel bound() throws IOException {
        final SctpServerChannel server = new UserspaceProvider().openServerChannel(null);
        server.setOption(java.net.StandardSocketOptions.SO_RCVBUF, Integer.getInteger("benchmark.buffer", 1 << 20));
        return server.bind(SctpAddress.loopback(PORT));
    }

    private static long drain(final SctpChannel channel, final int size) throws IOException {
        final MessageBatch batch = new MessageBatch(BATCH, size);
        long count = 0;
        while (true) {
            final int received = channel.receive(batch);
            if (received == SctpMessageChannel.END_OF_STREAM) {
                return count;
            }
            count += received;
        }
    }

    private static long answer(final SctpChannel channel, final int size) throws IOException {
        final ByteBuffer message = ByteBuffer.allocateDirect(size);
        final io.sctp.ReceiveInfo info = new io.sctp.ReceiveInfo();
        long count = 0;
        while (channel.receive(message.clear(), info) > 0) {
            channel.send(message.flip(), null);
            count++;
        }
        return count;
    }

    private static void report(final String what, final int size, final Run run) {
        System.out.println(String.format(
                Locale.ROOT,
                "%-15s %5d B: %,12.0f msg/s, %,8.0f ns CPU and %.2f bytes allocated per message",
                what,
                size,
                (double) run.messages() * NANOS_PER_SECOND / run.elapsedNs(),
                (double) run.cpuNs() / run.messages(),
                (double) run.allocated() / run.messages()));
    }

    private static long cpuNs() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
