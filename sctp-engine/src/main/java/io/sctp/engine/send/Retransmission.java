package io.sctp.engine.send;

import io.sctp.engine.packet.Chunk;
import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;

/**
 * Which of the outstanding chunks are lost, to which path each goes again, and when (RFC 9260 sections 6.3.3, 6.4,
 * 7.2.4).
 */
public final class Retransmission {
    private static final int NO_PATH = -1;

    /** Packets that go for each SACK that cannot report all. */
    private static final int PACKETS_PER_SACK = 2;

    private final Outbound outbound;
    private final OutstandingData outstanding;
    private final PathChunks chunks;
    private long retransmittedChunks;

    /** The path to which packets of lost chunks go whatever its congestion window says, or {@link #NO_PATH}. */
    private int urgentPath = NO_PATH;

    /** How many. */
    private int urgentPackets;

    Retransmission(final Outbound outbound) {
        this.outbound = outbound;
        outstanding = outbound.outstanding;
        chunks = outbound.chunks;
    }

    /** Forgets what was lost; the association is over, or begins anew. */
    void reset() {
        urgentPath = NO_PATH;
        chunks.clear();
    }

    /** Returns the number of chunks that wait to be sent again. */
    public int lostChunks() {
        return outstanding.lostChunks();
    }

    public long retransmittedChunks() {
        return retransmittedChunks;
    }

    /** Returns whether the lowest outstanding chunk is lost and will be sent again to this path. */
    public boolean isFirstLost(final TransportPath path) {
        final int tsn = outstanding.firstTsn();
        return !outstanding.isEmpty()
                && outstanding.state(tsn) == OutstandingData.LOST
                && chunks.isLostFor(tsn, path.index());
    }

    /** Returns whether a lost chunk may be sent to this path now. */
    public boolean canRetransmit(final TransportPath path) {
        return path.retransmitChunks() > 0 && (path.flight().hasRoom() || isUrgent(path));
    }

    /** Returns whether a packet of lost chunks goes to this path whatever its congestion window says. */
    public boolean isUrgent(final TransportPath path) {
        return urgentPath == path.index();
    }

    /** Sends everything outstanding again, to a path that is new: what was sent with a COOKIE ECHO may be lost. */
    public void resend(final TransportPath path) {
        chunks.clear();
        for (int tsn = outstanding.firstTsn(); tsn != outstanding.nextTsn(); tsn++) {
            if (outstanding.state(tsn) == OutstandingData.ABANDONED) {
                continue;
            }
            outstanding.state(tsn, OutstandingData.LOST);
            outbound.lossDetection.onTimedOut(tsn);
            chunks.addLost(tsn, path);
            outbound.abandonment().onNotLost(tsn);
            outbound.abandonment().onLost(tsn);
        }
    }

    /**
     * Writes lost chunks, lowest TSN first (section 6.3.3, rule E3).
     *
     * @param end where the packet should end
     * @param hardEnd where it must end: the first chunk may exceed the path's packet size if that has shrunk since the
     *     chunk was cut, and then leaves it to IP to fragment the packet
     * @return where the next chunk may begin
     */
    public int writeLost(
            final ByteBuffer out,
            final int start,
            final int end,
            final int hardEnd,
            final TransportPath path,
            final long nowNs) {
        int position = start;
        int tsn = outstanding.firstTsn();
        for (int left = path.retransmitChunks(); left > 0; left--) {
            tsn = chunks.nextLost(tsn, path);
            final int length = outstanding.length(tsn);
            final boolean tooLong = position + outbound.headerLength() + Chunk.padded(length) > end;
            if ((tooLong && position != start) || !canRetransmit(path)) {
                break;
            }
            if (position + outbound.headerLength() + Chunk.padded(length) > hardEnd
                    || !outbound.packetKey.takes(outstanding.key(tsn))) {
                break;
            }
            position = writeAgain(out, position, tsn, path, nowNs);
            if (tooLong) {
                break;
            }
        }
        if (position != start) {
            if (urgentPath == path.index() && --urgentPackets <= 0) {
                urgentPath = NO_PATH;
            }
            path.flight().lastSentNs(nowNs);
        }
        return position;
    }

    private int writeAgain(
            final ByteBuffer out, final int position, final int tsn, final TransportPath path, final long nowNs) {
        final int length = outstanding.length(tsn);
        outbound.noteProbe(length, nowNs);
        outstanding.state(tsn, OutstandingData.IN_FLIGHT);
        outbound.abandonment().onNotLost(tsn);
        outstanding.countRetransmission(tsn);
        outstanding.path(tsn, path.index());
        outstanding.onSentTo(tsn, path.index());
        outstanding.onSent(tsn, nowNs);
        chunks.removeLost(tsn, path);
        chunks.addInFlight(tsn, path);
        outbound.lossDetection.onInFlightAgain(tsn);
        retransmittedChunks++;
        path.flight().add(outbound.chunkBytes(length));
        outbound.peerWindow.onSent(length);
        return outbound.write(out, position, tsn, length);
    }

    /**
     * T3-rtx expired on a path: everything in flight there is lost and goes to another, a packet of it at once (6.3.3,
     * E3).
     */
    public void onTimeout(final TransportPath path, final TransportPath alternate) {
        markAllLost(path, alternate);
        sendAtOnce(alternate);
    }

    /** What is in flight to a path is lost, and goes to another one with what waits for this one already. */
    private void markAllLost(final TransportPath path, final TransportPath target) {
        chunks.moveLost(path, target);
        for (int left = chunks.inFlightCount(path); left > 0; left--) {
            final int tsn = chunks.firstInFlight(path);
            markLost(tsn, path, target);
            outbound.lossDetection.onTimedOut(tsn);
        }
    }

    /** The peer's window has opened after it refused a probe: the probe is sent again at once. */
    void resendProbe(final PathSet paths) {
        for (int i = 0; i < paths.count(); i++) {
            final TransportPath path = paths.path(i);
            if (path.flightChunks() > 0) {
                onTimeout(path, path.isActive() ? path : paths.alternateTo(path));
                path.onProbeRefused();
            }
        }
    }

    /**
     * Sends what was sent last to a path again, unless it is not to be sent again (RFC 7496), or something else will
     * tell of losses. Returns whether it did.
     */
    public boolean probeTail(final TransportPath path, final PathSet paths) {
        if (lostChunks() > 0 || chunks.inFlightCount(path) == 0) {
            return false;
        }
        final int tsn = chunks.lastInFlight(path);
        if (outstanding.hasPolicy(tsn)) {
            return false;
        }
        path.flight().tailProbe().onSent(tsn);
        final TransportPath target = LateChunks.target(path, paths);
        markLost(tsn, path, target);
        sendAtOnce(target);
        return true;
    }

    /** A packet of what is lost goes to this path now, though what else is in flight there may fill its window. */
    void sendAtOnce(final TransportPath path) {
        sendAtOnce(path, 1);
    }

    private void sendAtOnce(final TransportPath path, final int packets) {
        if (path.retransmitChunks() > 0) {
            urgentPath = path.index();
            urgentPackets = packets;
        }
    }

    /**
     * A SACK had no room to report all that has left the path, so that what seems to be in flight fills the window.
     * What is known to be lost goes all the same, as in slow start: nothing else lets the next SACK tell more.
     */
    void sendInSpiteOf(final TransportPath path) {
        if (!path.flight().hasRoom()) {
            sendAtOnce(path, PACKETS_PER_SACK);
        }
    }

    /** Sends what waits for a path that has failed to another one instead (section 6.4.1). */
    public void redirect(final TransportPath failed, final TransportPath alternate) {
        if (failed.retransmitChunks() == 0) {
            return;
        }
        chunks.moveLost(failed, alternate);
        if (urgentPath == failed.index()) {
            urgentPath = alternate.index();
        }
    }

    /**
     * A path is gone: everything that was sent to it, or was to be again, is lost and goes to another one, a packet of
     * it at once as after a time-out.
     */
    void moveAway(final TransportPath gone, final TransportPath other) {
        markAllLost(gone, other);
        chunks.onGone(gone);
        sendAtOnce(other);
    }

    /** Takes a chunk out of flight; it will be sent again to {@code target}. */
    void markLost(final int tsn, final TransportPath path, final TransportPath target) {
        final int length = outstanding.length(tsn);
        outstanding.state(tsn, OutstandingData.LOST);
        chunks.removeInFlight(tsn, path);
        chunks.addLost(tsn, target);
        path.flight().remove(outbound.chunkBytes(length));
        path.flight().stopTiming(tsn);
        outbound.peerWindow.onLost(length);
        outbound.lossDetection.onLost(tsn);
        outbound.abandonment().onLost(tsn);
    }
}
