package io.sctp.bench.load;

import io.sctp.SctpAddress;
import io.sctp.bench.record.Recorders;
import io.sctp.bench.schedule.Clock;
import io.sctp.bench.schedule.FixedSchedule;
import io.sctp.bench.schedule.Schedule;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One run of the load generator against an echo server: connect, warm up, measure, wait for the last answers. */
public final class LoadRun {
    /** Gives the threads time to be there when the first message is due. */
    private static final long LEAD_NS = 20_000_000;

    private static final long DRAIN_TICK_MS = 2;

    private final LoadPlan plan;
    private final LoadTransport transport;
    private final Recorders recorders;
    private volatile Sender sender;

    /** Prepares a run. */
    public LoadRun(final LoadPlan plan, final LoadTransport transport) {
        this.plan = plan;
        this.transport = transport;
        this.recorders = new Recorders(plan.streams());
    }

    /** Runs client and server in this process, over the loopback interface. */
    public LoadOutcome runWithServer() throws IOException, InterruptedException {
        try (Server server = Server.echo(transport, SctpAddress.loopback(0), plan.setup())) {
            return run(server.address(), server);
        }
    }

    /** Runs the client against an echo server elsewhere. */
    public LoadOutcome runAgainst(final SctpAddress remote) throws IOException, InterruptedException {
        return run(remote, null);
    }

    /** Ends the run soon, with what there is; from any thread. */
    public void stop() {
        final Sender running = sender;
        if (running != null) {
            running.stop();
        }
    }

    private LoadOutcome run(final SctpAddress remote, final Server server) throws IOException, InterruptedException {
        final Intake intake = new Intake(plan, recorders);
        final List<Peer> peers = connectAll(remote);
        final Sender running = new Sender(plan, peers.toArray(Peer[]::new), schedules(), Clock.system());
        sender = running;
        final Worker.Handler handler = peer -> intake.onMessage(
                peer.message(), peer.messageStream(), Clock.system().nanoTime());
        final List<String> troubles = new ArrayList<>();
        final Worker worker = receiver(peers, handler);
        try (worker) {
            final long startNs = Clock.system().nanoTime() + LEAD_NS;
            intake.measureFrom(startNs + plan.warmup().toNanos());
            send(running, startNs, troubles);
            drain(running, intake, worker);
        }
        describe("receiving", worker.failure(), troubles);
        describe("the server", server == null ? null : server.failure(), troubles);
        return LoadOutcome.of(plan, running, intake, recorders, troubles);
    }

    private static void send(final Sender sender, final long startNs, final List<String> troubles) {
        try {
            sender.run(startNs);
        } catch (final IOException e) {
            describe("sending", e, troubles);
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

    private Worker receiver(final List<Peer> peers, final Worker.Handler handler) throws IOException {
        if (plan.setup().waiting()) {
            return new Worker("load-client", peers.get(0), handler);
        }
        final Worker worker = new Worker("load-client", transport, handler);
        for (final Peer peer : peers) {
            worker.add(peer);
        }
        return worker;
    }

    private Schedule[] schedules() {
        final Schedule[] schedules = new Schedule[plan.associations()];
        for (int i = 0; i < schedules.length; i++) {
            schedules[i] = new FixedSchedule(plan.ratePerSecond() / schedules.length, i, schedules.length);
        }
        return schedules;
    }

    private void drain(final Sender sender, final Intake intake, final Worker worker) throws InterruptedException {
        final long deadline = System.nanoTime() + plan.drain().toNanos();
        while (intake.arrived() < sender.sent() && worker.failure() == null && System.nanoTime() - deadline < 0) {
            Thread.sleep(DRAIN_TICK_MS);
        }
    }

    private static void describe(final String what, final Throwable failure, final List<String> troubles) {
        if (failure != null) {
            troubles.add(what + " failed: " + failure);
        }
    }
}
