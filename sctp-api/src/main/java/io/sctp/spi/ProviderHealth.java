package io.sctp.spi;

import java.time.Duration;
import java.util.List;

/**
 * A snapshot of a provider's health: the answer for a liveness probe, and its explanation.
 *
 * @param workers the provider's threads; empty if the system does the work
 * @param memory direct memory of the provider; all 0 if it uses none
 */
public record ProviderHealth(List<Worker> workers, Memory memory) {
    /** A worker whose turn takes longer than this is unhealthy; turns normally take milliseconds. */
    public static final Duration LONGEST_TURN = Duration.ofSeconds(10);

    /** The health of a provider without its own threads. */
    public static final ProviderHealth NO_WORKERS = new ProviderHealth(List.of(), new Memory(0, 0, 0));

    /** Keeps a copy of the list. */
    public ProviderHealth {
        workers = List.copyOf(workers);
    }

    /** Whether no worker has ended or is stuck in its turn. */
    public boolean isHealthy() {
        return workers.stream().allMatch(Worker::isHealthy);
    }

    /** What a worker does. */
    public enum State {
        /** No channel has needed it yet. */
        UNUSED,
        /** It serves channels. */
        RUNNING,
        /**
         * It cannot continue; its channels have ended with the same cause. The next channel that is opened gets another
         * worker.
         */
        ENDED
    }

    /**
     * A thread of the provider.
     *
     * @param name the thread's name
     * @param udpPort its UDP port; 0 for none
     * @param state its state
     * @param busyFor duration of its current turn; zero while it waits for work
     * @param survivedErrors number of errors that ended an association or were ignored, but did not end the worker
     * @param lastError the last such error; empty for none
     * @param end why it ended; empty while it runs
     */
    public record Worker(
            String name,
            int udpPort,
            State state,
            Duration busyFor,
            long survivedErrors,
            String lastError,
            String end) {
        /** Whether it has neither ended nor is stuck. */
        public boolean isHealthy() {
            return state != State.ENDED && busyFor.compareTo(LONGEST_TURN) <= 0;
        }
    }

    /**
     * Direct memory.
     *
     * @param limitBytes the limit of all workers together
     * @param allocatedBytes the memory allocated
     * @param usedBytes the part of it in use for messages
     */
    public record Memory(long limitBytes, long allocatedBytes, long usedBytes) {}
}
