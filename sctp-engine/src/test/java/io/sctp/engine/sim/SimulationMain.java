package io.sctp.engine.sim;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Runs many seeds on all cores and says how it went: {@code SimulationMain FIRST COUNT}; all of them attacked with
 * {@code -Dsim.attacked=true}.
 */
public final class SimulationMain {
    private SimulationMain() {}

    public static void main(final String[] arguments) {
        final long first = Long.parseLong(arguments[0]);
        final long count = Long.parseLong(arguments[1]);
        final AtomicLong packets = new AtomicLong();
        final AtomicLong messages = new AtomicLong();
        final AtomicLong failures = new AtomicLong();
        final boolean attacked = Boolean.getBoolean("sim.attacked");
        final long begin = System.nanoTime();
        LongStream.range(first, first + count).parallel().forEach(seed -> {
            try {
                final Simulation.Result result = attacked ? Simulation.runAttacked(seed) : Simulation.run(seed);
                packets.addAndGet(result.packets());
                messages.addAndGet(result.messages());
            } catch (final AssertionError e) {
                if (failures.getAndIncrement() < 3) {
                    e.printStackTrace();
                } else {
                    System.out.println(e.getMessage().lines().findFirst().orElse(""));
                }
            }
        });
        System.out.printf(
                Locale.ROOT,
                "%d seeds, %d packets, %d messages, %d failures, %.1f s%n",
                count,
                packets.get(),
                messages.get(),
                failures.get(),
                (System.nanoTime() - begin) / 1e9);
        System.exit(failures.get() == 0 ? 0 : 1);
    }
}
