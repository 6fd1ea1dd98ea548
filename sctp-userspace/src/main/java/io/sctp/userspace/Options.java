package io.sctp.userspace;

import io.sctp.Errno;
import io.sctp.PrPolicy;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.engine.Path;
import io.sctp.option.AssociationParameters;
import io.sctp.option.DefaultSendInfo;
import io.sctp.option.DelayedSack;
import io.sctp.option.HmacAlgorithm;
import io.sctp.option.InitParameters;
import io.sctp.option.PathParameters;
import io.sctp.option.PrInfo;
import io.sctp.option.RtoInfo;
import io.sctp.option.StreamScheduler;
import io.sctp.udp.UdpIo;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The options that this provider has: their defaults and ranges, and how a value that leaves fields out is completed.
 * What an option does is {@link Settings}' and the channels' business.
 */
final class Options {
    private static final int IPV4_HEADER_BYTES = 20;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int UDP_HEADER_BYTES = 8;

    /** PMTU_RAISE_TIMER (RFC 8899, section 5.1.1), for programs that want the MTU discovered and name no interval. */
    static final Duration USUAL_PROBE_INTERVAL = Duration.ofMinutes(10);

    private static final Duration LEAST_PROBE_INTERVAL = Duration.ofSeconds(5);
    private static final Duration MOST_PROBE_INTERVAL = Duration.ofHours(24);
    private static final int MAX_UNSIGNED_SHORT = 0xFFFF;
    private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;
    private static final Duration MAX_SACK_DELAY = Duration.ofMillis(500);
    private static final Duration MAX_TIME = Duration.ofHours(1);
    private static final int BUFFER_BYTES = 1 << 19;
    private static final int DEFAULT_PACKET_SIZE = 1452;
    private static final int SMALLEST_BUFFER = 1500;
    private static final int LARGEST_BUFFER = 1 << 30;

    /** What a new endpoint has; the keys are the options there are. */
    static final Map<SocketOption<?>, Object> DEFAULTS = defaults();

    private Options() {}

    private static Map<SocketOption<?>, Object> defaults() {
        final Map<SocketOption<?>, Object> values = new HashMap<>();
        values.put(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
        values.put(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        values.put(StandardSocketOptions.SO_LINGER, -1);
        values.put(StandardSocketOptions.SO_REUSEADDR, false);
        values.put(StandardSocketOptions.IP_TOS, 0);
        values.put(
                SctpOptions.RTOINFO, new RtoInfo(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(1)));
        values.put(SctpOptions.ASSOCINFO, AssociationParameters.of(10, Duration.ofSeconds(60)));
        values.put(SctpOptions.INITMSG, new InitParameters(64, 2048, 8, Duration.ofSeconds(60)));
        values.put(SctpOptions.NODELAY, true);
        values.put(SctpOptions.ADAPTATION_LAYER, 0);
        values.put(SctpOptions.STREAM_SCHEDULER, StreamScheduler.FIRST_COME_FIRST_SERVED);
        values.put(SctpOptions.AUTOCLOSE, Duration.ZERO);
        values.put(SctpOptions.REUSE_PORT, false);
        values.put(SctpOptions.DISABLE_FRAGMENTS, false);
        values.put(
                SctpOptions.PEER_ADDR_PARAMS,
                new PathParameters(true, Duration.ofSeconds(30), 5, false, 0, true, Duration.ofMillis(200), 0, 0));
        values.put(SctpOptions.PEER_ADDR_THLDS_V2, Thresholds.DEFAULT);
        values.put(SctpOptions.EXPOSE_POTENTIALLY_FAILED_STATE, false);
        values.put(SctpOptions.PLPMTUD_PROBE_INTERVAL, Duration.ZERO);
        values.put(SctpOptions.DEFAULT_SNDINFO, new DefaultSendInfo(0, 0, false, 0));
        values.put(SctpOptions.EVENTS, Set.of());
        values.put(SctpOptions.DELAYED_SACK, new DelayedSack(Duration.ofMillis(200), 2));
        values.put(SctpOptions.CONTEXT, 0);
        values.put(SctpOptions.MAX_BURST, 32);
        values.put(SctpOptions.MAXSEG, 0);
        values.put(SctpOptions.RECVRCVINFO, true);
        values.put(SctpOptions.RECVNXTINFO, false);
        values.put(SctpOptions.REMOTE_UDP_ENCAPS_PORT, 0);
        values.put(SctpOptions.RECONFIG_SUPPORTED, false);
        values.put(SctpOptions.INTERLEAVING_SUPPORTED, false);
        values.put(SctpOptions.AUTH_SUPPORTED, false);
        values.put(SctpOptions.ASCONF_SUPPORTED, false);
        values.put(SctpOptions.AUTO_ASCONF, false);
        values.put(SctpOptions.PR_SUPPORTED, true);
        values.put(SctpOptions.DEFAULT_PRINFO, new PrInfo(PrPolicy.RELIABLE, 0));
        values.put(SctpOptions.HMAC_IDENT, List.of(HmacAlgorithm.SHA_256, HmacAlgorithm.SHA_1));
        values.put(SctpOptions.PARTIAL_DELIVERY_POINT, 0);
        values.put(SctpOptions.FRAGMENT_INTERLEAVE, 0);
        values.put(SctpOptions.ENABLE_STREAM_RESET, Set.of());
        return Map.copyOf(values);
    }

    /** Options of one-to-many channels alone. */
    private static final Set<SocketOption<?>> ONE_TO_MANY = Set.of(SctpOptions.AUTOCLOSE);

    /** Options of one-to-one channels alone. */
    private static final Set<SocketOption<?>> ONE_TO_ONE = Set.of(SctpOptions.REUSE_PORT);

    /** Options that have no value of their own among {@link #DEFAULTS}. */
    private static final Set<SctpOption<?>> WITHOUT_DEFAULT = withoutDefault();

    private static Set<SctpOption<?>> withoutDefault() {
        final Set<SctpOption<?>> options = new HashSet<>(AuthSettings.OPTIONS);
        options.add(SctpOptions.PRIMARY_ADDR);
        options.add(SctpOptions.PEER_ADDR_THLDS);
        options.add(SctpOptions.SET_PEER_PRIMARY_ADDR);
        options.add(SctpOptions.DEFAULT_SEND_PARAM);
        options.add(SctpOptions.PR_ASSOC_STATUS);
        options.add(SctpOptions.PR_STREAM_STATUS);
        options.add(SctpOptions.STREAM_SCHEDULER_VALUE);
        return Set.copyOf(options);
    }

    /** Why an option that others have is not here. */
    private static final Map<SctpOption<?>, String> ABSENT = Map.of(
            SctpOptions.AUTOCLOSE,
            "it is for one-to-many channels only",
            SctpOptions.REUSE_PORT,
            "it is for one-to-one channels only",
            SctpOptions.I_WANT_MAPPED_V4_ADDR,
            "it has no meaning here: Java sees IPv4 addresses as such",
            SctpOptions.ECN_SUPPORTED,
            "RFC 9260 no longer has explicit congestion notification");

    static Set<SocketOption<?>> supported(final boolean oneToMany) {
        final Set<SocketOption<?>> all = new HashSet<>(DEFAULTS.keySet());
        all.addAll(WITHOUT_DEFAULT);
        all.removeAll(ofTheOtherKind(oneToMany));
        return all;
    }

    private static Set<SocketOption<?>> ofTheOtherKind(final boolean oneToMany) {
        return oneToMany ? ONE_TO_ONE : ONE_TO_MANY;
    }

    /** Fails, with a sentence, for an option that this provider lacks. */
    static void requireSupported(final String operation, final SocketOption<?> option, final boolean oneToMany)
            throws SctpException {
        if (DEFAULTS.containsKey(option) && !ofTheOtherKind(oneToMany).contains(option)) {
            return;
        }
        if (!(option instanceof SctpOption<?> sctp)) {
            throw new UnsupportedOperationException("SCTP channels do not have the option " + option.name());
        }
        if (!WITHOUT_DEFAULT.contains(sctp)) {
            throw new SctpException.Unsupported(
                    operation + " " + option.name(),
                    Errno.ENOPROTOOPT.number(),
                    null,
                    null,
                    "the provider userspace does not have it: "
                            + ABSENT.getOrDefault(sctp, "its engine lacks the feature"));
        }
    }

    /** Checks a value, and completes it from the current one where it leaves fields out. */
    @SuppressWarnings("unchecked") // What comes back is of the class that was looked at.
    static <T> T merge(final SocketOption<T> option, final T current, final T given) throws SctpException {
        final Object merged;
        Objects.requireNonNull(option.type().cast(given), option::name);
        if (given instanceof RtoInfo rto) {
            merged = merge((RtoInfo) current, rto);
        } else if (given instanceof InitParameters init) {
            merged = merge((InitParameters) current, init);
        } else if (given instanceof AssociationParameters limits) {
            merged = merge((AssociationParameters) current, limits);
        } else if (given instanceof PathParameters path) {
            merged = merge((PathParameters) current, path);
        } else if (given instanceof DelayedSack sack) {
            merged = merge((DelayedSack) current, sack);
        } else {
            merged = check(option, given);
        }
        return (T) merged;
    }

    private static Object check(final SocketOption<?> option, final Object given) throws SctpException {
        if (option.equals(StandardSocketOptions.SO_SNDBUF) || option.equals(StandardSocketOptions.SO_RCVBUF)) {
            range(option.name(), (int) given, 1, Integer.MAX_VALUE);
            return Math.min(LARGEST_BUFFER, Math.max(SMALLEST_BUFFER, (int) given));
        }
        if (option.equals(SctpOptions.MAXSEG) || option.equals(SctpOptions.STREAM_SCHEDULER_VALUE)) {
            range(option.name(), (int) given, 0, MAX_UNSIGNED_SHORT);
        } else if (option.equals(StandardSocketOptions.IP_TOS)) {
            range(option.name(), (int) given, 0, 255);
        } else if (option.equals(SctpOptions.MAX_BURST)) {
            range(option.name(), (int) given, 1, 1024);
        } else if (option.equals(SctpOptions.REMOTE_UDP_ENCAPS_PORT)) {
            range(option.name(), (int) given, 0, MAX_UNSIGNED_SHORT);
        } else if (option.equals(SctpOptions.PLPMTUD_PROBE_INTERVAL)) {
            checkProbeInterval((Duration) given);
        } else if (option.equals(SctpOptions.AUTOCLOSE)) {
            range(option.name(), (Duration) given, Duration.ofHours(24));
        } else if (given instanceof DefaultSendInfo info) {
            range("stream", info.stream(), 0, MAX_UNSIGNED_SHORT);
        } else if (option.equals(SctpOptions.PARTIAL_DELIVERY_POINT)) {
            range(option.name(), (int) given, 0, Integer.MAX_VALUE);
        } else if (option.equals(SctpOptions.FRAGMENT_INTERLEAVE)) {
            range(option.name(), (int) given, 0, 2);
        } else if (given instanceof PrInfo info) {
            Objects.requireNonNull(info.policy(), "policy");
            if (info.value() < 0 || info.value() > MAX_UNSIGNED_INT) {
                throw new IllegalArgumentException(
                        "value " + info.value() + " is not between 0 and " + MAX_UNSIGNED_INT);
            }
        } else if (given instanceof List<?> algorithms) {
            return checkAlgorithms(algorithms);
        } else if (given instanceof Set<?> set) {
            return Set.copyOf(set);
        }
        return given;
    }

    private static void checkProbeInterval(final Duration given) throws SctpException {
        range("the probe interval", given, MOST_PROBE_INTERVAL);
        if (given.isZero()) {
            return;
        }
        if (given.compareTo(LEAST_PROBE_INTERVAL) < 0) {
            throw new IllegalArgumentException(
                    "the probe interval " + given + " is neither 0 nor at least " + LEAST_PROBE_INTERVAL);
        }
    }

    /** Over plain NIO nobody can say which packets must not be fragmented (from JDK 19 on, only all or none). */
    static void requireProbes(final SocketOption<?> option, final Object value, final UdpIo io) throws SctpException {
        final boolean isAsked = option.equals(SctpOptions.PLPMTUD_PROBE_INTERVAL)
                ? !Duration.ZERO.equals(value)
                : value instanceof PathParameters path && Boolean.TRUE.equals(path.pathMtuDiscovery());
        if (isAsked && !io.isNative()) {
            throw unsupported(
                    option.name(),
                    "the discovery of a path's MTU over java.nio, which cannot forbid single packets to be fragmented");
        }
    }

    private static List<?> checkAlgorithms(final List<?> algorithms) {
        if (!algorithms.contains(HmacAlgorithm.SHA_1)) {
            throw new IllegalArgumentException(algorithms + " lacks SHA_1, which RFC 4895 requires");
        }
        if (Set.copyOf(algorithms).size() < algorithms.size()) {
            throw new IllegalArgumentException(algorithms + " names an algorithm twice");
        }
        return List.copyOf(algorithms);
    }

    private static RtoInfo merge(final RtoInfo current, final RtoInfo given) {
        final RtoInfo merged = new RtoInfo(
                orElse("initial", given.initial(), current.initial()),
                orElse("max", given.max(), current.max()),
                orElse("min", given.min(), current.min()));
        if (merged.min().compareTo(merged.max()) > 0) {
            throw new IllegalArgumentException("SCTP_RTOINFO: min " + merged.min() + " is above max " + merged.max());
        }
        return merged;
    }

    private static InitParameters merge(final InitParameters current, final InitParameters given) {
        range("outboundStreams", given.outboundStreams(), 0, MAX_UNSIGNED_SHORT);
        range("maxInboundStreams", given.maxInboundStreams(), 0, MAX_UNSIGNED_SHORT);
        range("maxAttempts", given.maxAttempts(), 0, 1000);
        range("maxTimeout", given.maxTimeout(), Duration.ofMillis(MAX_UNSIGNED_SHORT));
        return new InitParameters(
                orElse(given.outboundStreams(), current.outboundStreams()),
                orElse(given.maxInboundStreams(), current.maxInboundStreams()),
                orElse(given.maxAttempts(), current.maxAttempts()),
                given.maxTimeout().isZero() ? current.maxTimeout() : given.maxTimeout());
    }

    private static AssociationParameters merge(final AssociationParameters current, final AssociationParameters given) {
        range("maxRetransmissions", given.maxRetransmissions(), 0, 1000);
        return AssociationParameters.of(
                orElse(given.maxRetransmissions(), current.maxRetransmissions()),
                orElse("cookieLife", given.cookieLife(), current.cookieLife()));
    }

    private static DelayedSack merge(final DelayedSack current, final DelayedSack given) {
        range("delay", given.delay(), MAX_SACK_DELAY);
        range("frequency", given.frequency(), 0, 1024);
        return new DelayedSack(
                given.delay().isZero() ? current.delay() : given.delay(),
                orElse(given.frequency(), current.frequency()));
    }

    private static PathParameters merge(final PathParameters current, final PathParameters given) throws SctpException {
        range("maxRetransmissions", given.maxRetransmissions(), 0, 1000);
        if (given.sackDelay() != null) {
            range("sackDelay", given.sackDelay(), MAX_SACK_DELAY);
        }
        if (given.ipv6FlowLabel() != null) {
            range("ipv6FlowLabel", given.ipv6FlowLabel(), 0, (1 << 20) - 1);
        }
        if (given.dscp() != null) {
            range("dscp", given.dscp(), 0, 63);
        }
        if (given.pathMtu() != 0) {
            range("pathMtu", given.pathMtu(), 512, MAX_UNSIGNED_SHORT);
        }
        if (given.ipv6FlowLabel() != null && given.ipv6FlowLabel() != 0) {
            throw unsupported("SCTP_PEER_ADDR_PARAMS", "an IPv6 flow label: the system chooses it");
        }
        return new PathParameters(
                given.heartbeat() == null ? current.heartbeat() : given.heartbeat(),
                given.heartbeatInterval() == null
                        ? current.heartbeatInterval()
                        : range("heartbeatInterval", given.heartbeatInterval(), Duration.ofHours(24)),
                orElse(given.maxRetransmissions(), current.maxRetransmissions()),
                given.pathMtuDiscovery() == null ? current.pathMtuDiscovery() : given.pathMtuDiscovery(),
                orElse(given.pathMtu(), current.pathMtu()),
                given.delayedSack() == null ? current.delayedSack() : given.delayedSack(),
                given.sackDelay() == null ? current.sackDelay() : given.sackDelay(),
                given.ipv6FlowLabel() == null ? current.ipv6FlowLabel() : given.ipv6FlowLabel(),
                given.dscp() == null ? current.dscp() : given.dscp());
    }

    private static SctpException unsupported(final String option, final String what) {
        return new SctpException.Unsupported(
                "set " + option, Errno.EOPNOTSUPP.number(), null, null, "the provider userspace does not have " + what);
    }

    /** The mark of packets: the path's differentiated services code point if it has one, or else the endpoint's. */
    static int trafficClass(final PathParameters path, final int typeOfService) {
        return path.dscp() != 0 ? path.dscp() << 2 : typeOfService;
    }

    /**
     * The probe interval that goes with a change of a path's parameters: it and the switch there are one, as 0 is off.
     *
     * @param discovery the switch, or null where it stays
     */
    static Duration probeInterval(final Boolean discovery, final Duration current) {
        if (discovery == null || discovery == !current.isZero()) {
            return current;
        }
        return discovery ? USUAL_PROBE_INTERVAL : Duration.ZERO;
    }

    /** A path's parameters with the switch that goes with a probe interval, and with the MTU it has now. */
    static PathParameters withDiscovery(final PathParameters path, final boolean discovery, final int mtu) {
        return new PathParameters(
                path.heartbeat(),
                path.heartbeatInterval(),
                path.maxRetransmissions(),
                discovery,
                mtu,
                path.delayedSack(),
                path.sackDelay(),
                path.ipv6FlowLabel(),
                path.dscp());
    }

    /** HB.interval, 0 if there are none. */
    static long heartbeatIntervalNs(final PathParameters path) {
        return Boolean.TRUE.equals(path.heartbeat()) ? path.heartbeatInterval().toNanos() : 0;
    }

    /** How long the acknowledgement of what came over the path may wait. */
    static long sackDelayNs(final PathParameters path) {
        return Boolean.TRUE.equals(path.delayedSack()) ? path.sackDelay().toNanos() : 0;
    }

    /** The largest packet of SCTP on a path with these parameters; the MTU counts the headers of IP and UDP, too. */
    static int packetSize(final PathParameters path, final boolean isIpv4) {
        return path.pathMtu() == 0 ? DEFAULT_PACKET_SIZE : path.pathMtu() - headerBytes(isIpv4);
    }

    /** The MTU that a path is used with, IP and UDP headers and all. */
    static int mtu(final Path path) {
        return path.maxPacketSize() + headerBytes(path.isIpv4());
    }

    /** The MTU of a path for which none was fixed. */
    static int usualMtu(final boolean isIpv4) {
        return DEFAULT_PACKET_SIZE + headerBytes(isIpv4);
    }

    private static int headerBytes(final boolean isIpv4) {
        return UDP_HEADER_BYTES + (isIpv4 ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES);
    }

    private static int orElse(final int given, final int current) {
        return given == 0 ? current : given;
    }

    private static Duration orElse(final String what, final Duration given, final Duration current) {
        return range(what, given, MAX_TIME).isZero() ? current : given;
    }

    private static void range(final String what, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " " + value + " is not between " + min + " and " + max);
        }
    }

    private static Duration range(final String what, final Duration value, final Duration max) {
        if (value.isNegative() || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(what + " " + value + " is not between 0 and " + max);
        }
        return value;
    }
}
