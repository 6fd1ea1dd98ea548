package io.sctp.engine.association;

import io.sctp.engine.Transmit;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.path.PathMtuSearch;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.send.PacketKey;
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;

/**
 * Discovers the MTU of paths (RFC 9260 section 7.3): a probe is a packet of a HEARTBEAT and PAD (RFC 8899 section
 * 6.2.1, RFC 4820), and its answer is short. Probes count neither as data in flight nor, lost, as an error of their
 * path. What the answers mean is {@link PathMtuSearch}'s business.
 */
final class MtuDiscovery implements PathWatcher {
    /** The least that PROBE_TIMER may be (RFC 8899 section 5.1.1). */
    private static final long MIN_PROBE_TIMER_NS = 1_000_000_000;

    /** Round trips that an answer may take. */
    private static final int ROUND_TRIPS = 3;

    private final EngineState engine;
    private final Authentication authentication;
    private final Reachability reachability;

    MtuDiscovery(final EngineState engine, final Authentication authentication, final Reachability reachability) {
        this.engine = engine;
        this.authentication = authentication;
        this.reachability = reachability;
    }

    // -- on and off -------------------------------------------------------------------------------------------------

    /** A path is new: it waits for its association, if paths are to be probed. */
    void prepare(final Tcb association, final TransportPath path) {
        if (association.config.pathMtuRaiseNs() > 0) {
            path.mtuSearch(new PathMtuSearch(association.config.maxProbeSize(), association.config.pathMtuRaiseNs()));
        }
    }

    /** The association is up. */
    void start(final Tcb association) {
        for (int i = 0; i < association.paths.count(); i++) {
            onPathUp(association, association.paths.path(i));
        }
    }

    /**
     * Switches the discovery for a path on, or changes how long it rests; 0 switches it off, and leaves the path what
     * it was found to carry.
     */
    void discover(final Tcb association, final TransportPath path, final long raiseNs) {
        if (!association.paths.has(path)) {
            // Its place may be another's.
            return;
        }
        if (raiseNs == 0) {
            association.timers.cancel(Timers.pathMtu(path.index()));
            path.mtuSearch(null);
        } else if (path.mtuSearch() == null) {
            path.mtuSearch(new PathMtuSearch(association.config.maxProbeSize(), raiseNs));
            onPathUp(association, path);
        } else {
            path.mtuSearch().raiseNs(raiseNs);
            proceed(association, path);
        }
        engine.lists.fileDeadline(association);
    }

    /** A path is active, maybe again; if it had but failed for a moment, the search goes on. */
    @Override
    public void onPathUp(final Tcb association, final TransportPath path) {
        final PathMtuSearch search = path.mtuSearch();
        if (search != null && search.isDisabled() && path.isActive() && association.state.sendsData()) {
            search.start();
            proceed(association, path);
        }
    }

    /** A path is not active any more. */
    @Override
    public void onPathDown(final Tcb association, final TransportPath path) {
        if (path.mtuSearch() != null) {
            path.mtuSearch().suspend();
            proceed(association, path);
        }
    }

    // -- what happens -----------------------------------------------------------------------------------------------

    /** PROBE_TIMER or PMTU_RAISE_TIMER expired; they never run together. */
    void onTimeout(final Tcb association, final TransportPath path) {
        final PathMtuSearch search = path.mtuSearch();
        if (search == null || !association.state.sendsData()) {
            return;
        }
        if (search.isProbing()) {
            search.onUnanswered();
        } else if (path.flight().lastSentNs() >= search.restsSinceNs()) {
            search.raise();
        }
        // A path that carries no data needs no larger packets (RFC 8899 section 5.1.1).
        proceed(association, path);
    }

    /** T3-rtx expired: what was sent may have been too long. */
    void onRetransmissionTimeout(final Tcb association, final TransportPath path) {
        final PathMtuSearch search = path.mtuSearch();
        if (search != null && search.isCertain()) {
            search.suspect();
            proceed(association, path);
        }
    }

    /** A HEARTBEAT ACK came that answers no heartbeat. */
    void onAnswer(final Tcb association, final TransportPath path, final long nonce) {
        final PathMtuSearch search = path.mtuSearch();
        if (search != null && search.accepts(nonce)) {
            reachability.onAnswered(association, path);
            search.onAnswered();
            proceed(association, path);
        }
    }

    /** Does what the search wants done: gives the path its size, and sends a probe, or waits until the next. */
    private void proceed(final Tcb association, final TransportPath path) {
        final PathMtuSearch search = path.mtuSearch();
        final int slot = Timers.pathMtu(path.index());
        if (path.maxPacketSize() != search.size()) {
            path.maxPacketSize(search.size());
        }
        if (search.isDue()) {
            association.timers.cancel(slot);
            association.hasProbes = true;
        } else if (search.isResting()) {
            search.restsSinceNs(engine.nowNs);
            association.timers.arm(slot, engine.nowNs + search.raiseNs());
        } else if (!search.isProbing()) {
            association.timers.cancel(slot);
        }
        engine.lists.wantsToSend(association);
    }

    // -- probes -----------------------------------------------------------------------------------------------------

    /** Writes the probe that is due, a packet of its own; returns its length, or 0 if there is none. */
    int write(
            final Tcb association,
            final ByteBuffer out,
            final int offset,
            final int capacity,
            final Transmit transmit) {
        for (int i = 0; association.state.sendsData() && i < association.paths.count(); i++) {
            final TransportPath path = association.paths.path(i);
            if (path.mtuSearch() != null && path.mtuSearch().isDue() && path.isVerified()) {
                final int length = write(association, path, out, offset, capacity);
                if (length > 0) {
                    transmit.set(path.addressHigh(), path.addressLow(), path.udpPort(), path.localId());
                    transmit.segments(length, 1, false);
                    transmit.mustNotBeFragmented(true);
                    transmit.trafficClass(path.trafficClass());
                    return length;
                }
            }
        }
        association.hasProbes = false;
        return 0;
    }

    private int write(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer out,
            final int offset,
            final int capacity) {
        final PathMtuSearch search = path.mtuSearch();
        final int size = search.probeSize();
        search.onSent(search.isFirst() ? engine.random.nextLong() : search.nonce());
        association.timers.arm(Timers.pathMtu(path.index()), engine.nowNs + search.patience() * probeTimerNs(path));
        final int room = Authentication.room(association);
        if (size + room > capacity) {
            // What the driver cannot send is as good as lost.
            return 0;
        }
        final boolean signed = room > 0
                && (association.auth.isWanted(ChunkType.HEARTBEAT) || association.auth.isWanted(ChunkType.PAD));
        final int first = offset + PacketHeader.LENGTH;
        final int end = offset + size + (signed ? 0 : room);
        PacketHeader.write(out, offset, association.localPort, association.peerPort, association.peerTag);
        final int pad = Heartbeats.write(out, first + room, path.index(), search.nonce());
        pad(out, pad, end);
        if (room > 0) {
            authentication.seal(association.auth, out, first, first + room, end, PacketKey.ACTIVE);
        }
        engine.checksum.write(out, offset, size);
        engine.counters.packetsSent++;
        association.counters.packetsSent++;
        association.counters.controlChunksSent++;
        return size;
    }

    private static void pad(final ByteBuffer out, final int at, final int end) {
        Chunk.write(out, at, ChunkType.PAD, 0, end - at);
        for (int i = at + Chunk.HEADER_LENGTH; i < end; i += Integer.BYTES) {
            out.putInt(i, 0);
        }
    }

    private static long probeTimerNs(final TransportPath path) {
        return Math.max(MIN_PROBE_TIMER_NS, ROUND_TRIPS * path.rto().smoothedNs());
    }
}
