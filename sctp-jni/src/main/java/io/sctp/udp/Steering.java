package io.sctp.udp;

import io.sctp.natives.Abi;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Decides which of the sockets at one UDP port gets an SCTP packet, from the two ports with which it begins. All
 * packets of an association have the same two ports, whatever their source address. So have INITs after a restart, and
 * colliding INITs (RFC 9260 section 5.2). For a {@link UdpGroup} the system computes the same (steering.c).
 *
 * <p>All packets to some local ports go to socket 0: ports with {@link #isAlwaysTogether}, and those given to
 * {@link #keepTogether}. Thread-safe.
 */
public final class Steering {
    private static final int PORTS = 1 << Character.SIZE;

    private final int sockets;
    private final AtomicLongArray together = new AtomicLongArray(PORTS / Long.SIZE);
    private char[] portsTogether = {};

    /**
     * Creates the rule for a number of sockets.
     *
     * @param sockets at least 1
     */
    public Steering(final int sockets) {
        if (sockets < 1) {
            throw new IllegalArgumentException(sockets + " sockets");
        }
        this.sockets = sockets;
    }

    public int sockets() {
        return sockets;
    }

    /**
     * Returns the socket's number.
     *
     * @param ports a packet's first four bytes, in network order: the peer's port and the local port
     */
    public int socketOf(final int ports) {
        return isTogether(ports & 0xFFFF) ? 0 : ((ports * Abi.Steering.FACTOR) >>> Abi.Steering.SHIFT) % sockets;
    }

    /** Whether packets to a local port always go to socket 0, without {@link #keepTogether}. */
    public static boolean isAlwaysTogether(final int port) {
        return (port & Abi.Steering.TOGETHER_MASK) == Abi.Steering.TOGETHER_VALUE;
    }

    /** Whether all packets to a local port go to socket 0. */
    public boolean isTogether(final int port) {
        return isAlwaysTogether(port) || (together.getAcquire(port / Long.SIZE) & (1L << port)) != 0;
    }

    /**
     * Sends all packets to a local port to socket 0 from now on.
     *
     * @return whether this is new, so that {@link UdpGroup#steer} must be called
     */
    public synchronized boolean keepTogether(final int port) {
        if (isTogether(port)) {
            return false;
        }
        together.setRelease(port / Long.SIZE, together.get(port / Long.SIZE) | (1L << port));
        if (portsTogether.length == Abi.Steering.MAX_PORTS) {
            return false; // the system steers them like others; the receiving thread passes them on
        }
        final char[] more = Arrays.copyOf(portsTogether, portsTogether.length + 1);
        more[portsTogether.length] = (char) port;
        portsTogether = more;
        return true;
    }

    /** The ports given to {@link #keepTogether}, as far as the system can be told. */
    synchronized char[] portsTogether() {
        return portsTogether.clone();
    }
}
