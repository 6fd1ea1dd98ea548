package io.sctp.engine.send;

import io.sctp.engine.config.StreamScheduler;

/** The lists that a queue has: one, or, where a scheduler chooses between streams, one for each. */
final class StreamLists {
    private final SendQueue queue;
    private final Outbound outbound;
    private boolean interleaved;

    /** Null while messages are sent as they come. */
    private StreamTurns turns;

    StreamLists(final SendQueue queue, final Outbound outbound) {
        this.queue = queue;
        this.outbound = outbound;
    }

    void scheduler(final StreamScheduler scheduler) {
        if (turns != null || scheduler != StreamScheduler.FIRST_COME_FIRST_SERVED) {
            turns().scheduler(scheduler);
        }
    }

    void value(final int stream, final int value) {
        turns().value(stream, value);
    }

    int value(final int stream) {
        return turns == null ? 0 : turns.value(stream);
    }

    void interleave(final boolean whether) {
        interleaved = whether;
        if (turns != null) {
            turns.interleave(whether);
        }
    }

    private StreamTurns turns() {
        if (turns == null) {
            turns = new StreamTurns(queue, outbound);
            turns.interleave(interleaved);
        }
        return turns;
    }

    /** Opens the last list of messages, to go through all of them with {@link #openBefore}. */
    int openLast() {
        return turns == null ? 0 : turns.openLast();
    }

    /** Opens the list before another one; below 0 there is none, and the one is open again whose turn it is. */
    int openBefore(final int list) {
        return turns == null ? list - 1 : turns.openBefore(list);
    }

    /** Opens one of the lists again; {@link #close} must follow. */
    void openList(final int list) {
        if (turns != null) {
            turns.openList(list);
        }
    }

    /** Opens the list of a stream's messages; {@link #close} or {@link #onQueued} must follow. */
    void open(final int stream) {
        if (turns != null) {
            turns.open(stream);
        }
    }

    /** Messages of the open list may be gone: opens the one whose turn it is. */
    void close() {
        if (turns != null) {
            turns.close();
        }
    }

    /** There are messages in the open list that were not there before. */
    void onQueued() {
        if (turns != null) {
            turns.onQueued();
        }
    }

    /** A chunk of the open list's first message was sent. */
    void onSent(final int length, final boolean messageBegin, final boolean messageEnd) {
        if (turns != null) {
            turns.onSent(length, messageBegin, messageEnd);
        }
    }

    /** What is left of the message that the open list's stream sends is about to be given up. */
    void onGivenUp() {
        if (turns != null) {
            turns.onGivenUp();
        }
    }

    /** Messages that were begun may be gone, as a whole or in part. */
    void recount() {
        if (turns != null) {
            turns.recount();
        }
    }

    /** The peer's window may be another: opens the list whose turn it is now. */
    void reconsider() {
        if (turns != null) {
            turns.reconsider();
        }
    }

    /** Returns whether no message waits for room whose turn is before that of the open list's, or it is left some. */
    boolean mayGoOn() {
        return turns == null || turns.mayGoOn();
    }

    /** Returns whether the next message is for another packet than the one being written. */
    boolean wantsNewPacket() {
        return turns != null && turns.wantsNewPacket();
    }

    /** A packet was written. */
    void onPacketEnd() {
        if (turns != null) {
            turns.onPacketEnd();
        }
    }

    /** Gives back what is not needed while the queue is empty. */
    void trim() {
        if (turns != null) {
            turns.trim();
        }
    }
}
