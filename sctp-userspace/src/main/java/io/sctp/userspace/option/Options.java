package io.sctp.userspace.option;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.SctpOptions;
import io.sctp.engine.Path;
import io.sctp.option.CongestionControl;
import io.sctp.option.PathParameters;
import io.sctp.spi.OptionCatalog;
import io.sctp.spi.OptionEntry;
import io.sctp.udp.UdpIo;
import io.sctp.userspace.config.StackConfig;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The options of the {@link OptionCatalog} that this provider supports, and values derived from them. {@link Settings}
 * and the channels apply the options.
 */
public final class Options {
    private static final int IPV4_HEADER_BYTES = 20;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int UDP_HEADER_BYTES = 8;

    /** PMTU_RAISE_TIMER (RFC 8899 section 5.1.1), the default interval of path MTU discovery. */
    static final Duration USUAL_PROBE_INTERVAL = Duration.ofMinutes(10);

    private static final int DEFAULT_PACKET_SIZE = 1452;
    private static final int SMALLEST_BUFFER = 1500;
    private static final int LARGEST_BUFFER = 1 << 30;

    /** The values of a new endpoint, if its stack does not say otherwise. */
    private static final Map<SocketOption<?>, Object> DEFAULTS = defaults();

    private Options() {}

    private static Map<SocketOption<?>, Object> defaults() {
        final Map<SocketOption<?>, Object> values = new HashMap<>();
        for (final OptionEntry<?> entry : OptionCatalog.all()) {
            final Object initial = entry.defaultOf(OptionCatalog.USERSPACE);
            if (initial != null) {
                values.put(entry.option(), initial);
            }
        }
        return Map.copyOf(values);
    }

    /** Returns the values of a new endpoint of a stack. */
    static Map<SocketOption<?>, Object> defaults(final StackConfig stack) {
        final CongestionControl wanted =
                CongestionControl.valueOf(stack.congestionControl().name());
        if (wanted.equals(DEFAULTS.get(SctpOptions.CONGESTION_CONTROL))) {
            return DEFAULTS;
        }
        final Map<SocketOption<?>, Object> values = new HashMap<>(DEFAULTS);
        values.put(SctpOptions.CONGESTION_CONTROL, wanted);
        return Map.copyOf(values);
    }

    /** Checks a value, and takes fields that it leaves out from the current one. */
    static <T> T merge(final SocketOption<T> option, final T current, final T given) throws SctpException {
        final OptionEntry<T> entry = OptionCatalog.of(option);
        final T merged = entry.merge(current, Objects.requireNonNull(given, option::name));
        if (given instanceof PathParameters path && path.ipv6FlowLabel() != null && path.ipv6FlowLabel() != 0) {
            throw unsupported(option, "an IPv6 flow label: the system chooses it");
        }
        return merged;
    }

    /** With java.nio "don't fragment" cannot be set for single packets (since JDK 19, only for all or none). */
    public static void requireProbes(final SocketOption<?> option, final Object value, final UdpIo io)
            throws SctpException {
        final boolean isAsked = option.equals(SctpOptions.PLPMTUD_PROBE_INTERVAL)
                ? !Duration.ZERO.equals(value)
                : value instanceof PathParameters path && Boolean.TRUE.equals(path.pathMtuDiscovery());
        if (isAsked && !io.isNative()) {
            throw unsupported(
                    option, "path MTU discovery with java.nio, which cannot set \"don't fragment\" for single packets");
        }
    }

    /** Buffer sizes are limited to the available memory. A program sees the actual size when it reads the option. */
    public static <T> T possible(final SocketOption<T> option, final T value, final long memoryBytes) {
        if (!option.equals(StandardSocketOptions.SO_SNDBUF) && !option.equals(StandardSocketOptions.SO_RCVBUF)) {
            return value;
        }
        final long most = Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, memoryBytes));
        return option.type().cast((int) Math.max(SMALLEST_BUFFER, Math.min((int) value, most)));
    }

    private static SctpException unsupported(final SocketOption<?> option, final String what) {
        return new SctpException.Unsupported(
                "set " + option.name(),
                Errno.EOPNOTSUPP.number(),
                null,
                null,
                "the provider userspace does not have " + what);
    }

    /** The traffic class of packets: the path's DSCP if it has one, otherwise the endpoint's. */
    static int trafficClass(final PathParameters path, final int typeOfService) {
        return path.dscp() != null ? path.dscp() << 2 : typeOfService;
    }

    /**
     * The probe interval after a change of a path's parameters. An interval of 0 and discovery switched off are the
     * same.
     *
     * @param discovery whether discovery is on; null to leave it unchanged
     */
    static Duration probeInterval(final Boolean discovery, final Duration current) {
        if (discovery == null || discovery == !current.isZero()) {
            return current;
        }
        return discovery ? USUAL_PROBE_INTERVAL : Duration.ZERO;
    }

    /** A path's parameters with path MTU discovery according to the probe interval, and with its current MTU. */
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

    /**
     * HB.interval in nanoseconds; 0 without heartbeats. An interval of zero means one heartbeat per RTO (RFC 9260
     * section 8.3).
     */
    static long heartbeatIntervalNs(final PathParameters path) {
        return Boolean.TRUE.equals(path.heartbeat())
                ? Math.max(1, path.heartbeatInterval().toNanos())
                : 0;
    }

    /** The maximum delay of a SACK for data that arrived over the path. */
    static long sackDelayNs(final PathParameters path) {
        return Boolean.TRUE.equals(path.delayedSack()) ? path.sackDelay().toNanos() : 0;
    }

    /** The maximum SCTP packet size on a path with these parameters. The MTU includes the IP and UDP headers. */
    static int packetSize(final PathParameters path, final boolean isIpv4) {
        return path.pathMtu() == 0 ? DEFAULT_PACKET_SIZE : path.pathMtu() - headerBytes(isIpv4);
    }

    /** The current MTU of a path, including IP and UDP headers. */
    public static int mtu(final Path path) {
        return path.maxPacketSize() + headerBytes(path.isIpv4());
    }

    /** The MTU of a path for which none was set. */
    static int usualMtu(final boolean isIpv4) {
        return DEFAULT_PACKET_SIZE + headerBytes(isIpv4);
    }

    private static int headerBytes(final boolean isIpv4) {
        return UDP_HEADER_BYTES + (isIpv4 ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES);
    }
}
