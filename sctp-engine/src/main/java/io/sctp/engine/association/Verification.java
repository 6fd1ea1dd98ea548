package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.path.TransportPath;

/**
 * What may go to an address before the peer was shown to be there (RFC 9260 section 5.4): {@code maxAmplification}
 * times the bytes that came from it, and beside that only probes: HEARTBEATs, alone or with a COOKIE ECHO or COOKIE
 * ACK. Of those at most Path.Max.Retrans + 1 go to an address, one in each RTO, also where it leaves and comes again,
 * and all associations together send as many to an address, and then one in each RTO.Initial, until it has answered
 * one. Every packet passes here.
 */
final class Verification {
    /** A power of two. Addresses that share a bucket share what may be sent to one. */
    private static final int BUCKETS = 4096;

    private static final int SET_UP = Control.COOKIE_ECHO | Control.COOKIE_ACK;

    private final EngineState engine;
    private final KeyedHash hash;

    /** By bucket: when as many probes as were sent would have been sent at one in each RTO.Initial. */
    private long[] paidUntilNs;

    /**
     * By bucket: an association and the address that it probed last, and when: a path that left and came again is a new
     * one.
     */
    private long[] probed;

    private long[] probedNs;

    /** By bucket: how many probes that association has sent there, since it was answered. */
    private int[] probes;

    /** By bucket: the hash of the address that answered last. */
    private long[] answered;

    Verification(final EngineState engine, final KeyedHash hash) {
        this.engine = engine;
        this.hash = hash;
    }

    // -- what comes -------------------------------------------------------------------------------------------------

    /** A packet under the association's tag came from one of the peer's addresses. */
    void onPacket(final Tcb association, final TransportPath path, final Arrival arrival) {
        if (path.udpPort() != arrival.udpPort) {
            // RFC 6951 section 5.4: the port is stored; but whoever sent this may have made it up.
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

    /** The peer answered a HEARTBEAT: it is at the address, behind the UDP port. */
    void onAnswered(final Tcb association, final TransportPath path) {
        if (answered != null) {
            final long hashed = hash(path);
            answered[(int) hashed & BUCKETS - 1] = hashed;
            final long pair = hash(association, path);
            if (probed[(int) pair & BUCKETS - 1] == pair) {
                probed[(int) pair & BUCKETS - 1] = 0;
            }
        }
        path.verifyPort();
        engine.associations.fileAddress(association, path);
        association.hasProbes = true;
    }

    // -- what goes --------------------------------------------------------------------------------------------------

    /** Returns how long an answer to the packet being handled may be. */
    int mostFor(final Arrival arrival) {
        return engine.associations.findByAddress(arrival) != null
                ? Integer.MAX_VALUE
                : engine.config.maxAmplification() * (arrival.end - arrival.offset);
    }

    /** Says whether a packet so long may go to a path, and then counts it. */
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

    /** Says whether a packet with so many bytes of chunks may go to a path, whatever they are. */
    static boolean hasRoom(final Tcb association, final TransportPath path, final int chunksLength) {
        return path.isVerified()
                || PacketHeader.LENGTH + Authentication.room(association) + chunksLength
                        <= path.allowance().bytes();
    }

    /** Says whether a HEARTBEAT may go to a path. */
    boolean maySendHeartbeat(final Tcb association, final TransportPath path) {
        return hasRoom(association, path, Heartbeats.LENGTH) || mayProbe(association, path);
    }

    /** Says whether a HEARTBEAT may go to an address that is not confirmed, whatever came from there. */
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
        final long pair = hash(association, path);
        final int pairBucket = (int) pair & BUCKETS - 1;
        if (probed[pairBucket] == pair) {
            path.allowance().countProbes(probes[pairBucket]);
            if (path.allowance().probes() > path.maxRetransmissions()
                    || engine.nowNs - probedNs[pairBucket] < path.rto().rtoNs()) {
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

    /** A HEARTBEAT goes there by {@link #mayProbe}. */
    void onProbe(final Tcb association, final TransportPath path) {
        path.allowance().countProbe();
        if (paidUntilNs == null) {
            paidUntilNs = new long[BUCKETS];
            answered = new long[BUCKETS];
            probed = new long[BUCKETS];
            probedNs = new long[BUCKETS];
            probes = new int[BUCKETS];
        }
        final long pair = hash(association, path);
        final int pairBucket = (int) pair & BUCKETS - 1;
        probed[pairBucket] = pair;
        probedNs[pairBucket] = engine.nowNs;
        probes[pairBucket] = path.allowance().probes();
        final int bucket = (int) hash(path) & BUCKETS - 1;
        paidUntilNs[bucket] = Math.max(paidUntilNs[bucket], engine.nowNs)
                + engine.config.associations().rtoInitialNs();
    }

    /**
     * Says whether the control chunks that wait for a packet may go where they should. A COOKIE ECHO or COOKIE ACK
     * takes a HEARTBEAT along to an address that is not confirmed.
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
     * RFC 9260 section 5.4: a COOKIE ECHO that is too long to take a HEARTBEAT along in one packet of the path stays.
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

    /** Says whether the first chunk of the control queue may go where it should. */
    static boolean mayAnswer(final Tcb association) {
        final TransportPath path = association.paths.at(association.control.path());
        return path.isVerified()
                || ((path.isConfirmed() || association.control.type() == ChunkType.HEARTBEAT_ACK)
                        && hasRoom(association, path, association.control.length()));
    }
}
