package io.sctp.userspace.driver;

import io.sctp.engine.SctpEngine;
import io.sctp.udp.DatagramBatch;
import io.sctp.userspace.address.LocalAddresses;
import java.nio.ByteBuffer;

/**
 * Packets for a driver that arrived at another one's socket. They are rare: some were joined with others by the network
 * card, or were on their way when a port was moved. A packet that does not fit is lost, as it may be in the network.
 * Nothing is allocated after the first.
 *
 * <p>The driver that has a packet adds it under its own lock, and the driver it is for removes it under its own. The
 * monitor of this class is taken after both, and no driver's lock is taken while it is held.
 */
public final class MisroutedPackets {
    private static final int CAPACITY_BYTES = 1 << 18;
    private static final int HEADER_BYTES = 2 * Integer.BYTES + 4 * Long.BYTES;

    private ByteBuffer memory;
    private int used;
    private volatile boolean waiting;
    private long handedOver;
    private long dropped;

    /** Copies one packet from a batch. Returns false if there is no space. */
    public synchronized boolean put(final DatagramBatch batch, final int slot, final int offset, final int length) {
        if (memory == null && !allocate()) {
            dropped++;
            return false;
        }
        if (CAPACITY_BYTES - used < HEADER_BYTES + length) {
            dropped++;
            return false;
        }
        memory.putInt(used, length);
        memory.putInt(used + 4, batch.peerPort(slot));
        memory.putLong(used + 8, batch.peerHigh(slot));
        memory.putLong(used + 16, batch.peerLow(slot));
        memory.putLong(used + 24, batch.localHigh(slot));
        memory.putLong(used + 32, batch.localLow(slot));
        memory.put(used + HEADER_BYTES, batch.payload(), offset, length);
        used += HEADER_BYTES + length;
        handedOver++;
        waiting = true;
        return true;
    }

    private boolean allocate() {
        try {
            memory = ByteBuffer.allocateDirect(CAPACITY_BYTES);
            return true;
        } catch (final OutOfMemoryError e) {
            return false;
        }
    }

    /** Passes all waiting packets to the engine. Called with the driver's lock. */
    void drainTo(final SctpEngine engine, final LocalAddresses localAddresses, final long nowNs, final Faults faults) {
        if (waiting) {
            drain(engine, localAddresses, nowNs, faults);
        }
    }

    private synchronized void drain(
            final SctpEngine engine, final LocalAddresses localAddresses, final long nowNs, final Faults faults) {
        int at = 0;
        while (at < used) {
            final int length = memory.getInt(at);
            try {
                engine.handlePacket(
                        nowNs,
                        memory,
                        at + HEADER_BYTES,
                        length,
                        memory.getLong(at + 8),
                        memory.getLong(at + 16),
                        memory.getInt(at + 4),
                        localAddresses.idOf(memory.getLong(at + 24), memory.getLong(at + 32)));
            } catch (final Throwable thrown) { // no error ends a driver
                faults.onThrown("a packet", thrown);
            }
            at += HEADER_BYTES + length;
        }
        used = 0;
        waiting = false;
    }

    /** The number of packets handed over. */
    public synchronized long handedOver() {
        return handedOver;
    }

    /** The number of packets dropped for lack of space. */
    public synchronized long dropped() {
        return dropped;
    }
}
