package io.sctp.userspace.driver;

import io.sctp.SctpException;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpSocket;
import java.time.Duration;

/**
 * Looks for packets for a moment before its thread sleeps: waking a thread takes longer than most peers take to answer.
 * Where that has been in vain it is tried less and less often, so that a thread with nothing to do sleeps. For one
 * thread at a time.
 */
public final class BusyPoll {
    /** Tried at every 64th time, in the end. */
    private static final int MOST_MISSES = 6;

    private final long nanos;
    private int misses;
    private int leftOut;

    /** Looks for so long; not at all if that is 0. */
    BusyPoll(final Duration time) {
        nanos = time.toNanos();
    }

    /** Receives what there is or what comes soon; returns how many datagrams, 0 if the thread had better sleep. */
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
        while (received == 0 && System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
            received = socket.receive(batch);
        }
        misses = received > 0 ? 0 : Math.min(misses + 1, MOST_MISSES);
        leftOut = (1 << misses) - 1;
        return received;
    }
}
