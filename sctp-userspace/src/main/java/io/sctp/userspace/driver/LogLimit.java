package io.sctp.userspace.driver;

import java.util.concurrent.TimeUnit;

/** Log lines that outsiders can cause: one in a second, with the number of those left out. Never throws. */
public final class LogLimit {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final System.Logger logger;
    private boolean logged;
    private long loggedNs;
    private long leftOut;

    public LogLimit(final System.Logger logger) {
        this.logger = logger;
    }

    /** Writes a line, unless one was written less than a second ago. */
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
        } catch (final Throwable unable) { // a logger that has no memory must not end a driver
            leftOut++;
        }
    }
}
