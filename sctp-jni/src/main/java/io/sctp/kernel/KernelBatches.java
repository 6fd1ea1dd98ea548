package io.sctp.kernel;

import io.sctp.MessageBatch;
import io.sctp.MessageSlab;
import io.sctp.ReceiveInfo;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpNotification;
import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import io.sctp.spi.MessageAccess;
import io.sctp.spi.MessageDescriptor;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;

/**
 * One attempt to receive or send a batch. It processes the kernel's result: notifications are decoded, and an end of
 * stream or an error after messages is kept for the next call.
 *
 * <p>Only one thread at a time may receive ({@link ReceiveTurns}); any number may send.
 */
final class KernelBatches {
    private static final MessageAccess ACCESS = MessageAccess.get();
    private static final ToLongFunction<ByteBuffer> ADDRESS = Syscalls::address;
    private static final int END_OR_FAILED = MessageDescriptor.FLAG_END_OF_STREAM | Abi.DescriptorFlag.FAILED;

    private final KernelMessageChannel<?> channel;
    private final NotificationReader notifications;
    private final ReceiveInfo rest = new ReceiveInfo();
    private final AtomicReference<ReferenceSend> referenceSend = new AtomicReference<>();
    private volatile SctpException pendingFailure;
    private boolean ended;

    KernelBatches(final KernelMessageChannel<?> channel, final NotificationReader notifications) {
        this.channel = channel;
        this.notifications = notifications;
    }

    boolean hasPendingFailure() {
        return pendingFailure != null;
    }

    /**
     * Throws, once, the error that was reported together with messages, after those messages: the kernel does not
     * report it again.
     */
    void throwPendingFailure() throws IOException {
        if (pendingFailure != null) {
            final SctpException failure = pendingFailure;
            pendingFailure = null;
            throw failure;
        }
    }

    /** Fills the batch. Returns the result of {@link SctpMessageChannel#receive(MessageBatch)}. */
    int receive(final int fd, final MessageBatch batch, final int flags) throws IOException {
        final int count = receiveInto(fd, batch, flags);
        if (count < 0) {
            throwPendingFailure();
            return channel.onEmpty(count);
        }
        ACCESS.received(batch, count);
        ended = false;
        takeOffEnd(batch);
        decodeNotifications(fd, batch);
        if (batch.size() > 0) {
            return batch.size();
        }
        throwPendingFailure();
        if (ended) {
            channel.handle().requireStillOpen(KernelMessageChannel.RECEIVE); // perhaps the event that woke this call
            return channel.endOfStream();
        }
        return SctpMessageChannel.WOULD_BLOCK;
    }

    private static int receiveInto(final int fd, final MessageBatch batch, final int flags) {
        ACCESS.prepareReceive(batch, ADDRESS);
        final MessageSlab slab = batch.slab();
        try {
            return Syscalls.receiveBatch(
                    fd,
                    ACCESS.descriptorAddress(batch, 0, ADDRESS),
                    batch.limit(),
                    flags,
                    ACCESS.memoryAddress(slab, ADDRESS),
                    ACCESS.memory(slab).capacity());
        } finally {
            Reference.reachabilityFence(batch);
        }
    }

    /** The kernel reports the end of the stream at every call, but an error only once. */
    private void takeOffEnd(final MessageBatch batch) {
        final int last = batch.size() - 1;
        final int flags = flags(batch, last);
        if ((flags & END_OR_FAILED) == 0) {
            return;
        }
        if ((flags & Abi.DescriptorFlag.FAILED) != 0) {
            pendingFailure = channel.failure(KernelMessageChannel.RECEIVE, batch.length(last), channel.peerOrNull());
        } else {
            ended = true;
        }
        ACCESS.remove(batch, last);
    }

    private void decodeNotifications(final int fd, final MessageBatch batch) {
        int entry = 0;
        while (entry < batch.size()) {
            final int flags = flags(batch, entry);
            if ((flags & MessageDescriptor.FLAG_NOTIFICATION) == 0) {
                entry++;
                continue;
            }
            notifications.append(batch.slab().view(batch.slot(entry)).clear(), 0, batch.length(entry));
            final boolean complete = (flags & MessageDescriptor.FLAG_COMPLETE) != 0;
            final boolean goesOn = !complete && entry + 1 < batch.size();
            if (!goesOn && decoded(fd, batch, entry, complete)) {
                entry++;
            } else {
                ACCESS.remove(batch, entry);
            }
        }
    }

    /** Stores the notification in the entry. Returns false if the program must not see it, or it cannot be decoded. */
    private boolean decoded(final int fd, final MessageBatch batch, final int entry, final boolean complete) {
        try {
            final SctpNotification notification = notifications.finish(fd, complete, rest);
            final int result = channel.seen(notification);
            ended |= result == SctpMessageChannel.END_OF_STREAM;
            if (result == SctpMessageChannel.NOTIFICATION) {
                ACCESS.notification(batch, entry, notification);
                return true;
            }
        } catch (final SctpException e) {
            pendingFailure = e;
        }
        return false;
    }

    /** Whether a message to be sent names its association. */
    static boolean namesDestination(final MessageBatch batch, final int entry) {
        return batch.association(entry) != 0 || (flags(batch, entry) & MessageDescriptor.FLAG_SEND_ALL) != 0;
    }

    /** The stream for a message; -1 for the default one. */
    static int stream(final MessageBatch batch, final int entry) {
        return (flags(batch, entry) & MessageDescriptor.FLAG_DEFAULTS) != 0 ? -1 : batch.stream(entry);
    }

    private static int flags(final MessageBatch batch, final int entry) {
        return ACCESS.descriptors(batch).getInt(entry * MessageDescriptor.SIZE + MessageDescriptor.FLAGS_OFFSET);
    }

    /**
     * Sends the remaining messages of the batch and advances its position. Returns the number sent, or a negative
     * errno.
     *
     * @param flags as of {@link Syscalls#sendBatch}
     */
    int send(final int fd, final MessageBatch batch, final int flags) {
        final int first = batch.position();
        final int count = batch.size() - first;
        Objects.checkFromIndexSize(first, count, batch.capacity());
        final int result = ACCESS.prepareSend(batch, ADDRESS)
                ? sendSlots(fd, batch, first, count, flags)
                : sendReferences(fd, batch, first, count, flags);
        if (result > 0) {
            ACCESS.sent(batch, result);
        }
        return result;
    }

    private static int sendSlots(
            final int fd, final MessageBatch batch, final int first, final int count, final int flags) {
        final MessageSlab slab = batch.slab();
        try {
            return Syscalls.sendBatch(
                    fd,
                    ACCESS.descriptorAddress(batch, first, ADDRESS),
                    count,
                    flags,
                    ACCESS.memoryAddress(slab, ADDRESS),
                    ACCESS.memory(slab).capacity());
        } finally {
            Reference.reachabilityFence(batch);
        }
    }

    private int sendReferences(
            final int fd, final MessageBatch batch, final int first, final int count, final int flags) {
        final ReferenceSend kept = referenceSend.getAndSet(null);
        final ReferenceSend send = kept != null ? kept : channel.newReferenceSend();
        try {
            return send.send(fd, batch, first, count, flags);
        } finally {
            referenceSend.set(send);
        }
    }
}
