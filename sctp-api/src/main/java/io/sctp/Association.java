package io.sctp;

import io.sctp.option.AssociationStatistics;
import io.sctp.option.AssociationStatus;
import io.sctp.option.PathStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * A handle on one association: its state, and the actions on it. The handle holds nothing but the id; every method asks
 * the channel. Safe for use by several threads at once.
 *
 * <p>Every method except {@link #id()} throws {@link SctpException} if the association no longer exists.
 */
public interface Association {
    /** The id, unique on its channel while the association exists. Never 0. */
    int id();

    /** State, stream counts, receive window, primary path (RFC 6458 section 8.2.1). */
    AssociationStatus status() throws IOException;

    /** Counters since the association began. */
    AssociationStatistics statistics() throws IOException;

    /**
     * All counters that the provider keeps for the association, by name. There are more than in {@link #statistics},
     * and names may be added. Empty if the provider has no others.
     */
    default Map<String, Long> counters() throws IOException {
        return Map.of();
    }

    /** All of the peer's addresses. */
    SctpAddress peerAddress() throws IOException;

    /** The local addresses that the association uses. */
    SctpAddress localAddress() throws IOException;

    /** Every path to the peer: reachability, congestion window, round-trip time, RTO, MTU. */
    List<PathStatus> paths() throws IOException;

    /** The value of an option for this association. */
    <T> T getOption(SctpOption<T> option) throws IOException;

    /** Sets an option for this association. */
    <T> Association setOption(SctpOption<T> option, T value) throws IOException;

    /**
     * Starts a graceful shutdown: messages already sent are delivered, and no more can be sent (RFC 9260 section 9.2).
     */
    void shutdown() throws IOException;

    /** Ends the association at once; messages that are not delivered are lost (RFC 9260 section 9.1). */
    default void abort() throws IOException {
        abort(null);
    }

    /**
     * Ends the association at once and sends the peer a reason. On a one-to-one channel this also closes the channel.
     *
     * @param reason the bytes of the User-Initiated Abort cause (RFC 9260 section 3.3.10.12), or null
     * @throws SctpException.Unsupported if the provider cannot send a reason on this style of channel; the association
     *     then continues. Linux can on one-to-many channels only
     */
    void abort(ByteBuffer reason) throws IOException;

    /**
     * Requests that the sequence numbers of streams restart at 0 (RFC 6525 section 6.3.2). {@link
     * SctpNotification.StreamReset} reports the outcome.
     *
     * @param direction which direction: ours, the peer's, or both
     * @param streams which streams; none means all
     */
    void resetStreams(ResetDirection direction, int... streams) throws IOException;

    /**
     * Requests that all sequence numbers restart (RFC 6525 section 6.3.3). {@link SctpNotification.AssociationReset}
     * reports the outcome.
     */
    void reset() throws IOException;

    /**
     * Requests more streams (RFC 6525 section 6.3.4). {@link SctpNotification.StreamChange} reports the outcome.
     *
     * @param inbound how many more streams from the peer
     * @param outbound how many more streams to the peer
     */
    void addStreams(int inbound, int outbound) throws IOException;

    /** The direction of a stream reset. */
    enum ResetDirection {
        /** From the peer to us. */
        INCOMING,
        /** From us to the peer. */
        OUTGOING,
        /** Both. */
        BOTH
    }
}
