package io.sctp.engine.sim;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Holds every packet of one end to RFC 9260 section 5.4, by what goes over the wire: before an address is known to be
 * the peer's, at most so many times the bytes go there that came from there, beside INITs that the program asked for,
 * and a number of HEARTBEATs, alone or with a COOKIE ECHO or COOKIE ACK; and no other chunk at all goes there with the
 * peer's tag. It parses packets by itself.
 */
final class AmplificationChecker {
    private static final int INIT = 1;
    private static final int INIT_ACK = 2;
    private static final int HEARTBEAT = 4;
    private static final int HEARTBEAT_ACK = 5;
    private static final int ABORT = 6;
    private static final int ERROR = 9;
    private static final int COOKIE_ECHO = 10;
    private static final int COOKIE_ACK = 11;
    private static final int SHUTDOWN_COMPLETE = 14;
    private static final int AUTH = 15;
    private static final int ASCONF = 0xC1;
    private static final int ASCONF_ACK = 0x80;

    private final String name;
    private final int factor;
    private final int mostProbes;
    private final long leastPauseNs;

    /** Where the program said that it reaches a peer, whatever that says. */
    private final Set<Place> named = new HashSet<>();

    /** By the peer's tag: where an INIT ACK went, or a HEARTBEAT that was answered. */
    private final Map<Integer, Set<Place>> confirmed = new HashMap<>();

    /** Where a peer was known to be, under any tag. */
    private final Set<Place> shown = new HashSet<>();

    /** HEARTBEATs that went somewhere under a tag, when the last did, and their bodies. */
    private final Map<Flow, Probes> probes = new HashMap<>();

    /** Bytes that came from somewhere, times the factor, less those that went there. */
    private final Map<Place, Long> credit = new HashMap<>();

    private record Flow(int tag, Place place) {}

    private static final class Probes {
        int count;
        long lastNs = Long.MIN_VALUE / 2;
        final Set<ByteBuffer> bodies = new HashSet<>();
    }

    AmplificationChecker(final String name, final int factor, final int mostProbes, final long leastPauseNs) {
        this.name = name;
        this.factor = factor;
        this.mostProbes = mostProbes;
        this.leastPauseNs = leastPauseNs;
    }

    /** The program has an association set up with a peer who is here. */
    void names(final Place place) {
        named.add(place);
    }

    private Set<Place> confirmed(final int tag) {
        return confirmed.computeIfAbsent(tag, any -> new HashSet<>());
    }

    private Probes probes(final int tag, final Place place) {
        return probes.computeIfAbsent(new Flow(tag, place), any -> new Probes());
    }

    /** The peer was shown to be at the address, but behind another UDP port: it is not tried, but by what came. */
    private boolean hasMoved(final int tag, final Place place) {
        return confirmed(tag).stream().anyMatch(shown -> shown.address().equals(place.address()));
    }

    // -- packets that this end sends --------------------------------------------------------------------------------

    void sent(final ByteBuffer packet, final int length, final Place to, final long nowNs) {
        final int tag = packet.getInt(4);
        boolean probe = false;
        boolean onlyWhatProbesMayTake = true;
        boolean isReply = false;
        boolean isInit = false;
        boolean accepts = false;
        int odd = -1;
        for (int at = 12; at + 4 <= length; at += padded(packet, at)) {
            final int type = packet.get(at) & 0xFF;
            switch (type) {
                case INIT -> isInit = true;
                case INIT_ACK -> isReply = true;
                case HEARTBEAT -> {
                    probe = true;
                    probes(tag, to).bodies.add(body(packet, at));
                }
                case COOKIE_ACK -> accepts = true;
                case COOKIE_ECHO -> {
                    if (named.contains(to)) {
                        confirmed(tag).add(to);
                    }
                }
                case AUTH -> {
                    // With a HEARTBEAT.
                }
                case HEARTBEAT_ACK -> onlyWhatProbesMayTake = false;
                // Such packets may be answers that belong to no association.
                case ABORT, SHUTDOWN_COMPLETE, ERROR, ASCONF_ACK, ASCONF -> isReply = true;
                default -> odd = type;
            }
        }
        if (isInit) {
            require(named.contains(to), () -> "an INIT to where the program wanted none");
            return;
        }
        final boolean isKnown = named.contains(to) || confirmed(tag).contains(to);
        if (!isKnown && !(isReply && shown.contains(to))) {
            final int wrong = hasMoved(tag, to) ? -1 : odd;
            require(
                    wrong < 0,
                    () -> "a chunk of type " + wrong + " with tag " + tag + " to an address that is not confirmed: "
                            + to);
            final Probes there = probes(tag, to);
            if (probe && onlyWhatProbesMayTake && !isReply && !hasMoved(tag, to) && there.count < mostProbes) {
                require(
                        nowNs - there.lastNs >= leastPauseNs || credit.getOrDefault(to, 0L) >= length,
                        () -> "two heartbeats in one RTO to an address that is not confirmed");
                there.count++;
                there.lastNs = nowNs;
            } else {
                final long left = credit.getOrDefault(to, 0L) - length;
                require(
                        left >= 0,
                        () -> length + " bytes, " + -left + " too many, to an address that is not confirmed");
                credit.put(to, left);
            }
        }
        if (accepts) {
            // The INIT ACK was answered.
            shown.addAll(confirmed(tag));
        }
        if (isReply && (packet.get(12) & 0xFF) == INIT_ACK) {
            confirmed(tag).add(to);
        }
    }

    // -- packets delivered to this end ------------------------------------------------------------------------------

    void delivered(final ByteBuffer packet, final int length, final Place from, final int peerTag) {
        credit.merge(from, (long) factor * length, Long::sum);
        for (int at = 12; at + 4 <= length; at += padded(packet, at)) {
            if ((packet.get(at) & 0xFF) == HEARTBEAT_ACK) {
                final ByteBuffer echo = body(packet, at);
                probes.forEach((flow, there) -> {
                    if (flow.tag() == peerTag && there.bodies.contains(echo)) {
                        confirmed(peerTag).add(flow.place());
                        shown.add(flow.place());
                    }
                });
            }
        }
    }

    private static int padded(final ByteBuffer packet, final int at) {
        return Math.max(4, (packet.getShort(at + 2) & 0xFFFF) + 3 & ~3);
    }

    private static ByteBuffer body(final ByteBuffer packet, final int at) {
        final int length = Math.max(4, packet.getShort(at + 2) & 0xFFFF) - 4;
        return ByteBuffer.allocate(length).put(0, packet, at + 4, length);
    }

    private void require(final boolean condition, final Supplier<String> what) {
        if (!condition) {
            throw new AssertionError(name + ": " + what.get());
        }
    }
}
