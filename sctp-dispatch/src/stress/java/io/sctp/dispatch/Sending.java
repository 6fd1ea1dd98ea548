package io.sctp.dispatch;

/** The way out of one association whose channel takes nothing: what is sent comes back as unsent. */
final class Sending {
    /** Shared, since making them takes far longer than a test. */
    private static final DispatcherCounters COUNTERS = new DispatcherCounters(1);

    private final OutboundPool pool = new OutboundPool(2, 64, 64);
    final Sender sender;
    final RingSendQueue sendQueue;

    Sending(final int window) {
        this(window, new Doorbell(() -> {}));
    }

    Sending(final int window, final Doorbell doorbell) {
        sender = new Sender(pool, 2, window, 64, COUNTERS, doorbell);
        sendQueue = (RingSendQueue) new DispatchedChannel(1, null, true, null, sender).sendQueue(1);
    }

    /** Takes out all that was offered. */
    void empty() {
        sender.doWork();
        for (OutboundSlot slot = sender.takeUnsent(); slot != null; slot = sender.takeUnsent()) {
            pool.giveBack(slot);
        }
    }
}
