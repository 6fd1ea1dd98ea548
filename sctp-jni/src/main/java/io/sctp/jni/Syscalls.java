package io.sctp.jni;

import io.sctp.natives.Abi;
import java.nio.ByteBuffer;

/**
 * The system calls of the native library. {@link NativeLibrary#load()} must be called first.
 *
 * <p>All take numbers and addresses of memory, which the caller must keep alive, and return a count or a value;
 * <b>every failure is a negative errno</b> ({@link Abi.Errno}), never an exception. None of them allocates or calls
 * back, and only {@link #poll}, {@link #epollWait} and receives with {@code RECEIVE_WAIT} wait. A call interrupted by a
 * signal is repeated. All are thread-safe, within the kernel's rules for concurrent use of a socket.
 *
 * <p>An address must be valid memory of the stated length; otherwise the JVM may crash, as with any pointer. 0 is
 * refused with {@code EFAULT}. A descriptor must be aligned to 8 bytes ({@code EINVAL}).
 */
public final class Syscalls {

    private Syscalls() {}

    // ---- Sockets (socket.c)

    /**
     * Opens an SCTP socket, non-blocking and close-on-exec.
     *
     * @param family {@link Abi.Socket#AF_INET} or {@link Abi.Socket#AF_INET6}
     * @param type {@link Abi.Socket#SOCK_STREAM} (one-to-one) or {@link Abi.Socket#SOCK_SEQPACKET} (one-to-many)
     * @return the descriptor; {@code EPROTONOSUPPORT} if the kernel has no SCTP
     */
    public static native int socket(int family, int type);

    /** Closes any descriptor. It is closed even if an error is returned. */
    public static native int close(int fd);

    /** shutdown(2). */
    public static native int shutdown(int fd, int how);

    /** bind(2) to one address. */
    public static native int bind(int fd, long sockaddr, int length);

    /** listen(2). */
    public static native int listen(int fd, int backlog);

    /** Accepts one association. Returns its socket, blocking and close-on-exec, or {@code EAGAIN}. */
    public static native int accept(int fd);

    /** Stores the local address, at most {@code capacity} bytes of it; returns its full length. */
    public static native int getsockname(int fd, long sockaddr, int capacity);

    /**
     * Adds or removes local addresses: sctp_bindx(3).
     *
     * @param sockaddrs sockaddr_in and sockaddr_in6 structs, without gaps
     * @param length of all of them, in bytes
     * @param operation {@link Abi.Call#BINDX_ADD} or {@link Abi.Call#BINDX_REMOVE}
     */
    public static native int bindx(int fd, long sockaddrs, int length, int operation);

    /**
     * Begins an association with one peer that has several addresses: sctp_connectx(3).
     *
     * @param sockaddrs packed, as for {@link #bindx}
     * @param associationIdOut address at which the id (an int) is stored, with {@code EINPROGRESS} too; 0 for none
     * @return usually {@code EINPROGRESS}, since the socket is non-blocking
     */
    public static native int connectx(int fd, long sockaddrs, int length, long associationIdOut);

    /**
     * Gives an association of a one-to-many socket its own one-to-one socket.
     *
     * @param flags exactly the flags of the new descriptor: {@link Abi.Socket#SOCK_NONBLOCK},
     *     {@link Abi.Socket#SOCK_CLOEXEC} or 0
     */
    public static native int peelOff(int fd, int associationId, int flags);

    /**
     * Makes a descriptor blocking, for {@link Abi.Call#RECEIVE_WAIT}. All other calls of this class still do not wait
     * on it.
     */
    public static native int makeBlocking(int fd);

    // ---- Options (option.c)

    /**
     * getsockopt(2). Returns the length that the kernel stored. For many options the kernel first reads part of the
     * value.
     */
    public static native int getsockopt(int fd, int level, int option, long value, int length);

    /** setsockopt(2). */
    public static native int setsockopt(int fd, int level, int option, long value, int length);

    // ---- Messages (message.c)

    /**
     * Sends one message, completely or not at all.
     *
     * @param payload address of {@code length} bytes
     * @param descriptor an {@link Abi.MessageDescriptor} with its send parameters; its length and payload address are
     *     not read. 0 for the socket's default parameters
     * @param flags {@link Abi.Call#SEND_MORE} or 0
     * @return the bytes sent (0 for a message that only ends the association); {@code EAGAIN} if the buffer is full
     */
    public static native int send(int fd, long payload, int length, long descriptor, int flags);

    /**
     * Receives one message, or a part of one if it is longer than {@code capacity} (no {@code COMPLETE} flag then, and
     * the rest follows).
     *
     * @param descriptor an {@link Abi.MessageDescriptor} that is filled in, except payload address, receive time and
     *     {@code userData}. {@code SOURCE_UNWANTED} is read from its flags and left unchanged
     * @param flags {@link Abi.Call#RECEIVE_WAIT} to wait for the message, on a blocking descriptor; or 0
     * @return the bytes received; 0 with {@code END_OF_STREAM} in the flags when the peer has shut down; {@code EAGAIN}
     */
    public static native int receive(int fd, long payload, int capacity, long descriptor, int flags);

    // ---- Batches (batch.c)

    /**
     * Sends an array of 64-byte {@link Abi.Descriptor}s, each with the address and length of its payload.
     *
     * <p>All messages except the last to an association are sent with {@code MSG_MORE}, so that small ones share
     * packets. None is held back when the call returns. A message is sent completely or not at all.
     *
     * @param flags {@link Abi.Call#OWN_SEND_BUFFERS} if each association has its own send buffer; or 0
     * @param memory address of the memory that contains all payloads; a descriptor that points elsewhere is refused
     *     with {@code EFAULT}. 0, with {@link Long#MAX_VALUE} bytes, allows any address: only if no other thread can
     *     write to the descriptors
     * @param memoryBytes its length
     * @return the number sent, from the first; a negative errno only if none was, {@code EAGAIN} if the buffer is full
     */
    public static native int sendBatch(int fd, long descriptors, int count, int flags, long memory, long memoryBytes);

    /**
     * Receives into the payloads of an array of 64-byte {@link Abi.Descriptor}s, whose lengths are capacities on entry.
     *
     * <p>Ends early when no more messages are available, at the end of the stream (the last one filled has
     * {@code END_OF_STREAM}), or after an error: then the last one filled has {@code FAILED}, with the negative errno
     * as its length, since the kernel reports an error only once.
     *
     * @param flags {@link Abi.Call#RECEIVE_WAIT} to wait for the first message, on a blocking descriptor; or 0
     * @param memory as for {@link #sendBatch}
     * @param memoryBytes its length
     * @return the number filled; a negative errno only if none was
     */
    public static native int receiveBatch(
            int fd, long descriptors, int count, int flags, long memory, long memoryBytes);

    // ---- Waiting (polling.c)

    /**
     * Waits until a descriptor is ready, or a wake-up descriptor is signalled.
     *
     * @param events {@link Abi.Poll} bits
     * @param wakeFd an eventfd, or -1
     * @param timeoutMillis negative to wait without limit
     * @return the ready events of {@code fd}, with {@link Abi.Poll#WOKEN} if {@code wakeFd} is readable (it is not
     *     drained); 0 after the timeout
     */
    public static native int poll(int fd, int events, int wakeFd, int timeoutMillis);

    /** Opens an epoll descriptor, close-on-exec. */
    public static native int epollCreate();

    /** epoll_ctl(2). {@code data} is returned with each event of {@code fd}. */
    public static native int epollControl(int epollFd, int operation, int fd, int events, long data);

    /**
     * epoll_wait(2).
     *
     * @param events an array of {@link Abi.ReadyEvent}s: the same layout on every platform, unlike the kernel's
     * @return the number of ready descriptors; 0 after the timeout
     */
    public static native int epollWait(int epollFd, long events, int capacity, int timeoutMillis);

    /** Opens an eventfd, non-blocking and close-on-exec. */
    public static native int eventCreate();

    /** Makes an eventfd readable. */
    public static native int eventSignal(int fd);

    /** Clears all signals; returns 1 if there were any, otherwise 0. */
    public static native int eventDrain(int fd);

    // ---- The rest

    /** Returns the address of byte 0 of a direct buffer, whatever its position; 0 for a heap buffer or null. */
    public static native long address(ByteBuffer direct);

    /** Writes the name of a (positive) errno, such as {@code ECONNREFUSED}; returns its length, 0 if there is none. */
    public static native int errnoName(int errno, long buffer, int capacity);

    /** Writes the C library's sentence for a (positive) errno in English; returns its length, 0 if there is none. */
    public static native int errnoMessage(int errno, long buffer, int capacity);

    /** Writes the library's {@link Abi} table as text, as far as it fits; returns its full length. */
    static native int abi(long buffer, int capacity);

    /** Does nothing. For benchmarks: the cost of a call. */
    public static native int empty();
}
