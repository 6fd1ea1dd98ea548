package io.sctp.engine.sim;

import io.sctp.engine.EngineHandler;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Checksum;
import java.nio.ByteBuffer;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * One run: two hosts, one to three networks between them, some traffic, and what the seed has against them. It ends
 * when nothing is left to happen; then everything must have been delivered and every association must be over.
 */
public final class Simulation {
    static final int PORT = 5000;

    static final int UDP_PORT = 9899;
    private static final int FIRST_CHUNK = 12;
    private static final int COOKIE_ECHO = 10;
    private static final int AUTH = 15;
    private static final int RE_CONFIG = 130;

    private static final long SECOND = 1_000_000_000L;
    private static final long MOST_REPLAY_NS = 30 * SECOND;
    private static final long LIMIT_NS = 5000 * SECOND;
    /** As many packets with data as may go at once, and one for each of three paths that goes whatever else went. */
    private static final int MOST_AT_ONCE = 32 + 3;

    private static final int MAX_STEPS = 1_000_000;

    /** Something that happens. */
    interface Action {
        void run();
    }

    /** The time, and what is to happen at other times. */
    interface Clock {
        void at(long timeNs, Action action);

        long nowNs();
    }

    private record Event(long timeNs, long order, Action action) implements Comparable<Event> {
        @Override
        public int compareTo(final Event other) {
            final int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private static final int MAX_CAPACITY = 1 << 16;

    /** Behind what a poll may write. */
    private static final long GUARD = 0x5A5A_5A5A_5A5A_5A5AL;

    private final long seed;
    private final Scenario drawn;
    private final SimRandom random;
    private final SimLink[][] links;
    private final SimHost[] hosts = new SimHost[2];
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final ByteBuffer out = ByteBuffer.allocateDirect(MAX_CAPACITY + Long.BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();
    private final Checksum checksum = new Checksum();
    private PacketLog packetLog = PacketLog.NONE;
    private final boolean[] batching = new boolean[2];
    private long order;
    private long nowNs;
    private long packets;

    /** Null where nobody attacks. */
    private final Intrusion intrusion;

    private final SimScript script;

    private Simulation(final long seed, final boolean attacked) {
        this.seed = seed;
        drawn = new Scenario(seed, attacked);
        random = drawn.random;
        links = drawn.links;
        final Ledger toServer = new Ledger("client to server");
        final Ledger toClient = new Ledger("server to client");
        hosts[0] = new SimHost(
                "client", 1, random, drawn.engines[0], drawn.configs[0], drawn.addresses(1), toServer, toClient);
        hosts[1] = new SimHost(
                "server", 2, random, drawn.engines[1], drawn.configs[1], drawn.addresses(2), toClient, toServer);
        hosts[0].cookiesComeAgain = drawn.replayRandom != null;
        hosts[1].cookiesComeAgain = drawn.replayRandom != null;
        hosts[0].interleaved = drawn.interleaved;
        hosts[1].interleaved = drawn.interleaved;
        if (drawn.attackRandom != null) {
            // What an engine draws cannot be guessed.
            hosts[0].engineRandom = new SplittableRandom(seed);
            hosts[1].engineRandom = new SplittableRandom(~seed);
        }
        final Driver driver = new Driver();
        intrusion =
                drawn.attackRandom == null ? null : new Intrusion(drawn.attackRandom, drawn.netCount, hosts, driver);
        script = new SimScript(drawn, hosts, intrusion, driver);
    }

    private final class Driver implements Intrusion.Driver {
        @Override
        public void at(final long timeNs, final Action action) {
            Simulation.this.at(timeNs, action);
        }

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public void take(
                final SimHost host,
                final ByteBuffer packet,
                final int length,
                final IpAddress source,
                final int udpPort,
                final int net) {
            Simulation.this.take(host, packet, length, source, udpPort, net);
        }
    }

    private void take(
            final SimHost host,
            final ByteBuffer packet,
            final int length,
            final IpAddress source,
            final int udpPort,
            final int net) {
        host.work.begin();
        host.engine.handlePacket(nowNs, packet, 0, length, source.high(), source.low(), udpPort, net);
        host.work.end("a packet", length);
    }

    /** Runs one seed to its end. */
    public static Result run(final long seed) {
        return run(seed, PacketLog.NONE);
    }

    /** Runs one seed to its end, with an attacker in any case. */
    public static Result runAttacked(final long seed) {
        return run(seed, true, PacketLog.NONE);
    }

    static Result run(final long seed, final PacketLog log) {
        return run(seed, false, log);
    }

    private static Result run(final long seed, final boolean attacked, final PacketLog log) {
        final Simulation simulation = new Simulation(seed, attacked);
        simulation.packetLog = log;
        try {
            simulation.script.script();
            simulation.loop();
            simulation.checkEnd();
        } catch (final AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + " failed at " + simulation.nowNs / 1000 + " us: " + e.getMessage()
                            + "\nreplay: mvn -pl sctp-engine -am test -Dtest=SimulationTest -Dsim.first=" + seed
                            + " -Dsim.seeds=1 -Dsim.attacked=" + attacked
                            + " -Dsurefire.failIfNoSpecifiedTests=false\nclient:\n"
                            + simulation.hosts[0].log() + "server:\n" + simulation.hosts[1].log(),
                    e);
        }
        return new Result(
                simulation.packets,
                simulation.hosts[0].incoming.receivedCount() + simulation.hosts[1].incoming.receivedCount(),
                simulation.nowNs,
                simulation.intrusion == null ? 0 : simulation.intrusion.established());
    }

    /**
     * What a run amounted to.
     *
     * @param intruders associations of the attacker
     */
    public record Result(long packets, int messages, long virtualNs, int intruders) {}

    // -- the loop ---------------------------------------------------------------------------------------------------

    private void at(final long timeNs, final Action action) {
        events.add(new Event(timeNs, order++, action));
    }

    private void loop() {
        for (int step = 0; step < MAX_STEPS; step++) {
            final long nextEvent =
                    events.isEmpty() ? SctpEngine.NO_TIMEOUT : events.peek().timeNs();
            final long next =
                    Math.min(nextEvent, Math.min(hosts[0].engine.nextTimeoutNs(), hosts[1].engine.nextTimeoutNs()));
            if (next == SctpEngine.NO_TIMEOUT) {
                return;
            }
            nowNs = Math.max(nowNs, next);
            if (nowNs > LIMIT_NS) {
                throw new AssertionError("something is stuck: the association does not end; " + hosts[0].describe()
                        + "; " + hosts[1].describe());
            }
            hosts[0].now(nowNs);
            hosts[1].now(nowNs);
            if (nextEvent <= nowNs) {
                events.poll().action().run();
            }
            for (int i = 0; i < 2; i++) {
                hosts[i].work.begin();
                hosts[i].engine.handleTimeout(nowNs);
                hosts[i].work.endTurn("a timer", 0);
                if (!batching[i]) {
                    settle(i);
                }
            }
        }
        throw new AssertionError("too many steps: a loop");
    }

    /**
     * A driver hands over what comes meanwhile before it polls; but the checkers are to see at once that TSNs begin
     * anew.
     */
    private void batch(final int index, final byte[] bytes) {
        if (beginsAnew(bytes) || !hosts[index].isUp()) {
            batching[index] = false;
        } else if (drawn.batchNs[index] > 0 && !batching[index]) {
            batching[index] = true;
            at(nowNs + drawn.batchNs[index], () -> batching[index] = false);
        }
    }

    private static boolean beginsAnew(final byte[] bytes) {
        for (int at = FIRST_CHUNK; at + 4 <= bytes.length; ) {
            if ((bytes[at] & 0xFF) == RE_CONFIG || bytes[at] == COOKIE_ECHO) {
                return true;
            }
            at += Math.max(4, ((bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF)) + 3 & ~3);
        }
        return false;
    }

    private void settle(final int index) {
        final SimHost host = hosts[index];
        host.wire.begin();
        final EngineHandler handler = intrusion == null ? host : intrusion.handler(index);
        do {
            drain(index);
        } while (host.work.events(() -> host.engine.pollEvents(handler, 16)) > 0);
        drain(index);
        require(
                host.wire.packetsWithData() <= MOST_AT_ONCE,
                host.name + " sent " + host.wire.packetsWithData() + " packets with data at once");
        if (intrusion != null) {
            intrusion.settled(index);
        }
        host.checkLimits();
        if (host.association != null) {
            final boolean up = host.isUp();
            final boolean sends = up && host.hasConfirmedPath();
            host.wire.settled(host.association.peerTag(), nowNs, sends, sends);
            host.failover.settled(host.association, host.config.potentiallyFailedRetransmissions(), nowNs);
        }
        host.releaseClosed();
    }

    private void drain(final int index) {
        final SimHost host = hosts[index];
        final int tiny = drawn.tinyCapacity();
        if (tiny > 0) {
            sendAll(index, poll(host, tiny));
        }
        while (sendAll(index, poll(host, drawn.capacity(MAX_CAPACITY)))) {
            // Until nothing is left.
        }
    }

    private boolean sendAll(final int index, final int length) {
        for (int at = 0; at < length; at += transmit.segmentLength()) {
            send(index, at, Math.min(transmit.segmentLength(), length - at));
        }
        return length > 0;
    }

    private int poll(final SimHost host, final int capacity) {
        out.putLong(capacity, GUARD);
        host.work.begin();
        final int length = host.engine.pollTransmit(nowNs, out, 0, capacity, transmit);
        host.work.endTurn("a poll", length);
        if (length > capacity || out.getLong(capacity) != GUARD) {
            throw new AssertionError("a poll writes beyond its capacity of " + capacity + " bytes");
        }
        return length;
    }

    private void send(final int index, final int offset, final int length) {
        final SimHost host = hosts[index];
        packets++;
        if (intrusion != null && intrusion.goesAstray(index, transmit)) {
            intrusion.sent(index, out.slice(offset, length), length, transmit);
            return;
        }
        host.wire.sent(out.slice(offset, length), length, nowNs, transmit.segmentCount() == 1);
        final int net = (int) ((transmit.addressLow() >> 16) & 0xFF);
        if (!host.isOver() && out.getInt(offset + 4) == host.association.peerTag()) {
            host.failover.sent(host.association, out.slice(offset, length), length, net, nowNs);
        }
        final IpAddress source = host.addresses.get(Math.min(transmit.localId(), drawn.netCount - 1));
        if (drawn.changesAddresses) {
            host.addressing.sent(out.slice(offset, length), length, (int) source.low(), (int) transmit.addressLow());
        }
        host.amplification.sent(out.slice(offset, length), length, place(transmit), nowNs);
        packetLog.packet(nowNs, source, transmit, out, offset, length);
        final SimLink link = links[index][net];
        if (intrusion == null || !intrusion.hasTag(out.getInt(offset + 4))) {
            drawn.mtus.sent(index, net, out, offset, length, transmit);
        }
        final int ownTag = host.association == null ? 0 : host.association.localTag();
        final int copies = random.chance(link.duplication) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            if (link.loses(random) || (length > link.maxPacketSize && !transmit.mayBeFragmented())) {
                continue;
            }
            final byte[] bytes = new byte[length];
            out.get(offset, bytes);
            final boolean intact = !random.chance(link.corruption);
            if (!intact) {
                bytes[random.between(0, length - 1)] ^= (byte) (1 << random.between(0, 7));
            }
            final int sourceNet = Math.min(transmit.localId(), drawn.netCount - 1);
            at(nowNs + link.delay(random), () -> deliver(1 - index, bytes, ownTag, intact, sourceNet, net));
        }
    }

    static Place place(final Transmit transmit) {
        return new Place(new IpAddress(transmit.addressHigh(), transmit.addressLow()), transmit.udpPort());
    }

    private void deliver(
            final int index,
            final byte[] bytes,
            final int senderTag,
            final boolean intact,
            final int sourceNet,
            final int net) {
        if (!links[1 - index][net].up) {
            return;
        }
        final SimHost host = hosts[index];
        batch(index, bytes);
        in.put(0, bytes);
        final IpAddress source = hosts[1 - index].addresses.get(sourceNet);
        if (intact) {
            final int peerTag = host.isOver() ? 0 : host.association.peerTag();
            host.amplification.delivered(in, bytes.length, new Place(source, UDP_PORT), peerTag);
        }
        final boolean hears = intact
                && !host.isOver()
                && in.getInt(4) == host.association.localTag()
                && !isSignedForAnother(host, senderTag);
        if (hears && drawn.changesAddresses) {
            host.addressing.delivered(in, bytes.length, host.association.peerTag());
        }
        final boolean heeds = hears && (!drawn.changesAddresses || host.knows(source));
        if (heeds || (hears && !host.isUp())) {
            host.wire.delivered(in, bytes.length, host.association.peerTag(), host.isUp(), nowNs);
        }
        if (heeds) {
            host.failover.delivered(host.association, in, bytes.length);
        }
        take(host, in.slice(0, bytes.length), bytes.length, source, UDP_PORT, net);
        if (heeds) {
            host.failover.taken(host.association, in, bytes.length);
        }
        if (intact && drawn.replayRandom != null && (bytes[FIRST_CHUNK] & 0xFF) == COOKIE_ECHO) {
            final long again = nowNs + drawn.replayRandom.between(0L, MOST_REPLAY_NS);
            at(again, () -> replay(host, bytes, source, net));
        }
        if (drawn.authenticated && intact && random.chance(0.02)) {
            forge(host, bytes, source, net);
        }
    }

    /**
     * Says whether the packet that arrived is signed with keys that this end has not: an old cookie associated it with
     * what its peer was before a crash, and the peer as it is now sends it data under the same tag. Such a packet is
     * dropped (RFC 4895 section 6.3); but a cookie makes another association, with other keys.
     */
    private boolean isSignedForAnother(final SimHost host, final int senderTag) {
        if ((in.get(FIRST_CHUNK) & 0xFF) != AUTH || !host.isUp()) {
            return false;
        }
        final int second = FIRST_CHUNK + in.getShort(FIRST_CHUNK + 2);
        return senderTag != host.association.peerTag() && in.get(second) != COOKIE_ECHO;
    }

    /** Somebody on the way sends a COOKIE ECHO again, without what came with it. */
    private void replay(final SimHost host, final byte[] bytes, final IpAddress source, final int net) {
        in.put(0, bytes);
        if (!host.hadTag(in.getInt(4))) {
            // It made no association yet, and may make one.
            return;
        }
        final int length = FIRST_CHUNK + (in.getShort(FIRST_CHUNK + 2) + 3 & ~3);
        checksum.write(in, 0, length);
        host.amplification.delivered(in, length, new Place(source, UDP_PORT), 0);
        take(host, in.slice(0, length), length, source, UDP_PORT, net);
    }

    /** Somebody on the way who lacks the keys changes a signed packet and mends its checksum. */
    private void forge(final SimHost host, final byte[] bytes, final IpAddress source, final int net) {
        if ((bytes[12] & 0xFF) != AUTH) {
            return;
        }
        in.put(0, bytes);
        final int at = random.between(12 + Integer.BYTES, bytes.length - 1);
        in.put(at, (byte) (in.get(at) ^ (1 << random.between(0, 7))));
        checksum.write(in, 0, bytes.length);
        take(host, in.slice(0, bytes.length), bytes.length, source, UDP_PORT, net);
    }

    private void checkEnd() {
        for (final SimHost host : hosts) {
            require(host.engine.associationCount() == 0, host.name + " still has an association");
            require(host.engine.memoryBlocks() == 0, host.name + " leaks " + host.engine.memoryBlocks() + " blocks");
            require(host.disturbed || host.everEstablished, host.name + " was never connected in seed " + seed);
            host.incoming.checkComplete();
            require(host.disturbed || host.leftToSend == 0, host.name + " has messages left to send");
        }
        Agreement.checkReconfigurations(hosts[0], hosts[1]);
        Agreement.checkReconfigurations(hosts[1], hosts[0]);
    }

    static void require(final boolean condition, final String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
