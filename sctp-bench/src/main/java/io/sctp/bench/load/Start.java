package io.sctp.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Decides when the schedule of a run begins. */
public interface Start {
    /** Time for the threads to start before the first message is due. */
    long LEAD_NS = 20_000_000;

    /** As soon as everything is ready. */
    Start SOON = new Start() {
        @Override
        public boolean isAgreed() {
            return false;
        }

        @Override
        public void await(final Duration before, final BooleanSupplier ended) {}

        @Override
        public long beginNs() {
            return System.nanoTime() + LEAD_NS;
        }
    };

    /** Whether the time is agreed with others, so that one must wait for it. */
    boolean isAgreed();

    /**
     * Waits until it is this long before the start, or until the run has ended.
     *
     * @throws IOException if the others do not come, or it is too late to start with them
     */
    void await(Duration before, BooleanSupplier ended) throws IOException, InterruptedException;

    /**
     * Returns the time at which the schedule begins, on the clock of {@link System#nanoTime}; call it last.
     *
     * @throws IOException if that time has passed
     */
    long beginNs() throws IOException;
}
