package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;

/** HEARTBEAT and HEARTBEAT ACK: tests idle paths (RFC 9260 section 8.3) and confirms addresses (section 5.4). */
public final class Heartbeats implements PathWatcher {
    /** Chunk header, parameter header, path number and nonce. */
    static final int LENGTH = 4 + 4 + 4 + 8;

    /** The bytes whose copying counts as one step of work: a cache line. */
    private static final int BYTES_PER_STEP = 64;

    private final EngineState engine;
    private final Reachability reachability;
    private final MtuDiscovery mtuDiscovery;

    Heartbeats(final EngineState engine, final Reachability reachability, final MtuDiscovery mtuDiscovery) {
        this.engine = engine;
        this.reachability = reachability;
        this.mtuDiscovery = mtuDiscovery;
    }

    /**
     * Starts the timers of an established association. Unconfirmed addresses are probed, the others tested when idle.
     */
    void start(final Tcb association) {
        int unconfirmed = 0;
        for (int i = 0; i < association.paths.count(); i++) {
            final TransportPath path = association.paths.path(i);
            if (path.isConfirmed()) {
                arm(association, path);
            } else {
                // At most HB.Max.Burst addresses per RTO (RFC 9260 section 5.4).
                final int round = unconfirmed++ / association.config.heartbeatMaxBurst();
                if (round == 0) {
                    path.heartbeat().due(true);
                } else {
                    final long waitNs = round * path.rto().rtoNs();
                    association.timers.arm(Timers.heartbeat(path.index()), engine.nowNs + waitNs);
                }
            }
        }
        engine.lists.wantsToSend(association);
    }

    /**
     * Starts a path that was added to an established association. Its address is probed, at most HB.Max.Burst addresses
     * per RTO.
     */
    public void startPath(final Tcb association, final TransportPath added) {
        int tried = 0;
        for (int i = 0; i < association.paths.count(); i++) {
            final TransportPath path = association.paths.path(i);
            tried += path != added
                            && !path.isConfirmed()
                            && (path.heartbeat().isDue() || path.heartbeat().isUnanswered())
                    ? 1
                    : 0;
        }
        final int round = tried / association.config.heartbeatMaxBurst();
        if (round == 0) {
            added.heartbeat().due(true);
            engine.lists.wantsToSend(association);
        } else {
            association.timers.arm(
                    Timers.heartbeat(added.index()),
                    engine.nowNs + round * added.rto().rtoNs());
        }
    }

    /** Applies a changed heartbeat interval: restarts the timer if the path is idle. */
    void restart(final Tcb association, final TransportPath path) {
        if (association.state == AssociationState.CLOSED
                || association.state.isHandshake()
                || !association.paths.has(path)) {
            return;
        }
        if (path.isConfirmed() && !path.heartbeat().isUnanswered()) {
            association.timers.cancel(Timers.heartbeat(path.index()));
            arm(association, path);
        }
        engine.lists.fileDeadline(association);
    }

    public void request(final Tcb association, final TransportPath path) {
        if (association.state != AssociationState.CLOSED
                && !association.state.isHandshake()
                && association.paths.has(path)) {
            path.heartbeat().due(true);
            path.heartbeat().onRequest(true);
            engine.lists.wantsToSend(association);
        }
    }

    /**
     * Sends a HEARTBEAT to a path that may have failed, now and once per RTO, whatever the interval, unless heartbeats
     * are off (RFC 7829 section 3.2).
     */
    public void probe(final Tcb association, final TransportPath path) {
        final boolean asksOtherwise = association.state == AssociationState.SHUTDOWN_ACK_SENT;
        if (path.heartbeatIntervalNs() > 0 && !asksOtherwise && !isWatchedByData(association, path)) {
            association.timers.cancel(Timers.heartbeat(path.index()));
            path.heartbeat().due(true);
            engine.lists.wantsToSend(association);
        }
    }

    @Override
    public void onPathSuspected(final Tcb association, final TransportPath path) {
        probe(association, path);
    }

    /** Data that has no other path tests this one as well as a HEARTBEAT does (RFC 7829 section 3.2). */
    private static boolean isWatchedByData(final Tcb association, final TransportPath path) {
        return association.paths.count() == 1 && path.flightChunks() + path.retransmitChunks() > 0;
    }

    /**
     * Starts the timer: the interval plus one RTO, with a jitter of half an RTO. For an address being probed, one RTO.
     */
    private void arm(final Tcb association, final TransportPath path) {
        final long rtoNs = path.rto().rtoNs();
        final int slot = Timers.heartbeat(path.index());
        if (!path.isVerified() || (path.isPotentiallyFailed() && path.heartbeatIntervalNs() > 0)) {
            association.timers.arm(slot, engine.nowNs + rtoNs);
        } else if (path.heartbeatIntervalNs() > 0) {
            final long jitterNs = engine.random.nextLong(rtoNs) - rtoNs / 2;
            association.timers.arm(slot, engine.nowNs + path.heartbeatIntervalNs() + rtoNs + jitterNs);
        }
    }

    /** Postpones a HEARTBEAT that is not allowed yet by one RTO, if it can ever be allowed without an answer. */
    void defer(final Tcb association, final TransportPath path) {
        path.heartbeat().due(false);
        path.allowance().defer();
        if (path.allowance().probes() <= path.maxRetransmissions()) {
            arm(association, path);
            engine.lists.fileDeadline(association);
        }
    }

    /** Writes a HEARTBEAT to a path and returns its end. */
    int write(final Tcb association, final TransportPath path, final ByteBuffer out, final int offset) {
        final long nonce = engine.random.nextLong();
        path.heartbeat().onSent(nonce, engine.nowNs);
        if (!association.state.isHandshake()) {
            arm(association, path);
        }
        return write(out, offset, path.index(), nonce);
    }

    /** Writes a HEARTBEAT with this information and returns its end. */
    static int write(final ByteBuffer out, final int offset, final int path, final long nonce) {
        Chunk.write(out, offset, ChunkType.HEARTBEAT, 0, LENGTH);
        Parameter.write(out, offset + Chunk.HEADER_LENGTH, ParameterType.HEARTBEAT_INFO, LENGTH - Chunk.HEADER_LENGTH);
        out.putInt(offset + 8, path);
        out.putLong(offset + 12, nonce);
        return offset + LENGTH;
    }

    /** The timer of a path expired: the last HEARTBEAT is overdue, the path was idle, or both. */
    void onTimeout(final Tcb association, final TransportPath path) {
        if (association.state == AssociationState.SHUTDOWN_ACK_SENT) {
            // T2-shutdown tests the peer often enough, and the peer may already have closed.
            return;
        }
        if (path.allowance().takeDeferred()) {
            path.heartbeat().due(true);
            engine.lists.wantsToSend(association);
            return;
        }
        if (path.heartbeat().isUnanswered() && !isCountedByData(path) && !onUnanswered(association, path)) {
            return;
        }
        if (path.isVerified() && path.heartbeatIntervalNs() == 0) {
            return;
        }
        if (isToBeTried(association, path)) {
            path.heartbeat().due(true);
            engine.lists.wantsToSend(association);
        } else {
            arm(association, path);
        }
        trimIdle(association);
    }

    /** T3-rtx already counts the errors of data in flight on the path (RFC 7829 section 3.2). */
    private static boolean isCountedByData(final TransportPath path) {
        return path.isPotentiallyFailed() && path.flightChunks() > 0;
    }

    /** Counts an unanswered HEARTBEAT. Returns whether the association is still open. */
    private boolean onUnanswered(final Tcb association, final TransportPath path) {
        path.rto().backOff();
        path.takesUncut(false);
        // A HEARTBEAT on a path without data says nothing about the peer (RFC 9260 section 8.1).
        if (path == association.paths.forData()) {
            return reachability.onUnanswered(association, path);
        }
        reachability.countPath(association, path);
        return path.isConfirmed() || path.errorCount() <= path.maxRetransmissions();
    }

    private boolean isToBeTried(final Tcb association, final TransportPath path) {
        return switch (path.state()) {
            case ACTIVE -> isIdle(path) || !path.isVerified();
            case POTENTIALLY_FAILED -> !isWatchedByData(association, path);
            case INACTIVE, UNCONFIRMED -> true;
        };
    }

    private boolean isIdle(final TransportPath path) {
        return path.flightChunks() == 0 && engine.nowNs - path.flight().lastSentNs() >= path.heartbeatIntervalNs();
    }

    /** Frees the tables of an association that exchanges only heartbeats. */
    private static void trimIdle(final Tcb association) {
        association.outbound.trim();
        association.inbound.trim();
    }

    /** Answers a HEARTBEAT: its information is returned unchanged to its source (RFC 9260 section 8.3). */
    void onHeartbeat(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer packet,
            final int chunk,
            final int length) {
        final int handle = association.control.reserveAnswer(
                Chunk.padded(length), path, Transmission.roomForAnswers(association, path));
        if (handle == BlockPool.NONE) {
            engine.counters.controlChunksDropped++;
            return;
        }
        final ByteBuffer out = association.control.buffer(handle);
        final int at = BlockPool.offset(handle);
        engine.work.steps(length / BYTES_PER_STEP);
        out.put(at, packet, chunk, length);
        Chunk.write(out, at, ChunkType.HEARTBEAT_ACK, 0, length);
        Chunk.pad(out, at, length);
        association.control.addAnswer(handle, Chunk.padded(length), path.index());
        engine.lists.wantsToSend(association);
    }

    /** Handles a HEARTBEAT ACK. Only the right nonce confirms the address (RFC 9260 section 5.4). */
    void onHeartbeatAck(final Tcb association, final ByteBuffer packet, final int chunk, final int length) {
        if (length != LENGTH || Parameter.type(packet, chunk + Chunk.HEADER_LENGTH) != ParameterType.HEARTBEAT_INFO) {
            return;
        }
        final TransportPath path = association.paths.find(packet.getInt(chunk + 8));
        if (path == null) {
            // The path never existed, or was removed.
            return;
        }
        if (isNonceRight(path, packet.getLong(chunk + 12))) {
            reachability.onVerified(association, path);
            arm(association, path);
            engine.lists.wantsToSend(association);
        } else {
            mtuDiscovery.onAnswer(association, path, packet.getLong(chunk + 12));
        }
    }

    private boolean isNonceRight(final TransportPath path, final long nonce) {
        return path.acceptHeartbeatAck(nonce, engine.nowNs);
    }
}
