package io.sctp.engine.association;

/** Bits of what an association has to tell its user. */
final class Events {
    static final int ESTABLISHED = 1;
    static final int RESTARTED = 1 << 1;
    static final int PATHS = 1 << 2;
    static final int READABLE = 1 << 3;
    static final int WRITABLE = 1 << 4;
    static final int PEER_ERROR = 1 << 5;
    static final int PEER_SHUTDOWN = 1 << 6;
    static final int DRAINED = 1 << 7;
    static final int CLOSED = 1 << 8;
    static final int SEND_FAILED = 1 << 9;
    static final int EXTENSIONS = 1 << 10;
    static final int AUTHENTICATION = 1 << 11;
    static final int ADAPTATION = 1 << 12;
    static final int PRIMARY_PATH = 1 << 13;

    private Events() {}
}
