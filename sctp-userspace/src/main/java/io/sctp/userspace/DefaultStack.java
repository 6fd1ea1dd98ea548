package io.sctp.userspace;

import io.sctp.userspace.channel.StackContext;
import io.sctp.userspace.config.StackConfig;

/** Holds the default stack, which system properties configure. It is created at its first use and is never replaced. */
final class DefaultStack {
    private static final DefaultStack HOLDER = new DefaultStack();

    private StackContext stack;

    private DefaultStack() {}

    /**
     * Returns the stack, creating it if needed.
     *
     * @throws IllegalArgumentException if a property has an invalid value
     */
    static StackContext stack() {
        return HOLDER.made();
    }

    /** Returns the configuration of the stack, or the one it would be created with. */
    static StackConfig config() {
        return HOLDER.configOrProperties();
    }

    private synchronized StackContext made() {
        if (stack == null) {
            stack = new StackContext(StackProperties.read());
        }
        return stack;
    }

    private synchronized StackConfig configOrProperties() {
        return stack == null ? StackProperties.read() : stack.config();
    }
}
