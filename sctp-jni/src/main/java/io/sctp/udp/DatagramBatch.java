package io.sctp.udp;

import io.sctp.natives.Abi.Datagram;
import io.sctp.natives.Abi.UdpFragmentation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Slots of direct memory for datagrams, and for each the two ends it travels between. A slot holds one datagram, or
 * several of one length (but for the last) with the same ends.
 *
 * <p>An IP address is two longs: the 128 bits of IPv6, or IPv4 in its mapped form; both 0 leave a local address to the
 * system. Not safe for use by several threads at once; nothing is allocated after construction.
 */
public final class DatagramBatch {
    private final int capacity;
    private final int slotBytes;
    private final ByteBuffer payload;
    private final ByteBuffer descriptors;
    /** The same memory: addresses are in network order whatever the machine's own order is. */
    private final ByteBuffer addresses;

    private long payloadAddress;
    private long descriptorsAddress;
    private int position;
    private int size;

    /**
     * Makes an empty batch.
     *
     * @param capacity how many slots
     * @param slotBytes bytes of each slot; 65,535 hold whatever one receive brings
     */
    public DatagramBatch(final int capacity, final int slotBytes) {
        this.capacity = capacity;
        this.slotBytes = slotBytes;
        payload = ByteBuffer.allocateDirect(Math.multiplyExact(capacity, slotBytes));
        final ByteBuffer memory =
                ByteBuffer.allocateDirect((capacity + 1) * Datagram.SIZE).alignedSlice(Datagram.SIZE);
        descriptors = memory.duplicate().order(ByteOrder.nativeOrder());
        addresses = memory.duplicate().order(ByteOrder.BIG_ENDIAN);
    }

    /** How many slots there are. */
    public int capacity() {
        return capacity;
    }

    /** Bytes of a slot. */
    public int slotBytes() {
        return slotBytes;
    }

    /** The memory of all slots. */
    public ByteBuffer payload() {
        return payload;
    }

    /** Where a slot begins in {@link #payload}. */
    public int offset(final int slot) {
        return slot * slotBytes;
    }

    /** How many slots are filled: received, or added. */
    public int size() {
        return size;
    }

    /** The first slot that has not been sent. */
    public int position() {
        return position;
    }

    /** Whether there is no slot left to add to. */
    public boolean isFull() {
        return size == capacity;
    }

    /** Whether there is something to send. */
    public boolean hasRemaining() {
        return position < size;
    }

    /** Empties it. */
    public void clear() {
        position = 0;
        size = 0;
    }

    /**
     * Adds what was written into the next slot.
     *
     * @param length bytes in the slot
     * @param segment the length of each datagram but the last, or {@code length} for just one
     * @param scope the interface of a link-local peer, else 0
     */
    public void add(
            final int length,
            final int segment,
            final long peerHigh,
            final long peerLow,
            final int peerPort,
            final int scope,
            final long localHigh,
            final long localLow) {
        final int at = Objects.checkIndex(size, capacity) * Datagram.SIZE;
        descriptors.putLong(at + Datagram.PAYLOAD_ADDRESS, payloadAddress + offset(size));
        descriptors.putInt(at + Datagram.LENGTH, length);
        descriptors.putInt(at + Datagram.SEGMENT, segment);
        addresses.putLong(at + Datagram.PEER, peerHigh);
        addresses.putLong(at + Datagram.PEER + Long.BYTES, peerLow);
        addresses.putLong(at + Datagram.LOCAL, localHigh);
        addresses.putLong(at + Datagram.LOCAL + Long.BYTES, localLow);
        descriptors.putShort(at + Datagram.PEER_PORT, (short) peerPort);
        descriptors.putInt(at + Datagram.SCOPE, scope);
        descriptors.putInt(at + Datagram.ERROR, 0);
        descriptors.putInt(at + Datagram.TRAFFIC_CLASS, 0); // and fragmentation, as usual
        size++;
    }

    /** Marks the slot added last: type of service or traffic class, 0 for the system's own; native sockets only. */
    public void trafficClass(final int octet) {
        descriptors.put((size - 1) * Datagram.SIZE + Datagram.TRAFFIC_CLASS, (byte) octet);
    }

    /**
     * Says of the slot added last that its datagrams must arrive whole: they go with "don't fragment", and are dropped
     * with EMSGSIZE if they are too long for the network interface; native sockets only.
     */
    public void neverFragment() {
        descriptors.put((size - 1) * Datagram.SIZE + Datagram.FRAGMENTATION, (byte) UdpFragmentation.NEVER);
    }

    /**
     * Says of the slot added last that its datagrams may be too long for their path and are to arrive all the same:
     * IPv4 goes without "don't fragment", IPv6 leaves in fragments that every network carries; native sockets only.
     */
    public void fragmentIfNeeded() {
        descriptors.put((size - 1) * Datagram.SIZE + Datagram.FRAGMENTATION, (byte) UdpFragmentation.ALWAYS);
    }

    /** The bytes of a received slot, or those not yet sent. */
    public int length(final int slot) {
        return descriptors.getInt(slot * Datagram.SIZE + Datagram.LENGTH);
    }

    /** The length of each datagram in the slot but the last, which may be shorter. */
    public int segment(final int slot) {
        return descriptors.getInt(slot * Datagram.SIZE + Datagram.SEGMENT);
    }

    /** First half of the peer's address. */
    public long peerHigh(final int slot) {
        return addresses.getLong(slot * Datagram.SIZE + Datagram.PEER);
    }

    /** Second half of the peer's address. */
    public long peerLow(final int slot) {
        return addresses.getLong(slot * Datagram.SIZE + Datagram.PEER + Long.BYTES);
    }

    /** First half of the local address. */
    public long localHigh(final int slot) {
        return addresses.getLong(slot * Datagram.SIZE + Datagram.LOCAL);
    }

    /** Second half of the local address. */
    public long localLow(final int slot) {
        return addresses.getLong(slot * Datagram.SIZE + Datagram.LOCAL + Long.BYTES);
    }

    /** The peer's port. */
    public int peerPort(final int slot) {
        return Short.toUnsignedInt(descriptors.getShort(slot * Datagram.SIZE + Datagram.PEER_PORT));
    }

    /** The interface of a link-local peer, else 0. */
    public int scope(final int slot) {
        return descriptors.getInt(slot * Datagram.SIZE + Datagram.SCOPE);
    }

    /**
     * The error number with which a slot was dropped when it was sent, or with which its receive was cut off; else 0.
     */
    public int error(final int slot) {
        return descriptors.getInt(slot * Datagram.SIZE + Datagram.ERROR);
    }

    // ---- For the sockets

    /** Fills a slot in the way of a receive; for sockets without native code. */
    void received(
            final int slot,
            final int length,
            final long peerHigh,
            final long peerLow,
            final int peerPort,
            final int scope,
            final long localHigh,
            final long localLow) {
        size = slot;
        add(length, length, peerHigh, peerLow, peerPort, scope, localHigh, localLow);
    }

    void error(final int slot, final int errno) {
        descriptors.putInt(slot * Datagram.SIZE + Datagram.ERROR, errno);
    }

    /** So many slots were received. */
    void received(final int count) {
        position = 0;
        size = count;
    }

    /** So many slots from the position on are done with. */
    void sent(final int count) {
        position += count;
    }

    /** Has every slot's descriptor point at its slot. */
    void bindAddresses(final long payloadStart, final long descriptorsStart) {
        payloadAddress = payloadStart;
        descriptorsAddress = descriptorsStart;
        for (int slot = 0; slot < capacity; slot++) {
            descriptors.putLong(slot * Datagram.SIZE + Datagram.PAYLOAD_ADDRESS, payloadAddress + offset(slot));
        }
    }

    boolean hasAddresses() {
        return descriptorsAddress != 0;
    }

    ByteBuffer descriptors() {
        return descriptors;
    }

    long descriptorAddress(final int slot) {
        return descriptorsAddress + (long) slot * Datagram.SIZE;
    }
}
