package io.sctp.bench.load;

import io.sctp.SctpAddress;
import io.sctp.bench.payload.Payload;
import io.sctp.bench.record.Recorders;
import io.sctp.bench.schedule.PacingClock;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.MessageHandler;
import io.sctp.bench.transport.Peer;
import io.sctp.bench.transport.Receiver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One run of the load generator: connect, warm up, measure, wait for the last messages. */
public final class LoadRun {
    /** Gives the threads time to be there when the first message is due. */
    private static final long LEAD_NS = 20_000_000;

    private static final long DRAIN_TICK_MS = 2;
    /** A server that has not answered in this time will not. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final LoadPlan plan;
    private final LoadTransport transport;
    private final List<IntervalListener> listeners;
    private final Recorders recorders;
    private final Intake intake;
    private final List<String> troubles = new ArrayList<>();
    private volatile Sender sender;
    private volatile boolean stopped;

    /**
     * Prepares a run.
     *
     * @throws IllegalArgumentException if the transport cannot do what is planned
     */
    public LoadRun(final LoadPlan plan, final LoadTransport transport, final List<IntervalListener> listeners) {
        plan.setup().requirePossible(transport);
        this.plan = plan;
        this.transport = transport;
        this.listeners = List.copyOf(listeners);
        this.recorders = new Recorders(plan.streams(), plan.calls().dispatcherWorkers() > 0);
        this.intake = new Intake(plan, recorders);
    }

    /** Runs client and server in this process, over the loopback interface. */
    public LoadOutcome runWithServer() throws IOException, InterruptedException {
        final SctpAddress local = SctpAddress.loopback(0);
        final boolean echo = plan.mode() == LoadPlan.Mode.ECHO;
        try (Server server = echo
                ? Server.answering(transport, local, plan.setup())
                : Server.taking(transport, local, plan.setup(), takingMessages())) {
            final List<Peer> peers = connectAll(server.address());
            return run(peers, this::takingMessages, server, null);
        }
    }

    /** Runs the client against a server elsewhere, which answers. */
    public LoadOutcome runAgainst(final SctpAddress remote) throws IOException, InterruptedException {
        return runAgainst(remote, ANSWER);
    }

    /** The same, against one that must answer within that time. */
    LoadOutcome runAgainst(final SctpAddress remote, final Duration answer) throws IOException, InterruptedException {
        final List<Peer> peers = connectAll(remote);
        if (plan.mode() == LoadPlan.Mode.ECHO) {
            return run(peers, this::takingMessages, null, null);
        }
        final ClockComparison clocks = new ClockComparison(peers.get(0), answer);
        return run(peers, () -> new ReportedArrivals(intake, clocks), null, clocks);
    }

    /** Ends the run soon, with what there is; from any thread. */
    public void stop() {
        stopped = true;
        final Sender running = sender;
        if (running != null) {
            running.stop();
        }
    }

    private LoadOutcome run(
            final List<Peer> peers,
            final Supplier<MessageHandler> handlers,
            final Server server,
            final ClockComparison clocks)
            throws IOException, InterruptedException {
        final Sender running = new Sender(
                plan,
                peers.toArray(Peer[]::new),
                PacingClock.forThisThread(),
                clocks == null ? 0 : Payload.FLAG_REPORT);
        sender = running;
        if (stopped) {
            running.stop();
        }
        final Monitor monitor;
        final long clockErrorNs;
        final Receiver receiver = openReceiver();
        try (receiver) {
            for (final Peer peer : peers) {
                receiver.add(peer, handlers.get());
            }
            // Recorders allocate when they are first collected, and what the set-up left behind is garbage: with 65,535
            // streams either would stop everything in the middle of the measurement.
            recorders.collectAll();
            System.gc();
            final ClockComparison.Estimate before = compareClocks(clocks);
            final long startNs = System.nanoTime() + LEAD_NS;
            final long measureFromNs = startNs + plan.timing().warmup().toNanos();
            intake.measureFrom(measureFromNs);
            intake.measureUntil(measureFromNs + plan.timing().duration().toNanos());
            monitor = new Monitor(recorders, running::sent, intake, listeners, measureFromNs);
            send(running, startNs);
            intake.measureUntil(running.endNs());
            drain(running, receiver, server);
            monitor.finish();
            clockErrorNs = clocks == null ? 0 : before.errorUntil(compareClocks(clocks));
        }
        describe("receiving", receiver.failure());
        if (server != null) {
            server.close();
            describe("the server", server.failure());
        }
        return LoadOutcome.of(plan, running, intake, recorders, monitor, clockErrorNs, stopped, troubles);
    }

    private MessageHandler takingMessages() {
        return (message, stream) -> intake.onMessage(message, stream, System.nanoTime());
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

    private void send(final Sender running, final long startNs) {
        try {
            running.run(startNs);
        } catch (final IOException e) {
            describe("sending", e);
        }
    }

    private List<Peer> connectAll(final SctpAddress remote) throws IOException {
        final List<Peer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < plan.associations(); i++) {
                peers.add(transport.connect(remote, plan.setup()));
            }
        } catch (final IOException | RuntimeException e) {
            for (final Peer peer : peers) {
                peer.close();
            }
            throw e;
        }
        return peers;
    }

    private Receiver openReceiver() throws IOException {
        return plan.calls().dispatcherWorkers() > 0
                ? transport.openDispatcher(plan.setup())
                : new Worker("load-client", transport, plan.setup().waiting());
    }

    private void drain(final Sender running, final Receiver receiver, final Server server) throws InterruptedException {
        final long deadline = System.nanoTime() + plan.timing().drain().toNanos();
        while (intake.arrived() < running.sent()
                && receiver.failure() == null
                && (server == null || server.failure() == null)
                && System.nanoTime() - deadline < 0) {
            Thread.sleep(DRAIN_TICK_MS);
        }
    }

    private void describe(final String what, final Throwable failure) {
        if (failure != null) {
            troubles.add(what + " failed: " + failure);
        }
    }
}
