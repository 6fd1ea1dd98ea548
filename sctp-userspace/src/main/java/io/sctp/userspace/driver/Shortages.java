package io.sctp.userspace.driver;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.userspace.config.StackConfig;

/**
 * Reports to a caller that there is no memory or no thread: by an {@link SctpException}, as for any other refusal, not
 * by an {@code Error}.
 */
public final class Shortages {
    private Shortages() {}

    public static SctpException memory(final String operation, final OutOfMemoryError cause) {
        return answer(
                operation,
                cause,
                "the JVM has no memory left (" + cause.getMessage()
                        + "): raise -Xmx or -XX:MaxDirectMemorySize, or lower" + " the properties "
                        + StackConfig.MEMORY_PROPERTY + " and " + StackConfig.THREADS_PROPERTY);
    }

    static SctpException thread(final String operation, final OutOfMemoryError cause) {
        return answer(
                operation,
                cause,
                "no thread can be started (" + cause.getMessage()
                        + "): raise the limits on threads and processes of this" + " user or container");
    }

    private static SctpException answer(final String operation, final OutOfMemoryError cause, final String advice) {
        final SctpException answer = SctpException.of(operation, Errno.ENOMEM.number(), null, null, advice);
        answer.initCause(cause);
        return answer;
    }
}
