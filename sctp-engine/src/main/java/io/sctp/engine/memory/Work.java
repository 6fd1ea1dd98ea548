package io.sctp.engine.memory;

/**
 * Counts the steps of loops that walk tables, so that tests and the simulator can hold a packet, a poll, a send or a
 * timer to its share: what it costs follows from its bytes and from what it changes, never from what merely waits.
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

    /** Returns the steps since the engine began; only differences mean something. */
    public long total() {
        return steps;
    }
}
