package io.sctp.udp;

/**
 * The system calls for datagrams (udp.c), to be used after {@link io.sctp.jni.NativeLibrary#load()}. What
 * {@link io.sctp.jni.Syscalls} says of its calls holds for these.
 */
final class UdpCalls {
    private UdpCalls() {}

    /**
     * A UDP socket, non-blocking and close-on-exec, that tells where its datagrams arrive.
     *
     * @param family {@code AF_INET6}, which takes IPv4 too, or {@code AF_INET}
     * @param bufferBytes for the send and the receive buffer each; the system clamps it
     * @param reusePort whether sockets may share a port, and each get part of its datagrams
     */
    static native int open(int family, int bufferBytes, boolean reusePort);

    /** Switches on what {@link io.sctp.natives.Abi.UdpOffload} the kernel has, and says which. */
    static native int offload(int fd);

    /**
     * Receives into an array of {@link io.sctp.natives.Abi.Datagram}s, into {@code capacity} bytes each.
     *
     * @return how many were filled; {@code EAGAIN} if there is nothing
     */
    static native int receiveDatagrams(int fd, long datagrams, int count, int capacity);

    /**
     * Sends an array of {@link io.sctp.natives.Abi.Datagram}s.
     *
     * @return how many are done with: sent, or dropped with the errno in their descriptor; {@code EAGAIN} if there is
     *     no room for the first
     */
    static native int sendDatagrams(int fd, int family, int offload, long datagrams, int count);

    /** Lets sockets that are opened with {@code reusePort} bind to the port that this one is bound to. */
    static native int share(int fd);

    /**
     * Has the system steer what arrives at the port of a socket and of those that share it (steering.c).
     *
     * @param ports address of the unsigned 16-bit numbers of the SCTP ports that stay together
     */
    static native int steer(int fd, int sockets, long ports, int count);
}
