package io.sctp.dispatch;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.ErrorHandler;

/**
 * Tracks whether a dispatcher's agents can continue. Errors that they survive go to the error handler; the error that
 * stops them is kept. Safe for use by several threads at once.
 */
final class Health {
    private final ErrorHandler errorHandler;
    private final DispatcherCounters counters;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean closing;

    Health(final ErrorHandler errorHandler, final DispatcherCounters counters) {
        this.errorHandler = errorHandler;
        this.counters = counters;
    }

    /** An agent has survived an error. */
    void survived(final Throwable error) {
        counters.survivedError();
        tell(error);
    }

    /** Errors of the error handler itself are harmless. */
    private void tell(final Throwable error) {
        try {
            errorHandler.onError(error);
        } catch (final Throwable e) {
            // SafeErrorHandler has logged it if possible.
        }
    }

    /** An agent cannot continue. The first cause is kept. */
    void failed(final Throwable cause) {
        if (failure.compareAndSet(null, cause)) {
            tell(cause);
        }
    }

    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    Throwable failureOrNull() {
        return failure.get();
    }

    void close() {
        closing = true;
    }

    /**
     * Agents call this after code of the program, which may leave the thread interrupted. That would silently end the
     * agent's thread. A close interrupts it on purpose.
     */
    void clearInterrupt() {
        if (!closing && Thread.currentThread().isInterrupted()) {
            Thread.interrupted();
        }
    }

    boolean isClosing() {
        return closing;
    }
}
