package io.sctp.engine;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.StreamScheduler;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * What each scheduler costs: nanoseconds of processor time for a 100-byte message through two engines in memory, with
 * few messages queued and with many, on few streams and on many. Run its main; the rounds of all cases are interleaved.
 */
public final class StreamSchedulerBenchmark {
    private static final int MESSAGE_BYTES = 100;
    private static final int MESSAGES = 400_000;
    private static final int ROUNDS = 5;
    private static final int[] STREAMS = {10, 10_000};
    private static final int[] BUFFERS = {256 << 10, 16 << 20};

    private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private final ReceiveInfo info = new ReceiveInfo();
    private final SendOptions options = new SendOptions();

    private StreamSchedulerBenchmark() {}

    public static void main(final String[] arguments) {
        final StreamSchedulerBenchmark benchmark = new StreamSchedulerBenchmark();
        for (int round = 0; round < ROUNDS; round++) {
            for (final StreamScheduler scheduler : StreamScheduler.values()) {
                final StringBuilder line = new StringBuilder();
                for (final int streams : STREAMS) {
                    for (final int buffer : BUFFERS) {
                        line.append(
                                String.format(Locale.ROOT, " %6.0f", benchmark.measure(scheduler, streams, buffer)));
                    }
                }
                System.out.printf(Locale.ROOT, "round %d %-24s ns/message:%s%n", round, scheduler, line);
            }
        }
    }

    private double measure(final StreamScheduler scheduler, final int streams, final int sendBuffer) {
        final AssociationConfig config = AssociationConfig.builder()
                .streamScheduler(scheduler)
                .outboundStreams(streams)
                .maxInboundStreams(streams)
                .sendBufferBytes(sendBuffer)
                .build();
        final EnginePair pair = new EnginePair(config, config).connect();
        for (int stream = 0; stream < streams; stream++) {
            pair.clientSide.schedulerValue(stream, 1 + stream % 16);
        }
        int stream = 0;
        int arrived = 0;
        long begin = 0;
        while (arrived < MESSAGES) {
            while (pair.clientSide.send(message, 0, MESSAGE_BYTES, options.stream(stream)) == SendResult.QUEUED) {
                stream = (stream + 7919) % streams;
            }
            pair.carry(true);
            while (pair.serverSide.receive(message, 0, MESSAGE_BYTES, info) >= 0) {
                arrived++;
            }
            pair.carry(false);
            pair.nowNs += 1000;
            if (begin == 0 && arrived >= MESSAGES / 4) {
                begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                arrived = MESSAGES / 4;
            }
        }
        final long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
        return (double) spent / (arrived - MESSAGES / 4);
    }
}
