package io.sctp.engine.sim;

import io.sctp.engine.Association;
import io.sctp.engine.EngineCounters;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.send.MessageIdentifiers;
import io.sctp.engine.send.StreamNumbers;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What an {@link Attacker} is for a {@link Simulation}: his packets to both ends, theirs to him, and what must not be
 * among them.
 */
final class Intrusion implements Attacker.Access {
    /** The attacker contradicts himself about messages with the first numbers. */
    private static final boolean NUMBERED_FROM_0 = StreamNumbers.first() == 0 && MessageIdentifiers.first() == 0;

    private static final long SECOND = 1_000_000_000L;

    /** How long the attacker's associations may outlive the others: as long as half a message may be kept. */
    private static final long STAY_NS = 700 * SECOND;

    private static final int LITTLE_MEMORY = 1 << 20;

    /** What it needs of the simulation. */
    interface Driver extends Simulation.Clock {
        void take(SimHost host, ByteBuffer packet, int length, IpAddress source, int udpPort, int net);
    }

    private final SimRandom random;
    private final SimHost[] hosts;
    private final Driver driver;
    private final Attacker attacker;
    private final Strangers[] strangers = new Strangers[2];

    Intrusion(final SimRandom random, final int netCount, final SimHost[] hosts, final Driver driver) {
        this.random = random;
        this.hosts = hosts;
        this.driver = driver;
        attacker = new Attacker(random, netCount, hosts[0].config.maxPathRetransmissions() + 1, this);
        for (int i = 0; i < 2; i++) {
            strangers[i] = new Strangers(hosts[i], random, attacker::hasTag);
            hosts[i].work.others = strangers[i]::bytes;
        }
    }

    /** The attacker's own, and that the user of an end has an association set up with him. */
    void script() {
        attacker.script();
        if (hosts[0].limits.memoryLimitBytes() <= LITTLE_MEMORY) {
            attacker.scriptHoarders();
        }
        for (int i = random.between(-1, 2); i > 0; i--) {
            final int index = random.between(0, 1);
            at(random.between(0L, 3 * SECOND), () -> connect(index));
        }
    }

    private void connect(final int index) {
        final SimHost host = hosts[index];
        final IpAddress address = attacker.ownAddress();
        if (attacker.isStopped()) {
            return;
        }
        final Association made = host.engine.connect(
                nowNs(), Simulation.PORT, Simulation.PORT, List.of(address), Attacker.UDP_PORT, host.config.localId(0));
        if (made != null) {
            host.amplification.names(new Place(address, Attacker.UDP_PORT));
            strangers[index].connected(made);
        }
    }

    /** The attacker goes, and the users of both ends give his associations up. */
    void leave() {
        attacker.stop();
        strangers[0].end();
        strangers[1].end();
    }

    /** The two are through with each other. */
    void end() {
        attacker.stop();
        at(nowNs() + (random.chance(0.3) || attacker.isPatient() ? STAY_NS : 0), this::leave);
    }

    void crashed(final SimHost host) {
        strangers[host.number - 1].forget();
        attacker.crashed(host.number - 1);
    }

    /** Something begins or ends between the two. */
    void moment() {
        attacker.moment();
    }

    /** How many associations an end has with the attacker. */
    int count(final SimHost host) {
        return strangers[host.number - 1].count();
    }

    /** How many the attacker has had. */
    int established() {
        return strangers[0].established + strangers[1].established;
    }

    boolean hasTag(final int tag) {
        return attacker.hasTag(tag);
    }

    EngineHandler handler(final int index) {
        return strangers[index];
    }

    void settled(final int index) {
        strangers[index].check();
        strangers[index].checkLimits(nowNs());
        strangers[index].settle();
    }

    // -- packets ----------------------------------------------------------------------------------------------------

    /** Says whether an end sends to where the other is not. */
    boolean goesAstray(final int index, final Transmit transmit) {
        final long low = transmit.addressLow();
        return transmit.udpPort() != Simulation.UDP_PORT
                || hosts[1 - index].addresses.stream().noneMatch(address -> address.low() == low);
    }

    /** Such a packet is not the peer's, keeps to what may go to an address, and the attacker may hear it. */
    void sent(final int index, final ByteBuffer packet, final int length, final Transmit transmit) {
        final SimHost host = hosts[index];
        final Place to = Simulation.place(transmit);
        final int tag = packet.getInt(4);
        if (!host.isOver() && host.association.peerTag() != 0 && tag == host.association.peerTag()) {
            throw new AssertionError(host.name + " sends what is under tag " + tag + ", its peer's, to " + to);
        }
        host.amplification.sent(packet, length, to, nowNs());
        attacker.hears(index, to.address(), to.udpPort(), packet, length);
    }

    @Override
    public void inject(
            final int index,
            final ByteBuffer packet,
            final int length,
            final IpAddress source,
            final int udpPort,
            final int net,
            final int tag) {
        final SimHost host = hosts[index];
        host.amplification.delivered(packet, length, new Place(source, udpPort), tag);
        driver.take(host, packet.slice(0, length), length, source, udpPort, net);
        strangers[index].check();
    }

    /** A packet that must end the association it is for, unless its tag is wrong, or its data is not taken. */
    @Override
    public void injectFatal(
            final int index,
            final ByteBuffer packet,
            final int length,
            final Place from,
            final int net,
            final int tag,
            final String what) {
        final boolean wasUp = strangers[index].isUp(tag) && NUMBERED_FROM_0;
        final long untaken = untaken(index);
        inject(index, packet, length, from.address(), from.udpPort(), net, tag);
        if (wasUp && strangers[index].isUp(tag) && untaken == untaken(index)) {
            throw new AssertionError(hosts[index].name + " did not end an association for " + what);
        }
    }

    /** Chunks that found no room or had come before, and packets with a wrong tag. */
    private long untaken(final int index) {
        final EngineCounters counters = hosts[index].engine.counters();
        return counters.dataDropped() + counters.duplicates() + counters.wrongTags();
    }

    @Override
    public void injectInLine(
            final int index,
            final ByteBuffer packet,
            final int length,
            final Place from,
            final int net,
            final int tag,
            final int chunks) {
        final long dropped = hosts[index].engine.counters().dataDropped();
        inject(index, packet, length, from.address(), from.udpPort(), net, tag);
        final boolean noneTaken = hosts[index].engine.counters().dataDropped() - dropped == chunks;
        if (noneTaken && strangers[index].isChoked(tag)) {
            throw new AssertionError(hosts[index].name + ": what is in line finds no room for ever");
        }
    }

    @Override
    public void at(final long timeNs, final Simulation.Action action) {
        driver.at(timeNs, action);
    }

    @Override
    public IpAddress honest(final int index, final int net) {
        return hosts[index].addresses.get(net);
    }

    @Override
    public long nowNs() {
        return driver.nowNs();
    }
}
