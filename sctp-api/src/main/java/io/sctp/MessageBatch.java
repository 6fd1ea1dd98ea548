package io.sctp;

import static io.sctp.spi.MessageDescriptor.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Many messages that one call sends or receives: a descriptor ({@link io.sctp.spi.MessageDescriptor}) and a payload
 * slot for each, in direct memory that the system reads and writes without a copy.
 *
 * <p>It is used like a buffer. To send: {@link #clear()}, then {@link #add}, {@link #addReference}, or {@link #claim}
 * and {@link #commit} for each message. {@link SctpMessageChannel#send(MessageBatch)} advances {@link #position()} past
 * the messages that were sent; call it again for the rest. To receive: {@link SctpMessageChannel#receive(MessageBatch)}
 * replaces the content. Entries 0 to {@link #size()} - 1 are messages and notifications, in the order of arrival.
 *
 * <p>Make a batch once and reuse it: nothing is allocated per batch or message, except notification objects. Not safe
 * for use by several threads at once.
 */
public final class MessageBatch {
    private static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0).asReadOnlyBuffer();

    private final int capacity;
    private final MessageSlab slab;
    private final ByteBuffer descriptors;
    private final boolean ownsSlab;
    private final int[] slots;
    private final ByteBuffer[] references;
    private final int[] referenceOffsets;
    private final SctpNotification[] notifications;
    private int limit;
    private int position;
    private int size;
    /** From this entry on, descriptors are still prepared for receiving, because nothing has changed them. */
    private int stale;
    /** From this entry on, descriptors still name their slot as the payload's address. */
    private int astray;

    private boolean claimed;
    private volatile long descriptorsAddress;

    /**
     * Makes a batch with its own slots: entry i always uses slot i.
     *
     * @param capacity maximum number of messages, at least 1
     * @param slotBytes largest payload of a slot in bytes; a longer received message is split over several entries
     */
    public MessageBatch(final int capacity, final int slotBytes) {
        this(capacity, new MessageSlab(capacity, slotBytes, Math.multiplyExact(capacity, SIZE)), null);
        for (int i = 0; i < capacity; i++) {
            slots[i] = i;
        }
    }

    /**
     * Makes a batch whose slots come from a shared slab. Each entry needs {@link #slot(int, int)} before the batch can
     * be used.
     *
     * @param capacity maximum number of messages, at least 1
     * @param slab the slab of the slots
     */
    public MessageBatch(final int capacity, final MessageSlab slab) {
        this(
                capacity,
                slab,
                ByteBuffer.allocateDirect(Math.multiplyExact(capacity + 1, SIZE))
                        .alignedSlice(SIZE));
        Arrays.fill(slots, -1);
    }

    private MessageBatch(final int capacity, final MessageSlab slab, final ByteBuffer descriptors) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is below 1");
        }
        this.capacity = capacity;
        this.stale = capacity;
        this.astray = capacity;
        this.slab = slab;
        this.ownsSlab = descriptors == null;
        this.limit = capacity;
        this.descriptors = (descriptors != null ? descriptors : slab.memory()).order(ByteOrder.nativeOrder());
        this.slots = new int[capacity];
        this.references = new ByteBuffer[capacity];
        this.referenceOffsets = new int[capacity];
        this.notifications = new SctpNotification[capacity];
    }

    // ---- The batch

    /** Maximum number of messages. */
    public int capacity() {
        return capacity;
    }

    /** The largest payload of one slot, in bytes. */
    public int slotBytes() {
        return slab.slotBytes();
    }

    /** The number of entries, added or received. */
    public int size() {
        return size;
    }

    /** The entry that is sent next; earlier entries have been sent. */
    public int position() {
        return position;
    }

    /** Sets the entry that is sent next, 0 to {@link #size()}: to send again, or to skip a refused message. */
    public MessageBatch position(final int entry) {
        position = Objects.checkIndex(entry, size + 1);
        return this;
    }

    /** Whether there are entries that have not been sent. */
    public boolean hasRemaining() {
        return position < size;
    }

    /** How many entries have not been sent. */
    public int remaining() {
        return size - position;
    }

    /** Maximum number of entries in use; the capacity unless {@link #limit(int)} lowers it. */
    public int limit() {
        return limit;
    }

    /** Sets the maximum number of entries in use, at least 1. */
    public MessageBatch limit(final int entries) {
        if (entries < Math.max(1, size) || entries > capacity) {
            throw new IllegalArgumentException(
                    "limit " + entries + " is not between " + Math.max(1, size) + " and " + capacity);
        }
        limit = entries;
        return this;
    }

    /** Whether no more can be added. */
    public boolean isFull() {
        return size == limit;
    }

    /** Removes all entries. */
    public MessageBatch clear() {
        for (int i = 0; i < size; i++) {
            references[i] = null;
            notifications[i] = null;
        }
        claimed = false;
        position = 0;
        size = 0;
        return this;
    }

    /** Removes the entries that have been sent, and moves the others to the front. */
    public MessageBatch compact() {
        claimed = false;
        for (int to = 0, from = position; from < size; from++, to++) {
            exchange(to, from);
        }
        final int left = size - position;
        for (int i = left; i < size; i++) {
            references[i] = null;
            notifications[i] = null;
        }
        size = left;
        position = 0;
        return this;
    }

    // ---- Filling it

    /**
     * Adds a message, copied into the entry's slot.
     *
     * @param payload the message, from position to limit, at least one byte; the position moves to the limit
     * @param info how to send it; null for the defaults of {@link SctpOptions#DEFAULT_SNDINFO}, which costs less
     * @return false if the batch is full; then nothing changes
     * @throws IllegalArgumentException if the message is empty or larger than a slot, or the info has a {@link
     *     SendInfo#destination}: messages of a batch name their association
     */
    public boolean add(final ByteBuffer payload, final SendInfo info) {
        final int start = payload.position();
        final int length = requireSendable(payload, start, info);
        if (length > slab.slotBytes()) {
            throw new IllegalArgumentException("a message of " + length + " bytes does not fit into a slot of "
                    + slab.slotBytes() + " bytes; addReference sends it without copying");
        }
        if (size == limit) {
            return false;
        }
        slotView(size).clear().put(0, payload, start, length);
        payload.position(start + length);
        append(length, info, null, 0);
        return true;
    }

    /**
     * Adds a message without copying it: the system reads the caller's buffer. Its bytes must not change until the
     * message has been sent. The batch holds the buffer until {@link #clear()} or {@link #compact()}.
     *
     * @param payload a direct buffer of any length; otherwise as for {@link #add}
     * @param info as for {@link #add}
     * @return false if the batch is full; then nothing changes
     * @throws IllegalArgumentException as {@link #add}, or if the buffer is not direct
     */
    public boolean addReference(final ByteBuffer payload, final SendInfo info) {
        final int offset = payload.position();
        final int length = requireSendable(payload, offset, info);
        if (!payload.isDirect()) {
            throw new IllegalArgumentException("only a direct buffer can be sent without copying");
        }
        if (size == limit) {
            return false;
        }
        payload.position(offset + length);
        append(length, info, payload, offset);
        return true;
    }

    /**
     * Returns the next entry's slot, to write a message into it without a copy; {@link #commit} adds the message.
     *
     * @return the slot, cleared; null if the batch is full
     */
    public ByteBuffer claim() {
        if (size == limit) {
            return null;
        }
        claimed = true;
        return slotView(size).clear();
    }

    /**
     * Adds the message written into the slot that {@link #claim} returned: the bytes from 0 to the slot's position.
     *
     * @param info as for {@link #add}
     * @throws IllegalStateException if no slot was claimed
     */
    public void commit(final SendInfo info) {
        if (!claimed) {
            throw new IllegalStateException("nothing has been claimed");
        }
        final int length = slotView(size).position();
        if (length == 0) {
            throw new IllegalArgumentException("an SCTP message has at least one byte");
        }
        requireNoDestination(info);
        append(length, info, null, 0);
    }

    private void append(final int length, final SendInfo info, final ByteBuffer reference, final int offset) {
        final int descriptor = size * SIZE;
        // From the payload's address on, fields are the provider's, or of received messages only.
        if (info == null) {
            for (int i = 0; i < PAYLOAD_OFFSET; i += Long.BYTES) {
                descriptors.putLong(descriptor + i, 0);
            }
            descriptors.putInt(descriptor + FLAGS_OFFSET, FLAG_DEFAULTS);
        } else {
            final ByteBuffer source = info.memory();
            for (int i = 0; i < PAYLOAD_OFFSET; i += Long.BYTES) {
                descriptors.putLong(descriptor + i, source.getLong(i));
            }
        }
        descriptors.putInt(descriptor + LENGTH_OFFSET, length);
        references[size] = reference;
        referenceOffsets[size] = offset;
        notifications[size] = null;
        claimed = false;
        size++;
        stale = Math.max(stale, size);
    }

    /** The length from a position to the limit. The limit is read once, because another thread may change it. */
    private static int requireSendable(final ByteBuffer payload, final int start, final SendInfo info) {
        final int length = payload.limit() - start;
        if (length <= 0) {
            throw new IllegalArgumentException("an SCTP message has at least one byte");
        }
        requireNoDestination(info);
        return length;
    }

    private static void requireNoDestination(final SendInfo info) {
        if (info != null && info.destination() != null) {
            throw new IllegalArgumentException(
                    "a batch entry cannot hold the destination " + info.destination() + "; name the association");
        }
    }

    // ---- Entries

    /**
     * The payload of an entry, from position 0 to the limit. It is always the same object for a slot, and each call
     * resets its position. Empty for a notification. For an entry added by reference, a new view of the caller's
     * buffer.
     */
    public ByteBuffer payload(final int entry) {
        final int length = length(entry);
        if (notifications[entry] != null) {
            return EMPTY;
        }
        final ByteBuffer reference = references[entry];
        return reference != null
                ? reference
                        .duplicate()
                        .limit(referenceOffsets[entry] + length)
                        .position(referenceOffsets[entry])
                        .slice()
                : slotView(entry).limit(length).position(0);
    }

    /** The notification, if the entry is one; null for a message. */
    public SctpNotification notification(final int entry) {
        return notifications[Objects.checkIndex(entry, size)];
    }

    /** The payload length in bytes; 0 for a notification. */
    public int length(final int entry) {
        return descriptors.getInt(descriptor(entry) + LENGTH_OFFSET);
    }

    /** The association's id. */
    public int association(final int entry) {
        return descriptors.getInt(descriptor(entry) + ASSOCIATION_OFFSET);
    }

    /** The stream. */
    public int stream(final int entry) {
        return Short.toUnsignedInt(descriptors.getShort(descriptor(entry) + STREAM_OFFSET));
    }

    /** The stream sequence number of a received message; undefined for unordered messages. */
    public int ssn(final int entry) {
        return Short.toUnsignedInt(descriptors.getShort(descriptor(entry) + SSN_OFFSET));
    }

    /** The payload protocol identifier in host byte order. */
    public int ppid(final int entry) {
        return descriptors.getInt(descriptor(entry) + PPID_OFFSET);
    }

    /** The TSN of a received message's first chunk. */
    public int tsn(final int entry) {
        return descriptors.getInt(descriptor(entry) + TSN_OFFSET);
    }

    /** The cumulative TSN when the message was received; defined for unordered messages. */
    public int cumulativeTsn(final int entry) {
        return descriptors.getInt(descriptor(entry) + CUMULATIVE_TSN_OFFSET);
    }

    /**
     * For a message to send, the context of its {@link SendInfo}; for a received one, the value of {@link
     * SctpOptions#CONTEXT}.
     */
    public int context(final int entry) {
        return descriptors.getInt(descriptor(entry) + CONTEXT_OFFSET);
    }

    /** Whether the message is unordered. */
    public boolean unordered(final int entry) {
        return (flags(entry) & FLAG_UNORDERED) != 0;
    }

    /** Whether this is the last or only part of a received message; false if a later entry continues it. */
    public boolean complete(final int entry) {
        return (flags(entry) & FLAG_COMPLETE) != 0;
    }

    /** When the entry was received, in the time of {@link System#nanoTime}. */
    public long receiveTimeNanos(final int entry) {
        return descriptors.getLong(descriptor(entry) + RECEIVE_TIME_OFFSET);
    }

    private int flags(final int entry) {
        return descriptors.getInt(descriptor(entry) + FLAGS_OFFSET);
    }

    private int descriptor(final int entry) {
        return Objects.checkIndex(entry, size) * SIZE;
    }

    // ---- Slots

    /** The slab of the slots. */
    public MessageSlab slab() {
        return slab;
    }

    /** The number of the entry's slot in the slab; -1 if it has none. */
    public int slot(final int entry) {
        return slots[entry];
    }

    /** Sets the slot of an entry, filled or not. The caller owns the previous slot. */
    public MessageBatch slot(final int entry, final int slot) {
        slots[entry] = Objects.checkIndex(slot, slab.slots());
        astray = Math.max(astray, entry + 1);
        return this;
    }

    private ByteBuffer slotView(final int entry) {
        return slab.view(slots[entry]);
    }

    private void exchange(final int to, final int from) {
        if (to == from) {
            return;
        }
        for (int i = 0; i < SIZE; i += Long.BYTES) {
            descriptors.putLong(to * SIZE + i, descriptors.getLong(from * SIZE + i));
        }
        final int slot = slots[to];
        slots[to] = slots[from];
        slots[from] = slot;
        references[to] = references[from];
        referenceOffsets[to] = referenceOffsets[from];
        notifications[to] = notifications[from];
        astray = Math.max(astray, from + 1);
    }

    // ---- For providers, through MessageAccess

    /** The descriptors, in native byte order. */
    ByteBuffer descriptors() {
        return descriptors;
    }

    /** The address of a descriptor; the entry need not be filled. */
    long descriptorAddress(final int entry, final ToLongFunction<ByteBuffer> addressOf) {
        long address = descriptorsAddress;
        if (address == 0) {
            address = ownsSlab ? slab.memoryAddress(addressOf) : addressOf.applyAsLong(descriptors);
            descriptorsAddress = address;
        }
        return address + (long) entry * SIZE;
    }

    /**
     * Empties the batch and prepares the descriptors of all entries up to the limit for receiving, with the slot's
     * capacity as length.
     *
     * @throws IllegalStateException if an entry has no slot
     */
    void prepareReceive(final ToLongFunction<ByteBuffer> addressOf) {
        clear();
        for (int i = 0; i < Math.min(astray, limit); i++) {
            if (slots[i] < 0) {
                throw new IllegalStateException("entry " + i + " has no slot");
            }
            descriptors.putLong(i * SIZE + PAYLOAD_OFFSET, slab.slotAddress(slots[i], addressOf));
        }
        for (int i = 0; i < Math.min(stale, limit); i++) {
            descriptors.putInt(i * SIZE + LENGTH_OFFSET, slab.slotBytes());
        }
        astray = astray <= limit ? 0 : astray;
        stale = stale <= limit ? 0 : stale;
    }

    /** Records that this many descriptors, from the first, have been filled. */
    void received(final int entries) {
        size = Objects.checkIndex(entries, capacity + 1);
        stale = Math.max(stale, size);
    }

    /** Makes the entry this notification, without data. */
    void notification(final int entry, final SctpNotification notification) {
        notifications[entry] = notification;
        final int descriptor = descriptor(entry);
        descriptors.putInt(descriptor + LENGTH_OFFSET, 0);
        descriptors.putInt(descriptor + ASSOCIATION_OFFSET, notification.association());
    }

    /** Removes one received entry; later ones move up. */
    void remove(final int entry) {
        Objects.checkIndex(entry, size);
        for (int i = entry; i + 1 < size; i++) {
            exchange(i, i + 1);
        }
        size--;
    }

    /**
     * Writes the payload addresses of all entries that remain to be sent.
     *
     * @return whether all have an address. False if some were added by reference: nothing is written for those, and
     *     {@link #source} has their bytes
     */
    boolean prepareSend(final ToLongFunction<ByteBuffer> addressOf) {
        astray = Math.max(astray, size);
        boolean all = true;
        for (int i = position; i < size; i++) {
            if (references[i] == null) {
                descriptors.putLong(i * SIZE + PAYLOAD_OFFSET, slab.slotAddress(slots[i], addressOf));
            } else {
                all = false;
            }
        }
        return all;
    }

    /** The buffer that holds an entry's bytes, starting at {@link #sourceOffset}. */
    ByteBuffer source(final int entry) {
        final ByteBuffer reference = references[entry];
        if (reference == null) {
            return slotView(entry);
        }
        // The caller may have set another limit since, for its bytes alone must stay.
        return reference.limit() < referenceOffsets[entry] + length(entry)
                ? reference.duplicate().clear()
                : reference;
    }

    /** The offset of an entry's bytes in {@link #source}. */
    int sourceOffset(final int entry) {
        return references[entry] == null ? 0 : referenceOffsets[entry];
    }

    /** Records that this many more entries have been sent. */
    void sent(final int entries) {
        position = Objects.checkIndex(position + entries, size + 1);
    }

    @Override
    public String toString() {
        return "MessageBatch[position=" + position + ", size=" + size + ", capacity=" + capacity + ", slotBytes="
                + slab.slotBytes() + "]";
    }
}
