package io.sctp;

import io.sctp.spi.MessageAccess;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.ToLongFunction;

/**
 * Gives providers, and only them, access to the internals of batches, infos and exceptions. {@link MessageAccess} makes
 * the only instance.
 */
final class PackageMessageAccess extends MessageAccess {
    private PackageMessageAccess() {}

    @Override
    public void complete(final SctpException failure, final SocketAddress local, final SocketAddress peer) {
        failure.complete(local, peer);
    }

    @Override
    public ByteBuffer memory(final SendInfo info) {
        return info.memory();
    }

    @Override
    public ByteBuffer memory(final ReceiveInfo info) {
        return info.memory();
    }

    @Override
    public long memoryAddress(final ReceiveInfo info, final ToLongFunction<ByteBuffer> addressOf) {
        return info.memoryAddress(addressOf);
    }

    @Override
    public void notification(final ReceiveInfo info, final SctpNotification received) {
        info.notification(received);
    }

    @Override
    public ByteBuffer memory(final MessageSlab slab) {
        return slab.memory();
    }

    @Override
    public long memoryAddress(final MessageSlab slab, final ToLongFunction<ByteBuffer> addressOf) {
        return slab.memoryAddress(addressOf);
    }

    @Override
    public long slotAddress(final MessageSlab slab, final int slot, final ToLongFunction<ByteBuffer> addressOf) {
        return slab.slotAddress(slot, addressOf);
    }

    @Override
    public ByteBuffer descriptors(final MessageBatch batch) {
        return batch.descriptors();
    }

    @Override
    public long descriptorAddress(
            final MessageBatch batch, final int entry, final ToLongFunction<ByteBuffer> addressOf) {
        return batch.descriptorAddress(entry, addressOf);
    }

    @Override
    public void prepareReceive(final MessageBatch batch, final ToLongFunction<ByteBuffer> addressOf) {
        batch.prepareReceive(addressOf);
    }

    @Override
    public void received(final MessageBatch batch, final int entries) {
        batch.received(entries);
    }

    @Override
    public void notification(final MessageBatch batch, final int entry, final SctpNotification notification) {
        batch.notification(entry, notification);
    }

    @Override
    public void remove(final MessageBatch batch, final int entry) {
        batch.remove(entry);
    }

    @Override
    public boolean prepareSend(final MessageBatch batch, final ToLongFunction<ByteBuffer> addressOf) {
        return batch.prepareSend(addressOf);
    }

    @Override
    public ByteBuffer source(final MessageBatch batch, final int entry) {
        return batch.source(entry);
    }

    @Override
    public int sourceOffset(final MessageBatch batch, final int entry) {
        return batch.sourceOffset(entry);
    }

    @Override
    public void sent(final MessageBatch batch, final int entries) {
        batch.sent(entries);
    }
}
