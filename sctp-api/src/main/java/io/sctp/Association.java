package io.sctp;

import io.sctp.option.AssociationStatistics;
import io.sctp.option.AssociationStatus;
import io.sctp.option.PathStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * A handle on one association: what is known of it, and what can be done to it. It holds no state but the id; every
 * method asks the channel. Safe for use by several threads at once.
 *
 * <p>Every method but {@link #id()} throws {@link SctpException} if the association no longer exists.
 */
public interface Association {
    /** The id, unique on its channel while the association lives. Never 0. */
    int id();

    /** State, stream counts, receive window, primary path (RFC 6458, section 8.2.1). */
    AssociationStatus status() throws IOException;

    /** Counters since the association began. */
    AssociationStatistics statistics() throws IOException;

    /**
     * All that the provider counts for the association, by name; more than {@link #statistics}, and names may be added.
     * Empty where that is all.
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
     * Begins a graceful shutdown: what was sent will still arrive, nothing more can be sent (RFC 9260, section 9.2).
     */
    void shutdown() throws IOException;

    /** Ends the association at once; what was not delivered is lost (RFC 9260, section 9.1). */
    default void abort() throws IOException {
        abort(null);
    }

    /**
     * Ends the association at once and tells the peer why. On a one-to-one channel this closes the channel too.
     *
     * @param reason the bytes of the User-Initiated Abort cause (RFC 9260, section 3.3.10.12), or null
     * @throws SctpException.Unsupported if the provider cannot carry a reason on this style of channel: Linux can on
     *     one-to-many channels only. The association goes on then
     */
    void abort(ByteBuffer reason) throws IOException;

    /**
     * Asks to start the sequence numbers of streams again at 0 (RFC 6525, section 6.3.2). The outcome comes as
     * {@link SctpNotification.StreamReset}.
     *
     * @param direction whose streams: ours, the peer's, or both
     * @param streams which; none for all
     */
    void resetStreams(ResetDirection direction, int... streams) throws IOException;

    /**
     * Asks to start all sequence numbers again (RFC 6525, section 6.3.3); the outcome is {@link
     * SctpNotification.AssociationReset}.
     */
    void reset() throws IOException;

    /** Asks for more streams (RFC 6525, section 6.3.4); the outcome is {@link SctpNotification.StreamChange}. */
    void addStreams(int inbound, int outbound) throws IOException;

    /** Which streams a reset is about. */
    enum ResetDirection {
        /** From the peer to us. */
        INCOMING,
        /** From us to the peer. */
        OUTGOING,
        /** Both. */
        BOTH
    }
}
