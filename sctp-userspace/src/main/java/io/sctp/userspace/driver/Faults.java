package io.sctp.userspace.driver;

import io.sctp.engine.Association;
import io.sctp.engine.SctpEngine;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Handles errors thrown by a driver's work, such as a memory shortage or a defect. The association being worked on is
 * ended, since its state is in doubt; its work is not tried again, and everything else continues. Used with the
 * driver's lock. Never throws, even without memory or stack.
 */
public final class Faults {
    private final String name;
    private final SctpEngine engine;
    private final BiConsumer<Association, Throwable> ended;
    private final LogLimit log;
    private final AtomicLong count = new AtomicLong();
    private volatile Throwable last;

    /** An association that could not be ended for lack of stack or memory. */
    private Association unended;

    private Throwable unendedWhy;
    private int unexplained;

    /**
     * Creates the record of a driver's errors.
     *
     * @param ended receives each association that was ended because of an error
     */
    Faults(
            final String name,
            final SctpEngine engine,
            final BiConsumer<Association, Throwable> ended,
            final System.Logger logger) {
        this.name = name;
        this.engine = engine;
        this.ended = ended;
        log = new LogLimit(logger);
    }

    /** A part of a cycle was done without an error. */
    void onSuccess() {
        unexplained = 0;
    }

    /**
     * A part of a cycle threw an error.
     *
     * @param work the name of the part, for people
     */
    void onThrown(final String work, final Throwable thrown) {
        note(work, thrown);
        final Association involved = engine.takeInvolved();
        if (involved == null) {
            unexplained++;
        } else {
            end(involved, thrown);
        }
    }

    /** A program's call on one association threw an error. */
    void onThrown(final Association association, final Throwable thrown) {
        note("a call", thrown);
        end(association, thrown);
    }

    /** Something that concerns no association threw an error. */
    void note(final String work, final Throwable thrown) {
        last = thrown;
        count.incrementAndGet();
        log.log(System.Logger.Level.ERROR, describe(work), thrown);
    }

    private String describe(final String work) {
        try {
            return name + ": " + work + " failed; the association concerned is ended, the others go on";
        } catch (final OutOfMemoryError e) {
            return "work of SCTP failed";
        }
    }

    /** Ends the association that could not be ended before. Called at the beginning of a cycle. */
    void endRest() {
        final Association association = unended;
        if (association != null) {
            unended = null;
            end(association, unendedWhy);
        }
    }

    private void end(final Association association, final Throwable thrown) {
        try {
            engine.fail(association);
        } catch (final Throwable again) { // see the class comment
            unended = association;
            unendedWhy = thrown;
        }
        try {
            ended.accept(association, thrown);
        } catch (final Throwable again) { // see the class comment
            unended = association;
            unendedWhy = thrown;
        }
    }

    /** The number of consecutive errors that concerned no association that could be ended. */
    int unexplained() {
        return unexplained;
    }

    /** The number of errors. For any thread. */
    long count() {
        return count.get();
    }

    /** The last error; null if there was none. For any thread. */
    Throwable last() {
        return last;
    }
}
