package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.PathState;
import io.sctp.engine.auth.AuthState;
import io.sctp.engine.auth.AuthVector;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.EngineMark;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The initiator's side of the set-up (RFC 9260 section 5.1). */
final class Connecting {
    private static final byte[] MISSING_COOKIE = {0, 0, 0, 1, 0, ParameterType.STATE_COOKIE};

    private static final byte[] COOKIE_TOO_LONG =
            "State Cookie longer than a packet".getBytes(StandardCharsets.US_ASCII);

    /** Rounds the measure of staleness up to milliseconds, which are added to the lifespan requested next. */
    private static final int MICROS_PER_MILLI = 1000;

    private final EngineState engine;
    private final Aborts aborts;
    private final Establishment establishment;
    private final MemoryShares shares;
    private final Verification verification;
    private final PeerInit peerInit;

    Connecting(
            final EngineState engine,
            final Aborts aborts,
            final Establishment establishment,
            final MemoryShares shares,
            final Verification verification) {
        this.engine = engine;
        this.aborts = aborts;
        this.establishment = establishment;
        this.shares = shares;
        this.verification = verification;
        peerInit = new PeerInit(engine.config.maxPaths(), engine.work);
    }

    /** Sends an INIT to the first address. The others are tried if it does not answer. */
    void start(final Tcb association, final List<IpAddress> addresses, final int udpPort, final int localId) {
        for (int i = 0; i < Math.min(addresses.size(), engine.config.maxPaths()); i++) {
            final IpAddress address = addresses.get(i);
            final int local = i == 0
                    ? localId
                    : SourceAddresses.inSamePlace(
                            association.config, Integer.MAX_VALUE, i, address.high(), address.low(), localId);
            // An address that the program names is confirmed (RFC 9260 section 5.4, rule 1).
            association.addPath(address.high(), address.low(), udpPort, local, PathState.ACTIVE);
        }
        association.timers.reset(association.paths.count());
        association.handshake = new Handshake();
        association.handshake.named = association.paths.all();
        association.handshake.udpPort = udpPort;
        association.localTag = engine.associations.newTag(association.localPort, association.peerPort);
        association.localInitialTsn = engine.random.nextInt();
        association.outbound.prepare(association.localInitialTsn, association.config.outboundStreams());
        if (association.config.authentication().isSupported()) {
            association.auth = new AuthState(AuthVector.create(association.config, engine.random), association.config);
        }
        engine.add(association);
        sendInit(association, association.paths.primary());
    }

    private void sendInit(final Tcb association, final TransportPath path) {
        association.state = AssociationState.COOKIE_WAIT;
        send(association, Control.INIT, path);
    }

    private void send(final Tcb association, final int control, final TransportPath path) {
        association.pendingControl = control;
        association.controlPath = path;
        association.handshake.sentNs = engine.nowNs;
        association.timers.arm(
                Timers.HANDSHAKE, engine.nowNs + Math.min(path.rto().rtoNs(), association.config.maxInitTimeoutNs()));
        engine.lists.wantsToSend(association);
    }

    /** T1-init or T1-cookie expired (RFC 9260 section 5.1, rules A and C). */
    void onTimeout(final Tcb association) {
        final Handshake handshake = association.handshake;
        if (++handshake.retransmissions > association.config.maxInitRetransmissions()) {
            association.close(CloseReason.SETUP_FAILED, 0);
            return;
        }
        final TransportPath path = association.controlPath;
        path.rto().backOff();
        if (association.state == AssociationState.COOKIE_WAIT) {
            final int next = (path.index() + 1) % association.paths.count();
            send(association, Control.INIT, association.paths.path(next));
        } else {
            association.outbound.retransmission().onTimeout(path, path);
            send(association, Control.COOKIE_ECHO, path);
        }
    }

    /** Handles an INIT ACK (RFC 9260 section 5.1, rule C). Outside COOKIE-WAIT it is discarded (section 5.2.3). */
    void onInitAck(final Tcb association, final Arrival arrival, final int chunk, final int length) {
        if (association.state != AssociationState.COOKIE_WAIT) {
            return;
        }
        final int refusal = peerInit.read(arrival.packet, chunk, length);
        if (peerInit.tag == 0) {
            association.close(CloseReason.SETUP_FAILED, 0);
            return;
        }
        if (peerInit.aRwnd < InitChunk.MIN_A_RWND) {
            // The INIT ACK is discarded and the association is unchanged (RFC 9260 section 3.3.3).
            aborts.answer(arrival, peerInit.tag, 0, refusal);
            return;
        }
        association.peerTag = peerInit.tag;
        if (refusal != CauseCode.NONE || !peerInit.hasCookie) {
            refuse(association, arrival, refusal);
            return;
        }
        if (!keepCookie(association, arrival.packet)) {
            association.peerTag = 0;
            return;
        }
        keepErrors(association, arrival.packet);
        adoptPaths(association, arrival);
        association.inbound.streams(Math.min(peerInit.outboundStreams, association.config.maxInboundStreams()));
        association.outbound.start(
                association.localInitialTsn,
                Math.min(association.config.outboundStreams(), peerInit.inboundStreams),
                peerInit.aRwnd);
        association.outbound.retransmission().resend(association.paths.primary());
        association.reportFailed();
        association.inbound.start(peerInit.initialTsn);
        establishment.agree(
                association,
                peerInit.extensions,
                peerInit.adaptation,
                peerInit.initialTsn,
                peerInit.authVector(arrival.packet));
        association.state = AssociationState.COOKIE_ECHOED;
        if (association.handshake.retransmissions == 0) {
            association.setUpNs = engine.nowNs - association.handshake.sentNs;
        }
        association.handshake.retransmissions = 0;
        send(association, Control.COOKIE_ECHO, association.paths.primary());
    }

    private void refuse(final Tcb association, final Arrival arrival, final int refusal) {
        if (refusal == CauseCode.NONE) {
            aborts.answer(arrival, peerInit.tag, 0, CauseCode.MISSING_MANDATORY_PARAMETER, MISSING_COOKIE);
        } else {
            aborts.answer(arrival, peerInit.tag, 0, refusal, peerInit.refusedParameter(arrival.packet));
        }
        association.close(CloseReason.SETUP_FAILED, refusal);
    }

    private boolean keepCookie(final Tcb association, final ByteBuffer packet) {
        final int length = peerInit.cookieLength;
        association.handshake.clear(engine.pool);
        association.handshake.cookieLength = length;
        if (length == 0) {
            return true;
        }
        final int handle = shares.allocate(association, length);
        if (handle == BlockPool.NONE) {
            return false;
        }
        engine.pool.buffer(handle).put(BlockPool.offset(handle), packet, peerInit.cookieOffset, length);
        association.handshake.cookieHandle = handle;
        return true;
    }

    /** Parameters that must be reported are sent in an ERROR with the COOKIE ECHO (RFC 9260 section 3.2.1). */
    private void keepErrors(final Tcb association, final ByteBuffer packet) {
        if (peerInit.unrecognizedCount == 0) {
            return;
        }
        final int room = 256;
        final int handle = shares.allocate(association, room);
        if (handle == BlockPool.NONE) {
            return;
        }
        final ByteBuffer out = engine.pool.buffer(handle);
        final int at = BlockPool.offset(handle);
        final int end = peerInit.writeUnrecognized(
                packet, out, at + Chunk.HEADER_LENGTH, at + room, CauseCode.UNRECOGNIZED_PARAMETERS);
        Chunk.write(out, at, ChunkType.ERROR, 0, end - at);
        association.handshake.errorHandle = handle;
        association.handshake.errorLength = Chunk.padded(end - at);
    }

    /**
     * The peer's addresses are those it lists and the one it answered from. Those that the program named are confirmed
     * (RFC 9260 section 5.4, rule 1). The source of the answer is not, as it may be forged.
     */
    private void adoptPaths(final Tcb association, final Arrival arrival) {
        engine.associations.unfileAddresses(association);
        final TransportPath asked = association.controlPath;
        association.clearPaths();
        final TransportPath source =
                adoptPath(association, arrival, arrival.addressHigh, arrival.addressLow, arrival.localId);
        for (int i = 0; i < peerInit.addressCount && association.paths.count() < engine.config.maxPaths(); i++) {
            final long high = peerInit.addresses[2 * i];
            final long low = peerInit.addresses[2 * i + 1];
            if (association.paths.find(high, low) == null) {
                adoptPath(
                        association,
                        arrival,
                        high,
                        low,
                        SourceAddresses.inSamePlace(
                                association.config, Integer.MAX_VALUE, i, high, low, arrival.localId));
            }
        }
        if (!source.isConfirmed()) {
            final TransportPath same = association.paths.find(asked.addressHigh(), asked.addressLow());
            association.paths.primary(same == null ? association.paths.forData() : same);
        }
        association.paths.primary().rto().start(asked.rto().rtoNs());
        association.timers.reset(association.paths.count());
        engine.associations.fileAddresses(association);
    }

    /**
     * Ends the set-up if the cookie is longer than any packet of the driver, as a cookie cannot be fragmented. Both
     * ends learn the reason.
     *
     * @param capacity the longest packet that can be sent
     */
    void refuseCookieLongerThan(final Tcb association, final int capacity) {
        final int echo = Chunk.padded(Chunk.HEADER_LENGTH + association.handshake.cookieLength);
        if (PacketHeader.LENGTH + Authentication.room(association) + echo > capacity) {
            aborts.abort(association, CloseReason.SETUP_FAILED, CauseCode.OUT_OF_RESOURCE, COOKIE_TOO_LONG);
        }
    }

    private TransportPath adoptPath(
            final Tcb association, final Arrival arrival, final long high, final long low, final int localId) {
        TransportPath named = null;
        for (final TransportPath path : association.handshake.named) {
            named = path.hasAddress(high, low) ? path : named;
        }
        final TransportPath adopted = association.addPath(
                high, low, arrival.udpPort, localId, named == null ? PathState.UNCONFIRMED : PathState.ACTIVE);
        if (named != null && association.handshake.udpPort != arrival.udpPort) {
            adopted.unverifyPort();
        }
        if (adopted.hasAddress(arrival.addressHigh, arrival.addressLow)) {
            verification.onPacket(association, adopted, arrival);
            adopted.takesUncut((peerInit.extensions & EngineMark.BIT) != 0);
        }
        return adopted;
    }

    /** Writes the COOKIE ECHO and the ERROR about the INIT ACK, if any, and returns the end. */
    int writeCookieEcho(final Tcb association, final ByteBuffer out, final int offset, final int end) {
        final Handshake handshake = association.handshake;
        final int length = Chunk.HEADER_LENGTH + handshake.cookieLength;
        Chunk.write(out, offset, ChunkType.COOKIE_ECHO, 0, length);
        if (handshake.cookieLength > 0) {
            out.put(
                    offset + Chunk.HEADER_LENGTH,
                    engine.pool.buffer(handshake.cookieHandle),
                    BlockPool.offset(handshake.cookieHandle),
                    handshake.cookieLength);
        }
        Chunk.pad(out, offset, length);
        int position = offset + Chunk.padded(length);
        if (handshake.errorHandle != BlockPool.NONE && position + handshake.errorLength <= end) {
            out.put(
                    position,
                    engine.pool.buffer(handshake.errorHandle),
                    BlockPool.offset(handshake.errorHandle),
                    handshake.errorLength);
            position += handshake.errorLength;
        }
        return position;
    }

    /** Handles a COOKIE ACK (RFC 9260 section 5.1, rule E). Outside COOKIE-ECHOED it is discarded (section 5.2.5). */
    void onCookieAck(final Tcb association) {
        if (association.state == AssociationState.COOKIE_ECHOED) {
            establishment.complete(association);
            association.raise(Events.ESTABLISHED);
        }
    }

    /** The peer found the cookie stale (RFC 9260 section 5.2.6): starts again and requests a longer lifespan. */
    void onStaleCookie(final Tcb association, final ByteBuffer packet, final int chunk, final int length) {
        final int measureAt = chunk + Chunk.HEADER_LENGTH + Parameter.HEADER_LENGTH;
        final long staleMicros =
                measureAt + Integer.BYTES <= chunk + length ? packet.getInt(measureAt) & 0xFFFF_FFFFL : 0;
        final Handshake handshake = association.handshake;
        handshake.clear(engine.pool);
        // Unlike the count of retransmissions, this is not reset by an INIT ACK. So a peer that never accepts its own
        // cookies is given up.
        if (++handshake.staleCookies > association.config.maxInitRetransmissions()) {
            association.close(CloseReason.SETUP_FAILED, CauseCode.STALE_COOKIE);
            return;
        }
        handshake.cookieLifeIncrementMs = (int) Math.min(Integer.MAX_VALUE, staleMicros / MICROS_PER_MILLI + 1);
        association.peerTag = 0;
        returnToNamed(association);
        sendInit(association, association.paths.primary());
    }

    /** Discards the addresses that the peer listed and returns to those that the program named. */
    private void returnToNamed(final Tcb association) {
        engine.associations.unfileAddresses(association);
        association.clearPaths();
        for (final TransportPath named : association.handshake.named) {
            association.addPath(
                    named.addressHigh(),
                    named.addressLow(),
                    association.handshake.udpPort,
                    named.localId(),
                    PathState.ACTIVE);
        }
        association.timers.reset(association.paths.count());
        association.outbound.retransmission().resend(association.paths.primary());
        engine.associations.fileAddresses(association);
    }
}
