/**
 * An SCTP engine (RFC 9260) without input and output: packets and time go in, packets and events come out. It starts no
 * thread, opens no socket and reads no clock.
 */
@SuppressWarnings("module") // io.sctp.userspace is built after it
module io.sctp.engine {
    requires com.carrotsearch.hppc;

    exports io.sctp.engine to
            io.sctp.userspace;
    exports io.sctp.engine.association to
            io.sctp.userspace;
    exports io.sctp.engine.config to
            io.sctp.userspace;
    exports io.sctp.engine.packet to
            io.sctp.userspace;
    exports io.sctp.engine.path to
            io.sctp.userspace;
    exports io.sctp.engine.receive to
            io.sctp.userspace;
    exports io.sctp.engine.send to
            io.sctp.userspace;
}
