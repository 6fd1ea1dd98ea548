package io.sctp.bench.load;

import io.sctp.SctpAddress;
import io.sctp.bench.record.Recorders;
import io.sctp.bench.schedule.PacingClock;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One run of the load generator: connect, warm up, measure, wait for the last messages. */
public final class LoadRun {
    /** Gives the threads time to be there when the first message is due. */
    private static final long LEAD_NS = 20_000_000;

    private static final long DRAIN_TICK_MS = 2;

    private final LoadPlan plan;
    private final LoadTransport transport;
    private final List<IntervalListener> listeners;
    private final Recorders recorders;
    private final Intake intake;
    private final List<String> troubles = new ArrayList<>();
    private volatile Sender sender;
    private volatile boolean stopped;

    /** Prepares a run. */
    public LoadRun(final LoadPlan plan, final LoadTransport transport, final List<IntervalListener> listeners) {
        this.plan = plan;
        this.transport = transport;
        this.listeners = List.copyOf(listeners);
        this.recorders = new Recorders(plan.streams());
        this.intake = new Intake(plan, recorders);
    }

    /** Runs client and server in this process, over the loopback interface. */
    public LoadOutcome runWithServer() throws IOException, InterruptedException {
        final SctpAddress local = SctpAddress.loopback(0);
        try (Server server = plan.mode() == LoadPlan.Mode.ECHO
                ? Server.echo(transport, local, plan.setup())
                : new Server(transport, local, plan.setup(), this::take)) {
            return run(server.address(), server);
        }
    }

    /**
     * Runs the client against an echo server elsewhere.
     *
     * @throws IllegalArgumentException for one-way runs: the two machines have no clock in common
     */
    public LoadOutcome runAgainst(final SctpAddress remote) throws IOException, InterruptedException {
        if (plan.mode() != LoadPlan.Mode.ECHO) {
            throw new IllegalArgumentException("one-way latency needs one clock: run client and server in one process");
        }
        return run(remote, null);
    }

    /** Ends the run soon, with what there is; from any thread. */
    public void stop() {
        stopped = true;
        final Sender running = sender;
        if (running != null) {
            running.stop();
        }
    }

    private LoadOutcome run(final SctpAddress remote, final Server server) throws IOException, InterruptedException {
        final List<Peer> peers = connectAll(remote);
        final Sender running = new Sender(plan, peers.toArray(Peer[]::new), PacingClock.forThisThread());
        sender = running;
        if (stopped) {
            running.stop();
        }
        final Worker worker = receiver(peers);
        final Monitor monitor;
        try (worker) {
            final long startNs = System.nanoTime() + LEAD_NS;
            final long measureFromNs = startNs + plan.timing().warmup().toNanos();
            intake.measureFrom(measureFromNs);
            monitor = new Monitor(recorders, running::sent, intake::arrived, listeners, measureFromNs);
            send(running, startNs);
            drain(running, worker, server);
            monitor.finish();
        }
        describe("receiving", worker.failure());
        if (server != null) {
            server.close();
            describe("the server", server.failure());
        }
        return LoadOutcome.of(plan, running, intake, recorders, monitor, stopped, troubles);
    }

    private void take(final Peer peer) {
        intake.onMessage(peer.message(), peer.messageStream(), System.nanoTime());
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

    private Worker receiver(final List<Peer> peers) throws IOException {
        if (plan.setup().waiting()) {
            return new Worker("load-client", peers.get(0), this::take);
        }
        final Worker worker = new Worker("load-client", transport, this::take);
        for (final Peer peer : peers) {
            worker.add(peer);
        }
        return worker;
    }

    private void drain(final Sender running, final Worker worker, final Server server) throws InterruptedException {
        final long deadline = System.nanoTime() + plan.timing().drain().toNanos();
        while (intake.arrived() < running.sent()
                && worker.failure() == null
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
