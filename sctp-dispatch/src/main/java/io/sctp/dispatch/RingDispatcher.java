package io.sctp.dispatch;

import io.sctp.DispatchHandler;
import io.sctp.Dispatcher;
import io.sctp.NotificationType;
import io.sctp.SctpChannel;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpPoller;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;

/**
 * The dispatcher, built on ring buffers. {@link DispatcherBuilder} makes it, with its own threads or with agents that
 * the caller runs.
 */
public final class RingDispatcher implements Dispatcher {
    private static final System.Logger LOGGER = System.getLogger("io.sctp.dispatch");
    private static final int ENDING_MS = 500;
    private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final SctpPoller poller;
    private final Poller pollerAgent;
    private final Worker[] workers;
    private final Sender sender;
    private final DispatcherCounters counters;
    private final Duration closeLimit;
    private final Health health;
    private final AtomicInteger channels = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Whether a close has ended its wait, in time or not. */
    private volatile boolean ended;

    private final List<AgentRunner> runners = new ArrayList<>();

    RingDispatcher(
            final SctpPoller poller,
            final Poller pollerAgent,
            final Worker[] workers,
            final Sender sender,
            final DispatcherCounters counters,
            final Duration closeLimit,
            final Health health) {
        this.poller = poller;
        this.pollerAgent = pollerAgent;
        this.workers = workers;
        this.sender = sender;
        this.counters = counters;
        this.closeLimit = closeLimit;
        this.health = health;
    }

    /** @param idleStrategy null for threads that sleep until they are woken */
    RingDispatcher startThreads(final Supplier<IdleStrategy> idleStrategy, final ThreadFactory threadFactory)
            throws IOException {
        try {
            pollerAgent.lone().keep(idleStrategy == null);
            start(pollerAgent, idleStrategy, threadFactory);
            for (final Worker worker : workers) {
                start(worker, idleStrategy, threadFactory);
            }
            return this;
        } catch (final RuntimeException | Error e) { // the system may have no thread left
            health.close();
            close(Duration.ZERO);
            throw new IOException("the dispatcher's threads cannot be started: " + e.getMessage(), e);
        }
    }

    private void start(final Role role, final Supplier<IdleStrategy> idleStrategy, final ThreadFactory threadFactory) {
        final Role agent = idleStrategy != null ? role : new RoleAgent(role, pollerAgent, health);
        final AgentRunner runner = new AgentRunner(
                idleStrategy != null ? idleStrategy.get() : new SleepyIdle(agent), health::survived, null, agent);
        AgentRunner.startOnThread(runner, threadFactory);
        runners.add(runner);
    }

    /** The poller and the workers, for callers that run them. */
    public List<Agent> agents() {
        final List<Agent> agents = new ArrayList<>(List.of(workers));
        agents.add(0, pollerAgent);
        return agents;
    }

    @Override
    public Optional<Throwable> failure() {
        return health.failure();
    }

    /** The counters. */
    public DispatcherCounters counters() {
        return counters;
    }

    /** The number of messages and events that wait for a worker or are being handled by it. */
    public int ringDepth(final int worker) {
        return workers[worker].depth();
    }

    @Override
    public Registration add(final SctpMessageChannel channel, final DispatchHandler handler) throws IOException {
        Objects.requireNonNull(handler, "handler");
        if (closed.get()) {
            throw new IllegalStateException("the dispatcher is closed");
        }
        final Throwable failure = health.failureOrNull();
        if (failure != null) {
            throw new IOException("the dispatcher has ended: " + failure.getMessage(), failure);
        }
        final boolean many = !(channel instanceof SctpChannel);
        channel.subscribe(NotificationType.PARTIAL_DELIVERY);
        if (many) {
            channel.subscribe(NotificationType.ASSOCIATION_CHANGE);
        }
        channel.configureBlocking(false);
        final DispatchedChannel dispatched =
                new DispatchedChannel(channels.incrementAndGet(), channel, many, handler, sender);
        pollerAgent.add(dispatched);
        dispatched.watchedBy(poller.register(
                channel,
                SctpPoller.READABLE,
                (registration, ready) -> pollerAgent.onReadable(dispatched, registration)));
        return dispatched;
    }

    /**
     * Stops accepting offers and reading. {@link #isDrained()} reports when the agents have finished the rest. For
     * callers that run the agents in the thread that closes.
     */
    public void beginClose() {
        closed.set(true);
        health.close();
        sender.close();
        pollerAgent.stopReading();
    }

    /** Whether, after {@link #beginClose}, all accepted messages are sent and all received ones handled. */
    public boolean isDrained() {
        return pollerAgent.isDrained();
    }

    @Override
    public void close() throws IOException {
        close(closeLimit);
    }

    /** {@inheritDoc} Other threads must continue to run agents that the caller runs. */
    @Override
    public boolean close(final Duration limit) throws IOException {
        beginClose();
        final long deadlineNs = System.nanoTime() + limit.toNanos();
        // Once the threads have ended, nothing is left to wait for.
        while (!ended && !isDrained() && deadlineNs - System.nanoTime() > 0) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NS);
        }
        final boolean drained = isDrained();
        ended = true;
        runners.forEach(RingDispatcher::end);
        poller.close();
        long left = (long) sender.accepted() + pollerAgent.incomplete();
        for (final Worker worker : workers) {
            left += worker.depth();
        }
        counters.undelivered(left);
        return drained;
    }

    /** Ends a thread, interrupting it if necessary. A handler that ignores the interrupt is abandoned. */
    private static void end(final AgentRunner runner) {
        final AtomicBoolean interrupted = new AtomicBoolean();
        try {
            runner.close(ENDING_MS, thread -> {
                if (interrupted.getAndSet(true)) { // the runner does that after the first call
                    throw new CancellationException(thread.getName() + " goes on");
                }
            });
        } catch (final CancellationException e) {
            LOGGER.log(System.Logger.Level.WARNING, "a handler does not return", e);
        }
    }
}
