package io.sctp.spi;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Runs an action when a thread is interrupted during a system call. An interrupt alone does not end the call, so the
 * action must. It runs in the interrupting thread and must not wait, or in the interrupted thread if that was
 * interrupted before the call.
 *
 * <p>For one thread at a time; or for several, if running the action for the first of them is enough.
 */
public final class InterruptHook {
    private final Runnable action;
    private volatile Link link;

    /** Makes a hook, inactive until {@link #begin}. */
    public InterruptHook(final Runnable action) {
        this.action = action;
    }

    /** Activates the hook for the calling thread; {@link #end} must follow. */
    public void begin() {
        Link current = link;
        if (current == null || !current.isOpen()) {
            current = new Link(action);
            link = current;
        }
        current.enter();
    }

    /** Deactivates the hook; an interrupt only sets the thread's interrupt status again. */
    public void end() {
        link.exit();
    }

    /** The JDK offers its hook for interrupts to channels only. Each can be used until it has run its action. */
    private static final class Link extends AbstractInterruptibleChannel {
        private final Runnable action;

        Link(final Runnable action) {
            this.action = action;
        }

        void enter() {
            begin();
        }

        void exit() {
            try {
                end(true);
            } catch (final AsynchronousCloseException e) {
                // The thread was interrupted, which its interrupt status tells, too.
            }
        }

        @Override
        protected void implCloseChannel() {
            action.run();
        }
    }
}
