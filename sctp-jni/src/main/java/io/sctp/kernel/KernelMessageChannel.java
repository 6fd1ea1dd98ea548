package io.sctp.kernel;

import io.sctp.Errno;
import io.sctp.OptionTarget;
import io.sctp.ReceiveInfo;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpNotification;
import io.sctp.SendInfo;
import io.sctp.jni.Abi;
import io.sctp.jni.Syscalls;
import io.sctp.spi.MessageDescriptor;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** Sending and receiving, which one-to-one and one-to-many channels do in the same way. */
abstract class KernelMessageChannel extends KernelEndpoint implements SctpMessageChannel {
    private static final String RECEIVE = "receive";
    private static final String SEND = "send";

    /** Held for one attempt to receive, so that the rest of a long notification goes to who got its beginning. */
    private final ReentrantLock receiveLock = new ReentrantLock();

    private final NotificationReader notifications = new NotificationReader();
    private final HeapStaging receiveStaging = new HeapStaging();
    private final HeapStaging sendStaging = new HeapStaging();

    KernelMessageChannel(final KernelProvider provider, final KernelProvider.Socket socket) {
        super(provider, socket);
    }

    /** Fails where there never was an association to receive from. */
    abstract void requireAssociation(String operation) throws SctpException;

    /** Fails where there is no association to send on, as far as it can be told before trying. */
    abstract void requireDestination(SendInfo info) throws SctpException;

    /** The peer's address where there is one; for exceptions. */
    abstract SocketAddress peerOrNull();

    /** Begins a graceful shutdown of one association. */
    abstract void shutdownAssociation(int id) throws SctpException;

    /** Aborts one association, with a reason or null. */
    abstract void abortAssociation(int id, ByteBuffer reason) throws SctpException;

    /**
     * What a receive returns for a notification: {@link #NOTIFICATION}, {@link #END_OF_STREAM}, or {@link #WOULD_BLOCK} if
     * it is for nobody to see and the next one counts.
     */
    int seen(final SctpNotification notification) {
        return NOTIFICATION;
    }

    /** What a receive returns, or throws, when nothing is there and nothing will come. */
    int nothingThere() throws SctpException {
        return WOULD_BLOCK;
    }

    // ---- Receive

    @Override
    public final int receive(final ByteBuffer destination, final ReceiveInfo info) throws IOException {
        return receive(destination, info, isBlocking() ? Deadline.NEVER : null);
    }

    @Override
    public final int receive(final ByteBuffer destination, final ReceiveInfo info, final Duration timeout)
            throws IOException {
        return receive(destination, info, Deadline.in(timeout));
    }

    private int receive(final ByteBuffer destination, final ReceiveInfo info, final Deadline deadline)
            throws SctpException {
        Objects.requireNonNull(info, "info");
        if (destination.isReadOnly()) {
            throw new IllegalArgumentException("the buffer is read-only");
        }
        if (!destination.hasRemaining()) {
            throw new IllegalArgumentException("the buffer has no room for a message");
        }
        final int fd = handle().acquire(RECEIVE);
        try {
            requireAssociation(RECEIVE);
            while (true) {
                final int result = tryReceive(fd, destination, info);
                if (result != WOULD_BLOCK || deadline == null) {
                    return result;
                }
                handle().await(Abi.Poll.POLLIN, deadline, RECEIVE);
            }
        } finally {
            handle().release();
        }
    }

    private int tryReceive(final int fd, final ByteBuffer destination, final ReceiveInfo info) throws SctpException {
        final int capacity = destination.remaining();
        if (destination.isDirect()) {
            final int start = destination.position();
            final int result = receiveInto(fd, destination, start, capacity, info);
            if (result > 0) {
                destination.position(start + result);
            }
            return result;
        }
        final ByteBuffer staging = receiveStaging.take(capacity);
        try {
            final int result = receiveInto(fd, staging, 0, capacity, info);
            if (result > 0) {
                destination.put(staging.limit(result));
            }
            return result;
        } finally {
            receiveStaging.give(staging);
        }
    }

    private int receiveInto(
            final int fd, final ByteBuffer memory, final int start, final int capacity, final ReceiveInfo info)
            throws SctpException {
        receiveLock.lock();
        try {
            info.notification(null);
            final int result = Syscalls.receive(
                    fd, Syscalls.address(memory) + start, capacity, info.memoryAddress(Syscalls::address));
            if (result <= 0) {
                return nothingReceived(result, info);
            }
            if ((info.memory().getInt(MessageDescriptor.FLAGS_OFFSET) & MessageDescriptor.FLAG_NOTIFICATION) != 0) {
                return notified(notifications.read(fd, memory, start, result, info), info);
            }
            return result;
        } finally {
            receiveLock.unlock();
            Reference.reachabilityFence(memory);
        }
    }

    private int notified(final SctpNotification notification, final ReceiveInfo info) {
        final int result = seen(notification);
        info.notification(result == NOTIFICATION ? notification : null);
        return result;
    }

    private int nothingReceived(final int result, final ReceiveInfo info) throws SctpException {
        if (wouldBlock(result)) {
            return nothingThere();
        }
        if (result < 0) {
            throw failure(RECEIVE, result, peerOrNull());
        }
        final int flags = info.memory().getInt(MessageDescriptor.FLAGS_OFFSET);
        return (flags & MessageDescriptor.FLAG_END_OF_STREAM) != 0 ? END_OF_STREAM : WOULD_BLOCK;
    }

    // ---- Send

    @Override
    public final int send(final ByteBuffer source, final SendInfo info) throws IOException {
        return send(source, info, isBlocking() ? Deadline.NEVER : null);
    }

    @Override
    public final int send(final ByteBuffer source, final SendInfo info, final Duration timeout) throws IOException {
        return send(source, info, Deadline.in(timeout));
    }

    private int send(final ByteBuffer source, final SendInfo info, final Deadline deadline) throws SctpException {
        if (!source.hasRemaining()) {
            throw new IllegalArgumentException("an SCTP message has at least one byte");
        }
        final int fd = handle().acquire(SEND);
        try {
            requireDestination(info);
            while (true) {
                final int result = trySend(fd, source, info);
                if (result != WOULD_BLOCK || deadline == null) {
                    return result;
                }
                handle().await(Abi.Poll.POLLOUT, deadline, SEND);
            }
        } finally {
            handle().release();
        }
    }

    private int trySend(final int fd, final ByteBuffer source, final SendInfo info) throws SctpException {
        final int length = source.remaining();
        final int result;
        if (source.isDirect()) {
            result = sendFrom(fd, source, source.position(), length, info);
        } else {
            final ByteBuffer staging = sendStaging.take(length);
            try {
                staging.put(0, source, source.position(), length);
                result = sendFrom(fd, staging, 0, length, info);
            } finally {
                sendStaging.give(staging);
            }
        }
        if (result == length) {
            source.position(source.limit());
            return length;
        }
        if (wouldBlock(result)) {
            return WOULD_BLOCK;
        }
        throw sendFailure(fd, result, length, info);
    }

    static int sendFrom(final int fd, final ByteBuffer memory, final int start, final int length, final SendInfo info) {
        try {
            final long descriptor = info == null ? 0 : info.memoryAddress(Syscalls::address);
            return Syscalls.send(fd, Syscalls.address(memory) + start, length, descriptor, 0);
        } finally {
            Reference.reachabilityFence(memory);
            Reference.reachabilityFence(info);
        }
    }

    private SctpException sendFailure(final int fd, final int result, final int length, final SendInfo info)
            throws SctpException {
        final SocketAddress peer = info != null && info.destination() != null ? info.destination() : peerOrNull();
        if (result == -Errno.EMSGSIZE.number()) {
            return new SctpException.MessageTooBig(
                    SEND,
                    -result,
                    localAddressOrNull(),
                    peer,
                    "a message of " + length + " bytes; the limit is SO_SNDBUF, now "
                            + KernelOptions.get(fd, StandardSocketOptions.SO_SNDBUF)
                            + " bytes, or one packet if SCTP_DISABLE_FRAGMENTS is set");
        }
        if (result == -Errno.EINVAL.number() && info != null) {
            final int streams = outboundStreams(fd, info);
            if (streams >= 0 && info.stream() >= streams) {
                return new SctpException.InvalidStream(
                        SEND,
                        -result,
                        localAddressOrNull(),
                        peer,
                        "stream " + info.stream() + " of an association with " + streams + " outbound streams");
            }
        }
        return failure(SEND, result, peer);
    }

    private static int outboundStreams(final int fd, final SendInfo info) {
        try {
            return AssociationControl.status(fd, info.association()).outboundStreams();
        } catch (final SctpException e) {
            return -1; // the association is unknown: that is what the caller is told then
        }
    }

    /** The association that an id of 0 stands for. */
    final int associationId() throws SctpException {
        return using(
                "association",
                fd -> AssociationControl.status(fd, OptionTarget.FUTURE).association());
    }
}
