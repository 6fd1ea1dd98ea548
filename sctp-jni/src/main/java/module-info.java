/** The kernel provider. */
module io.sctp.jni {
    requires io.sctp;
    requires io.sctp.natives;

    provides io.sctp.spi.SctpProvider with
            io.sctp.kernel.KernelProvider;
}
