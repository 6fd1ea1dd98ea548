/** The kernel provider, and the dispatcher. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"}) // Agrona is no named module yet
module io.sctp.jni {
    requires transitive io.sctp;
    requires io.sctp.natives;
    requires jdk.jfr;
    requires transitive org.agrona;

    exports io.sctp.dispatch;
    exports io.sctp.udp to
            io.sctp.userspace;

    provides io.sctp.spi.SctpProvider with
            io.sctp.kernel.KernelProvider;
}
