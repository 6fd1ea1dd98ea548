package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.path.TransportPath;

/**
 * Limits what is sent to an address before the peer has confirmed it (RFC 9260 section 5.4): {@code maxAmplification}
 * times the bytes received from it, plus probes: HEARTBEATs, alone or with a COOKIE ECHO or COOKIE ACK. An address gets
 * at most Path.Max.Retrans + 1 probes, one per RTO, even if it is removed and added again. All associations together
 * send an address at most that number, and then one per RTO.Initial, until it has answered one. Every packet is checked
 * here.
 */
final class Verification {
    /** A power of two. Addresses in the same bucket share one allowance. */
    private static final int BUCKETS = 4096;

    private static final int SET_UP = Control.COOKIE_ECHO | Control.COOKIE_ACK;

    private final EngineState engine;
    private final KeyedHash hash;

    /** Per bucket: the time until which the probes sent so far are accounted for, at one per RTO.Initial. */
    private long[] paidUntilNs;

    private ProbeLog probes;

    /** Per bucket: the hash of the address that answered last. */
    private long[] answered;

    Verification(final EngineState engine, final KeyedHash hash) {
        this.engine = engine;
        this.hash = hash;
    }

    // -- received -----------------------------------------------------------------------------------------------------

    /** A packet with the association's tag came from one of the peer's addresses. */
    void onPacket(final Tcb association, final TransportPath path, final Arrival arrival) {
        if (path.udpPort() != arrival.udpPort) {
            // The new port is stored (RFC 6951 section 5.4), but is unconfirmed, as the packet may be forged.
            engine.associations.changeUdpPort(association, path, arrival.udpPort);
            path.unverifyPort();
        }
        if (path.isVerified()) {
            return;
        }
        path.allowance().add((long) engine.config.maxAmplification() * (arrival.end - arrival.offset));
        if (triesAddresses(association) && !path.heartbeat().isDue() && path.isProbeDue(engine.nowNs)) {
            path.heartbeat().due(true);
            engine.lists.wantsToSend(association);
        }
    }

    private static boolean triesAddresses(final Tcb association) {
        return !association.state.isHandshake()
                && association.state != AssociationState.CLOSED
                && association.state != AssociationState.SHUTDOWN_ACK_SENT;
    }

    /** The peer answered a HEARTBEAT: address and UDP port are confirmed. */
    void onAnswered(final Tcb association, final TransportPath path) {
        if (answered != null) {
            final long hashed = hash(path);
            answered[(int) hashed & BUCKETS - 1] = hashed;
            probes.onAnswered(hash(association, path));
        }
        path.verifyPort();
        engine.associations.fileAddress(association, path);
        association.hasProbes = true;
    }

    // -- sent ---------------------------------------------------------------------------------------------------------

    /** Returns the maximum length of an answer to the packet being handled. */
    int mostFor(final Arrival arrival) {
        return engine.associations.findByAddress(arrival) != null
                ? Integer.MAX_VALUE
                : engine.config.maxAmplification() * (arrival.end - arrival.offset);
    }

    /** Whether a packet of this length may be sent to a path. If so, it is counted. */
    static boolean mayCarry(final TransportPath path, final int length) {
        if (path.isVerified()) {
            return true;
        }
        if (length > path.allowance().bytes()) {
            return false;
        }
        path.allowance().spend(length);
        return true;
    }

    /** Whether a packet with this many bytes of chunks of any type may be sent to a path. */
    static boolean hasRoom(final Tcb association, final TransportPath path, final int chunksLength) {
        return path.isVerified()
                || PacketHeader.LENGTH + Authentication.room(association) + chunksLength
                        <= path.allowance().bytes();
    }

    /** Whether a HEARTBEAT may be sent to a path. */
    boolean maySendHeartbeat(final Tcb association, final TransportPath path) {
        return hasRoom(association, path, Heartbeats.LENGTH) || mayProbe(association, path);
    }

    /** Whether a HEARTBEAT may be sent to an unconfirmed address, whatever was received from there. */
    boolean mayProbe(final Tcb association, final TransportPath path) {
        return !path.isConfirmed()
                && path.allowance().probes() <= path.maxRetransmissions()
                && path.isProbeDue(engine.nowNs)
                && hasTurn(association, path);
    }

    private boolean hasTurn(final Tcb association, final TransportPath path) {
        if (paidUntilNs == null) {
            return true;
        }
        final int before = probes.find(hash(association, path));
        if (before != ProbeLog.NONE) {
            path.allowance().countProbes(probes.count(before));
            if (path.allowance().probes() > path.maxRetransmissions()
                    || engine.nowNs - probes.sentNs(before) < path.rto().rtoNs()) {
                return false;
            }
        }
        final long hashed = hash(path);
        final int bucket = (int) hashed & BUCKETS - 1;
        return answered[bucket] == hashed
                || paidUntilNs[bucket] - engine.nowNs
                        <= engine.config.associations().maxPathRetransmissions()
                                * engine.config.associations().rtoInitialNs();
    }

    private long hash(final TransportPath path) {
        return hash.of(path.addressHigh(), path.addressLow(), 0);
    }

    private long hash(final Tcb association, final TransportPath path) {
        return hash.of(path.addressHigh(), path.addressLow(), association.localTag());
    }

    /** Counts a HEARTBEAT that {@link #mayProbe} allowed. */
    void onProbe(final Tcb association, final TransportPath path) {
        path.allowance().countProbe();
        if (paidUntilNs == null) {
            paidUntilNs = new long[BUCKETS];
            answered = new long[BUCKETS];
            probes = new ProbeLog();
        }
        probes.onSent(hash(association, path), path.allowance().probes(), engine.nowNs);
        final int bucket = (int) hash(path) & BUCKETS - 1;
        paidUntilNs[bucket] = Math.max(paidUntilNs[bucket], engine.nowNs)
                + engine.config.associations().rtoInitialNs();
    }

    /**
     * Whether the waiting control chunks may be sent to their destination. A COOKIE ECHO or COOKIE ACK to an
     * unconfirmed address is sent with a HEARTBEAT.
     */
    boolean maySendPending(final Tcb association) {
        final TransportPath path = association.controlPath;
        final int pending = association.pendingControl;
        if (path.isVerified() || (pending & Control.INIT) != 0) {
            return true;
        }
        final int length = (pending & Control.COOKIE_ECHO) != 0
                ? Chunk.HEADER_LENGTH
                        + Chunk.padded(association.handshake.cookieLength)
                        + association.handshake.errorLength
                : Chunk.HEADER_LENGTH + Shutdowns.SHUTDOWN_LENGTH;
        if (path.isConfirmed()) {
            return hasRoom(association, path, length);
        }
        association.pendingControl &= SET_UP;
        if (association.pendingControl == 0
                || !fitsWithHeartbeat(association, path)
                || !(mayProbe(association, path) || hasRoom(association, path, length + Heartbeats.LENGTH))) {
            return false;
        }
        path.heartbeat().due(true);
        return true;
    }

    /**
     * A COOKIE ECHO that does not fit into a packet with a HEARTBEAT is not sent to an unconfirmed address (RFC 9260
     * section 5.4).
     */
    private static boolean fitsWithHeartbeat(final Tcb association, final TransportPath path) {
        final int cookieLength =
                (association.pendingControl & Control.COOKIE_ECHO) != 0 ? association.handshake.cookieLength : 0;
        return PacketHeader.LENGTH
                        + Authentication.room(association)
                        + Chunk.HEADER_LENGTH
                        + Chunk.padded(cookieLength)
                        + Heartbeats.LENGTH
                <= path.maxPacketSize();
    }

    /** Whether the first chunk of the control queue may be sent to its destination. */
    static boolean mayAnswer(final Tcb association) {
        final TransportPath path = association.paths.at(association.control.path());
        return path.isVerified()
                || ((path.isConfirmed() || association.control.type() == ChunkType.HEARTBEAT_ACK)
                        && hasRoom(association, path, association.control.length()));
    }
}
