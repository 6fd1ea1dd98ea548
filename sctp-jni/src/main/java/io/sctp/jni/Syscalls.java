package io.sctp.jni;

import io.sctp.natives.Abi;
import java.nio.ByteBuffer;

/**
 * The system calls of the native library, to be used after {@link NativeLibrary#load()}.
 *
 * <p>All take numbers and addresses of memory that the caller keeps alive, and return a count or value; <b>every
 * failure is a negative errno</b> ({@link Abi.Errno}), never an exception. None allocates, calls back, or waits, but
 * for {@link #poll} and {@link #epollWait}. An interrupted call is made again. All are safe from any number of threads;
 * what the kernel says of concurrent use of one socket holds.
 *
 * <p>An address that is neither 0 nor valid memory of the stated length is the caller's error and may crash the JVM, as
 * with any pointer; 0 is refused with {@code EFAULT}. A descriptor must be aligned to 8 bytes ({@code EINVAL}).
 */
public final class Syscalls {

    private Syscalls() {}

    // ---- Sockets (socket.c)

    /**
     * A new SCTP socket, non-blocking and close-on-exec.
     *
     * @param family {@link Abi.Socket#AF_INET} or {@link Abi.Socket#AF_INET6}
     * @param type {@link Abi.Socket#SOCK_STREAM} (one-to-one) or {@link Abi.Socket#SOCK_SEQPACKET} (one-to-many)
     * @return the descriptor; {@code EPROTONOSUPPORT} where the kernel has no SCTP
     */
    public static native int socket(int family, int type);

    /** Closes a descriptor of any kind. It is closed even when an error is returned. */
    public static native int close(int fd);

    /** shutdown(2). */
    public static native int shutdown(int fd, int how);

    /** bind(2) to one address. */
    public static native int bind(int fd, long sockaddr, int length);

    /** listen(2). */
    public static native int listen(int fd, int backlog);

    /** The socket of one accepted association, blocking and close-on-exec, or {@code EAGAIN}. */
    public static native int accept(int fd);

    /** Stores the local address; returns its whole length, though no more than {@code capacity} is stored. */
    public static native int getsockname(int fd, long sockaddr, int capacity);

    /**
     * Adds or removes local addresses: sctp_bindx(3).
     *
     * @param sockaddrs sockaddr_in and sockaddr_in6 one after the other, without gaps
     * @param length of all of them, in bytes
     * @param operation {@link Abi.Call#BINDX_ADD} or {@link Abi.Call#BINDX_REMOVE}
     */
    public static native int bindx(int fd, long sockaddrs, int length, int operation);

    /**
     * Begins an association with one peer at several addresses: sctp_connectx(3).
     *
     * @param sockaddrs packed, as for {@link #bindx}
     * @param associationIdOut where the id (an int) is stored, with {@code EINPROGRESS} too; 0 if it is not wanted
     * @return {@code EINPROGRESS} as a rule, since the socket is non-blocking
     */
    public static native int connectx(int fd, long sockaddrs, int length, long associationIdOut);

    /**
     * Gives an association of a one-to-many socket its own one-to-one socket.
     *
     * @param flags exactly those that the new descriptor gets: {@link Abi.Socket#SOCK_NONBLOCK},
     *     {@link Abi.Socket#SOCK_CLOEXEC} or 0
     */
    public static native int peelOff(int fd, int associationId, int flags);

    /** Makes a descriptor a blocking one, for {@link Abi.Call#RECEIVE_WAIT}; all other calls here never wait on it. */
    public static native int makeBlocking(int fd);

    // ---- Options (option.c)

    /** getsockopt(2); returns the length that the kernel stored. Many options read part of the value first. */
    public static native int getsockopt(int fd, int level, int option, long value, int length);

    /** setsockopt(2). */
    public static native int setsockopt(int fd, int level, int option, long value, int length);

    // ---- Messages (message.c)

    /**
     * Sends one message, or nothing of it.
     *
     * @param payload address of {@code length} bytes
     * @param descriptor an {@link Abi.MessageDescriptor} that says how; its length and payload address are not read.
     *     0 for the socket's default send parameters
     * @param flags {@link Abi.Call#SEND_MORE} or 0
     * @return the bytes sent (0 for a message that only ends the association); {@code EAGAIN} if the buffer is full
     */
    public static native int send(int fd, long payload, int length, long descriptor, int flags);

    /**
     * Receives one message, or a part of one if it is longer than {@code capacity} (no {@code COMPLETE} flag then, and
     * the rest follows).
     *
     * @param descriptor an {@link Abi.MessageDescriptor} that is filled: all that is known of a received message but
     *     its payload address, receive time and {@code userData}. {@code SOURCE_UNWANTED} is read from its flags, and
     *     stays
     * @param flags {@link Abi.Call#RECEIVE_WAIT} to wait for the message, on a blocking descriptor; or 0
     * @return the bytes received; 0 with {@code END_OF_STREAM} in the flags when the peer has shut down; {@code EAGAIN}
     */
    public static native int receive(int fd, long payload, int capacity, long descriptor, int flags);

    // ---- Batches (batch.c)

    /**
     * Sends an array of 64-byte {@link Abi.Descriptor}s, each with the address and length of its payload.
     *
     * <p>All but the last message to an association go with {@code MSG_MORE}, so that small ones share packets; none is
     * held back when the call returns. A message goes once and whole or not at all.
     *
     * @param flags {@link Abi.Call#OWN_SEND_BUFFERS} where each association has one of its own; or 0
     * @param memory address of the memory that all payloads are in: what a descriptor says that is elsewhere is refused
     * with {@code EFAULT}. 0, with {@link Long#MAX_VALUE} bytes, for anywhere: only where no other thread can write to
     * the descriptors
     * @param memoryBytes its length
     * @return how many went, from the first; a negative errno only if none did, {@code EAGAIN} if there was no room
     */
    public static native int sendBatch(int fd, long descriptors, int count, int flags, long memory, long memoryBytes);

    /**
     * Receives into the payloads of an array of 64-byte {@link Abi.Descriptor}s, whose lengths are capacities on entry.
     *
     * <p>Ends early when nothing more is there, behind the end of the stream (the last one filled has
     * {@code END_OF_STREAM}), or behind an error: then the last one filled has {@code FAILED} and the negative errno as
     * its length, since the kernel tells an error only once.
     *
     * @param flags {@link Abi.Call#RECEIVE_WAIT} to wait for the first message, on a blocking descriptor; or 0
     * @param memory as for {@link #sendBatch}
     * @param memoryBytes its length
     * @return how many were filled; a negative errno only if none was
     */
    public static native int receiveBatch(
            int fd, long descriptors, int count, int flags, long memory, long memoryBytes);

    // ---- Waiting (polling.c)

    /**
     * Waits until a descriptor is ready or another wakes it.
     *
     * @param events {@link Abi.Poll} bits
     * @param wakeFd an eventfd, or -1
     * @param timeoutMillis negative to wait without limit
     * @return the ready events of {@code fd}, with {@link Abi.Poll#WOKEN} if {@code wakeFd} is readable (it is not
     *     drained); 0 when the time is over
     */
    public static native int poll(int fd, int events, int wakeFd, int timeoutMillis);

    /** A new epoll descriptor, close-on-exec. */
    public static native int epollCreate();

    /** epoll_ctl(2); {@code data} comes back with each event of {@code fd}. */
    public static native int epollControl(int epollFd, int operation, int fd, int events, long data);

    /**
     * epoll_wait(2).
     *
     * @param events an array of {@link Abi.ReadyEvent}s: the same layout on every platform, unlike the kernel's
     * @return how many are ready; 0 when the time is over
     */
    public static native int epollWait(int epollFd, long events, int capacity, int timeoutMillis);

    /** A new eventfd, non-blocking and close-on-exec. */
    public static native int eventCreate();

    /** Makes an eventfd readable. */
    public static native int eventSignal(int fd);

    /** Takes back all signals; returns 1 if there were any, else 0. */
    public static native int eventDrain(int fd);

    // ---- The rest

    /** The address of byte 0 of a direct buffer, whatever its position; 0 for a heap buffer or null. */
    public static native long address(ByteBuffer direct);

    /** Writes the name of a (positive) errno, as {@code ECONNREFUSED}; returns its length, 0 if there is none. */
    public static native int errnoName(int errno, long buffer, int capacity);

    /** Writes the C library's sentence for a (positive) errno in English; returns its length, 0 if there is none. */
    public static native int errnoMessage(int errno, long buffer, int capacity);

    /** The library's {@link Abi} table as text; returns its whole length, though it is whole only if it fits. */
    static native int abi(long buffer, int capacity);

    /** Nothing: the price of a call, for benchmarks. */
    public static native int empty();
}
