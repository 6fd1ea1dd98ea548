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

/** Heartbeats: whether idle paths still answer, and whether addresses are the peer's (RFC 9260 sections 5.4, 8.3). */
public final class Heartbeats implements PathWatcher {
    /** Chunk header, parameter header, path number and nonce. */
    static final int LENGTH = 4 + 4 + 4 + 8;

    /** A line of the processor's cache. */
    private static final int BYTES_PER_STEP = 64;

    private final EngineState engine;
    private final Reachability reachability;
    private final MtuDiscovery mtuDiscovery;

    Heartbeats(final EngineState engine, final Reachability reachability, final MtuDiscovery mtuDiscovery) {
        this.engine = engine;
        this.reachability = reachability;
        this.mtuDiscovery = mtuDiscovery;
    }

    /** The association is up: unconfirmed addresses are tried, the others when they are idle. */
    void start(final Tcb association) {
        int unconfirmed = 0;
        for (int i = 0; i < association.paths.count(); i++) {
            final TransportPath path = association.paths.path(i);
            if (path.isConfirmed()) {
                arm(association, path);
            } else {
                // Section 5.4: HB.Max.Burst addresses in each RTO.
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

    /** A path has come to an association that is up: its address is tried, with HB.Max.Burst others in each RTO. */
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

    /** A path's interval has changed: if it is idle, its timer runs anew. */
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
     * A path may have failed: it is tried now and then once in each RTO, whatever the interval, unless heartbeats are
     * off (RFC 7829 section 3.2).
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

    /** RFC 7829 section 3.2: data that has nowhere else to go tells as much as a heartbeat would. */
    private static boolean isWatchedByData(final Tcb association, final TransportPath path) {
        return association.paths.count() == 1 && path.flightChunks() + path.retransmitChunks() > 0;
    }

    /** Arms the timer: an interval and one RTO, give or take half an RTO; for an address being tried one RTO. */
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

    /** A HEARTBEAT that is due may not go yet: it is tried again after one RTO, if it ever may go unasked. */
    void defer(final Tcb association, final TransportPath path) {
        path.heartbeat().due(false);
        path.allowance().defer();
        if (path.allowance().probes() <= path.maxRetransmissions()) {
            arm(association, path);
            engine.lists.fileDeadline(association);
        }
    }

    /** Writes a HEARTBEAT to a path and returns where it ends. */
    int write(final Tcb association, final TransportPath path, final ByteBuffer out, final int offset) {
        final long nonce = engine.random.nextLong();
        path.heartbeat().onSent(nonce, engine.nowNs);
        if (!association.state.isHandshake()) {
            arm(association, path);
        }
        return write(out, offset, path.index(), nonce);
    }

    /** Writes a HEARTBEAT with this information and returns where it ends. */
    static int write(final ByteBuffer out, final int offset, final int path, final long nonce) {
        Chunk.write(out, offset, ChunkType.HEARTBEAT, 0, LENGTH);
        Parameter.write(out, offset + Chunk.HEADER_LENGTH, ParameterType.HEARTBEAT_INFO, LENGTH - Chunk.HEADER_LENGTH);
        out.putInt(offset + 8, path);
        out.putLong(offset + 12, nonce);
        return offset + LENGTH;
    }

    /** The timer of a path expired: the last heartbeat is overdue, or the path was idle, or both. */
    void onTimeout(final Tcb association, final TransportPath path) {
        if (association.state == AssociationState.SHUTDOWN_ACK_SENT) {
            // T2-shutdown asks often enough whether the peer is there, and the peer may be through already.
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

    /** RFC 7829 section 3.2: T3-rtx of what is in flight there counts already. */
    private static boolean isCountedByData(final TransportPath path) {
        return path.isPotentiallyFailed() && path.flightChunks() > 0;
    }

    /** Counts a heartbeat that was not answered, and says whether to go on. */
    private boolean onUnanswered(final Tcb association, final TransportPath path) {
        path.rto().backOff();
        // RFC 9260 section 8.1: on a path without data it says nothing of the peer.
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

    /** An association that has only heartbeats to exchange gives its tables back. */
    private static void trimIdle(final Tcb association) {
        association.outbound.trim();
        association.inbound.trim();
    }

    /** Takes a HEARTBEAT: the information goes back as it came, to where it came from (section 8.3). */
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

    /** Takes a HEARTBEAT ACK: only the right nonce proves that the address is the peer's (section 5.4). */
    void onHeartbeatAck(final Tcb association, final ByteBuffer packet, final int chunk, final int length) {
        if (length != LENGTH || Parameter.type(packet, chunk + Chunk.HEADER_LENGTH) != ParameterType.HEARTBEAT_INFO) {
            return;
        }
        final TransportPath path = association.paths.find(packet.getInt(chunk + 8));
        if (path == null) {
            // It never was, or is gone.
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
