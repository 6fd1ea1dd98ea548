package io.sctp.spi;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Runs an action when a thread is interrupted in a system call, which an interrupt alone does not end: the action has to
 * end it. It runs in the thread that interrupts, so it must not wait; or in the interrupted thread, if that was
 * interrupted before the call.
 *
 * <p>For one thread at a time; or for several, if it is enough that the action runs for the first of them.
 */
public final class InterruptHook {
    private final Runnable action;
    private volatile Link link;

    /** Makes a hook; nothing happens before {@link #begin}. */
    public InterruptHook(final Runnable action) {
        this.action = action;
    }

    /** From now on the action runs if the calling thread is interrupted; {@link #end} must follow. */
    public void begin() {
        Link current = link;
        if (current == null || !current.isOpen()) {
            current = new Link(action);
            link = current;
        }
        current.enter();
    }

    /** An interrupt has no effect any more but that on the thread's interrupt status. */
    public void end() {
        link.exit();
    }

    /** The JDK has a hook for interrupts, which only channels can use. Each can be used until it has run its action. */
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
