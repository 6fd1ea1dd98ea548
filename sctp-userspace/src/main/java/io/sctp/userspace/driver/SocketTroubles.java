package io.sctp.userspace.driver;

import io.sctp.Errno;
import io.sctp.SctpException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Decides whether a driver can continue although its cycles fail: a shortage passes, a broken socket does not. */
public final class SocketTroubles {
    private static final int MIN_COUNT = 5;
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_SHORTAGE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long MAX_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private volatile int count;
    private volatile long sinceNs;

    /** A cycle has not failed. */
    void onSuccess() {
        if (count != 0) {
            count = 0;
        }
    }

    /** Records a failed cycle. Returns whether the failure is permanent. */
    synchronized boolean isForGood(final Throwable thrown) {
        if (thrown instanceof SctpException e
                && (e.errno() == Errno.EBADF.number() || e.errno() == Errno.ENOTSOCK.number())) {
            return true;
        }
        final long nowNs = System.nanoTime();
        if (count == 0) {
            sinceNs = nowNs;
        }
        count = count + 1;
        final long longestNs = thrown instanceof VirtualMachineError ? LONGEST_SHORTAGE_NS : LONGEST_NS;
        return count >= MIN_COUNT && nowNs - sinceNs >= longestNs;
    }

    /** Waits before the next cycle, longer each time. */
    void pause() {
        LockSupport.parkNanos(this, Math.min(MAX_PAUSE_NS, TimeUnit.MILLISECONDS.toNanos(1) << Math.min(count, 10)));
    }
}
