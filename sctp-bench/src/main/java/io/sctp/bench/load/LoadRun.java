package io.sctp.bench.load;

import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.bench.faults.FaultInjector;
import io.sctp.bench.faults.Scene;
import io.sctp.bench.payload.Payload;
import io.sctp.bench.record.Recorders;
import io.sctp.bench.schedule.Arrival;
import io.sctp.bench.schedule.PacingClock;
import io.sctp.bench.transport.Connection;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.MessageHandler;
import io.sctp.bench.transport.Receiver;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** One run of the load generator: connect, warm up, measure, wait for the last messages. */
public final class LoadRun {
    private static final long DRAIN_TICK_MS = 2;
    private static final double MILLIS_PER_SECOND = 1e3;
    /** Time limit for the server's answers during set-up. */
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /** How long a run that was stopped, or has lost its peer, waits for messages in flight. */
    private static final Duration SHORT_DRAIN = Duration.ofSeconds(1);
    /** The minimum silence before a peer counts as dead, even if the drain time is shorter. */
    private static final Duration MIN_SILENCE = Duration.ofSeconds(1);
    /** What a run needs before an agreed start, apart from the comparison of the clocks. */
    private static final Duration MIN_LEAD = Duration.ofMillis(200);

    private final LoadPlan plan;
    private final LoadTransport transport;
    private final Start start;
    private final List<IntervalListener> listeners;
    private final Recorders recorders;
    private final Intake intake;
    private final List<ForeignAssociation> foreign = new ArrayList<>();
    private final ServerTally tally = new ServerTally();
    private final List<String> troubles = new ArrayList<>();
    private final AtomicReference<Throwable> ended = new AtomicReference<>();
    private FaultInjector faults = FaultInjector.idle();
    private volatile Sender sender;
    private volatile boolean stopped;
    private volatile boolean sending;

    /**
     * Prepares a run.
     *
     * @throws IllegalArgumentException if the transport does not support the plan
     */
    public LoadRun(final LoadPlan plan, final LoadTransport transport, final List<IntervalListener> listeners) {
        this(plan, transport, Start.SOON, listeners);
    }

    /**
     * Prepares a run that starts together with others.
     *
     * @throws IllegalArgumentException if the transport does not support the plan
     */
    public LoadRun(
            final LoadPlan plan,
            final LoadTransport transport,
            final Start start,
            final List<IntervalListener> listeners) {
        plan.setup().requirePossible(transport);
        this.plan = plan;
        this.transport = transport;
        this.start = start;
        this.listeners = List.copyOf(listeners);
        this.recorders = new Recorders(plan.streams(), plan.calls().dispatcherWorkers() > 0, types(plan));
        this.intake = new Intake(plan, recorders);
    }

    /**
     * Plants faults into the run; call it before the run begins.
     *
     * @return this
     */
    public LoadRun withFaults(final FaultInjector newFaults) {
        faults = newFaults;
        if (!newFaults.isIdle()) {
            recorders.copyTo(newFaults.latencies());
        }
        return this;
    }

    /** Runs client and server in this process, over the loopback interface. */
    public LoadOutcome runWithServer() throws IOException, InterruptedException {
        final SctpAddress local = SctpAddress.loopback(0);
        final boolean echo = plan.mode() == LoadPlan.Mode.ECHO;
        try (Server server = echo
                ? Server.answering(transport, local, plan.setup())
                : Server.taking(transport, local, plan.setup(), takingMessages())) {
            final List<Connection> connections = connectAll(server.address(), ANSWER);
            return run(lines(connections, this::takingMessages, 0), server, null);
        }
    }

    /** Runs the client against a server on another machine. */
    public LoadOutcome runAgainst(final SctpAddress remote) throws IOException, InterruptedException {
        return runAgainst(remote, ANSWER);
    }

    /** Runs the client against a server on another machine, with a time limit for its answers. */
    LoadOutcome runAgainst(final SctpAddress remote, final Duration answer) throws IOException, InterruptedException {
        final List<Connection> connections = connectAll(remote, answer);
        if (plan.messages().target() != null) {
            return run(foreignLines(connections), null, null);
        }
        if (plan.mode() == LoadPlan.Mode.ECHO) {
            return run(lines(connections, this::takingMessages, 0), null, null);
        }
        final ClockComparison clocks = new ClockComparison(connections.get(0), answer);
        return run(lines(connections, () -> new ReportedArrivals(intake, clocks), Payload.FLAG_REPORT), null, clocks);
    }

    private List<Line> lines(
            final List<Connection> connections, final Supplier<MessageHandler> handlers, final int flags) {
        return Line.toOwnServer(
                connections, handlers, flags, plan.messages().sizes().maxBytes());
    }

    private List<Line> foreignLines(final List<Connection> connections) {
        final List<Line> lines = new ArrayList<>();
        for (final Connection connection : connections) {
            final Connection shared = new SharedConnection(connection);
            final ForeignAssociation association = new ForeignAssociation(
                    plan, lines.size(), shared, intake, tally, cause -> ended.compareAndSet(null, cause));
            foreign.add(association);
            lines.add(new Line(connection, shared, association, association));
        }
        return lines;
    }

    private static List<String> types(final LoadPlan plan) {
        return plan.messages().target() == null
                ? List.of()
                : plan.messages().target().protocol().messageTypes();
    }

    /**
     * Ends the run soon, with the results so far; from any thread.
     *
     * @return whether there are results: false before it has begun to send
     */
    public boolean stop() {
        stopped = true;
        stopSending();
        return sending;
    }

    private void stopSending() {
        final Sender running = sender;
        if (running != null) {
            running.stop();
        }
    }

    private LoadOutcome run(final List<Line> lines, final Server server, final ClockComparison clocks)
            throws IOException, InterruptedException {
        final Sender running = new Sender(
                plan,
                lines.stream().map(Line::sender).toArray(Connection[]::new),
                lines.stream().map(Line::requests).toArray(Requests[]::new),
                PacingClock.forThisThread());
        sender = running;
        if (stopped) {
            running.stop();
        }
        final Monitor monitor;
        final long clockErrorNs;
        final Receiver receiver = openReceiver();
        try (receiver) {
            for (final Line line : lines) {
                receiver.add(line.connection(), PeerWatch.telling(line.handler(), ended));
            }
            for (final ForeignAssociation association : foreign) {
                association.open(ANSWER);
            }
            // Recorders allocate when they are first collected, and the set-up leaves garbage. With 65,535 streams
            // either would pause the measurement, so both are dealt with now.
            recorders.collectAll();
            System.gc();
            final ClockComparison.Estimate before = awaitStart(compareClocks(clocks), clocks);
            final long startNs = start.beginNs();
            final long measureFromNs = startNs + plan.timing().warmup().toNanos();
            intake.measureFrom(measureFromNs);
            intake.measureUntil(measureFromNs + plan.timing().duration().toNanos());
            monitor = new Monitor(
                    recorders,
                    running::sent,
                    intake,
                    listeners,
                    measureFromNs,
                    plan.shard().of());
            sending = true;
            try (PeerWatch watch = watch(running, receiver, server, measureFromNs);
                    FaultInjector planted = plantFaults(running, server, measureFromNs)) {
                watch.start();
                send(running, startNs, watch);
                intake.measureUntil(running.endNs());
                planted.plantNoMore();
                drain(running, watch);
                if (watch.verdict() != null && !planted.hasKilledThePeer()) {
                    troubles.add(watch.verdict());
                }
            }
            troubles.addAll(faults.troubles());
            foreign.forEach(ForeignAssociation::close);
            monitor.finish();
            clockErrorNs = clocks == null ? 0 : clockError(before, clocks);
        }
        if (server != null) {
            server.close();
        }
        return LoadOutcome.of(
                plan, running, intake, tally.counts(), recorders, monitor, clockErrorNs, stopped, faults, troubles);
    }

    private FaultInjector plantFaults(final Sender running, final Server server, final long measureFromNs) {
        return faults.start(
                new Scene(
                        measureFromNs,
                        running::nextDueNs,
                        () -> {
                            final long accountedFor = intake.arrived() + intake.missing();
                            return Math.max(0, running.sent() - accountedFor);
                        },
                        server == null ? null : server::kill),
                plan.arrival().kind() != Arrival.Kind.MAX);
    }

    /** Waits for an agreed start. Clocks drift meanwhile, so they are compared again shortly before it. */
    private ClockComparison.Estimate awaitStart(final ClockComparison.Estimate early, final ClockComparison clocks)
            throws IOException, InterruptedException {
        if (!start.isAgreed()) {
            return early;
        }
        final Duration comparing = early == null ? Duration.ZERO : ClockComparison.duration(early);
        start.await(MIN_LEAD.plus(comparing), () -> stopped || ended.get() != null);
        if (ended.get() != null) {
            throw new IOException(
                    "an association ended before the start: " + ended.get().getMessage(), ended.get());
        }
        return stopped ? early : compareClocks(clocks);
    }

    private MessageHandler takingMessages() {
        return (message, stream) -> intake.onMessage(message, stream, System.nanoTime());
    }

    private PeerWatch watch(
            final Sender running, final Receiver receiver, final Server server, final long measureFromNs) {
        return new PeerWatch(
                measureFromNs,
                maxSilence(),
                running::sent,
                intake::arrived,
                () -> failure(receiver, server),
                isIt(),
                this::stopSending);
    }

    /** Why the run cannot continue; null if it can. */
    private Throwable failure(final Receiver receiver, final Server server) {
        Throwable first = receiver.failure();
        if (first == null && server != null) {
            first = server.failure();
        }
        return first == null ? ended.get() : first;
    }

    /** The question to the user when the server does not answer. */
    private String isIt() {
        return plan.messages().target() == null
                ? "is it 'sctp server', of this version?"
                : "does it speak '" + plan.messages().target().protocol().name() + "', and answer these messages?";
    }

    /** Nothing may come for long during a fault and after it, so a run with faults is ended by its duration only. */
    private Duration maxSilence() {
        final LoadPlan.Timing timing = plan.timing();
        if (!faults.isIdle()) {
            return timing.warmup().plus(timing.duration()).plus(timing.drain()).plus(MIN_SILENCE);
        }
        return timing.drain().compareTo(MIN_SILENCE) < 0 ? MIN_SILENCE : timing.drain();
    }

    /** The clock of a lost server cannot be compared; the run is invalid anyway. */
    private long clockError(final ClockComparison.Estimate before, final ClockComparison clocks)
            throws InterruptedException {
        try {
            return before.errorUntil(compareClocks(clocks));
        } catch (final IOException e) {
            if (troubles.isEmpty()) {
                troubles.add("the clocks could not be compared again: " + e.getMessage());
            }
            return before.errorUntil(before);
        }
    }

    private static ClockComparison.Estimate compareClocks(final ClockComparison clocks)
            throws IOException, InterruptedException {
        if (clocks == null) {
            return null;
        }
        final ClockComparison.Estimate estimate = clocks.compare();
        clocks.use(estimate);
        return estimate;
    }

    private void send(final Sender running, final long startNs, final PeerWatch watch) {
        try {
            running.run(startNs);
        } catch (final IOException e) {
            // Where the receiver has closed a connection, sending fails too, but does not know why.
            final Throwable first = ended.get();
            watch.onFailure(first == null ? e : first);
        }
    }

    private List<Connection> connectAll(final SctpAddress remote, final Duration limit) throws IOException {
        final List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < plan.ownAssociations() && !stopped; i++) {
                connections.add(transport.connect(remote, plan.setup(), limit));
            }
        } catch (final IOException e) {
            closeAll(connections);
            throw noServer(remote, limit, connections.size(), e);
        } catch (final RuntimeException | Error e) {
            closeAll(connections);
            throw e;
        }
        return connections;
    }

    private static void closeAll(final List<Connection> connections) throws IOException {
        for (final Connection connection : connections) {
            connection.close();
        }
    }

    private IOException noServer(
            final SctpAddress remote, final Duration limit, final int connected, final IOException cause) {
        final boolean late = cause instanceof SctpException.TimedOut || cause instanceof SocketTimeoutException;
        return new IOException(
                String.format(
                        Locale.ROOT,
                        "no server at %s over %s: %s%s; is %s listening there, at that port and with the same "
                                + "--provider?",
                        remote,
                        transport.name(),
                        late ? "no answer in " + limit.toMillis() / MILLIS_PER_SECOND + " s" : cause.getMessage(),
                        connected == 0 ? "" : ", for association " + (connected + 1) + " of " + plan.ownAssociations(),
                        plan.messages().target() == null ? "'sctp server'" : "it"),
                cause);
    }

    private Receiver openReceiver() throws IOException {
        return plan.calls().dispatcherWorkers() > 0
                ? transport.openDispatcher(plan.setup())
                : new Worker("load-client", transport, plan.setup().waiting());
    }

    private void drain(final Sender running, final PeerWatch watch) throws InterruptedException {
        final long beginNs = System.nanoTime();
        while (intake.arrived() < running.sent() && System.nanoTime() - beginNs < drainNs(watch)) {
            Thread.sleep(DRAIN_TICK_MS);
        }
    }

    private long drainNs(final PeerWatch watch) {
        final long wantedNs = plan.timing().drain().toNanos();
        return stopped || watch.verdict() != null ? Math.min(wantedNs, SHORT_DRAIN.toNanos()) : wantedNs;
    }
}
