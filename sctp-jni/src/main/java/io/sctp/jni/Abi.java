package io.sctp.jni;

/**
 * The kernel's ABI and the library's own, as far as Java relies on it: constants, and for each struct the offset of
 * every field and the {@code SIZE}, in bytes. All are compile-time constants; the library holds the same table, made by
 * the C compiler from {@code linux/sctp.h}, and {@link AbiCheck} compares the two when it is loaded.
 *
 * <p>A field that ends a struct of variable length (the kernel's flexible arrays) is an offset too; {@code SIZE} is
 * then the size of what stands before it, padding included.
 */
public final class Abi {

    private Abi() {}

    /** The socket options of level {@code SOL_SCTP}. */
    public static final class Option {
        public static final int RTOINFO = 0;
        public static final int ASSOCINFO = 1;
        public static final int INITMSG = 2;
        public static final int NODELAY = 3;
        public static final int AUTOCLOSE = 4;
        public static final int SET_PEER_PRIMARY_ADDR = 5;
        public static final int PRIMARY_ADDR = 6;
        public static final int ADAPTATION_LAYER = 7;
        public static final int DISABLE_FRAGMENTS = 8;
        public static final int PEER_ADDR_PARAMS = 9;
        public static final int DEFAULT_SEND_PARAM = 10;
        public static final int EVENTS = 11;
        public static final int I_WANT_MAPPED_V4_ADDR = 12;
        public static final int MAXSEG = 13;
        public static final int STATUS = 14;
        public static final int GET_PEER_ADDR_INFO = 15;
        public static final int DELAYED_ACK_TIME = 16;
        public static final int CONTEXT = 17;
        public static final int FRAGMENT_INTERLEAVE = 18;
        public static final int PARTIAL_DELIVERY_POINT = 19;
        public static final int MAX_BURST = 20;
        public static final int AUTH_CHUNK = 21;
        public static final int HMAC_IDENT = 22;
        public static final int AUTH_KEY = 23;
        public static final int AUTH_ACTIVE_KEY = 24;
        public static final int AUTH_DELETE_KEY = 25;
        public static final int PEER_AUTH_CHUNKS = 26;
        public static final int LOCAL_AUTH_CHUNKS = 27;
        public static final int GET_ASSOC_NUMBER = 28;
        public static final int GET_ASSOC_ID_LIST = 29;
        public static final int AUTO_ASCONF = 30;
        public static final int PEER_ADDR_THLDS = 31;
        public static final int RECVRCVINFO = 32;
        public static final int RECVNXTINFO = 33;
        public static final int DEFAULT_SNDINFO = 34;
        public static final int AUTH_DEACTIVATE_KEY = 35;
        public static final int REUSE_PORT = 36;
        public static final int PEER_ADDR_THLDS_V2 = 37;
        public static final int SOCKOPT_BINDX_ADD = 100;
        public static final int SOCKOPT_BINDX_REM = 101;
        public static final int SOCKOPT_PEELOFF = 102;
        public static final int SOCKOPT_CONNECTX_OLD = 107;
        public static final int GET_PEER_ADDRS = 108;
        public static final int GET_LOCAL_ADDRS = 109;
        public static final int SOCKOPT_CONNECTX = 110;
        public static final int SOCKOPT_CONNECTX3 = 111;
        public static final int GET_ASSOC_STATS = 112;
        public static final int PR_SUPPORTED = 113;
        public static final int DEFAULT_PRINFO = 114;
        public static final int PR_ASSOC_STATUS = 115;
        public static final int PR_STREAM_STATUS = 116;
        public static final int RECONFIG_SUPPORTED = 117;
        public static final int ENABLE_STREAM_RESET = 118;
        public static final int RESET_STREAMS = 119;
        public static final int RESET_ASSOC = 120;
        public static final int ADD_STREAMS = 121;
        public static final int SOCKOPT_PEELOFF_FLAGS = 122;
        public static final int STREAM_SCHEDULER = 123;
        public static final int STREAM_SCHEDULER_VALUE = 124;
        public static final int INTERLEAVING_SUPPORTED = 125;
        public static final int SENDMSG_CONNECT = 126;
        public static final int EVENT = 127;
        public static final int ASCONF_SUPPORTED = 128;
        public static final int AUTH_SUPPORTED = 129;
        public static final int ECN_SUPPORTED = 130;
        public static final int EXPOSE_POTENTIALLY_FAILED_STATE = 131;
        public static final int REMOTE_UDP_ENCAPS_PORT = 132;
        public static final int PLPMTUD_PROBE_INTERVAL = 133;

        private Option() {}
    }

    /** Ids that mean no single association. */
    public static final class AssociationSelector {
        public static final int FUTURE_ASSOC = 0;
        public static final int CURRENT_ASSOC = 1;
        public static final int ALL_ASSOC = 2;

        private AssociationSelector() {}
    }

    /** {@code pr_policy} as the kernel has it; a message descriptor has {@link DescriptorPrPolicy} instead. */
    public static final class PrPolicy {
        public static final int NONE = 0;
        public static final int TTL = 0x10;
        public static final int RTX = 0x20;
        public static final int PRIO = 0x30;
        public static final int ALL = 0x80;
        public static final int MASK = 0x30;

        private PrPolicy() {}
    }

    /** Values of {@link Option#ENABLE_STREAM_RESET}. */
    public static final class StreamResetCapability {
        public static final int RESET_STREAM_REQ = 0x1;
        public static final int RESET_ASSOC_REQ = 0x2;
        public static final int CHANGE_ASSOC_REQ = 0x4;
        public static final int STRRESET_MASK = 0x7;

        private StreamResetCapability() {}
    }

    /** {@code srs_flags} of {@link Option#RESET_STREAMS}. */
    public static final class StreamResetDirection {
        public static final int INCOMING = 0x1;
        public static final int OUTGOING = 0x2;

        private StreamResetDirection() {}
    }

    /** {@code snd_flags} and {@code sinfo_flags}. */
    public static final class SendFlag {
        public static final int UNORDERED = 0x1;
        public static final int ADDR_OVER = 0x2;
        public static final int ABORT = 0x4;
        public static final int SACK_IMMEDIATELY = 0x8;
        public static final int SENDALL = 0x40;
        public static final int EOF = 0x200;

        private SendFlag() {}
    }

    /** {@code sn_type}; {@code DATA_IO_EVENT} is only subscribed to, never delivered. */
    public static final class NotificationType {
        public static final int SN_TYPE_BASE = 0x8000;
        public static final int DATA_IO_EVENT = 0x8000;
        public static final int ASSOC_CHANGE = 0x8001;
        public static final int PEER_ADDR_CHANGE = 0x8002;
        public static final int SEND_FAILED = 0x8003;
        public static final int REMOTE_ERROR = 0x8004;
        public static final int SHUTDOWN_EVENT = 0x8005;
        public static final int PARTIAL_DELIVERY_EVENT = 0x8006;
        public static final int ADAPTATION_INDICATION = 0x8007;
        public static final int AUTHENTICATION_EVENT = 0x8008;
        public static final int SENDER_DRY_EVENT = 0x8009;
        public static final int STREAM_RESET_EVENT = 0x800a;
        public static final int ASSOC_RESET_EVENT = 0x800b;
        public static final int STREAM_CHANGE_EVENT = 0x800c;
        public static final int SEND_FAILED_EVENT = 0x800d;

        private NotificationType() {}
    }

    /** {@code sac_state}. */
    public static final class AssociationChange {
        public static final int COMM_UP = 0;
        public static final int COMM_LOST = 1;
        public static final int RESTART = 2;
        public static final int SHUTDOWN_COMP = 3;
        public static final int CANT_STR_ASSOC = 4;

        private AssociationChange() {}
    }

    /** {@code spc_state}. */
    public static final class AddressChange {
        public static final int AVAILABLE = 0;
        public static final int UNREACHABLE = 1;
        public static final int REMOVED = 2;
        public static final int ADDED = 3;
        public static final int MADE_PRIM = 4;
        public static final int CONFIRMED = 5;
        public static final int POTENTIALLY_FAILED = 6;

        private AddressChange() {}
    }

    /** {@code ssf_flags}. */
    public static final class SendFailedFlag {
        public static final int DATA_UNSENT = 0;
        public static final int DATA_SENT = 1;

        private SendFailedFlag() {}
    }

    /** {@code pdapi_indication}. */
    public static final class PartialDelivery {
        public static final int ABORTED = 0;

        private PartialDelivery() {}
    }

    /** {@code auth_indication}. */
    public static final class AuthenticationIndication {
        public static final int NEW_KEY = 0;
        public static final int FREE_KEY = 1;
        public static final int NO_AUTH = 2;

        private AuthenticationIndication() {}
    }

    /** {@code strreset_flags}. */
    public static final class StreamResetFlag {
        public static final int INCOMING_SSN = 0x1;
        public static final int OUTGOING_SSN = 0x2;
        public static final int DENIED = 0x4;
        public static final int FAILED = 0x8;

        private StreamResetFlag() {}
    }

    /** {@code assocreset_flags}. */
    public static final class AssociationResetFlag {
        public static final int DENIED = 0x4;
        public static final int FAILED = 0x8;

        private AssociationResetFlag() {}
    }

    /** {@code strchange_flags}. */
    public static final class StreamChangeFlag {
        public static final int DENIED = 0x4;
        public static final int FAILED = 0x8;

        private StreamChangeFlag() {}
    }

    /** Linux numbers for {@code sac_error} and {@code spc_error} that are not cause codes. */
    public static final class NotificationError {
        public static final int FAILED_THRESHOLD = 0;
        public static final int RECEIVED_SACK = 1;
        public static final int HEARTBEAT_SUCCESS = 2;
        public static final int RESPONSE_TO_USER_REQ = 3;
        public static final int INTERNAL_ERROR = 4;
        public static final int SHUTDOWN_GUARD_EXPIRES = 5;
        public static final int PEER_FAULTY = 6;

        private NotificationError() {}
    }

    /** {@code spp_flags}. */
    public static final class PeerAddressFlag {
        public static final int HB_ENABLE = 0x1;
        public static final int HB_DISABLE = 0x2;
        public static final int HB = 0x3;
        public static final int HB_DEMAND = 0x4;
        public static final int PMTUD_ENABLE = 0x8;
        public static final int PMTUD_DISABLE = 0x10;
        public static final int PMTUD = 0x18;
        public static final int SACKDELAY_ENABLE = 0x20;
        public static final int SACKDELAY_DISABLE = 0x40;
        public static final int SACKDELAY = 0x60;
        public static final int HB_TIME_IS_ZERO = 0x80;
        public static final int IPV6_FLOWLABEL = 0x100;
        public static final int DSCP = 0x200;

        private PeerAddressFlag() {}
    }

    /** {@code shmac_idents}. */
    public static final class HmacId {
        public static final int SHA1 = 1;
        public static final int SHA256 = 3;

        private HmacId() {}
    }

    /** {@code spinfo_state}. */
    public static final class PeerAddressState {
        public static final int INACTIVE = 0;
        public static final int POTENTIALLY_FAILED = 1;
        public static final int ACTIVE = 2;
        public static final int UNCONFIRMED = 3;
        public static final int UNKNOWN = 65535;

        private PeerAddressState() {}
    }

    /** {@code sstat_state}. */
    public static final class AssociationState {
        public static final int EMPTY = 0;
        public static final int CLOSED = 1;
        public static final int COOKIE_WAIT = 2;
        public static final int COOKIE_ECHOED = 3;
        public static final int ESTABLISHED = 4;
        public static final int SHUTDOWN_PENDING = 5;
        public static final int SHUTDOWN_SENT = 6;
        public static final int SHUTDOWN_RECEIVED = 7;
        public static final int SHUTDOWN_ACK_SENT = 8;

        private AssociationState() {}
    }

    /** Values of {@link Option#STREAM_SCHEDULER}; the last two since Linux 6.4. */
    public static final class Scheduler {
        public static final int FCFS = 0;
        public static final int PRIO = 1;
        public static final int RR = 2;
        public static final int FC = 3;
        public static final int WFQ = 4;

        private Scheduler() {}
    }

    /** Socket families, types, levels and options beside SCTP's own. */
    public static final class Socket {
        public static final int AF_UNSPEC = 0;
        public static final int AF_INET = 2;
        public static final int AF_INET6 = 10;
        public static final int SOCK_STREAM = 1;
        public static final int SOCK_SEQPACKET = 5;
        public static final int SOCK_NONBLOCK = 2048;
        public static final int SOCK_CLOEXEC = 524288;
        public static final int SHUT_RD = 0;
        public static final int SHUT_WR = 1;
        public static final int SHUT_RDWR = 2;
        public static final int SOMAXCONN = 4096;
        public static final int SOL_SOCKET = 1;
        public static final int SOL_SCTP = 132;
        public static final int IPPROTO_IP = 0;
        public static final int IPPROTO_IPV6 = 41;
        public static final int IPPROTO_SCTP = 132;
        public static final int SO_DEBUG = 1;
        public static final int SO_REUSEADDR = 2;
        public static final int SO_TYPE = 3;
        public static final int SO_ERROR = 4;
        public static final int SO_SNDBUF = 7;
        public static final int SO_RCVBUF = 8;
        public static final int SO_SNDBUFFORCE = 32;
        public static final int SO_RCVBUFFORCE = 33;
        public static final int SO_PRIORITY = 12;
        public static final int SO_LINGER = 13;
        public static final int SO_REUSEPORT = 15;
        public static final int SO_ACCEPTCONN = 30;
        public static final int SO_PROTOCOL = 38;
        public static final int SO_DOMAIN = 39;
        public static final int SO_BINDTODEVICE = 25;
        public static final int SO_MARK = 36;
        public static final int SO_BUSY_POLL = 46;
        public static final int SO_MEMINFO = 55;
        public static final int IP_TOS = 1;
        public static final int IP_TTL = 2;
        public static final int IP_FREEBIND = 15;
        public static final int IP_TRANSPARENT = 19;
        public static final int IPV6_TCLASS = 67;
        public static final int IPV6_V6ONLY = 26;
        public static final int IPV6_UNICAST_HOPS = 16;

        private Socket() {}
    }

    /** Error numbers. */
    public static final class Errno {
        public static final int EPERM = 1;
        public static final int ENOENT = 2;
        public static final int EINTR = 4;
        public static final int EIO = 5;
        public static final int EBADF = 9;
        public static final int EAGAIN = 11;
        public static final int ENOMEM = 12;
        public static final int EACCES = 13;
        public static final int EFAULT = 14;
        public static final int EBUSY = 16;
        public static final int EEXIST = 17;
        public static final int ENODEV = 19;
        public static final int EINVAL = 22;
        public static final int ENFILE = 23;
        public static final int EMFILE = 24;
        public static final int ENOSPC = 28;
        public static final int EPIPE = 32;
        public static final int ERANGE = 34;
        public static final int EDOM = 33;
        public static final int ENOSYS = 38;
        public static final int ENOTSOCK = 88;
        public static final int EDESTADDRREQ = 89;
        public static final int EMSGSIZE = 90;
        public static final int EPROTOTYPE = 91;
        public static final int ENOPROTOOPT = 92;
        public static final int EPROTONOSUPPORT = 93;
        public static final int ESOCKTNOSUPPORT = 94;
        public static final int EOPNOTSUPP = 95;
        public static final int EPFNOSUPPORT = 96;
        public static final int EAFNOSUPPORT = 97;
        public static final int EADDRINUSE = 98;
        public static final int EADDRNOTAVAIL = 99;
        public static final int ENETDOWN = 100;
        public static final int ENETUNREACH = 101;
        public static final int ENETRESET = 102;
        public static final int ECONNABORTED = 103;
        public static final int ECONNRESET = 104;
        public static final int ENOBUFS = 105;
        public static final int EISCONN = 106;
        public static final int ENOTCONN = 107;
        public static final int ESHUTDOWN = 108;
        public static final int ETIMEDOUT = 110;
        public static final int ECONNREFUSED = 111;
        public static final int EHOSTDOWN = 112;
        public static final int EHOSTUNREACH = 113;
        public static final int EALREADY = 114;
        public static final int EINPROGRESS = 115;
        public static final int EPROTO = 71;
        public static final int ESRCH = 3;
        public static final int EKEYREJECTED = 129;
        public static final int ENOKEY = 126;

        private Errno() {}
    }

    /** Events of poll and epoll (the same bits), and of epoll alone. */
    public static final class Poll {
        public static final int POLLIN = 0x1;
        public static final int POLLPRI = 0x2;
        public static final int POLLOUT = 0x4;
        public static final int POLLERR = 0x8;
        public static final int POLLHUP = 0x10;
        public static final int POLLNVAL = 0x20;
        public static final int POLLRDHUP = 0x2000;
        public static final int EPOLLET = 0x80000000;
        public static final int EPOLLONESHOT = 0x40000000;
        public static final int EPOLLEXCLUSIVE = 0x10000000;
        public static final int EPOLL_CTL_ADD = 1;
        public static final int EPOLL_CTL_DEL = 2;
        public static final int EPOLL_CTL_MOD = 3;
        public static final int WOKEN = 0x10000;

        private Poll() {}
    }

    /** Arguments of the calls in {@link Syscalls} that the library itself defines. */
    public static final class Call {
        public static final int BINDX_ADD = 0;
        public static final int BINDX_REMOVE = 1;
        public static final int SEND_MORE = 1;
        public static final int RECEIVE_WAIT = 1;
        public static final int OWN_SEND_BUFFERS = 1;

        private Call() {}
    }

    /** Bits of {@link Descriptor#FLAGS}. */
    public static final class DescriptorFlag {
        public static final int UNORDERED = 0x1;
        public static final int COMPLETE = 0x2;
        public static final int NOTIFICATION = 0x4;
        public static final int END_OF_STREAM = 0x8;
        public static final int NEXT_INFO = 0x10;
        public static final int ADDRESS = 0x20;
        public static final int ADDRESS_OVERRIDE = 0x40;
        public static final int SACK_IMMEDIATELY = 0x80;
        public static final int ABORT = 0x100;
        public static final int EOF = 0x200;
        public static final int SEND_ALL = 0x400;
        public static final int AUTH_KEY = 0x800;
        public static final int CONTROL_TRUNCATED = 0x1000;
        public static final int FAILED = 0x2000;
        public static final int DEFAULTS = 0x4000;
        public static final int SOURCE_UNWANTED = 0x10000;

        private DescriptorFlag() {}
    }

    /** Values of {@link Descriptor#PR_POLICY}. */
    public static final class DescriptorPrPolicy {
        public static final int NONE = 0;
        public static final int LIFETIME = 1;
        public static final int RETRANSMISSIONS = 2;
        public static final int PRIORITY = 3;

        private DescriptorPrPolicy() {}
    }

    /** The message descriptor: 64 bytes, the unit of a batch. */
    public static final class Descriptor {
        public static final int LENGTH = 0;
        public static final int FLAGS = 4;
        public static final int ASSOCIATION_ID = 8;
        public static final int STREAM = 12;
        public static final int SSN = 14;
        public static final int PPID = 16;
        public static final int TSN = 20;
        public static final int CUMULATIVE_TSN = 24;
        public static final int CONTEXT = 28;
        public static final int PR_VALUE = 32;
        public static final int PR_POLICY = 36;
        public static final int AUTH_KEY = 38;
        public static final int PAYLOAD_ADDRESS = 40;
        public static final int RECEIVE_TIME_NANOS = 48;
        public static final int USER_DATA = 56;
        public static final int SIZE = 64;

        private Descriptor() {}
    }

    /** The descriptor of a single message: a {@link Descriptor} and what follows it. */
    public static final class MessageDescriptor {
        public static final int ADDRESS = 64;
        public static final int NEXT_PPID = 92;
        public static final int NEXT_ASSOCIATION_ID = 96;
        public static final int NEXT_LENGTH = 100;
        public static final int NEXT_STREAM = 104;
        public static final int NEXT_FLAGS = 106;
        public static final int SIZE = 128;

        private MessageDescriptor() {}
    }

    /** An entry that {@link Syscalls#epollWait} fills. */
    public static final class ReadyEvent {
        public static final int EVENTS = 0;
        public static final int DATA = 8;
        public static final int SIZE = 16;

        private ReadyEvent() {}
    }

    /** {@code struct sockaddr_in}. */
    public static final class SockaddrIn {
        public static final int FAMILY = 0;
        public static final int PORT = 2;
        public static final int ADDR = 4;
        public static final int SIZE = 16;

        private SockaddrIn() {}
    }

    /** {@code struct sockaddr_in6}. */
    public static final class SockaddrIn6 {
        public static final int FAMILY = 0;
        public static final int PORT = 2;
        public static final int FLOWINFO = 4;
        public static final int ADDR = 8;
        public static final int SCOPE_ID = 24;
        public static final int SIZE = 28;

        private SockaddrIn6() {}
    }

    /** {@code struct sockaddr_storage}. */
    public static final class SockaddrStorage {
        public static final int FAMILY = 0;
        public static final int SIZE = 128;

        private SockaddrStorage() {}
    }

    /** {@code struct linger}, the value of {@link Socket#SO_LINGER}. */
    public static final class Linger {
        public static final int ONOFF = 0;
        public static final int LINGER = 4;
        public static final int SIZE = 8;

        private Linger() {}
    }

    /** What every notification begins with. */
    public static final class NotificationHeader {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int SIZE = 148;

        private NotificationHeader() {}
    }

    /** {@code struct sctp_initmsg}, the value of {@link Option#INITMSG}. */
    public static final class Initmsg {
        public static final int NUM_OSTREAMS = 0;
        public static final int MAX_INSTREAMS = 2;
        public static final int MAX_ATTEMPTS = 4;
        public static final int MAX_INIT_TIMEO = 6;
        public static final int SIZE = 8;

        private Initmsg() {}
    }

    /** {@code struct sctp_sndrcvinfo}, the value of {@link Option#DEFAULT_SEND_PARAM}. */
    public static final class Sndrcvinfo {
        public static final int STREAM = 0;
        public static final int SSN = 2;
        public static final int FLAGS = 4;
        public static final int PPID = 8;
        public static final int CONTEXT = 12;
        public static final int TIMETOLIVE = 16;
        public static final int TSN = 20;
        public static final int CUMTSN = 24;
        public static final int ASSOC_ID = 28;
        public static final int SIZE = 32;

        private Sndrcvinfo() {}
    }

    /** {@code struct sctp_sndinfo}, the value of {@link Option#DEFAULT_SNDINFO}. */
    public static final class Sndinfo {
        public static final int SID = 0;
        public static final int FLAGS = 2;
        public static final int PPID = 4;
        public static final int CONTEXT = 8;
        public static final int ASSOC_ID = 12;
        public static final int SIZE = 16;

        private Sndinfo() {}
    }

    /** {@code struct sctp_event_subscribe}, the value of {@link Option#EVENTS}. */
    public static final class EventSubscribe {
        public static final int DATA_IO_EVENT = 0;
        public static final int ASSOCIATION_EVENT = 1;
        public static final int ADDRESS_EVENT = 2;
        public static final int SEND_FAILURE_EVENT = 3;
        public static final int PEER_ERROR_EVENT = 4;
        public static final int SHUTDOWN_EVENT = 5;
        public static final int PARTIAL_DELIVERY_EVENT = 6;
        public static final int ADAPTATION_LAYER_EVENT = 7;
        public static final int AUTHENTICATION_EVENT = 8;
        public static final int SENDER_DRY_EVENT = 9;
        public static final int STREAM_RESET_EVENT = 10;
        public static final int ASSOC_RESET_EVENT = 11;
        public static final int STREAM_CHANGE_EVENT = 12;
        public static final int SEND_FAILURE_EVENT_EVENT = 13;
        public static final int SIZE = 14;

        private EventSubscribe() {}
    }

    /** {@code struct sctp_event}, the value of {@link Option#EVENT}. */
    public static final class Event {
        public static final int ASSOC_ID = 0;
        public static final int TYPE = 4;
        public static final int ON = 6;
        public static final int SIZE = 8;

        private Event() {}
    }

    /** {@code struct sctp_rtoinfo}, the value of {@link Option#RTOINFO}. */
    public static final class Rtoinfo {
        public static final int ASSOC_ID = 0;
        public static final int INITIAL = 4;
        public static final int MAX = 8;
        public static final int MIN = 12;
        public static final int SIZE = 16;

        private Rtoinfo() {}
    }

    /** {@code struct sctp_assocparams}, the value of {@link Option#ASSOCINFO}. */
    public static final class Assocparams {
        public static final int ASSOC_ID = 0;
        public static final int ASOCMAXRXT = 4;
        public static final int NUMBER_PEER_DESTINATIONS = 6;
        public static final int PEER_RWND = 8;
        public static final int LOCAL_RWND = 12;
        public static final int COOKIE_LIFE = 16;
        public static final int SIZE = 20;

        private Assocparams() {}
    }

    /** {@code struct sctp_setpeerprim}, the value of {@link Option#SET_PEER_PRIMARY_ADDR}. */
    public static final class Setpeerprim {
        public static final int ASSOC_ID = 0;
        public static final int ADDR = 4;
        public static final int SIZE = 132;

        private Setpeerprim() {}
    }

    /** {@code struct sctp_prim}, the value of {@link Option#PRIMARY_ADDR}. */
    public static final class Prim {
        public static final int ASSOC_ID = 0;
        public static final int ADDR = 4;
        public static final int SIZE = 132;

        private Prim() {}
    }

    /** {@code struct sctp_setadaptation}, the value of {@link Option#ADAPTATION_LAYER}. */
    public static final class Setadaptation {
        public static final int ADAPTATION_IND = 0;
        public static final int SIZE = 4;

        private Setadaptation() {}
    }

    /** {@code struct sctp_paddrparams}, the value of {@link Option#PEER_ADDR_PARAMS}. */
    public static final class Paddrparams {
        public static final int ASSOC_ID = 0;
        public static final int ADDRESS = 4;
        public static final int HBINTERVAL = 132;
        public static final int PATHMAXRXT = 136;
        public static final int PATHMTU = 138;
        public static final int SACKDELAY = 142;
        public static final int FLAGS = 146;
        public static final int IPV6_FLOWLABEL = 150;
        public static final int DSCP = 154;
        public static final int SIZE = 156;

        private Paddrparams() {}
    }

    /** {@code struct sctp_authchunk}, the value of {@link Option#AUTH_CHUNK}. */
    public static final class Authchunk {
        public static final int CHUNK = 0;
        public static final int SIZE = 1;

        private Authchunk() {}
    }

    /** {@code struct sctp_hmacalgo}, the value of {@link Option#HMAC_IDENT}. */
    public static final class Hmacalgo {
        public static final int NUM_IDENTS = 0;
        public static final int IDENTS = 4;
        public static final int SIZE = 4;

        private Hmacalgo() {}
    }

    /** {@code struct sctp_authkey}, the value of {@link Option#AUTH_KEY}. */
    public static final class Authkey {
        public static final int ASSOC_ID = 0;
        public static final int KEYNUMBER = 4;
        public static final int KEYLENGTH = 6;
        public static final int KEY = 8;
        public static final int SIZE = 8;

        private Authkey() {}
    }

    /** {@code struct sctp_authkeyid}, the value of {@link Option#AUTH_ACTIVE_KEY}. */
    public static final class Authkeyid {
        public static final int ASSOC_ID = 0;
        public static final int KEYNUMBER = 4;
        public static final int SIZE = 8;

        private Authkeyid() {}
    }

    /** {@code struct sctp_authchunks}, the value of {@link Option#PEER_AUTH_CHUNKS}. */
    public static final class Authchunks {
        public static final int ASSOC_ID = 0;
        public static final int NUMBER_OF_CHUNKS = 4;
        public static final int CHUNKS = 8;
        public static final int SIZE = 8;

        private Authchunks() {}
    }

    /** {@code struct sctp_sack_info}, the value of {@link Option#DELAYED_ACK_TIME}. */
    public static final class SackInfo {
        public static final int ASSOC_ID = 0;
        public static final int DELAY = 4;
        public static final int FREQ = 8;
        public static final int SIZE = 12;

        private SackInfo() {}
    }

    /** {@code struct sctp_assoc_value}, the value of many options: a number per association. */
    public static final class AssocValue {
        public static final int ASSOC_ID = 0;
        public static final int VALUE = 4;
        public static final int SIZE = 8;

        private AssocValue() {}
    }

    /** {@code struct sctp_stream_value}, the value of {@link Option#STREAM_SCHEDULER_VALUE}. */
    public static final class StreamValue {
        public static final int ASSOC_ID = 0;
        public static final int STREAM_ID = 4;
        public static final int VALUE = 6;
        public static final int SIZE = 8;

        private StreamValue() {}
    }

    /** {@code struct sctp_paddrinfo}, the value of {@link Option#GET_PEER_ADDR_INFO}. */
    public static final class Paddrinfo {
        public static final int ASSOC_ID = 0;
        public static final int ADDRESS = 4;
        public static final int STATE = 132;
        public static final int CWND = 136;
        public static final int SRTT = 140;
        public static final int RTO = 144;
        public static final int MTU = 148;
        public static final int SIZE = 152;

        private Paddrinfo() {}
    }

    /** {@code struct sctp_status}, the value of {@link Option#STATUS}. */
    public static final class Status {
        public static final int ASSOC_ID = 0;
        public static final int STATE = 4;
        public static final int RWND = 8;
        public static final int UNACKDATA = 12;
        public static final int PENDDATA = 14;
        public static final int INSTRMS = 16;
        public static final int OUTSTRMS = 18;
        public static final int FRAGMENTATION_POINT = 20;
        public static final int PRIMARY = 24;
        public static final int SIZE = 176;

        private Status() {}
    }

    /** {@code struct sctp_assoc_ids}, the value of {@link Option#GET_ASSOC_ID_LIST}. */
    public static final class AssocIds {
        public static final int NUMBER_OF_IDS = 0;
        public static final int ASSOC_ID = 4;
        public static final int SIZE = 4;

        private AssocIds() {}
    }

    /** {@code struct sctp_getaddrs}, the value of {@link Option#GET_PEER_ADDRS}. */
    public static final class Getaddrs {
        public static final int ASSOC_ID = 0;
        public static final int ADDR_NUM = 4;
        public static final int ADDRS = 8;
        public static final int SIZE = 8;

        private Getaddrs() {}
    }

    /** {@code struct sctp_assoc_stats}, the value of {@link Option#GET_ASSOC_STATS}. */
    public static final class AssocStats {
        public static final int ASSOC_ID = 0;
        public static final int OBS_RTO_IPADDR = 8;
        public static final int MAXRTO = 136;
        public static final int ISACKS = 144;
        public static final int OSACKS = 152;
        public static final int OPACKETS = 160;
        public static final int IPACKETS = 168;
        public static final int RTXCHUNKS = 176;
        public static final int OUTOFSEQTSNS = 184;
        public static final int IDUPCHUNKS = 192;
        public static final int GAPCNT = 200;
        public static final int OUODCHUNKS = 208;
        public static final int IUODCHUNKS = 216;
        public static final int OODCHUNKS = 224;
        public static final int IODCHUNKS = 232;
        public static final int OCTRLCHUNKS = 240;
        public static final int ICTRLCHUNKS = 248;
        public static final int SIZE = 256;

        private AssocStats() {}
    }

    /** {@code struct sctp_paddrthlds}, the value of {@link Option#PEER_ADDR_THLDS}. */
    public static final class Paddrthlds {
        public static final int ASSOC_ID = 0;
        public static final int ADDRESS = 8;
        public static final int PATHMAXRXT = 136;
        public static final int PATHPFTHLD = 138;
        public static final int SIZE = 144;

        private Paddrthlds() {}
    }

    /** {@code struct sctp_paddrthlds_v2}, the value of {@link Option#PEER_ADDR_THLDS_V2}. */
    public static final class PaddrthldsV2 {
        public static final int ASSOC_ID = 0;
        public static final int ADDRESS = 8;
        public static final int PATHMAXRXT = 136;
        public static final int PATHPFTHLD = 138;
        public static final int PATHCPTHLD = 140;
        public static final int SIZE = 144;

        private PaddrthldsV2() {}
    }

    /** {@code struct sctp_prstatus}, the value of {@link Option#PR_ASSOC_STATUS}. */
    public static final class Prstatus {
        public static final int ASSOC_ID = 0;
        public static final int SID = 4;
        public static final int POLICY = 6;
        public static final int ABANDONED_UNSENT = 8;
        public static final int ABANDONED_SENT = 16;
        public static final int SIZE = 24;

        private Prstatus() {}
    }

    /** {@code struct sctp_default_prinfo}, the value of {@link Option#DEFAULT_PRINFO}. */
    public static final class DefaultPrinfo {
        public static final int ASSOC_ID = 0;
        public static final int VALUE = 4;
        public static final int POLICY = 8;
        public static final int SIZE = 12;

        private DefaultPrinfo() {}
    }

    /** {@code struct sctp_reset_streams}, the value of {@link Option#RESET_STREAMS}. */
    public static final class ResetStreams {
        public static final int ASSOC_ID = 0;
        public static final int FLAGS = 4;
        public static final int NUMBER_STREAMS = 6;
        public static final int STREAM_LIST = 8;
        public static final int SIZE = 8;

        private ResetStreams() {}
    }

    /** {@code struct sctp_add_streams}, the value of {@link Option#ADD_STREAMS}. */
    public static final class AddStreams {
        public static final int ASSOC_ID = 0;
        public static final int INSTRMS = 4;
        public static final int OUTSTRMS = 6;
        public static final int SIZE = 8;

        private AddStreams() {}
    }

    /** {@code struct sctp_udpencaps}, the value of {@link Option#REMOTE_UDP_ENCAPS_PORT}. */
    public static final class Udpencaps {
        public static final int ASSOC_ID = 0;
        public static final int ADDRESS = 8;
        public static final int PORT = 136;
        public static final int SIZE = 144;

        private Udpencaps() {}
    }

    /** {@code struct sctp_probeinterval}, the value of {@link Option#PLPMTUD_PROBE_INTERVAL}. */
    public static final class Probeinterval {
        public static final int ASSOC_ID = 0;
        public static final int ADDRESS = 8;
        public static final int INTERVAL = 136;
        public static final int SIZE = 144;

        private Probeinterval() {}
    }

    /** {@code struct sctp_assoc_change}, {@link NotificationType#ASSOC_CHANGE}. */
    public static final class AssocChange {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int STATE = 8;
        public static final int ERROR = 10;
        public static final int OUTBOUND_STREAMS = 12;
        public static final int INBOUND_STREAMS = 14;
        public static final int ASSOC_ID = 16;
        public static final int INFO = 20;
        public static final int SIZE = 20;

        private AssocChange() {}
    }

    /** {@code struct sctp_paddr_change}, {@link NotificationType#PEER_ADDR_CHANGE}. */
    public static final class PaddrChange {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int AADDR = 8;
        public static final int STATE = 136;
        public static final int ERROR = 140;
        public static final int ASSOC_ID = 144;
        public static final int SIZE = 148;

        private PaddrChange() {}
    }

    /** {@code struct sctp_remote_error}, {@link NotificationType#REMOTE_ERROR}. */
    public static final class RemoteError {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int ERROR = 8;
        public static final int ASSOC_ID = 12;
        public static final int DATA = 16;
        public static final int SIZE = 16;

        private RemoteError() {}
    }

    /** {@code struct sctp_send_failed}, {@link NotificationType#SEND_FAILED}. */
    public static final class SendFailed {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int ERROR = 8;
        public static final int INFO = 12;
        public static final int ASSOC_ID = 44;
        public static final int DATA = 48;
        public static final int SIZE = 48;

        private SendFailed() {}
    }

    /** {@code struct sctp_send_failed_event}, {@link NotificationType#SEND_FAILED_EVENT}. */
    public static final class SendFailedEvent {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int ERROR = 8;
        public static final int INFO = 12;
        public static final int ASSOC_ID = 28;
        public static final int DATA = 32;
        public static final int SIZE = 32;

        private SendFailedEvent() {}
    }

    /** {@code struct sctp_shutdown_event}, {@link NotificationType#SHUTDOWN_EVENT}. */
    public static final class ShutdownEvent {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int ASSOC_ID = 8;
        public static final int SIZE = 12;

        private ShutdownEvent() {}
    }

    /** {@code struct sctp_adaptation_event}, {@link NotificationType#ADAPTATION_INDICATION}. */
    public static final class AdaptationEvent {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int ADAPTATION_IND = 8;
        public static final int ASSOC_ID = 12;
        public static final int SIZE = 16;

        private AdaptationEvent() {}
    }

    /** {@code struct sctp_pdapi_event}, {@link NotificationType#PARTIAL_DELIVERY_EVENT}. */
    public static final class PdapiEvent {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int INDICATION = 8;
        public static final int ASSOC_ID = 12;
        public static final int STREAM = 16;
        public static final int SEQ = 20;
        public static final int SIZE = 24;

        private PdapiEvent() {}
    }

    /** {@code struct sctp_authkey_event}, {@link NotificationType#AUTHENTICATION_EVENT}. */
    public static final class AuthkeyEvent {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int KEYNUMBER = 8;
        public static final int ALTKEYNUMBER = 10;
        public static final int INDICATION = 12;
        public static final int ASSOC_ID = 16;
        public static final int SIZE = 20;

        private AuthkeyEvent() {}
    }

    /** {@code struct sctp_sender_dry_event}, {@link NotificationType#SENDER_DRY_EVENT}. */
    public static final class SenderDryEvent {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int ASSOC_ID = 8;
        public static final int SIZE = 12;

        private SenderDryEvent() {}
    }

    /** {@code struct sctp_stream_reset_event}, {@link NotificationType#STREAM_RESET_EVENT}. */
    public static final class StreamResetEvent {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int ASSOC_ID = 8;
        public static final int STREAM_LIST = 12;
        public static final int SIZE = 12;

        private StreamResetEvent() {}
    }

    /** {@code struct sctp_assoc_reset_event}, {@link NotificationType#ASSOC_RESET_EVENT}. */
    public static final class AssocResetEvent {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int ASSOC_ID = 8;
        public static final int LOCAL_TSN = 12;
        public static final int REMOTE_TSN = 16;
        public static final int SIZE = 20;

        private AssocResetEvent() {}
    }

    /** {@code struct sctp_stream_change_event}, {@link NotificationType#STREAM_CHANGE_EVENT}. */
    public static final class StreamChangeEvent {
        public static final int TYPE = 0;
        public static final int FLAGS = 2;
        public static final int LENGTH = 4;
        public static final int ASSOC_ID = 8;
        public static final int INSTRMS = 12;
        public static final int OUTSTRMS = 14;
        public static final int SIZE = 16;

        private StreamChangeEvent() {}
    }

    /** What {@code io.sctp.udp.UdpCalls.offload} says. */
    public static final class UdpOffload {
        public static final int RECEIVE = 0x1;
        public static final int SEND = 0x2;

        private UdpOffload() {}
    }

    /** Whether a datagram that is sent may be fragmented. */
    public static final class UdpFragmentation {
        public static final int AS_USUAL = 0;
        public static final int NEVER = 1;
        public static final int ALWAYS = 2;

        private UdpFragmentation() {}
    }

    /** Which of the sockets at one UDP port gets a packet of SCTP; see {@code io.sctp.udp.Steering}. */
    public static final class Steering {
        public static final int FACTOR = 0x61C88647;
        public static final int SHIFT = 16;
        public static final int TOGETHER_MASK = 0xC000;
        public static final int TOGETHER_VALUE = 0x8000;
        public static final int MAX_PORTS = 256;

        private Steering() {}
    }

    /** A datagram, or several of one length, in a batch. */
    public static final class Datagram {
        public static final int PAYLOAD_ADDRESS = 0;
        public static final int LENGTH = 8;
        public static final int SEGMENT = 12;
        public static final int PEER = 16;
        public static final int LOCAL = 32;
        public static final int PEER_PORT = 48;
        public static final int SCOPE = 52;
        public static final int ERROR = 56;
        public static final int TRAFFIC_CLASS = 60;
        public static final int FRAGMENTATION = 61;
        public static final int SIZE = 64;

        private Datagram() {}
    }
}
