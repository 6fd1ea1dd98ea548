package io.sctp.engine.reconfig;

import io.sctp.engine.association.ExtensionState;
import io.sctp.engine.packet.ReconfigChunk;

/** What an association knows of requests to change streams: its own, and the peer's. Made with the first of either. */
final class ReconfigState extends ExtensionState {
    static final int MAX_TOLD = 16;

    private static final int[] ALL = {};

    // -- this end's request

    /** A parameter type of {@link ReconfigChunk}, or 0 when there is no request. */
    int kind;

    int nextSequence;
    int[] streams = ALL;
    int count;

    /** Streams asked for and not yet come. */
    int askedStreams;

    /** The sequence number of the peer's incoming reset that this outgoing one answers. */
    int answers;

    boolean isAnswer;

    /** The chunk as it was sent, to be sent again unchanged; null while it waits for data to go first. */
    byte[] sent;

    int sentSequence;

    /** The index of the path that it was sent to last. */
    int path;

    /** Whether the peer has answered since that it is in progress. */
    boolean isInProgress;

    // -- the peer's requests

    int expectedSequence;

    /** The last two responses, by the lowest bit of their sequence number: a chunk holds two requests at most. */
    final byte[][] responses = new byte[2][];

    ReconfigState(final int localInitialTsn, final int peerInitialTsn) {
        nextSequence = localInitialTsn;
        expectedSequence = peerInitialTsn;
    }

    /** The association began anew: events stay, requests do not. */
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

    /** Says whether sends wait for this end's own request, and go on when it is through. */
    boolean holdsSends() {
        return kind == ReconfigChunk.OUTGOING_RESET || kind == ReconfigChunk.ASSOCIATION_RESET;
    }

    /** Says whether the peer may count from other TSNs already, and this end has not heard so. */
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
