package io.sctp.option;

/**
 * An association's state (SCTP_STATUS; RFC 6458, section 8.2.1).
 *
 * @param association the association's id
 * @param state where it is in its life
 * @param peerReceiveWindow bytes the peer has room for
 * @param unackedChunks DATA chunks sent and not acknowledged
 * @param pendingChunks DATA chunks that are missing: later ones have come already
 * @param inboundStreams streams from the peer
 * @param outboundStreams streams to the peer
 * @param fragmentationPoint a message larger than this is sent in several chunks
 * @param primaryPath the path that is used first
 */
public record AssociationStatus(
        int association,
        AssociationState state,
        long peerReceiveWindow,
        int unackedChunks,
        int pendingChunks,
        int inboundStreams,
        int outboundStreams,
        int fragmentationPoint,
        PathStatus primaryPath) {}
