package io.sctp.engine.memory;

/**
 * Counts the steps of loops over tables, so that tests and the simulator can check the cost of a packet, poll, send or
 * timer. The cost must depend on its bytes and on what it changes, never on what merely waits.
 */
public final class Work {
    private long steps;

    /** Counts one step. */
    public void step() {
        steps++;
    }

    /** Counts several steps at once. */
    public void steps(final int count) {
        steps += count;
    }

    /** Returns the number of steps since the engine began. Only differences are meaningful. */
    public long total() {
        return steps;
    }
}
