package io.sctp.userspace.driver;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.IpAddress;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpSocket;
import io.sctp.userspace.address.LocalAddresses;

/** Sends the engine's packets, a batch at a time. Used with the driver's lock. */
public final class PacketSender {
    /** The maximum for the packets of one path sent by one call: the limit of UDP_SEGMENT. */
    static final int SLOT_BYTES = 65_000;

    /** The number of associations that the engine polls before received packets are handled again. */
    static final int POLLS_PER_CYCLE = 256;

    private static final int MAX_UNEXPLAINED = 3;
    private static final System.Logger LOGGER = System.getLogger("io.sctp.userspace");

    private final SctpEngine engine;
    private final LocalAddresses localAddresses;
    private final DriverClient client;
    private final Faults faults;
    private final Transmit transmit = new Transmit();
    private DatagramBatch outbound;
    private boolean blocked;

    PacketSender(
            final SctpEngine engine,
            final LocalAddresses localAddresses,
            final DriverClient client,
            final Faults faults) {
        this.engine = engine;
        this.localAddresses = localAddresses;
        this.client = client;
        this.faults = faults;
    }

    /** Sets the memory to send from. */
    void use(final DatagramBatch batch) {
        outbound = batch;
    }

    /** Whether the socket's send buffer is full. */
    boolean isBlocked() {
        return blocked;
    }

    /**
     * Sends until nothing is left, the socket's buffer is full, or the cycle's budget is used up. Returns true in the
     * last case.
     */
    boolean flush(final UdpSocket socket, final long nowNs) {
        if (!trySend(socket)) {
            return false;
        }
        int polls = 0;
        while (true) {
            while (!outbound.isFull()) {
                if (polls++ == POLLS_PER_CYCLE) {
                    trySend(socket);
                    return true;
                }
                if (!fill(nowNs)) {
                    trySend(socket);
                    return false;
                }
            }
            if (!trySend(socket)) {
                return false;
            }
        }
    }

    /** Fills one slot, skipping an association whose polling failed. Returns false if there is nothing to send. */
    private boolean fill(final long nowNs) {
        try {
            final int length = engine.pollTransmit(
                    nowNs, outbound.payload(), outbound.offset(outbound.size()), SLOT_BYTES, transmit);
            if (length > 0) {
                add(length);
            }
            return length > 0;
        } catch (final Throwable thrown) { // no error ends a driver
            faults.onThrown("sending", thrown);
            return faults.unexplained() < MAX_UNEXPLAINED;
        }
    }

    private void add(final int length) {
        final IpAddress local = localAddresses.address(transmit.localId());
        outbound.add(
                length,
                transmit.segmentLength(),
                transmit.addressHigh(),
                transmit.addressLow(),
                transmit.udpPort(),
                0,
                local.high(),
                local.low());
        outbound.trafficClass(transmit.trafficClass());
        if (transmit.mustNotBeFragmented()) {
            outbound.neverFragment();
        } else if (transmit.mayBeFragmented()) {
            outbound.fragmentIfNeeded();
        }
    }

    /** Sends the rest of the batch. Returns false if the socket's buffer is full. */
    private boolean trySend(final UdpSocket socket) {
        if (!outbound.hasRemaining()) {
            return true;
        }
        try {
            blocked = !socket.send(outbound);
        } catch (final SctpException e) {
            // Treated as lost in the network.
            LOGGER.log(System.Logger.Level.DEBUG, "sending", e);
            blocked = false;
        } catch (final Throwable thrown) { // no error ends a driver
            faults.note("sending", thrown);
            blocked = false;
        }
        if (!blocked) {
            noteRefusals();
            outbound.clear();
        }
        return !blocked;
    }

    /** Tells an association in set-up that there is no route to its peer. For others, a packet was lost. */
    private void noteRefusals() {
        for (int slot = 0; slot < outbound.size(); slot++) {
            final int errno = outbound.error(slot);
            if (errno == Errno.ENETUNREACH.number()
                    || errno == Errno.EHOSTUNREACH.number()
                    || errno == Errno.EADDRNOTAVAIL.number()
                    || errno == Errno.EINVAL.number()) {
                client.onUnreachable(outbound.peerHigh(slot), outbound.peerLow(slot), errno);
                final int source = localAddresses.idOf(outbound.localHigh(slot), outbound.localLow(slot));
                if (source != LocalAddresses.ANY) {
                    client.onSourceRefused(source);
                }
            }
        }
    }
}
