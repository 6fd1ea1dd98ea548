package io.sctp.engine.reconfig;

import io.sctp.engine.association.ExtensionState;
import io.sctp.engine.packet.ReconfigChunk;

/** The stream requests of an association: its own and the peer's. Created with the first request. */
final class ReconfigState extends ExtensionState {
    static final int MAX_TOLD = 16;

    private static final int[] ALL = {};

    // -- this end's request

    /** A parameter type of {@link ReconfigChunk}, or 0 when there is no request. */
    int kind;

    int nextSequence;
    int[] streams = ALL;
    int count;

    /** The number of streams requested and not yet added. */
    int askedStreams;

    /** The sequence number of the peer's incoming reset that this outgoing one answers. */
    int answers;

    boolean isAnswer;

    /** The chunk as it was sent, for retransmission; null while it waits for data to go first. */
    byte[] sent;

    int sentSequence;

    /** The index of the path to which it was last sent. */
    int path;

    /** Whether the peer has answered "in progress" since then. */
    boolean isInProgress;

    // -- the peer's requests

    int expectedSequence;

    /** The last two responses, by the lowest bit of their sequence number: a chunk holds two requests at most. */
    final byte[][] responses = new byte[2][];

    ReconfigState(final int localInitialTsn, final int peerInitialTsn) {
        nextSequence = localInitialTsn;
        expectedSequence = peerInitialTsn;
    }

    /** The association restarted: drops requests, keeps events. */
    void restart(final int localInitialTsn, final int peerInitialTsn) {
        finish();
        askedStreams = 0;
        nextSequence = localInitialTsn;
        expectedSequence = peerInitialTsn;
        responses[0] = null;
        responses[1] = null;
    }

    boolean isBusy() {
        return kind != 0;
    }

    /** Whether sends wait until this end's own request is complete. */
    boolean holdsSends() {
        return kind == ReconfigChunk.OUTGOING_RESET || kind == ReconfigChunk.ASSOCIATION_RESET;
    }

    /** Whether the peer may already have changed its TSNs by a reset that is not confirmed. */
    boolean isAssociationResetSent() {
        return kind == ReconfigChunk.ASSOCIATION_RESET && sent != null;
    }

    void finish() {
        kind = 0;
        sent = null;
        isInProgress = false;
        isAnswer = false;
        streams = ALL;
    }
}
