/** A provider over UDP (RFC 6951) that needs no SCTP in the kernel. */
module io.sctp.userspace {
    requires transitive io.sctp;
    requires com.carrotsearch.hppc;
    requires io.sctp.engine;
    requires io.sctp.jni;
    requires static jdk.jfr;

    exports io.sctp.userspace;

    provides io.sctp.spi.SctpProvider with
            io.sctp.userspace.UserspaceProvider;
}
