package io.sctp.bench.faults;

import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * The run that faults disturb, as their thread sees it.
 *
 * @param measureFromNs start of the measurement, by {@link System#nanoTime}
 * @param nextDueNs when the next message is due, likewise; in the past if the sender is behind its schedule
 * @param outstanding messages that were sent and have not arrived, except those that later ones have overtaken
 * @param killer ends the peer; null if it is not in this process
 */
public record Scene(long measureFromNs, LongSupplier nextDueNs, LongSupplier outstanding, Killer killer) {
    /** Ends the peer. */
    @FunctionalInterface
    public interface Killer {
        /** Aborts all associations. */
        void kill() throws IOException;
    }
}
