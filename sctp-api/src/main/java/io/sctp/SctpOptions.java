package io.sctp;

import static io.sctp.SctpOption.Access.READ;
import static io.sctp.SctpOption.Access.READ_WRITE;
import static io.sctp.SctpOption.Access.WRITE;
import static io.sctp.SctpOption.Scope.ASSOCIATION;
import static io.sctp.SctpOption.Scope.ENDPOINT;
import static io.sctp.SctpOption.Scope.PATH;
import static io.sctp.SctpOption.Scope.STREAM;

import io.sctp.option.AssociationParameters;
import io.sctp.option.AuthKey;
import io.sctp.option.CongestionControl;
import io.sctp.option.DefaultSendInfo;
import io.sctp.option.DefaultSendParameters;
import io.sctp.option.DelayedSack;
import io.sctp.option.HmacAlgorithm;
import io.sctp.option.InitParameters;
import io.sctp.option.PathParameters;
import io.sctp.option.PathThresholds;
import io.sctp.option.PrInfo;
import io.sctp.option.PrStatus;
import io.sctp.option.RtoInfo;
import io.sctp.option.StreamResetPermission;
import io.sctp.option.StreamScheduler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The options of SCTP endpoints, associations, paths and streams: those of RFC 6458 section 8, of later RFCs, and of
 * Linux. {@code docs/options.md} lists the range and default of each.
 *
 * <p>Actions are methods instead: binding, connecting, peeling off and subscribing on the channels; status, statistics,
 * addresses, paths and re-configuration on {@link Association}. {@link java.net.StandardSocketOptions#SO_RCVBUF},
 * {@code SO_SNDBUF}, {@code SO_LINGER}, {@code SO_REUSEADDR} and {@code IP_TOS} also work on every channel.
 *
 * <p>Some features are negotiated when an association is set up. For an existing association such an option can be
 * read, but not set.
 */
public final class SctpOptions {
    /** Bounds of the retransmission time-out (RFC 6458 section 8.1.1). */
    public static final SctpOption<RtoInfo> RTOINFO = option("SCTP_RTOINFO", RtoInfo.class, ASSOCIATION, READ_WRITE);
    /** Limits of an association (RFC 6458 section 8.1.2). */
    public static final SctpOption<AssociationParameters> ASSOCINFO =
            option("SCTP_ASSOCINFO", AssociationParameters.class, ASSOCIATION, READ_WRITE);
    /** Parameters of the association's set-up; set it before connect or bind (RFC 6458 section 8.1.3). */
    public static final SctpOption<InitParameters> INITMSG =
            option("SCTP_INITMSG", InitParameters.class, ENDPOINT, READ_WRITE);
    /**
     * Whether small messages are sent at once instead of waiting for more, that is, Nagle's algorithm is off. On by
     * default in this library (RFC 6458 section 8.1.5).
     */
    public static final SctpOption<Boolean> NODELAY = option("SCTP_NODELAY", Boolean.class, ENDPOINT, READ_WRITE);
    /**
     * Idle time in whole seconds after which an association is shut down; zero for never. One-to-many channels only
     * (RFC 6458 section 8.1.8).
     */
    public static final SctpOption<Duration> AUTOCLOSE = option("SCTP_AUTOCLOSE", Duration.class, ENDPOINT, READ_WRITE);
    /** Asks the peer to make one of our addresses its primary path (RFC 6458 section 8.3.1, RFC 5061). */
    public static final SctpOption<InetSocketAddress> SET_PEER_PRIMARY_ADDR =
            option("SCTP_SET_PEER_PRIMARY_ADDR", InetSocketAddress.class, ASSOCIATION, WRITE);
    /** The primary path: the peer's address that is used first (RFC 6458 section 8.1.9). */
    public static final SctpOption<InetSocketAddress> PRIMARY_ADDR =
            option("SCTP_PRIMARY_ADDR", InetSocketAddress.class, ASSOCIATION, READ_WRITE);
    /** The adaptation layer indication sent when an association is set up, 32 bits (RFC 6458 section 8.1.10). */
    public static final SctpOption<Integer> ADAPTATION_LAYER =
            option("SCTP_ADAPTATION_LAYER", Integer.class, ENDPOINT, READ_WRITE);
    /** Whether messages that do not fit into one packet are refused instead of fragmented (RFC 6458 section 8.1.11). */
    public static final SctpOption<Boolean> DISABLE_FRAGMENTS =
            option("SCTP_DISABLE_FRAGMENTS", Boolean.class, ENDPOINT, READ_WRITE);
    /** Heartbeats, path MTU, delayed SACK and DSCP of paths (RFC 6458 section 8.1.12). */
    public static final SctpOption<PathParameters> PEER_ADDR_PARAMS =
            option("SCTP_PEER_ADDR_PARAMS", PathParameters.class, PATH, READ_WRITE);
    /**
     * Defaults of a send without {@link SendInfo}, in the form deprecated by RFC 6458 section 8.1.13; prefer {@link
     * #DEFAULT_SNDINFO}.
     */
    public static final SctpOption<DefaultSendParameters> DEFAULT_SEND_PARAM =
            option("SCTP_DEFAULT_SEND_PARAM", DefaultSendParameters.class, ASSOCIATION, READ_WRITE);
    /** The set of all events that the endpoint is subscribed to; {@link SctpEndpoint#subscribe} changes single ones. */
    public static final SctpOption<Set<NotificationType>> EVENTS =
            option("SCTP_EVENTS", Set.class, ENDPOINT, READ_WRITE);
    /**
     * Whether an IPv6 channel uses mapped IPv4 addresses towards the system. Java sees IPv4 addresses either way (RFC
     * 6458 section 8.1.15).
     */
    public static final SctpOption<Boolean> I_WANT_MAPPED_V4_ADDR =
            option("SCTP_I_WANT_MAPPED_V4_ADDR", Boolean.class, ENDPOINT, READ_WRITE);
    /**
     * Maximum user data of one chunk in bytes, 464 to 65512; 0 lets the path MTU decide. For an association, reads as
     * the current maximum (RFC 6458 section 8.1.16).
     */
    public static final SctpOption<Integer> MAXSEG = option("SCTP_MAXSEG", Integer.class, ASSOCIATION, READ_WRITE);
    /** When received data is acknowledged (RFC 6458 section 8.1.19). */
    public static final SctpOption<DelayedSack> DELAYED_SACK =
            option("SCTP_DELAYED_SACK", DelayedSack.class, ASSOCIATION, READ_WRITE);
    /**
     * A value that {@link ReceiveInfo#context()} returns for every message of the association (RFC 6458 section
     * 8.1.25).
     */
    public static final SctpOption<Integer> CONTEXT = option("SCTP_CONTEXT", Integer.class, ASSOCIATION, READ_WRITE);
    /**
     * Whether parts of large messages may be interleaved: 0 for not, 1 and 2 as in RFC 6458 section 8.1.20. Linux
     * treats 2 as 1, but delivers parts of several messages of an association in turn if the association has {@link
     * #INTERLEAVING_SUPPORTED}.
     */
    public static final SctpOption<Integer> FRAGMENT_INTERLEAVE =
            option("SCTP_FRAGMENT_INTERLEAVE", Integer.class, ENDPOINT, READ_WRITE);
    /**
     * The number of bytes from which an incomplete message is delivered in parts; at most {@code SO_RCVBUF} (RFC 6458
     * section 8.1.21).
     */
    public static final SctpOption<Integer> PARTIAL_DELIVERY_POINT =
            option("SCTP_PARTIAL_DELIVERY_POINT", Integer.class, ENDPOINT, READ_WRITE);
    /** Maximum number of packets sent in one burst; 0 for no limit (RFC 6458 section 8.1.24). */
    public static final SctpOption<Integer> MAX_BURST =
            option("SCTP_MAX_BURST", Integer.class, ASSOCIATION, READ_WRITE);
    /**
     * Adds a chunk type that the peer must authenticate (RFC 4895); set it before the association (RFC 6458 section
     * 8.3.2).
     */
    public static final SctpOption<Integer> AUTH_CHUNK = option("SCTP_AUTH_CHUNK", Integer.class, ENDPOINT, WRITE);
    /** The HMAC algorithms, the preferred one first (RFC 6458 section 8.1.17). */
    public static final SctpOption<List<HmacAlgorithm>> HMAC_IDENT =
            option("SCTP_HMAC_IDENT", List.class, ENDPOINT, READ_WRITE);
    /** Adds a shared key (RFC 6458 section 8.3.3). */
    public static final SctpOption<AuthKey> AUTH_KEY = option("SCTP_AUTH_KEY", AuthKey.class, ASSOCIATION, WRITE);
    /** The number of the active shared key (RFC 6458 section 8.1.18). */
    public static final SctpOption<Integer> AUTH_ACTIVE_KEY =
            option("SCTP_AUTH_ACTIVE_KEY", Integer.class, ASSOCIATION, READ_WRITE);
    /** Deletes the shared key with this number (RFC 6458 section 8.3.5). */
    public static final SctpOption<Integer> AUTH_DELETE_KEY =
            option("SCTP_AUTH_DELETE_KEY", Integer.class, ASSOCIATION, WRITE);
    /** Deactivates the shared key with this number (RFC 6458 section 8.3.4). */
    public static final SctpOption<Integer> AUTH_DEACTIVATE_KEY =
            option("SCTP_AUTH_DEACTIVATE_KEY", Integer.class, ASSOCIATION, WRITE);
    /** The chunk types that the peer requires to be authenticated (RFC 6458 section 8.2.3). */
    public static final SctpOption<Set<Integer>> PEER_AUTH_CHUNKS =
            option("SCTP_PEER_AUTH_CHUNKS", Set.class, ASSOCIATION, READ);
    /** The chunk types that this end requires to be authenticated (RFC 6458 section 8.2.4). */
    public static final SctpOption<Set<Integer>> LOCAL_AUTH_CHUNKS =
            option("SCTP_LOCAL_AUTH_CHUNKS", Set.class, ASSOCIATION, READ);
    /**
     * Whether the machine's address changes are announced to the peers (RFC 6458 section 8.1.23). The endpoint must be
     * bound to the wildcard address. It applies to existing and future associations that negotiated {@link
     * #ASCONF_SUPPORTED}. Accepted channels inherit it from their listener.
     */
    public static final SctpOption<Boolean> AUTO_ASCONF =
            option("SCTP_AUTO_ASCONF", Boolean.class, ENDPOINT, READ_WRITE);
    /** Error thresholds of a path (RFC 7829 section 7.2). */
    public static final SctpOption<PathThresholds> PEER_ADDR_THLDS =
            option("SCTP_PEER_ADDR_THLDS", PathThresholds.class, PATH, READ_WRITE);
    /** As {@link #PEER_ADDR_THLDS}, with the threshold of the primary path switchover. */
    public static final SctpOption<PathThresholds> PEER_ADDR_THLDS_V2 =
            option("SCTP_PEER_ADDR_THLDS_V2", PathThresholds.class, PATH, READ_WRITE);
    /** Whether {@link ReceiveInfo} is filled; on by default in this library (RFC 6458 section 8.1.29). */
    public static final SctpOption<Boolean> RECVRCVINFO =
            option("SCTP_RECVRCVINFO", Boolean.class, ENDPOINT, READ_WRITE);
    /** Whether {@link ReceiveInfo#hasNext()} and the {@code next...} values are filled (RFC 6458 section 8.1.30). */
    public static final SctpOption<Boolean> RECVNXTINFO =
            option("SCTP_RECVNXTINFO", Boolean.class, ENDPOINT, READ_WRITE);
    /** Defaults of a send without {@link SendInfo} (RFC 6458 section 8.1.31). */
    public static final SctpOption<DefaultSendInfo> DEFAULT_SNDINFO =
            option("SCTP_DEFAULT_SNDINFO", DefaultSendInfo.class, ASSOCIATION, READ_WRITE);
    /**
     * Whether several one-to-one channels may be bound to one port, each with its own association; one of them may
     * listen (RFC 6458 section 8.1.27). False by default; accepted channels inherit it.
     *
     * <p>All channels at the port must set it before {@code bind} and {@code connect}; later it is an error, even if
     * the value does not change. Binding to a port of a channel without the option, or letting a second channel listen,
     * is {@link SctpException.AddressInUse}. Connecting to a peer with which the port already has an association is
     * {@link SctpException.AddressNotAvailable}. One-to-many channels do not have the option. On Linux, the listening
     * channel must be bound last.
     */
    public static final SctpOption<Boolean> REUSE_PORT = option("SCTP_REUSE_PORT", Boolean.class, ENDPOINT, READ_WRITE);
    /** Whether messages can be abandoned (RFC 3758). Negotiated: set it for the endpoint before the association. */
    public static final SctpOption<Boolean> PR_SUPPORTED =
            option("SCTP_PR_SUPPORTED", Boolean.class, ASSOCIATION, READ_WRITE);
    /** The partial reliability policy of messages that do not set one (RFC 6458 section 8.1.32). */
    public static final SctpOption<PrInfo> DEFAULT_PRINFO =
            option("SCTP_DEFAULT_PRINFO", PrInfo.class, ASSOCIATION, READ_WRITE);
    /** Number of abandoned messages of an association, of all policies together (RFC 7496 section 4.4). */
    public static final SctpOption<PrStatus> PR_ASSOC_STATUS =
            option("SCTP_PR_ASSOC_STATUS", PrStatus.class, ASSOCIATION, READ);
    /** Number of abandoned messages of a stream, of all policies together (RFC 7496 section 4.3). */
    public static final SctpOption<PrStatus> PR_STREAM_STATUS =
            option("SCTP_PR_STREAM_STATUS", PrStatus.class, STREAM, READ);
    /**
     * Whether streams can be re-configured (RFC 6525). Negotiated: set it for the endpoint before the association, on
     * both ends.
     */
    public static final SctpOption<Boolean> RECONFIG_SUPPORTED =
            option("SCTP_RECONFIG_SUPPORTED", Boolean.class, ASSOCIATION, READ_WRITE);
    /** The peer's re-configuration requests that are granted (RFC 6525 section 6.3.1). */
    public static final SctpOption<Set<StreamResetPermission>> ENABLE_STREAM_RESET =
            option("SCTP_ENABLE_STREAM_RESET", Set.class, ASSOCIATION, READ_WRITE);
    /** The stream scheduler: which stream's message is sent next (RFC 8260 section 4.3.2). */
    public static final SctpOption<StreamScheduler> STREAM_SCHEDULER =
            option("SCTP_STREAM_SCHEDULER", StreamScheduler.class, ASSOCIATION, READ_WRITE);
    /** A stream's value for the scheduler, its priority or weight, 0 to 65535 (RFC 8260 section 4.3.3). */
    public static final SctpOption<Integer> STREAM_SCHEDULER_VALUE =
            option("SCTP_STREAM_SCHEDULER_VALUE", Integer.class, STREAM, READ_WRITE);
    /**
     * Whether large messages of several streams may be interleaved on the wire (RFC 8260). Negotiated: set it for the
     * endpoint before the association. It needs {@link #FRAGMENT_INTERLEAVE} above 0. Use 2: then a partially delivered
     * message does not delay others, which would take up the receive buffer meanwhile. Linux also needs {@code
     * net.sctp.intl_enable}.
     */
    public static final SctpOption<Boolean> INTERLEAVING_SUPPORTED =
            option("SCTP_INTERLEAVING_SUPPORTED", Boolean.class, ASSOCIATION, READ_WRITE);
    /**
     * Whether addresses can be changed during an association (RFC 5061). Negotiated: set it for the endpoint before the
     * association, together with {@link #AUTH_SUPPORTED}.
     */
    public static final SctpOption<Boolean> ASCONF_SUPPORTED =
            option("SCTP_ASCONF_SUPPORTED", Boolean.class, ASSOCIATION, READ_WRITE);
    /** Whether chunks can be authenticated (RFC 4895). Negotiated: set it for the endpoint before the association. */
    public static final SctpOption<Boolean> AUTH_SUPPORTED =
            option("SCTP_AUTH_SUPPORTED", Boolean.class, ASSOCIATION, READ_WRITE);
    /** Whether explicit congestion notification is used. Negotiated: set it for the endpoint before the association. */
    public static final SctpOption<Boolean> ECN_SUPPORTED =
            option("SCTP_ECN_SUPPORTED", Boolean.class, ASSOCIATION, READ_WRITE);
    /** Whether the potentially failed state of paths is reported (RFC 7829 section 7.3). */
    public static final SctpOption<Boolean> EXPOSE_POTENTIALLY_FAILED_STATE =
            option("SCTP_EXPOSE_POTENTIALLY_FAILED_STATE", Boolean.class, ASSOCIATION, READ_WRITE);
    /** The peer's UDP port (RFC 6951 section 6.1); 0 for SCTP without UDP. */
    public static final SctpOption<Integer> REMOTE_UDP_ENCAPS_PORT =
            option("SCTP_REMOTE_UDP_ENCAPS_PORT", Integer.class, PATH, READ_WRITE);
    /** The time between two probes of the path MTU (RFC 8899), at least 5 s; zero switches probing off. */
    public static final SctpOption<Duration> PLPMTUD_PROBE_INTERVAL =
            option("SCTP_PLPMTUD_PROBE_INTERVAL", Duration.class, PATH, READ_WRITE);

    /**
     * How much data may be in flight to a path. Set for an association, it applies to all its paths at once; they keep
     * the windows that they have. Linux has {@link CongestionControl#RFC_9260} only.
     */
    public static final SctpOption<CongestionControl> CONGESTION_CONTROL =
            option("SCTP_CONGESTION_CONTROL", CongestionControl.class, ASSOCIATION, READ_WRITE);

    private static final List<SctpOption<?>> ALL = List.of(
            RTOINFO,
            ASSOCINFO,
            INITMSG,
            NODELAY,
            AUTOCLOSE,
            SET_PEER_PRIMARY_ADDR,
            PRIMARY_ADDR,
            ADAPTATION_LAYER,
            DISABLE_FRAGMENTS,
            PEER_ADDR_PARAMS,
            DEFAULT_SEND_PARAM,
            EVENTS,
            I_WANT_MAPPED_V4_ADDR,
            MAXSEG,
            DELAYED_SACK,
            CONTEXT,
            FRAGMENT_INTERLEAVE,
            PARTIAL_DELIVERY_POINT,
            MAX_BURST,
            AUTH_CHUNK,
            HMAC_IDENT,
            AUTH_KEY,
            AUTH_ACTIVE_KEY,
            AUTH_DELETE_KEY,
            AUTH_DEACTIVATE_KEY,
            PEER_AUTH_CHUNKS,
            LOCAL_AUTH_CHUNKS,
            AUTO_ASCONF,
            PEER_ADDR_THLDS,
            PEER_ADDR_THLDS_V2,
            RECVRCVINFO,
            RECVNXTINFO,
            DEFAULT_SNDINFO,
            REUSE_PORT,
            PR_SUPPORTED,
            DEFAULT_PRINFO,
            PR_ASSOC_STATUS,
            PR_STREAM_STATUS,
            RECONFIG_SUPPORTED,
            ENABLE_STREAM_RESET,
            STREAM_SCHEDULER,
            STREAM_SCHEDULER_VALUE,
            INTERLEAVING_SUPPORTED,
            ASCONF_SUPPORTED,
            AUTH_SUPPORTED,
            ECN_SUPPORTED,
            EXPOSE_POTENTIALLY_FAILED_STATE,
            REMOTE_UDP_ENCAPS_PORT,
            PLPMTUD_PROBE_INTERVAL,
            CONGESTION_CONTROL);

    private SctpOptions() {}

    /** Every option, in the order of the Linux header; last the one that Linux does not have. */
    public static List<SctpOption<?>> all() {
        return ALL;
    }

    private static <T> SctpOption<T> option(
            final String name, final Class<?> type, final SctpOption.Scope scope, final SctpOption.Access access) {
        return new SctpOption<>(name, type, scope, access);
    }
}
