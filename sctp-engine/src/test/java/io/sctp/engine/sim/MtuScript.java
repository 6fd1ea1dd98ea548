package io.sctp.engine.sim;

import io.sctp.engine.Path;
import io.sctp.engine.PathState;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.AssociationConfigBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The MTUs of links in runs whose ends discover them: what a seed makes of them, and what must come of it. It draws
 * from a seed of its own, so that all else in a run is as it would be without.
 *
 * <p>What can be held against an end: it sends nothing that must not be fragmented before it has probed for that size;
 * what is too long for a link is not sent there again and again; and when a perfect network has stayed as it is for a
 * while, the path that carries data is given packets as long as its link takes, within 32 bytes.
 */
final class MtuScript {
    private static final long SECOND = 1_000_000_000L;
    private static final int BASE = 1200;
    private static final int HEADER = 12;
    private static final int LEAST = 512;
    private static final int GAP = 32;
    private static final long WATCH_NS = 130 * SECOND;
    private static final int MANY = 4;
    private static final int[] COMMON = {1252, 1372, 1452, 1472, 8972};

    /** Plans what happens at a time. */
    interface Plan {
        void at(long timeNs, Simulation.Action action);
    }

    private final SimRandom random;
    private final SimLink[][] links;
    private final boolean on;
    private final boolean watched;
    private final int[][] probed;

    /** By host and network: how many packets with new data were too long for the link. */
    private final int[][] lost;

    private final Map<Long, Integer> timesTooLong = new HashMap<>();
    private final Set<Long> everSent = new HashSet<>();

    MtuScript(final long seed, final SimLink[][] links) {
        random = new SimRandom(~seed * 31);
        this.links = links;
        on = random.chance(0.2);
        watched = on && random.chance(0.2);
        probed = new int[links.length][links[0].length];
        lost = new int[links.length][links[0].length];
        for (int i = 0; on && i < links.length; i++) {
            for (final SimLink link : links[i]) {
                link.maxPacketSize = drawSize();
            }
        }
    }

    private int drawSize() {
        if (random.chance(0.1)) {
            return random.between(LEAST + GAP, BASE) & ~3;
        }
        return random.chance(0.5) ? COMMON[random.between(0, COMMON.length - 1)] : random.between(BASE, 9000) & ~3;
    }

    /** Says whether the ends discover the MTU. */
    boolean isOn() {
        return on;
    }

    /** Says whether the association stays up until {@link #endNs}, to see what it found. */
    boolean isWatched() {
        return watched;
    }

    long endNs(final long healedNs) {
        return healedNs + WATCH_NS;
    }

    AssociationConfigBuilder tune(final AssociationConfigBuilder builder) {
        return on
                ? builder.pathMtuRaiseNs(random.between(5, 15) * SECOND).maxProbeSize(random.between(1300, 9000) & ~3)
                : builder;
    }

    void script(
            final long healNs,
            final Plan plan,
            final Consumer<String> notes,
            final Simulation.Action sends,
            final Simulation.Action check) {
        if (!on) {
            return;
        }
        for (int i = random.between(0, 4); i > 0; i--) {
            final int host = random.between(0, links.length - 1);
            final int net = random.between(0, links[0].length - 1);
            final int size = drawSize();
            final long when = random.between(0L, random.chance(0.5) ? 2 * SECOND : healNs);
            plan.at(when, () -> change(host, net, size, notes));
        }
        if (watched) {
            plan.at(healNs, () -> Stream.of(lost).forEach(nets -> Arrays.fill(nets, 0)));
            for (long at = healNs; at < endNs(healNs) - 20 * SECOND; at += 6 * SECOND) {
                plan.at(at, sends);
            }
            plan.at(endNs(healNs) - SECOND, check);
        }
    }

    private void change(final int host, final int net, final int size, final Consumer<String> notes) {
        notes.accept("net " + net + " from host " + host + " carries " + size + " instead of "
                + links[host][net].maxPacketSize);
        links[host][net].maxPacketSize = size;
        timesTooLong.clear();
    }

    // -- what must be so --------------------------------------------------------------------------------------------

    /** An end sends a packet over a link. */
    void sent(
            final int host,
            final int net,
            final ByteBuffer packet,
            final int offset,
            final int length,
            final Transmit transmit) {
        if (!on) {
            require(!isProbe(packet, offset, length), () -> "a probe, though nobody asked for one");
            return;
        }
        if (isProbe(packet, offset, length)) {
            require(transmit.mustNotBeFragmented(), () -> "a probe of " + length + " bytes that may be fragmented");
            probed[host][net] = Math.max(probed[host][net], length);
        } else if (transmit.mustNotBeFragmented()) {
            require(
                    length <= probed[host][net],
                    () -> "sent " + length + " bytes where no more than " + probed[host][net] + " was tried");
            if (length > links[host][net].maxPacketSize) {
                lost[host][net] += bringsNews(host, packet, offset, offset + length) ? 1 : 0;
                countTooLong(host, packet, offset, offset + length);
            }
        }
    }

    /**
     * Says whether data is sent for the first time: whoever sends again what had arrived after all does not miss it.
     */
    private boolean bringsNews(final int host, final ByteBuffer packet, final int offset, final int end) {
        boolean any = false;
        for (int at = offset + HEADER; at < end; at = next(packet, at)) {
            any |= isData(packet, at) && everSent.add(chunk(host, packet, offset, at));
        }
        return any;
    }

    private void countTooLong(final int host, final ByteBuffer packet, final int offset, final int end) {
        for (int at = offset + HEADER; at < end; at = next(packet, at)) {
            if (isData(packet, at)) {
                final int times = timesTooLong.merge(chunk(host, packet, offset, at), 1, Integer::sum);
                final int most = 2 + 2 * links[0].length;
                require(times <= most, () -> "sent the same data " + times + " times into a black hole");
            }
        }
    }

    private static boolean isData(final ByteBuffer packet, final int at) {
        return packet.get(at) == 0 || packet.get(at) == 64;
    }

    private static int next(final ByteBuffer packet, final int at) {
        return at + ((packet.getShort(at + 2) & 0xFFFF) + 3 & ~3);
    }

    /** A chunk's name: its end, the association's tag and its TSN. */
    private static long chunk(final int host, final ByteBuffer packet, final int offset, final int at) {
        final long chunk = (long) packet.getInt(offset + 4) << 32 | (packet.getInt(at + 4) & 0xFFFF_FFFFL);
        return host == 0 ? chunk : ~chunk;
    }

    private static boolean isProbe(final ByteBuffer packet, final int offset, final int length) {
        final int heartbeat = offset + 12;
        final int next = heartbeat + (packet.getShort(heartbeat + 2) & 0xFFFF);
        return packet.get(heartbeat) == 4 && next + 4 <= offset + length && packet.get(next) == (byte) 132;
    }

    /** The network has been perfect for long, and data was sent. */
    void checkConverged(final SimHost... hosts) {
        for (int i = 0; i < hosts.length; i++) {
            final SimHost host = hosts[i];
            if (host.isUp() && host.leftToSend == 0) {
                check(i, host, host.association.primaryPath());
            }
        }
    }

    private void check(final int number, final SimHost host, final Path path) {
        if (path.state() != PathState.ACTIVE) {
            return;
        }
        final int net = (int) (path.addressLow() >> 16 & 0xFF);
        final int carries = links[number][net].maxPacketSize;
        final int best = Math.min(carries, host.config.maxProbeSize());
        final int size = path.maxPacketSize();
        final int least = best < BASE ? LEAST : best - GAP;
        require(
                size >= least,
                () -> host.name + " uses packets of " + size + " bytes where the link carries " + carries);
        // A size is not found to be too long by the few packets of a burst that are sent again in smaller ones.
        require(
                size <= best || lost[number][net] < MANY,
                () -> host.name + " uses packets of " + size + " bytes where the link carries only " + carries);
    }

    private static void require(final boolean condition, final Supplier<String> what) {
        if (!condition) {
            throw new AssertionError(what.get());
        }
    }
}
