package io.sctp.spi;

import java.time.Duration;
import java.util.List;

/**
 * How a provider is at one moment: what a liveness probe asks for, and what explains its answer.
 *
 * @param workers the threads that work for all channels; none where the system does it
 * @param memory what the provider may take of the JVM's memory; all 0 where it takes none
 */
public record ProviderHealth(List<Worker> workers, Memory memory) {
    /** A worker that is busy with one turn for longer than this is not healthy: turns take milliseconds. */
    public static final Duration LONGEST_TURN = Duration.ofSeconds(10);

    /** The health of a provider without threads of its own. */
    public static final ProviderHealth NO_WORKERS = new ProviderHealth(List.of(), new Memory(0, 0, 0));

    /** Keeps a copy of the list. */
    public ProviderHealth {
        workers = List.copyOf(workers);
    }

    /** Whether every worker goes on: none has ended, and none is stuck in its turn. */
    public boolean isHealthy() {
        return workers.stream().allMatch(Worker::isHealthy);
    }

    /** What a worker does. */
    public enum State {
        /** No channel has needed it yet. */
        UNUSED,
        /** It serves its channels. */
        RUNNING,
        /**
         * It cannot go on; its channels have ended with the same cause. The next channel that is opened gets another
         * one.
         */
        ENDED
    }

    /**
     * A thread that works for all channels.
     *
     * @param name the thread's
     * @param udpPort the UDP port through which it speaks; 0 for none
     * @param state what it does
     * @param busyFor how long its present turn has taken; zero while it waits for work
     * @param survivedErrors how many errors ended an association or were passed over, and not the worker
     * @param lastError the last of those; empty for none
     * @param end why it ended; empty while it has not
     */
    public record Worker(
            String name,
            int udpPort,
            State state,
            Duration busyFor,
            long survivedErrors,
            String lastError,
            String end) {
        /** Whether it has not ended, and is not stuck. */
        public boolean isHealthy() {
            return state != State.ENDED && busyFor.compareTo(LONGEST_TURN) <= 0;
        }
    }

    /**
     * Direct memory.
     *
     * @param limitBytes what all workers together may take
     * @param allocatedBytes what they have taken
     * @param usedBytes how much of that holds messages now
     */
    public record Memory(long limitBytes, long allocatedBytes, long usedBytes) {}
}
