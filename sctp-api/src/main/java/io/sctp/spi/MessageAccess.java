package io.sctp.spi;

import io.sctp.MessageBatch;
import io.sctp.MessageSlab;
import io.sctp.ReceiveInfo;
import io.sctp.SctpNotification;
import io.sctp.SendInfo;
import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.util.function.ToLongFunction;

/**
 * What providers do with batches and infos, and programs do not: their memory, and marking what was sent or received.
 *
 * <p>The only instance has no state; each call is about the object it is given, and for its thread.
 */
public abstract class MessageAccess {
    /** For the package of the classes themselves. */
    protected MessageAccess() {}

    /** The instance. */
    public static MessageAccess get() {
        return Holder.INSTANCE;
    }

    /** Only the package of the classes can see into them, and only this module into that package. */
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

    /** The heap memory that holds the fields, laid out as {@link MessageDescriptor} says. */
    public abstract ByteBuffer memory(SendInfo info);

    /** The direct memory that holds the fields, laid out as {@link MessageDescriptor} says. */
    public abstract ByteBuffer memory(ReceiveInfo info);

    /** The address of {@link #memory(ReceiveInfo)}, asked for once. */
    public abstract long memoryAddress(ReceiveInfo info, ToLongFunction<ByteBuffer> addressOf);

    /** The notification that a receive brought, or null. */
    public abstract void notification(ReceiveInfo info, SctpNotification received);

    // ---- Slabs

    /** The memory that all slots are in; of a batch's own slab, with the batch's descriptors in front. */
    public abstract ByteBuffer memory(MessageSlab slab);

    /** The address of {@link #memory(MessageSlab)}, asked for once. */
    public abstract long memoryAddress(MessageSlab slab, ToLongFunction<ByteBuffer> addressOf);

    /** Where a slot begins. */
    public abstract long slotAddress(MessageSlab slab, int slot, ToLongFunction<ByteBuffer> addressOf);

    // ---- Batches

    /** The descriptors, in native byte order. */
    public abstract ByteBuffer descriptors(MessageBatch batch);

    /** The address of a descriptor, for an entry that may not be filled. */
    public abstract long descriptorAddress(MessageBatch batch, int entry, ToLongFunction<ByteBuffer> addressOf);

    /**
     * Empties the batch and makes the descriptors of all entries up to the limit ready to receive, with the slot's
     * capacity as length.
     *
     * @throws IllegalStateException if an entry has no slot
     */
    public abstract void prepareReceive(MessageBatch batch, ToLongFunction<ByteBuffer> addressOf);

    /** As many descriptors, from the first, have been filled. */
    public abstract void received(MessageBatch batch, int entries);

    /** The entry is this notification, and no data. */
    public abstract void notification(MessageBatch batch, int entry, SctpNotification notification);

    /** Takes one received entry out; those behind it move up. */
    public abstract void remove(MessageBatch batch, int entry);

    /**
     * Writes the addresses of the payloads of the entries that remain to be sent.
     *
     * @return whether that is all; false if some were added by reference, which have no address here: nothing is written
     *     for them, and their bytes are where {@link #source} says
     */
    public abstract boolean prepareSend(MessageBatch batch, ToLongFunction<ByteBuffer> addressOf);

    /** The buffer that holds an entry's bytes, from {@link #sourceOffset} on. */
    public abstract ByteBuffer source(MessageBatch batch, int entry);

    /** Where an entry's bytes begin in {@link #source}. */
    public abstract int sourceOffset(MessageBatch batch, int entry);

    /** As many more entries have been sent. */
    public abstract void sent(MessageBatch batch, int entries);
}
