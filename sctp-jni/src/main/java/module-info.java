/** The kernel provider, and the UDP sockets of the userspace provider. */
@SuppressWarnings("module") // io.sctp.userspace is built after it
module io.sctp.jni {
    requires transitive io.sctp;
    requires io.sctp.natives;

    exports io.sctp.udp to
            io.sctp.userspace;

    provides io.sctp.spi.SctpProvider with
            io.sctp.kernel.KernelProvider;
}
