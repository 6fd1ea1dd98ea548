package io.sctp.userspace;

/** What the UDP sockets of a stack go through. */
public enum PacketIo {
    /** The native library where it works, or else java.nio, which is logged. */
    AUTO,
    /** The native library: recvmmsg, sendmmsg, UDP_SEGMENT, UDP_GRO. */
    NATIVE,
    /** Datagram channels of java.nio. */
    NIO
}
