package io.sctp.dispatch;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.ErrorHandler;

/**
 * Whether a dispatcher's agents go on: what was thrown in them goes to the error handler, and what they cannot go on
 * after is kept. Safe for use by several threads at once.
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

    /** Something was thrown in an agent, which goes on. */
    void survived(final Throwable error) {
        counters.survivedError();
        tell(error);
    }

    /** The error handler's own errors end nothing. */
    private void tell(final Throwable error) {
        try {
            errorHandler.onError(error);
        } catch (final Throwable e) {
            // SafeErrorHandler has done what could be done.
        }
    }

    /** An agent cannot go on; the first cause counts. */
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
     * To be called by agents behind code of the program, which may leave its thread interrupted: that would end the
     * agent's thread without a word. A close interrupts on purpose.
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
