package io.sctp.bench.load;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a server that is not of this project says apart from good answers. Thread-safe. */
final class ServerTally {
    private final LongAdder requests = new LongAdder();
    private final LongAdder notices = new LongAdder();
    private final LongAdder unmatched = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final AtomicReference<String> firstError = new AtomicReference<>();

    void onRequest() {
        requests.increment();
    }

    void onNotice() {
        notices.increment();
    }

    void onUnmatched() {
        unmatched.increment();
    }

    void onRefusal(final String reason) {
        refused.increment();
        firstError.compareAndSet(null, reason);
    }

    void onError(final String reason) {
        errors.increment();
        firstError.compareAndSet(null, reason);
    }

    Counts counts() {
        return new Counts(
                requests.sum(), notices.sum(), unmatched.sum(), refused.sum(), errors.sum(), firstError.get());
    }

    /**
     * What a server said apart from good answers, including the warm-up.
     *
     * @param requests its own requests, which were answered
     * @param notices messages that need no answer
     * @param unmatched answers to no message that was unanswered: repeated, or later than the time limit
     * @param refused answers that report an error
     * @param errors other reports of errors, and messages that could not be read
     * @param firstError the reason of the first refusal or error; null if there was none
     */
    public record Counts(long requests, long notices, long unmatched, long refused, long errors, String firstError) {}
}
