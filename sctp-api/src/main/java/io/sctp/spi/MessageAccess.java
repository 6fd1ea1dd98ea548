package io.sctp.spi;

import io.sctp.MessageBatch;
import io.sctp.MessageSlab;
import io.sctp.ReceiveInfo;
import io.sctp.SctpException;
import io.sctp.SctpNotification;
import io.sctp.SendInfo;
import java.lang.reflect.Constructor;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.ToLongFunction;

/**
 * A provider's access to the internals of batches, infos and exceptions: their memory, what was sent or received, and
 * the addresses of a failure.
 *
 * <p>The only instance has no state. Each call belongs to the thread that owns the object it is given.
 */
public abstract class MessageAccess {
    /** For the package of the accessed classes. */
    protected MessageAccess() {}

    /** The instance. */
    public static MessageAccess get() {
        return Holder.INSTANCE;
    }

    /** Adds to an exception the addresses that it lacks. */
    public abstract void complete(SctpException failure, SocketAddress local, SocketAddress peer);

    /** Only the package of the classes can access their internals, and only this module can access that package. */
    private static final class Holder {
        static final MessageAccess INSTANCE = make();

        private static MessageAccess make() {
            try {
                final Constructor<?> constructor =
                        Class.forName("io.sctp.PackageMessageAccess").getDeclaredConstructor();
                constructor.setAccessible(true);
                return (MessageAccess) constructor.newInstance();
            } catch (final ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    // ---- Infos

    /** The heap memory of the fields, laid out as in {@link MessageDescriptor}. */
    public abstract ByteBuffer memory(SendInfo info);

    /** The direct memory of the fields, laid out as in {@link MessageDescriptor}. */
    public abstract ByteBuffer memory(ReceiveInfo info);

    /** The address of {@link #memory(ReceiveInfo)}, computed once. */
    public abstract long memoryAddress(ReceiveInfo info, ToLongFunction<ByteBuffer> addressOf);

    /** Sets the notification that a receive delivered, or null. */
    public abstract void notification(ReceiveInfo info, SctpNotification received);

    // ---- Slabs

    /** The memory of all slots; for a batch's own slab, with the batch's descriptors in front. */
    public abstract ByteBuffer memory(MessageSlab slab);

    /** The address of {@link #memory(MessageSlab)}, computed once. */
    public abstract long memoryAddress(MessageSlab slab, ToLongFunction<ByteBuffer> addressOf);

    /** The address of a slot. */
    public abstract long slotAddress(MessageSlab slab, int slot, ToLongFunction<ByteBuffer> addressOf);

    // ---- Batches

    /** The descriptors, in native byte order. */
    public abstract ByteBuffer descriptors(MessageBatch batch);

    /** The address of a descriptor; the entry need not be filled. */
    public abstract long descriptorAddress(MessageBatch batch, int entry, ToLongFunction<ByteBuffer> addressOf);

    /**
     * Empties the batch and prepares the descriptors of all entries up to the limit for receiving, with the slot's
     * capacity as length.
     *
     * @throws IllegalStateException if an entry has no slot
     */
    public abstract void prepareReceive(MessageBatch batch, ToLongFunction<ByteBuffer> addressOf);

    /** Records that this many descriptors, from the first, have been filled. */
    public abstract void received(MessageBatch batch, int entries);

    /** Makes the entry this notification, without data. */
    public abstract void notification(MessageBatch batch, int entry, SctpNotification notification);

    /** Removes one received entry; later ones move up. */
    public abstract void remove(MessageBatch batch, int entry);

    /**
     * Writes the payload addresses of all entries that remain to be sent.
     *
     * @return whether all have an address. False if some were added by reference: nothing is written for those, and
     *     {@link #source} has their bytes
     */
    public abstract boolean prepareSend(MessageBatch batch, ToLongFunction<ByteBuffer> addressOf);

    /** The buffer that holds an entry's bytes, starting at {@link #sourceOffset}. */
    public abstract ByteBuffer source(MessageBatch batch, int entry);

    /** The offset of an entry's bytes in {@link #source}. */
    public abstract int sourceOffset(MessageBatch batch, int entry);

    /** Records that this many more entries have been sent. */
    public abstract void sent(MessageBatch batch, int entries);
}
