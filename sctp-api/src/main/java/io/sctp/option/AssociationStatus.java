package io.sctp.option;

/**
 * The status of an association (SCTP_STATUS, RFC 6458 section 8.2.1).
 *
 * @param association the association's id
 * @param state its state
 * @param peerReceiveWindow the peer's receive window in bytes
 * @param unackedChunks number of DATA chunks sent and not acknowledged
 * @param pendingChunks number of DATA chunks missing below the highest TSN received
 * @param inboundStreams number of streams from the peer
 * @param outboundStreams number of streams to the peer
 * @param fragmentationPoint the largest message sent in one chunk, in bytes
 * @param primaryPath the primary path
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
