package io.sctp.engine.association;

import io.sctp.engine.auth.AuthVector;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.AdaptationIndication;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.EngineMark;
import io.sctp.engine.packet.Extensions;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.IpAddressParameter;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The first half of the responder's set-up (RFC 9260 sections 5.1 and 5.2). Answers an INIT without keeping state:
 * everything an association needs is in the cookie, which comes back to {@link Accepting}.
 */
final class InitResponses {
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final EngineState engine;
    private final Aborts aborts;
    private final Verification verification;
    private final PeerInit peerInit;
    private final StateCookie cookie;

    InitResponses(final EngineState engine, final Aborts aborts, final Verification verification) {
        this.engine = engine;
        this.aborts = aborts;
        this.verification = verification;
        peerInit = new PeerInit(engine.config.maxPaths(), engine.work);
        cookie = new StateCookie(engine.config.maxPaths());
    }

    /**
     * Handles an INIT that is alone in its packet and whose verification tag is 0. A colliding association is looked up
     * by all addresses of the peer.
     */
    void onInit(final Arrival arrival, final int chunk, final int length) {
        final int refusal = peerInit.read(arrival.packet, chunk, length);
        if (peerInit.tag == 0 || !engine.admitsInit()) {
            // No answer could carry the right tag (RFC 9260 section 3.3.2).
            return;
        }
        if (refusal != CauseCode.NONE) {
            aborts.answer(arrival, peerInit.tag, 0, refusal, peerInit.refusedParameter(arrival.packet));
            return;
        }
        final Tcb existing = findPeer(arrival);
        if (existing == null) {
            if (!engine.listening.isListening(arrival.localPort, arrival.localId)) {
                aborts.answer(arrival, peerInit.tag, 0, CauseCode.NONE);
            } else if (engine.isFull()) {
                engine.counters.initsRefused++;
                aborts.answer(arrival, peerInit.tag, 0, CauseCode.OUT_OF_RESOURCE);
            } else {
                answerNew(arrival);
            }
            return;
        }
        switch (existing.state) {
            case COOKIE_WAIT -> {
                redirect(arrival, existing);
                answerWith(arrival, existing.config, existing.localTag, existing.localInitialTsn, 0, 0);
            }
            case COOKIE_ECHOED -> {
                // RFC 9260 section 5.2.1.
                if (!refusesNewAddress(arrival, existing)) {
                    redirect(arrival, existing);
                    existing.tie();
                    answerWith(
                            arrival,
                            existing.config,
                            existing.localTag,
                            existing.localInitialTsn,
                            existing.localTieTag,
                            existing.peerTieTag);
                }
            }
            case SHUTDOWN_ACK_SENT -> {
                // The INIT is discarded and the SHUTDOWN ACK retransmitted (RFC 9260 section 9.2).
                existing.pendingControl |= Control.SHUTDOWN_ACK;
                engine.lists.wantsToSend(existing);
            }
            default -> answerRestart(arrival, existing);
        }
    }

    private Tcb findPeer(final Arrival arrival) {
        return engine.associations.findByAnyAddress(
                arrival.udpPort,
                arrival,
                arrival.addressHigh,
                arrival.addressLow,
                peerInit.addresses,
                peerInit.addressCount);
    }

    private void answerNew(final Arrival arrival) {
        final int tag = engine.associations.newTag(arrival.localPort, arrival.peerPort);
        answerWith(arrival, engine.listening.config(arrival.localPort), tag, engine.random.nextInt(), 0, 0);
    }

    /**
     * An INIT ACK with the tag of an association in set-up is sent only to a confirmed address of the peer (RFC 9260
     * section 5.2.1, rule 1). If the INIT came from elsewhere and lists such an address, the answer goes there.
     */
    private void redirect(final Arrival arrival, final Tcb existing) {
        if (verifiedPath(existing, arrival.addressHigh, arrival.addressLow, arrival.udpPort) != null) {
            return;
        }
        TransportPath known = null;
        for (int i = 0; known == null && i < peerInit.addressCount; i++) {
            known = verifiedPath(existing, peerInit.addresses[2 * i], peerInit.addresses[2 * i + 1], arrival.udpPort);
        }
        arrival.addressHigh = known.addressHigh();
        arrival.addressLow = known.addressLow();
        arrival.localId = known.localId();
    }

    private static TransportPath verifiedPath(
            final Tcb association, final long high, final long low, final int udpPort) {
        final TransportPath path = association.paths.find(high, low);
        return path != null && path.isVerified() && path.udpPort() == udpPort ? path : null;
    }

    /**
     * Whether to refuse an INIT because it adds addresses to the association or comes from a new one (RFC 9260 section
     * 5.2.2). Otherwise anybody who lists the peer's address could take the association over. Once the association is
     * up, the INIT must not come from an address that the peer only listed. Only as many listed addresses are checked
     * as are stored.
     */
    private boolean refusesNewAddress(final Arrival arrival, final Tcb existing) {
        if (existing.state.isHandshake()
                ? existing.paths.find(arrival.addressHigh, arrival.addressLow) == null
                : verifiedPath(existing, arrival.addressHigh, arrival.addressLow, arrival.udpPort) == null) {
            refuseNewAddress(arrival, existing, arrival.addressHigh, arrival.addressLow);
            return true;
        }
        for (int i = 0; i < peerInit.addressCount; i++) {
            final long high = peerInit.addresses[2 * i];
            final long low = peerInit.addresses[2 * i + 1];
            if (existing.paths.find(high, low) == null && existing.paths.count() < engine.config.maxPaths()) {
                refuseNewAddress(arrival, existing, high, low);
                return true;
            }
        }
        return false;
    }

    private void answerRestart(final Arrival arrival, final Tcb existing) {
        if (refusesNewAddress(arrival, existing)) {
            return;
        }
        final int tag = engine.associations.newTag(arrival.localPort, arrival.peerPort);
        existing.tie();
        answerWith(arrival, existing.config, tag, engine.random.nextInt(), existing.localTieTag, existing.peerTieTag);
    }

    private void refuseNewAddress(final Arrival arrival, final Tcb existing, final long high, final long low) {
        if (peerInit.tag == existing.peerTag && existing.paths.find(high, low) != null) {
            // This is the peer's earlier INIT again, late and from an address that it listed. The peer would take an
            // ABORT for one of the established association. A new address is refused all the same (RFC 9260 section
            // 5.2.2).
            return;
        }
        final ByteBuffer parameter = ByteBuffer.allocate(IpAddressParameter.IPV6_LENGTH);
        final int length = IpAddressParameter.write(parameter, 0, high, low);
        aborts.answer(
                arrival,
                peerInit.tag,
                0,
                CauseCode.RESTART_WITH_NEW_ADDRESSES,
                Arrays.copyOf(parameter.array(), length));
    }

    /** Answers with an INIT ACK whose cookie contains everything that this end would otherwise have to store. */
    private void answerWith(
            final Arrival arrival,
            final AssociationConfig config,
            final int tag,
            final int initialTsn,
            final int localTieTag,
            final int peerTieTag) {
        final boolean wasFull = engine.initAcks.isFull();
        engine.counters.repliesDropped += wasFull ? 1 : 0;
        if (!engine.initAcks.admits(engine.random)) {
            return;
        }
        fillCookie(arrival, config, tag, initialTsn, localTieTag, peerTieTag);
        cookie.localAuth = cookie.peerAuth == null ? null : localAuth(config, tag, arrival);
        final int most = Math.min(Replies.SLOT_LENGTH, verification.mostFor(arrival));
        final int chunk = engine.initAcks.begin(arrival.localPort, arrival.peerPort, peerInit.tag);
        final int start = chunk - PacketHeader.LENGTH;
        InitChunk.writeFixed(
                engine.initAcks.buffer(),
                chunk,
                tag,
                config.receiveWindowBytes(),
                cookie.outboundStreams, // RFC 9260 section 3.3.3: at most as many as the peer accepts.
                config.maxInboundStreams(),
                initialTsn);
        final int end = writeParameters(arrival, config, chunk, start + most);
        if (!engine.initAcks.commit(end, most, arrival)) {
            engine.counters.initsRefused++;
        }
    }

    /**
     * Writes the parameters of an INIT ACK. First the required ones; then the extensions that the peer supports too;
     * then, as far as they fit, the report about the peer's INIT, the adaptation layer and the addresses.
     *
     * @param end the limit for the parameters
     * @return the end of the parameters
     */
    private int writeParameters(final Arrival arrival, final AssociationConfig config, final int chunk, final int end) {
        final ByteBuffer out = engine.initAcks.buffer();
        final int known = InitWriter.extensions(config) & peerInit.extensions;
        final boolean isMarked = (peerInit.extensions & EngineMark.BIT) != 0;
        final int cookieLength = Parameter.HEADER_LENGTH + cookie.length();
        final int last = cookieLength + (isMarked ? EngineMark.LENGTH : 0) + (known == 0 ? 0 : Extensions.MAX_LENGTH);
        int position = chunk + InitChunk.FIXED_LENGTH;
        if (cookie.localAuth != null) {
            position = cookie.localAuth.write(out, position);
        }
        position = chunk
                + Chunk.padded(peerInit.writeUnrecognized(
                                arrival.packet, out, position, end - last, ParameterType.UNRECOGNIZED_PARAMETER)
                        - chunk);
        int room = end - last - position;
        final int adaptation = room < AdaptationIndication.LENGTH ? 0 : config.adaptationIndication();
        room -= adaptation == 0 ? 0 : AdaptationIndication.LENGTH;
        cookie.listedAddresses =
                Math.min(StateCookie.MAX_LISTED, InitWriter.fittingAddresses(config, arrival.localId, room));

        Parameter.write(out, position, ParameterType.STATE_COOKIE, cookieLength);
        final int body = position + Parameter.HEADER_LENGTH;
        final int mac = cookie.write(out, body);
        engine.signer.sign(out, body, mac, arrival.ports(), cookie.localTag, engine.nowNs);
        position = InitWriter.writeAddresses(
                out, position + cookieLength, config.localAddresses(), cookie.listedAddresses);
        if (isMarked) {
            position = EngineMark.write(out, position);
        }
        return InitWriter.finish(out, chunk, ChunkType.INIT_ACK, position, adaptation, known);
    }

    /** Where INITs cross, the RANDOM parameter stays the same, as the tag does (RFC 4895 section 6.1). */
    private AuthVector localAuth(final AssociationConfig config, final int tag, final Arrival arrival) {
        final Tcb existing = engine.associations.findByTag(tag, arrival.localPort, arrival.peerPort);
        return existing != null && existing.auth != null
                ? existing.auth.local()
                : AuthVector.create(config, engine.random);
    }

    private void fillCookie(
            final Arrival arrival,
            final AssociationConfig config,
            final int tag,
            final int initialTsn,
            final int localTieTag,
            final int peerTieTag) {
        final long extraNs = (peerInit.cookieLifeIncrementMs & 0xFFFF_FFFFL) * NANOS_PER_MILLI;
        final long stepNs = Math.max(1, config.cookieLifeNs() / StateCookie.MAX_EXTENSION);
        cookie.issuedMs = engine.nowMs();
        cookie.extension = (int) Math.min(StateCookie.MAX_EXTENSION, (extraNs + stepNs - 1) / stepNs);
        cookie.localTag = tag;
        cookie.peerTag = peerInit.tag;
        cookie.localInitialTsn = initialTsn;
        cookie.peerInitialTsn = peerInit.initialTsn;
        cookie.peerWindow = (int) peerInit.aRwnd;
        cookie.outboundStreams = Math.min(config.outboundStreams(), peerInit.inboundStreams);
        cookie.inboundStreams = Math.min(peerInit.outboundStreams, config.maxInboundStreams());
        cookie.localTieTag = localTieTag;
        cookie.peerTieTag = peerTieTag;
        cookie.sourceHigh = arrival.addressHigh;
        cookie.sourceLow = arrival.addressLow;
        cookie.sourceUdpPort = arrival.udpPort;
        cookie.peerAuth = config.authentication().isSupported() ? peerInit.authVector(arrival.packet) : null;
        cookie.peerExtensions = peerInit.extensions;
        cookie.peerAdaptation = peerInit.adaptation;
        cookie.addressCount = peerInit.addressCount;
        System.arraycopy(peerInit.addresses, 0, cookie.addresses, 0, 2 * peerInit.addressCount);
    }
}
