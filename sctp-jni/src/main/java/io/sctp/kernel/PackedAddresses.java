package io.sctp.kernel;

import io.sctp.SctpAddress;
import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import io.sctp.spi.ChannelExceptions;
import io.sctp.spi.SocketAddresses;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;

/** Packed addresses, as for bindx and connectx. */
final class PackedAddresses {
    private static final InetAddress ANY_IPV6 = anyIpv6();

    private final ByteBuffer memory;
    private static final String FOR_IPV4 = "the channel is for INET only";

    private final int length;

    private PackedAddresses(final ByteBuffer memory, final int length) {
        this.memory = memory;
        this.length = length;
    }

    /**
     * Writes addresses for a socket of a family. On an IPv6 socket the IPv4 wildcard address becomes the IPv6 one,
     * which covers both families.
     *
     * @throws java.nio.channels.UnsupportedAddressTypeException if an IPv4 socket is given an IPv6 address
     */
    static PackedAddresses ofPeer(final String operation, final int family, final SctpAddress peer) {
        if (!isPossible(family, peer)) {
            throw ChannelExceptions.unsupportedAddressType(operation, null, peer, FOR_IPV4);
        }
        return of(family, peer);
    }

    /** As {@link #ofPeer}, with local addresses. */
    static PackedAddresses ofLocal(final String operation, final int family, final SctpAddress local) {
        if (!isPossible(family, local)) {
            throw ChannelExceptions.unsupportedAddressType(operation, local, null, FOR_IPV4);
        }
        return of(family, local);
    }

    private static boolean isPossible(final int family, final SctpAddress addresses) {
        return family != Abi.Socket.AF_INET || addresses.addresses().stream().noneMatch(Inet6Address.class::isInstance);
    }

    private static PackedAddresses of(final int family, final SctpAddress target) {
        final List<InetAddress> addresses = target.addresses();
        final ByteBuffer memory = Memory.allocate(addresses.size() * SocketAddresses.IPV6_SIZE);
        int length = 0;
        for (final InetAddress address : addresses) {
            length += SocketAddresses.write(memory, length, forFamily(family, address), target.port());
        }
        return new PackedAddresses(memory, length);
    }

    /** A system call that takes addresses. */
    @FunctionalInterface
    interface Call {
        int with(long address, int length);
    }

    /** Calls with these addresses, and returns the result. */
    int passTo(final Call call) {
        final ByteBuffer direct = Memory.borrow(length);
        try {
            BufferRange.copy(memory, 0, direct, 0, length);
            return call.with(Syscalls.address(direct), length);
        } finally {
            Memory.giveBack(direct, length);
        }
    }

    private static InetAddress forFamily(final int family, final InetAddress address) {
        return family == Abi.Socket.AF_INET6 && address instanceof Inet4Address && address.isAnyLocalAddress()
                ? ANY_IPV6
                : address;
    }

    private static InetAddress anyIpv6() {
        try {
            return InetAddress.getByAddress(new byte[16]);
        } catch (final UnknownHostException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
