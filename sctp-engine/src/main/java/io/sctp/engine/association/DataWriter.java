package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.SackChunk;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.send.Outbound;
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;

/** Writes SACK, FORWARD TSN and DATA into packets, and reports whether there is any to write (RFC 9260 section 6). */
final class DataWriter {
    private final EngineState engine;
    private final DataTransfer transfer;

    /** Whether the packets of this poll carry data. */
    private boolean hasSentData;

    /** Whether the next packet is written for new data, which may go: nothing else was to be sent. */
    private boolean isForNew;

    DataWriter(final EngineState engine, final DataTransfer transfer) {
        this.engine = engine;
        this.transfer = transfer;
    }

    static boolean mayAcknowledge(final Tcb association) {
        return association.ackPath.isConfirmed()
                && Verification.hasRoom(association, association.ackPath, SackChunk.FIXED_LENGTH);
    }

    static boolean mayWriteLost(final Tcb association, final TransportPath path) {
        return hasLost(association, path)
                && (association.bursts.allowsLost()
                        || association.outbound.retransmission().isUrgent(path));
    }

    private static boolean hasLost(final Tcb association, final TransportPath path) {
        return association.outbound.retransmission().canRetransmit(path)
                && path.isVerified()
                && association.state.sendsData();
    }

    static boolean mayWriteNew(final Tcb association, final TransportPath path) {
        return association.bursts.allowsNew() && hasNew(association, path);
    }

    /** Whether there is new data for this path and both windows allow it. */
    private static boolean hasNew(final Tcb association, final TransportPath path) {
        return !association.outbound.isQueueEmpty()
                && association.outbound.retransmission().lostChunks() == 0
                && path.flight().hasRoom()
                && path.isVerified()
                && association.state.sendsData()
                && path == association.outbound.choosePathForNew(association.paths)
                && association.outbound.windowAllowsNew(maxPayload(association))
                && (association.config.noDelay() || isWorthSending(association));
    }

    private static boolean isWorthSending(final Tcb association) {
        return association.state != AssociationState.ESTABLISHED
                || association.outbound.isWorthSending(maxPayload(association));
    }

    static int maxPayload(final Tcb association) {
        final int fits = (association.paths.smallestMaxPacketSize() & ~3)
                - PacketHeader.LENGTH
                - Authentication.room(association)
                - association.outbound.headerLength();
        final int limit = association.config.maxChunkPayload();
        return limit == 0 ? fits : Math.min(fits, limit);
    }

    /** As above, but limited to the packet length that the driver supports. */
    private static int fittingPayload(final Tcb association, final int capacity) {
        final int room = (capacity & ~3)
                - PacketHeader.LENGTH
                - Authentication.room(association)
                - association.outbound.headerLength();
        return Math.min(maxPayload(association), room);
    }

    /** The packets of a poll are about to be written. */
    void begin() {
        hasSentData = false;
        isForNew = false;
    }

    /** The packets of a poll are written, to one path. */
    void end(final Tcb association, final TransportPath path) {
        if (hasSentData) {
            transfer.watchForLoss(association, path);
        }
    }

    /** Writes a SACK if one is due, or if DATA goes to the same path (RFC 9260 section 6.1). */
    int writeSack(
            final Tcb association, final TransportPath path, final ByteBuffer out, final int position, final int end) {
        if (path != association.ackPath || !path.isConfirmed() || position + SackChunk.FIXED_LENGTH > end) {
            return position;
        }
        if (!association.acks.isDue() && !(association.acks.isPending() && isDataNext(association, path))) {
            return position;
        }
        association.counters.sacksSent++;
        if (!association.inbound.owesSeveral()) {
            association.acks.onAckSent();
            association.timers.cancel(Timers.SACK);
        }
        return association.inbound.writeSack(out, position, end);
    }

    private static boolean isDataNext(final Tcb association, final TransportPath path) {
        return mayWriteLost(association, path) || mayWriteNew(association, path);
    }

    static boolean isForwardDue(final Tcb association) {
        return association.outbound.abandonment().isForwardDue()
                && association.state.sendsData()
                && association.paths.forData().isVerified();
    }

    /** Writes a FORWARD TSN. The path's T3-rtx timer retransmits it (RFC 3758 section 3.5). */
    int writeForward(
            final Tcb association, final TransportPath path, final ByteBuffer out, final int start, final int end) {
        if (!isForwardDue(association) || path != association.paths.forData()) {
            return start;
        }
        final int timer = Timers.retransmission(path.index());
        if (!association.timers.isArmed(timer)) {
            association.timers.arm(timer, engine.nowNs + path.rto().rtoNs());
        }
        return association.outbound.abandonment().writeForward(out, start, end);
    }

    /** Returns the path of new data if it may go, or null. It is asked last, before a packet is written. */
    TransportPath pathForNew(final Tcb association) {
        final TransportPath path = association.outbound.choosePathForNew(association.paths);
        isForNew = mayWriteNew(association, path);
        return isForNew ? path : null;
    }

    int writeData(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer out,
            final int start,
            final int end,
            final int hardEnd,
            final int capacity) {
        int position = start;
        boolean isNew = false;
        final int timer = Timers.retransmission(path.index());
        if (mayWriteLost(association, path)) {
            restartAfterIdle(path);
            final boolean firstLost = association.outbound.retransmission().isFirstLost(path);
            position = association.outbound.retransmission().writeLost(out, position, end, hardEnd, path, engine.nowNs);
            if (position != start && firstLost) {
                // The timer restarts with the earliest outstanding chunk (RFC 9260 section 7.2.4).
                association.timers.cancel(timer);
            }
        }
        if (isForNew || mayWriteNew(association, path)) {
            final int beforeNew = position;
            restartAfterIdle(path);
            position = association.outbound.writeNew(
                    out, position, end, path, fittingPayload(association, capacity), association.paths, engine.nowNs);
            isNew = position != beforeNew;
        }
        isForNew = false;
        if (position != start) {
            association.bursts.onSent(isNew);
            association.restartAutoclose();
            if (!association.timers.isArmed(timer)) {
                association.timers.arm(timer, engine.nowNs + path.rto().rtoNs());
            }
            hasSentData = true;
        }
        return position;
    }

    /**
     * Writes data bundled with a COOKIE ECHO (RFC 9260 section 5.1, step C). T1-cookie covers it until the peer
     * answers.
     */
    int writeEarly(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer out,
            final int start,
            final int end,
            final int capacity) {
        final Outbound outbound = association.outbound;
        int position = start;
        if (!path.isVerified()) {
            return start;
        }
        if (outbound.retransmission().canRetransmit(path)) {
            position = outbound.retransmission().writeLost(out, position, end, end, path, engine.nowNs);
        }
        if (!outbound.isQueueEmpty() && outbound.retransmission().lostChunks() == 0) {
            position = outbound.writeNew(
                    out, position, end, path, fittingPayload(association, capacity), association.paths, engine.nowNs);
        }
        return position;
    }

    private void restartAfterIdle(final TransportPath path) {
        if (path.flightChunks() == 0) {
            path.congestion()
                    .onIdle(
                            engine.nowNs - path.flight().lastSentNs(),
                            path.rto().rtoNs());
        }
    }

    /**
     * Called when nothing more can be sent now: records whether the congestion window is the limit, or waits a little.
     */
    void noteWhatLimits(final Tcb association) {
        if (association.state.sendsData()) {
            final TransportPath path = association.outbound.choosePathForNew(association.paths);
            path.congestion()
                    .limiting(!association.outbound.isQueueEmpty()
                            && !path.flight().hasRoom());
            awaitWindow(association, path);
            if (!isHeldBack(association, path)) {
                association.bursts.onNothingToSend(association.config.maxBurst());
                association.timers.cancel(Timers.BURST);
            } else if (!association.timers.isArmed(Timers.BURST)) {
                association.timers.arm(Timers.BURST, engine.nowNs + DataTransfer.burstPauseNs(association));
            }
        }
    }

    /** The peer's window is closed and no SACK is expected that could open it: schedules a window probe. */
    private void awaitWindow(final Tcb association, final TransportPath path) {
        if (association.outbound.isWindowClosed(maxPayload(association))
                && path.isConfirmed()
                && !association.timers.isArmed(Timers.retransmission(path.index()))) {
            transfer.armProbe(association, path);
        }
    }

    /** Whether data could be sent without the burst limit. */
    private static boolean isHeldBack(final Tcb association, final TransportPath pathForNew) {
        for (int i = 0; i < association.paths.count(); i++) {
            if (hasLost(association, association.paths.path(i))) {
                return true;
            }
        }
        return hasNew(association, pathForNew);
    }
}
