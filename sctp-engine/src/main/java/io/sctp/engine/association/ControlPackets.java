package io.sctp.engine.association;

import io.sctp.engine.path.TransportPath;
import io.sctp.engine.send.PacketKey;

/**
 * Sends control chunks that need a packet of their own, because their source or destination is not the association's
 * choice.
 */
public final class ControlPackets {
    private final EngineState engine;
    private final Authentication authentication;
    private final Verification verification;

    ControlPackets(final EngineState engine, final Authentication authentication, final Verification verification) {
        this.engine = engine;
        this.authentication = authentication;
        this.verification = verification;
    }

    /** Sends a chunk to the address of a path, if the amplification limit allows its length. */
    public void send(final Tcb association, final byte[] chunk, final TransportPath path, final int localId) {
        final int end = write(association, chunk);
        if (end != 0 && Verification.mayCarry(path, end - engine.replies.start())) {
            count(association);
            engine.replies.commit(end, path.addressHigh(), path.addressLow(), path.udpPort(), localId);
        }
    }

    /** Answers the packet being handled with a chunk, if the amplification limit of its source allows the length. */
    public void answer(final Tcb association, final byte[] chunk, final Arrival arrival, final int localId) {
        final int end = write(association, chunk);
        if (end != 0 && end - engine.replies.start() <= verification.mostFor(arrival)) {
            count(association);
            engine.replies.commit(end, arrival.addressHigh, arrival.addressLow, arrival.udpPort, localId);
        }
    }

    /** Writes the packet, signed if the peer requires it. Returns its end, or 0 if there is no space. */
    private int write(final Tcb association, final byte[] chunk) {
        if (engine.replies.isFull()) {
            engine.counters.repliesDropped++;
            return 0;
        }
        final int first = engine.replies.begin(association.localPort, association.peerPort, association.peerTag);
        final int at = first + Authentication.room(association);
        engine.replies.buffer().put(at, chunk);
        return authentication.seal(
                association.auth, engine.replies.buffer(), first, at, at + chunk.length, PacketKey.ACTIVE);
    }

    private static void count(final Tcb association) {
        association.counters.controlChunksSent++;
        association.counters.packetsSent++;
    }
}
