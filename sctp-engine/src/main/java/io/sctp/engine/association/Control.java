package io.sctp.engine.association;

/** Bits of the control chunks that an association makes when a packet has room for them. */
final class Control {
    static final int INIT = 1;
    static final int COOKIE_ECHO = 1 << 1;
    static final int COOKIE_ACK = 1 << 2;
    static final int SHUTDOWN = 1 << 3;
    static final int SHUTDOWN_ACK = 1 << 4;

    private Control() {}
}
