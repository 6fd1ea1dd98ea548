package io.sctp.spi;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads and writes {@code sockaddr_in} and {@code sockaddr_in6} as Linux lays them out; the address is in network
 * order, the family in the machine's own.
 *
 * <pre>
 * sockaddr_in   0 family  2 port  4 address (4 bytes)  8 zero (8 bytes)
 * sockaddr_in6  0 family  2 port  4 flow information   8 address (16 bytes)  24 scope id
 * </pre>
 */
public final class SocketAddresses {
    /** Address family of {@code sockaddr_in}. */
    public static final int AF_INET = 2;
    /** Address family of {@code sockaddr_in6}. */
    public static final int AF_INET6 = 10;
    /** Bytes of a {@code sockaddr_in}. */
    public static final int IPV4_SIZE = 16;
    /** Bytes of a {@code sockaddr_in6}. */
    public static final int IPV6_SIZE = 28;
    /** Bytes of a {@code sockaddr_storage}, which holds either. */
    public static final int STORAGE_SIZE = 128;

    private static final int PORT_OFFSET = 2;
    private static final int IPV4_ADDRESS_OFFSET = 4;
    private static final int IPV6_FLOW_OFFSET = 4;
    private static final int IPV6_ADDRESS_OFFSET = 8;
    private static final int IPV6_SCOPE_OFFSET = 24;

    private SocketAddresses() {}

    /** Bytes that {@link #write} uses for this address. */
    public static int size(final InetAddress address) {
        return address instanceof Inet4Address ? IPV4_SIZE : IPV6_SIZE;
    }

    /**
     * Writes a socket address at an absolute offset of a buffer in native order.
     *
     * @return how many bytes it takes
     */
    public static int write(final ByteBuffer memory, final int offset, final InetSocketAddress address) {
        return write(memory, offset, address.getAddress(), address.getPort());
    }

    /**
     * Writes a socket address at an absolute offset of a buffer in native order.
     *
     * @return how many bytes it takes
     */
    public static int write(final ByteBuffer memory, final int offset, final InetAddress address, final int port) {
        putPort(memory, offset, port);
        final byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address inet6) {
            memory.putShort(offset, (short) AF_INET6);
            memory.putInt(offset + IPV6_FLOW_OFFSET, 0);
            memory.put(offset + IPV6_ADDRESS_OFFSET, bytes);
            memory.putInt(offset + IPV6_SCOPE_OFFSET, inet6.getScopeId());
            return IPV6_SIZE;
        }
        memory.putShort(offset, (short) AF_INET);
        memory.put(offset + IPV4_ADDRESS_OFFSET, bytes);
        memory.putLong(offset + IPV4_ADDRESS_OFFSET + bytes.length, 0);
        return IPV4_SIZE;
    }

    /**
     * Reads a socket address at an absolute offset of a buffer in native order. An IPv4 address mapped into IPv6 comes
     * back as IPv4; a scope is kept only where it means something, on link-local addresses.
     *
     * @return null if the family is neither IPv4 nor IPv6
     */
    public static InetSocketAddress read(final ByteBuffer memory, final int offset) {
        final byte[] bytes;
        int scope = 0;
        switch (memory.getShort(offset)) {
            case AF_INET -> {
                bytes = new byte[4];
                memory.get(offset + IPV4_ADDRESS_OFFSET, bytes);
            }
            case AF_INET6 -> {
                bytes = new byte[16];
                memory.get(offset + IPV6_ADDRESS_OFFSET, bytes);
                scope = memory.getInt(offset + IPV6_SCOPE_OFFSET);
            }
            default -> {
                return null;
            }
        }
        return new InetSocketAddress(address(bytes, scope), port(memory, offset));
    }

    private static InetAddress address(final byte[] bytes, final int scope) {
        try {
            final InetAddress address = InetAddress.getByAddress(bytes);
            return scope != 0 && address.isLinkLocalAddress() && address instanceof Inet6Address
                    ? Inet6Address.getByAddress(null, bytes, scope)
                    : address;
        } catch (final UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are always an IP address", e);
        }
    }

    private static void putPort(final ByteBuffer memory, final int offset, final int port) {
        memory.putShort(offset + PORT_OFFSET, networkOrder((short) port));
    }

    private static int port(final ByteBuffer memory, final int offset) {
        return Short.toUnsignedInt(networkOrder(memory.getShort(offset + PORT_OFFSET)));
    }

    private static short networkOrder(final short value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes(value);
    }
}
