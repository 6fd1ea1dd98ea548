package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/**
 * IPv4 and IPv6 address parameters (RFC 9260 sections 3.3.2.1.1 and 3.3.2.1.2). Inside the engine an address is two
 * longs, the 128 bits of an IPv6 address. IPv4 addresses have the mapped form {@code ::ffff:a.b.c.d}.
 */
public final class IpAddressParameter {
    public static final int IPV4_LENGTH = 8;
    public static final int IPV6_LENGTH = 20;

    private static final long IPV4_MAPPED_PREFIX = 0xFFFF_0000_0000L;

    private IpAddressParameter() {}

    public static boolean isIpv4(final long high, final long low) {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    /** Returns the low half of an IPv4 address in its mapped form; the high half is 0. */
    public static long mapped(final int ipv4) {
        return IPV4_MAPPED_PREFIX | (ipv4 & 0xFFFF_FFFFL);
    }

    /** Whether an address can be a peer's: not unspecified, multicast or broadcast (RFC 9260 section 5.1.2). */
    public static boolean isUsable(final long high, final long low) {
        if (isIpv4(high, low)) {
            final int ipv4 = (int) low;
            return ipv4 != 0 && (ipv4 >>> 28) != 0xE && ipv4 != -1;
        }
        return (high | low) != 0 && high >>> 56 != 0xFF;
    }

    /** Returns the length of a parameter with this address. */
    public static int length(final long high, final long low) {
        return isIpv4(high, low) ? IPV4_LENGTH : IPV6_LENGTH;
    }

    /** Writes an address and returns its length. */
    public static int write(final ByteBuffer buffer, final int offset, final long high, final long low) {
        if (isIpv4(high, low)) {
            Parameter.write(buffer, offset, ParameterType.IPV4_ADDRESS, IPV4_LENGTH);
            buffer.putInt(offset + Parameter.HEADER_LENGTH, (int) low);
            return IPV4_LENGTH;
        }
        Parameter.write(buffer, offset, ParameterType.IPV6_ADDRESS, IPV6_LENGTH);
        buffer.putLong(offset + Parameter.HEADER_LENGTH, high);
        buffer.putLong(offset + Parameter.HEADER_LENGTH + 8, low);
        return IPV6_LENGTH;
    }

    /** Returns the high half of the address in a parameter whose type and length were checked. */
    public static long high(final ByteBuffer buffer, final int offset) {
        return Parameter.type(buffer, offset) == ParameterType.IPV4_ADDRESS
                ? 0
                : buffer.getLong(offset + Parameter.HEADER_LENGTH);
    }

    /** Returns the low half of the address in a parameter whose type and length were checked. */
    public static long low(final ByteBuffer buffer, final int offset) {
        return Parameter.type(buffer, offset) == ParameterType.IPV4_ADDRESS
                ? mapped(buffer.getInt(offset + Parameter.HEADER_LENGTH))
                : buffer.getLong(offset + Parameter.HEADER_LENGTH + 8);
    }

    /** Whether a parameter is an address of the right length. */
    public static boolean isAddress(final ByteBuffer buffer, final int offset) {
        final int type = Parameter.type(buffer, offset);
        final int length = Parameter.length(buffer, offset);
        return (type == ParameterType.IPV4_ADDRESS && length == IPV4_LENGTH)
                || (type == ParameterType.IPV6_ADDRESS && length == IPV6_LENGTH);
    }
}
