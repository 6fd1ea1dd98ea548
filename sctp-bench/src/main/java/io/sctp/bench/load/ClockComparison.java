package io.sctp.bench.load;

import io.sctp.bench.payload.Payload;
import io.sctp.bench.transport.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Finds how far a server's clock is ahead of this machine's, as NTP does: of many pings, the fastest gives the best
 * estimate, with an error of at most half its round trip.
 */
final class ClockComparison {
    private static final int PINGS = 100;
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(10);

    private final Connection connection;
    private final long answerNs;
    private final Payload payload = new Payload();
    private final ByteBuffer buffer = Payload.allocate(Payload.MIN_BYTES);

    /** Guarded by this, as are all fields below. */
    private long pongs;

    private long bestRoundTripNs = Long.MAX_VALUE;
    private long bestOffsetNs;
    private volatile long offsetNs;

    /**
     * Prepares one with the server of this peer.
     *
     * @param answer how long the server may take to answer a ping
     */
    ClockComparison(final Connection connection, final Duration answer) {
        this.connection = connection;
        this.answerNs = answer.toNanos();
    }

    /**
     * Measures the clock offset now.
     *
     * @throws IOException if the server does not answer
     */
    Estimate compare() throws IOException, InterruptedException {
        synchronized (this) {
            bestRoundTripNs = Long.MAX_VALUE;
        }
        final long giveUpNs = System.nanoTime() + LIMIT_NS;
        int sent = 0;
        do {
            ping(sent++);
        } while (sent < PINGS && System.nanoTime() - giveUpNs < 0);
        synchronized (this) {
            return new Estimate(bestOffsetNs, bestRoundTripNs / 2);
        }
    }

    /** How long another comparison may take, with some to spare. */
    static Duration duration(final Estimate estimate) {
        final long fastestNs = 2 * estimate.errorNs();
        return Duration.ofNanos(Math.min(LIMIT_NS, 3 * PINGS * fastestNs));
    }

    /** Uses this estimate from now on. */
    void use(final Estimate estimate) {
        offsetNs = estimate.offsetNs();
    }

    /** The estimated offset of the server's clock. */
    long offsetNs() {
        return offsetNs;
    }

    /** Handles the report of a ping; called by the receiving thread. */
    synchronized void onPong(final long sentNs, final long arrivedNs, final long nowNs) {
        pongs++;
        if (nowNs - sentNs < bestRoundTripNs) {
            bestRoundTripNs = nowNs - sentNs;
            bestOffsetNs = arrivedNs - (sentNs + bestRoundTripNs / 2);
        }
        notifyAll();
    }

    private void ping(final int number) throws IOException, InterruptedException {
        final long sentNs = System.nanoTime();
        final long before;
        synchronized (this) {
            before = pongs;
        }
        payload.write(buffer, Payload.MIN_BYTES, 0, 0, Payload.FLAG_REPORT | Payload.FLAG_PING, number, sentNs, sentNs);
        if (!connection.trySend(buffer, 0) || !connection.flush()) {
            throw new IOException("the server takes no ping");
        }
        synchronized (this) {
            while (pongs == before) {
                final long left = sentNs + answerNs - System.nanoTime();
                if (left <= 0) {
                    throw new IOException("the server does not tell when messages arrive: is it 'sctp server', of "
                            + "this version?");
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }
    }

    /**
     * The result of a comparison.
     *
     * @param offsetNs the server's time minus this machine's, in nanoseconds
     * @param errorNs the maximum error of it, in nanoseconds
     */
    record Estimate(long offsetNs, long errorNs) {
        /** Returns the maximum error of times between this estimate and a later one. */
        long errorUntil(final Estimate later) {
            return Math.max(errorNs, later.errorNs) + Math.abs(later.offsetNs - offsetNs);
        }
    }
}
