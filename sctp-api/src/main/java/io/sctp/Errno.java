package io.sctp;

/**
 * The Linux error numbers that SCTP calls return, with what each means here. The userspace provider uses the same
 * numbers, so that a program handles errors in one way.
 */
public enum Errno {
    /** Operation not permitted. */
    EPERM(1, "operation not permitted"),
    /** No such association, key or stream. */
    ENOENT(2, "no such association, key or entry"),
    /** Interrupted system call. */
    EINTR(4, "interrupted"),
    /** Input or output error. */
    EIO(5, "input/output error"),
    /** The descriptor is closed. */
    EBADF(9, "closed"),
    /** Would block. */
    EAGAIN(11, "would block"),
    /** Out of memory. */
    ENOMEM(12, "out of memory"),
    /** Permission denied. */
    EACCES(13, "permission denied"),
    /** Bad address. */
    EFAULT(14, "bad address"),
    /** Busy. */
    EBUSY(16, "busy"),
    /** Exists already. */
    EEXIST(17, "exists already"),
    /** No such device. */
    ENODEV(19, "no such device"),
    /** Invalid argument. */
    EINVAL(22, "invalid argument"),
    /** Too many open files in the system. */
    ENFILE(23, "too many open files in the system"),
    /** Too many open files in this process. */
    EMFILE(24, "too many open files in this process (see ulimit -n)"),
    /** No space left. */
    ENOSPC(28, "no space left"),
    /** The association is shut down for sending. */
    EPIPE(32, "the association has ended"),
    /** Value out of range. */
    ERANGE(34, "out of range"),
    /** Function not implemented. */
    ENOSYS(38, "not implemented by this kernel"),
    /** No data available. */
    ENODATA(61, "no data available"),
    /** Protocol error. */
    EPROTO(71, "protocol error"),
    /** Value too large. */
    EOVERFLOW(75, "value too large"),
    /** Not a socket. */
    ENOTSOCK(88, "not a socket"),
    /** A destination address is required. */
    EDESTADDRREQ(89, "destination address required"),
    /** Message too long. */
    EMSGSIZE(90, "message too long"),
    /** Wrong protocol type for the socket. */
    EPROTOTYPE(91, "wrong protocol type for socket"),
    /** The option does not exist. */
    ENOPROTOOPT(92, "no such option"),
    /** The protocol is not supported. */
    EPROTONOSUPPORT(93, "protocol not supported"),
    /** The socket type is not supported. */
    ESOCKTNOSUPPORT(94, "socket type not supported"),
    /** The operation is not supported. */
    EOPNOTSUPP(95, "operation not supported"),
    /** The address family is not supported. */
    EAFNOSUPPORT(97, "address family not supported"),
    /** The address is in use. */
    EADDRINUSE(98, "address in use"),
    /** The address is not available. */
    EADDRNOTAVAIL(99, "address not available on this machine"),
    /** The network is down. */
    ENETDOWN(100, "network is down"),
    /** The network is unreachable. */
    ENETUNREACH(101, "network unreachable"),
    /** The connection was aborted. */
    ECONNABORTED(103, "association aborted"),
    /** The connection was reset by the peer. */
    ECONNRESET(104, "association aborted by the peer"),
    /** No buffer space. */
    ENOBUFS(105, "no buffer space"),
    /** Already connected. */
    EISCONN(106, "already connected"),
    /** Not connected. */
    ENOTCONN(107, "not connected"),
    /** Sending after shutdown. */
    ESHUTDOWN(108, "the association is shutting down"),
    /** Timed out. */
    ETIMEDOUT(110, "timed out"),
    /** Refused. */
    ECONNREFUSED(111, "association refused"),
    /** The host is down. */
    EHOSTDOWN(112, "host is down"),
    /** No route to the host. */
    EHOSTUNREACH(113, "no route to host"),
    /** Already in progress. */
    EALREADY(114, "already in progress"),
    /** Now in progress. */
    EINPROGRESS(115, "in progress"),
    /** Key rejected. */
    EKEYREJECTED(129, "key rejected");

    private static final Errno[] BY_NUMBER = new Errno[256];

    static {
        for (final Errno errno : values()) {
            BY_NUMBER[errno.number] = errno;
        }
    }

    private final int number;
    private final String meaning;

    Errno(final int number, final String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The error with this number, or null if it is none of these. */
    public static Errno of(final int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    /** The number, as in {@code errno.h} of Linux. */
    public int number() {
        return number;
    }

    /** What it means for SCTP, in a few words. */
    public String meaning() {
        return meaning;
    }
}
