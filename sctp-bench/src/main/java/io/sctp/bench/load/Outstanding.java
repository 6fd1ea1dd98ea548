package io.sctp.bench.load;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The messages of one association that are not answered yet, found by their identifiers: at most a window of them. One
 * thread adds, another may take. Nothing is allocated per message.
 */
final class Outstanding {
    private static final long FREE = -1;

    private final int window;
    private final long mask;
    /** The identifier of the message in each slot, or {@link #FREE}. A slot's other fields are written before it. */
    private final AtomicLongArray identifiers;

    private final int[] streams;
    private final int[] types;
    private final long[] sequences;
    private final long[] intendedNs;
    private final long[] sentNs;
    private final AtomicInteger count = new AtomicInteger();
    private long next;

    /**
     * Creates an empty table.
     *
     * @param window the most unanswered messages
     * @param bits of an identifier; the window has at most two to this power
     */
    Outstanding(final int window, final int bits) {
        final int slots = window == 1 ? 1 : Integer.highestOneBit(window - 1) << 1;
        this.window = window;
        this.mask = (1L << bits) - 1;
        this.identifiers = new AtomicLongArray(slots);
        this.streams = new int[slots];
        this.types = new int[slots];
        this.sequences = new long[slots];
        this.intendedNs = new long[slots];
        this.sentNs = new long[slots];
        for (int i = 0; i < slots; i++) {
            identifiers.set(i, FREE);
        }
    }

    /** Whether as many messages are unanswered as may be. */
    boolean isFull() {
        return count.get() >= window;
    }

    /** The identifier of the message to be added next, if the table is not full. */
    long nextIdentifier() {
        while (identifiers.get(slot(next)) != FREE) {
            next = next + 1 & mask;
        }
        return next;
    }

    /** Adds a message with {@link #nextIdentifier()}. */
    void add(final int stream, final int type, final long sequence, final long intended, final long sent) {
        final int slot = slot(next);
        streams[slot] = stream;
        types[slot] = type;
        sequences[slot] = sequence;
        intendedNs[slot] = intended;
        sentNs[slot] = sent;
        count.incrementAndGet();
        identifiers.set(slot, next);
    }

    /** Goes on to the next identifier: the message added last was sent. */
    void advance() {
        next = next + 1 & mask;
    }

    /** Removes the message added last, which was not sent. */
    void withdraw() {
        remove(slot(next), next);
    }

    /**
     * Takes the message that is answered.
     *
     * @return false if none with this identifier is unanswered
     */
    boolean take(final long identifier, final Answered to) {
        final int slot = slot(identifier);
        if (identifiers.get(slot) != identifier) {
            return false;
        }
        final int stream = streams[slot];
        final int type = types[slot];
        final long sequence = sequences[slot];
        final long intended = intendedNs[slot];
        final long sent = sentNs[slot];
        if (!remove(slot, identifier)) {
            return false;
        }
        to.onAnswer(stream, type, sequence, intended, sent);
        return true;
    }

    /** Gives up messages sent before this time, so that others can be sent; for the adding thread. */
    void dropSentBefore(final long timeNs) {
        for (int slot = 0; slot < sentNs.length; slot++) {
            final long identifier = identifiers.get(slot);
            if (identifier != FREE && sentNs[slot] - timeNs < 0) {
                remove(slot, identifier);
            }
        }
    }

    private boolean remove(final int slot, final long identifier) {
        final boolean removed = identifiers.compareAndSet(slot, identifier, FREE);
        if (removed) {
            count.decrementAndGet();
        }
        return removed;
    }

    private int slot(final long identifier) {
        return (int) identifier & sentNs.length - 1;
    }

    /** Is told of the message that was answered. */
    @FunctionalInterface
    interface Answered {
        /** The message was answered. */
        void onAnswer(int stream, int type, long sequence, long intendedNs, long sentNs);
    }
}
