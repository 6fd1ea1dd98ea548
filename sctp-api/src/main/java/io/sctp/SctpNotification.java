package io.sctp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Something that happened to an association, other than a message. A channel delivers the events it is subscribed to
 * ({@link SctpEndpoint#subscribe}) in order with its messages, and never mixes them with data: a receive that brings
 * one returns {@link SctpMessageChannel#NOTIFICATION}.
 *
 * <p>Immutable. Byte buffers in notifications are read-only views of memory that belongs to the notification.
 */
public sealed interface SctpNotification {
    /** The association it is about. */
    int association();

    /** Which of the events this is. */
    NotificationType type();

    /**
     * An association began, ended, or restarted (RFC 6458, section 6.1.1).
     *
     * @param association the association's id
     * @param change what happened
     * @param error the cause code of the ABORT that ended it (RFC 9260, section 3.3.10), or 0
     * @param outboundStreams streams to the peer
     * @param inboundStreams streams from the peer
     * @param info for {@link AssociationTransition#LOST} and {@link AssociationTransition#CANNOT_START}, the ABORT
     *     chunk as received, which Linux gives without the chunk's header; for the others, the features the peer
     *     supports as the system lists them (Linux lists none); may be empty
     */
    record AssociationChange(
            int association,
            AssociationTransition change,
            int error,
            int outboundStreams,
            int inboundStreams,
            ByteBuffer info)
            implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.ASSOCIATION_CHANGE;
        }
    }

    /**
     * One of the peer's addresses changed its state (RFC 6458, section 6.1.2).
     *
     * @param association the association's id
     * @param address the peer's address
     * @param change what happened to it
     * @param error why, as the system counts reasons, or 0
     */
    record PeerAddressChange(int association, InetSocketAddress address, PathTransition change, int error)
            implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.PEER_ADDRESS_CHANGE;
        }
    }

    /**
     * The peer sent an ERROR chunk (RFC 6458, section 6.1.3).
     *
     * @param association the association's id
     * @param error the cause code (RFC 9260, section 3.3.10)
     * @param data the cause as received, which Linux gives without the cause's header and padded to 4 bytes; or empty
     */
    record RemoteError(int association, int error, ByteBuffer data) implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.REMOTE_ERROR;
        }
    }

    /**
     * A message could not be delivered, in the form that RFC 6458, section 6.1.4 has deprecated.
     *
     * @param association the association's id
     * @param sent whether any of it ever went out
     * @param error why, as a cause code or a number of the system's
     * @param stream the message's stream
     * @param ppid the message's payload protocol identifier, as a plain number
     * @param context the sender's own value
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
     * A message could not be delivered, or its lifetime ran out (RFC 6458, section 6.1.11).
     *
     * @param association the association's id
     * @param sent whether any of it ever went out
     * @param error why, as a cause code or a number of the system's
     * @param stream the message's stream
     * @param ppid the message's payload protocol identifier, as a plain number
     * @param context the sender's own value
     * @param unordered whether it was sent unordered
     * @param data the message, or the part of it that was not sent; Linux reports each fragment of a large message
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
     * The peer began a shutdown and will send no more (RFC 6458, section 6.1.5).
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
     * The peer named its adaptation layer (RFC 6458, section 6.1.6; RFC 5061, section 4.2.6).
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
     * The delivery of a message in parts was broken off: the rest will not come (RFC 6458, section 6.1.7).
     *
     * @param association the association's id
     * @param stream the message's stream
     * @param ssn the message's stream sequence number
     * @param indication why; 0 is the only value there is
     */
    record PartialDelivery(int association, int stream, int ssn, int indication) implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.PARTIAL_DELIVERY;
        }
    }

    /**
     * Something happened to a shared key (RFC 6458, section 6.1.8).
     *
     * @param association the association's id
     * @param keyNumber the key concerned
     * @param indication what happened
     */
    record Authentication(int association, int keyNumber, Indication indication) implements SctpNotification {
        /** What happened to the key. */
        public enum Indication {
            /** The peer made it active. */
            NEW_KEY,
            /** It is no longer in use and may be deleted. */
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
     * Everything handed over has been acknowledged (RFC 6458, section 6.1.9).
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
     * Streams were reset: their sequence numbers start again at 0 (RFC 6525, section 6.1.1).
     *
     * @param association the association's id
     * @param incoming whether streams from the peer are meant
     * @param outgoing whether streams to the peer are meant
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
     * The association's sequence numbers were reset (RFC 6525, section 6.1.2).
     *
     * @param association the association's id
     * @param result whether it was done
     * @param localTsn the next TSN of ours
     * @param remoteTsn the next TSN expected of the peer
     */
    record AssociationReset(int association, ResetResult result, int localTsn, int remoteTsn)
            implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.ASSOCIATION_RESET;
        }
    }

    /**
     * The number of streams changed (RFC 6525, section 6.1.3).
     *
     * @param association the association's id
     * @param result whether it was done
     * @param inboundStreams streams from the peer that were added, or were asked for
     * @param outboundStreams streams to the peer that were added, or were asked for; RFC 6525 means totals, but Linux
     *     counts what is new: {@link Association#status()} has the totals
     */
    record StreamChange(int association, ResetResult result, int inboundStreams, int outboundStreams)
            implements SctpNotification {
        @Override
        public NotificationType type() {
            return NotificationType.STREAM_CHANGE;
        }
    }

    /** How a re-configuration request ended. */
    enum ResetResult {
        /** It was done. */
        DONE,
        /** The peer would not. */
        DENIED,
        /** It failed. */
        FAILED
    }

    /** What happened to the association. */
    enum AssociationTransition {
        /** It is ready for data. */
        UP,
        /** It failed or was aborted. */
        LOST,
        /** The peer restarted it. */
        RESTARTED,
        /** It was shut down in good order. */
        SHUTDOWN_COMPLETE,
        /** It could not be set up. */
        CANNOT_START
    }

    /** What happened to the address. */
    enum PathTransition {
        /** It answers again. */
        AVAILABLE,
        /** It no longer answers. */
        UNREACHABLE,
        /** It left the association. */
        REMOVED,
        /** It joined the association. */
        ADDED,
        /** It is now the primary path. */
        MADE_PRIMARY,
        /** A heartbeat has shown that it is the peer's. */
        CONFIRMED,
        /** It missed a few answers: other paths are preferred (RFC 7829). */
        POTENTIALLY_FAILED
    }
}
