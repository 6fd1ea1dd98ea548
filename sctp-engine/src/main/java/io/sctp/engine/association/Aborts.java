package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.auth.AuthState;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.send.PacketKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sends and receives ABORT and ERROR chunks with their error causes (RFC 9260 sections 3.3.7, 3.3.10 and 9.1). */
public final class Aborts {
    private static final byte[] NO_INFORMATION = {};

    private final EngineState engine;
    private final Authentication authentication;
    private final Verification verification;

    Aborts(final EngineState engine, final Authentication authentication, final Verification verification) {
        this.engine = engine;
        this.authentication = authentication;
        this.verification = verification;
    }

    void abortByUser(final Tcb association, final byte[] reason) {
        if (association.state != AssociationState.CLOSED) {
            abort(association, CloseReason.ABORTED, CauseCode.USER_INITIATED_ABORT, reason);
        }
    }

    /** Aborts an association whose peer violated the protocol. The cause tells the peer what was wrong. */
    public void violation(final Tcb association, final String what) {
        abort(
                association,
                CloseReason.PEER_VIOLATION,
                CauseCode.PROTOCOL_VIOLATION,
                what.getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends an ABORT to the primary path, or to another confirmed path, and closes the association. */
    public void abort(final Tcb association, final CloseReason reason, final int causeCode, final byte[] information) {
        if (association.peerTag != 0 && !engine.replies.isFull()) {
            final TransportPath path = association.paths.forAbort();
            final int end = write(
                    engine.replies,
                    association.auth,
                    association.localPort,
                    association.peerPort,
                    association.peerTag,
                    0,
                    causeCode,
                    information);
            if (Verification.mayCarry(path, end - engine.replies.start())) {
                engine.replies.commit(end, path.addressHigh(), path.addressLow(), path.udpPort(), path.localId());
            }
        } else if (association.peerTag != 0) {
            engine.counters.repliesDropped++;
        }
        association.close(reason, causeCode);
    }

    /** Answers a packet with an ABORT that carries the given tag. */
    void answer(final Arrival arrival, final int tag, final int flags, final int causeCode, final byte[] information) {
        if (engine.strayReplies.isFull()) {
            engine.counters.repliesDropped++;
            return;
        }
        final int end = write(
                engine.strayReplies, null, arrival.localPort, arrival.peerPort, tag, flags, causeCode, information);
        engine.strayReplies.commit(end, verification.mostFor(arrival), arrival);
    }

    void answer(final Arrival arrival, final int tag, final int flags, final int causeCode) {
        answer(arrival, tag, flags, causeCode, NO_INFORMATION);
    }

    /** Writes an ABORT into the next free reply and returns its end. */
    private int write(
            final Replies replies,
            final AuthState auth,
            final int localPort,
            final int peerPort,
            final int tag,
            final int flags,
            final int causeCode,
            final byte[] information) {
        final ByteBuffer out = replies.buffer();
        final int first = replies.begin(localPort, peerPort, tag);
        final int chunk = first + (auth == null ? 0 : auth.room());
        int length = Chunk.HEADER_LENGTH;
        if (causeCode != CauseCode.NONE) {
            final int causeLength = Parameter.HEADER_LENGTH + information.length;
            Parameter.write(out, chunk + length, causeCode, causeLength);
            out.put(chunk + length + Parameter.HEADER_LENGTH, information);
            Chunk.pad(out, chunk + length, causeLength);
            length += causeLength;
        }
        Chunk.write(out, chunk, ChunkType.ABORT, flags, length);
        return chunk == first
                ? chunk + Chunk.padded(length)
                : authentication.seal(auth, out, first, chunk, chunk + Chunk.padded(length), PacketKey.ACTIVE);
    }

    /**
     * Handles an ABORT whose tag was verified. An ABORT whose causes exceed the chunk is discarded (RFC 9260 section
     * 3.3.7).
     */
    void onAbort(final Tcb association, final ByteBuffer packet, final int chunk, final int length) {
        if (!areCausesWhole(packet, chunk, length)) {
            engine.counters.malformedPackets++;
            return;
        }
        final boolean forgotten = (Chunk.flags(packet, chunk) & Chunk.FLAG_T) != 0;
        if (forgotten && association.state == AssociationState.SHUTDOWN_ACK_SENT) {
            // All data was delivered in both directions. The peer has closed, and only its SHUTDOWN COMPLETE was lost.
            association.close(CloseReason.SHUTDOWN, 0);
            return;
        }
        association.closeInformation = information(packet, chunk, length);
        association.close(CloseReason.PEER_ABORTED, firstCause(packet, chunk, length));
    }

    private boolean areCausesWhole(final ByteBuffer packet, final int chunk, final int length) {
        final int end = chunk + length;
        int cause = chunk + Chunk.HEADER_LENGTH;
        while (cause < end && Parameter.fits(packet, cause, end)) {
            engine.work.step();
            cause = Parameter.next(packet, cause);
        }
        return cause >= end;
    }

    /** Returns the code of the first error cause in an ABORT or ERROR. */
    static int firstCause(final ByteBuffer packet, final int chunk, final int length) {
        final int cause = chunk + Chunk.HEADER_LENGTH;
        return Parameter.fits(packet, cause, chunk + length) ? Parameter.type(packet, cause) : CauseCode.NONE;
    }

    /**
     * Returns the upper layer abort reason of the first cause, if that is "User-Initiated Abort" (RFC 9260 section
     * 3.3.10.12).
     */
    private static byte[] information(final ByteBuffer packet, final int chunk, final int length) {
        if (firstCause(packet, chunk, length) != CauseCode.USER_INITIATED_ABORT) {
            return NO_INFORMATION;
        }
        final int cause = chunk + Chunk.HEADER_LENGTH;
        final byte[] information = new byte[Parameter.length(packet, cause) - Parameter.HEADER_LENGTH];
        packet.get(cause + Parameter.HEADER_LENGTH, information);
        return information;
    }
}
