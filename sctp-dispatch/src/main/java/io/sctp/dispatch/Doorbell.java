package io.sctp.dispatch;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes the thread of an agent that sleeps. No wake-up is lost: the agent arms the doorbell, then looks for work a last
 * time, and only then sleeps; others first publish work, and then ring.
 */
final class Doorbell {
    private final AtomicBoolean armed = new AtomicBoolean();
    private final Runnable wakeUp;

    /** @param wakeUp ends the agent's sleep, or prevents its next one if it does not sleep yet */
    Doorbell(final Runnable wakeUp) {
        this.wakeUp = wakeUp;
    }

    /** Called by the agent before it looks for work a last time. */
    void arm() {
        armed.set(true);
    }

    /** Called by the agent after its sleep. */
    void disarm() {
        armed.set(false);
    }

    /** Wakes the agent if it sleeps or is about to. For any thread, after it has published work. */
    void ring() {
        VarHandle.fullFence(); // the work must be visible before it is known whether the agent looks for it again
        if (armed.get() && armed.compareAndSet(true, false)) {
            wakeUp.run();
        }
    }
}
