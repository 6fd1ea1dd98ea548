package io.sctp.dispatch;

import io.sctp.MessageSlab;
import io.sctp.SctpPoller;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** What a dispatcher is to be like; everything has a default. */
public final class DispatcherBuilder {
    private static final int MAX_WORKERS = 1024;

    private SctpPoller poller;
    private int workers = 2;
    private int slots = 4096;
    private int slotBytes = 2048;
    private int outboundSlots = 4096;
    private int window = 1024;
    private int batchMessages = 64;
    private int maximumMessageBytes = 1 << 18;
    private int largeMessageMemory = 1 << 26;
    private Duration closeLimit = Duration.ofSeconds(10);
    private Supplier<IdleStrategy> idleStrategy = BackoffIdleStrategy::new;
    private ThreadFactory threadFactory = Thread::new;
    private ErrorHandler errorHandler = new SafeErrorHandler(
            error -> System.getLogger("io.sctp.dispatch").log(System.Logger.Level.ERROR, "a handler failed", error));

    /** Begins with the defaults. */
    public DispatcherBuilder() {}

    /**
     * The poller that watches the channels, of their provider; by default one of the preferred provider. It is the
     * dispatcher's from then on, and closed with it.
     */
    public DispatcherBuilder poller(final SctpPoller newPoller) {
        poller = Objects.requireNonNull(newPoller);
        return this;
    }

    /** How many workers call handlers, 1 to 1024; 2 by default. */
    public DispatcherBuilder workers(final int count) {
        workers = range("workers", count, 1, MAX_WORKERS);
        return this;
    }

    /** How many messages can be received and not yet handled or released, at least 2; 4096 by default. */
    public DispatcherBuilder slots(final int count) {
        slots = range("slots", count, 2, 1 << 24);
        return this;
    }

    /** The largest message that is received and sent without a buffer of its own, in bytes; 2048 by default. */
    public DispatcherBuilder slotBytes(final int bytes) {
        slotBytes = range("slotBytes", bytes, MessageSlab.ALIGNMENT, 1 << 24);
        return this;
    }

    /** How many messages can be offered and not yet sent, over all associations, at least 2; 4096 by default. */
    public DispatcherBuilder outboundSlots(final int count) {
        outboundSlots = range("outboundSlots", count, 2, 1 << 24);
        return this;
    }

    /**
     * How many messages can be offered and not yet sent for one association; 1024 by default. As long as the slow
     * peers' windows together are below {@link #outboundSlots}, the others find room.
     */
    public DispatcherBuilder window(final int messages) {
        window = range("window", messages, 1, 1 << 24);
        return this;
    }

    /** The largest batch that is received or sent at once, 1 to 4096; 64 by default. */
    public DispatcherBuilder batchMessages(final int messages) {
        batchMessages = range("batchMessages", messages, 1, 4096);
        return this;
    }

    /**
     * The largest message that is received or sent at all, in bytes, not less than {@link #slotBytes}; 256 KiB by
     * default.
     */
    public DispatcherBuilder maximumMessageBytes(final int bytes) {
        maximumMessageBytes = range("maximumMessageBytes", bytes, 1, 1 << 30);
        return this;
    }

    /**
     * How many bytes messages larger than a slot may take: those received and not yet released, and as much again those
     * offered and not yet sent; 64 MiB by default. Beyond it nothing is read, and large offers are refused, as without
     * a free slot. Messages of which only parts have come are not counted: an association has one at most, or one for
     * each stream if it interleaves them (RFC 8260).
     */
    public DispatcherBuilder largeMessageMemory(final int bytes) {
        largeMessageMemory = range("largeMessageMemory", bytes, 1, 1 << 30);
        return this;
    }

    /** How long {@link RingDispatcher#close()} waits; 10 seconds by default. */
    public DispatcherBuilder closeLimit(final Duration limit) {
        closeLimit = Objects.requireNonNull(limit);
        return this;
    }

    /** What threads do when there is nothing to do, one for each thread; by default spin, yield, then park. */
    public DispatcherBuilder idleStrategy(final Supplier<IdleStrategy> strategy) {
        idleStrategy = Objects.requireNonNull(strategy);
        return this;
    }

    /** Makes the threads: the place to pin them. They are named after their role. */
    public DispatcherBuilder threadFactory(final ThreadFactory factory) {
        threadFactory = Objects.requireNonNull(factory);
        return this;
    }

    /**
     * Gets what handlers throw, in the worker's thread, and what goes wrong in the poller's; by default it is logged.
     */
    public DispatcherBuilder errorHandler(final ErrorHandler handler) {
        errorHandler = new SafeErrorHandler(Objects.requireNonNull(handler));
        return this;
    }

    /** A dispatcher whose threads are running. */
    public RingDispatcher start() throws IOException {
        return build().startThreads(idleStrategy, threadFactory);
    }

    /**
     * A dispatcher without threads: the caller runs its {@link RingDispatcher#agents()}, each in one thread at a time,
     * until it is closed.
     *
     * @throws IllegalStateException if the JVM lacks an option that Agrona needs; the message names it
     * @throws IllegalArgumentException if the largest message is smaller than a slot
     */
    public RingDispatcher build() throws IOException {
        requireOpenJdk(DirectBuffer.class.getModule());
        range("maximumMessageBytes, with slotBytes " + slotBytes + ",", maximumMessageBytes, slotBytes, 1 << 30);
        final DispatcherCounters counters = new DispatcherCounters(workers);
        final Assemblies assemblies = new Assemblies(maximumMessageBytes, slotBytes, largeMessageMemory);
        final SlotPool slotPool = new SlotPool(slots, slotBytes, assemblies);
        final OutboundPool outbound = new OutboundPool(outboundSlots, slotBytes, largeMessageMemory);
        final Sender sender = new Sender(outbound, batchMessages, window, maximumMessageBytes, counters);
        final Health health = new Health(errorHandler, counters);
        final Worker[] all = new Worker[workers];
        for (int i = 0; i < workers; i++) {
            all[i] = new Worker(i, slotPool, outbound, health, counters);
        }
        final SctpPoller watched = poller != null ? poller : SctpPoller.open();
        final Poller agent = new Poller(watched, slotPool, all, assemblies, sender, batchMessages, health, counters);
        return new RingDispatcher(watched, agent, all, sender, counters, closeLimit, health);
    }

    static void requireOpenJdk(final Module agrona) {
        if (!Object.class.getModule().isOpen("jdk.internal.misc", agrona)) {
            throw new IllegalStateException(
                    "the dispatcher needs the JVM option --add-opens java.base/jdk.internal.misc="
                            + (agrona.isNamed() ? agrona.getName() : "ALL-UNNAMED") + " (for Agrona's buffers)");
        }
    }

    private static int range(final String name, final int value, final int least, final int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " " + value + " is not between " + least + " and " + most);
        }
        return value;
    }
}
