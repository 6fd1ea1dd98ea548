package io.sctp.udp;

/**
 * The system calls for datagrams (udp.c). {@link io.sctp.jni.NativeLibrary#load()} must be called first. The rules of
 * {@link io.sctp.jni.Syscalls} apply.
 */
final class UdpCalls {
    private UdpCalls() {}

    /**
     * Opens a UDP socket, non-blocking and close-on-exec, that reports the destination of its datagrams.
     *
     * @param family {@code AF_INET6}, which supports IPv4 too, or {@code AF_INET}
     * @param bufferBytes requested size of the send and the receive buffer; the system limits it
     * @param reusePort whether several sockets may share a port and its datagrams
     */
    static native int open(int family, int bufferBytes, boolean reusePort);

    /** Enables the offloads ({@link io.sctp.natives.Abi.UdpOffload}) that the kernel supports, and returns them. */
    static native int offload(int fd);

    /**
     * Receives into an array of {@link io.sctp.natives.Abi.Datagram}s, into {@code capacity} bytes each.
     *
     * @return the number filled; {@code EAGAIN} if there is nothing to receive
     */
    static native int receiveDatagrams(int fd, long datagrams, int count, int capacity);

    /**
     * Sends an array of {@link io.sctp.natives.Abi.Datagram}s.
     *
     * @return the number completed: sent, or dropped with the errno in their descriptor; {@code EAGAIN} if there is no
     *     buffer space for the first
     */
    static native int sendDatagrams(int fd, int family, int offload, long datagrams, int count);

    /** Lets sockets that are opened with {@code reusePort} bind to the port that this one is bound to. */
    static native int share(int fd);

    /**
     * Makes the system steer the packets that arrive at a shared port (steering.c).
     *
     * @param ports address of the SCTP ports that stay together, as unsigned 16-bit numbers
     */
    static native int steer(int fd, int sockets, long ports, int count);
}
