package io.sctp;

/** The events that a channel can be subscribed to (RFC 6458, sections 6.1 and 6.2.2; RFC 6525, section 6.1). */
public enum NotificationType {
    /** {@link SctpNotification.AssociationChange}. */
    ASSOCIATION_CHANGE,
    /** {@link SctpNotification.PeerAddressChange}. */
    PEER_ADDRESS_CHANGE,
    /** {@link SctpNotification.SendFailedDeprecated}: the form that RFC 6458 replaced by {@link #SEND_FAILED}. */
    SEND_FAILED_DEPRECATED,
    /** {@link SctpNotification.RemoteError}. */
    REMOTE_ERROR,
    /** {@link SctpNotification.Shutdown}. */
    SHUTDOWN,
    /** {@link SctpNotification.PartialDelivery}. */
    PARTIAL_DELIVERY,
    /** {@link SctpNotification.AdaptationIndication}. */
    ADAPTATION_INDICATION,
    /** {@link SctpNotification.Authentication}. */
    AUTHENTICATION,
    /** {@link SctpNotification.SenderDry}. */
    SENDER_DRY,
    /** {@link SctpNotification.StreamReset}. */
    STREAM_RESET,
    /** {@link SctpNotification.AssociationReset}. */
    ASSOCIATION_RESET,
    /** {@link SctpNotification.StreamChange}. */
    STREAM_CHANGE,
    /** {@link SctpNotification.SendFailed}. */
    SEND_FAILED
}
