package io.sctp.engine.config;

import java.nio.ByteBuffer;

/**
 * An IP address: the 128 bits of IPv6, or IPv4 in its mapped form {@code ::ffff:a.b.c.d}.
 *
 * @param high the first eight bytes
 * @param low the last eight bytes
 */
public record IpAddress(long high, long low) {
    /** Makes an address from its 4 or 16 bytes in network order. */
    public static IpAddress of(final byte[] bytes) {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case 4 -> ofIpv4(buffer.getInt());
            case 16 -> new IpAddress(buffer.getLong(), buffer.getLong());
            default -> throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + bytes.length);
        };
    }

    /** Makes an address from the 32 bits of an IPv4 address. */
    public static IpAddress ofIpv4(final int bits) {
        return new IpAddress(0, 0xFFFF_0000_0000L | (bits & 0xFFFF_FFFFL));
    }

    public boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xFFFF;
    }
}
