package io.sctp.engine.association;

import io.sctp.engine.Transmit;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Packets that belong to no association and wait to be polled: INIT ACK, ABORT, SHUTDOWN COMPLETE and ERROR. The number
 * of slots is bounded. When all are in use an answer is dropped, as if the network had lost it; it can be drawn at
 * random, so that a flood does not shut out later packets. A packet that does not fit the driver's buffer lets later
 * ones pass.
 */
final class Replies {
    /** Maximum length of an answer: an INIT ACK with its cookie and addresses. */
    static final int SLOT_LENGTH = 2048;

    private static final int NONE = -1;

    /** One slot more than the capacity: the last is for a packet that will replace another. */
    private final ByteBuffer slots;

    private final int capacity;
    private final int[] lengths;
    private final int[] udpPorts;
    private final int[] localIds;
    private final long[] addresses;

    /** The slots in use, in the order of their packets, from {@link #head} on, followed by the free slots. */
    private final int[] order;

    private int head;
    private int count;

    /** How many answers were offered since all slots were last free. */
    private int offered;

    /** The slot whose packet is replaced by the new one, or {@link #NONE}. */
    private int victim = NONE;

    Replies(final int capacity) {
        this.capacity = capacity;
        slots = ByteBuffer.allocateDirect((capacity + 1) * SLOT_LENGTH);
        lengths = new int[capacity];
        udpPorts = new int[capacity];
        localIds = new int[capacity];
        addresses = new long[2 * capacity];
        order = new int[capacity];
        for (int slot = 0; slot < capacity; slot++) {
            order[slot] = slot;
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == capacity;
    }

    boolean isHalfFull() {
        return count > capacity / 2;
    }

    /**
     * Whether to begin another answer. If all slots are in use the decision is random, with the same chance for each
     * answer.
     */
    boolean admits(final RandomGenerator random) {
        offered = isEmpty() ? 1 : offered + 1;
        victim = NONE;
        if (!isFull()) {
            return true;
        }
        final int drawn = random.nextInt(offered);
        victim = drawn < capacity ? slotAt(drawn) : NONE;
        return victim != NONE;
    }

    ByteBuffer buffer() {
        return slots;
    }

    /** Begins a packet. Its slot is taken only by {@link #commit}. */
    int begin(final int localPort, final int peerPort, final int tag) {
        final int offset = start();
        PacketHeader.write(slots, offset, localPort, peerPort, tag);
        return offset + PacketHeader.LENGTH;
    }

    /** Returns the start of the current packet. */
    int start() {
        return (victim == NONE ? slotAt(count) : capacity) * SLOT_LENGTH;
    }

    /** Returns the limit of the current packet. */
    int end() {
        return start() + SLOT_LENGTH;
    }

    /** As below, for the source of the packet being handled. Returns false if the packet is longer than allowed. */
    boolean commit(final int end, final int most, final Arrival arrival) {
        if (end - start() > most) {
            return false;
        }
        commit(end, arrival.addressHigh, arrival.addressLow, arrival.udpPort, arrival.localId);
        return true;
    }

    /** Completes the current packet. */
    void commit(final int end, final long addressHigh, final long addressLow, final int udpPort, final int localId) {
        final int length = Chunk.padded(end - start());
        final int slot = victim == NONE ? slotAt(count++) : victim;
        if (victim != NONE) {
            slots.put(slot * SLOT_LENGTH, slots, capacity * SLOT_LENGTH, length);
            victim = NONE;
        }
        lengths[slot] = length;
        addresses[2 * slot] = addressHigh;
        addresses[2 * slot + 1] = addressLow;
        udpPorts[slot] = udpPort;
        localIds[slot] = localId;
    }

    /** Returns a mark for {@link #takeBackSince}. */
    int mark() {
        return count;
    }

    /** Removes the answers committed since a mark. */
    void takeBackSince(final int mark) {
        count = mark;
    }

    /** Removes the oldest packet that fits, writes it to the buffer and returns its length, or 0 if there is none. */
    int take(final ByteBuffer out, final int offset, final int available, final Transmit transmit) {
        for (int place = 0; place < count; place++) {
            final int slot = slotAt(place);
            final int length = lengths[slot];
            if (fits(length, available)) {
                remove(place);
                out.put(offset, slots, slot * SLOT_LENGTH, length);
                transmit.set(addresses[2 * slot], addresses[2 * slot + 1], udpPorts[slot], localIds[slot]);
                return length;
            }
        }
        return 0;
    }

    private static boolean fits(final int length, final int available) {
        return length <= available;
    }

    /** Drops packets that are longer and returns their number. */
    int dropLonger(final int available) {
        final int before = count;
        for (int place = count - 1; place >= 0; place--) {
            if (lengths[slotAt(place)] > available) {
                remove(place);
            }
        }
        return before - count;
    }

    /** Frees a slot. The slots before it keep their order. */
    private void remove(final int place) {
        final int slot = slotAt(place);
        for (int at = place; at > 0; at--) {
            order[index(at)] = slotAt(at - 1);
        }
        order[head] = slot;
        head = index(1);
        count--;
    }

    private int slotAt(final int place) {
        return order[index(place)];
    }

    private int index(final int place) {
        return (head + place) % capacity;
    }
}
