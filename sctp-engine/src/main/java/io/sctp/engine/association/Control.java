package io.sctp.engine.association;

/** Flags of the control chunks that an association writes when a packet has space for them. */
final class Control {
    static final int INIT = 1;
    static final int COOKIE_ECHO = 1 << 1;
    static final int COOKIE_ACK = 1 << 2;
    static final int SHUTDOWN = 1 << 3;
    static final int SHUTDOWN_ACK = 1 << 4;

    private Control() {}
}
