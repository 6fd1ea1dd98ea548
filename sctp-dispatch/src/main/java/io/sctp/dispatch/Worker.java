package io.sctp.dispatch;

import io.sctp.DispatchHandler;
import io.sctp.SctpException;
import java.util.function.BooleanSupplier;

/**
 * Calls the handlers for the streams assigned to it, in its own thread or, for a message that is alone, in that of the
 * poller ({@link RoleAgent}).
 */
final class Worker implements Role {
    private static final int LIMIT = 256;

    private final int number;
    private final SlotPool slots;
    private final OutboundPool outbound;
    private final SlotRing ring;
    private final Sender sender;
    private final Health health;
    private final DispatcherCounters counters;
    private final WatchfulSleep sleep = new WatchfulSleep();
    private final BooleanSupplier hasWork;

    Worker(
            final int number,
            final SlotPool slots,
            final OutboundPool outbound,
            final Sender sender,
            final Health health,
            final DispatcherCounters counters) {
        this.number = number;
        this.slots = slots;
        this.outbound = outbound;
        this.sender = sender;
        this.ring = SlotRing.oneToOne(slots.size(), LIMIT, this::onSlot);
        this.hasWork = () -> !ring.isEmpty();
        this.health = health;
        this.counters = counters;
    }

    /** Called by the poller. {@link #wake}, or its replacement, must follow. */
    void put(final int slot) {
        ring.put(slot);
    }

    /** Called by the poller. */
    void wake() {
        sleep.wake();
    }

    /**
     * Takes the place of the worker's thread, if that one can be replaced and only one message waits. {@link #handle}
     * and {@link #tryReturn} must follow. Called by the poller.
     */
    boolean tryReplace() {
        return ring.depth() == 1 && sleep.tryReplace();
    }

    /** Returns false if that took too long: the calling thread is the worker's, and no more the poller's. */
    boolean tryReturn() {
        return sleep.tryReturn();
    }

    /** The number of slots that wait or are being handled. For any thread. */
    int depth() {
        return ring.depth();
    }

    @Override
    public String roleName() {
        return "sctp-worker-" + number;
    }

    @Override
    public int doWork() {
        if (!sleep.isAwake()) {
            return 0;
        }
        final int work = handle();
        if (work > 0) {
            sleep.hadWork();
        }
        return work;
    }

    /** Handles what waits. For the worker's thread, or the one that replaces it. Returns the number of slots. */
    int handle() {
        try {
            return ring.drain(LIMIT);
        } catch (final Throwable e) { // an Error would end the thread
            health.survived(e);
            return 0;
        }
    }

    @Override
    public boolean sleep() {
        sleepWatching();
        return true;
    }

    /** As {@link #sleep}. Returns true if the thread was replaced for too long: it is not the worker's any more. */
    boolean sleepWatching() {
        return sleep.sleep(hasWork);
    }

    /** Called at the end of the thread, which should happen only in a close. */
    @Override
    public void onClose() {
        if (!health.isClosing()) {
            health.failed(new IllegalStateException("the thread of " + roleName() + " has ended"));
        }
    }

    /** Whatever the handler throws, the slot is returned and the loop continues. */
    private void onSlot(final int slotNumber) {
        final Slot slot = slots.slot(slotNumber);
        try {
            handle(slot);
        } catch (final Throwable e) {
            counters.handlerError(number);
            health.survived(e);
        } finally {
            slot.release();
            health.clearInterrupt();
        }
    }

    private void handle(final Slot slot) {
        final DispatchHandler handler = slot.dispatched().handler();
        switch (slot.kind()) {
            case MESSAGE -> {
                counters.handledBy(number);
                answer(handler, slot);
            }
            case NOTIFICATION -> handler.onNotification(slot.sendQueue(), slot.notification(), slot.arriveLast());
            case WRITABLE -> handler.onWritable(slot.sendQueue());
            case UNSENT -> reportUnsent(handler, slot);
            case TOO_BIG -> handler.onTooBig(slot.sendQueue(), (SctpException.MessageTooBig) slot.cause());
            case END -> handler.onEnd(slot.dispatched().channel(), slot.cause(), slot.arriveLast());
        }
    }

    /** The answers to several messages are left to the poller, which can send them in one batch. */
    private void answer(final DispatchHandler handler, final Slot slot) {
        if (ring.depth() > 1) {
            handler.onMessage(slot);
            return;
        }
        sender.beginAnswer();
        try {
            handler.onMessage(slot);
        } finally {
            sender.endAnswer();
        }
    }

    private void reportUnsent(final DispatchHandler handler, final Slot slot) {
        final OutboundSlot unsent = slot.unsent();
        try {
            handler.onUnsent(slot.sendQueue(), unsent.payload(), unsent.info(), slot.cause());
        } finally {
            outbound.giveBack(unsent);
        }
    }
}
