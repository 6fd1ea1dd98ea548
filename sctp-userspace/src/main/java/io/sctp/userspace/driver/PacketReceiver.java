package io.sctp.userspace.driver;

import io.sctp.SctpException;
import io.sctp.engine.SctpEngine;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpSocket;
import io.sctp.userspace.address.LocalAddresses;

/**
 * Passes received packets to the engine, a limited number per cycle. The rest waits for the next cycle, so that timers
 * and the program's threads get their turn. {@link #receive} is for the thread that waits for packets; the same thread
 * uses the rest with the driver's lock.
 */
public final class PacketReceiver {
    static final int SLOT_BYTES = 65_535;

    /** A batch has at most 64 packets per slot. */
    static final int PACKETS_PER_CYCLE = 512;

    private static final int PORTS_BYTES = 4;

    private final SctpEngine engine;
    private final LocalAddresses localAddresses;
    private final Faults faults;
    private DatagramBatch inbound;
    private Shards shards;
    private Driver driver;

    // The position of the packets that wait for the next cycle.
    private int slot;
    private int position;
    private int received;

    PacketReceiver(final SctpEngine engine, final LocalAddresses localAddresses, final Faults faults) {
        this.engine = engine;
        this.localAddresses = localAddresses;
        this.faults = faults;
    }

    /**
     * Sets the memory to receive into.
     *
     * @param group the drivers whose packets may also arrive here; null if there are no others
     */
    void use(final DatagramBatch batch, final Driver own, final Shards group) {
        inbound = batch;
        driver = own;
        shards = group;
    }

    /** Receives packets, unless earlier ones still wait. Returns the number of slots that have packets. */
    int receive(final UdpSocket socket) throws SctpException {
        return hasRest() ? received - slot : took(socket.receive(inbound));
    }

    /** As {@link #receive}, but polls for a short time if there are no packets. */
    int receive(final UdpSocket socket, final BusyPoll busyPoll) throws SctpException {
        return hasRest() ? received - slot : took(busyPoll.receive(socket, inbound));
    }

    private int took(final int count) {
        slot = 0;
        position = 0;
        received = count;
        return count;
    }

    /** Whether packets received in an earlier cycle still wait. */
    boolean hasRest() {
        return slot < received;
    }

    /** Whether the socket may have more packets than were received. */
    boolean isFull() {
        return received == inbound.capacity();
    }

    /**
     * Passes packets to the engine, as many as one cycle has time for. It stops early if there would be no space for
     * answers to unknown peers, unless the socket cannot send those that wait.
     */
    void handle(final long nowNs) {
        final boolean isStuck = engine.isReplyRoomLow();
        int left = PACKETS_PER_CYCLE;
        while (slot < received && left > 0 && (isStuck || !engine.isReplyRoomLow())) {
            final int length =
                    inbound.error(slot) == 0 ? inbound.length(slot) : 0; // otherwise longer than any SCTP packet
            if (position >= length) {
                slot++;
                position = 0;
                continue;
            }
            final int offset = inbound.offset(slot) + position;
            final int packet = Math.min(Math.max(1, inbound.segment(slot)), length - position);
            position += packet;
            left--;
            handle(offset, packet, nowNs);
        }
    }

    private void handle(final int offset, final int length, final long nowNs) {
        try {
            if (shards != null && length >= PORTS_BYTES && handedOver(offset, length)) {
                return;
            }
            engine.handlePacket(
                    nowNs,
                    inbound.payload(),
                    offset,
                    length,
                    inbound.peerHigh(slot),
                    inbound.peerLow(slot),
                    inbound.peerPort(slot),
                    localAddresses.idOf(inbound.localHigh(slot), inbound.localLow(slot)));
        } catch (final Throwable thrown) { // no error ends a driver
            faults.onThrown("a packet", thrown);
        }
    }

    /** Passes a packet to the driver it is for. Returns false if that is this driver. */
    private boolean handedOver(final int offset, final int length) {
        final Driver right = shards.of(inbound.payload().getInt(offset));
        if (right.equals(driver)) {
            return false;
        }
        right.takeOver(inbound, slot, offset, length);
        return true;
    }
}
