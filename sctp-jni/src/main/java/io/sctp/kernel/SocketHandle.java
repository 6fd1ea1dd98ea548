package io.sctp.kernel;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import io.sctp.spi.ChannelExceptions;
import io.sctp.spi.Deadline;
import io.sctp.spi.InterruptHook;
import io.sctp.spi.VirtualThreads;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;

/**
 * A file descriptor that any thread may close while others use it. Every use is between {@link #acquire} and
 * {@link #release}. Closing wakes waiting calls, and the last call to release closes the descriptor, so its number is
 * never reused during a call.
 *
 * <p>Thread-safe; using it allocates nothing.
 */
final class SocketHandle {
    private static final int CLOSED = 0x8000_0000;
    private static final VarHandle USES;

    static {
        try {
            USES = MethodHandles.lookup().findVarHandle(SocketHandle.class, "uses", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int fd;
    private final ReadinessWatcher watcher;
    private final ParkedThreads readers = new ParkedThreads();
    private final ParkedThreads writers = new ParkedThreads();

    private Owner owner = Owner.NOBODY;

    /** Ends a wait in a system call when the thread is interrupted. */
    private final InterruptHook interrupts = new InterruptHook(() -> owner.onInterrupt());

    /** The number of calls that use the descriptor, and the {@link #CLOSED} bit. */
    @SuppressWarnings("unused") // accessed through USES
    private volatile int uses;

    /** Whether closing must wake receives that wait in the kernel. */
    private volatile boolean receivesMayWait;

    /** Becomes readable when the handle is closed; -1 until a platform thread first waits. Written under the lock. */
    private volatile int wakeFd;

    SocketHandle(final int fd, final ReadinessWatcher watcher) {
        this(fd, -1, watcher);
    }

    /** Creates a handle with a wake-up descriptor from its owner. Both are closed together. */
    SocketHandle(final int fd, final int wakeFd, final ReadinessWatcher watcher) {
        this.fd = fd;
        this.wakeFd = wakeFd;
        this.watcher = watcher;
    }

    /** The owner of the descriptor. */
    interface Owner {
        /** An owner without addresses, whose caller checks for interrupts. */
        Owner NOBODY = new Owner() {};

        /** The local address, for messages; may be null. */
        default SocketAddress local() {
            return null;
        }

        /** The peer's address, for messages; may be null. */
        default SocketAddress peer() {
            return null;
        }

        /** Whether an interrupt closes the handle. */
        default boolean closesOnInterrupt() {
            return false;
        }

        /** Closes the handle, because a thread was interrupted while it waited. */
        default void onInterrupt() {}

        /** Throws an exception if the thread is interrupted. */
        default void checkInterrupt(final String operation) throws IOException {}
    }

    /** Sets the owner, before the handle is used. */
    void ownedBy(final Owner newOwner) {
        owner = newOwner;
    }

    /**
     * Returns the descriptor, for use until {@link #release}.
     *
     * @param operation the name of the operation, for the exception
     */
    int acquire(final String operation) throws ClosedChannelException {
        int seen = (int) USES.getVolatile(this);
        while (true) {
            if ((seen & CLOSED) != 0) {
                throw closed(operation);
            }
            final int witness = (int) USES.compareAndExchange(this, seen, seen + 1);
            if (witness == seen) {
                return fd;
            }
            seen = witness;
        }
    }

    void release() {
        if ((int) USES.getAndAdd(this, -1) - 1 == CLOSED) {
            closeDescriptors();
        }
    }

    boolean isOpen() {
        return ((int) USES.getVolatile(this) & CLOSED) == 0;
    }

    /** Returns the descriptor, for a caller between acquire and release. */
    int fd() {
        return fd;
    }

    ParkedThreads readers() {
        return readers;
    }

    ParkedThreads writers() {
        return writers;
    }

    /**
     * Closes the handle and wakes every call that waits on it.
     *
     * @return whether this call was the first to close it
     */
    boolean close() {
        int seen = (int) USES.getVolatile(this);
        while (true) {
            if ((seen & CLOSED) != 0) {
                return false;
            }
            // This call also counts as a use, so the descriptor is not closed before all others are awake.
            final int witness = (int) USES.compareAndExchange(this, seen, (seen | CLOSED) + 1);
            if (witness == seen) {
                break;
            }
            seen = witness;
        }
        if (seen != 0) {
            wakeOthers();
        }
        release();
        return true;
    }

    private void wakeOthers() {
        synchronized (this) {
            if (wakeFd >= 0) {
                Syscalls.eventSignal(wakeFd);
            }
        }
        if (receivesMayWait) {
            Syscalls.shutdown(fd, Abi.Socket.SHUT_RD); // it cannot fail in a way that matters to the caller
        }
        readers.unparkAll();
        writers.unparkAll();
    }

    /**
     * Whether a receive may wait in the kernel, which saves a system call. Only a socket with one association can be
     * woken there, by shutting down its receiving side.
     */
    boolean receivesMayWait() {
        return receivesMayWait;
    }

    /** Lets receives wait in the kernel from now on. The descriptor must be blocking. */
    void letReceivesWait() {
        receivesMayWait = true;
    }

    /**
     * Waits until the descriptor is ready, for a caller between acquire and release.
     *
     * @param events {@link Abi.Poll#POLLIN} or {@link Abi.Poll#POLLOUT}
     * @throws java.nio.channels.AsynchronousCloseException if the handle is closed meanwhile
     * @throws SctpException.TimedOut if the deadline passes first
     */
    void await(final int events, final Deadline deadline, final String operation) throws IOException {
        if (deadline.expired() || !ready(events, deadline, operation)) {
            throw timedOut(operation);
        }
    }

    /** Waits like {@link #await}, but at most this long. */
    void await(final int events, final Deadline deadline, final long nanos, final String operation) throws IOException {
        if (deadline.expired()) {
            throw timedOut(operation);
        }
        ready(events, deadline.orIn(nanos), operation);
    }

    private boolean ready(final int events, final Deadline deadline, final String operation) throws IOException {
        final boolean ready = waitsInSystemCalls()
                ? pollUntilReady(events, deadline, operation)
                : watcher.await(this, events, deadline, operation);
        owner.checkInterrupt(operation);
        requireStillOpen(operation);
        return ready;
    }

    /**
     * Whether the calling thread may wait in a system call. An interrupt can end that wait only by closing the handle.
     * If an interrupt must end only the call, the thread parks, as virtual threads do.
     */
    boolean waitsInSystemCalls() {
        return owner.closesOnInterrupt() && !VirtualThreads.isCurrentVirtual();
    }

    /** From now on an interrupt of the calling thread closes the handle; {@link #endSystemCall} must follow. */
    void beginSystemCall() {
        interrupts.begin();
    }

    void endSystemCall() {
        interrupts.end();
    }

    /** Throws an exception if the handle was closed during a call. */
    void requireStillOpen(final String operation) throws IOException {
        if (!isOpen()) {
            owner.checkInterrupt(operation);
            throw ChannelExceptions.closedMeanwhile(operation, owner.local(), owner.peer(), null);
        }
    }

    void requireOpen(final String operation) throws ClosedChannelException {
        if (!isOpen()) {
            throw closed(operation);
        }
    }

    SctpException.TimedOut timedOut(final String operation) {
        return new SctpException.TimedOut(
                operation, Errno.ETIMEDOUT.number(), owner.local(), owner.peer(), "the call timed out");
    }

    private boolean pollUntilReady(final int events, final Deadline deadline, final String operation)
            throws IOException {
        final int wake = wakeDescriptor(operation);
        beginSystemCall();
        try {
            while (isOpen()) {
                final int ready = Syscalls.poll(fd, events, wake, deadline.remainingMillis());
                if (ready > 0) {
                    return true;
                }
                if (ready < 0 && ready != -Errno.EINTR.number()) {
                    throw SctpException.of(operation, -ready, owner.local(), owner.peer());
                }
                if (deadline.expired()) {
                    return false;
                }
            }
            return true;
        } finally {
            endSystemCall();
        }
    }

    private int wakeDescriptor(final String operation) throws IOException {
        final int made = wakeFd;
        return made >= 0 ? made : makeWakeDescriptor(operation);
    }

    private synchronized int makeWakeDescriptor(final String operation) throws IOException {
        if (wakeFd < 0) {
            final int made = Syscalls.eventCreate();
            if (made < 0) {
                throw SctpException.of(operation, -made, owner.local(), owner.peer());
            }
            wakeFd = made;
        }
        return wakeFd;
    }

    private synchronized void closeDescriptors() {
        watcher.forget(fd);
        Syscalls.close(fd);
        if (wakeFd >= 0) {
            Syscalls.close(wakeFd);
            wakeFd = -1;
        }
    }

    private ClosedChannelException closed(final String operation) {
        return ChannelExceptions.closed(operation, owner.local(), owner.peer(), null);
    }
}
