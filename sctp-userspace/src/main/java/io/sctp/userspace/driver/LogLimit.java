package io.sctp.userspace.driver;

import java.util.concurrent.TimeUnit;

/** Limits log messages that peers can cause: one per second, with the number of those omitted. Never throws. */
public final class LogLimit {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final System.Logger logger;
    private boolean logged;
    private long loggedNs;
    private long leftOut;

    public LogLimit(final System.Logger logger) {
        this.logger = logger;
    }

    /** Writes a message, unless one was written less than a second ago. */
    public synchronized void log(final System.Logger.Level level, final String text, final Throwable cause) {
        final long nowNs = System.nanoTime();
        if (logged && nowNs - loggedNs < INTERVAL_NS) {
            leftOut++;
            return;
        }
        try {
            logged = true;
            loggedNs = nowNs;
            final long before = leftOut;
            leftOut = 0;
            logger.log(level, before == 0 ? text : text + " (and " + before + " times before)", cause);
        } catch (final Throwable unable) { // a logger that runs out of memory must not end a driver
            leftOut++;
        }
    }
}
