package io.sctp.udp;

import io.sctp.natives.Abi;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which of the sockets that share a UDP port gets a packet of SCTP: a function of the two ports it begins with. All
 * packets of an association have the same two, whatever address they come from, and so have INITs after a restart and
 * those that collide (RFC 9260, section 5.2). The system computes the same for a {@link UdpGroup} (steering.c).
 *
 * <p>Packets to some of the own ports all go to socket 0: to the {@link #isAlwaysTogether} ones, and to those given to
 * {@link #keepTogether}. Safe for use by several threads at once.
 */
public final class Steering {
    private static final int PORTS = 1 << Character.SIZE;

    private final int sockets;
    private final AtomicLongArray together = new AtomicLongArray(PORTS / Long.SIZE);
    private char[] portsTogether = {};

    /**
     * A rule for so many sockets.
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
     * @param ports a packet's first four bytes, in network order: the peer's port and our own
     */
    public int socketOf(final int ports) {
        return isTogether(ports & 0xFFFF) ? 0 : ((ports * Abi.Steering.FACTOR) >>> Abi.Steering.SHIFT) % sockets;
    }

    /** Whether packets to one of the own ports go to socket 0 without having been given to {@link #keepTogether}. */
    public static boolean isAlwaysTogether(final int port) {
        return (port & Abi.Steering.TOGETHER_MASK) == Abi.Steering.TOGETHER_VALUE;
    }

    /** Whether packets to one of the own ports all go to socket 0. */
    public boolean isTogether(final int port) {
        return isAlwaysTogether(port) || (together.getAcquire(port / Long.SIZE) & (1L << port)) != 0;
    }

    /**
     * From now on, packets to one of the own ports all go to socket 0.
     *
     * @return whether that is something new, and {@link UdpGroup#steer} is to be called
     */
    public synchronized boolean keepTogether(final int port) {
        if (isTogether(port)) {
            return false;
        }
        together.setRelease(port / Long.SIZE, together.get(port / Long.SIZE) | (1L << port));
        if (portsTogether.length == Abi.Steering.MAX_PORTS) {
            return false; // the system steers them as others: who gets them hands them over
        }
        final char[] more = Arrays.copyOf(portsTogether, portsTogether.length + 1);
        more[portsTogether.length] = (char) port;
        portsTogether = more;
        return true;
    }

    /** What {@link #keepTogether} was given, as far as the system is told. */
    synchronized char[] portsTogether() {
        return portsTogether.clone();
    }
}
