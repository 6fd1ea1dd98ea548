package io.sctp.userspace.driver;

import io.sctp.SctpException;
import io.sctp.engine.SctpEngine;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpSocket;
import io.sctp.userspace.address.LocalAddresses;

/**
 * Takes received packets to the engine, so many in one turn: the rest waits for the next, so that timers and the
 * threads of the program come to theirs. {@link #receive} is for the thread that waits for packets, the rest is used
 * with the driver's lock by the same.
 */
public final class PacketReceiver {
    static final int SLOT_BYTES = 65_535;

    /** Of a batch, which has 64 packets in each slot at most. */
    static final int PACKETS_PER_CYCLE = 512;

    private static final int PORTS_BYTES = 4;

    private final SctpEngine engine;
    private final LocalAddresses localAddresses;
    private final Faults faults;
    private DatagramBatch inbound;
    private Shards shards;
    private Driver driver;

    // Where the packets begin that wait for the next turn.
    private int slot;
    private int position;
    private int received;

    PacketReceiver(final SctpEngine engine, final LocalAddresses localAddresses, final Faults faults) {
        this.engine = engine;
        this.localAddresses = localAddresses;
        this.faults = faults;
    }

    /**
     * Has memory to receive into.
     *
     * @param group the drivers whose packets may arrive here, too; null if there are no others
     */
    void use(final DatagramBatch batch, final Driver own, final Shards group) {
        inbound = batch;
        driver = own;
        shards = group;
    }

    /** Receives what is there, unless packets still wait for their turn; returns how many slots have some. */
    int receive(final UdpSocket socket) throws SctpException {
        return hasRest() ? received - slot : took(socket.receive(inbound));
    }

    /** As {@link #receive}, and looks for packets for a moment if there are none. */
    int receive(final UdpSocket socket, final BusyPoll busyPoll) throws SctpException {
        return hasRest() ? received - slot : took(busyPoll.receive(socket, inbound));
    }

    private int took(final int count) {
        slot = 0;
        position = 0;
        received = count;
        return count;
    }

    /** Whether packets wait that were received in an earlier turn. */
    boolean hasRest() {
        return slot < received;
    }

    /** Whether there may be more in the socket than was received. */
    boolean isFull() {
        return received == inbound.capacity();
    }

    /**
     * Hands packets to the engine, as many as one turn has time for; fewer where answers to strangers would find no
     * room, unless the socket has none for those that wait.
     */
    void handle(final long nowNs) {
        final boolean isStuck = engine.isReplyRoomLow();
        int left = PACKETS_PER_CYCLE;
        while (slot < received && left > 0 && (isStuck || !engine.isReplyRoomLow())) {
            final int length =
                    inbound.error(slot) == 0 ? inbound.length(slot) : 0; // else longer than any packet of SCTP
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

    /** Gives a packet to the driver it is for; false if that is this one. */
    private boolean handedOver(final int offset, final int length) {
        final Driver right = shards.of(inbound.payload().getInt(offset));
        if (right.equals(driver)) {
            return false;
        }
        right.takeOver(inbound, slot, offset, length);
        return true;
    }
}
