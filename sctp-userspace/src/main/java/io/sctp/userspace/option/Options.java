package io.sctp.userspace.option;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.SctpOptions;
import io.sctp.engine.Path;
import io.sctp.option.PathParameters;
import io.sctp.spi.OptionCatalog;
import io.sctp.spi.OptionEntry;
import io.sctp.udp.UdpIo;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The options that this provider has, of those in the {@link OptionCatalog}, and what follows from their values. What
 * an option does is {@link Settings}' and the channels' business.
 */
public final class Options {
    private static final int IPV4_HEADER_BYTES = 20;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int UDP_HEADER_BYTES = 8;

    /** PMTU_RAISE_TIMER (RFC 8899, section 5.1.1), for programs that want the MTU discovered and name no interval. */
    static final Duration USUAL_PROBE_INTERVAL = Duration.ofMinutes(10);

    private static final int DEFAULT_PACKET_SIZE = 1452;
    private static final int SMALLEST_BUFFER = 1500;
    private static final int LARGEST_BUFFER = 1 << 30;

    /** What a new endpoint has. */
    static final Map<SocketOption<?>, Object> DEFAULTS = defaults();

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

    /** Checks a value, and completes it from the current one where it leaves fields out. */
    static <T> T merge(final SocketOption<T> option, final T current, final T given) throws SctpException {
        final OptionEntry<T> entry = OptionCatalog.of(option);
        final T merged = entry.merge(current, Objects.requireNonNull(given, option::name));
        if (given instanceof PathParameters path && path.ipv6FlowLabel() != null && path.ipv6FlowLabel() != 0) {
            throw unsupported(option, "an IPv6 flow label: the system chooses it");
        }
        return merged;
    }

    /** Over plain NIO nobody can say which packets must not be fragmented (from JDK 19 on, only all or none). */
    public static void requireProbes(final SocketOption<?> option, final Object value, final UdpIo io)
            throws SctpException {
        final boolean isAsked = option.equals(SctpOptions.PLPMTUD_PROBE_INTERVAL)
                ? !Duration.ZERO.equals(value)
                : value instanceof PathParameters path && Boolean.TRUE.equals(path.pathMtuDiscovery());
        if (isAsked && !io.isNative()) {
            throw unsupported(
                    option,
                    "the discovery of a path's MTU over java.nio, which cannot forbid single packets to be fragmented");
        }
    }

    /** The size of a buffer is cut to what memory there is; a program sees what it got when it reads the option. */
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

    /** The mark of packets: the path's differentiated services code point if it has one, or else the endpoint's. */
    static int trafficClass(final PathParameters path, final int typeOfService) {
        return path.dscp() != null ? path.dscp() << 2 : typeOfService;
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

    /** HB.interval, 0 if there are none; an interval of zero is one every RTO (RFC 9260 section 8.3). */
    static long heartbeatIntervalNs(final PathParameters path) {
        return Boolean.TRUE.equals(path.heartbeat())
                ? Math.max(1, path.heartbeatInterval().toNanos())
                : 0;
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
    public static int mtu(final Path path) {
        return path.maxPacketSize() + headerBytes(path.isIpv4());
    }

    /** The MTU of a path for which none was fixed. */
    static int usualMtu(final boolean isIpv4) {
        return DEFAULT_PACKET_SIZE + headerBytes(isIpv4);
    }

    private static int headerBytes(final boolean isIpv4) {
        return UDP_HEADER_BYTES + (isIpv4 ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES);
    }
}
