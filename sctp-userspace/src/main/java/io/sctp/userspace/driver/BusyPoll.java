package io.sctp.userspace.driver;

import io.sctp.SctpException;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpSocket;
import java.time.Duration;

/**
 * Polls for packets for a short time before its thread sleeps, because waking a thread takes longer than most peers
 * take to answer. When polling finds nothing it is done less and less often, so that an idle thread sleeps. For one
 * thread at a time, except {@link #stop}.
 */
public final class BusyPoll {
    /** In the end, it polls every 64th time. */
    private static final int MOST_MISSES = 6;

    private final long nanos;
    private int misses;
    private int leftOut;
    private volatile boolean stopped;

    /** Polls for this long; never if it is 0. */
    BusyPoll(final Duration time) {
        nanos = time.toNanos();
    }

    /** Called before the thread looks a last time whether it should wait. */
    void begin() {
        stopped = false;
    }

    /** Ends the polling of a thread that need not wait any more. For any thread. */
    void stop() {
        stopped = true;
    }

    /**
     * Receives the datagrams that are there or arrive while polling. Returns their number, or 0 if the thread should
     * sleep.
     */
    int receive(final UdpSocket socket, final DatagramBatch batch) throws SctpException {
        int received = socket.receive(batch);
        if (received > 0 || nanos == 0) {
            return received;
        }
        if (leftOut > 0) {
            leftOut--;
            return 0;
        }
        final long begin = System.nanoTime();
        while (received == 0 && !stopped && System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
            received = socket.receive(batch);
        }
        if (received > 0) {
            misses = 0;
        } else if (!stopped) {
            misses = Math.min(misses + 1, MOST_MISSES);
        }
        leftOut = (1 << misses) - 1;
        return received;
    }
}
