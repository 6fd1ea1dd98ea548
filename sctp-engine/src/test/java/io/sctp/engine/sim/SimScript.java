package io.sctp.engine.sim;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import java.util.List;

/** What happens in a {@link Simulation} besides packets and timers: what users, networks and machines do, and when. */
final class SimScript {
    private static final long SECOND = 1_000_000_000L;
    private static final long HEAL_NS = 60 * SECOND;

    private final Scenario drawn;
    private final SimRandom random;
    private final SimLink[][] links;
    private final SimHost[] hosts;

    /** Null where nobody attacks. */
    private final Intrusion intrusion;

    private final Simulation.Clock clock;
    private boolean ending;

    SimScript(final Scenario drawn, final SimHost[] hosts, final Intrusion intrusion, final Simulation.Clock clock) {
        this.drawn = drawn;
        random = drawn.random;
        links = drawn.links;
        this.hosts = hosts;
        this.intrusion = intrusion;
        this.clock = clock;
        if (drawn.scarce) {
            hosts[0].onNoRoom = () -> disturb("no room");
            hosts[1].onNoRoom = hosts[0].onNoRoom;
        }
    }

    void script() {
        for (final SimHost host : hosts) {
            host.policyShare = random.chance(0.3) ? random.between(1, 10) / 10.0 : 0;
            host.destinationShare = drawn.netCount > 1 && random.chance(0.3) ? random.between(1, 10) / 10.0 : 0;
            host.boot(0);
            host.leftToSend = random.chance(0.1) ? 0 : random.between(1, 60);
            host.largestMessage =
                    random.chance(0.5) ? 1400 : Math.min(4000 * drawn.netCount, 4000 + random.between(0, 8000));
            if (random.chance(0.25)) {
                host.readsPerTurn = random.between(1, 3);
                clock.at(0, () -> slowRead(host));
            }
        }
        scriptReaders();
        limitMessages(hosts[0], hosts[1].config);
        limitMessages(hosts[1], hosts[0].config);
        if (drawn.crowdRandom != null) {
            final SimHost crowded = hosts[drawn.crowdRandom.between(0, 1)];
            crowded.leftToSend = drawn.crowdRandom.between(1500, 3000);
            crowded.largestMessage = drawn.crowdRandom.between(Ledger.MIN_LENGTH, 100);
        }
        clock.at(0, () -> connect(hosts[0]));
        if (random.chance(0.1)) {
            clock.at(random.between(0L, SECOND / 10), () -> connect(hosts[1]));
        }
        if (!drawn.clean) {
            scriptOutages();
        }
        if (random.chance(0.3)) {
            scriptDisturbance();
        }
        if (random.chance(0.3)) {
            for (int i = random.between(1, 6); i > 0; i--) {
                final SimHost host = hosts[random.between(0, 1)];
                clock.at(random.between(0L, random.chance(0.5) ? SECOND / 5 : 4 * SECOND), () -> reconfigure(host));
                clock.at(random.between(0L, 6 * SECOND), () -> sendMore(hosts[0]));
                clock.at(random.between(0L, 6 * SECOND), () -> sendMore(hosts[1]));
            }
        }
        if (drawn.changesAddresses) {
            scriptAddresses();
        }
        if (intrusion != null) {
            intrusion.script();
        }
        clock.at(HEAL_NS, this::heal);
        if (drawn.scarce) {
            // What the others hold is not there for the two before.
            clock.at(HEAL_NS, intrusion::leave);
        }
        final long mayEndNs = random.between(0L, 10 * SECOND);
        clock.at(drawn.mtus.isWatched() ? drawn.mtus.endNs(HEAL_NS) : mayEndNs, this::mayEnd);
        drawn.mtus.script(HEAL_NS, clock::at, this::note, this::sendAFew, () -> drawn.mtus.checkConverged(hosts));
    }

    private void reconfigure(final SimHost host) {
        host.reconfigure();
        moment();
    }

    private void scriptReaders() {
        for (int i = 0; i < 2; i++) {
            final SimHost host = hosts[i];
            if (drawn.awayForNs[i] > 0) {
                clock.at(drawn.awayFromNs[i], () -> setReader(host, true));
                clock.at(drawn.awayFromNs[i] + drawn.awayForNs[i], () -> setReader(host, false));
            }
        }
    }

    private void setReader(final SimHost host, final boolean away) {
        host.note(clock.nowNs(), away ? "reader away" : "reader back");
        host.isReaderAway = away;
        if (host.readsPerTurn == 0) {
            host.read(Integer.MAX_VALUE);
        }
    }

    private void scriptAddresses() {
        final long span = drawn.addressRandom.chance(0.5) ? SECOND : 8 * SECOND;
        for (int i = drawn.addressRandom.between(1, 12); i > 0; i--) {
            final SimHost host = hosts[drawn.addressRandom.between(0, 1)];
            clock.at(drawn.addressRandom.between(0L, span), () -> host.changeAddress(drawn.addressRandom));
            clock.at(drawn.addressRandom.between(0L, span), () -> sendMore(host));
        }
    }

    /** Messages fit the receiver, unless he takes them in parts: then they may be several times his window. */
    private void limitMessages(final SimHost host, final AssociationConfig receiver) {
        if (receiver.partialDeliveryBytes() == 0) {
            host.largestMessage = Math.min(host.largestMessage, receiver.maxMessageBytes());
        } else if (random.chance(0.3)) {
            host.largestMessage = random.between(host.largestMessage, host.config.sendBufferBytes());
        }
    }

    /** Enough to fill packets of any size. */
    private void sendAFew() {
        for (final SimHost host : hosts) {
            if (!ending && host.isUp()) {
                host.sendLong();
            }
        }
    }

    private void sendMore(final SimHost host) {
        if (!ending && host.isUp()) {
            host.leftToSend += random.between(1, 20);
            host.send();
        }
    }

    private void scriptOutages() {
        for (int net = 0; net < drawn.netCount; net++) {
            if (random.chance(0.3)) {
                final int downNet = net;
                final long from = random.between(0L, 10 * SECOND);
                clock.at(from, () -> setUp(downNet, false));
                clock.at(from + random.between(0L, 20 * SECOND), () -> setUp(downNet, true));
            }
        }
        if (random.chance(0.15)) {
            final int net = random.between(0, drawn.netCount - 1);
            final int size = random.between(512, 1200) & ~3;
            final long when = random.between(0L, 2 * SECOND);
            clock.at(when, () -> shrink(net, size));
            clock.at(when + random.between(0L, SECOND), () -> learnPacketSize(net, size));
        }
    }

    private void scriptDisturbance() {
        final long when = random.between(0L, 3 * SECOND);
        final SimHost victim = hosts[random.between(0, 1)];
        switch (random.between(0, 3)) {
            case 0 -> clock.at(when, () -> abort(victim));
            case 1 -> {
                clock.at(when, () -> abort(hosts[0]));
                clock.at(when + random.between(0L, SECOND / 100), () -> abort(hosts[1]));
            }
            default -> clock.at(when, () -> crash(victim));
        }
    }

    private void setUp(final int net, final boolean up) {
        note("net " + net + (up ? " up" : " down"));
        links[0][net].up = up;
        links[1][net].up = up;
    }

    private void shrink(final int net, final int size) {
        note("net " + net + " carries " + size);
        links[0][net].maxPacketSize = Math.min(links[0][net].maxPacketSize, size);
        links[1][net].maxPacketSize = Math.min(links[1][net].maxPacketSize, size);
    }

    private void learnPacketSize(final int net, final int size) {
        if (drawn.mtus.isOn()) {
            return;
        }
        for (final SimHost host : hosts) {
            for (int i = 0; !host.isOver() && i < host.association.pathCount(); i++) {
                if (((host.association.path(i).addressLow() >> 16) & 0xFF) == net) {
                    host.association.maxPacketSize(
                            host.association.path(i), Math.min(size, host.config.maxPacketSize()));
                }
            }
        }
        if (clock.nowNs() < HEAL_NS) {
            // An association set up later learns it later, as by probing.
            clock.at(clock.nowNs() + SECOND, () -> learnPacketSize(net, size));
        }
    }

    private void heal() {
        note("heal");
        for (final SimLink[] direction : links) {
            for (final SimLink link : direction) {
                link.heal();
                link.maxPacketSize = drawn.mtus.isOn() ? link.maxPacketSize : 1 << 16;
            }
        }
    }

    private void connect(final SimHost host) {
        final int others = intrusion == null ? 0 : intrusion.count(host);
        if (!host.isOver() || ending || host.engine.associationCount() > others) {
            return;
        }
        final SimHost peer = hosts[host == hosts[0] ? 1 : 0];
        final List<IpAddress> addresses = peer.reachedAt();
        final int known = Math.min(random.between(1, drawn.netCount), addresses.size());
        host.work.begin();
        host.association = host.engine.connect(
                clock.nowNs(),
                Simulation.PORT,
                Simulation.PORT,
                addresses.subList(0, known),
                Simulation.UDP_PORT,
                host.config.localId(0));
        host.work.end("a connect", 0);
        Simulation.require(host.association != null || drawn.scarce, host.name + " has no association made");
        if (host.association == null) {
            disturb("no room for " + host.name);
            return;
        }
        for (final IpAddress named : addresses.subList(0, known)) {
            host.amplification.names(new Place(named, Simulation.UDP_PORT));
        }
        host.note(clock.nowNs(), "connect");
        moment();
        if (random.chance(0.3)) {
            host.send();
        }
    }

    private void abort(final SimHost host) {
        disturb("abort by " + host.name);
        if (!host.isOver()) {
            host.work.during("an abort", host.association::abort);
        }
    }

    private void crash(final SimHost host) {
        disturb("crash of " + host.name);
        host.outgoing.forget();
        host.incoming.forget();
        host.boot(clock.nowNs());
        if (intrusion != null) {
            intrusion.crashed(host);
        }
        if (host == hosts[0] || random.chance(0.5)) {
            clock.at(clock.nowNs() + random.between(0L, SECOND), () -> connect(host));
        }
    }

    void moment() {
        if (intrusion != null) {
            intrusion.moment();
        }
    }

    void disturb(final String what) {
        note(what);
        moment();
        for (final SimHost host : hosts) {
            host.disturbed = true;
            host.outgoing.excuse();
        }
    }

    void note(final String what) {
        hosts[0].note(clock.nowNs(), what);
    }

    private void slowRead(final SimHost host) {
        host.read(host.readsPerTurn);
        if (host.readsPerTurn > 0) {
            clock.at(clock.nowNs() + random.between(1_000_000L, 30_000_000L), () -> slowRead(host));
        }
    }

    /** Ends the association when both users have handed everything over. */
    private void mayEnd() {
        final boolean done = hosts[0].leftToSend == 0
                && hosts[1].leftToSend == 0
                && hosts[0].isUp()
                && hosts[1].isUp()
                && !hosts[0].hasAsked()
                && !hosts[1].hasAsked();
        final boolean gone = (hosts[0].disturbed || hosts[0].everEstablished) && hosts[0].isOver() && hosts[1].isOver();
        if (done && drawn.changesAddresses && !hosts[0].disturbed) {
            Agreement.checkAddresses(hosts[0], hosts[1]);
            Agreement.checkAddresses(hosts[1], hosts[0]);
        }
        if (done || gone) {
            ending = true;
            if (drawn.clean) {
                hosts[0].checkPathsConfirmed(clock.nowNs());
                hosts[1].checkPathsConfirmed(clock.nowNs());
            }
            moment();
            final int both = random.between(0, 2);
            for (int i = 0; i < 2; i++) {
                if ((both == 2 || both == i) && !hosts[i].isOver()) {
                    hosts[i].note(clock.nowNs(), "shutdown");
                    hosts[i].work.during("a shutdown", hosts[i].association::shutdown);
                }
            }
        }
        if (!hosts[0].isOver() || !hosts[1].isOver()) {
            clock.at(clock.nowNs() + random.between(SECOND / 10, 2 * SECOND), this::mayEnd);
        } else if (intrusion != null) {
            intrusion.end();
        }
        if (ending && hosts[0].isOver() && hosts[1].isOver()) {
            hosts[0].readsPerTurn = 0;
            hosts[1].readsPerTurn = 0;
        }
    }
}
