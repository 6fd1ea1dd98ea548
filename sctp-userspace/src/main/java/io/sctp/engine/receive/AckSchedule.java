package io.sctp.engine.receive;

/** When to acknowledge: every second packet, after a delay, or at once (RFC 9260 section 6.2, RFC 7053). */
public final class AckSchedule {
    private int packetsSinceAck;
    private boolean due;
    private boolean pending;

    /** What happened to the receiver while it read one packet. */
    private boolean dataInPacket;

    public void reset() {
        packetsSinceAck = 0;
        due = false;
        pending = false;
        dataInPacket = false;
    }

    /** A DATA chunk arrived, duplicate or not. */
    public void onData() {
        dataInPacket = true;
    }

    /** Acknowledge with the next packet that leaves, and send one if need be. */
    public void demand() {
        due = true;
        pending = true;
    }

    /**
     * A packet has been read to its end.
     *
     * @param gap whether a TSN is missing
     * @param packetsPerAck acknowledge every how many packets
     * @return whether the delay timer must run
     */
    public boolean onPacketEnd(final boolean gap, final int packetsPerAck) {
        if (!dataInPacket) {
            return false;
        }
        dataInPacket = false;
        pending = true;
        if (gap || ++packetsSinceAck >= packetsPerAck) {
            due = true;
        }
        return !due;
    }

    /** Says whether a SACK must go out now. */
    public boolean isDue() {
        return due;
    }

    /** Says whether there is something to acknowledge, so that a packet going out anyway takes a SACK along. */
    public boolean isPending() {
        return pending;
    }

    public void onAckSent() {
        packetsSinceAck = 0;
        due = false;
        pending = false;
    }
}
