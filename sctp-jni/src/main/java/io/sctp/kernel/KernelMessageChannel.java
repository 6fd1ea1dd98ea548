package io.sctp.kernel;

import io.sctp.Errno;
import io.sctp.MessageBatch;
import io.sctp.OptionTarget;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpNotification;
import io.sctp.SendInfo;
import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import io.sctp.spi.Deadline;
import io.sctp.spi.MessageAccess;
import io.sctp.spi.MessageCalls;
import io.sctp.spi.MessageDescriptor;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Sending and receiving, common to one-to-one and one-to-many channels. */
abstract class KernelMessageChannel<C extends SctpMessageChannel> extends KernelEndpoint<C> implements MessageCalls {
    private static final MessageAccess ACCESS = MessageAccess.get();
    static final String RECEIVE = "receive";
    private static final String SEND = "send";

    /**
     * The kernel reports a socket as writable as soon as one message fits. After a batch has filled the buffer, the
     * next attempt waits this long, so that many messages fit: only messages sent together share packets. The buffer
     * does not drain completely meanwhile. On two processors this gives 1.4 to 1.6 times as many messages per second,
     * on one it makes no difference (docs/peers.md).
     */
    private static final long ROOM_WAIT_NS = TimeUnit.MICROSECONDS.toNanos(200);

    /** The interval of checks for buffer space that the kernel does not report. */
    private static final long OWN_ROOM_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(2);

    /** The interval of checks for buffer space that is freed when the last association of a socket ends. */
    private static final long MISSED_ROOM_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReceiveTurns turns = new ReceiveTurns();
    private final NotificationReader notifications = new NotificationReader();
    private final KernelBatches batches = new KernelBatches(this, notifications);
    private final AddressCache receiveAddresses = new AddressCache();
    private final AddressCache sendAddresses = new AddressCache();

    /** Null while a send uses it. Each further concurrent send creates its own. */
    private final AtomicReference<SendDescriptor> spareDescriptor = new AtomicReference<>();

    KernelMessageChannel(final KernelProvider provider, final KernelProvider.Socket socket) {
        super(provider, socket);
    }

    /** Throws an exception if there never was an association to receive from. */
    abstract void requireAssociation(String operation) throws SctpException;

    /**
     * Throws an exception if there is no association to send on, as far as that is known without a system call.
     *
     * @param named whether the message names an association or a destination
     */
    abstract void requireDestination(boolean named) throws SctpException;

    /** Whether each association has its own send buffer, instead of one for the socket. */
    boolean hasOwnSendBuffers() {
        return false;
    }

    /** The flags of {@link Syscalls#sendBatch} for this socket. */
    private int batchFlags() {
        return hasOwnSendBuffers() ? Abi.Call.OWN_SEND_BUFFERS : 0;
    }

    /** Whether buffer space can become free without an event, for example when the last association ends. */
    boolean missesRoom() {
        return false;
    }

    /**
     * A socket is writable when all of its associations together have less queued than one buffer holds. With separate
     * buffers an association may have space earlier, or the socket may never become writable, so the send is retried
     * periodically.
     */
    private void awaitRoom(final Deadline deadline) throws IOException {
        if (hasOwnSendBuffers()) {
            handle().await(Abi.Poll.POLLOUT, deadline, OWN_ROOM_WAIT_NS, SEND);
        } else if (missesRoom()) {
            handle().await(Abi.Poll.POLLOUT, deadline, MISSED_ROOM_WAIT_NS, SEND);
        } else {
            handle().await(Abi.Poll.POLLOUT, deadline, SEND);
        }
    }

    /** Starts the graceful shutdown of one association. */
    abstract void shutdownAssociation(int id) throws IOException;

    /** Aborts one association; the reason may be null. */
    abstract void abortAssociation(int id, ByteBuffer reason) throws IOException;

    /**
     * Returns the result of a receive for a notification: {@link #NOTIFICATION}, {@link #END_OF_STREAM}, or
     * {@link #WOULD_BLOCK} if the program must not see it and the receive continues.
     */
    int seen(final SctpNotification notification) {
        return NOTIFICATION;
    }

    /** Returns or throws the result of a receive when nothing is available and nothing more will arrive. */
    int onEmpty() throws SctpException {
        return WOULD_BLOCK;
    }

    /** Whether the association has ended in a way that the kernel does not report again. */
    boolean isOver() {
        return false;
    }

    // ---- Receive

    @Override
    public final int receive(final ByteBuffer destination, final ReceiveInfo info, final Deadline deadline)
            throws IOException {
        Objects.requireNonNull(info, "info");
        MessageCalls.requireWritable(destination);
        final long range = BufferRange.of(destination);
        MessageCalls.requireRoom(BufferRange.length(range));
        return receive(destination, range, info, null, deadline);
    }

    @Override
    public final int receive(final MessageBatch batch, final Deadline deadline) throws IOException {
        return receive(null, 0, null, batch, deadline);
    }

    /** Receives one message, or a batch if one is given. */
    private int receive(
            final ByteBuffer destination,
            final long range,
            final ReceiveInfo info,
            final MessageBatch batch,
            final Deadline deadline)
            throws IOException {
        final int fd = handle().acquire(RECEIVE);
        try {
            requireAssociation(RECEIVE);
            beginToWait(RECEIVE, deadline);
            while (true) {
                final boolean wait = waitsInKernel(deadline) && !mayBeFreed(destination);
                final int result = wait
                        ? waitToReceive(fd, destination, range, info, batch)
                        : receiveInTurn(fd, destination, range, info, batch, false);
                if (result != WOULD_BLOCK || deadline == null) {
                    return result;
                }
                if (!wait) {
                    handle().await(Abi.Poll.POLLIN, deadline, RECEIVE);
                }
            }
        } finally {
            handle().release();
        }
    }

    /** Waits in the kernel, possibly after waiting for another thread that does. */
    private int waitToReceive(
            final int fd,
            final ByteBuffer destination,
            final long range,
            final ReceiveInfo info,
            final MessageBatch batch)
            throws IOException {
        handle().beginSystemCall();
        try {
            return receiveInTurn(fd, destination, range, info, batch, true);
        } finally {
            handle().endSystemCall();
        }
    }

    private int receiveInTurn(
            final int fd,
            final ByteBuffer destination,
            final long range,
            final ReceiveInfo info,
            final MessageBatch batch,
            final boolean wait)
            throws IOException {
        if (!turns.begin(wait, handle().receivesMayWait())) {
            return WOULD_BLOCK;
        }
        try {
            final int flags = wait ? Abi.Call.RECEIVE_WAIT : 0;
            return batch != null ? batches.receive(fd, batch, flags) : tryReceive(fd, destination, range, info, flags);
        } finally {
            turns.end();
        }
    }

    /**
     * Whether a receive waits for its message in the kernel, which saves a system call. Not if there is an event to
     * report that the kernel does not know.
     */
    private boolean waitsInKernel(final Deadline deadline) {
        return deadline != null
                && deadline.isNever()
                && handle().receivesMayWait()
                && !batches.hasPendingFailure()
                && !isOver()
                && handle().waitsInSystemCalls();
    }

    /**
     * Memory that can be freed is checked before each attempt, so that no message is received that cannot be stored.
     */
    private boolean mayBeFreed(final ByteBuffer destination) {
        return destination != null && destination.isDirect() && receiveAddresses.of(destination) == 0;
    }

    private int tryReceive(
            final int fd, final ByteBuffer destination, final long range, final ReceiveInfo info, final int flags)
            throws IOException {
        final int start = BufferRange.start(range);
        final long address = receiveAddresses.of(destination);
        final int result = address != 0
                ? receiveInto(fd, destination, address, range, info, flags)
                : receiveThroughStaging(fd, destination, range, info, flags);
        if (result > 0) {
            destination.position(start + result);
        }
        return result;
    }

    private int receiveThroughStaging(
            final int fd, final ByteBuffer destination, final long range, final ReceiveInfo info, final int flags)
            throws IOException {
        final int start = BufferRange.start(range);
        if (destination.isDirect()) {
            destination.get(start); // throws if it has been freed, or only another thread may access it
        }
        final int capacity = BufferRange.length(range);
        final ByteBuffer memory = kernel().staging().take(capacity);
        try {
            final int result = receiveInto(fd, memory, Syscalls.address(memory), capacity, info, flags);
            if (result > 0) {
                BufferRange.copy(memory, 0, destination, start, result);
            }
            return result;
        } finally {
            kernel().staging().give(memory);
        }
    }

    /**
     * Receives into memory that the caller owns until this returns.
     *
     * @param address of its first byte
     * @param range of the memory
     */
    private int receiveInto(
            final int fd,
            final ByteBuffer memory,
            final long address,
            final long range,
            final ReceiveInfo info,
            final int flags)
            throws IOException {
        ACCESS.notification(info, null);
        final int start = BufferRange.start(range);
        final int result;
        try {
            result = Syscalls.receive(
                    fd,
                    address + start,
                    BufferRange.length(range),
                    ACCESS.memoryAddress(info, Syscalls::address),
                    flags);
        } finally {
            Reference.reachabilityFence(memory);
            Reference.reachabilityFence(info);
        }
        if (result <= 0) {
            batches.throwPendingFailure();
            return nothingReceived(result, info);
        }
        if ((ACCESS.memory(info).getInt(MessageDescriptor.FLAGS_OFFSET) & MessageDescriptor.FLAG_NOTIFICATION) != 0) {
            notifications.append(memory, start, result);
            return notified(notifications.finish(fd, info.complete(), info), info);
        }
        return result;
    }

    private int notified(final SctpNotification notification, final ReceiveInfo info) {
        final int result = seen(notification);
        ACCESS.notification(info, result == NOTIFICATION ? notification : null);
        return result;
    }

    private int nothingReceived(final int result, final ReceiveInfo info) throws IOException {
        if (result < 0) {
            return onEmpty(result);
        }
        final int flags = ACCESS.memory(info).getInt(MessageDescriptor.FLAGS_OFFSET);
        if ((flags & MessageDescriptor.FLAG_END_OF_STREAM) == 0) {
            return WOULD_BLOCK;
        }
        handle().requireStillOpen(RECEIVE); // perhaps the event that woke this call
        return endOfStream();
    }

    /** Returns or throws the result of a receive at the end of the stream. */
    int endOfStream() throws SctpException {
        return END_OF_STREAM;
    }

    /** Returns or throws the result of a receive for a kernel error. */
    final int onEmpty(final int result) throws IOException {
        handle().requireStillOpen(RECEIVE);
        final boolean gone = result == -Errno.ENOTCONN.number();
        if (gone || wouldBlock(result)) {
            final int told = onEmpty();
            if (!gone || told != WOULD_BLOCK) {
                return told;
            }
        }
        throw failure(RECEIVE, result, peerOrNull());
    }

    // ---- Send

    @Override
    public final int send(final ByteBuffer source, final SendInfo info, final Deadline deadline) throws IOException {
        final long range = BufferRange.of(source);
        MessageCalls.requireContent(BufferRange.length(range));
        final int fd = handle().acquire(SEND);
        try {
            requireDestination(
                    info != null && (info.association() != 0 || info.destination() != null || info.sendToAll()));
            requirePort(info);
            beginToWait(SEND, deadline);
            while (true) {
                final int result = trySend(fd, source, range, info);
                if (result != WOULD_BLOCK || deadline == null) {
                    return result;
                }
                awaitRoom(deadline);
            }
        } finally {
            handle().release();
        }
    }

    /** Linux would begin an association towards a port that nobody can have. */
    private void requirePort(final SendInfo info) throws SctpException {
        if (isOneToMany() && info != null && info.association() == 0 && info.destination() != null) {
            if (info.destination().getPort() == 0) {
                requirePort(SEND, SctpAddress.of(info.destination()));
            }
        }
    }

    private int trySend(final int fd, final ByteBuffer source, final long range, final SendInfo info)
            throws SctpException {
        final int length = BufferRange.length(range);
        final int result = sendFrom(fd, source, range, info);
        if (result == length) {
            source.position(BufferRange.start(range) + length);
            return length;
        }
        if (wouldBlock(result)) {
            return WOULD_BLOCK;
        }
        if (info == null) {
            throw sendFailure(fd, result, length, OptionTarget.FUTURE, -1, peerOrNull());
        }
        final SocketAddress peer = info.destination() != null ? info.destination() : peerOrNull();
        throw sendFailure(fd, result, length, info.association(), info.stream(), peer);
    }

    /** Sends a range of a buffer, which may be empty. */
    final int sendFrom(final int fd, final ByteBuffer source, final long range, final SendInfo info) {
        final int start = BufferRange.start(range);
        final int length = BufferRange.length(range);
        final long address = sendAddresses.of(source);
        if (address != 0) {
            return sendFrom(fd, source, address + start, length, info);
        }
        final ByteBuffer memory = kernel().staging().take(length);
        try {
            BufferRange.copy(source, start, memory, 0, length);
            return sendFrom(fd, memory, Syscalls.address(memory), length, info);
        } finally {
            kernel().staging().give(memory);
        }
    }

    private int sendFrom(
            final int fd, final ByteBuffer memory, final long address, final int length, final SendInfo info) {
        final SendDescriptor descriptor = info == null ? null : takeDescriptor();
        try {
            return Syscalls.send(fd, address, length, descriptor == null ? 0 : descriptor.addressOf(info), 0);
        } finally {
            Reference.reachabilityFence(memory);
            Reference.reachabilityFence(descriptor);
            if (descriptor != null) {
                spareDescriptor.set(descriptor);
            }
        }
    }

    private SendDescriptor takeDescriptor() {
        final SendDescriptor spare = spareDescriptor.getAndSet(null);
        return spare != null ? spare : new SendDescriptor();
    }

    final ReferenceSend newReferenceSend() {
        return new ReferenceSend(sendAddresses, kernel().staging());
    }

    @Override
    public final int sendAll(final MessageBatch batch, final Deadline deadline) throws IOException {
        final int fd = handle().acquire(SEND);
        try {
            requireDestination(KernelBatches.namesDestination(batch, batch.position()));
            beginToWait(SEND, deadline);
            final int begin = batch.position();
            while (true) {
                final int result = batches.send(fd, batch, batchFlags());
                if (result < 0 && !wouldBlock(result)) {
                    final int next = batch.position();
                    requireDestination(KernelBatches.namesDestination(batch, next));
                    throw sendFailure(
                            fd,
                            result,
                            batch.length(next),
                            batch.association(next),
                            KernelBatches.stream(batch, next),
                            peerOrNull());
                }
                if (!batch.hasRemaining() || deadline == null) {
                    return batch.position() - begin;
                }
                awaitRoom(deadline);
                LockSupport.parkNanos(this, ROOM_WAIT_NS);
            }
        } finally {
            handle().release();
        }
    }

    /** Describes a failed send: the message's length, association and stream (-1 for the default one). */
    private SctpException sendFailure(
            final int fd,
            final int result,
            final int length,
            final int association,
            final int stream,
            final SocketAddress peer)
            throws SctpException {
        if (result == -Errno.EMSGSIZE.number()) {
            return new SctpException.MessageTooBig(
                    SEND,
                    -result,
                    localAddressOrNull(),
                    peer,
                    "a message of " + length + " bytes; the limit is twice SO_SNDBUF, which is "
                            + KernelOptions.get(fd, StandardSocketOptions.SO_SNDBUF)
                            + " bytes, or one packet if SCTP_DISABLE_FRAGMENTS is set");
        }
        if (result == -Errno.EINVAL.number() && stream >= 0) {
            final int streams = outboundStreams(fd, association);
            if (streams >= 0 && stream >= streams) {
                return new SctpException.InvalidStream(
                        SEND,
                        -result,
                        localAddressOrNull(),
                        peer,
                        "stream " + stream + " of an association with " + streams + " outbound streams");
            }
        }
        return failure(SEND, result, peer);
    }

    private static int outboundStreams(final int fd, final int association) {
        try {
            return AssociationControl.status(fd, association).outboundStreams();
        } catch (final SctpException e) {
            return -1; // the association is unknown: the caller gets that error then
        }
    }
}
