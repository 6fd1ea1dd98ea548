package io.sctp.userspace;

import io.sctp.userspace.channel.StackContext;
import io.sctp.userspace.config.StackConfig;

/** Holds the default stack, which system properties configure. It exists from its first use on, for good. */
final class DefaultStack {
    private static final DefaultStack HOLDER = new DefaultStack();

    private StackContext stack;

    private DefaultStack() {}

    /**
     * The stack; made if there is none.
     *
     * @throws IllegalArgumentException if a property says what cannot be
     */
    static StackContext stack() {
        return HOLDER.made();
    }

    /** Its configuration, or the one that it would have. */
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
