package io.sctp.engine.mark;

import io.sctp.engine.AssociationState;
import io.sctp.engine.association.Arrival;
import io.sctp.engine.association.EngineState;
import io.sctp.engine.association.Extension;
import io.sctp.engine.association.Procedures;
import io.sctp.engine.association.Tcb;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.EngineMark;
import io.sctp.engine.path.TransportPath;

/**
 * Packets that the sender's system has not cut yet (UDP_SEGMENT) may go to this engine only: they corrupt the memory of
 * a kernel whose own SCTP takes them. INIT and INIT ACK carry the {@link EngineMark}, which speaks for the address and
 * UDP port that it came from. It holds until a retransmission timeout, another UDP port or a restart; then, and for
 * further addresses, this engine asks and is answered in PAD chunks, which every other SCTP ignores (RFC 4820).
 */
public final class MarkExchange extends Extension<MarkState> {
    private static final int[] CHUNK_TYPES = {ChunkType.PAD};

    private final EngineState engine;

    public MarkExchange(final Procedures core) {
        engine = core.engine();
    }

    @Override
    protected MarkState newState(final Tcb association) {
        return new MarkState();
    }

    @Override
    protected int[] chunkTypes() {
        return CHUNK_TYPES;
    }

    /** PAD is known whatever was agreed on; of others it says nothing. */
    @Override
    protected boolean isAgreed(final Tcb association) {
        return true;
    }

    @Override
    protected boolean onChunk(
            final Tcb association,
            final TransportPath path,
            final Arrival arrival,
            final int type,
            final int chunk,
            final int length) {
        final boolean isQuestion = EngineMark.isQuestion(arrival.packet(), chunk, length);
        if (path == null
                || !isMarked(association)
                || !(isQuestion || EngineMark.isAnswer(arrival.packet(), chunk, length))) {
            return true;
        }
        path.takesUncut(path.udpPort() == arrival.udpPort());
        final MarkState state = state(association);
        state.questions(path).forget();
        if (isQuestion) {
            state.askedOn = path.index();
            engine.wantsToSend(association);
        }
        return true;
    }

    /** Answers the last question of the peer, and asks at addresses of which nothing is known. */
    @Override
    protected void proceed(final Tcb association) {
        if (!isMarked(association) || association.state() != AssociationState.ESTABLISHED) {
            return;
        }
        final MarkState state = stateOrNull(association);
        if (state != null && state.askedOn != MarkState.NO_PATH) {
            final TransportPath path = association.paths().find(state.askedOn);
            state.askedOn = MarkState.NO_PATH;
            if (path != null) {
                engine.sendControl(association, path, EngineMark.answer());
            }
        }
        for (int i = 0; i < association.paths().count(); i++) {
            final TransportPath path = association.paths().path(i);
            if (mayAsk(path) && state(association).questions(path).asks(engine.nowNs())) {
                engine.sendControl(association, path, EngineMark.question());
            }
        }
    }

    private static boolean isMarked(final Tcb association) {
        return association.knows(EngineMark.BIT);
    }

    /** A path that does not answer at all is not asked. */
    private static boolean mayAsk(final TransportPath path) {
        return !path.takesUncut() && path.isActive() && path.isVerified() && path.errorCount() == 0;
    }

    /** The peer that was asked is not the one that is there now. */
    @Override
    protected void onPeerRestart(final Tcb association) {
        final MarkState state = stateOrNull(association);
        if (state != null) {
            state.forget();
        }
    }
}
