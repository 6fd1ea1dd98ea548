package io.sctp.engine.association;

/** Flags for the events that an association has for its user. */
public final class Events {
    public static final int ESTABLISHED = 1;
    public static final int RESTARTED = 1 << 1;
    public static final int PATHS = 1 << 2;
    public static final int READABLE = 1 << 3;
    public static final int WRITABLE = 1 << 4;
    public static final int PEER_ERROR = 1 << 5;
    public static final int PEER_SHUTDOWN = 1 << 6;
    public static final int DRAINED = 1 << 7;
    public static final int CLOSED = 1 << 8;
    public static final int SEND_FAILED = 1 << 9;
    public static final int EXTENSIONS = 1 << 10;
    public static final int AUTHENTICATION = 1 << 11;
    public static final int ADAPTATION = 1 << 12;
    public static final int PRIMARY_PATH = 1 << 13;

    private Events() {}
}
