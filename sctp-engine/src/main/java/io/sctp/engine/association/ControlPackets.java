package io.sctp.engine.association;

import io.sctp.engine.path.TransportPath;
import io.sctp.engine.send.PacketKey;

/** Control chunks that are packets of their own, from an address that the association does not choose by itself. */
public final class ControlPackets {
    private final EngineState engine;
    private final Authentication authentication;
    private final Verification verification;

    ControlPackets(final EngineState engine, final Authentication authentication, final Verification verification) {
        this.engine = engine;
        this.authentication = authentication;
        this.verification = verification;
    }

    /** Sends a chunk to the address of a path, if that may have so much. */
    public void send(final Tcb association, final byte[] chunk, final TransportPath path, final int localId) {
        final int end = write(association, chunk);
        if (end != 0 && Verification.mayCarry(path, end - engine.replies.start())) {
            count(association);
            engine.replies.commit(end, path.addressHigh(), path.addressLow(), path.udpPort(), localId);
        }
    }

    /** Answers the packet being handled by a chunk, if its sender may have so much. */
    public void answer(final Tcb association, final byte[] chunk, final Arrival arrival, final int localId) {
        final int end = write(association, chunk);
        if (end != 0 && end - engine.replies.start() <= verification.mostFor(arrival)) {
            count(association);
            engine.replies.commit(end, arrival.addressHigh, arrival.addressLow, arrival.udpPort, localId);
        }
    }

    /** Writes the packet, signed if the peer wants that; returns where it ends, or 0 if there is no room for it. */
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
