/** The provider that brings its own SCTP: an engine over UDP. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Agrona is no named module yet
module io.sctp.userspace {
    requires transitive io.sctp;
    requires io.sctp.jni;
    requires static jdk.jfr;
    requires org.agrona;

    provides io.sctp.spi.SctpProvider with
            io.sctp.userspace.UserspaceProvider;
}
