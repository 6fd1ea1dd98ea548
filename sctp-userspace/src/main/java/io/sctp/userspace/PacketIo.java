package io.sctp.userspace;

/** The implementation of a stack's UDP sockets. */
public enum PacketIo {
    /** The native library if it works, otherwise java.nio, which is logged. */
    AUTO,
    /** The native library: recvmmsg, sendmmsg, UDP_SEGMENT, UDP_GRO. */
    NATIVE,
    /** Datagram channels of java.nio. */
    NIO
}
