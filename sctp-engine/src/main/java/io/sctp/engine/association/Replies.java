package io.sctp.engine.association;

import io.sctp.engine.Transmit;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Packets that belong to no association, waiting to be polled: INIT ACK, ABORT, SHUTDOWN COMPLETE and ERROR. A bounded
 * number of slots; when all are taken an answer is dropped, as the network might have done. Which one may be drawn by
 * lot, so that a flood cannot keep out who comes behind it. One that does not fit what the driver offers lets the
 * others pass.
 */
final class Replies {
    /** Longest answer in bytes: an INIT ACK with its cookie and addresses. */
    static final int SLOT_LENGTH = 2048;

    private static final int NONE = -1;

    /** One more than the capacity: the last is where a packet is written that takes the place of another. */
    private final ByteBuffer slots;

    private final int capacity;
    private final int[] lengths;
    private final int[] udpPorts;
    private final int[] localIds;
    private final long[] addresses;

    /** The slots in use, in the order of their packets, from {@link #head} on; behind them those that are free. */
    private final int[] order;

    private int head;
    private int count;

    /** How many were to be sent since all slots were free. */
    private int offered;

    /** The slot whose packet is given up for the one begun last. */
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

    /** Says whether one more is to be begun: if all slots are taken, so that each offered has the same chance. */
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

    /** Begins a packet; the slot is taken by {@link #commit} only. */
    int begin(final int localPort, final int peerPort, final int tag) {
        final int offset = start();
        PacketHeader.write(slots, offset, localPort, peerPort, tag);
        return offset + PacketHeader.LENGTH;
    }

    /** Returns where the packet begun last begins. */
    int start() {
        return (victim == NONE ? slotAt(count) : capacity) * SLOT_LENGTH;
    }

    /** Returns where the packet begun last must end. */
    int end() {
        return start() + SLOT_LENGTH;
    }

    /** As below, for the sender of the packet being handled; says whether it is no longer than it may be. */
    boolean commit(final int end, final int most, final Arrival arrival) {
        if (end - start() > most) {
            return false;
        }
        commit(end, arrival.addressHigh, arrival.addressLow, arrival.udpPort, arrival.localId);
        return true;
    }

    /** Finishes the packet begun last. */
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

    /** Returns what {@link #takeBackSince} takes back to. */
    int mark() {
        return count;
    }

    /** Takes the answers back that were committed since a mark. */
    void takeBackSince(final int mark) {
        count = mark;
    }

    /** Moves the oldest packet out that is not longer than what is available; 0 if there is none. */
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

    /** Drops what is longer, and returns how many that were. */
    int dropLonger(final int available) {
        final int before = count;
        for (int place = count - 1; place >= 0; place--) {
            if (lengths[slotAt(place)] > available) {
                remove(place);
            }
        }
        return before - count;
    }

    /** Frees a slot; those before it keep their order. */
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
