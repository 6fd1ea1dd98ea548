package io.sctp.engine.reconfig;

import io.sctp.engine.AssociationState;
import io.sctp.engine.ReconfigOutcome;
import io.sctp.engine.association.EngineState;
import io.sctp.engine.association.Events;
import io.sctp.engine.association.Tcb;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ReconfigChunk;
import io.sctp.engine.packet.Serial;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;

/**
 * The peer's stream reconfiguration requests (RFC 6525 section 5.2). {@link AssociationConfig#grantedReconfigurations}
 * decides which are granted. A repeated request gets the same response again.
 */
final class ReconfigResponses {
    private static final int MAX_PARAMETERS = 2;

    /**
     * How far TSNs jump when an association is reset. RFC 6525 section 5.2.4 suggests 2^31 for one direction. A quarter
     * of the number space keeps old SACKs and duplicates clearly in the past, and the new TSNs clearly ahead for a peer
     * that has not received the response yet.
     */
    private static final int TSN_JUMP = 1 << 30;

    /** Not a result on the wire: this end's own request is the answer. */
    private static final int ANSWERED_BY_REQUEST = -1;

    private final EngineState engine;
    private final StreamReconfiguration extension;
    private final ReconfigRequests requests;

    ReconfigResponses(
            final EngineState engine, final StreamReconfiguration extension, final ReconfigRequests requests) {
        this.engine = engine;
        this.extension = extension;
        this.requests = requests;
    }

    /** Handles a RE-CONFIG chunk. */
    void onChunk(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer packet,
            final int chunk,
            final int length) {
        if (association.state().isHandshake() || association.state() == AssociationState.SHUTDOWN_ACK_SENT) {
            return;
        }
        final int end = chunk + length;
        int parameter = chunk + Chunk.HEADER_LENGTH;
        for (int i = 0; i < MAX_PARAMETERS && parameter < end; i++) {
            engine.work().step();
            if (!Parameter.fits(packet, parameter, end)) {
                return;
            }
            final int type = Parameter.type(packet, parameter);
            final int minLength = ReconfigChunk.minLength(type);
            if (minLength == 0 || Parameter.length(packet, parameter) < minLength) {
                return;
            }
            if (type == ReconfigChunk.RESPONSE) {
                requests.onResponse(association, packet, parameter);
            } else {
                onRequest(association, path, packet, parameter, type);
            }
            parameter = Parameter.next(packet, parameter);
        }
    }

    /** RFC 6525 section 5.2.1: the request is the next one, a repeated one, or out of sequence. */
    private void onRequest(
            final Tcb association,
            final TransportPath path,
            final ByteBuffer packet,
            final int parameter,
            final int type) {
        final ReconfigState state = extension.state(association);
        final int sequence = ReconfigChunk.sequence(packet, parameter);
        if (sequence != state.expectedSequence) {
            final byte[] before = state.responses[sequence & 1];
            final int age = state.expectedSequence - sequence;
            engine.sendControl(
                    association,
                    path,
                    before != null && (age == 1 || age == 2)
                            ? before
                            : response(sequence, ReconfigChunk.BAD_SEQUENCE_NUMBER));
            return;
        }
        if (state.toldCount() >= ReconfigState.MAX_TOLD) {
            engine.sendControl(association, path, response(sequence, ReconfigChunk.IN_PROGRESS));
            return;
        }
        if (association.state() != AssociationState.ESTABLISHED
                && association.state() != AssociationState.SHUTDOWN_PENDING) {
            state.expectedSequence++;
            answer(association, path, sequence, response(sequence, ReconfigChunk.DENIED));
            return;
        }
        final int result = switch (type) {
            case ReconfigChunk.OUTGOING_RESET -> onOutgoingReset(association, packet, parameter);
            case ReconfigChunk.INCOMING_RESET -> onIncomingReset(association, packet, parameter);
            case ReconfigChunk.ASSOCIATION_RESET -> onAssociationReset(association, path, sequence);
            case ReconfigChunk.ADD_OUTGOING -> onAddOutgoing(association, packet, parameter);
            default -> onAddIncoming(association, packet, parameter);
        };
        if (result == ReconfigChunk.IN_PROGRESS) {
            // The peer will repeat the request, which is then decided.
            engine.sendControl(association, path, response(sequence, result));
            return;
        }
        state.expectedSequence++;
        if (result == ANSWERED_BY_REQUEST) {
            // If the request is repeated before it is complete, the response is "in progress".
            state.responses[sequence & 1] = response(sequence, ReconfigChunk.IN_PROGRESS);
        } else if (type != ReconfigChunk.ASSOCIATION_RESET || result != ReconfigChunk.PERFORMED) {
            answer(association, path, sequence, response(sequence, result));
        }
        if (type == ReconfigChunk.ADD_INCOMING && result == ReconfigChunk.PERFORMED) {
            requests.start(
                    association, ReconfigChunk.ADD_OUTGOING, ReconfigChunk.addedStreams(packet, parameter), new int[0]);
        }
    }

    private void answer(final Tcb association, final TransportPath path, final int sequence, final byte[] response) {
        extension.state(association).responses[sequence & 1] = response;
        engine.sendControl(association, path, response);
    }

    static byte[] response(final int sequence, final int result) {
        final ByteBuffer out = ByteBuffer.allocate(Chunk.HEADER_LENGTH + ReconfigChunk.RESPONSE_LENGTH);
        Chunk.write(out, 0, ChunkType.RE_CONFIG, 0, out.capacity());
        Parameter.write(out, Chunk.HEADER_LENGTH, ReconfigChunk.RESPONSE, ReconfigChunk.RESPONSE_LENGTH);
        out.putInt(8, sequence).putInt(12, result);
        return out.array();
    }

    // -- resets -----------------------------------------------------------------------------------------------------

    /** RFC 6525 section 5.2.2: the peer resets its streams. Everything it sent on them before must have arrived. */
    private int onOutgoingReset(final Tcb association, final ByteBuffer packet, final int parameter) {
        final int answered = ReconfigChunk.answeredSequence(packet, parameter);
        if (!isGranted(association, AssociationConfig.GRANT_STREAM_RESET)
                && !requests.isIncomingReset(association, answered)) {
            return ReconfigChunk.DENIED;
        }
        if (!exist(
                packet,
                parameter,
                ReconfigChunk.OUTGOING_RESET_LENGTH,
                association.inbound().streams())) {
            return ReconfigChunk.WRONG_STREAM;
        }
        final int lastTsn = ReconfigChunk.lastTsn(packet, parameter);
        if (Serial.after(lastTsn, association.inbound().tracker().cumulative())) {
            return ReconfigChunk.IN_PROGRESS;
        }
        final int[] streams = streams(packet, parameter, ReconfigChunk.OUTGOING_RESET_LENGTH);
        association.inbound().resetSequences(streams);
        requests.onAnsweringReset(association, answered);
        extension.tell(
                association,
                (handler, which) -> handler.onStreamReset(which, true, ReconfigOutcome.PERFORMED, streams));
        return ReconfigChunk.PERFORMED;
    }

    /** RFC 6525 section 5.2.3: the peer requests a reset by this end, whose own request is the answer. */
    private int onIncomingReset(final Tcb association, final ByteBuffer packet, final int parameter) {
        final ReconfigState state = extension.state(association);
        final int sequence = ReconfigChunk.sequence(packet, parameter);
        if (!isGranted(association, AssociationConfig.GRANT_STREAM_RESET)) {
            return ReconfigChunk.DENIED;
        }
        if (!exist(
                packet,
                parameter,
                ReconfigChunk.INCOMING_RESET_LENGTH,
                association.outbound().streamCount())) {
            return ReconfigChunk.WRONG_STREAM;
        }
        if (state.isBusy()) {
            return ReconfigChunk.ALREADY_IN_PROGRESS;
        }
        requests.startAnswer(association, sequence, streams(packet, parameter, ReconfigChunk.INCOMING_RESET_LENGTH));
        return ANSWERED_BY_REQUEST;
    }

    /**
     * RFC 6525 section 5.2.4. Unacknowledged data of this end would be lost, so the peer is told "in progress" and must
     * repeat the request. Meanwhile this end sends no new data.
     */
    private int onAssociationReset(final Tcb association, final TransportPath path, final int sequence) {
        if (!isGranted(association, AssociationConfig.GRANT_ASSOCIATION_RESET)) {
            return ReconfigChunk.DENIED;
        }
        if (extension.state(association).isBusy()) {
            return ReconfigChunk.ALREADY_IN_PROGRESS;
        }
        if (!association.outbound().isDrained()) {
            association.outbound().hold();
            association
                    .timers()
                    .arm(
                            Timers.RECONFIG_HOLD,
                            engine.nowNs() + association.config().rtoMaxNs());
            return ReconfigChunk.IN_PROGRESS;
        }
        final int localNextTsn = association.outbound().nextTsn() + TSN_JUMP;
        final int peerNextTsn = association.inbound().tracker().cumulative() + 1 + TSN_JUMP;
        ReconfigRequests.restartTsns(association, localNextTsn, peerNextTsn);
        endHold(association);
        final int length = ReconfigChunk.RESPONSE_WITH_TSNS_LENGTH;
        final ByteBuffer out = ByteBuffer.allocate(Chunk.HEADER_LENGTH + length);
        Chunk.write(out, 0, ChunkType.RE_CONFIG, 0, out.capacity());
        Parameter.write(out, Chunk.HEADER_LENGTH, ReconfigChunk.RESPONSE, length);
        out.putInt(8, sequence)
                .putInt(12, ReconfigChunk.PERFORMED)
                .putInt(16, localNextTsn)
                .putInt(20, peerNextTsn);
        answer(association, path, sequence, out.array());
        extension.tell(
                association,
                (handler, which) ->
                        handler.onAssociationReset(which, ReconfigOutcome.PERFORMED, localNextTsn, peerNextTsn));
        return ReconfigChunk.PERFORMED;
    }

    /** The peer requested a reset and did not repeat the request: resumes sending. */
    void endHold(final Tcb association) {
        association.timers().cancel(Timers.RECONFIG_HOLD);
        if (extension.state(association).holdsSends()) {
            // That request resumes sending when it is complete.
            return;
        }
        association.outbound().unhold();
        if (association.outbound().takeWritable()) {
            association.raise(Events.WRITABLE);
        }
        engine.wantsToSend(association);
    }

    // -- adding streams ---------------------------------------------------------------------------------------------

    /** RFC 6525 section 5.2.5. */
    private int onAddOutgoing(final Tcb association, final ByteBuffer packet, final int parameter) {
        final int count = ReconfigChunk.addedStreams(packet, parameter);
        final ReconfigState state = extension.state(association);
        if (!isGranted(association, AssociationConfig.GRANT_MORE_STREAMS) && count != state.askedStreams) {
            return ReconfigChunk.DENIED;
        }
        if (count == 0) {
            return ReconfigChunk.NOTHING_TO_DO;
        }
        if (association.inbound().streams() + count > association.config().maxInboundStreams()) {
            return ReconfigChunk.DENIED;
        }
        state.askedStreams = 0;
        association.inbound().streams(association.inbound().streams() + count);
        extension.tell(
                association, (handler, which) -> handler.onStreamsAdded(which, ReconfigOutcome.PERFORMED, count, 0));
        return ReconfigChunk.PERFORMED;
    }

    /** RFC 6525 section 5.2.6: granted by this end's own request. */
    private int onAddIncoming(final Tcb association, final ByteBuffer packet, final int parameter) {
        final int count = ReconfigChunk.addedStreams(packet, parameter);
        if (!isGranted(association, AssociationConfig.GRANT_MORE_STREAMS)) {
            return ReconfigChunk.DENIED;
        }
        if (extension.state(association).isBusy()) {
            return ReconfigChunk.ALREADY_IN_PROGRESS;
        }
        if (count == 0) {
            return ReconfigChunk.NOTHING_TO_DO;
        }
        return association.outbound().streamCount() + count > 0xFFFF ? ReconfigChunk.DENIED : ReconfigChunk.PERFORMED;
    }

    // -- helpers ----------------------------------------------------------------------------------------------------

    private static boolean isGranted(final Tcb association, final int grant) {
        return (association.config().grantedReconfigurations() & grant) != 0;
    }

    private int[] streams(final ByteBuffer packet, final int parameter, final int fixedLength) {
        final int[] streams = new int[ReconfigChunk.streamCount(packet, parameter, fixedLength)];
        engine.work().steps(streams.length);
        for (int i = 0; i < streams.length; i++) {
            streams[i] = ReconfigChunk.stream(packet, parameter, fixedLength, i);
        }
        return streams;
    }

    /** Whether all streams of a list exist. A list longer than the number of streams has duplicates. */
    private boolean exist(final ByteBuffer packet, final int parameter, final int fixedLength, final int limit) {
        final int count = ReconfigChunk.streamCount(packet, parameter, fixedLength);
        boolean exist = count <= limit;
        for (int i = 0; exist && i < count; i++) {
            engine.work().step();
            exist = ReconfigChunk.stream(packet, parameter, fixedLength, i) < limit;
        }
        return exist;
    }
}
