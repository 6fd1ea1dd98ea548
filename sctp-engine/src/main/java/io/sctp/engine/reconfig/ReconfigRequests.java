package io.sctp.engine.reconfig;

import io.sctp.engine.AssociationState;
import io.sctp.engine.ReconfigOutcome;
import io.sctp.engine.ReconfigRequest;
import io.sctp.engine.association.DataTransfer;
import io.sctp.engine.association.EngineState;
import io.sctp.engine.association.Events;
import io.sctp.engine.association.Reachability;
import io.sctp.engine.association.Shutdowns;
import io.sctp.engine.association.Tcb;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ReconfigChunk;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;

/**
 * This end's stream reconfiguration requests (RFC 6525 section 5.1): one at a time, retransmitted until it is answered.
 * What was sent on a stream before its reset goes first. Sends after it block until the peer has answered.
 */
final class ReconfigRequests {
    private static final int MAX_STREAMS = 0xFFFF;

    private final EngineState engine;
    private final DataTransfer data;
    private final Reachability reachability;
    private final Shutdowns shutdowns;
    private final StreamReconfiguration extension;

    ReconfigRequests(
            final EngineState engine,
            final DataTransfer data,
            final Reachability reachability,
            final Shutdowns shutdowns,
            final StreamReconfiguration extension) {
        this.engine = engine;
        this.data = data;
        this.reachability = reachability;
        this.shutdowns = shutdowns;
        this.extension = extension;
    }

    // -- the user's requests ----------------------------------------------------------------------------------------

    /** Begins a reset of streams in one direction; no stream means all. */
    ReconfigRequest reset(final Tcb association, final int kind, final int... streams) {
        final int limit = kind == ReconfigChunk.OUTGOING_RESET
                ? association.outbound().streamCount()
                : association.inbound().streams();
        final int room = association.paths().smallestMaxPacketSize() - 96;
        if (streams.length * Short.BYTES > room) {
            return ReconfigRequest.INVALID;
        }
        for (final int stream : streams) {
            if (stream < 0 || stream >= limit) {
                return ReconfigRequest.INVALID;
            }
        }
        return begin(association, kind, 0, streams);
    }

    ReconfigRequest resetAssociation(final Tcb association) {
        return begin(association, ReconfigChunk.ASSOCIATION_RESET, 0);
    }

    /** Begins to add streams in one direction. */
    ReconfigRequest add(final Tcb association, final int kind, final int count) {
        final boolean outgoing = kind == ReconfigChunk.ADD_OUTGOING;
        final int now = outgoing
                ? association.outbound().streamCount()
                : association.inbound().streams();
        final int limit = outgoing ? MAX_STREAMS : association.config().maxInboundStreams();
        if (count < 1 || count > limit - now) {
            return ReconfigRequest.INVALID;
        }
        final ReconfigRequest begun = begin(association, kind, count);
        if (begun == ReconfigRequest.BEGUN && !outgoing) {
            extension.state(association).askedStreams = count;
        }
        return begun;
    }

    private ReconfigRequest begin(final Tcb association, final int kind, final int count, final int... streams) {
        if (association.state() != AssociationState.ESTABLISHED) {
            return ReconfigRequest.NOT_ESTABLISHED;
        }
        if (!association.isReconfigurable()) {
            return ReconfigRequest.NOT_SUPPORTED;
        }
        if (extension.state(association).isBusy()) {
            return ReconfigRequest.BUSY;
        }
        start(association, kind, count, streams.clone());
        return ReconfigRequest.BEGUN;
    }

    /** Begins the reset that the peer has requested (RFC 6525 section 5.2.3). */
    void startAnswer(final Tcb association, final int sequence, final int[] streams) {
        final ReconfigState state = extension.state(association);
        state.isAnswer = true;
        state.answers = sequence;
        start(association, ReconfigChunk.OUTGOING_RESET, 0, streams);
    }

    /** Begins a request. There must be no other. */
    void start(final Tcb association, final int kind, final int count, final int[] streams) {
        final ReconfigState state = extension.state(association);
        state.kind = kind;
        state.count = count;
        state.streams = streams;
        if (kind == ReconfigChunk.OUTGOING_RESET) {
            association.outbound().hold(streams);
        } else if (kind == ReconfigChunk.ASSOCIATION_RESET) {
            association.outbound().hold();
        }
        proceed(association, state);
    }

    /** Sends the request once the data that must go before it is acknowledged (RFC 6525 sections 5.1.2 and 5.1.4). */
    void proceed(final Tcb association, final ReconfigState state) {
        if (!state.isBusy() || state.sent != null || mustWait(association, state)) {
            return;
        }
        state.sentSequence = state.nextSequence++;
        state.sent = chunk(association, state);
        association.doubtTsns(state.isAssociationResetSent());
        transmit(association, association.paths().forData());
    }

    private boolean mustWait(final Tcb association, final ReconfigState state) {
        return switch (state.kind) {
            case ReconfigChunk.OUTGOING_RESET -> association.outbound().isHeldDataQueued();
            case ReconfigChunk.ASSOCIATION_RESET -> !association.outbound().isDrained();
            default -> false;
        };
    }

    // -- the wire ---------------------------------------------------------------------------------------------------

    private static byte[] chunk(final Tcb association, final ReconfigState state) {
        final int fixed = ReconfigChunk.minLength(state.kind);
        final int length = fixed + state.streams.length * Short.BYTES;
        final ByteBuffer out = ByteBuffer.allocate(Chunk.HEADER_LENGTH + Chunk.padded(length));
        Chunk.write(out, 0, ChunkType.RE_CONFIG, 0, Chunk.HEADER_LENGTH + length);
        out.position(Chunk.HEADER_LENGTH);
        out.putShort((short) state.kind).putShort((short) length).putInt(state.sentSequence);
        if (state.kind == ReconfigChunk.OUTGOING_RESET) {
            out.putInt(state.isAnswer ? state.answers : state.expectedSequence - 1);
            out.putInt(association.outbound().nextTsn() - 1);
        } else if (state.kind == ReconfigChunk.ADD_OUTGOING || state.kind == ReconfigChunk.ADD_INCOMING) {
            out.putShort((short) state.count).putShort((short) 0);
        }
        for (final int stream : state.streams) {
            out.putShort((short) stream);
        }
        return out.array();
    }

    private void transmit(final Tcb association, final TransportPath path) {
        engine.sendControl(association, path, extension.state(association).sent);
        extension.state(association).path = path.index();
        association.timers().arm(Timers.RECONFIG, engine.nowNs() + path.rto().rtoNs());
    }

    /** The response is overdue (RFC 6525 section 5.1.1): counts an error as for data, and retransmits the request. */
    void onTimeout(final Tcb association) {
        final ReconfigState state = extension.state(association);
        if (state.sent == null) {
            return;
        }
        final TransportPath before = association.paths().find(state.path);
        final TransportPath path = before == null ? association.paths().forData() : before;
        if (state.isInProgress) {
            // A retransmission that is no error (RFC 6525 section 5.2.7, rule H2).
            state.isInProgress = false;
            transmit(association, path);
            return;
        }
        path.rto().backOff();
        if (reachability.onUnanswered(association, path)) {
            transmit(association, association.paths().alternateTo(path));
        }
    }

    // -- answers ----------------------------------------------------------------------------------------------------

    /** Handles a response (RFC 6525 section 5.2.7). */
    void onResponse(final Tcb association, final ByteBuffer packet, final int parameter) {
        final ReconfigState state = extension.state(association);
        if (state.sent == null || ReconfigChunk.sequence(packet, parameter) != state.sentSequence) {
            return;
        }
        association.forgetErrors();
        final int result = ReconfigChunk.result(packet, parameter);
        if (result == ReconfigChunk.IN_PROGRESS) {
            awaitOnceMore(association, state);
            return;
        }
        final boolean performed = result == ReconfigChunk.PERFORMED || result == ReconfigChunk.NOTHING_TO_DO;
        if (state.kind == ReconfigChunk.ASSOCIATION_RESET && result == ReconfigChunk.PERFORMED) {
            if (Parameter.length(packet, parameter) < ReconfigChunk.RESPONSE_WITH_TSNS_LENGTH) {
                finish(association, ReconfigOutcome.FAILED);
                return;
            }
            restartTsns(
                    association,
                    ReconfigChunk.receiverNextTsn(packet, parameter),
                    ReconfigChunk.senderNextTsn(packet, parameter));
        }
        if (state.kind == ReconfigChunk.OUTGOING_RESET && performed) {
            acknowledgeBefore(association, state.sent);
        }
        finish(
                association,
                performed
                        ? ReconfigOutcome.PERFORMED
                        : result == ReconfigChunk.DENIED ? ReconfigOutcome.DENIED : ReconfigOutcome.FAILED);
    }

    /** The peer answered "in progress" (RFC 6525 section 5.2.7, rule H2): restarts the timer. */
    private void awaitOnceMore(final Tcb association, final ReconfigState state) {
        state.isInProgress = true;
        final TransportPath asked = association.paths().find(state.path);
        final TransportPath path = asked == null ? association.paths().forData() : asked;
        association.timers().arm(Timers.RECONFIG, engine.nowNs() + path.rto().rtoNs());
    }

    /**
     * A peer that has performed a reset has received everything sent before it (RFC 6525 section 5.2.2). Its SACK may
     * be lost, so the data counts as acknowledged now: a later FORWARD TSN must not refer to it by numbers that are
     * used again.
     */
    private void acknowledgeBefore(final Tcb association, final byte[] request) {
        final int lastTsn = ReconfigChunk.lastTsn(ByteBuffer.wrap(request), Chunk.HEADER_LENGTH);
        data.onCumulative(association, lastTsn);
    }

    /** The peer's outgoing reset answers this end's incoming one (RFC 6525 section 5.2.2). */
    void onAnsweringReset(final Tcb association, final int answered) {
        if (isIncomingReset(association, answered)) {
            // The reset is reported as the peer's.
            association.forgetErrors();
            association.timers().cancel(Timers.RECONFIG);
            extension.state(association).finish();
            shutdowns.onProgress(association);
            shutdowns.proceed(association);
        }
    }

    /** Whether this end has requested a reset by the peer with this sequence number. */
    boolean isIncomingReset(final Tcb association, final int sequence) {
        final ReconfigState state = extension.state(association);
        return state.sent != null && state.kind == ReconfigChunk.INCOMING_RESET && sequence == state.sentSequence;
    }

    /** Restarts all sequence numbers of both directions (RFC 6525 section 5.2.4, rules E4 to E6). */
    static void restartTsns(final Tcb association, final int localNextTsn, final int peerNextTsn) {
        association.outbound().restart(localNextTsn);
        association.acknowledgement().reset();
        association.inbound().start(peerNextTsn);
        association.acks().reset();
        association.timers().cancel(Timers.SACK);
    }

    /** Fails the request, because the association is closed or the peer has restarted. */
    void abandon(final Tcb association) {
        final ReconfigState state = extension.stateOrNull(association);
        if (state != null && state.isBusy()) {
            finish(association, ReconfigOutcome.FAILED);
        }
    }

    private void finish(final Tcb association, final ReconfigOutcome outcome) {
        final ReconfigState state = extension.state(association);
        final int[] streams = state.streams;
        final boolean performed = outcome == ReconfigOutcome.PERFORMED;
        association.timers().cancel(Timers.RECONFIG);
        switch (state.kind) {
            case ReconfigChunk.OUTGOING_RESET -> {
                if (performed) {
                    association.outbound().resetSequences(streams);
                }
                release(association);
                state.tell((handler, which) -> handler.onStreamReset(which, false, outcome, streams));
            }
            case ReconfigChunk.INCOMING_RESET -> {
                if (!performed) {
                    // Otherwise the peer's own request is reported.
                    state.tell((handler, which) -> handler.onStreamReset(which, true, outcome, streams));
                }
            }
            case ReconfigChunk.ASSOCIATION_RESET -> {
                release(association);
                final int localTsn = association.outbound().nextTsn();
                final int peerTsn = association.inbound().tracker().cumulative() + 1;
                state.tell((handler, which) -> handler.onAssociationReset(which, outcome, localTsn, peerTsn));
            }
            default -> {
                final int outgoing = state.kind == ReconfigChunk.ADD_OUTGOING ? state.count : 0;
                final int incoming = state.count - outgoing;
                if (performed) {
                    association.outbound().addStreams(outgoing);
                }
                if (!performed || outgoing != 0) {
                    // Streams from the peer are reported when its own request has arrived.
                    state.tell((handler, which) -> handler.onStreamsAdded(which, outcome, incoming, outgoing));
                }
            }
        }
        if (state.isAnswer && state.expectedSequence - state.answers <= state.responses.length) {
            state.responses[state.answers & 1] = ReconfigResponses.response(
                    state.answers, performed ? ReconfigChunk.PERFORMED : ReconfigChunk.DENIED);
        }
        state.finish();
        association.doubtTsns(false);
        association.raise(Events.EXTENSIONS);
        shutdowns.onProgress(association);
        shutdowns.proceed(association);
    }

    private void release(final Tcb association) {
        association.outbound().unhold();
        if (association.outbound().takeWritable()) {
            association.raise(Events.WRITABLE);
        }
        engine.wantsToSend(association);
    }
}
