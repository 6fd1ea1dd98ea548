package io.sctp.kernel;

import io.sctp.SctpException;
import io.sctp.natives.Abi;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;

/**
 * The options of {@link StandardSocketOptions} that SCTP sockets have.
 *
 * <p>Buffer sizes read as the size usable by programs: the kernel reports twice that, since it includes its own
 * overhead. They are smaller than requested if {@code net.core.rmem_max} or {@code wmem_max} limits them, which the
 * kernel does without an error. {@code SO_LINGER} is in seconds, negative for off. {@code IP_TOS} applies to the IPv4
 * and IPv6 packets of a socket; its two lowest bits belong to ECN.
 */
final class StandardOptions {
    /** The factor by which the kernel increases and reports a requested buffer size. */
    private static final int OVERHEAD = 2;

    /** The ECN bits of the TOS byte, which the kernel sets (RFC 3168). */
    private static final int ECN_BITS = 3;

    private static final int LINGER_OFF = -1;

    private StandardOptions() {}

    /**
     * The value of an option.
     *
     * @throws UnsupportedOperationException if SCTP sockets do not have it
     */
    static <T> T get(final int fd, final SocketOption<T> option) throws SctpException {
        final String name = option.name();
        final Object value;
        if (option.equals(StandardSocketOptions.SO_RCVBUF)) {
            value = getInt(fd, name, Abi.Socket.SOL_SOCKET, Abi.Socket.SO_RCVBUF) / OVERHEAD;
        } else if (option.equals(StandardSocketOptions.SO_SNDBUF)) {
            value = getInt(fd, name, Abi.Socket.SOL_SOCKET, Abi.Socket.SO_SNDBUF) / OVERHEAD;
        } else if (option.equals(StandardSocketOptions.SO_REUSEADDR)) {
            value = getInt(fd, name, Abi.Socket.SOL_SOCKET, Abi.Socket.SO_REUSEADDR) != 0;
        } else if (option.equals(StandardSocketOptions.SO_LINGER)) {
            final ByteBuffer linger = get(fd, name, Abi.Socket.SOL_SOCKET, Abi.Socket.SO_LINGER, Abi.Linger.SIZE);
            value = linger.getInt(Abi.Linger.ONOFF) != 0 ? linger.getInt(Abi.Linger.LINGER) : LINGER_OFF;
        } else if (option.equals(StandardSocketOptions.IP_TOS)) {
            final int octet = isIpv6(fd, name)
                    ? getInt(fd, name, Abi.Socket.IPPROTO_IPV6, Abi.Socket.IPV6_TCLASS)
                    : getInt(fd, name, Abi.Socket.IPPROTO_IP, Abi.Socket.IP_TOS);
            value = octet & ~ECN_BITS;
        } else {
            throw unknown(option);
        }
        return option.type().cast(value);
    }

    /**
     * Sets an option to a value that the catalogue accepted.
     *
     * @throws UnsupportedOperationException if SCTP sockets do not have it
     */
    static <T> void set(final int fd, final SocketOption<T> option, final T value) throws SctpException {
        final String name = option.name();
        if (option.equals(StandardSocketOptions.SO_RCVBUF)) {
            setInt(fd, name, Abi.Socket.SOL_SOCKET, Abi.Socket.SO_RCVBUF, (Integer) value);
        } else if (option.equals(StandardSocketOptions.SO_SNDBUF)) {
            setInt(fd, name, Abi.Socket.SOL_SOCKET, Abi.Socket.SO_SNDBUF, (Integer) value);
        } else if (option.equals(StandardSocketOptions.SO_REUSEADDR)) {
            setInt(fd, name, Abi.Socket.SOL_SOCKET, Abi.Socket.SO_REUSEADDR, (Boolean) value ? 1 : 0);
        } else if (option.equals(StandardSocketOptions.SO_LINGER)) {
            setLinger(fd, name, (Integer) value);
        } else if (option.equals(StandardSocketOptions.IP_TOS)) {
            setTos(fd, name, (Integer) value);
        } else {
            throw unknown(option);
        }
    }

    /** SO_ERROR, which is cleared by reading. */
    static int takeError(final int fd) throws SctpException {
        return getInt(fd, "SO_ERROR", Abi.Socket.SOL_SOCKET, Abi.Socket.SO_ERROR);
    }

    private static void setLinger(final int fd, final String name, final int seconds) throws SctpException {
        final ByteBuffer linger = Memory.allocate(Abi.Linger.SIZE);
        linger.putInt(Abi.Linger.ONOFF, seconds >= 0 ? 1 : 0);
        linger.putInt(Abi.Linger.LINGER, Math.max(0, seconds));
        set(fd, name, Abi.Socket.SOL_SOCKET, Abi.Socket.SO_LINGER, linger);
    }

    /** An IPv6 socket sends IPv4 packets too, and has a value for each family. */
    private static void setTos(final int fd, final String name, final int tos) throws SctpException {
        if (isIpv6(fd, name)) {
            setInt(fd, name, Abi.Socket.IPPROTO_IPV6, Abi.Socket.IPV6_TCLASS, tos);
        }
        setInt(fd, name, Abi.Socket.IPPROTO_IP, Abi.Socket.IP_TOS, tos);
    }

    private static boolean isIpv6(final int fd, final String name) throws SctpException {
        return getInt(fd, name, Abi.Socket.SOL_SOCKET, Abi.Socket.SO_DOMAIN) == Abi.Socket.AF_INET6;
    }

    private static int getInt(final int fd, final String name, final int level, final int number) throws SctpException {
        return get(fd, name, level, number, Integer.BYTES).getInt(0);
    }

    private static ByteBuffer get(final int fd, final String name, final int level, final int number, final int size)
            throws SctpException {
        final ByteBuffer memory = Memory.allocate(size);
        final int result = OptionCalls.get(fd, level, number, memory);
        if (result < 0) {
            throw SctpException.of("get " + name, -result, null, null);
        }
        return memory;
    }

    private static void setInt(final int fd, final String name, final int level, final int number, final int value)
            throws SctpException {
        set(fd, name, level, number, Memory.allocate(Integer.BYTES).putInt(0, value));
    }

    private static void set(final int fd, final String name, final int level, final int number, final ByteBuffer memory)
            throws SctpException {
        final int result = OptionCalls.set(fd, level, number, memory);
        if (result < 0) {
            throw SctpException.of("set " + name, -result, null, null);
        }
    }

    private static UnsupportedOperationException unknown(final SocketOption<?> option) {
        return new UnsupportedOperationException("SCTP sockets do not have the option " + option.name());
    }
}
