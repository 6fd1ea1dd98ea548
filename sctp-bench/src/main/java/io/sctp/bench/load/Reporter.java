package io.sctp.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the server's reports of arrivals that have not filled up by themselves. Its thread starts with the first
 * arrival that a client wants to have reported, and sleeps whenever all are reported.
 */
final class Reporter implements AutoCloseable {
    /** The maximum delay of an arrival's report. */
    private static final long DELAY_NS = 20_000_000;

    private static final System.Logger LOGGER = System.getLogger("io.sctp.bench");

    private final Thread thread = new Thread(this::reportAll, "load-reports");

    /** Guarded by this, as is {@link #closing}. */
    private List<Answering> due = new ArrayList<>();

    private boolean closing;

    Reporter() {
        thread.setDaemon(true);
    }

    /** Lets a peer report within {@value #DELAY_NS} ns; from any thread. */
    synchronized void reportSoon(final Answering peer) {
        if (closing) {
            return;
        }
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
        due.add(peer);
        if (due.size() == 1) {
            notifyAll();
        }
    }

    /** Ends the thread soon. */
    @Override
    public synchronized void close() {
        closing = true;
        notifyAll();
    }

    private void reportAll() {
        while (awaitDue()) {
            LockSupport.parkNanos(this, DELAY_NS);
            for (final Answering peer : takeDue()) {
                try {
                    peer.report();
                } catch (final IOException e) { // a lost peer accepts no report, which does not affect the others
                    LOGGER.log(System.Logger.Level.DEBUG, "a report was not accepted", e);
                }
            }
        }
    }

    /** Waits until there is something to report. Returns false if the thread must end. */
    private synchronized boolean awaitDue() {
        try {
            while (due.isEmpty() && !closing) {
                wait();
            }
        } catch (final InterruptedException e) {
            return false;
        }
        return !closing;
    }

    private synchronized List<Answering> takeDue() {
        final List<Answering> taken = due;
        due = new ArrayList<>();
        return taken;
    }
}
