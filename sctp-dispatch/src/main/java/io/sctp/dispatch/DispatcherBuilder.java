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
import org.agrona.concurrent.IdleStrategy;

/** Configures a dispatcher; every setting has a default. */
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
    private Supplier<IdleStrategy> idleStrategy;
    private ThreadFactory threadFactory = Thread::new;
    private ErrorHandler errorHandler = new SafeErrorHandler(
            error -> System.getLogger("io.sctp.dispatch").log(System.Logger.Level.ERROR, "a handler failed", error));

    /** Starts with the defaults. */
    public DispatcherBuilder() {}

    /**
     * Sets the poller that watches the channels, of the channels' provider; by default one of the preferred provider.
     * The dispatcher owns it and closes it.
     */
    public DispatcherBuilder poller(final SctpPoller newPoller) {
        poller = Objects.requireNonNull(newPoller);
        return this;
    }

    /** Sets the number of workers that call handlers, 1 to 1024; default 2. */
    public DispatcherBuilder workers(final int count) {
        workers = range("workers", count, 1, MAX_WORKERS);
        return this;
    }

    /** Sets the maximum number of messages received and not yet handled or released, at least 2; default 4096. */
    public DispatcherBuilder slots(final int count) {
        slots = range("slots", count, 2, 1 << 24);
        return this;
    }

    /** Sets the slot size: the largest message received and sent without an extra buffer, in bytes; default 2048. */
    public DispatcherBuilder slotBytes(final int bytes) {
        slotBytes = range("slotBytes", bytes, MessageSlab.ALIGNMENT, 1 << 24);
        return this;
    }

    /** Sets the maximum number of messages offered and not yet sent, of all associations, at least 2; default 4096. */
    public DispatcherBuilder outboundSlots(final int count) {
        outboundSlots = range("outboundSlots", count, 2, 1 << 24);
        return this;
    }

    /**
     * Sets the maximum number of messages offered and not yet sent, per association; default 1024. While the windows of
     * slow peers together are less than {@link #outboundSlots}, other associations find slots.
     */
    public DispatcherBuilder window(final int messages) {
        window = range("window", messages, 1, 1 << 24);
        return this;
    }

    /** Sets the maximum number of messages received or sent in one batch, 1 to 4096; default 64. */
    public DispatcherBuilder batchMessages(final int messages) {
        batchMessages = range("batchMessages", messages, 1, 4096);
        return this;
    }

    /** Sets the maximum message size in bytes, at least {@link #slotBytes}; default 256 KiB. */
    public DispatcherBuilder maximumMessageBytes(final int bytes) {
        maximumMessageBytes = range("maximumMessageBytes", bytes, 1, 1 << 30);
        return this;
    }

    /**
     * Sets the memory for messages larger than a slot, in bytes: this much for messages received and not yet released,
     * and as much again for those offered and not yet sent; default 64 MiB. Beyond it nothing is read, and large offers
     * are refused, as without a free slot. Incomplete messages are not counted: an association has at most one, or one
     * per stream with interleaving (RFC 8260).
     */
    public DispatcherBuilder largeMessageMemory(final int bytes) {
        largeMessageMemory = range("largeMessageMemory", bytes, 1, 1 << 30);
        return this;
    }

    /** Sets the time limit of {@link RingDispatcher#close()}; default 10 seconds. */
    public DispatcherBuilder closeLimit(final Duration limit) {
        closeLimit = Objects.requireNonNull(limit);
        return this;
    }

    /**
     * Sets the idle strategy, one instance per thread, with which threads look for work again and again. By default a
     * thread sleeps until another one has work for it, and the poller's thread handles a message that comes alone
     * itself, while its worker's thread sleeps.
     */
    public DispatcherBuilder idleStrategy(final Supplier<IdleStrategy> strategy) {
        idleStrategy = Objects.requireNonNull(strategy);
        return this;
    }

    /**
     * Sets the thread factory, for example to pin threads. Threads are named after their role. Without an idle strategy
     * the poller's thread and a worker's may exchange their roles, and then their names.
     */
    public DispatcherBuilder threadFactory(final ThreadFactory factory) {
        threadFactory = Objects.requireNonNull(factory);
        return this;
    }

    /**
     * Sets the handler for exceptions of handlers, called in the worker's thread, and for errors of the poller; by
     * default they are logged.
     */
    public DispatcherBuilder errorHandler(final ErrorHandler handler) {
        errorHandler = new SafeErrorHandler(Objects.requireNonNull(handler));
        return this;
    }

    /** Makes a dispatcher and starts its threads. */
    public RingDispatcher start() throws IOException {
        return build().startThreads(idleStrategy, threadFactory);
    }

    /**
     * Makes a dispatcher without threads: the caller runs its {@link RingDispatcher#agents()}, each in one thread at a
     * time, until it is closed.
     *
     * @throws IllegalStateException if the JVM lacks an option that Agrona needs; the message names it
     * @throws IllegalArgumentException if the maximum message size is smaller than a slot
     */
    public RingDispatcher build() throws IOException {
        requireOpenJdk(DirectBuffer.class.getModule());
        range("maximumMessageBytes, with slotBytes " + slotBytes + ",", maximumMessageBytes, slotBytes, 1 << 30);
        final DispatcherCounters counters = new DispatcherCounters(workers);
        final Assemblies assemblies = new Assemblies(maximumMessageBytes, slotBytes, largeMessageMemory);
        final SlotPool slotPool = new SlotPool(slots, slotBytes, assemblies);
        final OutboundPool outbound = new OutboundPool(outboundSlots, slotBytes, largeMessageMemory);
        final SctpPoller watched = poller != null ? poller : SctpPoller.open();
        final Doorbell doorbell = new Doorbell(watched::wakeup);
        final Sender sender = new Sender(outbound, batchMessages, window, maximumMessageBytes, counters, doorbell);
        final Health health = new Health(errorHandler, counters);
        final Worker[] all = new Worker[workers];
        for (int i = 0; i < workers; i++) {
            all[i] = new Worker(i, slotPool, outbound, sender, health, counters);
        }
        final Poller agent =
                new Poller(watched, slotPool, all, assemblies, sender, batchMessages, health, counters, doorbell);
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
