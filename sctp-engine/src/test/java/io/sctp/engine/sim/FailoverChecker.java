package io.sctp.engine.sim;

import io.sctp.engine.Association;
import io.sctp.engine.AssociationState;
import io.sctp.engine.Path;
import io.sctp.engine.PathState;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds one end to RFC 7829. Where data and heartbeats go, and what is answered, it sees on the wire; what state a path
 * is in and how many errors it has, the end says.
 */
final class FailoverChecker {
    private static final int DATA = 0;
    private static final int I_DATA = 64;
    private static final int SACK = 3;
    private static final int HEARTBEAT = 4;
    private static final int HEARTBEAT_ACK = 5;
    private static final int SHUTDOWN = 7;
    private static final int ASCONF = 0xC1;
    private static final int ASCONF_ACK = 0x80;
    private static final int PAD = 132;
    private static final int MAX_NETS = 3;

    /** Nets that a chunk was sent into, as bits. */
    private final Map<Integer, Integer> chunks = new HashMap<>();

    /** Nets that an ASCONF was sent into, as bits, by its serial number. */
    private final Map<Integer, Integer> asconfs = new HashMap<>();

    private final String name;

    /** What probes of the MTU said, and into which net: an answer to any of them may bring a path back. */
    private final Map<ByteBuffer, Integer> probes = new HashMap<>();

    private final byte[][] lastHeartbeat = new byte[MAX_NETS][];

    /** The paths that the heartbeats were for: one that is gone and comes again does not know of them. */
    private final Path[] tried = new Path[MAX_NETS];

    private final long[] lastTriedNs = new long[MAX_NETS];
    private final PathState[] states = new PathState[MAX_NETS];
    private final boolean[] answered = new boolean[MAX_NETS];
    private final ResetAnswers resets = new ResetAnswers();

    /** The peer's window as the last SACK gave it. */
    private long window = Long.MAX_VALUE;

    private int lastCumulative;

    /** The net into which the last data went, if that was a probe of a closed window, else -1. */
    private int probeNet = -1;

    /** How much room the probe's first chunk needs, and how many chunks it has. */
    private int probeBytes;

    private int probeChunks;
    private Association followed;
    private int tag;

    FailoverChecker(final String name) {
        this.name = name;
    }

    private static int net(final Path path) {
        return (int) (path.addressLow() >> 16) & 0xFF;
    }

    /** Forgets everything if it was of another association. */
    private void follow(final Association association) {
        if (tag != association.peerTag() || followed != association) {
            tag = association.peerTag();
            followed = association;
            chunks.clear();
            asconfs.clear();
            probes.clear();
            resets.clear();
            window = Long.MAX_VALUE;
            probeNet = -1;
            Arrays.fill(lastHeartbeat, null);
            Arrays.fill(tried, null);
            Arrays.fill(states, null);
            Arrays.fill(answered, false);
        }
    }

    /** The association puts a packet on the wire. */
    void sent(
            final Association association, final ByteBuffer packet, final int length, final int net, final long nowNs) {
        follow(association);
        int dataChunks = 0;
        int firstBytes = 0;
        for (int at = 12; at < length; at += (packet.getShort(at + 2) + 3) & 0xFFFC) {
            final int type = packet.get(at) & 0xFF;
            resets.sent(packet, at);
            if (type == DATA || type == I_DATA) {
                firstBytes = dataChunks++ == 0 ? packet.getShort(at + 2) - (type == DATA ? 16 : 20) : firstBytes;
                chunks.merge(packet.getInt(at + 4), 1 << net, (before, now) -> before | now);
                checkDataGoesTo(association, net);
            } else if (type == ASCONF) {
                asconfs.merge(packet.getInt(at + 4), 1 << net, (before, now) -> before | now);
            } else if (type == HEARTBEAT && isPadded(packet, at, length)) {
                probes.put(ByteBuffer.wrap(content(packet, at)), net);
            } else if (type == HEARTBEAT) {
                lastHeartbeat[net] = content(packet, at);
                tried[net] = path(association, net);
                lastTriedNs[net] = nowNs;
            }
        }
        if (dataChunks > 0) {
            noteProbe(association, dataChunks, firstBytes, net);
        }
    }

    private static boolean isPadded(final ByteBuffer packet, final int chunk, final int length) {
        final int next = chunk + ((packet.getShort(chunk + 2) + 3) & 0xFFFC);
        return next < length && (packet.get(next) & 0xFF) == PAD;
    }

    private static byte[] content(final ByteBuffer packet, final int chunk) {
        final byte[] content = new byte[(packet.getShort(chunk + 2) & 0xFFFF) - 4];
        packet.get(chunk + 4, content);
        return content;
    }

    private static Path path(final Association association, final int net) {
        for (int i = 0; i < association.pathCount(); i++) {
            if (net(association.path(i)) == net) {
                return association.path(i);
            }
        }
        return null;
    }

    private void checkDataGoesTo(final Association association, final int net) {
        boolean otherIsActive = false;
        for (int i = 0; i < association.pathCount(); i++) {
            otherIsActive |=
                    net(association.path(i)) != net && association.path(i).isActive();
        }
        final Path destination = path(association, net);
        if (otherIsActive && destination != null && !destination.isActive()) {
            throw new AssertionError(
                    name + ": data went to a path that is " + destination.state() + " though another is active");
        }
    }

    /** A packet is about to be given to the association. */
    void delivered(final Association association, final ByteBuffer packet, final int length) {
        follow(association);
        for (int at = 12; at < length; at += (packet.getShort(at + 2) + 3) & 0xFFFC) {
            final int type = packet.get(at) & 0xFF;
            final Integer lastTsn = resets.acknowledged(packet, at);
            if (lastTsn != null) {
                acknowledge(lastTsn, Integer.MIN_VALUE, 0);
            } else if (type == SACK) {
                sackDelivered(packet, at);
                noteRefusal(association, packet.getInt(at + 4), packet.getInt(at + 8) & 0xFFFF_FFFFL);
            } else if (type == SHUTDOWN) {
                acknowledge(packet.getInt(at + 4), Integer.MIN_VALUE, 0);
            } else if (type == ASCONF_ACK) {
                answer(asconfs.getOrDefault(packet.getInt(at + 4), 0));
            }
        }
    }

    private void sackDelivered(final ByteBuffer packet, final int at) {
        final int cumulative = packet.getInt(at + 4);
        acknowledge(cumulative, Integer.MIN_VALUE, 0);
        final int gaps = packet.getShort(at + 12) & 0xFFFF;
        for (int i = 0; i < gaps; i++) {
            acknowledge(
                    cumulative, packet.getShort(at + 16 + 4 * i) & 0xFFFF, packet.getShort(at + 18 + 4 * i) & 0xFFFF);
        }
    }

    /**
     * RFC 9260 section 6.1, rule A: while SACKs come, probes of a closed window are no errors of their path. A probe is
     * a packet sent alone for which the window had no room, and it is refused by a SACK with a window that has none
     * either.
     */
    private void noteRefusal(final Association association, final int cumulative, final long nowOpen) {
        if (window != Long.MAX_VALUE && cumulative - lastCumulative < 0) {
            // It was overtaken, and is not heeded.
            return;
        }
        lastCumulative = cumulative;
        if (probeNet >= 0 && nowOpen < probeBytes && flightChunks(association) == probeChunks) {
            answered[probeNet] = true;
        }
        window = nowOpen;
    }

    private void noteProbe(final Association association, final int dataChunks, final int firstBytes, final int net) {
        final boolean isProbe = firstBytes > window && flightChunks(association) == dataChunks;
        probeNet = isProbe ? net : -1;
        probeBytes = firstBytes;
        probeChunks = dataChunks;
    }

    private static int flightChunks(final Association association) {
        int chunks = 0;
        for (int i = 0; i < association.pathCount(); i++) {
            chunks += association.path(i).flightChunks();
        }
        return chunks;
    }

    /** Takes note of chunks up to the cumulative TSN, or of those between two distances from it. */
    private void acknowledge(final int cumulative, final int from, final int to) {
        chunks.forEach((tsn, nets) -> {
            final int distance = tsn - cumulative;
            if (distance >= from && distance <= to) {
                answer(nets);
            }
        });
        if (to == 0) {
            chunks.keySet().removeIf(tsn -> tsn - cumulative <= 0);
        }
    }

    /** What went into several nets says of none that it was reached. */
    private void answer(final int nets) {
        if (Integer.bitCount(nets) == 1) {
            answered[Integer.numberOfTrailingZeros(nets)] = true;
        }
    }

    /** The association has taken a packet: the answer to the last heartbeat brings a path back. */
    void taken(final Association association, final ByteBuffer packet, final int length) {
        if (association.state() == AssociationState.CLOSED) {
            return;
        }
        for (int at = 12; at < length; at += (packet.getShort(at + 2) + 3) & 0xFFFC) {
            if ((packet.get(at) & 0xFF) != HEARTBEAT_ACK) {
                continue;
            }
            final Integer probed = probes.get(ByteBuffer.wrap(content(packet, at)));
            if (probed != null) {
                answered[probed] = true;
            }
            for (int i = 0; i < association.pathCount(); i++) {
                final Path path = association.path(i);
                if (path == tried[net(path)] && Arrays.equals(content(packet, at), lastHeartbeat[net(path)])) {
                    answered[net(path)] = true;
                    require(path.isActive(), path, "did not come back with the answer to its heartbeat");
                }
            }
        }
    }

    /** The engine has done all it wants to do now. */
    void settled(final Association association, final int threshold, final long nowNs) {
        if (association.state() != AssociationState.ESTABLISHED) {
            return;
        }
        follow(association);
        for (int i = 0; i < association.pathCount(); i++) {
            final Path path = association.path(i);
            final int net = net(path);
            if (path.isActive()) {
                require(
                        path.errorCount() <= Math.min(threshold, path.maxRetransmissions()),
                        path,
                        "is active with " + path.errorCount() + " errors");
                require(
                        answered[net]
                                || (states[net] != PathState.POTENTIALLY_FAILED && states[net] != PathState.INACTIVE),
                        path,
                        "is active again though nothing says that it was reached");
            } else if (path.isPotentiallyFailed()) {
                checkTried(association, path, threshold, nowNs);
            }
            if (states[net] != path.state()) {
                states[net] = path.state();
                answered[net] = false;
            }
        }
    }

    private void checkTried(final Association association, final Path path, final int threshold, final long nowNs) {
        final int net = net(path);
        require(path.errorCount() > threshold, path, "is given up after " + path.errorCount() + " errors");
        require(path.errorCount() <= path.maxRetransmissions(), path, "is not given up");
        if (states[net] != PathState.POTENTIALLY_FAILED && association.pathCount() > 1) {
            require(lastTriedNs[net] == nowNs, path, "is not tried at once");
        }
        require(
                association.pathCount() == 1 || nowNs - lastTriedNs[net] <= path.rtoNs(),
                path,
                "is not tried once in an RTO");
    }

    private void require(final boolean condition, final Path path, final String what) {
        if (!condition) {
            throw new AssertionError(name + ": path " + path.index() + " " + what);
        }
    }
}
