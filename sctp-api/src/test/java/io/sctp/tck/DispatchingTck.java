package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Dispatcher;
import io.sctp.SctpEndpoint;
import io.sctp.SctpOptions;
import io.sctp.option.InitParameters;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What the tests of {@link Dispatcher} share. */
public abstract class DispatchingTck extends Tck {
    static final int STREAMS = 8;
    static final int SLOT_BYTES = 2048;
    static final int WINDOW = 64;
    static final int MAXIMUM_BYTES = 200_000;
    /** How long nothing must move for it to stand still. */
    static final Duration STILL = Duration.ofMillis(400);

    /** What handlers have thrown. */
    protected final List<Throwable> errors = new CopyOnWriteArrayList<>();

    /**
     * What a dispatcher is to be like.
     *
     * @param workers how many threads call handlers
     * @param slots how many messages can be received and not handled
     * @param slotBytes the largest message that is not assembled
     * @param outboundSlots how many messages can be offered and not sent
     * @param window how many of them to one association
     * @param maximumMessageBytes the largest message
     * @param errors gets what handlers throw
     */
    protected record Shape(
            int workers,
            int slots,
            int slotBytes,
            int outboundSlots,
            int window,
            int maximumMessageBytes,
            Consumer<Throwable> errors) {}

    /** A running dispatcher for channels of the provider. */
    protected abstract Dispatcher start(Shape shape) throws IOException;

    final Dispatcher dispatcher(final int workers, final int slots) throws IOException {
        errors.clear();
        return closing(start(new Shape(workers, slots, SLOT_BYTES, 4 * WINDOW, WINDOW, MAXIMUM_BYTES, errors::add)));
    }

    /** Has an endpoint open this many streams each way. */
    static void withStreams(final SctpEndpoint endpoint) throws IOException {
        endpoint.setOption(SctpOptions.INITMSG, InitParameters.streams(STREAMS, STREAMS));
    }

    /** A text of this length that begins with a number. */
    static String padded(final int number, final int length) {
        final String text = Integer.toString(number);
        return length < text.length() ? text.substring(0, length) : text + ".".repeat(length - text.length());
    }

    /** Waits as long as a test may take, also if interrupted. */
    static void uninterrupted(final CountDownLatch latch) {
        final long deadlineNs = deadlineNs();
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            assertTrue(deadlineNs - System.nanoTime() > 0, "nobody came");
            try {
                final boolean released = latch.await(1, TimeUnit.SECONDS);
                assert released || latch.getCount() > 0;
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
