package io.sctp.userspace.driver;

import io.sctp.engine.Association;
import io.sctp.engine.SctpEngine;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * What becomes of an error that the work of a driver throws, be it a shortage of memory or a defect: the association
 * that was being worked on ends, for its state is in doubt; what threw is not tried again, and everything else goes on.
 * Used with the driver's lock. Never throws, even with no memory or stack left.
 */
public final class Faults {
    private final String name;
    private final SctpEngine engine;
    private final BiConsumer<Association, Throwable> ended;
    private final LogLimit log;
    private final AtomicLong count = new AtomicLong();
    private volatile Throwable last;

    /** An association that could not be ended with the stack or the memory that was left. */
    private Association unended;

    private Throwable unendedWhy;
    private int unexplained;

    /**
     * Makes the record of a driver's errors.
     *
     * @param ended told of each association that the engine ended because of an error
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

    /** Part of a turn was done without an error. */
    void onSuccess() {
        unexplained = 0;
    }

    /**
     * Part of a turn threw.
     *
     * @param work which, for people
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

    /** A call of the program's on one association threw. */
    void onThrown(final Association association, final Throwable thrown) {
        note("a call", thrown);
        end(association, thrown);
    }

    /** Something threw that concerns no association. */
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

    /** Ends what could not be ended before; at the beginning of a turn. */
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

    /** How many errors in a row concerned no association that could be ended. */
    int unexplained() {
        return unexplained;
    }

    /** How many errors there were; for any thread. */
    long count() {
        return count.get();
    }

    /** The last error; null if there was none. For any thread. */
    Throwable last() {
        return last;
    }
}
