package io.sctp.kernel;

import static java.util.Map.entry;

import io.sctp.NotificationType;
import io.sctp.PrPolicy;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.SctpNotification.Authentication.Indication;
import io.sctp.SctpNotification.PathTransition;
import io.sctp.natives.Abi;
import io.sctp.option.AssociationState;
import io.sctp.option.HmacAlgorithm;
import io.sctp.option.PathState;
import io.sctp.option.StreamResetPermission;
import io.sctp.option.StreamScheduler;
import java.util.Map;

/** The kernel's numbers for all enums of the API. */
final class KernelCodes {
    /** {@code sn_type}. */
    static final Codes<NotificationType> NOTIFICATION_TYPES = Codes.of(
            NotificationType.class,
            Map.ofEntries(
                    entry(NotificationType.ASSOCIATION_CHANGE, Abi.NotificationType.ASSOC_CHANGE),
                    entry(NotificationType.PEER_ADDRESS_CHANGE, Abi.NotificationType.PEER_ADDR_CHANGE),
                    entry(NotificationType.SEND_FAILED_DEPRECATED, Abi.NotificationType.SEND_FAILED),
                    entry(NotificationType.REMOTE_ERROR, Abi.NotificationType.REMOTE_ERROR),
                    entry(NotificationType.SHUTDOWN, Abi.NotificationType.SHUTDOWN_EVENT),
                    entry(NotificationType.PARTIAL_DELIVERY, Abi.NotificationType.PARTIAL_DELIVERY_EVENT),
                    entry(NotificationType.ADAPTATION_INDICATION, Abi.NotificationType.ADAPTATION_INDICATION),
                    entry(NotificationType.AUTHENTICATION, Abi.NotificationType.AUTHENTICATION_EVENT),
                    entry(NotificationType.SENDER_DRY, Abi.NotificationType.SENDER_DRY_EVENT),
                    entry(NotificationType.STREAM_RESET, Abi.NotificationType.STREAM_RESET_EVENT),
                    entry(NotificationType.ASSOCIATION_RESET, Abi.NotificationType.ASSOC_RESET_EVENT),
                    entry(NotificationType.STREAM_CHANGE, Abi.NotificationType.STREAM_CHANGE_EVENT),
                    entry(NotificationType.SEND_FAILED, Abi.NotificationType.SEND_FAILED_EVENT)));

    /** The offset of each event's switch in {@code struct sctp_event_subscribe}. */
    static final Codes<NotificationType> SUBSCRIPTION_OFFSETS = Codes.of(
            NotificationType.class,
            Map.ofEntries(
                    entry(NotificationType.ASSOCIATION_CHANGE, Abi.EventSubscribe.ASSOCIATION_EVENT),
                    entry(NotificationType.PEER_ADDRESS_CHANGE, Abi.EventSubscribe.ADDRESS_EVENT),
                    entry(NotificationType.SEND_FAILED_DEPRECATED, Abi.EventSubscribe.SEND_FAILURE_EVENT),
                    entry(NotificationType.REMOTE_ERROR, Abi.EventSubscribe.PEER_ERROR_EVENT),
                    entry(NotificationType.SHUTDOWN, Abi.EventSubscribe.SHUTDOWN_EVENT),
                    entry(NotificationType.PARTIAL_DELIVERY, Abi.EventSubscribe.PARTIAL_DELIVERY_EVENT),
                    entry(NotificationType.ADAPTATION_INDICATION, Abi.EventSubscribe.ADAPTATION_LAYER_EVENT),
                    entry(NotificationType.AUTHENTICATION, Abi.EventSubscribe.AUTHENTICATION_EVENT),
                    entry(NotificationType.SENDER_DRY, Abi.EventSubscribe.SENDER_DRY_EVENT),
                    entry(NotificationType.STREAM_RESET, Abi.EventSubscribe.STREAM_RESET_EVENT),
                    entry(NotificationType.ASSOCIATION_RESET, Abi.EventSubscribe.ASSOC_RESET_EVENT),
                    entry(NotificationType.STREAM_CHANGE, Abi.EventSubscribe.STREAM_CHANGE_EVENT),
                    entry(NotificationType.SEND_FAILED, Abi.EventSubscribe.SEND_FAILURE_EVENT_EVENT)));

    /** {@code sac_state}. */
    static final Codes<AssociationTransition> ASSOCIATION_TRANSITIONS = Codes.of(
            AssociationTransition.class,
            Map.of(
                    AssociationTransition.UP, Abi.AssociationChange.COMM_UP,
                    AssociationTransition.LOST, Abi.AssociationChange.COMM_LOST,
                    AssociationTransition.RESTARTED, Abi.AssociationChange.RESTART,
                    AssociationTransition.SHUTDOWN_COMPLETE, Abi.AssociationChange.SHUTDOWN_COMP,
                    AssociationTransition.CANNOT_START, Abi.AssociationChange.CANT_STR_ASSOC));

    /** {@code spc_state}. */
    static final Codes<PathTransition> PATH_TRANSITIONS = Codes.of(
            PathTransition.class,
            Map.of(
                    PathTransition.AVAILABLE, Abi.AddressChange.AVAILABLE,
                    PathTransition.UNREACHABLE, Abi.AddressChange.UNREACHABLE,
                    PathTransition.REMOVED, Abi.AddressChange.REMOVED,
                    PathTransition.ADDED, Abi.AddressChange.ADDED,
                    PathTransition.MADE_PRIMARY, Abi.AddressChange.MADE_PRIM,
                    PathTransition.CONFIRMED, Abi.AddressChange.CONFIRMED,
                    PathTransition.POTENTIALLY_FAILED, Abi.AddressChange.POTENTIALLY_FAILED));

    /** {@code auth_indication}. */
    static final Codes<Indication> AUTHENTICATION_INDICATIONS = Codes.of(
            Indication.class,
            Map.of(
                    Indication.NEW_KEY, Abi.AuthenticationIndication.NEW_KEY,
                    Indication.FREE_KEY, Abi.AuthenticationIndication.FREE_KEY,
                    Indication.NOT_SUPPORTED_BY_PEER, Abi.AuthenticationIndication.NO_AUTH));

    /** {@code sstat_state}. */
    static final Codes<AssociationState> ASSOCIATION_STATES = Codes.of(
            AssociationState.class,
            Map.of(
                    AssociationState.EMPTY, Abi.AssociationState.EMPTY,
                    AssociationState.CLOSED, Abi.AssociationState.CLOSED,
                    AssociationState.COOKIE_WAIT, Abi.AssociationState.COOKIE_WAIT,
                    AssociationState.COOKIE_ECHOED, Abi.AssociationState.COOKIE_ECHOED,
                    AssociationState.ESTABLISHED, Abi.AssociationState.ESTABLISHED,
                    AssociationState.SHUTDOWN_PENDING, Abi.AssociationState.SHUTDOWN_PENDING,
                    AssociationState.SHUTDOWN_SENT, Abi.AssociationState.SHUTDOWN_SENT,
                    AssociationState.SHUTDOWN_RECEIVED, Abi.AssociationState.SHUTDOWN_RECEIVED,
                    AssociationState.SHUTDOWN_ACK_SENT, Abi.AssociationState.SHUTDOWN_ACK_SENT));

    /** {@code spinfo_state}. */
    static final Codes<PathState> PATH_STATES = Codes.of(
            PathState.class,
            Map.of(
                    PathState.INACTIVE, Abi.PeerAddressState.INACTIVE,
                    PathState.POTENTIALLY_FAILED, Abi.PeerAddressState.POTENTIALLY_FAILED,
                    PathState.ACTIVE, Abi.PeerAddressState.ACTIVE,
                    PathState.UNCONFIRMED, Abi.PeerAddressState.UNCONFIRMED,
                    PathState.UNKNOWN, Abi.PeerAddressState.UNKNOWN));

    /** A number that no kernel uses for a scheduler. */
    private static final int NO_SCHEDULER = 0xFFFF;

    /** {@code enum sctp_sched_type}. */
    static final Codes<StreamScheduler> SCHEDULERS = Codes.of(
            StreamScheduler.class,
            Map.of(
                    StreamScheduler.FIRST_COME_FIRST_SERVED, Abi.Scheduler.FCFS,
                    StreamScheduler.PRIORITY, Abi.Scheduler.PRIO,
                    StreamScheduler.ROUND_ROBIN, Abi.Scheduler.RR,
                    StreamScheduler.ROUND_ROBIN_PACKET, NO_SCHEDULER,
                    StreamScheduler.FAIR_CAPACITY, Abi.Scheduler.FC,
                    StreamScheduler.WEIGHTED_FAIR_QUEUEING, Abi.Scheduler.WFQ));

    /** {@code pr_policy}. */
    static final Codes<PrPolicy> PR_POLICIES = Codes.of(
            PrPolicy.class,
            Map.of(
                    PrPolicy.RELIABLE, Abi.PrPolicy.NONE,
                    PrPolicy.LIFETIME, Abi.PrPolicy.TTL,
                    PrPolicy.RETRANSMISSIONS, Abi.PrPolicy.RTX,
                    PrPolicy.PRIORITY, Abi.PrPolicy.PRIO));

    /** The bits of SCTP_ENABLE_STREAM_RESET. */
    static final Codes<StreamResetPermission> RESET_PERMISSIONS = Codes.of(
            StreamResetPermission.class,
            Map.of(
                    StreamResetPermission.RESET_STREAMS, Abi.StreamResetCapability.RESET_STREAM_REQ,
                    StreamResetPermission.RESET_ASSOCIATION, Abi.StreamResetCapability.RESET_ASSOC_REQ,
                    StreamResetPermission.CHANGE_ASSOCIATION, Abi.StreamResetCapability.CHANGE_ASSOC_REQ));

    /** {@code shmac_idents}. */
    static final Codes<HmacAlgorithm> HMACS = Codes.of(
            HmacAlgorithm.class,
            Map.of(HmacAlgorithm.SHA_1, Abi.HmacId.SHA1, HmacAlgorithm.SHA_256, Abi.HmacId.SHA256));

    private KernelCodes() {}
}
