/**
 * An SCTP engine (RFC 9260) without input and output: packets and time go in, packets and events come out. It starts no
 * thread, opens no socket and reads no clock.
 */
module io.sctp.engine {
    requires com.carrotsearch.hppc;

    exports io.sctp.engine;
    exports io.sctp.engine.config;
    exports io.sctp.engine.packet;
}
