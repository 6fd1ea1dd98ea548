package io.sctp;

import static io.sctp.spi.MessageDescriptor.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Many messages that are sent or received by one call: a descriptor for each ({@link io.sctp.spi.MessageDescriptor})
 * and a slot for its payload, in direct memory that the system reads and writes without a copy.
 *
 * <p>Used like a buffer. To send: {@link #clear()}, then {@link #add}, {@link #addReference} or {@link #claim} and
 * {@link #commit} for each message; {@link SctpMessageChannel#send(MessageBatch)} moves {@link #position()} on by those
 * that went, and is called again for the rest. To receive: {@link SctpMessageChannel#receive(MessageBatch)} replaces
 * what is in the batch; entries 0 to {@link #size()} are messages, and notifications, in the order in which they came.
 *
 * <p>Made once and used again and again: nothing is allocated for a batch or a message but the objects that stand for
 * notifications. Not safe for use by several threads at once.
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
    /** Entries from this one on are still ready to receive, since nothing has touched them. */
    private int stale;
    /** Entries from this one on still name their slot as the place of the payload. */
    private int astray;

    private boolean claimed;
    private volatile long descriptorsAddress;

    /**
     * Makes a batch with slots of its own: entry i always uses slot i.
     *
     * @param capacity how many messages it holds, at least 1
     * @param slotBytes the largest payload of one slot; a message that is received and longer comes in parts
     */
    public MessageBatch(final int capacity, final int slotBytes) {
        this(capacity, new MessageSlab(capacity, slotBytes, Math.multiplyExact(capacity, SIZE)), null);
        for (int i = 0; i < capacity; i++) {
            slots[i] = i;
        }
    }

    /**
     * Makes a batch whose slots are in a slab that others use too: each entry needs {@link #slot(int, int)} before the
     * batch can be used.
     *
     * @param capacity how many messages it holds, at least 1
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

    /** How many messages it holds at most. */
    public int capacity() {
        return capacity;
    }

    /** The largest payload of one slot, in bytes. */
    public int slotBytes() {
        return slab.slotBytes();
    }

    /** How many entries are filled: added, or received. */
    public int size() {
        return size;
    }

    /** The entry that is sent next; those before it have gone. */
    public int position() {
        return position;
    }

    /** Chooses the entry that is sent next, from 0 to {@link #size()}: to send again, or to leave out a refused one. */
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

    /** How many entries are used at most; the capacity unless {@link #limit(int)} says otherwise. */
    public int limit() {
        return limit;
    }

    /** Uses only so many entries, at least 1, from now on. */
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

    /** Takes all entries out. */
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

    /** Takes out the entries that have been sent: the others move to the front, and there is room for more behind. */
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
     * @param info how to send it; null for stream 0 or whatever {@link SctpOptions#DEFAULT_SNDINFO} says, which costs
     *     less than to say it
     * @return false, and nothing is changed, if the batch is full
     * @throws IllegalArgumentException if the message is empty or larger than a slot, or the info has a
     *     {@link SendInfo#destination}: the messages of a batch name their association
     */
    public boolean add(final ByteBuffer payload, final SendInfo info) {
        final int start = payload.position();
        final int length = requireSendable(payload, start, info);
        if (length > slab.slotBytes()) {
            throw new IllegalArgumentException("a message of " + length + " bytes does not fit into a slot of "
                    + slab.slotBytes() + " bytes; addReference takes it as it is");
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
     * Adds a message that stays where it is: the system reads it from the caller's buffer, whose bytes must not change
     * until it has been sent. The batch keeps hold of the buffer until {@link #clear()} or {@link #compact()}.
     *
     * @param payload a direct buffer; otherwise as for {@link #add}, but of any length
     * @param info as for {@link #add}
     * @return false, and nothing is changed, if the batch is full
     * @throws IllegalArgumentException as {@link #add}, and if the buffer is not direct
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
     * The next entry's slot, to write a message into it without a copy; {@link #commit} adds it.
     *
     * @return the slot, empty, to be filled from its position 0 on; null if the batch is full
     */
    public ByteBuffer claim() {
        if (size == limit) {
            return null;
        }
        claimed = true;
        return slotView(size).clear();
    }

    /**
     * Adds the message that was written into the slot which {@link #claim} returned: its bytes up to its position.
     *
     * @param info as for {@link #add}
     * @throws IllegalStateException if nothing was claimed
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

    /** The length from a position to the limit, which is read once: another thread may move it. */
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
                    "a batch has no room for the destination " + info.destination() + "; name the association");
        }
    }

    // ---- Entries

    /**
     * The bytes of an entry, from position 0 to the limit: always the same object for a slot, set back by each call.
     * Empty for a notification. For an entry that was added by reference, a new view of the caller's buffer.
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

    /** What happened, if the entry is a notification and not a message; else null. */
    public SctpNotification notification(final int entry) {
        return notifications[Objects.checkIndex(entry, size)];
    }

    /** The number of bytes; 0 for a notification. */
    public int length(final int entry) {
        return descriptors.getInt(descriptor(entry) + LENGTH_OFFSET);
    }

    /** The association it came on or goes to. */
    public int association(final int entry) {
        return descriptors.getInt(descriptor(entry) + ASSOCIATION_OFFSET);
    }

    /** The stream. */
    public int stream(final int entry) {
        return Short.toUnsignedInt(descriptors.getShort(descriptor(entry) + STREAM_OFFSET));
    }

    /** The stream sequence number of a received message; meaningless for unordered ones. */
    public int ssn(final int entry) {
        return Short.toUnsignedInt(descriptors.getShort(descriptor(entry) + SSN_OFFSET));
    }

    /** The payload protocol identifier as a plain number. */
    public int ppid(final int entry) {
        return descriptors.getInt(descriptor(entry) + PPID_OFFSET);
    }

    /** The transmission sequence number of a received message's first chunk. */
    public int tsn(final int entry) {
        return descriptors.getInt(descriptor(entry) + TSN_OFFSET);
    }

    /** The highest TSN up to which all had arrived; given for unordered messages. */
    public int cumulativeTsn(final int entry) {
        return descriptors.getInt(descriptor(entry) + CUMULATIVE_TSN_OFFSET);
    }

    /** The sender's own value, or for a received message that of {@link SctpOptions#CONTEXT}. */
    public int context(final int entry) {
        return descriptors.getInt(descriptor(entry) + CONTEXT_OFFSET);
    }

    /** Whether it may overtake, or may have overtaken, others of its stream. */
    public boolean unordered(final int entry) {
        return (flags(entry) & FLAG_UNORDERED) != 0;
    }

    /** Whether this is the last, or only, part of a received message: false if the message goes on in a later entry. */
    public boolean complete(final int entry) {
        return (flags(entry) & FLAG_COMPLETE) != 0;
    }

    /** When it was received, on the clock of {@link System#nanoTime}. */
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

    /** The slab that the slots are in. */
    public MessageSlab slab() {
        return slab;
    }

    /** The number of the entry's slot in the slab; -1 if it has none. */
    public int slot(final int entry) {
        return slots[entry];
    }

    /** Gives an entry, filled or not, another slot. The one it had is the caller's. */
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

    /** The address of a descriptor, for an entry that may not be filled. */
    long descriptorAddress(final int entry, final ToLongFunction<ByteBuffer> addressOf) {
        long address = descriptorsAddress;
        if (address == 0) {
            address = ownsSlab ? slab.memoryAddress(addressOf) : addressOf.applyAsLong(descriptors);
            descriptorsAddress = address;
        }
        return address + (long) entry * SIZE;
    }

    /**
     * Empties the batch and makes the descriptors of all entries up to the limit ready to
     * receive, with the slot's capacity as length.
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

    /** As many descriptors, from the first, have been filled. */
    void received(final int entries) {
        size = Objects.checkIndex(entries, capacity + 1);
        stale = Math.max(stale, size);
    }

    /** The entry is this notification, and no data. */
    void notification(final int entry, final SctpNotification notification) {
        notifications[entry] = notification;
        final int descriptor = descriptor(entry);
        descriptors.putInt(descriptor + LENGTH_OFFSET, 0);
        descriptors.putInt(descriptor + ASSOCIATION_OFFSET, notification.association());
    }

    /** Takes one received entry out; those behind it move up. */
    void remove(final int entry) {
        Objects.checkIndex(entry, size);
        for (int i = entry; i + 1 < size; i++) {
            exchange(i, i + 1);
        }
        size--;
    }

    /**
     * Writes the addresses of the payloads of the entries that remain to be sent.
     *
     * @return whether that is all; false if some were added by reference, which have no address here: nothing is
     * written for them, and their bytes are where {@link #source} says
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

    /** The buffer that holds an entry's bytes, from {@link #sourceOffset} on. */
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

    /** Where an entry's bytes begin in {@link #source}. */
    int sourceOffset(final int entry) {
        return references[entry] == null ? 0 : referenceOffsets[entry];
    }

    /** As many more have been sent. */
    void sent(final int entries) {
        position = Objects.checkIndex(position + entries, size + 1);
    }

    @Override
    public String toString() {
        return "MessageBatch[position=" + position + ", size=" + size + ", capacity=" + capacity + ", slotBytes="
                + slab.slotBytes() + "]";
    }
}
