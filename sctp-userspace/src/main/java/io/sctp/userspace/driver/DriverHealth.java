package io.sctp.userspace.driver;

import io.sctp.spi.ProviderHealth;
import java.time.Duration;

/**
 * A snapshot of a driver's health.
 *
 * @param thread its thread; null before it is used
 * @param cycleBeganNs the start of its current cycle (System.nanoTime), or {@link #IDLE}
 * @param failure why it ended; null if it has not
 * @param faults the number of errors it survived
 * @param lastFault the last of them, or null
 */
public record DriverHealth(
        String name,
        int udpPort,
        Thread thread,
        long cycleBeganNs,
        Throwable failure,
        long faults,
        Throwable lastFault) {
    /** No cycle is running: the driver waits for packets and timers. */
    static final long IDLE = Long.MIN_VALUE;

    public ProviderHealth.Worker worker() {
        final Duration busy =
                cycleBeganNs == IDLE ? Duration.ZERO : Duration.ofNanos(Math.max(0, System.nanoTime() - cycleBeganNs));
        return new ProviderHealth.Worker(name, udpPort, state(), busy, faults, text(lastFault), text(failure));
    }

    private ProviderHealth.State state() {
        if (failure != null) {
            return ProviderHealth.State.ENDED;
        }
        if (thread == null) {
            return ProviderHealth.State.UNUSED;
        }
        return thread.isAlive() ? ProviderHealth.State.RUNNING : ProviderHealth.State.ENDED;
    }

    private static String text(final Throwable thrown) {
        return thrown == null ? "" : thrown.toString();
    }
}
