package io.sctp.bench.kernels;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs tasks, some of them at the same time. */
final class AtOnce {
    /** How long a task that was interrupted may take to end. */
    private static final long END_SECONDS = 30;

    private AtOnce() {}

    /**
     * Runs all tasks, started in their order, and returns when all have ended. Before it throws, it interrupts those
     * that run and waits until they have ended, for 30 s at most.
     *
     * @param atOnce how many run at the same time, at least 1
     * @throws IOException the first failure of a task
     */
    static void run(final List<Callable<Void>> tasks, final int atOnce) throws IOException, InterruptedException {
        final ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            final CompletionService<Void> running = new ExecutorCompletionService<>(threads);
            tasks.forEach(running::submit);
            for (int i = 0; i < tasks.size(); i++) {
                running.take().get();
            }
        } catch (final ExecutionException e) {
            throw asThrown(e.getCause());
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static IOException asThrown(final Throwable failure) throws InterruptedException {
        if (failure instanceof IOException io) {
            return io;
        }
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return new IOException(failure);
    }
}
