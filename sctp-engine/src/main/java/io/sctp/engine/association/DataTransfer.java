package io.sctp.engine.association;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.ForwardTsnChunk;
import io.sctp.engine.packet.IForwardTsnChunk;
import io.sctp.engine.packet.SackChunk;
import io.sctp.engine.path.PathAck;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.receive.Inbound;
import io.sctp.engine.send.SackResult;
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Handles DATA, SACK and FORWARD TSN chunks and their timers (RFC 9260 section 6). */
public final class DataTransfer {
    private static final byte[] TOO_LONG =
            "message longer than the receiver's maxMessageBytes".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] NEVER_FINISHED =
            "a message was begun and never finished".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] TOO_MANY =
            "unfinished messages longer than the receive window together".getBytes(StandardCharsets.US_ASCII);

    /** Maximum number of messages handed back per turn because the peer did not grant their streams. */
    private static final int FAILED_AT_ONCE = 256;

    private final EngineState engine;
    private final Aborts aborts;
    private final ErrorReports errorReports;
    private final ExtensionTable extensions;
    private final MtuDiscovery mtuDiscovery;
    private final Reachability reachability;
    private final BufferSizes bufferSizes;
    private final MemoryShares shares;
    private final Shutdowns shutdowns;

    DataTransfer(
            final EngineState engine,
            final Aborts aborts,
            final BufferSizes bufferSizes,
            final ErrorReports errorReports,
            final ExtensionTable extensions,
            final MtuDiscovery mtuDiscovery,
            final Reachability reachability,
            final MemoryShares shares,
            final Shutdowns shutdowns) {
        this.engine = engine;
        this.aborts = aborts;
        this.bufferSizes = bufferSizes;
        this.errorReports = errorReports;
        this.extensions = extensions;
        this.mtuDiscovery = mtuDiscovery;
        this.reachability = reachability;
        this.shares = shares;
        this.shutdowns = shutdowns;
    }

    /** Handles a DATA or I-DATA chunk. */
    void onData(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer packet,
            final int chunk,
            final int header) {
        if (!association.state.acceptsData()) {
            return;
        }
        if (!isAsAgreed(association, header, ChunkType.I_DATA)) {
            return;
        }
        if (Chunk.lengthOf(header) < DataChunk.TSN_OFFSET + Integer.BYTES) {
            aborts.violation(association, "data without a TSN");
            return;
        }
        if (Chunk.lengthOf(header) <= association.outbound.headerLength()) {
            // The ABORT carries the TSN of the chunk (RFC 9260 section 6.2).
            final byte[] tsn = new byte[Integer.BYTES];
            packet.get(chunk + DataChunk.TSN_OFFSET, tsn);
            aborts.abort(association, CloseReason.PEER_VIOLATION, CauseCode.NO_USER_DATA, tsn);
            return;
        }
        association.acks.onData();
        acknowledgeTo(association, path);
        if ((Chunk.flagsOf(header) & DataChunk.FLAG_IMMEDIATE) != 0) {
            association.acks.onUrgentData();
        }
        final Inbound.Outcome outcome = accept(association, packet, chunk, header);
        count(association.counters, outcome, (Chunk.flagsOf(header) & DataChunk.FLAG_UNORDERED) != 0);
        if (outcome != Inbound.Outcome.ACCEPTED) {
            onUnusual(association, path, packet, chunk, outcome);
        }
    }

    /** Data arrived that is not just the next. */
    private void onUnusual(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer packet,
            final int chunk,
            final Inbound.Outcome outcome) {
        switch (outcome) {
            case ACCEPTED -> {}
            case OUT_OF_ORDER -> association.acks.onUrgentData();
            case DUPLICATE -> {
                engine.counters.duplicates++;
                association.acks.onUrgentData();
            }
            case DROPPED, NO_MEMORY -> {
                engine.counters.dataDropped++;
                association.acks.onUrgentData();
            }
            case NO_SUCH_STREAM -> {
                reportInvalidStream(association, path, packet, chunk);
                if (association.inbound.tracker().hasGap()) {
                    association.acks.demand();
                }
            }
            case TOO_LONG ->
                aborts.abort(association, CloseReason.MESSAGE_TOO_LONG, CauseCode.OUT_OF_RESOURCE, TOO_LONG);
            case TOO_MANY ->
                aborts.abort(association, CloseReason.MESSAGE_TOO_LONG, CauseCode.OUT_OF_RESOURCE, TOO_MANY);
            case VIOLATION -> aborts.violation(association, "fragments or sequence numbers contradict");
        }
    }

    /** Accepts a chunk. If memory is short, the association that holds most of it is aborted to make space. */
    private Inbound.Outcome accept(final Tcb association, final ByteBuffer packet, final int chunk, final int header) {
        if (shares.isShort()) {
            bufferSizes.onShortage(association);
            if (shares.makeRoom(association) && association.state == AssociationState.CLOSED) {
                return Inbound.Outcome.DROPPED;
            }
        }
        final Inbound.Outcome outcome = association.inbound.accept(packet, chunk, header, engine.nowNs);
        if (outcome != Inbound.Outcome.NO_MEMORY
                || !shares.makeRoom(association)
                || association.state == AssociationState.CLOSED) {
            return outcome;
        }
        return association.inbound.accept(packet, chunk, header, engine.nowNs);
    }

    /** Both ends agreed on DATA or on I-DATA; the other type is a protocol violation (RFC 8260 section 2.2.3). */
    private boolean isAsAgreed(final Tcb association, final int header, final int interleavedType) {
        final boolean asAgreed = association.isInterleaved() == (Chunk.typeOf(header) == interleavedType);
        if (!asAgreed) {
            aborts.violation(
                    association, association.isInterleaved() ? "I-DATA was agreed on" : "I-DATA was not agreed on");
        }
        return asAgreed;
    }

    /**
     * A SACK goes to the source of the data (RFC 9260 section 6.4), but only if that address is confirmed (section
     * 5.4).
     */
    private static void acknowledgeTo(final Tcb association, final TransportPath path) {
        if (path.isConfirmed()) {
            association.ackPath = path;
        }
    }

    private static void count(
            final AssociationCounts counters, final Inbound.Outcome outcome, final boolean unordered) {
        switch (outcome) {
            case DUPLICATE -> counters.duplicateChunks++;
            case ACCEPTED, OUT_OF_ORDER, NO_SUCH_STREAM -> {
                counters.outOfSequenceTsns += outcome == Inbound.Outcome.OUT_OF_ORDER ? 1 : 0;
                if (unordered) {
                    counters.unorderedChunksReceived++;
                } else {
                    counters.orderedChunksReceived++;
                }
            }
            default -> {
                // The chunk was dropped, or the association has ended.
            }
        }
    }

    /**
     * Acknowledges and drops the chunk and sends the peer an "Invalid Stream Identifier" ERROR (RFC 9260 section 6.5).
     */
    private void reportInvalidStream(
            final Tcb association, final TransportPath path, final ByteBuffer packet, final int chunk) {
        // The cause holds the stream and two reserved bytes, so the SSN that follows the stream in the chunk is zeroed.
        packet.putShort(chunk + DataChunk.SSN_OFFSET, (short) 0);
        errorReports.report(association, path, CauseCode.INVALID_STREAM, packet, chunk + DataChunk.STREAM_OFFSET, 4);
    }

    /** Handles a FORWARD TSN or I-FORWARD-TSN (RFC 3758 section 3.6, RFC 8260 section 2.3.1). */
    void onForwardTsn(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer packet,
            final int chunk,
            final int length) {
        if (!association.state.acceptsData()) {
            return;
        }
        if (!isAsAgreed(association, Chunk.header(packet, chunk), ChunkType.I_FORWARD_TSN)) {
            return;
        }
        if (!(association.isInterleaved()
                ? IForwardTsnChunk.isWellFormed(length)
                : ForwardTsnChunk.isWellFormed(length))) {
            aborts.violation(association, "FORWARD TSN of a wrong length");
            return;
        }
        association.acks.onData();
        association.acks.onUrgentData();
        acknowledgeTo(association, path);
        association.inbound.forward(packet, chunk, length);
    }

    /** Abandons messages whose policy says so (RFC 7496). */
    void abandonExpired(final Tcb association) {
        if (association.outbound.abandonment().abandonExpired(association.paths, engine.nowNs)) {
            association.reportFailed();
            engine.lists.wantsToSend(association);
            afterRelease(association);
        }
    }

    /** Hands back messages for streams that the peer did not grant, a limited number per turn. */
    void failUngranted(final Tcb association) {
        final int failed = association.outbound.failUngranted(FAILED_AT_ONCE);
        if (failed == 0) {
            return;
        }
        association.reportFailed();
        if (failed == FAILED_AT_ONCE) {
            association.timers.arm(Timers.BACKLOG, engine.nowNs);
        }
        afterRelease(association);
    }

    /** Called at the end of a packet: decides when to acknowledge its data. */
    void onPacketEnd(final Tcb association) {
        watchUnfinished(association);
        if (association.acks.onPacketEnd(association.inbound.tracker().hasGap(), association.config.packetsPerSack())) {
            association.inbound.oweSack();
        }
        if (association.acks.isPending()) {
            if (!association.acks.isDue() && !association.timers.isArmed(Timers.SACK)) {
                association.timers.arm(Timers.SACK, engine.nowNs + association.ackPath.sackDelayNs());
            }
            if (association.state == AssociationState.SHUTDOWN_SENT) {
                shutdowns.onDataWhileSent(association);
            }
            if (association.acks.isDue()) {
                engine.lists.wantsToSend(association);
            }
            association.restartAutoclose();
            if (association.inbound.readyMessages() > 0) {
                association.raise(Events.READABLE);
            }
        }
    }

    /** Starts the timer for incomplete messages, so that they do not hold memory for ever. */
    private void watchUnfinished(final Tcb association) {
        final long limitNs = association.config.reassemblyTimeoutNs();
        if (association.inbound.noteProgress(engine.nowNs)
                && limitNs > 0
                && !association.timers.isArmed(Timers.REASSEMBLY)) {
            association.timers.arm(Timers.REASSEMBLY, engine.nowNs + limitNs);
        }
        shares.update(association);
    }

    /** Aborts the association if one of its messages has been incomplete for too long. */
    void onReassemblyTimeout(final Tcb association) {
        final long sinceNs = association.inbound.waitingSinceNs();
        final long limitNs = association.config.reassemblyTimeoutNs();
        if (sinceNs == Long.MAX_VALUE || limitNs == 0) {
            return;
        }
        if (engine.nowNs - sinceNs < limitNs) {
            association.timers.arm(Timers.REASSEMBLY, sinceNs + limitNs);
            return;
        }
        engine.counters.reassemblyTimeouts++;
        aborts.abort(association, CloseReason.MESSAGE_UNFINISHED, CauseCode.OUT_OF_RESOURCE, NEVER_FINISHED);
    }

    /** Handles a SACK. */
    void onSack(final Tcb association, final ByteBuffer packet, final int chunk, final int length) {
        if (association.state.isHandshake() || association.hasTsnsInDoubt) {
            return;
        }
        if (!SackChunk.isWellFormed(packet, chunk, length)) {
            aborts.violation(association, "SACK shorter than its counts say");
            return;
        }
        association.counters.sacksReceived++;
        association.counters.gapReportsReceived += SackChunk.gapCount(packet, chunk);
        afterAcknowledgement(
                association, association.acknowledgement.onSack(packet, chunk, association.paths, engine.nowNs));
    }

    /**
     * Handles a cumulative TSN without a SACK, as SHUTDOWN carries it (RFC 9260 section 9.2). If it acknowledges
     * nothing new, it does not postpone a window probe, as it says nothing about the window.
     */
    public void onCumulative(final Tcb association, final int cumulativeTsn) {
        final SackResult result =
                association.acknowledgement.onCumulative(cumulativeTsn, association.paths, engine.nowNs);
        if (result.outcome() != SackResult.Outcome.PROCESSED) {
            afterAcknowledgement(association, result);
        }
    }

    /** Updates timers and paths and informs the user after an acknowledgement. */
    private void afterAcknowledgement(final Tcb association, final SackResult result) {
        final SackResult.Outcome outcome = result.outcome();
        // After an association reset (RFC 6525 section 5.2.4), an old SACK may seem to acknowledge TSNs that were not
        // sent yet.
        final boolean ofThePast = outcome == SackResult.Outcome.VIOLATION && association.outbound.isRestarted();
        if (outcome == SackResult.Outcome.STALE || ofThePast) {
            return;
        }
        if (outcome == SackResult.Outcome.VIOLATION) {
            aborts.violation(association, "acknowledged a TSN that was never sent");
            return;
        }
        forgiveProbes(association, result);
        int packetsAcked = 0;
        int ackedBytes = 0;
        int flightChunks = 0;
        for (int i = 0; i < association.paths.count(); i++) {
            final TransportPath path = association.paths.path(i);
            final PathAck acked = result.of(path);
            packetsAcked += (acked.ackedBytes() + path.maxPacketSize() - 1) / path.maxPacketSize();
            ackedBytes += acked.ackedBytes();
            flightChunks += path.flightChunks();
            if (acked.isAnswered()) {
                reachability.onAnswered(association, path);
            } else if (acked.ackedBytes() > 0) {
                association.errorCount = 0;
            }
            restartTimer(association, path, acked.isCumulativelyAcked());
            watchForLoss(association, path);
            if (acked.isSizeInDoubt()) {
                mtuDiscovery.onDataLost(association, path);
            }
        }
        association.bursts.onSack(association.config.maxBurst(), packetsAcked, flightChunks);
        bufferSizes.onAcked(association, ackedBytes);
        if (outcome == SackResult.Outcome.ADVANCED) {
            shutdowns.onProgress(association);
        }
        abandonExpired(association);
        engine.lists.wantsToSend(association);
        afterRelease(association);
    }

    /**
     * While SACKs arrive, unanswered probes of a closed window do not count as errors of the association, nor of the
     * path whose probe is answered now (RFC 9260 section 6.1, rule A).
     */
    private void forgiveProbes(final Tcb association, final SackResult result) {
        association.errorCount = Math.max(
                0, association.errorCount - association.outbound.probe().takeErrors());
        if (!association.outbound.probe().isRefused()) {
            return;
        }
        for (int i = 0; i < association.paths.count(); i++) {
            final TransportPath path = association.paths.path(i);
            if (path.flightChunks() > 0) {
                reachability.onProbeRefused(association, path);
                if (result.isProbeRefused()) {
                    armProbe(association, path);
                }
            }
        }
    }

    /** Schedules the next window probe: one RTO after the window was found closed, then with doubled intervals. */
    void armProbe(final Tcb association, final TransportPath path) {
        final int doublings = association.outbound.probe().doublings();
        association.timers.arm(
                Timers.retransmission(path.index()), engine.nowNs + path.rto().backedOffNs(doublings));
    }

    /** Informs the user that the send buffer has space again, or is empty. */
    private void afterRelease(final Tcb association) {
        Authentication.tellOfFreeKeys(association);
        if (association.outbound.takeWritable()) {
            association.raise(Events.WRITABLE);
        }
        if (association.outbound.isDrained() && !association.outboundIdle) {
            association.outboundIdle = true;
            association.raise(Events.DRAINED);
        }
        extensions.proceed(association);
        shutdowns.proceed(association);
    }

    /**
     * Stops T3-rtx when nothing is in flight, and restarts it when the earliest chunk was acknowledged (RFC 9260
     * section 6.3.2).
     */
    private void restartTimer(final Tcb association, final TransportPath path, final boolean firstAcked) {
        final int slot = Timers.retransmission(path.index());
        if (path.flightChunks() == 0 && !isForwardWatched(association, path)) {
            association.timers.cancel(slot);
        } else if (firstAcked || !association.timers.isArmed(slot)) {
            association.timers.arm(slot, engine.nowNs + path.rto().rtoNs());
        }
    }

    /**
     * Starts the timer for what may be lost on a path: for chunks that are late (RFC 8985 section 6.3), else for a tail
     * of which nothing is heard (section 7.2).
     */
    void watchForLoss(final Tcb association, final TransportPath path) {
        final long lateNs = association.outbound.lateChunks().leftNs(path, engine.nowNs);
        if (lateNs != Timers.NONE) {
            watchFor(association, path, Math.max(0, lateNs), 0);
        } else if (mayProbeTail(association, path)) {
            final long roundTripNs =
                    Math.max(path.rto().smoothedNs(), path.flight().deliveries().lowestNs());
            final boolean mayBeDelayed =
                    path.flightBytes() <= path.maxPacketSize() && !association.outbound.isAnyMissing();
            watchFor(association, path, path.flight().tailProbe().delayNs(roundTripNs, mayBeDelayed), roundTripNs);
        } else {
            association.timers.cancel(Timers.loss(path.index()));
        }
    }

    /** T3-rtx is left alone: what could not be answered before it expires is left to it. */
    private void watchFor(
            final Tcb association, final TransportPath path, final long afterNs, final long answeredAfterNs) {
        final long t3Ns = association.timers.deadlineNs(Timers.retransmission(path.index()));
        if (engine.nowNs + afterNs + answeredAfterNs < t3Ns) {
            association.timers.arm(Timers.loss(path.index()), engine.nowNs + afterNs);
        } else {
            association.timers.cancel(Timers.loss(path.index()));
        }
    }

    private static boolean mayProbeTail(final Tcb association, final TransportPath path) {
        return path.flightChunks() > 0
                && path.isActive()
                && path.flight().deliveries().isTimed()
                && !path.flight().tailProbe().isOut()
                && !association.outbound.probe().isOut();
    }

    /** Chunks are late, or nothing was heard of the last ones for two round-trip times. */
    void onLossTimeout(final Tcb association, final TransportPath path) {
        if (association.outbound.lateChunks().leftNs(path, engine.nowNs) == Timers.NONE) {
            if (association.outbound.retransmission().probeTail(path, association.paths)) {
                engine.counters.tailProbes++;
                engine.lists.wantsToSend(association);
            }
            return;
        }
        final PathAck late = association.acknowledgement.onLate(path, association.paths, engine.nowNs);
        if (late.lostChunks() > 0) {
            engine.lists.wantsToSend(association);
        }
        if (late.isSizeInDoubt()) {
            mtuDiscovery.onDataLost(association, path);
        }
        watchForLoss(association, path);
    }

    /** T3-rtx expired on a path (RFC 9260 section 6.3.3). */
    void onTimeout(final Tcb association, final TransportPath path) {
        association.timers.cancel(Timers.loss(path.index()));
        path.flight().tailProbe().end();
        if (association.outbound.probe().doublings() > 0 && shares.evictStalled(association)) {
            return;
        }
        if (path.flightChunks() == 0) {
            if (association.outbound.isWindowClosed(DataWriter.maxPayload(association))) {
                association.outbound.probe().demand();
                engine.lists.wantsToSend(association);
            }
            onForwardTimeout(association, path);
            return;
        }
        engine.counters.retransmissionTimeouts++;
        path.takesUncut(false); // a kernel may have taken the place of the engine
        path.flight().allowOnePacketOnly();
        if (!association.outbound.probe().isRefused() && !onUnanswered(association, path)) {
            return;
        }
        association.acknowledgement.onTimeout();
        association.outbound.retransmission().onTimeout(path, association.paths.alternateTo(path));
        association.bursts.onPause(association.config.maxBurst(), 1);
        abandonExpired(association);
        association.outbound.abandonment().demandForward();
        engine.lists.wantsToSend(association);
    }

    /**
     * The data in flight on the path was not acknowledged. Window probes do not change the congestion window (RFC 9260
     * section 6.1, rule A). Returns whether the association is still open.
     */
    private boolean onUnanswered(final Tcb association, final TransportPath path) {
        mtuDiscovery.onDataLost(association, path);
        path.rto().backOff();
        if (association.outbound.probe().isOut()) {
            association.outbound.probe().onError();
            path.countProbeError();
        } else {
            path.congestion().onTimeout();
        }
        return reachability.onUnanswered(association, path);
    }

    /** Retransmits a FORWARD TSN until it is acknowledged (RFC 3758 section 3.5, rule C5). */
    private void onForwardTimeout(final Tcb association, final TransportPath path) {
        if (association.outbound.abandonment().isPeerWaiting()) {
            path.rto().backOff();
            if (reachability.onUnanswered(association, path)) {
                association.outbound.abandonment().demandForward();
                engine.lists.wantsToSend(association);
            }
        }
    }

    private static boolean isForwardWatched(final Tcb association, final TransportPath path) {
        return association.outbound.abandonment().isPeerWaiting() && path == association.paths.forData();
    }

    /** Sends the data that the burst limit held back. */
    void onBurstTimeout(final Tcb association, final long overdueNs) {
        final int maxBurst = association.config.maxBurst();
        association.bursts.onPause(maxBurst, 1 + overdueNs / burstPauseNs(association));
        engine.lists.wantsToSend(association);
    }

    /** Returns how long data waits that the burst limit holds back. */
    static long burstPauseNs(final Tcb association) {
        final TransportPath path = association.outbound.choosePathForNew(association.paths);
        final long roundTripNs = path.rto().smoothedNs();
        return association.bursts.pauseNs(
                association.config.maxBurst(),
                roundTripNs == 0 ? path.rto().rtoNs() : roundTripNs,
                path.congestion().windowBytes(),
                path.maxPacketSize());
    }

    /** The delayed-acknowledgement timer expired. */
    void onSackTimeout(final Tcb association) {
        if (association.acks.isPending()) {
            association.acks.demand();
            engine.lists.wantsToSend(association);
        }
    }
}
