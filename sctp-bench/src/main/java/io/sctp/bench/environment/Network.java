package io.sctp.bench.environment;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Network emulation with netem on the loopback interface. It is used only in guests of the lab: elsewhere it would
 * affect every program on the machine.
 *
 * @param loss probability of packet loss, 0 to 1
 * @param delay of each packet
 */
public record Network(double loss, Duration delay) {
    /** Neither loses nor delays packets. */
    public static final Network UNDISTURBED = new Network(0, Duration.ZERO);

    /**
     * The maximum number of packets that netem holds. It drops packets beyond that, which would add to the requested
     * loss.
     */
    private static final int MAX_HELD = 1_000_000;

    private static final double PERCENT = 100;
    private static final double NANOS_PER_MILLI = 1e6;

    /** The delay in milliseconds. */
    public double delayMs() {
        return delay.toNanos() / NANOS_PER_MILLI;
    }

    /** Whether it neither loses nor delays packets. */
    public boolean isUndisturbed() {
        return loss == 0 && delay.isZero();
    }

    /** The discipline of {@link Device#discipline} that emulates it. */
    public List<String> discipline() {
        final List<String> discipline = new ArrayList<>(List.of("netem", "limit", Integer.toString(MAX_HELD)));
        if (!delay.isZero()) {
            discipline.addAll(List.of("delay", delay.toNanos() / 1_000 + "us"));
        }
        if (loss > 0) {
            discipline.addAll(List.of("loss", String.format(Locale.ROOT, "%.4f%%", PERCENT * loss)));
        }
        return discipline;
    }

    /**
     * Starts the emulation, unless neither loss nor delay is set.
     *
     * @return a resource that ends the emulation when it is closed
     * @throws IllegalArgumentException outside the lab
     * @throws IOException if the emulation cannot be started
     */
    public Disturbed apply() throws IOException {
        if (isUndisturbed()) {
            return () -> {};
        }
        if (!KernelFacts.isLab()) {
            throw new IllegalArgumentException(
                    "--loss and --delay would disturb this machine's own traffic: they work in the lab only");
        }
        Device.LOOPBACK.discipline(discipline());
        return Device.LOOPBACK::restore;
    }

    /** The running emulation. */
    @FunctionalInterface
    public interface Disturbed extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
