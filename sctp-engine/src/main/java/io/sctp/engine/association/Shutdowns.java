package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The graceful shutdown of an association (RFC 9260 section 9.2). */
public final class Shutdowns {
    /** The length of a SHUTDOWN with its cumulative TSN. */
    static final int SHUTDOWN_LENGTH = 8;

    /** T5-shutdown-guard is five times RTO.Max. */
    private static final int GUARD_RTOS = 5;

    private static final byte[] NOTHING_ACKNOWLEDGED =
            "shutdown: nothing acknowledged for too long".getBytes(StandardCharsets.US_ASCII);

    private final EngineState engine;
    private final Aborts aborts;
    private final ExtensionTable extensions;
    private final Reachability reachability;
    private final Verification verification;

    Shutdowns(
            final EngineState engine,
            final Aborts aborts,
            final ExtensionTable extensions,
            final Reachability reachability,
            final Verification verification) {
        this.engine = engine;
        this.aborts = aborts;
        this.extensions = extensions;
        this.reachability = reachability;
        this.verification = verification;
    }

    /** Begins a shutdown for the user. */
    void begin(final Tcb association) {
        switch (association.state) {
            case ESTABLISHED -> {
                association.state = AssociationState.SHUTDOWN_PENDING;
                association.timers.cancel(Timers.AUTOCLOSE);
                watch(association);
                proceed(association);
            }
            case COOKIE_WAIT, COOKIE_ECHOED -> association.close(CloseReason.SHUTDOWN, 0);
            default -> {
                // The shutdown has begun already, or the association is closed.
            }
        }
    }

    /** Called when data was acknowledged: restarts the time limit of a shutdown that waits for acknowledgements. */
    public void onProgress(final Tcb association) {
        if (isWaiting(association)) {
            watch(association);
        }
    }

    private static boolean isWaiting(final Tcb association) {
        return association.state == AssociationState.SHUTDOWN_PENDING
                || association.state == AssociationState.SHUTDOWN_RECEIVED;
    }

    private void watch(final Tcb association) {
        final long stallNs = association.config.shutdownStallNs();
        if (stallNs > 0) {
            association.timers.arm(Timers.SHUTDOWN_STALL, engine.nowNs + stallNs);
            engine.lists.wantsToSend(association);
        }
    }

    /** Continues the shutdown once all data was acknowledged. */
    public void proceed(final Tcb association) {
        if (!association.outbound.isDrained() || extensions.holdsShutdown(association)) {
            return;
        }
        if (association.state == AssociationState.SHUTDOWN_PENDING) {
            association.state = AssociationState.SHUTDOWN_SENT;
            association.timers.arm(Timers.SHUTDOWN_GUARD, engine.nowNs + GUARD_RTOS * association.config.rtoMaxNs());
            send(association, Control.SHUTDOWN, association.paths.forData());
        } else if (association.state == AssociationState.SHUTDOWN_RECEIVED) {
            association.state = AssociationState.SHUTDOWN_ACK_SENT;
            association.timers.arm(Timers.SHUTDOWN_GUARD, engine.nowNs + GUARD_RTOS * association.config.rtoMaxNs());
            send(association, Control.SHUTDOWN_ACK, association.paths.forData());
        }
    }

    private void send(final Tcb association, final int control, final TransportPath path) {
        association.pendingControl |= control;
        association.controlPath = path;
        if (!path.isConfirmed()) {
            // The peer has deleted all others (RFC 5061). This one must be confirmed first (RFC 9260 section 5.4).
            path.heartbeat().due(true);
        }
        association.timers.arm(Timers.SHUTDOWN, engine.nowNs + path.rto().rtoNs());
        engine.lists.wantsToSend(association);
    }

    int writeShutdown(final Tcb association, final ByteBuffer out, final int offset) {
        Chunk.write(out, offset, ChunkType.SHUTDOWN, 0, SHUTDOWN_LENGTH);
        out.putInt(offset + Chunk.HEADER_LENGTH, association.inbound.tracker().cumulative());
        return offset + SHUTDOWN_LENGTH;
    }

    /** DATA arrived after this end's SHUTDOWN: sends another SHUTDOWN with the new cumulative TSN. */
    void onDataWhileSent(final Tcb association) {
        association.acks.demand();
        association.errorCount = 0;
        send(association, Control.SHUTDOWN, association.ackPath);
    }

    /** Returns the cumulative TSN of a SHUTDOWN. */
    static int cumulativeTsn(final ByteBuffer packet, final int chunk) {
        return packet.getInt(chunk + Chunk.HEADER_LENGTH);
    }

    /**
     * Handles a SHUTDOWN. The caller must call {@link #proceed} in any case: a SACK may have overtaken the SHUTDOWN, or
     * the answer to an earlier one was lost.
     *
     * @return whether its cumulative TSN counts
     */
    boolean onShutdown(final Tcb association, final int length) {
        if (association.state.isHandshake() || length < SHUTDOWN_LENGTH) {
            return false;
        }
        if (association.state == AssociationState.ESTABLISHED
                || association.state == AssociationState.SHUTDOWN_PENDING) {
            association.state = AssociationState.SHUTDOWN_RECEIVED;
            association.timers.cancel(Timers.AUTOCLOSE);
            watch(association);
            association.raise(Events.PEER_SHUTDOWN);
        }
        // During an association reset it is unknown which TSNs these are; but then nothing is outstanding.
        final boolean saysNothing = association.hasTsnsInDoubt;
        extensions.onPeerShutdown(association);
        switch (association.state) {
            case SHUTDOWN_SENT -> {
                association.state = AssociationState.SHUTDOWN_ACK_SENT;
                association.pendingControl &= ~Control.SHUTDOWN;
                send(association, Control.SHUTDOWN_ACK, association.ackPath);
            }
            case SHUTDOWN_ACK_SENT -> send(association, Control.SHUTDOWN_ACK, association.ackPath);
            default -> {
                // Nothing to answer yet, or closed.
            }
        }
        return association.state == AssociationState.SHUTDOWN_RECEIVED && !saysNothing;
    }

    /** Handles a SHUTDOWN ACK for an association that has sent SHUTDOWN or SHUTDOWN ACK. */
    void onShutdownAck(final Tcb association, final Arrival arrival) {
        if (association.state == AssociationState.SHUTDOWN_SENT
                || association.state == AssociationState.SHUTDOWN_ACK_SENT) {
            answerComplete(arrival, association.peerTag, 0);
            association.close(CloseReason.SHUTDOWN, 0);
        } else if (association.state.isHandshake()) {
            // As if it were out of the blue (RFC 9260 section 8.5.1, rule E).
            answerComplete(arrival, arrival.tag, Chunk.FLAG_T);
        }
    }

    /** Sends a SHUTDOWN COMPLETE to the source of the packet being handled. */
    void answerComplete(final Arrival arrival, final int tag, final int flags) {
        final Replies replies = flags == 0 ? engine.replies : engine.strayReplies;
        if (replies.isFull()) {
            engine.counters.repliesDropped++;
            return;
        }
        final int chunk = replies.begin(arrival.localPort, arrival.peerPort, tag);
        Chunk.write(replies.buffer(), chunk, ChunkType.SHUTDOWN_COMPLETE, flags, Chunk.HEADER_LENGTH);
        replies.commit(chunk + Chunk.HEADER_LENGTH, verification.mostFor(arrival), arrival);
    }

    void onShutdownComplete(final Tcb association) {
        if (association.state == AssociationState.SHUTDOWN_ACK_SENT) {
            association.close(CloseReason.SHUTDOWN, 0);
        }
    }

    /**
     * T2-shutdown, or the timer that covers the time before it, expired: retransmits the chunk, to another path if
     * there is one.
     */
    void onTimeout(final Tcb association) {
        if (isWaiting(association)) {
            aborts.abort(
                    association, CloseReason.SHUTDOWN_STALLED, CauseCode.USER_INITIATED_ABORT, NOTHING_ACKNOWLEDGED);
            return;
        }
        final TransportPath path = association.controlPath;
        path.rto().backOff();
        if (!reachability.onUnanswered(association, path)) {
            return;
        }
        final TransportPath next = association.paths.alternateTo(path);
        if (association.state == AssociationState.SHUTDOWN_SENT) {
            // A peer with data left does not answer a SHUTDOWN, but it does answer a HEARTBEAT.
            next.heartbeat().due(true);
            send(association, Control.SHUTDOWN, next);
        } else if (association.state == AssociationState.SHUTDOWN_ACK_SENT) {
            send(association, Control.SHUTDOWN_ACK, next);
        }
    }

    /** T5-shutdown-guard expired: the peer does not let the shutdown end. */
    void onGuardTimeout(final Tcb association) {
        aborts.violation(association, "shutdown guard timer expired");
    }
}
