package io.sctp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An event of an association. A channel delivers the events it is subscribed to ({@link SctpEndpoint#subscribe}) in
 * order with its messages and never mixed with data: a receive that delivers an event returns {@link
 * SctpMessageChannel#NOTIFICATION}.
 *
 * <p>Immutable. Byte buffers in notifications are read-only views of memory that belongs to the notification.
 */
public sealed interface SctpNotification {
    /** The association's id. */
    int association();

    /** The type of event. */
    NotificationType type();

    /**
     * An association started, ended, or restarted (RFC 6458 section 6.1.1).
     *
     * @param association the association's id
     * @param change what happened
     * @param error the cause code of the ABORT that ended it (RFC 9260 section 3.3.10), or 0
     * @param outboundStreams streams to the peer
     * @param inboundStreams streams from the peer
     * @param info for {@link AssociationTransition#LOST} and {@link AssociationTransition#CANNOT_START}, the ABORT
     *     chunk as received, which Linux reports without the chunk's header; otherwise the features that the peer
     *     supports, as the system lists them (Linux lists none). May be empty
     */
    record AssociationChange(
            int association,
            AssociationTransition change,
            int error,
            int outboundStreams,
            int inboundStreams,
            ByteBuffer info)
            implements SctpNotification {
        /** Names the cause. */
        @Override
        public String toString() {
            return "AssociationChange[association=" + association + ", change=" + change + ", error=" + error + " ("
                    + CauseNames.of(error) + "), outboundStreams=" + outboundStreams + ", inboundStreams="
                    + inboundStreams + ", info=" + info.remaining() + " bytes]";
        }

        @Override
        public NotificationType type() {
            return NotificationType.ASSOCIATION_CHANGE;
        }
    }

    /**
     * A path changed its state (RFC 6458 section 6.1.2).
     *
     * @param association the association's id
     * @param address the peer's address
     * @param change what happened to it
     * @param error the system's number for the reason, or 0
     */
    record PeerAddressChange(int association, InetSocketAddress address, PathTransition change, int error)
            implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.PEER_ADDRESS_CHANGE;
        }
    }

    /**
     * The peer sent an ERROR chunk (RFC 6458 section 6.1.3).
     *
     * @param association the association's id
     * @param error the cause code (RFC 9260 section 3.3.10)
     * @param data the cause as received, which Linux gives without the cause's header and padded to 4 bytes; or empty
     */
    record RemoteError(int association, int error, ByteBuffer data) implements SctpNotification {
        /** Names the cause. */
        @Override
        public String toString() {
            return "RemoteError[association=" + association + ", error=" + error + " (" + CauseNames.of(error)
                    + "), data=" + data.remaining() + " bytes]";
        }

        @Override
        public NotificationType type() {
            return NotificationType.REMOTE_ERROR;
        }
    }

    /**
     * A message could not be delivered, in the form deprecated by RFC 6458 section 6.1.4.
     *
     * @param association the association's id
     * @param sent whether any part of it was sent
     * @param error the reason: a cause code or a number of the system
     * @param stream the message's stream
     * @param ppid the message's payload protocol identifier, in host byte order
     * @param context the context given with the send
     * @param data the message
     */
    record SendFailedDeprecated(
            int association, boolean sent, int error, int stream, int ppid, int context, ByteBuffer data)
            implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.SEND_FAILED_DEPRECATED;
        }
    }

    /**
     * A message could not be delivered, or was abandoned (RFC 6458 section 6.1.11).
     *
     * @param association the association's id
     * @param sent whether any part of it was sent
     * @param error the reason: a cause code or a number of the system
     * @param stream the message's stream
     * @param ppid the message's payload protocol identifier, in host byte order
     * @param context the context given with the send
     * @param unordered whether it was sent unordered
     * @param data the message, or the part that was not sent; Linux reports each fragment of a large message separately
     */
    record SendFailed(
            int association,
            boolean sent,
            int error,
            int stream,
            int ppid,
            int context,
            boolean unordered,
            ByteBuffer data)
            implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.SEND_FAILED;
        }
    }

    /**
     * The peer started a shutdown and sends no more (RFC 6458 section 6.1.5).
     *
     * @param association the association's id
     */
    record Shutdown(int association) implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.SHUTDOWN;
        }
    }

    /**
     * The peer's adaptation layer indication (RFC 6458 section 6.1.6, RFC 5061 section 4.2.6).
     *
     * @param association the association's id
     * @param indication the peer's value
     */
    record AdaptationIndication(int association, int indication) implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.ADAPTATION_INDICATION;
        }
    }

    /**
     * The rest of a partially delivered message will not come (RFC 6458 section 6.1.7).
     *
     * @param association the association's id
     * @param stream the message's stream
     * @param ssn the message's stream sequence number
     * @param indication the reason; always 0 (SCTP_PARTIAL_DELIVERY_ABORTED)
     */
    record PartialDelivery(int association, int stream, int ssn, int indication) implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.PARTIAL_DELIVERY;
        }
    }

    /**
     * A shared key changed its state (RFC 6458 section 6.1.8).
     *
     * @param association the association's id
     * @param keyNumber the key
     * @param indication what happened
     */
    record Authentication(int association, int keyNumber, Indication indication) implements SctpNotification {
        /** What happened to the key. */
        public enum Indication {
            /** The peer made it the active key. */
            NEW_KEY,
            /** It is no longer used and may be deleted. */
            FREE_KEY,
            /** The peer does not support authentication. */
            NOT_SUPPORTED_BY_PEER
        }

        @Override
        public NotificationType type() {
            return NotificationType.AUTHENTICATION;
        }
    }

    /**
     * All sent data has been acknowledged (RFC 6458 section 6.1.9).
     *
     * @param association the association's id
     */
    record SenderDry(int association) implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.SENDER_DRY;
        }
    }

    /**
     * Streams were reset: their sequence numbers restart at 0 (RFC 6525 section 6.1.1).
     *
     * @param association the association's id
     * @param incoming whether it concerns streams from the peer
     * @param outgoing whether it concerns streams to the peer
     * @param result whether it was done
     * @param streams which streams; empty for all
     */
    record StreamReset(int association, boolean incoming, boolean outgoing, ResetResult result, List<Integer> streams)
            implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.STREAM_RESET;
        }
    }

    /**
     * The association's sequence numbers were reset (RFC 6525 section 6.1.2).
     *
     * @param association the association's id
     * @param result whether it was done
     * @param localTsn the next TSN of this end
     * @param remoteTsn the next TSN of the peer
     */
    record AssociationReset(int association, ResetResult result, int localTsn, int remoteTsn)
            implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.ASSOCIATION_RESET;
        }
    }

    /**
     * The number of streams changed (RFC 6525 section 6.1.3).
     *
     * @param association the association's id
     * @param result whether it was done
     * @param inboundStreams number of streams from the peer that were added or requested
     * @param outboundStreams number of streams to the peer that were added or requested. RFC 6525 means totals, but
     *     Linux reports increments; {@link Association#status()} has the totals
     */
    record StreamChange(int association, ResetResult result, int inboundStreams, int outboundStreams)
            implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.STREAM_CHANGE;
        }
    }

    /** The outcome of a re-configuration request. */
    enum ResetResult {
        /** It was done. */
        DONE,
        /** The peer denied it. */
        DENIED,
        /** It failed. */
        FAILED
    }

    /** What happened to the association. */
    enum AssociationTransition {
        /** It is up: data can be sent. */
        UP,
        /** It failed or was aborted. */
        LOST,
        /** The peer restarted it. */
        RESTARTED,
        /** It was shut down gracefully. */
        SHUTDOWN_COMPLETE,
        /** It could not be set up. */
        CANNOT_START
    }

    /** The change of a path's state. */
    enum PathTransition {
        /** It answers again and is active. */
        AVAILABLE,
        /** It no longer answers and is inactive. */
        UNREACHABLE,
        /** The address was removed from the association. */
        REMOVED,
        /** The address was added to the association. */
        ADDED,
        /** It is now the primary path. */
        MADE_PRIMARY,
        /** A heartbeat has confirmed that the address is the peer's. */
        CONFIRMED,
        /** It missed some answers; other paths are preferred (RFC 7829). */
        POTENTIALLY_FAILED
    }
}
