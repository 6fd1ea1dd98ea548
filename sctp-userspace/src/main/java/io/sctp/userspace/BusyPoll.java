package io.sctp.userspace;

import io.sctp.SctpException;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpSocket;
import java.util.concurrent.TimeUnit;

/**
 * Looks for packets for a moment before its thread sleeps: waking a thread takes longer than most peers take to answer.
 * Where that has been in vain it is tried less and less often, so that a thread with nothing to do sleeps. For one
 * thread at a time.
 */
final class BusyPoll {
    /** System property: microseconds, 0 for never. */
    static final String PROPERTY = "io.sctp.udp.busyPollMicros";

    /**
     * More than a thread takes to wake up, so that two ends who begin asleep both get to the point where neither does.
     */
    private static final int STANDARD_MICROS = 50;

    private static final int MOST_MICROS = 10_000;

    /** Tried at every 64th time, in the end. */
    private static final int MOST_MISSES = 6;

    private final long nanos;
    private int misses;
    private int leftOut;

    BusyPoll(final int micros) {
        nanos = TimeUnit.MICROSECONDS.toNanos(micros);
    }

    /**
     * What the system property says, or the standard: where there is one processor, whoever looks keeps the peer from
     * answering.
     *
     * @throws IllegalArgumentException if it says something else
     */
    static int micros() {
        final int usual = Runtime.getRuntime().availableProcessors() > 1 ? STANDARD_MICROS : 0;
        return NumberProperty.read(PROPERTY, 0, MOST_MICROS, usual);
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
