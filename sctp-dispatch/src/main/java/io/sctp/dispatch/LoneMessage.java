package io.sctp.dispatch;

/**
 * The message of one of the poller's rounds, as long as it is the only one. Its worker is not woken before it is known
 * whether others follow: if none does, the poller's thread may handle it.
 */
final class LoneMessage {
    private boolean keeps;
    private boolean mayKeep;
    private Worker worker;
    private DispatchedChannel dispatched;

    /** Whether to keep any. If not, workers are woken for each message. */
    void keep(final boolean wanted) {
        keeps = wanted;
    }

    void beginRound() {
        worker = null;
        mayKeep = keeps;
    }

    /** Adds a message that the worker has got. */
    void add(final Worker to, final DispatchedChannel of) {
        if (mayKeep) {
            mayKeep = false;
            worker = to;
            dispatched = of;
            return;
        }
        wake();
        to.wake();
    }

    /** Wakes the worker of the message, if there is one: it is not the only one, or nobody handles it here. */
    void wake() {
        mayKeep = false;
        if (worker != null) {
            worker.wake();
            worker = null;
        }
    }

    /** The worker whose message it is; null if there is none. */
    Worker workerOrNull() {
        return worker;
    }

    /** The channel of the message, if there is one. */
    DispatchedChannel dispatched() {
        return dispatched;
    }
}
