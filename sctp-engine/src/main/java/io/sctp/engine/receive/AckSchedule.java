package io.sctp.engine.receive;

/**
 * Decides when to acknowledge: every second packet, after a delay, or at once (RFC 9260 sections 5.1 and 6.2, RFC
 * 7053).
 */
public final class AckSchedule {
    private int packetsSinceAck;
    private boolean due;
    private boolean pending;

    /** The first DATA of an association is acknowledged at once (RFC 9260 section 5.1). */
    private boolean first = true;

    // The DATA found in the packet being read.
    private boolean dataInPacket;
    private boolean urgentInPacket;

    public void reset() {
        packetsSinceAck = 0;
        due = false;
        pending = false;
        first = true;
        dataInPacket = false;
        urgentInPacket = false;
    }

    /** A DATA chunk arrived, whether duplicate or not. */
    public void onData() {
        dataInPacket = true;
    }

    /** The packet being read must be acknowledged at once. */
    public void onUrgentData() {
        urgentInPacket = true;
    }

    /** Requests a SACK with the next packet sent, or in a packet of its own, regardless of received packets. */
    public void demand() {
        if (!due) {
            packetsSinceAck = 0;
        }
        due = true;
        pending = true;
    }

    /**
     * Called at the end of a packet.
     *
     * @param gap whether a TSN is missing
     * @param packetsPerAck the number of packets per SACK
     * @return whether a SACK is due for this packet; at most one per packet
     */
    public boolean onPacketEnd(final boolean gap, final int packetsPerAck) {
        if (!dataInPacket) {
            return false;
        }
        final boolean owed = ++packetsSinceAck >= packetsPerAck || gap || first || urgentInPacket;
        dataInPacket = false;
        urgentInPacket = false;
        pending = true;
        if (owed) {
            first = false;
            packetsSinceAck = 0;
            due = true;
        }
        return owed;
    }

    /** Whether a SACK must be sent now. */
    public boolean isDue() {
        return due;
    }

    /** Whether there is something to acknowledge, so that the next packet sent carries a SACK. */
    public boolean isPending() {
        return pending;
    }

    /**
     * Called when everything received is acknowledged. Packets since the last one that required a SACK still count
     * towards the next, so the number of SACKs does not depend on when they are written.
     */
    public void onAckSent() {
        if (!due) {
            packetsSinceAck = 0;
        }
        due = false;
        pending = false;
    }
}
