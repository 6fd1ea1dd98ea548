package io.sctp.engine;

import io.sctp.engine.config.EngineConfig;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What many associations cost: two engines in memory on one thread, no I/O. Run its main, with {@code -Xmx4g} or more.
 *
 * <ul>
 *   <li>memory of an idle association, heap and direct memory, with default settings;
 *   <li>processor time that 100,000 idle associations with heartbeats take, as a share of one core;
 *   <li>nanoseconds per 100-byte message with 10,000 associations that all send, beside one that does.
 * </ul>
 */
public final class EngineScaleBenchmark {
    private static final int IDLE = 100_000;
    private static final int ACTIVE = 10_000;
    private static final int PORTS = 50_000;
    private static final int FIRST_PORT = 10_000;
    private static final int MESSAGE_BYTES = 100;
    private static final int MESSAGES_AT_A_TIME = 64;
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private EngineScaleBenchmark() {}

    public static void main(final String[] arguments) {
        idle();
        final double one = active(1, 4_000_000);
        final double many = active(ACTIVE, 4_000_000);
        System.out.printf(
                Locale.ROOT,
                "active: 1 association %.0f ns/message, %,d associations %.0f ns/message: %.2f times%n",
                one,
                ACTIVE,
                many,
                many / one);
    }

    private static void idle() {
        final long before = usedBytes();
        final EnginePair pair = pair(IDLE);
        final List<Association> associations = connect(pair, IDLE);
        // The memory pool and the tables that only setting up needs are in use no more.
        pair.pass(TimeUnit.SECONDS.toNanos(1));
        System.out.printf(
                Locale.ROOT,
                "idle: %,d bytes for each end of %,d associations%n",
                (usedBytes() - before) / associations.size(),
                IDLE);

        final long warmUp = TimeUnit.SECONDS.toNanos(60);
        final long measured = TimeUnit.SECONDS.toNanos(120);
        step(pair, warmUp);
        final long begin = processorNs();
        step(pair, measured);
        final long spent = processorNs() - begin;
        System.out.printf(
                Locale.ROOT,
                "idle: %.2f %% of one core for each end of %,d associations with heartbeats%n",
                100.0 * spent / measured / 2,
                IDLE);
        if (associations.stream().anyMatch(association -> association.state() != AssociationState.ESTABLISHED)) {
            throw new AssertionError("associations were lost");
        }
    }

    private static double active(final int count, final int messages) {
        final EnginePair pair = pair(count);
        final List<Association> associations = connect(pair, count);
        final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
        final ReceiveInfo info = new ReceiveInfo();
        final SendOptions options = new SendOptions();
        long begin = 0;
        long arrived = 0;
        final long warm = messages / 2;
        while (arrived < messages) {
            for (int i = 0; i < count; i++) {
                final Association client = associations.get(2 * i);
                for (int m = 0; m < MESSAGES_AT_A_TIME; m++) {
                    if (client.send(message, 0, MESSAGE_BYTES, options) != SendResult.QUEUED) {
                        break;
                    }
                }
                pair.carry(true);
                final Association server = associations.get(2 * i + 1);
                while (server.receive(message, 0, MESSAGE_BYTES, info) >= 0) {
                    arrived++;
                }
                pair.carry(false);
                pair.nowNs += 1000;
            }
            drainEvents(pair);
            if (begin == 0 && arrived >= warm) {
                begin = processorNs();
                arrived = warm;
            }
        }
        return (double) (processorNs() - begin) / (arrived - warm);
    }

    private static EnginePair pair(final int associations) {
        final EngineConfig config = EngineConfig.builder()
                .maxAssociations(associations)
                .maxInitsPerSecond(1 << 30)
                .build();
        return new EnginePair(config, config);
    }

    /** Sets associations up: the client's end of each, followed by the server's. */
    private static List<Association> connect(final EnginePair pair, final int count) {
        final List<Association> associations = new ArrayList<>(2 * count);
        for (int i = 0; i < count; i++) {
            final int serverPort = EnginePair.PORT + i / PORTS;
            pair.server.listen(serverPort);
            associations.add(pair.client.connect(
                    pair.nowNs,
                    FIRST_PORT + i % PORTS,
                    serverPort,
                    List.of(EnginePair.SERVER_ADDRESS),
                    EnginePair.UDP_PORT,
                    0));
            pair.run();
            associations.add(pair.serverEvents.association);
            drainEvents(pair);
            pair.nowNs += 300_000; // spreads the heartbeats over their interval
        }
        return associations;
    }

    private static void step(final EnginePair pair, final long spanNs) {
        final long end = pair.nowNs + spanNs;
        while (pair.nowNs < end) {
            pair.advanceTo(pair.nowNs + STEP_NS);
            drainEvents(pair);
        }
    }

    private static void drainEvents(final EnginePair pair) {
        pair.client.pollEvents(pair.clientEvents, Integer.MAX_VALUE);
        pair.server.pollEvents(pair.serverEvents, Integer.MAX_VALUE);
        pair.clientEvents.events.clear();
        pair.serverEvents.events.clear();
    }

    /** This thread's time on a processor: other programs on the machine do not count. */
    private static long processorNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long usedBytes() {
        long used = 0;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
        for (final BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            used += pool.getMemoryUsed();
        }
        return used;
    }
}
