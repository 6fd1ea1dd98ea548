package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.FailedMessage;
import io.sctp.engine.PathState;
import io.sctp.engine.auth.AuthState;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.EngineMark;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.path.TransportPath;

/**
 * The responder's half of the set-up after the INIT ACK (RFC 9260 sections 5.1.5 and 5.2.4). When the cookie from
 * {@link InitResponses} comes back, it creates, restarts or confirms an association.
 */
final class Accepting {
    private static final byte[] NO_INFORMATION = {};

    private static final int NANOS_PER_MILLI = 1_000_000;

    private final EngineState engine;
    private final Aborts aborts;
    private final Authentication authentication;
    private final BufferSizes bufferSizes;
    private final ErrorReports errorReports;
    private final Establishment establishment;
    private final ExtensionTable extensions;
    private final Verification verification;
    private final TcbFactory factory;
    private final StateCookie cookie;

    Accepting(
            final EngineState engine,
            final Aborts aborts,
            final Authentication authentication,
            final BufferSizes bufferSizes,
            final ErrorReports errorReports,
            final Establishment establishment,
            final ExtensionTable extensions,
            final Verification verification,
            final TcbFactory factory) {
        this.engine = engine;
        this.aborts = aborts;
        this.authentication = authentication;
        this.bufferSizes = bufferSizes;
        this.errorReports = errorReports;
        this.establishment = establishment;
        this.extensions = extensions;
        this.verification = verification;
        this.factory = factory;
        cookie = new StateCookie(engine.config.maxPaths());
    }

    /**
     * Handles a COOKIE ECHO that is the first chunk of its packet.
     *
     * @return the association to which the rest of the packet belongs, or null to discard the packet
     */
    Tcb onCookieEcho(final Arrival arrival, final int chunk, final int length) {
        final int body = chunk + Chunk.HEADER_LENGTH;
        final int cookieLength = length - Chunk.HEADER_LENGTH;
        final int mac = body + cookieLength - StateCookie.MAC_LENGTH;
        if (!cookie.canBe(cookieLength) || !isGenuine(arrival, body, mac)) {
            engine.counters.badCookies++;
            return null;
        }
        cookie.read(arrival.packet, body, arrival.tag, engine.nowMs());
        final Tcb existing = findExisting(arrival);
        // When INITs cross, an association that is not up yet may have a RANDOM parameter that the peer has replaced.
        final AuthState auth = existing != null && existing.isAuthenticated() && !existing.state.isHandshake()
                ? existing.auth
                : authOfCookie(existing == null ? engine.listening.config(arrival.localPort) : existing.config);
        if (!isAuthentic(auth, arrival, chunk)) {
            engine.counters.authenticationFailures++;
            return null;
        }
        final long staleMs = staleMs(existing == null ? engine.listening.config(arrival.localPort) : existing.config);
        if ((staleMs > 0 && !isKnown(existing)) || isUsed(existing, arrival)) {
            answerStale(arrival, Math.max(0, staleMs));
            return null;
        }
        return existing == null ? accept(arrival) : onExisting(existing, arrival);
    }

    /** Without an association, the keys are derived from the cookie (RFC 4895 section 6.3). */
    private AuthState authOfCookie(final AssociationConfig config) {
        if (cookie.localAuth == null || cookie.peerAuth == null || config == null) {
            return null;
        }
        final AuthState auth = new AuthState(cookie.localAuth, config);
        auth.peer(cookie.peerAuth);
        return auth;
    }

    /** Whether the AUTH chunk before a COOKIE ECHO is valid, or is absent and not required. */
    private boolean isAuthentic(final AuthState auth, final Arrival arrival, final int chunk) {
        final int first = arrival.offset + PacketHeader.LENGTH;
        if (first == chunk) {
            return auth == null || !auth.isRequired(ChunkType.COOKIE_ECHO);
        }
        arrival.authenticated = auth != null
                && auth.isNegotiated()
                && authentication.isGenuine(auth, arrival.packet, first, arrival.end);
        return arrival.authenticated;
    }

    /** The MAC covers the cookie, and the ports and the tag of the packet (RFC 9260 section 5.1.5). */
    private boolean isGenuine(final Arrival arrival, final int body, final int mac) {
        return engine.signer.isGenuine(arrival.packet, body, mac, arrival.ports(), arrival.tag, engine.nowNs);
    }

    private Tcb findExisting(final Arrival arrival) {
        final Tcb byTag = engine.associations.findByTag(arrival.tag, arrival.localPort, arrival.peerPort);
        if (byTag != null) {
            return byTag;
        }
        final Tcb byCookie = engine.associations.findByAnyAddress(
                cookie.sourceUdpPort,
                arrival,
                cookie.sourceHigh,
                cookie.sourceLow,
                cookie.addresses,
                cookie.addressCount);
        return byCookie != null ? byCookie : engine.associations.findByAddress(arrival);
    }

    /** Returns by how many milliseconds the cookie has expired, or 0 or less if it has not. */
    private long staleMs(final AssociationConfig config) {
        final long lifeMs = config.cookieLifeNs() / NANOS_PER_MILLI;
        return engine.nowMs() - cookie.issuedMs - lifeMs - lifeMs * cookie.extension / StateCookie.MAX_EXTENSION;
    }

    /** A stale cookie is still valid if both its tags match those of the association (RFC 9260 section 5.2.4). */
    private boolean isKnown(final Tcb existing) {
        return existing != null && existing.localTag == cookie.localTag && existing.peerTag == cookie.peerTag;
    }

    /** Whether the cookie has already made an association. It can make only one. */
    private boolean isUsed(final Tcb existing, final Arrival arrival) {
        return (existing == null || existing.localTag != cookie.localTag)
                && engine.associations.isUsed(cookie, arrival.localPort, arrival.peerPort);
    }

    private void answerStale(final Arrival arrival, final long staleMs) {
        engine.counters.staleCookies++;
        if (engine.strayReplies.isFull()) {
            engine.counters.repliesDropped++;
            return;
        }
        final int chunk = engine.strayReplies.begin(arrival.localPort, arrival.peerPort, cookie.peerTag);
        final int end = InitWriter.writeInt(
                engine.strayReplies.buffer(), chunk + Chunk.HEADER_LENGTH, CauseCode.STALE_COOKIE, (int)
                        Math.min(staleMs * 1000, 0xFFFF_FFFFL));
        Chunk.write(engine.strayReplies.buffer(), chunk, ChunkType.ERROR, 0, end - chunk);
        engine.strayReplies.commit(end, verification.mostFor(arrival), arrival);
    }

    private Tcb accept(final Arrival arrival) {
        if (!engine.listening.isListening(arrival.localPort, arrival.localId)) {
            aborts.answer(arrival, cookie.peerTag, 0, CauseCode.NONE);
            return null;
        }
        if (engine.isFull()) {
            engine.counters.initsRefused++;
            aborts.answer(arrival, cookie.peerTag, 0, CauseCode.OUT_OF_RESOURCE, NO_INFORMATION);
            return null;
        }
        final Tcb association =
                factory.create(engine.listening.config(arrival.localPort), arrival.localPort, arrival.peerPort);
        association.localTag = cookie.localTag;
        bufferSizes.onSetUp(association, cookie.issuedMs);
        adopt(association, arrival);
        engine.add(association);
        establish(association, arrival, Events.ESTABLISHED);
        return association;
    }

    /**
     * Adopts everything in the cookie except this end's tag.
     *
     * @param known paths to addresses that the program named or at which the peer was confirmed
     */
    private void adopt(final Tcb association, final Arrival arrival, final TransportPath... known) {
        association.peerTag = cookie.peerTag;
        association.untie();
        association.localInitialTsn = cookie.localInitialTsn;
        association.inbound.streams(cookie.inboundStreams);
        association.outbound.start(cookie.localInitialTsn, cookie.outboundStreams, cookie.peerWindow & 0xFFFF_FFFFL);
        association.inbound.start(cookie.peerInitialTsn);
        association.auth = cookie.localAuth == null ? null : new AuthState(cookie.localAuth, association.config);
        establishment.agree(
                association, cookie.peerExtensions, cookie.peerAdaptation, cookie.peerInitialTsn, cookie.peerAuth);
        association.clearPaths();
        // The INIT ACK went there, so it is confirmed (RFC 9260 section 5.4, rule 2); the source of the COOKIE ECHO
        // proves nothing. If the INIT lists no address, that source is no destination either (section 5.1.2, rule A).
        final boolean isSource = arrival.addressHigh == cookie.sourceHigh && arrival.addressLow == cookie.sourceLow;
        final int localId = isSource
                ? arrival.localId
                : SourceAddresses.inSamePlace(
                        association.config,
                        cookie.listedAddresses,
                        0,
                        cookie.sourceHigh,
                        cookie.sourceLow,
                        arrival.localId);
        association
                .addPath(cookie.sourceHigh, cookie.sourceLow, cookie.sourceUdpPort, localId, PathState.ACTIVE)
                .takesUncut((cookie.peerExtensions & EngineMark.BIT) != 0);
        if (!isSource && cookie.addressCount > 0 && engine.config.maxPaths() > 1) {
            association.addPath(
                    arrival.addressHigh,
                    arrival.addressLow,
                    arrival.udpPort,
                    arrival.localId,
                    isShown(arrival.addressHigh, arrival.addressLow, known) ? PathState.ACTIVE : PathState.UNCONFIRMED);
        }
        for (int i = 0; i < cookie.addressCount; i++) {
            addListed(association, arrival, i, known);
        }
        association.timers.reset(association.paths.count());
        association.outbound.retransmission().resend(association.paths.primary());
        association.reportFailed();
    }

    private void addListed(
            final Tcb association, final Arrival arrival, final int place, final TransportPath... known) {
        final long high = cookie.addresses[2 * place];
        final long low = cookie.addresses[2 * place + 1];
        if (association.paths.find(high, low) == null && association.paths.count() < engine.config.maxPaths()) {
            association.addPath(
                    high,
                    low,
                    cookie.sourceUdpPort,
                    SourceAddresses.inSamePlace(
                            association.config, cookie.listedAddresses, place, high, low, arrival.localId),
                    isShown(high, low, known) ? PathState.ACTIVE : PathState.UNCONFIRMED);
        }
    }

    private boolean isShown(final long high, final long low, final TransportPath... known) {
        for (final TransportPath path : known) {
            if (path.hasAddress(high, low) && path.isVerified() && path.udpPort() == cookie.sourceUdpPort) {
                return true;
            }
        }
        return false;
    }

    private void establish(final Tcb association, final Arrival arrival, final int event) {
        association.pendingControl = Control.COOKIE_ACK;
        association.controlPath = association.paths.find(arrival.addressHigh, arrival.addressLow);
        if (association.controlPath == null) {
            // More addresses than the limit.
            association.controlPath = association.paths.primary();
        }
        establishment.complete(association);
        association.raise(event);
    }

    // -- collisions -------------------------------------------------------------------------------------------------

    private Tcb onExisting(final Tcb existing, final Arrival arrival) {
        switch (CookieAction.decide(existing, cookie)) {
            case RESTART -> {
                return restart(existing, arrival);
            }
            case COLLISION -> {
                if (existing.state.isHandshake()) {
                    engine.associations.unfileAddresses(existing);
                    adopt(existing, arrival, existing.paths.all());
                    engine.associations.fileAddresses(existing);
                    establish(existing, arrival, Events.ESTABLISHED);
                    return existing;
                }
                return restart(existing, arrival);
            }
            case DUPLICATE -> {
                return confirm(existing, arrival);
            }
            default -> {
                return null;
            }
        }
    }

    private Tcb restart(final Tcb existing, final Arrival arrival) {
        if (existing.state == AssociationState.SHUTDOWN_ACK_SENT) {
            existing.pendingControl |= Control.SHUTDOWN_ACK;
            errorReports.report(
                    existing,
                    existing.paths.primary(),
                    CauseCode.COOKIE_RECEIVED_WHILE_SHUTTING_DOWN,
                    arrival.packet,
                    arrival.offset,
                    0);
            engine.lists.wantsToSend(existing);
            return null;
        }
        if (existing.state.isShuttingDown()) {
            // As after an abort (RFC 9260 section 5.2.4, action A): the user has ended the old association and would
            // not use a new one.
            existing.close(CloseReason.PEER_ABORTED, CauseCode.NONE);
            return accept(arrival);
        }
        engine.associations.unfileAddresses(existing);
        engine.associations.changeTag(existing, cookie.localTag);
        existing.failMessages(FailedMessage.Reason.RESTARTED, CauseCode.NONE);
        existing.acknowledgement.reset();
        existing.acks.reset();
        extensions.onPeerRestart(existing);
        adopt(existing, arrival);
        engine.associations.fileAddresses(existing);
        establish(existing, arrival, Events.RESTARTED);
        if (existing.inbound.readyMessages() > 0) {
            existing.raise(Events.READABLE);
        }
        return existing;
    }

    /** Action D: the peer did not receive the COOKIE ACK, or both ends sent cookies. */
    private Tcb confirm(final Tcb existing, final Arrival arrival) {
        if (existing.state == AssociationState.COOKIE_ECHOED) {
            existing.pendingControl = 0;
            establishment.complete(existing);
            existing.raise(Events.ESTABLISHED);
        }
        if (existing.state == AssociationState.COOKIE_WAIT) {
            return null;
        }
        existing.pendingControl |= Control.COOKIE_ACK;
        final var path = existing.paths.find(arrival.addressHigh, arrival.addressLow);
        existing.controlPath = path == null ? existing.paths.primary() : path;
        engine.lists.wantsToSend(existing);
        return existing;
    }
}
