package io.sctp.dispatch;

import io.sctp.DispatchHandler;
import io.sctp.SctpException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;

/** Calls the handlers for the streams assigned to it. */
final class Worker implements Agent, SleepyIdle.Sleeper {
    private static final int LIMIT = 256;
    private static final long LONGEST_SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final int number;
    private final SlotPool slots;
    private final OutboundPool outbound;
    private final SlotRing ring;
    private final Sender sender;
    private final Health health;
    private final DispatcherCounters counters;
    private final Doorbell doorbell = new Doorbell(this::wakeUp);
    private volatile Thread thread;

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
        this.health = health;
        this.counters = counters;
    }

    /** Called by the poller. */
    void put(final int slot) {
        ring.put(slot);
        doorbell.ring();
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
        try {
            return ring.drain(LIMIT);
        } catch (final Throwable e) { // an Error would end the thread
            health.survived(e);
            return 0;
        }
    }

    @Override
    public boolean sleep() {
        thread = Thread.currentThread();
        doorbell.arm();
        if (ring.isEmpty()) {
            LockSupport.parkNanos(this, LONGEST_SLEEP_NS);
        }
        doorbell.disarm();
        return true;
    }

    private void wakeUp() {
        LockSupport.unpark(thread);
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
