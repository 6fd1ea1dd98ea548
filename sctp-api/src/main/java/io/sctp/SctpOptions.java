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
 * The settings of SCTP endpoints, associations, paths and streams: RFC 6458, section 8, its successors, and those of
 * Linux.
 *
 * <p>What is an action rather than a setting is a method: binding, connecting, peeling off and subscribing on the
 * channels; status, statistics, addresses, paths and re-configuration on {@link Association}.
 * {@link java.net.StandardSocketOptions#SO_RCVBUF}, {@code SO_SNDBUF}, {@code SO_LINGER}, {@code SO_REUSEADDR} and
 * {@code IP_TOS} work on every channel too.
 *
 * <p>Some features are negotiated when an association begins. For an association they can only be read; setting them is
 * refused, since it would change nothing.
 */
public final class SctpOptions {
    /** Bounds of the retransmission time-out. */
    public static final SctpOption<RtoInfo> RTOINFO = option("SCTP_RTOINFO", RtoInfo.class, ASSOCIATION, READ_WRITE);
    /** Limits of an association. */
    public static final SctpOption<AssociationParameters> ASSOCINFO =
            option("SCTP_ASSOCINFO", AssociationParameters.class, ASSOCIATION, READ_WRITE);
    /** How associations are set up; set it before connecting or listening. */
    public static final SctpOption<InitParameters> INITMSG =
            option("SCTP_INITMSG", InitParameters.class, ENDPOINT, READ_WRITE);
    /**
     * Sends small messages at once instead of waiting for more (Nagle's algorithm off); on by default in this library.
     */
    public static final SctpOption<Boolean> NODELAY = option("SCTP_NODELAY", Boolean.class, ENDPOINT, READ_WRITE);
    /**
     * Shuts associations down that were idle for so many whole seconds; zero for never. On one-to-many channels only.
     */
    public static final SctpOption<Duration> AUTOCLOSE = option("SCTP_AUTOCLOSE", Duration.class, ENDPOINT, READ_WRITE);
    /** Asks the peer to make one of our addresses its primary path (RFC 5061). */
    public static final SctpOption<InetSocketAddress> SET_PEER_PRIMARY_ADDR =
            option("SCTP_SET_PEER_PRIMARY_ADDR", InetSocketAddress.class, ASSOCIATION, WRITE);
    /** The peer's address that is used first. */
    public static final SctpOption<InetSocketAddress> PRIMARY_ADDR =
            option("SCTP_PRIMARY_ADDR", InetSocketAddress.class, ASSOCIATION, READ_WRITE);
    /** The adaptation layer indication that is sent when an association is set up, 32 bits. */
    public static final SctpOption<Integer> ADAPTATION_LAYER =
            option("SCTP_ADAPTATION_LAYER", Integer.class, ENDPOINT, READ_WRITE);
    /** Refuses messages that do not fit into one packet instead of fragmenting them. */
    public static final SctpOption<Boolean> DISABLE_FRAGMENTS =
            option("SCTP_DISABLE_FRAGMENTS", Boolean.class, ENDPOINT, READ_WRITE);
    /** Heartbeats, path MTU, delayed SACK and marking of paths. */
    public static final SctpOption<PathParameters> PEER_ADDR_PARAMS =
            option("SCTP_PEER_ADDR_PARAMS", PathParameters.class, PATH, READ_WRITE);
    /** What a send without information of its own uses; the deprecated form of {@link #DEFAULT_SNDINFO}. */
    public static final SctpOption<DefaultSendParameters> DEFAULT_SEND_PARAM =
            option("SCTP_DEFAULT_SEND_PARAM", DefaultSendParameters.class, ASSOCIATION, READ_WRITE);
    /** All events at once that the endpoint is subscribed to; {@link SctpEndpoint#subscribe} changes single ones. */
    public static final SctpOption<Set<NotificationType>> EVENTS =
            option("SCTP_EVENTS", Set.class, ENDPOINT, READ_WRITE);
    /** Whether an IPv6 channel shows IPv4 addresses in mapped form on the system's side; Java sees IPv4 either way. */
    public static final SctpOption<Boolean> I_WANT_MAPPED_V4_ADDR =
            option("SCTP_I_WANT_MAPPED_V4_ADDR", Boolean.class, ENDPOINT, READ_WRITE);
    /**
     * The most user data of one chunk, in bytes, 464 to 65512; 0 lets the path MTU decide. An association shows what a
     * chunk really takes now.
     */
    public static final SctpOption<Integer> MAXSEG = option("SCTP_MAXSEG", Integer.class, ASSOCIATION, READ_WRITE);
    /** When received data is acknowledged. */
    public static final SctpOption<DelayedSack> DELAYED_SACK =
            option("SCTP_DELAYED_SACK", DelayedSack.class, ASSOCIATION, READ_WRITE);
    /** A value that {@link ReceiveInfo#context()} shows with every message of the association. */
    public static final SctpOption<Integer> CONTEXT = option("SCTP_CONTEXT", Integer.class, ASSOCIATION, READ_WRITE);
    /**
     * How parts of large messages may be interleaved: 0 not, 1 and 2 as RFC 6458, section 8.1.20 says. Linux makes 1 of
     * 2, but then parts of several messages of an association come in turn if that has {@link #INTERLEAVING_SUPPORTED}.
     */
    public static final SctpOption<Integer> FRAGMENT_INTERLEAVE =
            option("SCTP_FRAGMENT_INTERLEAVE", Integer.class, ENDPOINT, READ_WRITE);
    /** From how many bytes on a message that is not complete is delivered in parts; at most {@code SO_RCVBUF}. */
    public static final SctpOption<Integer> PARTIAL_DELIVERY_POINT =
            option("SCTP_PARTIAL_DELIVERY_POINT", Integer.class, ENDPOINT, READ_WRITE);
    /** Packets that may be sent at once; 0 for no limit (RFC 6458 section 8.1.24). */
    public static final SctpOption<Integer> MAX_BURST =
            option("SCTP_MAX_BURST", Integer.class, ASSOCIATION, READ_WRITE);
    /** Adds a chunk type that the peer must authenticate (RFC 4895); before the association begins. */
    public static final SctpOption<Integer> AUTH_CHUNK = option("SCTP_AUTH_CHUNK", Integer.class, ENDPOINT, WRITE);
    /** The algorithms to authenticate with, the preferred one first. */
    public static final SctpOption<List<HmacAlgorithm>> HMAC_IDENT =
            option("SCTP_HMAC_IDENT", List.class, ENDPOINT, READ_WRITE);
    /** Adds a shared key. */
    public static final SctpOption<AuthKey> AUTH_KEY = option("SCTP_AUTH_KEY", AuthKey.class, ASSOCIATION, WRITE);
    /** The number of the shared key that is used. */
    public static final SctpOption<Integer> AUTH_ACTIVE_KEY =
            option("SCTP_AUTH_ACTIVE_KEY", Integer.class, ASSOCIATION, READ_WRITE);
    /** Deletes the shared key with this number. */
    public static final SctpOption<Integer> AUTH_DELETE_KEY =
            option("SCTP_AUTH_DELETE_KEY", Integer.class, ASSOCIATION, WRITE);
    /** Stops using the shared key with this number. */
    public static final SctpOption<Integer> AUTH_DEACTIVATE_KEY =
            option("SCTP_AUTH_DEACTIVATE_KEY", Integer.class, ASSOCIATION, WRITE);
    /** The chunk types that the peer requires to be authenticated. */
    public static final SctpOption<Set<Integer>> PEER_AUTH_CHUNKS =
            option("SCTP_PEER_AUTH_CHUNKS", Set.class, ASSOCIATION, READ);
    /** The chunk types that we require to be authenticated. */
    public static final SctpOption<Set<Integer>> LOCAL_AUTH_CHUNKS =
            option("SCTP_LOCAL_AUTH_CHUNKS", Set.class, ASSOCIATION, READ);
    /**
     * Whether the peers hear of the machine's addresses as they come and go (RFC 6458 section 8.1.23). For an endpoint
     * that is bound to the wildcard, or else it is an error; counts for its associations where
     * {@link #ASCONF_SUPPORTED} was agreed on, those that there are, too. An accepted channel has it as its listener.
     */
    public static final SctpOption<Boolean> AUTO_ASCONF =
            option("SCTP_AUTO_ASCONF", Boolean.class, ENDPOINT, READ_WRITE);
    /** After how many errors a path is treated how. */
    public static final SctpOption<PathThresholds> PEER_ADDR_THLDS =
            option("SCTP_PEER_ADDR_THLDS", PathThresholds.class, PATH, READ_WRITE);
    /** As {@link #PEER_ADDR_THLDS}, with the primary path's switchover. */
    public static final SctpOption<PathThresholds> PEER_ADDR_THLDS_V2 =
            option("SCTP_PEER_ADDR_THLDS_V2", PathThresholds.class, PATH, READ_WRITE);
    /** Whether {@link ReceiveInfo} is filled; on by default in this library. */
    public static final SctpOption<Boolean> RECVRCVINFO =
            option("SCTP_RECVRCVINFO", Boolean.class, ENDPOINT, READ_WRITE);
    /** Whether {@link ReceiveInfo#hasNext()} and its fellows are filled. */
    public static final SctpOption<Boolean> RECVNXTINFO =
            option("SCTP_RECVNXTINFO", Boolean.class, ENDPOINT, READ_WRITE);
    /** What a send without information of its own uses. */
    public static final SctpOption<DefaultSendInfo> DEFAULT_SNDINFO =
            option("SCTP_DEFAULT_SNDINFO", DefaultSendInfo.class, ASSOCIATION, READ_WRITE);
    /**
     * Lets several one-to-one channels be bound to one port, each with an association of its own; one of them may
     * listen. All that have the port must have set it, before {@code bind} and {@code connect} (later it is an error,
     * the value it has already, too); false at first, and accepted channels show what their listener has. To bind to a
     * port that another channel has without it, or a second channel to listen, is {@link SctpException.AddressInUse};
     * to connect to a peer's address and port with which the port has an association already,
     * {@link SctpException.AddressNotAvailable}. One-to-many channels do not have it. On Linux the channel that listens
     * must be bound last. RFC 6458, section 8.1.27.
     */
    public static final SctpOption<Boolean> REUSE_PORT = option("SCTP_REUSE_PORT", Boolean.class, ENDPOINT, READ_WRITE);
    /** Whether messages can be given up on (RFC 3758). Negotiated: set it for the endpoint, before. */
    public static final SctpOption<Boolean> PR_SUPPORTED =
            option("SCTP_PR_SUPPORTED", Boolean.class, ASSOCIATION, READ_WRITE);
    /** The partial reliability of messages that do not choose their own. */
    public static final SctpOption<PrInfo> DEFAULT_PRINFO =
            option("SCTP_DEFAULT_PRINFO", PrInfo.class, ASSOCIATION, READ_WRITE);
    /** Messages of an association that were given up on, under all policies together. */
    public static final SctpOption<PrStatus> PR_ASSOC_STATUS =
            option("SCTP_PR_ASSOC_STATUS", PrStatus.class, ASSOCIATION, READ);
    /** Messages of a stream that were given up on, under all policies together. */
    public static final SctpOption<PrStatus> PR_STREAM_STATUS =
            option("SCTP_PR_STREAM_STATUS", PrStatus.class, STREAM, READ);
    /** Whether streams can be re-configured (RFC 6525). Negotiated: set it for the endpoint, before, on both ends. */
    public static final SctpOption<Boolean> RECONFIG_SUPPORTED =
            option("SCTP_RECONFIG_SUPPORTED", Boolean.class, ASSOCIATION, READ_WRITE);
    /** Which re-configuration requests of the peer's are granted. */
    public static final SctpOption<Set<StreamResetPermission>> ENABLE_STREAM_RESET =
            option("SCTP_ENABLE_STREAM_RESET", Set.class, ASSOCIATION, READ_WRITE);
    /** Which stream's message is sent next. */
    public static final SctpOption<StreamScheduler> STREAM_SCHEDULER =
            option("SCTP_STREAM_SCHEDULER", StreamScheduler.class, ASSOCIATION, READ_WRITE);
    /** A stream's value for the scheduler: its priority or weight, 0 to 65535. */
    public static final SctpOption<Integer> STREAM_SCHEDULER_VALUE =
            option("SCTP_STREAM_SCHEDULER_VALUE", Integer.class, STREAM, READ_WRITE);
    /**
     * Whether large messages of several streams may be interleaved on the wire (RFC 8260). Negotiated: set it for the
     * endpoint, before. It needs {@link #FRAGMENT_INTERLEAVE} above 0, which should be 2: then no message that is
     * received in parts keeps others from being read, which meanwhile take up the receive buffer. Linux needs sysctl
     * {@code net.sctp.intl_enable}, too.
     */
    public static final SctpOption<Boolean> INTERLEAVING_SUPPORTED =
            option("SCTP_INTERLEAVING_SUPPORTED", Boolean.class, ASSOCIATION, READ_WRITE);
    /**
     * Whether addresses can be changed during an association (RFC 5061). Negotiated: set it for the endpoint, before,
     * with {@link #AUTH_SUPPORTED}.
     */
    public static final SctpOption<Boolean> ASCONF_SUPPORTED =
            option("SCTP_ASCONF_SUPPORTED", Boolean.class, ASSOCIATION, READ_WRITE);
    /** Whether chunks can be authenticated (RFC 4895). Negotiated: set it for the endpoint, before. */
    public static final SctpOption<Boolean> AUTH_SUPPORTED =
            option("SCTP_AUTH_SUPPORTED", Boolean.class, ASSOCIATION, READ_WRITE);
    /** Whether explicit congestion notification is used. Negotiated: set it for the endpoint, before. */
    public static final SctpOption<Boolean> ECN_SUPPORTED =
            option("SCTP_ECN_SUPPORTED", Boolean.class, ASSOCIATION, READ_WRITE);
    /** Whether the potentially failed state of paths is shown (RFC 7829). */
    public static final SctpOption<Boolean> EXPOSE_POTENTIALLY_FAILED_STATE =
            option("SCTP_EXPOSE_POTENTIALLY_FAILED_STATE", Boolean.class, ASSOCIATION, READ_WRITE);
    /** The UDP port to which packets to the peer go (RFC 6951); 0 for SCTP without UDP. */
    public static final SctpOption<Integer> REMOTE_UDP_ENCAPS_PORT =
            option("SCTP_REMOTE_UDP_ENCAPS_PORT", Integer.class, PATH, READ_WRITE);
    /** The time between two probes of the path MTU (RFC 8899), at least 5 s; zero switches probing off. */
    public static final SctpOption<Duration> PLPMTUD_PROBE_INTERVAL =
            option("SCTP_PLPMTUD_PROBE_INTERVAL", Duration.class, PATH, READ_WRITE);

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
            PLPMTUD_PROBE_INTERVAL);

    private SctpOptions() {}

    /** Every option, in the order of the Linux header. */
    public static List<SctpOption<?>> all() {
        return ALL;
    }

    private static <T> SctpOption<T> option(
            final String name, final Class<?> type, final SctpOption.Scope scope, final SctpOption.Access access) {
        return new SctpOption<>(name, type, scope, access);
    }
}
