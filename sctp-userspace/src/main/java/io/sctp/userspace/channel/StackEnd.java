package io.sctp.userspace.channel;

import io.sctp.SctpPoller;
import io.sctp.spi.Deadline;
import io.sctp.userspace.driver.Driver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends what a stack has: all of it when the stack is closed, and its associations when the JVM ends. Associations are
 * shut down (RFC 9260 section 9.2), those that are not over within the limit aborted (section 9.1).
 */
public final class StackEnd {
    private static final byte[] REASON = "closed, and the shutdown took too long".getBytes(StandardCharsets.US_ASCII);

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Without a message for so long, the program has no more to say. */
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Duration LONGEST_LEAVE = Duration.ofSeconds(1);

    /** Threads end at their next look, which a wake-up brings about at once. */
    private static final Duration THREADS_LIMIT = Duration.ofSeconds(5);

    private final StackContext stack;
    private final Object closing = new Object();
    private Thread hook;
    private volatile Throwable cause;

    StackEnd(final StackContext stack) {
        this.stack = stack;
    }

    /** What its drivers have ended with; null while it is open. */
    Throwable cause() {
        return cause;
    }

    /** Has the associations end with the JVM, from now on. Where the JVM is ending already, nothing can be done. */
    synchronized void watchJvm() {
        if (hook != null || cause != null || !stack.config().closesWithJvm()) {
            return;
        }
        hook = new Thread(this::endAssociations, "sctp-exit");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (final IllegalStateException e) {
            hook = null;
        }
    }

    private synchronized void unwatchJvm() {
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (final IllegalStateException e) {
                // It runs, and finds nothing to do.
            }
            hook = null;
        }
    }

    /** Ends everything. */
    void close() {
        synchronized (closing) {
            if (cause != null) {
                return;
            }
            cause = new IllegalStateException("its stack is closed");
            final List<Driver> drivers = stack.drivers();
            drivers.forEach(driver -> endpoints(driver).forEach(UserspaceEndpoint::closeNow));
            awaitAssociations(drivers);
            drivers.forEach(this::abortRest);
            drivers.forEach(driver -> driver.stop(cause));
            final Deadline deadline = Deadline.in(THREADS_LIMIT);
            drivers.forEach(driver -> driver.awaitEnd(deadline));
            stack.pollers().forEach(StackEnd::close);
            stack.addresses().close();
            unwatchJvm();
        }
    }

    private static void close(final SctpPoller poller) {
        try {
            poller.close();
        } catch (final IOException e) {
            throw new AssertionError("a poller has nothing that could fail to be closed", e);
        }
    }

    /** The JVM ends. Channels stay open: the program's threads are not to fail in their last moments. */
    private void endAssociations() {
        final List<Driver> drivers = stack.drivers();
        awaitLastMessages(drivers);
        drivers.forEach(driver -> endpoints(driver).forEach(UserspaceEndpoint::endWithJvm));
        awaitAssociations(drivers);
        drivers.forEach(this::abortRest);
    }

    /**
     * Other hooks of the program may still take leave of peers, which is over when nothing was sent for a while. There is
     * nothing to wait for where all channels are closed.
     */
    private void awaitLastMessages(final List<Driver> drivers) {
        final Deadline deadline = Deadline.in(LONGEST_LEAVE);
        long before = -1;
        while (!deadline.expired() && drivers.stream().anyMatch(driver -> openAssociationCount(driver) > 0)) {
            final long sends = drivers.stream().mapToLong(StackEnd::sends).sum();
            if (sends == before) {
                return;
            }
            before = sends;
            LockSupport.parkNanos(this, QUIET_NS);
        }
    }

    private static List<UserspaceEndpoint<?>> endpoints(final Driver driver) {
        return DriverChannels.of(driver).endpoints();
    }

    /** The number of associations of a driver that are not over, without those of closed channels. */
    private static int openAssociationCount(final Driver driver) {
        driver.enter();
        try {
            return driver.engine().associationCount()
                    - DriverChannels.of(driver).lingeringCount();
        } finally {
            driver.leave();
        }
    }

    private static long sends(final Driver driver) {
        driver.enter();
        try {
            return DriverChannels.of(driver).sends();
        } finally {
            driver.leave();
        }
    }

    private void awaitAssociations(final List<Driver> drivers) {
        final Deadline deadline = Deadline.in(stack.config().closeLimit());
        for (final Driver driver : drivers) {
            while (driver.failure() == null && driver.associationCount() > 0 && !deadline.expired()) {
                LockSupport.parkNanos(this, LOOK_NS);
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
    }

    private void abortRest(final Driver driver) {
        driver.enter();
        try {
            DriverChannels.of(driver).abortLingering(REASON);
        } finally {
            driver.leave();
        }
        for (final UserspaceEndpoint<?> endpoint : endpoints(driver)) {
            endpoint.abortAll(REASON);
        }
    }
}
