package io.sctp;

import io.sctp.spi.ChannelExceptions;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The transport addresses of an SCTP endpoint: one port and one or more IP addresses (RFC 9260 section 1.3).
 *
 * <p>The first address is tried first and becomes the primary path. The text form, read by {@link #parse(String)} and
 * written by {@link #toString()}, separates addresses with slashes and puts IPv6 addresses in brackets: {@code
 * 10.0.0.1/10.1.0.1:38412}, {@code [::1]/[fd00::1]:36412}.
 *
 * <p>Immutable, and safe for use by any number of threads. Two addresses are equal if they have the same port and the
 * same IP addresses in the same order.
 */
public final class SctpAddress extends SocketAddress {
    /** The highest port number. */
    public static final int MAX_PORT = 65_535;

    private static final long serialVersionUID = 1L;
    private static final Pattern PORT = Pattern.compile("\\d{1,6}");
    private static final Pattern IPV4_LITERAL =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)");

    @SuppressWarnings("serial") // List.of(...) is serializable, and so is every InetAddress.
    private final List<InetAddress> addresses;

    private final int port;

    private SctpAddress(final int port, final List<InetAddress> addresses) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and " + MAX_PORT);
        }
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("an SCTP address needs at least one IP address");
        }
        final Set<InetAddress> seen = new LinkedHashSet<>();
        for (final InetAddress address : addresses) {
            if (!seen.add(address)) {
                throw new IllegalArgumentException(literal(address) + " is given twice");
            }
        }
        this.port = port;
        this.addresses = List.copyOf(addresses);
    }

    /** The given IP addresses, all with one port. */
    public static SctpAddress of(final int port, final InetAddress... addresses) {
        return new SctpAddress(port, Arrays.asList(addresses));
    }

    /** The given IP addresses, all with one port. */
    public static SctpAddress of(final int port, final List<InetAddress> addresses) {
        return new SctpAddress(port, addresses);
    }

    /**
     * Converts an address: an {@link SctpAddress} is returned as is, a resolved {@link InetSocketAddress} is converted.
     *
     * @throws java.nio.channels.UnresolvedAddressException if it is not resolved
     * @throws java.nio.channels.UnsupportedAddressTypeException if it is of another type
     */
    public static SctpAddress of(final SocketAddress address) {
        Objects.requireNonNull(address, "address");
        if (address instanceof SctpAddress sctpAddress) {
            return sctpAddress;
        }
        if (!(address instanceof InetSocketAddress inet)) {
            throw ChannelExceptions.unsupportedAddressType(
                    "use " + address, null, null, "it is neither an SctpAddress nor an InetSocketAddress");
        }
        if (inet.isUnresolved()) {
            throw ChannelExceptions.unresolvedAddress(
                    "use " + address, null, null, "SctpAddress.resolve looks up all addresses of a host");
        }
        return of(inet.getPort(), inet.getAddress());
    }

    /** All addresses of this machine, IPv4 and IPv6. Port 0 lets the system choose. */
    public static SctpAddress wildcard(final int port) {
        return of(port, new InetSocketAddress(0).getAddress());
    }

    /** The IPv4 loopback address, {@code 127.0.0.1}. */
    public static SctpAddress loopback(final int port) {
        return of(port, ipv4Literal("127.0.0.1"));
    }

    /**
     * Parses IP addresses and a port; never uses a name service.
     *
     * @param text {@code 10.0.0.1/10.1.0.1:38412}, {@code [fe80::1%eth0]:1}, or {@code :38412} for the wildcard
     * @throws IllegalArgumentException if the text does not have this form; the message says where
     */
    public static SctpAddress parse(final String text) {
        final int colon = text.lastIndexOf(':');
        if (colon < 0 || text.indexOf(']', colon) >= 0) {
            throw new IllegalArgumentException("'" + text + "' has no port: expected ADDRESS[/ADDRESS...]:PORT");
        }
        final int port = parsePort(text, text.substring(colon + 1));
        if (colon == 0) {
            return wildcard(port);
        }
        return new SctpAddress(
                port,
                Arrays.stream(text.substring(0, colon).split("/", -1))
                        .map(literal -> parseLiteral(text, literal))
                        .toList());
    }

    /**
     * Looks up all addresses of one host, or of several separated by slashes. Blocks while it queries the name service.
     *
     * @throws UnknownHostException if a host has no address
     */
    public static SctpAddress resolve(final String hosts, final int port) throws UnknownHostException {
        final Set<InetAddress> found = new LinkedHashSet<>();
        for (final String host : hosts.split("/", -1)) {
            if (host.isBlank()) {
                throw new UnknownHostException("'" + hosts + "' has an empty host name");
            }
            found.addAll(Arrays.asList(InetAddress.getAllByName(host)));
        }
        return new SctpAddress(port, List.copyOf(found));
    }

    /** The port, 0 to 65535; 0 in a bind lets the system choose. */
    public int port() {
        return port;
    }

    /** All IP addresses, at least one. */
    public List<InetAddress> addresses() {
        return addresses;
    }

    /** The first IP address. */
    public InetAddress address() {
        return addresses.get(0);
    }

    /** The first IP address, with the port. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(address(), port);
    }

    /** The same IP addresses with another port. */
    public SctpAddress withPort(final int newPort) {
        return new SctpAddress(newPort, addresses);
    }

    /** Whether every address is an IPv4 address. */
    public boolean isIpv4Only() {
        return addresses.stream().allMatch(Inet4Address.class::isInstance);
    }

    /** Whether every address is an IPv6 address. */
    public boolean isIpv6Only() {
        return addresses.stream().allMatch(Inet6Address.class::isInstance);
    }

    /** Whether the first address is the wildcard address. */
    public boolean isWildcard() {
        return address().isAnyLocalAddress();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof SctpAddress that && port == that.port && addresses.equals(that.addresses);
    }

    @Override
    public int hashCode() {
        return 31 * addresses.hashCode() + port;
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder();
        for (final InetAddress address : addresses) {
            text.append(text.isEmpty() ? "" : "/").append(literal(address));
        }
        return text.append(':').append(port).toString();
    }

    private static String literal(final InetAddress address) {
        return address instanceof Inet6Address ? '[' + address.getHostAddress() + ']' : address.getHostAddress();
    }

    private static int parsePort(final String text, final String port) {
        if (!PORT.matcher(port).matches()) {
            throw new IllegalArgumentException("'" + text + "': '" + port + "' is not a port number");
        }
        return Integer.parseInt(port);
    }

    private static InetAddress parseLiteral(final String text, final String literal) {
        if (literal.startsWith("[") && literal.endsWith("]") && literal.indexOf(':') > 0) {
            try {
                return InetAddress.getByName(literal); // in brackets it is never looked up
            } catch (final UnknownHostException e) {
                throw new IllegalArgumentException("'" + text + "': " + literal + " is not an IPv6 address", e);
            }
        }
        if (IPV4_LITERAL.matcher(literal).matches()) {
            return ipv4Literal(literal);
        }
        throw new IllegalArgumentException(
                "'" + text + "': '" + literal + "' is not an IP address (IPv6 in brackets; host names need resolve)");
    }

    private static InetAddress ipv4Literal(final String literal) {
        final byte[] bytes = new byte[4];
        final String[] parts = literal.split("\\.", -1);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (final UnknownHostException e) {
            throw new AssertionError("four bytes are always an IPv4 address", e);
        }
    }
}
