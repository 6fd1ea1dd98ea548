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
 * Path MTU discovery (RFC 9260 section 7.3, RFC 8899). A probe is a packet with a HEARTBEAT and a PAD chunk (RFC 8899
 * section 6.2.1, RFC 4820); its answer is short. Probes do not count as data in flight, and a lost probe is no error of
 * the path. {@link PathMtuSearch} interprets the answers.
 */
final class MtuDiscovery implements PathWatcher {
    /** The minimum of PROBE_TIMER (RFC 8899 section 5.1.1). */
    private static final long MIN_PROBE_TIMER_NS = 1_000_000_000;

    /** The PROBE_TIMER in round trips. */
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

    /** Prepares a new path. If paths are to be probed, it waits until its association is established. */
    void prepare(final Tcb association, final TransportPath path) {
        if (association.config.pathMtuRaiseNs() > 0) {
            path.mtuSearch(new PathMtuSearch(association.config.maxProbeSize(), association.config.pathMtuRaiseNs()));
        }
    }

    /** Starts the search on all paths of an established association. */
    void start(final Tcb association) {
        for (int i = 0; i < association.paths.count(); i++) {
            onPathUp(association, association.paths.path(i));
        }
    }

    /**
     * Switches discovery for a path on, or changes its interval. 0 switches it off; the path keeps the MTU that was
     * found.
     */
    void discover(final Tcb association, final TransportPath path, final long raiseNs) {
        if (!association.paths.has(path)) {
            // Another path may have its index now.
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

    /** A path became active. If it had only failed for a moment, the search goes on. */
    @Override
    public void onPathUp(final Tcb association, final TransportPath path) {
        final PathMtuSearch search = path.mtuSearch();
        if (search != null && search.isDisabled() && path.isActive() && association.state.sendsData()) {
            search.start();
            proceed(association, path);
        }
    }

    /** A path is no longer active. */
    @Override
    public void onPathDown(final Tcb association, final TransportPath path) {
        if (path.mtuSearch() != null) {
            path.mtuSearch().suspend();
            proceed(association, path);
        }
    }

    // -- events -----------------------------------------------------------------------------------------------------

    /** PROBE_TIMER or PMTU_RAISE_TIMER expired. They never run together. */
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

    /** T3-rtx expired, or the same data was lost again and again: its packets may have been too long for the path. */
    void onDataLost(final Tcb association, final TransportPath path) {
        final PathMtuSearch search = path.mtuSearch();
        if (search != null && search.isCertain()) {
            search.suspect();
            proceed(association, path);
        }
    }

    /** A HEARTBEAT ACK arrived that answers no regular HEARTBEAT. */
    void onAnswer(final Tcb association, final TransportPath path, final long nonce) {
        final PathMtuSearch search = path.mtuSearch();
        if (search != null && search.accepts(nonce)) {
            reachability.onAnswered(association, path);
            search.onAnswered();
            proceed(association, path);
        }
    }

    /** Applies the state of the search: sets the path MTU, and sends a probe or starts the timer. */
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

    /** Writes the due probe as a packet of its own and returns its length, or 0 if there is none. */
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
            // The driver cannot send this length, so the probe counts as lost.
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
