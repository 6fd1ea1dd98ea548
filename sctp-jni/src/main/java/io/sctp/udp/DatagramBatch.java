package io.sctp.udp;

import io.sctp.natives.Abi.Datagram;
import io.sctp.natives.Abi.UdpFragmentation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Slots of direct memory for datagrams, each with the addresses of both ends. A slot holds one datagram, or several of
 * equal length (except the last) between the same ends.
 *
 * <p>An IP address is two longs: the 128 bits of IPv6, or IPv4 in its mapped form; if both are 0, the system chooses
 * the local address. Not thread-safe; nothing is allocated after construction.
 */
public final class DatagramBatch {
    private final int capacity;
    private final int slotBytes;
    private final ByteBuffer payload;
    private final ByteBuffer descriptors;
    /** A view of the same memory, as addresses are in network byte order. */
    private final ByteBuffer addresses;

    private long payloadAddress;
    private long descriptorsAddress;
    private int position;
    private int size;

    /**
     * Creates an empty batch.
     *
     * @param capacity the number of slots
     * @param slotBytes bytes of each slot; 65,535 are enough for any receive
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

    /** The number of slots. */
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

    /** The offset of a slot in {@link #payload}. */
    public int offset(final int slot) {
        return slot * slotBytes;
    }

    /** The number of filled slots, received or added. */
    public int size() {
        return size;
    }

    /** The first slot that has not been sent. */
    public int position() {
        return position;
    }

    /** Whether all slots are filled. */
    public boolean isFull() {
        return size == capacity;
    }

    /** Whether any slot is left to be sent. */
    public boolean hasRemaining() {
        return position < size;
    }

    /** Clears the batch. */
    public void clear() {
        position = 0;
        size = 0;
    }

    /**
     * Adds the next slot, after its payload was written.
     *
     * @param length bytes in the slot
     * @param segment the length of each datagram but the last, or {@code length} for just one
     * @param scope the interface of a link-local peer, otherwise 0
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
        descriptors.putInt(at + Datagram.TRAFFIC_CLASS, 0); // and the default fragmentation
        size++;
    }

    /**
     * Sets the type of service or traffic class of the slot added last; 0 for the system's default. Native sockets
     * only.
     */
    public void trafficClass(final int octet) {
        descriptors.put((size - 1) * Datagram.SIZE + Datagram.TRAFFIC_CLASS, (byte) octet);
    }

    /**
     * Sends the datagrams of the slot added last with "don't fragment". They are dropped with EMSGSIZE if they are too
     * long for the network interface. Native sockets only.
     */
    public void neverFragment() {
        descriptors.put((size - 1) * Datagram.SIZE + Datagram.FRAGMENTATION, (byte) UdpFragmentation.NEVER);
    }

    /**
     * Allows fragmentation of the datagrams of the slot added last: IPv4 is sent without "don't fragment", IPv6 in
     * fragments of the minimum MTU. Native sockets only.
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

    /** The interface of a link-local peer, otherwise 0. */
    public int scope(final int slot) {
        return descriptors.getInt(slot * Datagram.SIZE + Datagram.SCOPE);
    }

    /**
     * The error number with which a slot was dropped when sending, or EMSGSIZE if a received one was truncated;
     * otherwise 0.
     */
    public int error(final int slot) {
        return descriptors.getInt(slot * Datagram.SIZE + Datagram.ERROR);
    }

    // ---- For the sockets

    /** Fills a slot like a receive; for sockets without native code. */
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

    /** Sets the number of slots received. */
    void received(final int count) {
        position = 0;
        size = count;
    }

    /** Advances the position by slots that are sent or dropped. */
    void sent(final int count) {
        position += count;
    }

    /** Points every slot's descriptor at its slot. */
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
