package io.sctp;

/** Types of events that a channel can subscribe to (RFC 6458 sections 6.1 and 6.2.2, RFC 6525 section 6.1). */
public enum NotificationType {
    /** An association started, ended or restarted: {@link SctpNotification.AssociationChange}. */
    ASSOCIATION_CHANGE,
    /** A path changed its state: {@link SctpNotification.PeerAddressChange}. */
    PEER_ADDRESS_CHANGE,
    /**
     * A message could not be delivered: {@link SctpNotification.SendFailedDeprecated}. RFC 6458 replaced this form by
     * {@link #SEND_FAILED}.
     */
    SEND_FAILED_DEPRECATED,
    /** The peer sent an ERROR chunk: {@link SctpNotification.RemoteError}. */
    REMOTE_ERROR,
    /** The peer started a shutdown: {@link SctpNotification.Shutdown}. */
    SHUTDOWN,
    /** A partial delivery was aborted: {@link SctpNotification.PartialDelivery}. */
    PARTIAL_DELIVERY,
    /** The peer's adaptation layer indication: {@link SctpNotification.AdaptationIndication}. */
    ADAPTATION_INDICATION,
    /** A shared key changed: {@link SctpNotification.Authentication}. */
    AUTHENTICATION,
    /** All sent data has been acknowledged: {@link SctpNotification.SenderDry}. */
    SENDER_DRY,
    /** Streams were reset: {@link SctpNotification.StreamReset}. */
    STREAM_RESET,
    /** All sequence numbers were reset: {@link SctpNotification.AssociationReset}. */
    ASSOCIATION_RESET,
    /** Streams were added: {@link SctpNotification.StreamChange}. */
    STREAM_CHANGE,
    /** A message could not be delivered: {@link SctpNotification.SendFailed}. */
    SEND_FAILED
}
