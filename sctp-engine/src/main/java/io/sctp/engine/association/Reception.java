package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.IpAddressParameter;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;

/**
 * Handles received packets: checks them, finds their association, and passes each chunk to its procedure. Packets
 * without an association are handled by RFC 9260 section 8.4.
 */
public final class Reception {
    private final EngineState engine;
    private final Procedures procedures;
    private final Arrival arrival = new Arrival();

    public Reception(final EngineState engine, final Procedures procedures) {
        this.engine = engine;
        this.procedures = procedures;
    }

    /** Handles one packet. See {@code SctpEngine.handlePacket}. */
    public void onPacket(
            final ByteBuffer packet,
            final int offset,
            final int length,
            final long addressHigh,
            final long addressLow,
            final int udpPort,
            final int localId) {
        engine.counters.packetsReceived++;
        if (length < PacketHeader.LENGTH + Chunk.HEADER_LENGTH) {
            engine.counters.malformedPackets++;
            return;
        }
        if (!engine.checksum.isValid(packet, offset, length)) {
            engine.counters.badChecksums++;
            return;
        }
        arrival.packet = packet;
        arrival.offset = offset;
        arrival.end = offset + length;
        arrival.peerPort = PacketHeader.sourcePort(packet, offset);
        arrival.localPort = PacketHeader.destinationPort(packet, offset);
        arrival.tag = PacketHeader.verificationTag(packet, offset);
        arrival.addressHigh = addressHigh;
        arrival.addressLow = addressLow;
        arrival.udpPort = udpPort;
        arrival.localId = localId;
        arrival.authenticated = false;
        if (arrival.peerPort == 0 || arrival.localPort == 0 || !IpAddressParameter.isUsable(addressHigh, addressLow)) {
            // Port 0 is invalid (RFC 9260 section 3.1), and so are multicast, broadcast and unspecified addresses
            // (sections 5.1.2 and 8.4, rule 1).
            engine.counters.malformedPackets++;
            return;
        }
        final int answered = engine.replies.mark();
        final int strayAnswered = engine.strayReplies.mark();
        route();
        if ((engine.replies.mark() != answered || engine.strayReplies.mark() != strayAnswered) && holdsAbort()) {
            // A packet with an ABORT is never answered, whatever else it contains (RFC 9260 section 8.4, rule 2, and
            // section 9.1).
            engine.replies.takeBackSince(answered);
            engine.strayReplies.takeBackSince(strayAnswered);
        }
    }

    private boolean holdsAbort() {
        int chunk = arrival.offset + PacketHeader.LENGTH;
        while (chunk + Chunk.HEADER_LENGTH <= arrival.end) {
            engine.work.step();
            final int length = Chunk.length(arrival.packet, chunk);
            if (Chunk.type(arrival.packet, chunk) == ChunkType.ABORT) {
                return true;
            }
            if (length < Chunk.HEADER_LENGTH) {
                break;
            }
            chunk += Chunk.padded(length);
        }
        return false;
    }

    private void route() {
        final int first = arrival.offset + PacketHeader.LENGTH;
        final int type = Chunk.type(arrival.packet, first);
        if (type == ChunkType.INIT) {
            onInit(first);
            return;
        }
        if (arrival.tag == 0) {
            // Only an INIT has the tag 0 (RFC 9260 section 8.5.1, rule A).
            engine.counters.wrongTags++;
            return;
        }
        if (type == ChunkType.COOKIE_ECHO) {
            onCookieEcho(first);
            return;
        }
        if (type == ChunkType.AUTH) {
            final int second = first + Chunk.padded(Chunk.length(arrival.packet, first));
            if (second > first
                    && second + Chunk.HEADER_LENGTH <= arrival.end
                    && Chunk.type(arrival.packet, second) == ChunkType.COOKIE_ECHO) {
                onCookieEcho(second);
                return;
            }
        }
        final Tcb association = engine.associations.findByTag(arrival.tag, arrival.localPort, arrival.peerPort);
        if (association != null) {
            onAssociation(association, first);
            return;
        }
        final Tcb known = engine.associations.findByAddress(arrival);
        if (known == null) {
            final Tcb claiming = engine.associations.findClaim(arrival, arrival.tag);
            if (claiming != null) {
                onWrongTag(claiming, first);
                return;
            }
            onOutOfTheBlue(first);
        } else {
            onWrongTag(known, first);
        }
    }

    /** The tag of an INIT is 0, and it is alone in its packet (RFC 9260 section 8.5.1, rule A). */
    private void onInit(final int chunk) {
        final int length = Chunk.length(arrival.packet, chunk);
        if (arrival.tag != 0) {
            engine.counters.wrongTags++;
            return;
        }
        if (length < InitChunk.FIXED_LENGTH
                || chunk + Chunk.padded(length) < arrival.end
                || isTruncated(chunk, length)) {
            engine.counters.malformedPackets++;
            return;
        }
        procedures.initResponses.onInit(arrival, chunk, length);
    }

    private void onCookieEcho(final int chunk) {
        final int length = Chunk.length(arrival.packet, chunk);
        if (length < Chunk.HEADER_LENGTH || isTruncated(chunk, length)) {
            engine.counters.malformedPackets++;
            return;
        }
        if (hasRefusedEnd(null, chunk)) {
            return;
        }
        final Tcb association = procedures.accepting.onCookieEcho(arrival, chunk, length);
        if (association != null) {
            final int next = chunk + Chunk.padded(length);
            if (next < arrival.end) {
                onAssociation(association, next);
            } else {
                onCookieAlone(association);
            }
            engine.lists.fileDeadline(association);
        }
    }

    private void onCookieAlone(final Tcb association) {
        final TransportPath path = association.paths.find(arrival.addressHigh, arrival.addressLow);
        if (path != null) {
            procedures.verification.onPacket(association, path, arrival);
        }
    }

    private boolean isTruncated(final int chunk, final int length) {
        return length > arrival.end - chunk;
    }

    /**
     * Silently discards a packet from a known peer whose tag is not this end's (RFC 9260 section 8.5). The exceptions
     * of section 8.5.1 are ABORT and SHUTDOWN COMPLETE with the peer's tag (rules B and C), and a SHUTDOWN ACK during
     * set-up (rule E).
     */
    private void onWrongTag(final Tcb known, final int firstChunk) {
        int chunk = firstChunk;
        while (chunk + Chunk.HEADER_LENGTH <= arrival.end) {
            engine.work.step();
            final int length = Chunk.length(arrival.packet, chunk);
            if (length < Chunk.HEADER_LENGTH || isTruncated(chunk, length)) {
                engine.counters.malformedPackets++;
                return;
            }
            switch (Chunk.type(arrival.packet, chunk)) {
                case ChunkType.ABORT, ChunkType.SHUTDOWN_COMPLETE -> {
                    if (isReflected(known, chunk)) {
                        onReflected(known, chunk, length);
                        return;
                    }
                }
                case ChunkType.SHUTDOWN_ACK -> {
                    if (known.state.isHandshake()) {
                        procedures.shutdowns.answerComplete(arrival, arrival.tag, Chunk.FLAG_T);
                        return;
                    }
                }
                default -> {
                    // Go on with the next chunk.
                }
            }
            chunk += Chunk.padded(length);
        }
        engine.counters.wrongTags++;
    }

    private boolean isReflected(final Tcb known, final int chunk) {
        return (Chunk.flags(arrival.packet, chunk) & Chunk.FLAG_T) != 0 && arrival.tag == known.peerTag;
    }

    private void onReflected(final Tcb association, final int chunk, final int length) {
        final int type = Chunk.type(arrival.packet, chunk);
        if (association.auth != null && association.auth.isRequired(type)) {
            // A peer that has lost the association cannot sign.
            return;
        }
        if (type == ChunkType.SHUTDOWN_COMPLETE) {
            procedures.shutdowns.onShutdownComplete(association);
        } else if (!isAtLeavingAddress(association)) {
            procedures.aborts.onAbort(association, arrival.packet, chunk, length);
        }
    }

    // -- an association's packet ------------------------------------------------------------------------------------

    private void onAssociation(final Tcb association, final int firstChunk) {
        engine.involved = association;
        TransportPath path = association.paths.find(arrival.addressHigh, arrival.addressLow);
        if (path == null
                && !answersInit(association, firstChunk)
                && !procedures.extensions.mayComeFromElsewhere(association, arrival, firstChunk)) {
            // The tag is right but the address is not the peer's (RFC 9260 section 8.5).
            engine.counters.wrongTags++;
            return;
        }
        if (hasRefusedEnd(association, firstChunk)) {
            return;
        }
        if (path != null && association.state != AssociationState.COOKIE_WAIT) {
            procedures.verification.onPacket(association, path, arrival);
        }
        association.counters.packetsReceived++;
        association.control.beginAnswers(arrival.end - arrival.offset - PacketHeader.LENGTH);
        int chunk = firstChunk;
        while (chunk + Chunk.HEADER_LENGTH <= arrival.end) {
            engine.work.step();
            final int header = Chunk.header(arrival.packet, chunk);
            final int length = Chunk.lengthOf(header);
            if (length < Chunk.HEADER_LENGTH || isTruncated(chunk, length)) {
                engine.counters.malformedPackets++;
                break;
            }
            if (!onChunk(association, path, chunk, header)) {
                break;
            }
            if (path == null) {
                // An ASCONF may have added the address.
                path = association.paths.find(arrival.addressHigh, arrival.addressLow);
            }
            chunk += Chunk.padded(length);
        }
        if (association.state != AssociationState.CLOSED) {
            procedures.data.onPacketEnd(association);
            engine.lists.fileDeadline(association);
        }
    }

    /**
     * Whether the packet contains an ABORT or SHUTDOWN COMPLETE with a wrong tag or T bit. The whole packet is then
     * discarded (RFC 9260 section 8.5.1, rules B and C). An ABORT that must be authenticated and has no AUTH before it
     * is treated the same way: its packet must not be answered (section 9.1).
     *
     * @param association null if the packet begins with a COOKIE ECHO
     */
    private boolean hasRefusedEnd(final Tcb association, final int firstChunk) {
        boolean isSigned = false;
        int chunk = firstChunk;
        while (chunk + Chunk.HEADER_LENGTH <= arrival.end) {
            engine.work.step();
            final int header = Chunk.header(arrival.packet, chunk);
            final int length = Chunk.lengthOf(header);
            if (length < Chunk.HEADER_LENGTH || isTruncated(chunk, length)) {
                return false;
            }
            final int type = Chunk.typeOf(header);
            isSigned |= type == ChunkType.AUTH;
            if (type == ChunkType.ABORT || type == ChunkType.SHUTDOWN_COMPLETE) {
                return isRefusedEnd(association, chunk, type, isSigned);
            }
            chunk += Chunk.padded(length);
        }
        return false;
    }

    private boolean isRefusedEnd(final Tcb association, final int chunk, final int type, final boolean isSigned) {
        if (!isRightTag(association, arrival.packet, chunk)) {
            engine.counters.wrongTags++;
            return true;
        }
        if (association != null && association.auth != null && association.auth.isRequired(type) && !isSigned) {
            engine.counters.unauthenticatedChunks++;
            return true;
        }
        return false;
    }

    /**
     * Whether the packet answers this end's INIT. A multi-homed peer may answer from another address than the INIT was
     * sent to.
     */
    private boolean answersInit(final Tcb association, final int firstChunk) {
        return association.state == AssociationState.COOKIE_WAIT
                && Chunk.type(arrival.packet, firstChunk) == ChunkType.INIT_ACK;
    }

    /** Handles one chunk and returns whether to go on with the next. */
    private boolean onChunk(final Tcb association, final TransportPath path, final int chunk, final int header) {
        final ByteBuffer packet = arrival.packet;
        final int type = Chunk.typeOf(header);
        final int length = Chunk.lengthOf(header);
        if (type != ChunkType.DATA && type != ChunkType.I_DATA && type != ChunkType.SACK) {
            association.counters.controlChunksReceived++;
        }
        if (association.auth != null
                && type != ChunkType.AUTH
                && !arrival.authenticated
                && association.auth.isRequired(type)) {
            // RFC 4895 section 6.3.
            engine.counters.unauthenticatedChunks++;
            return true;
        }
        switch (type) {
            case ChunkType.DATA, ChunkType.I_DATA -> procedures.data.onData(association, path, packet, chunk, header);
            case ChunkType.FORWARD_TSN, ChunkType.I_FORWARD_TSN -> {
                if (!association.isPartiallyReliable()) {
                    return onUnknown(association, path, chunk, length, type);
                }
                procedures.data.onForwardTsn(association, path, packet, chunk, length);
            }
            case ChunkType.SACK -> procedures.data.onSack(association, packet, chunk, length);
            case ChunkType.HEARTBEAT -> {
                // Another path may be faster than the path of the COOKIE ACK.
                if (association.state != AssociationState.COOKIE_WAIT) {
                    procedures.heartbeats.onHeartbeat(association, path, packet, chunk, length);
                }
            }
            case ChunkType.HEARTBEAT_ACK -> {
                if (!association.state.isHandshake()) {
                    procedures.heartbeats.onHeartbeatAck(association, packet, chunk, length);
                }
            }
            case ChunkType.INIT_ACK -> {
                if (length >= InitChunk.FIXED_LENGTH) {
                    procedures.connecting.onInitAck(association, arrival, chunk, length);
                }
                return false;
            }
            case ChunkType.COOKIE_ACK -> procedures.connecting.onCookieAck(association);
            case ChunkType.SHUTDOWN -> {
                if (procedures.shutdowns.onShutdown(association, length)) {
                    procedures.data.onCumulative(association, Shutdowns.cumulativeTsn(packet, chunk));
                }
                if (association.state == AssociationState.SHUTDOWN_RECEIVED) {
                    procedures.shutdowns.proceed(association);
                }
            }
            case ChunkType.SHUTDOWN_ACK -> procedures.shutdowns.onShutdownAck(association, arrival);
            case ChunkType.SHUTDOWN_COMPLETE -> procedures.shutdowns.onShutdownComplete(association);
            case ChunkType.ABORT -> {
                if (!isAtLeavingAddress(association)) {
                    procedures.aborts.onAbort(association, packet, chunk, length);
                }
            }
            case ChunkType.ERROR -> onError(association, chunk, length);
            case ChunkType.AUTH -> {
                // A packet has one AUTH chunk (RFC 4895 section 5.1). With several, the rest would be hashed for each.
                arrival.authenticated = !arrival.authenticated
                        && procedures.authentication.onAuth(association, path, packet, chunk, length, arrival.end);
                return arrival.authenticated;
            }
            case ChunkType.COOKIE_ECHO, ChunkType.INIT -> {
                // These only count as the first chunk of their packet.
            }
            default -> {
                return onExtension(association, path, chunk, length, type)
                        && association.state != AssociationState.CLOSED;
            }
        }
        return association.state != AssociationState.CLOSED;
    }

    private void onError(final Tcb association, final int chunk, final int length) {
        final int cause = Aborts.firstCause(arrival.packet, chunk, length);
        if (cause == CauseCode.STALE_COOKIE && association.state == AssociationState.COOKIE_ECHOED) {
            procedures.connecting.onStaleCookie(association, arrival.packet, chunk, length);
            return;
        }
        final int unknown = chunk + Chunk.HEADER_LENGTH + Parameter.HEADER_LENGTH;
        if (cause == CauseCode.UNRECOGNIZED_CHUNK && unknown < chunk + length) {
            procedures.extensions.onUnrecognized(association, Chunk.type(arrival.packet, unknown));
        }
        association.peerErrorCause = cause;
        association.raise(Events.PEER_ERROR);
    }

    /**
     * Whether the packet came to an address that is being removed. If the peer took an earlier packet from there for
     * out of the blue, its answer does not count (RFC 5061 section 5.3.1).
     */
    private boolean isAtLeavingAddress(final Tcb association) {
        return procedures.extensions.isLeaving(association, arrival.localId);
    }

    /**
     * Whether tag and T bit match. The packet was found by this end's tag, so the T bit, which stands for the peer's
     * tag, must be clear, unless both tags are equal.
     */
    private static boolean isRightTag(final Tcb association, final ByteBuffer packet, final int chunk) {
        return (Chunk.flags(packet, chunk) & Chunk.FLAG_T) == 0
                || (association != null && association.peerTag == association.localTag);
    }

    private boolean onExtension(
            final Tcb association, final TransportPath path, final int chunk, final int length, final int type) {
        final Extension<?> extension = procedures.extensions.taking(type, association);
        return extension == null
                ? onUnknown(association, path, chunk, length, type)
                : extension.onChunk(association, path, arrival, type, chunk, length);
    }

    /** Handles an unrecognized chunk by the two highest bits of its type (RFC 9260 section 3.2). */
    private boolean onUnknown(
            final Tcb association, final TransportPath path, final int chunk, final int length, final int type) {
        if (ChunkType.isReported(type) && path != null && !association.state.isHandshake()) {
            procedures.errorReports.report(
                    association, path, CauseCode.UNRECOGNIZED_CHUNK, arrival.packet, chunk, length);
        }
        return ChunkType.isSkippable(type);
    }

    // -- out of the blue --------------------------------------------------------------------------------------------

    /** Handles an "out of the blue" packet (RFC 9260 section 8.4). */
    private void onOutOfTheBlue(final int firstChunk) {
        engine.counters.outOfTheBlue++;
        int chunk = firstChunk;
        while (chunk + Chunk.HEADER_LENGTH <= arrival.end) {
            engine.work.step();
            final int length = Chunk.length(arrival.packet, chunk);
            final int type = Chunk.type(arrival.packet, chunk);
            if (length < Chunk.HEADER_LENGTH || isTruncated(chunk, length)) {
                return;
            }
            switch (type) {
                case ChunkType.ABORT, ChunkType.SHUTDOWN_COMPLETE, ChunkType.COOKIE_ACK, ChunkType.INIT -> {
                    return;
                }
                case ChunkType.SHUTDOWN_ACK -> {
                    procedures.shutdowns.answerComplete(arrival, arrival.tag, Chunk.FLAG_T);
                    return;
                }
                case ChunkType.ERROR -> {
                    if (Aborts.firstCause(arrival.packet, chunk, length) == CauseCode.STALE_COOKIE) {
                        return;
                    }
                }
                default -> {
                    // Go on with the next chunk.
                }
            }
            chunk += Chunk.padded(length);
        }
        procedures.aborts.answer(arrival, arrival.tag, Chunk.FLAG_T, CauseCode.NONE);
    }
}
