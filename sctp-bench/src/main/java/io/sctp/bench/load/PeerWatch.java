package io.sctp.bench.load;

import io.sctp.bench.transport.MessageHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A thread that ends a run that cannot continue: an association has ended, or nothing has arrived for so long that
 * messages in flight count as lost. It records when and why.
 */
final class PeerWatch implements AutoCloseable {
    /** The interval of its checks: its verdict says when within 0.1 s. */
    private static final long TICK_NS = 100_000_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private final long measureFromNs;
    private final long silenceNs;
    private final LongSupplier sent;
    private final LongSupplier arrived;
    private final Supplier<Throwable> failure;
    private final String question;
    private final Runnable stop;
    private final Thread thread = new Thread(this::watch, "load-watch");
    private final AtomicReference<String> verdict = new AtomicReference<>();
    private volatile boolean closing;

    /**
     * Creates a watch that is not started.
     *
     * @param measureFromNs start of the measurement
     * @param silence maximum time without arrivals while messages are in flight
     * @param sent the number of messages sent
     * @param arrived the number of messages that have arrived
     * @param failure the cause of an association's end; null while there is none
     * @param question to the user if nothing is answered at all
     * @param stop ends the run
     */
    PeerWatch(
            final long measureFromNs,
            final Duration silence,
            final LongSupplier sent,
            final LongSupplier arrived,
            final Supplier<Throwable> failure,
            final String question,
            final Runnable stop) {
        this.measureFromNs = measureFromNs;
        this.silenceNs = silence.toNanos();
        this.sent = sent;
        this.arrived = arrived;
        this.failure = failure;
        this.question = question;
        this.stop = stop;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Wraps a handler so that the end of its association is reported. */
    static MessageHandler telling(final MessageHandler handler, final AtomicReference<Throwable> ended) {
        return new MessageHandler() {
            @Override
            public void onMessage(final ByteBuffer message, final int stream) throws IOException {
                handler.onMessage(message, stream);
            }

            @Override
            public void onPause() throws IOException {
                handler.onPause();
            }

            @Override
            public void onEnd(final Throwable cause) {
                ended.compareAndSet(null, cause != null ? cause : new IOException("it was shut down by the other end"));
                handler.onEnd(cause);
            }
        };
    }

    /** The reason for which this watch ended the run; null if it did not. */
    String verdict() {
        return verdict.get();
    }

    /** Reports the end of an association that another thread detected. */
    void onFailure(final Throwable cause) {
        if (!closing) {
            say(String.format(Locale.ROOT, "an association ended %s: %s", when(System.nanoTime()), reason(cause)));
        }
    }

    @Override
    public void close() {
        closing = true;
    }

    private void watch() {
        long arrivedBefore = -1;
        long quietFromNs = System.nanoTime();
        while (!closing && verdict.get() == null) {
            final Throwable cause = failure.get();
            final long arrivedNow = arrived.getAsLong();
            final long nowNs = System.nanoTime();
            if (arrivedNow != arrivedBefore || arrivedNow >= sent.getAsLong()) {
                arrivedBefore = arrivedNow;
                quietFromNs = nowNs;
            }
            if (cause != null) {
                onFailure(cause);
            } else if (nowNs - quietFromNs > silenceNs) {
                say(silence(arrivedNow, quietFromNs));
            } else {
                LockSupport.parkNanos(TICK_NS);
            }
        }
    }

    private String silence(final long arrivedNow, final long quietFromNs) {
        final double seconds = silenceNs / NANOS_PER_SECOND;
        return arrivedNow == 0
                ? String.format(
                        Locale.ROOT,
                        "the other end answered none of %d messages in %.1f s: %s",
                        sent.getAsLong(),
                        seconds,
                        question)
                : String.format(
                        Locale.ROOT,
                        "the other end is silent: nothing came for %.1f s, from %s on",
                        seconds,
                        when(quietFromNs));
    }

    private void say(final String what) {
        if (verdict.compareAndSet(null, what)) {
            stop.run();
        }
    }

    private String when(final long timeNs) {
        final double seconds = (timeNs - measureFromNs) / NANOS_PER_SECOND;
        return seconds < 0
                ? String.format(Locale.ROOT, "%.1f s before the end of the warm-up", -seconds)
                : String.format(Locale.ROOT, "%.1f s into the measurement", seconds);
    }

    private static String reason(final Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
