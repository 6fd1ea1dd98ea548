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
 * Ends a stack when it is closed, and its associations when the JVM ends. Associations are shut down (RFC 9260 section
 * 9.2); those that have not ended within the limit are aborted (section 9.1).
 */
public final class StackEnd {
    private static final byte[] REASON = "closed, and the shutdown took too long".getBytes(StandardCharsets.US_ASCII);

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** After this time without a message, the program is assumed to have sent everything. */
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Duration LONGEST_LEAVE = Duration.ofSeconds(1);

    /** The threads are woken up and end at once. */
    private static final Duration THREADS_LIMIT = Duration.ofSeconds(5);

    private final StackContext stack;
    private final Object closing = new Object();
    private Thread hook;
    private volatile Throwable cause;

    StackEnd(final StackContext stack) {
        this.stack = stack;
    }

    /** The cause with which the drivers ended; null while the stack is open. */
    Throwable cause() {
        return cause;
    }

    /** Registers the shutdown hook. If the JVM is ending already, nothing can be done. */
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
                // The hook is running, and finds nothing to do.
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

    /**
     * Called when the JVM ends. Channels stay open, so that the program's threads do not fail in their last moments.
     */
    private void endAssociations() {
        final List<Driver> drivers = stack.drivers();
        awaitLastMessages(drivers);
        drivers.forEach(driver -> endpoints(driver).forEach(UserspaceEndpoint::endWithJvm));
        awaitAssociations(drivers);
        drivers.forEach(this::abortRest);
    }

    /**
     * Other shutdown hooks may still send. This waits until nothing was sent for a while, or not at all if all channels
     * are closed.
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

    /** The number of open associations of a driver, without those of closed channels. */
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
