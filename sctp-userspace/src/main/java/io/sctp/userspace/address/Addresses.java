package io.sctp.userspace.address;

import io.sctp.engine.Path;
import io.sctp.engine.config.IpAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Converts IP addresses between Java and the engine, and lists those of this machine. */
public final class Addresses {
    private Addresses() {}

    public static IpAddress of(final InetAddress address) {
        return IpAddress.of(address.getAddress());
    }

    public static InetAddress of(final long high, final long low) {
        try {
            // A mapped IPv4 address is returned as IPv4.
            return InetAddress.getByAddress(
                    ByteBuffer.allocate(16).putLong(high).putLong(low).array());
        } catch (final UnknownHostException e) {
            throw new AssertionError("16 bytes are always an IP address", e);
        }
    }

    public static InetSocketAddress of(final Path path, final int port) {
        return new InetSocketAddress(of(path.addressHigh(), path.addressLow()), port);
    }

    public static boolean isOf(final InetAddress address, final ProtocolFamily family) {
        return family != StandardProtocolFamily.INET || address instanceof Inet4Address;
    }

    /** As {@link #ofThisMachine()}, for one family. */
    public static List<InetAddress> ofThisMachine(final ProtocolFamily family) {
        return ofThisMachine().stream().filter(address -> isOf(address, family)).toList();
    }

    /**
     * The machine's addresses that programs use: IPv4 first, without link-local ones, which are meaningless elsewhere.
     */
    public static List<InetAddress> ofThisMachine() {
        try {
            final List<InetAddress> found = new ArrayList<>(NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .toList());
            found.sort(Comparator.comparing(address -> address instanceof Inet4Address ? 0 : 1));
            return found;
        } catch (final SocketException e) {
            return List.of(InetAddress.getLoopbackAddress());
        }
    }

    /**
     * Whether a peer may be given one of this machine's addresses: only if its scope is at least that of the address at
     * which the peer itself is reached. Otherwise it would mean another machine for the peer; a loopback address would
     * mean the peer itself.
     */
    public static boolean isKnownTo(final InetAddress peer, final InetAddress address) {
        return scope(address) <= scope(peer);
    }

    /** Smaller values mean a wider scope. */
    private static int scope(final InetAddress address) {
        if (address.isLoopbackAddress()) {
            return 2;
        }
        final boolean isUniqueLocal = address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC;
        return address.isSiteLocalAddress() || address.isLinkLocalAddress() || isUniqueLocal ? 1 : 0;
    }

    /** Whether the address is one of this machine's, including all of 127.0.0.0/8. */
    public static boolean isLocal(final InetAddress address) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return true;
        }
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (final SocketException e) {
            return false;
        }
    }
}
