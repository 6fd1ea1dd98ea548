package io.sctp.bench.peers;

import io.sctp.bench.environment.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Runs rounds on a peer, whose ends have a thread each: first for the warm-up and until the compilers are idle, then
 * for the measurement. The length of rounds is adapted to the speed. C programs do the same.
 *
 * <p>Code that runs between rounds is also loaded and compiled, and would disturb the next round. So the rounds of the
 * warm-up are long, and the JVM's resource usage is read only before and after the measurement.
 */
final class Rounds {
    /** The approximate number of rounds of the measurement. */
    private static final int ROUNDS = 10;

    private static final int FIRST_MESSAGES = 1000;
    private static final int MAX_MESSAGES = 10_000_000;
    /** Maximum ratio of a round's length to that of the previous round. */
    private static final int MAX_GROWTH = 10;

    /** A JVM is warm when its compilers have used less than this share of the time for this long. */
    private static final long QUIET_PART = 50;

    private static final long QUIET_NS = Duration.ofSeconds(1).toNanos();
    private static final long WARM_UP_ROUND_NS = QUIET_NS / 2;

    /** Maximum length as a multiple of the warm-up: some methods are recompiled repeatedly. */
    private static final int MAX_WARM_UPS = 6;

    private final Peer peer;
    private final Mode mode;
    private final Consumer<Round> consumer;

    Rounds(final Peer peer, final Mode mode, final Consumer<Round> consumer) {
        this.peer = peer;
        this.mode = mode;
        this.consumer = consumer;
    }

    void run(final Duration warmUp, final Duration duration) throws InterruptedException, IOException {
        final ExecutorService first = Executors.newSingleThreadExecutor();
        final ExecutorService second = Executors.newSingleThreadExecutor();
        try {
            Usage.now(); // loads and compiles this code before the warm-up ends
            int messages = FIRST_MESSAGES;
            long warmedNs = 0;
            long quietNs = 0;
            while (warmedNs < warmUp.toNanos() || (quietNs < QUIET_NS && warmedNs < MAX_WARM_UPS * warmUp.toNanos())) {
                final long compiledNs = CompilerThreads.cpuNanos();
                final long nanos = exchange(first, second, messages);
                final boolean quiet = CompilerThreads.cpuNanos() - compiledNs < nanos / QUIET_PART;
                quietNs = quiet ? quietNs + nanos : 0;
                warmedNs += nanos;
                messages = fitting(messages, nanos, WARM_UP_ROUND_NS);
            }
            messages = fitting(messages, WARM_UP_ROUND_NS, duration.toNanos() / ROUNDS);
            measure(first, second, messages);
        } finally {
            first.shutdownNow();
            second.shutdownNow();
        }
    }

    /** Returns the number of messages for a duration, from the time that some messages took. */
    private static int fitting(final int messages, final long nanos, final long targetNs) {
        final long wanted = messages * targetNs / Math.max(1, nanos);
        final long most = Math.min(MAX_MESSAGES, (long) messages * MAX_GROWTH);
        return (int) Math.max(1, Math.min(wanted, most));
    }

    /** Distributes the resources used over the rounds. */
    private void measure(final ExecutorService first, final ExecutorService second, final int messages)
            throws InterruptedException, IOException {
        final long[] nanos = new long[ROUNDS];
        final Usage before = Usage.now();
        for (int i = 0; i < ROUNDS; i++) {
            nanos[i] = exchange(first, second, messages);
        }
        final Usage used = Usage.now().since(before);
        for (final long took : nanos) {
            consumer.accept(new Round(true, messages, took, used.cpuNs() / ROUNDS, used.allocatedBytes() / ROUNDS));
        }
    }

    /** Returns the nanoseconds it took. */
    private long exchange(final ExecutorService first, final ExecutorService second, final int messages)
            throws InterruptedException, IOException {
        final long begin = System.nanoTime();
        final CompletableFuture<Void> receiving = at(second, () -> receive(messages));
        final CompletableFuture<Void> sending = at(first, () -> send(messages));
        await(sending, receiving);
        return System.nanoTime() - begin;
    }

    private void send(final int messages) throws IOException {
        if (mode == Mode.ONE_WAY) {
            peer.send(messages);
        } else {
            peer.ping(messages);
        }
    }

    private void receive(final int messages) throws IOException {
        if (mode == Mode.ONE_WAY) {
            peer.receive(messages);
        } else {
            peer.pong(messages);
        }
    }

    private interface End {
        void run() throws IOException;
    }

    private static CompletableFuture<Void> at(final Executor thread, final End end) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        end.run();
                    } catch (final IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                thread);
    }

    /** Waits for both ends, or until one fails, as the other would then wait for ever. */
    private static void await(final CompletableFuture<Void> sending, final CompletableFuture<Void> receiving)
            throws InterruptedException, IOException {
        try {
            CompletableFuture.anyOf(sending, receiving).get();
            CompletableFuture.allOf(sending, receiving).get();
        } catch (final ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }
}
