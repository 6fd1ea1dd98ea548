package io.sctp.userspace.channel;

import static io.sctp.spi.MessageDescriptor.*;

import io.sctp.MessageBatch;
import io.sctp.ReceiveInfo;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpNotification;
import io.sctp.engine.Association;
import io.sctp.spi.MessageAccess;
import io.sctp.spi.MessageCalls;
import io.sctp.userspace.option.Settings;
import java.nio.ByteBuffer;

/** Receives messages and notifications from a channel's associations, without waiting. Guarded by the driver's lock. */
public final class MessageReceiver {
    private static final MessageAccess ACCESS = MessageAccess.get();

    private final UserspaceMessageChannel<?> channel;
    private final io.sctp.engine.ReceiveInfo received = new io.sctp.engine.ReceiveInfo();

    MessageReceiver(final UserspaceMessageChannel<?> channel) {
        this.channel = channel;
    }

    int tryReceive(final ByteBuffer destination, final ReceiveInfo info) throws SctpException {
        while (true) {
            final ChannelAssociation association = channel.nextToReceive();
            if (association == null) {
                return channel.onEmpty();
            }
            final SctpNotification notification = association.notifications().take();
            ACCESS.notification(info, notification);
            if (notification != null) {
                return SctpMessageChannel.NOTIFICATION;
            }
            if (!association.hasMessages()) {
                return channel.onEmpty();
            }
            final int start = destination.position(); // read once, like the limit, as another thread may change them
            final int length =
                    take(association, destination, start, MessageCalls.requireRoom(destination.limit() - start));
            if (received.isAborted()) {
                association.onBrokenOff(received);
                continue;
            }
            association.isInMessage = !received.isComplete();
            destination.position(start + length);
            fill(ACCESS.memory(info), 0, association, length, EXTENDED_SIZE);
            return length;
        }
    }

    private int take(
            final ChannelAssociation association, final ByteBuffer destination, final int offset, final int capacity)
            throws SctpException {
        try {
            return association.engine().receive(destination, offset, capacity, received);
        } catch (final Error e) {
            throw channel.doubted(UserspaceMessageChannel.RECEIVE, association, e);
        }
    }

    /** Fills in the information about the message just received. */
    private void fill(
            final ByteBuffer memory,
            final int at,
            final ChannelAssociation association,
            final int length,
            final int descriptorSize) {
        final Settings settings = channel.settings();
        final int unwanted = memory.getInt(at + FLAGS_OFFSET) & FLAG_SOURCE_UNWANTED;
        int flags =
                unwanted | (received.isComplete() ? FLAG_COMPLETE : 0) | (received.isUnordered() ? FLAG_UNORDERED : 0);
        if (!settings.showsReceiveInfo()) {
            memory.putInt(at + FLAGS_OFFSET, flags & ~FLAG_UNORDERED);
            return;
        }
        memory.putInt(at + LENGTH_OFFSET, length);
        memory.putInt(at + ASSOCIATION_OFFSET, association.id());
        memory.putShort(at + STREAM_OFFSET, (short) received.stream());
        memory.putShort(at + SSN_OFFSET, (short) received.ssn());
        memory.putInt(at + PPID_OFFSET, received.ppid());
        memory.putInt(at + TSN_OFFSET, received.tsn());
        memory.putInt(at + CUMULATIVE_TSN_OFFSET, received.tsn());
        memory.putInt(at + CONTEXT_OFFSET, association.settings().context());
        if (descriptorSize == EXTENDED_SIZE) {
            if (unwanted == 0) {
                flags |= FLAG_ADDRESS;
                memory.put(at + SOCKADDR_OFFSET, association.source(), 0, NEXT_PPID_OFFSET - SOCKADDR_OFFSET);
            }
            if (settings.showsNextInfo() && received.isComplete()) {
                flags |= fillNext(memory, at, association);
            }
        }
        memory.putInt(at + FLAGS_OFFSET, flags);
    }

    private static int fillNext(final ByteBuffer memory, final int at, final ChannelAssociation association) {
        final Association engine = association.engine();
        if (engine.readyMessages() == 0) {
            return 0;
        }
        memory.putInt(at + NEXT_PPID_OFFSET, engine.nextMessagePpid());
        memory.putInt(at + NEXT_ASSOCIATION_OFFSET, association.id());
        memory.putInt(at + NEXT_LENGTH_OFFSET, engine.nextMessageLength());
        memory.putShort(at + NEXT_STREAM_OFFSET, (short) engine.nextMessageStream());
        memory.putShort(at + NEXT_FLAGS_OFFSET, (short) 0);
        return FLAG_NEXT_INFO;
    }

    int tryReceive(final MessageBatch batch) throws SctpException {
        final long nowNs = System.nanoTime();
        int count = 0;
        while (count < batch.limit()) {
            final ChannelAssociation association = channel.nextToReceive();
            if (association == null) {
                break;
            }
            final SctpNotification notification = association.notifications().take();
            if (notification != null) {
                ACCESS.descriptors(batch).putInt(count * SIZE + FLAGS_OFFSET, FLAG_NOTIFICATION | FLAG_COMPLETE);
                ACCESS.received(batch, count + 1);
                ACCESS.notification(batch, count, notification);
                count++;
            } else if (association.hasMessages()) {
                if (batch.slot(count) < 0) {
                    throw new IllegalStateException("entry " + count + " has no slot");
                }
                final ByteBuffer slot = batch.slab().view(batch.slot(count)).clear();
                final int length = take(association, slot, 0, batch.slotBytes());
                if (received.isAborted()) {
                    association.onBrokenOff(received);
                    continue;
                }
                association.isInMessage = !received.isComplete();
                fill(ACCESS.descriptors(batch), count * SIZE, association, length, SIZE);
                ACCESS.descriptors(batch).putInt(count * SIZE + LENGTH_OFFSET, length);
                ACCESS.descriptors(batch).putLong(count * SIZE + RECEIVE_TIME_OFFSET, nowNs);
                ACCESS.received(batch, ++count);
            } else {
                break;
            }
        }
        return count > 0 ? count : channel.onEmpty();
    }
}
