package io.sctp.userspace.driver;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.IpAddress;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpSocket;
import io.sctp.userspace.address.LocalAddresses;

/** Sends what the engine has to send, a batch at a time; used with the driver's lock. */
public final class PacketSender {
    /** Packets of one path that are sent by one call: what UDP_SEGMENT takes at most. */
    static final int SLOT_BYTES = 65_000;

    /**
     * The engine gives each association its turn: so many of them have theirs before received packets are looked at
     * again.
     */
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

    /** Has memory to send from. */
    void use(final DatagramBatch batch) {
        outbound = batch;
    }

    /** Whether the socket has no room. */
    boolean isBlocked() {
        return blocked;
    }

    /**
     * Sends until nothing is left, the socket has no room, or the turn's budget is used up; returns true for the last.
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

    /** Fills one slot, unless what was to fill it failed; false if there is nothing more to send. */
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

    /** Sends what is left in the batch; false if there is no room for it now. */
    private boolean trySend(final UdpSocket socket) {
        if (!outbound.hasRemaining()) {
            return true;
        }
        try {
            blocked = !socket.send(outbound);
        } catch (final SctpException e) {
            // As if the network had lost it.
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

    /** An association that is being set up hears that no route leads to its peer; for others a packet was lost. */
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
